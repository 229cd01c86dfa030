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

/** A copy of `object` with `key` set; safe for every key, `__proto__` included. */
export function withKey(object: JsonObject, key: string, value: Json): JsonObject {
  if (key !== '__proto__') return { ...object, [key]: value };
  const copy = { ...object };
  Object.defineProperty(copy, key, { value, enumerable: true, writable: true, configurable: true });
  return copy;
}
