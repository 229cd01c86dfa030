/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object; read it with `own` where the key comes from outside. */
export interface JsonObject {
  readonly [key: string]: Json;
}

/** True for a JSON object: not an array, not `null`. */
export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value under `key` if the object itself has it; never a property of its prototype. */
export function own(object: JsonObject, key: string): Json | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Sets an own property, whatever its name: `__proto__` included. */
export function assign(object: { [key: string]: Json }, key: string, value: Json): void {
  if (key !== '__proto__') object[key] = value;
  else Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
}

/** An object of these entries, of two with one key the later counts; safe for every key. */
export function objectOf(entries: Iterable<readonly [key: string, value: Json]>, base: JsonObject = {}): JsonObject {
  const object = { ...base };
  for (const [key, value] of entries) assign(object, key, value);
  return object;
}

/** Those of `keys` that the object has a value for. */
export function nonNull(object: JsonObject, keys: readonly string[]): JsonObject {
  return objectOf(
    keys.flatMap((key) => {
      const value = own(object, key) ?? null;
      return value === null ? [] : [[key, value] as const];
    }),
  );
}

/** About how many characters the value has as JSON text, escapes not counted; far cheaper than writing it. */
export function jsonSize(value: Json): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 8;
  if (Array.isArray(value)) return value.reduce((size: number, entry: Json) => size + jsonSize(entry) + 1, 2);
  let size = 2;
  for (const [key, entry] of Object.entries(value)) size += key.length + 4 + jsonSize(entry);
  return size;
}

/** Nesting beyond this is refused: writing such a value would exhaust the stack. */
export const maxJsonDepth = 200;

/** Parses JSON; undefined when it is not JSON or is nested deeper than `maxJsonDepth`. */
export function parseJson(text: string): Json | undefined {
  if (isNestedTooDeep(text)) return undefined;
  try {
    const value = JSON.parse(text);
    // `1e400` is valid JSON and no number that could be written again.
    return mayOverflow.test(text) && !isAllFinite(value) ? undefined : value;
  } catch {
    return undefined;
  }
}

/** A number that may be beyond the range of doubles: an exponent of three digits or very many digits. */
const mayOverflow = /\d[eE]\+?\d{3}|\d{300}/;

function isAllFinite(value: Json): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return Object.values(value).every(isAllFinite);
}

/** Looks at the brackets outside of strings only, so that nothing deep is ever built. */
function isNestedTooDeep(text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index++) {
    const character = text.charCodeAt(index);
    if (isInString) {
      if (character === 0x5c) index++;
      else if (character === 0x22) isInString = false;
    } else if (character === 0x22) {
      isInString = true;
    } else if (character === 0x7b || character === 0x5b) {
      if (++depth > maxJsonDepth) return true;
    } else if (character === 0x7d || character === 0x5d) {
      depth--;
    }
  }
  return false;
}
