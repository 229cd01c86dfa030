import type { JsonObject } from '../../engine/json.ts';
import { sameJson } from './json-values.ts';
import { type Path, type Place, type Places, type PlaceValue, placesOf } from './places.ts';
import { exchangeNames, renameWidgets } from './references.ts';
import { findRenames } from './renames.ts';

/** One place at which two versions differ; absent where the version has no such place. */
export interface Difference {
  readonly key: string;
  readonly path: Path;
  readonly before?: PlaceValue;
  readonly after?: PlaceValue;
}

/** A version in the words of another: a renamed widget goes by its name there, in every reference too. */
export interface Version extends Places {
  readonly renames: ReadonlyMap<string, string>;
}

export function versionOf(definition: JsonObject, first: JsonObject, base: Places): Version {
  const renames = findRenames(first, definition);
  if (renames.size === 0) return { ...placesOf(definition, base), renames };
  const exchange = exchangeNames(renames);
  return { ...placesOf(renameWidgets(definition, exchange), base, exchange), renames };
}

/** What leads from `first` to `second`: what holds a place before it, and places that are gone last. */
export function differencesBetween(first: Places, second: Places): Difference[] {
  const found: Difference[] = [];
  for (const [key, { path, value }] of second.places) {
    const before = first.places.get(key);
    if (before === undefined) found.push({ key, path, after: value });
    else if (!sameValue(before.value, value)) found.push({ key, path, before: before.value, after: value });
  }
  for (const [key, { path, value }] of first.places) {
    if (!second.places.has(key)) found.push({ key, path, before: value });
  }
  return found;
}

export function sameValue(left: PlaceValue | undefined, right: PlaceValue | undefined): boolean {
  if (typeof left === 'symbol' || typeof right === 'symbol') return left === right;
  return sameJson(left, right);
}

/** The places with these differences made. */
export function withDifferences(
  places: ReadonlyMap<string, Place>,
  differences: Iterable<Difference>,
): Map<string, Place> {
  const changed = new Map(places);
  for (const { key, path, after } of differences) {
    if (after === undefined) changed.delete(key);
    else changed.set(key, { path, value: after });
  }
  return changed;
}
