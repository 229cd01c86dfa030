/** What changed from one definition to another, in the words of the flow; console.md §7.5. */
import { isJsonObject, type Json, type JsonObject, own } from '../../engine/json.ts';
import { type Difference, differencesBetween, type Version, versionOf, withDifferences } from './differences.ts';
import { definitionOf, keyOf, nameOfId, type Places, placesOf, statesKey } from './places.ts';
import { type TextPart, wordDiff } from './word-diff.ts';

export interface Condition {
  readonly argument: string;
  readonly type: string;
  readonly value: string;
}

/** One transition with conditions, as it was and as it is. All of its conditions must hold. */
export interface ConditionRow {
  readonly before?: readonly Condition[];
  readonly after?: readonly Condition[];
  /** Widget that it leads to now, or led to when it is gone; undefined: nowhere. */
  readonly target: string | undefined;
}

/** An entry of a key–value list. */
export interface EntryRow {
  readonly key: string;
  readonly before?: Json;
  readonly after?: Json;
}

/** One line of the list of changes. `widget` is its name in the second definition, of a removed one in the first. */
export type Change =
  | { readonly kind: 'added' | 'removed'; readonly widget: string; readonly type: string }
  | { readonly kind: 'renamed'; readonly widget: string; readonly type: string; readonly before: string }
  | {
      readonly kind: 'changed';
      readonly widget: string;
      readonly type: string;
      /** Key of the property; `type` for the widget's type. */
      readonly property: string;
      readonly before?: Json;
      readonly after?: Json;
      /** Of two texts. */
      readonly words?: readonly TextPart[];
      /** Of two key–value lists. */
      readonly entries?: readonly EntryRow[];
    }
  | {
      readonly kind: 'conditions';
      readonly widget: string;
      readonly type: string;
      readonly rows: readonly ConditionRow[];
      /** The same conditions are tested in another order. */
      readonly isReordered: boolean;
    }
  | {
      readonly kind: 'rewired';
      readonly widget: string;
      readonly type: string;
      readonly event: string;
      /** Of a transition that has some. */
      readonly conditions: readonly Condition[];
      /** Widgets that it led to and leads to; undefined: nowhere. */
      readonly before: string | undefined;
      readonly after: string | undefined;
    }
  | {
      readonly kind: 'moved';
      readonly widget: string;
      readonly type: string;
      readonly before?: Json;
      readonly after?: Json;
    }
  /** `key`: `description`, `initial_state`, `flags.allow_concurrent_calls`, … */
  | { readonly kind: 'flow'; readonly key: string; readonly before?: Json; readonly after?: Json }
  /** Written another way without another meaning: a `next` that is `null` or absent, another order of the widgets. */
  | { readonly kind: 'form'; readonly widget: string | undefined };

export interface Comparison {
  readonly first: JsonObject;
  readonly second: JsonObject;
  /** What changed but for places on the canvas: the flow, then widgets in the order of the second, then removed ones. */
  readonly changes: readonly Change[];
  readonly moves: readonly (Change & { readonly kind: 'moved' })[];
  /** All differences, place by place: made in the first, they give the second (`appliedChanges`). */
  readonly differences: readonly Difference[];
  readonly base: Places;
  readonly version: Version;
}

/** Compares two definitions in a time that grows with their size alone. Any JSON object is taken. */
export function compareFlows(first: JsonObject, second: JsonObject): Comparison {
  const base = placesOf(first);
  const version = versionOf(second, first, base);
  return comparisonOf(first, second, { base, version, differences: differencesBetween(base, version) });
}

/** The same of definitions that have been taken apart. */
export function comparisonOf(first: JsonObject, second: JsonObject, compared: Compared): Comparison {
  const moves: (Change & { kind: 'moved' })[] = [];
  const changes: Change[] = [];
  for (const change of changesOf(first, second, compared)) {
    if (change.kind === 'moved') moves.push(change);
    else changes.push(change);
  }
  return { first, second, changes, moves, ...compared };
}

/** The first definition with all differences made: the second, as a JSON value. */
export function appliedChanges({ base, version, differences }: Comparison): JsonObject {
  return definitionOf({ places: withDifferences(base.places, differences), orders: version.orders });
}

/** The same but for how it is written and where it stands on the canvas. */
export function isSameFlow({ changes }: Comparison): boolean {
  return changes.every(({ kind }) => kind === 'form');
}

type Compared = Pick<Comparison, 'base' | 'version' | 'differences'>;

function changesOf(first: JsonObject, second: JsonObject, compared: Compared): Change[] {
  const { base, version, differences } = compared;
  const byWidget = new Map<string, Difference[]>();
  const ofFlow: Change[] = [];
  for (const difference of differences) {
    const [kind, id = ''] = difference.path;
    if (kind === 'widget') {
      const found = byWidget.get(id);
      if (found === undefined) byWidget.set(id, [difference]);
      else found.push(difference);
    } else if (typeof difference.before !== 'symbol' && typeof difference.after !== 'symbol') {
      const key = difference.path.slice(1).join('.');
      ofFlow.push({ kind: 'flow', key, ...valuesOf(difference.before, difference.after) });
    } else if (keyOf(difference.path) !== statesKey) {
      ofFlow.push({ kind: 'form', widget: undefined });
    }
  }
  const before = statesById(first, base);
  const after = statesById(second, version);
  const ids = [...after.keys(), ...[...before.keys()].filter((id) => !after.has(id))];
  const ofWidgets = ids.flatMap((id) => {
    const found = byWidget.get(id) ?? [];
    const reordered = reorderedTransitions(id, compared);
    return found.length > 0 || reordered
      ? widgetChanges(found, before.get(id), after.get(id), reordered, id, compared)
      : [];
  });
  const isReordered = hasMoved(base.orders.get(statesKey), version.orders.get(statesKey));
  return [...ofFlow, ...ofWidgets, ...(isReordered ? [{ kind: 'form', widget: undefined } as const] : [])];
}

function statesById(definition: JsonObject, { orders }: Places): Map<string, Json> {
  const states = own(definition, 'states');
  const ids = orders.get(statesKey) ?? [];
  return new Map(Array.isArray(states) ? ids.map((id, at) => [id, states[at] ?? null]) : []);
}

/** True when entries that both lists hold stand in another order. */
function hasMoved(before: readonly string[] = [], after: readonly string[] = []): boolean {
  const inBefore = new Map(before.map((id, at) => [id, at]));
  let last = -1;
  for (const id of after) {
    const at = inBefore.get(id);
    if (at === undefined) continue;
    if (at < last) return true;
    last = at;
  }
  return false;
}

/** Conditions are tested in their order; of other transitions it means nothing. */
function reorderedTransitions(id: string, { base, version }: Compared): 'conditions' | 'form' | undefined {
  const key = keyOf(['widget', id, 'state', 'transitions']);
  const before = base.orders.get(key);
  const after = version.orders.get(key);
  if (!hasMoved(before, after)) return undefined;
  const hasConditions = (each: string) =>
    version.places.has(keyOf(['widget', id, 'state', 'transitions', each, 'conditions']));
  return hasMoved(before?.filter(hasConditions), after?.filter(hasConditions)) ? 'conditions' : 'form';
}

function widgetChanges(
  differences: readonly Difference[],
  before: Json | undefined,
  after: Json | undefined,
  reordered: 'conditions' | 'form' | undefined,
  id: string,
  { base, version }: Compared,
): Change[] {
  const state = after ?? before;
  const widget = nameOf(state, id);
  const type = typeOf(state);
  if (before === undefined) return [{ kind: 'added', widget, type }];
  if (after === undefined) return [{ kind: 'removed', widget, type }];
  if (!isJsonObject(before) || !isJsonObject(after)) return [{ kind: 'form', widget }];

  const changes: Change[] = [];
  const properties = new Set<string>();
  const transitions = new Set<string>();
  let isForm = reordered === 'form';
  for (const { path } of differences) {
    const [, , part, key, inner] = path;
    if (part === 'name') {
      const old = own(before, 'name');
      if (typeof old === 'string' && typeof own(after, 'name') === 'string') {
        changes.push({ kind: 'renamed', widget, type, before: old });
      } else isForm = true;
    } else if (key === 'type') {
      changes.push({
        kind: 'changed',
        widget,
        type,
        property: 'type',
        ...valuesOf(own(before, 'type'), own(after, 'type')),
      });
    } else if (key === 'properties' && inner !== undefined) properties.add(inner);
    else if (key === 'transitions' && inner !== undefined) transitions.add(inner);
    else isForm = true;
  }
  for (const property of properties) changes.push(propertyChange(property, before, after, { widget, type }));
  const rows: ConditionRow[] = [];
  for (const transition of transitions) {
    const key = ['widget', id, 'state', 'transitions', transition];
    const found = transitionChange(transitionAt(before, base, key), transitionAt(after, version, key), {
      widget,
      type,
    });
    if (found === undefined) isForm = true;
    else if ('kind' in found) changes.push(found);
    else {
      rows.push(found.row);
      if (found.rewired) changes.push(found.rewired);
    }
  }
  if (rows.length > 0 || reordered === 'conditions') {
    changes.push({ kind: 'conditions', widget, type, rows, isReordered: reordered === 'conditions' });
  }
  return changes.length === 0 && isForm ? [{ kind: 'form', widget }] : changes;
}

type Owner = { readonly widget: string; readonly type: string };

function propertyChange(property: string, before: JsonObject, after: JsonObject, owner: Owner): Change {
  const old = propertyOf(before, property);
  const now = propertyOf(after, property);
  const values = valuesOf(old, now);
  if (property === 'offset') return { kind: 'moved', ...owner, ...values };
  const entries = entryRows(old, now);
  return {
    kind: 'changed',
    ...owner,
    property,
    ...values,
    ...(typeof old === 'string' && typeof now === 'string' ? { words: wordDiff(old, now) } : {}),
    ...(entries === undefined ? {} : { entries }),
  };
}

/** Entries of which one side has another value, in the order of the second list, then those that are gone. */
function entryRows(before: Json | undefined, after: Json | undefined): EntryRow[] | undefined {
  const old = entriesOf(before);
  const now = entriesOf(after);
  if (old === undefined || now === undefined) return undefined;
  const rows = [...now].flatMap(([key, value]): EntryRow[] => {
    const was = old.get(key);
    return was === value ? [] : [{ key, ...valuesOf(was, value) }];
  });
  const gone = [...old].filter(([key]) => !now.has(key)).map(([key, value]): EntryRow => ({ key, before: value }));
  return [...rows, ...gone];
}

function entriesOf(list: Json | undefined): Map<string, Json> | undefined {
  if (list === undefined) return new Map();
  if (!Array.isArray(list)) return undefined;
  const entries = new Map<string, Json>();
  for (const entry of list) {
    if (!isJsonObject(entry) || typeof entry.key !== 'string' || entries.has(entry.key)) return undefined;
    entries.set(entry.key, entry.value ?? null);
  }
  return entries;
}

function transitionAt(state: JsonObject, places: Places, key: readonly string[]): JsonObject | undefined {
  const list = own(state, 'transitions');
  const at = places.orders.get(keyOf(key.slice(0, -1)))?.indexOf(key.at(-1) ?? '') ?? -1;
  const found = Array.isArray(list) ? list[at] : undefined;
  return isJsonObject(found) ? found : undefined;
}

/** Undefined: it means the same as before. */
function transitionChange(
  before: JsonObject | undefined,
  after: JsonObject | undefined,
  owner: Owner,
): Change | { readonly row: ConditionRow; readonly rewired?: Change } | undefined {
  const old = before && conditionsOf(before);
  const now = after && conditionsOf(after);
  const wasTo = before && targetOf(before);
  const isTo = after && targetOf(after);
  const event = after?.event ?? before?.event;
  const conditions = now ?? old ?? [];
  const rewired: Change | undefined =
    wasTo === isTo || typeof event !== 'string'
      ? undefined
      : { kind: 'rewired', ...owner, event, conditions, before: wasTo, after: isTo };
  if (JSON.stringify(old ?? []) === JSON.stringify(now ?? [])) return rewired;
  const row = { ...(old ? { before: old } : {}), ...(now ? { after: now } : {}), target: after ? isTo : wasTo };
  return before && after && rewired ? { row, rewired } : { row };
}

export function conditionsOf(transition: JsonObject): Condition[] {
  const { conditions } = transition;
  if (!Array.isArray(conditions)) return [];
  return conditions.filter(isJsonObject).map((condition) => ({
    argument: Array.isArray(condition.arguments) ? textOf(condition.arguments[0]) : '',
    type: textOf(condition.type),
    value: textOf(condition.value),
  }));
}

/** Absent, `null` and `""` all lead nowhere. */
export function targetOf({ next }: JsonObject): string | undefined {
  return typeof next === 'string' && next !== '' ? next : undefined;
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : value === undefined || value === null ? '' : JSON.stringify(value);
}

function propertyOf(state: JsonObject, property: string): Json | undefined {
  const properties = own(state, 'properties');
  return isJsonObject(properties) ? own(properties, property) : undefined;
}

function nameOf(state: Json | undefined, id: string): string {
  const name = isJsonObject(state) ? own(state, 'name') : undefined;
  return typeof name === 'string' ? name : nameOfId(id);
}

function typeOf(state: Json | undefined): string {
  const type = isJsonObject(state) ? own(state, 'type') : undefined;
  return typeof type === 'string' ? type : '';
}

function valuesOf(before: Json | undefined, after: Json | undefined): { before?: Json; after?: Json } {
  return { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
}
