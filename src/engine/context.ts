import { isJsonObject, type Json, type JsonObject, own, withKey } from './json.ts';

/**
 * What a step changed in the context: values set at paths, in order. An empty path replaces the whole context.
 * A path without `value` is removed.
 */
export type ContextPatch = readonly ContextChange[];

export interface ContextChange {
  readonly path: readonly string[];
  readonly value?: Json;
}

/** The context with the changes made; shares what did not change with the one before. */
export function applyPatch(context: JsonObject, patch: ContextPatch): JsonObject {
  return patch.reduce((current, { path, value }) => setAt(current, path, 0, value), context);
}

function setAt(object: JsonObject, path: readonly string[], depth: number, value: Json | undefined): JsonObject {
  const key = path[depth];
  if (key === undefined) return isJsonObject(value) ? value : {};
  if (depth === path.length - 1) return value === undefined ? withoutKey(object, key) : withKey(object, key, value);
  const child = own(object, key);
  return withKey(object, key, setAt(isJsonObject(child) ? child : {}, path, depth + 1, value));
}

function withoutKey(object: JsonObject, key: string): JsonObject {
  const { [key]: _removed, ...rest } = object;
  return rest;
}

/** The value at `path`, or undefined. */
export function valueAt(context: JsonObject, path: readonly string[]): Json | undefined {
  let value: Json | undefined = context;
  for (const key of path) {
    if (!isJsonObject(value)) return undefined;
    value = own(value, key);
  }
  return value;
}

/** Folds the steps of one frame, oldest first, into the context as it stood after the last of them. */
export function foldPatches(patches: Iterable<ContextPatch>): JsonObject {
  let context: JsonObject = {};
  for (const patch of patches) context = applyPatch(context, patch);
  return context;
}

/**
 * Changes that write a widget's `output` under `widgets.<name>`: keys of the output replace old ones, others
 * stay; the keys in `merged` (such as `parsed`) merge one level deeper. Source: execution-model §7, Revisits.
 */
export function outputPatch(
  context: JsonObject,
  name: string,
  output: JsonObject,
  merged: readonly string[],
  mode: 'merge' | 'replace',
): ContextPatch {
  const keys = Object.keys(output);
  if (keys.length === 0) return [];
  const before = valueAt(context, ['widgets', name]);
  if (mode === 'replace' || !isJsonObject(before)) return [{ path: ['widgets', name], value: output }];
  return keys.map((key) => {
    const value = own(output, key) ?? null;
    const old = own(before, key);
    const isMerged = merged.includes(key) && isJsonObject(value) && isJsonObject(old);
    return { path: ['widgets', name, key], value: isMerged ? mergedObject(old, value) : value };
  });
}

function mergedObject(old: JsonObject, value: JsonObject): JsonObject {
  return Object.keys(value).reduce<JsonObject>((result, key) => withKey(result, key, own(value, key) ?? null), old);
}
