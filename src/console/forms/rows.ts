/** Rows of key and value from pasted text, and what is odd about rows. */
import { isJsonObject, type Json, parseJson } from '../../engine/json.ts';

export interface Row {
  readonly key: string;
  readonly value: string;
}

/** Rows of a JSON object, of a list of `{key, value}`, or of a query string; undefined for what is none of them. */
export function pastedRows(text: string): readonly Row[] | undefined {
  const trimmed = text.trim();
  const json = parseJson(trimmed);
  if (isJsonObject(json)) return Object.entries(json).map(([key, value]) => ({ key, value: inText(value) }));
  if (Array.isArray(json)) {
    const rows = json.flatMap((entry) =>
      isJsonObject(entry) && typeof entry.key === 'string'
        ? [{ key: entry.key, value: inText(entry.value ?? '') }]
        : [],
    );
    return rows.length > 0 && rows.length === json.length ? rows : undefined;
  }
  if (json !== undefined || /\s/.test(trimmed) || !/^[^=&]+=/.test(trimmed.replace(/^[^?=]*\?/, ''))) return undefined;
  const pairs = new URLSearchParams(trimmed.replace(/^[^?=]*\?/, ''));
  return [...pairs].map(([key, value]) => ({ key, value }));
}

/** Keys that stand in more than one row. */
export function doubledKeys(keys: readonly string[]): ReadonlySet<string> {
  return new Set(keys.filter((key, at) => key !== '' && keys.indexOf(key) !== at));
}

function inText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
