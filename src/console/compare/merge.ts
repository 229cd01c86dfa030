/** Two versions of a flow brought together against their common base, by widget and property; console.md §7.7. */
import type { Json, JsonObject } from '../../engine/json.ts';
import { comparisonOf } from './compare.ts';
import {
  type ConflictReason,
  type ContestedPlace,
  contestedPlaces,
  isPosition,
  type Side,
  sideOf,
} from './conflicts.ts';
import { versionOf, withDifferences } from './differences.ts';
import { mapTexts } from './json-values.ts';
import { mergeOrders } from './order.ts';
import {
  definitionOf,
  keyOf,
  keysAround,
  nameOfId,
  type Path,
  type Place,
  type Places,
  placesOf,
  statesKey,
  valueAtPlace,
} from './places.ts';
import { exchangeNames, type NameMap, renameInTemplate, renameReferences, renameState } from './references.ts';

export type { ConflictReason } from './conflicts.ts';

export interface Conflict {
  /** Stable for the same three definitions. */
  readonly id: string;
  readonly reason: ConflictReason;
  readonly path: Path;
  /** Name in the base, of an added one its own; undefined for the flow itself. */
  readonly widget: string | undefined;
  /** What stands there, in the words of each: a value, a whole widget, a list; undefined: nothing. */
  readonly base: Json | undefined;
  readonly theirs: Json | undefined;
  readonly yours: Json | undefined;
}

/** What is to stand at the place of a conflict. */
export type Choice = { readonly take: 'base' | 'theirs' | 'yours' } | { readonly edit: Json };

export interface Merge {
  /** In the order of the base, what was added last. */
  readonly conflicts: readonly Conflict[];
  /** Changes of each side as a list of changes counts them: moves and form apart. */
  readonly counts: { readonly theirs: number; readonly yours: number };
  /** The merged definition once every conflict is decided, by its id; undefined before. */
  resolve(choices: ReadonlyMap<string, Choice>): JsonObject | undefined;
}

/**
 * Merges what `theirs` and `yours` made of `base`. Positions are no conflict: yours count, and a widget that one side
 * only moved is gone when the other removed it.
 */
export function mergeFlows(base: JsonObject, theirs: JsonObject, yours: JsonObject): Merge {
  const places = placesOf(base);
  const versions: Versions = {
    base: places,
    theirs: sideOf(places, versionOf(theirs, base, places)),
    yours: sideOf(places, versionOf(yours, base, places)),
  };
  const contested = contestedPlaces(places, versions.theirs, versions.yours);
  const conflicts = [...contested.values()].map(
    ({ key, path, reason }): Conflict => ({
      id: key,
      reason,
      path,
      widget: path[0] === 'widget' ? nameOfId(path[1]) : undefined,
      base: valueAtPlace(base, versions.base, path),
      theirs: valueAtPlace(theirs, versions.theirs, path),
      yours: valueAtPlace(yours, versions.yours, path),
    }),
  );
  const order = new Map([...places.places.keys()].map((key, at) => [key, at]));
  const rank = ({ id }: Conflict) => order.get(id) ?? order.size;
  return {
    conflicts: conflicts.sort((left, right) => rank(left) - rank(right)),
    counts: {
      theirs: countChanges(base, theirs, places, versions.theirs),
      yours: countChanges(base, yours, places, versions.yours),
    },
    resolve: (choices) =>
      conflicts.every(({ id }) => choices.has(id)) ? merged(versions, contested, choices) : undefined,
  };
}

interface Versions {
  readonly base: Places;
  readonly theirs: Side;
  readonly yours: Side;
}

function countChanges(base: JsonObject, definition: JsonObject, places: Places, side: Side): number {
  const compared = { base: places, version: side, differences: [...side.changes.values()] };
  return comparisonOf(base, definition, compared).changes.filter(({ kind }) => kind !== 'form').length;
}

/** Starts from yours, so that what nobody else touched stays as it is written there. */
function merged(
  versions: Versions,
  contested: ReadonlyMap<string, ContestedPlace>,
  choices: ReadonlyMap<string, Choice>,
): JsonObject {
  const { base, theirs, yours } = versions;
  const choiceAt = (path: Path) => {
    if (contested.size === 0) return undefined;
    const key = [keyOf(path), ...keysAround(path)].find((each) => contested.has(each));
    return key === undefined ? undefined : choices.get(key);
  };
  const uncontested = [...theirs.changes.values()].filter(
    ({ key, path }) => choiceAt(path) === undefined && !(isPosition(path) && yours.changes.has(key)),
  );
  const places = withDifferences(yours.places, uncontested);
  takeChosen(places, versions, contested, choices, choiceAt);

  const orders = new Map<string, readonly string[]>();
  for (const key of new Set([base, theirs, yours].flatMap((each) => [...each.orders.keys()]))) {
    const path = JSON.parse(key) as unknown as Path;
    const choice = choiceAt(path);
    const [own, their, your] = [base, theirs, yours].map((each) => each.orders.get(key) ?? []);
    const kept = (id: string) => places.has(keyOf(key === statesKey ? ['widget', id] : [...path, id]));
    if (choice === undefined) orders.set(key, mergeOrders(own ?? [], their ?? [], your ?? [], kept).order);
    else if ('take' in choice) orders.set(key, versions[choice.take].orders.get(key) ?? []);
  }
  return definitionOf({ places, orders });
}

/** Puts what was chosen for each contested place in its place, in what was made of yours. */
function takeChosen(
  places: Map<string, Place>,
  versions: Versions,
  contested: ReadonlyMap<string, ContestedPlace>,
  choices: ReadonlyMap<string, Choice>,
  choiceAt: (path: Path) => Choice | undefined,
): void {
  const isYours = (choice: Choice) => 'take' in choice && choice.take === 'yours';
  for (const [key, { path }] of places) {
    const choice = choiceAt(path);
    if (choice === undefined || isYours(choice)) continue;
    // What is replaced keeps its place among the keys around it.
    const stays = contested.has(key) && ('edit' in choice || versions[choice.take].places.has(key));
    if (!stays) places.delete(key);
  }
  for (const take of ['base', 'theirs'] as const) {
    for (const [key, place] of versions[take].places) {
      const choice = choiceAt(place.path);
      if (choice !== undefined && 'take' in choice && choice.take === take) places.set(key, place);
    }
  }
  const edits = [...contested.values()].flatMap(({ key, path }) => {
    const choice = choices.get(key);
    return choice !== undefined && 'edit' in choice ? [{ key, path, value: choice.edit }] : [];
  });
  for (const { key, path, value } of edits) if (path[2] === 'name') places.set(key, { path, value });
  const exchange = exchangeNames(newNames(places));
  for (const { key, path, value } of edits) {
    if (path[2] !== 'name') places.set(key, { path, value: inNamesOfBase(value, path, exchange) });
  }
}

function newNames(places: ReadonlyMap<string, Place>): Map<string, string> {
  const names = new Map<string, string>();
  for (const { path, value } of places.values()) {
    if (path[0] !== 'widget' || path[2] !== 'name' || typeof value !== 'string') continue;
    if (value !== nameOfId(path[1])) names.set(nameOfId(path[1]), value);
  }
  return names;
}

/** An edited value speaks of widgets by their new names, as the person reads them. */
function inNamesOfBase(value: Json, path: Path, map: NameMap): Json {
  const [, , , part, ...inner] = path;
  if (path[0] === 'widget' && path.length === 2) return renameState(value, map);
  if (part === 'transitions' && inner.length < 2) {
    const { transitions = [] } = renameReferences({ transitions: inner.length === 0 ? value : [value] }, map);
    return inner.length === 0 || !Array.isArray(transitions) ? transitions : (transitions[0] ?? null);
  }
  if (inner.at(-1) === 'next' || (path[0] === 'flow' && path[1] === 'initial_state')) {
    return typeof value === 'string' ? map(value) : value;
  }
  return mapTexts(value, (text) => renameInTemplate(text, map));
}
