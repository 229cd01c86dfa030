import { assign, isJsonObject, type Json, type JsonObject, objectOf, own } from './json.ts';

/**
 * What a step changed in the context: values set at paths, in order. An empty path replaces the whole context.
 * A path without `value` is removed.
 */
export type ContextPatch = readonly ContextChange[];

export interface ContextChange {
  readonly path: readonly string[];
  readonly value?: Json;
}

/**
 * The context with the changes made; shares what did not change with the one before. Objects in `mine` were copied
 * by an earlier call for the same run and are changed in place, so that a step costs the same in a context of any size.
 */
export function applyPatch(context: JsonObject, patch: ContextPatch, mine = new WeakSet<object>()): JsonObject {
  let current = context;
  for (const { path, value } of patch) current = setAt(current, path, 0, value, mine);
  return current;
}

function setAt(
  object: JsonObject,
  path: readonly string[],
  depth: number,
  value: Json | undefined,
  mine: WeakSet<object>,
): JsonObject {
  const key = path[depth];
  if (key === undefined) return isJsonObject(value) ? value : {};
  const copy = writable(object, mine);
  if (depth < path.length - 1) {
    const child = own(object, key);
    assign(copy, key, setAt(isJsonObject(child) ? child : {}, path, depth + 1, value, mine));
  } else if (value === undefined) {
    delete copy[key];
  } else {
    assign(copy, key, value);
  }
  return copy;
}

function writable(object: JsonObject, mine: WeakSet<object>): { [key: string]: Json } {
  if (mine.has(object)) return object as { [key: string]: Json };
  const copy = { ...object };
  mine.add(copy);
  return copy;
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
  const mine = new WeakSet<object>();
  let context: JsonObject = {};
  for (const patch of patches) context = applyPatch(context, patch, mine);
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
  return objectOf(Object.entries(value), old);
}
