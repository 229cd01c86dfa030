/** JSON values compared as values: the order of keys does not count. */
import { isJsonObject, type Json, own } from '../../engine/json.ts';

/** True for equal JSON values, and for two values that are both absent. */
export function sameJson(left: Json | undefined, right: Json | undefined): boolean {
  if (left === right) return true;
  if (Array.isArray(left)) {
    return Array.isArray(right) && left.length === right.length && left.every((item, at) => sameJson(item, right[at]));
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && sameJson(own(left, key), own(right, key)))
  );
}

/** JSON text with sorted keys: equal for equal values, so that it can be a key of a map. */
export function canonicalText(value: Json | undefined): string {
  if (Array.isArray(value)) return `[${value.map(canonicalText).join()}]`;
  if (!isJsonObject(value)) return JSON.stringify(value) ?? '';
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalText(own(value, key))}`);
  return `{${entries.join()}}`;
}

/** The first value with every text in it replaced, deep. Values without a change keep their identity. */
export function mapTexts(value: Json, replace: (text: string) => string): Json {
  if (typeof value === 'string') return replace(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => mapTexts(item, replace));
    return items.every((item, at) => item === value[at]) ? value : items;
  }
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).map(([key, held]) => [key, mapTexts(held, replace)] as const);
  // `fromEntries` defines own properties, whatever their names.
  return entries.every(([key, held]) => held === own(value, key)) ? value : Object.fromEntries(entries);
}
