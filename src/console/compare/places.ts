/**
 * A definition taken apart into places and values, so that two or three of them can be compared place by place: by
 * widget, property, entry of a key–value list, transition. `definitionOf(placesOf(x))` is `x` as a JSON value.
 */
import { isJsonObject, type Json, type JsonObject, own } from '../../engine/json.ts';
import { canonicalText } from './json-values.ts';
import { exchangeNames, renameWidgets } from './references.ts';

/** Stands at a place that holds other places. */
export const OBJECT = Symbol('object');
export const LIST = Symbol('list');
export type PlaceValue = Json | typeof OBJECT | typeof LIST;

/**
 * Where something stands. A widget goes by its id: its name in the first definition, one that is not there by its own.
 * A transition goes by its event, one with conditions by what they say in the first definition.
 */
export type Path =
  | readonly ['flow', ...string[]]
  | readonly ['widget', string]
  /** The name that the widget bears. */
  | readonly ['widget', string, 'name']
  | readonly ['widget', string, 'state', ...string[]];

export interface Place {
  readonly path: Path;
  readonly value: PlaceValue;
}

export interface Places {
  /** By `keyOf(path)`, what holds a place before it. */
  readonly places: Map<string, Place>;
  /** Ids of what each list holds, by the key of the list. */
  readonly orders: Map<string, readonly string[]>;
}

export function keyOf(path: readonly string[]): string {
  return JSON.stringify(path);
}

export const statesKey = keyOf(['flow', 'states']);

/** The keys of everything around a place, from the inside out. A widget stands by itself. */
export function keysAround(path: Path): string[] {
  const keys: string[] = [];
  for (let length = path.length - 1; length >= 2; length--) keys.push(keyOf(path.slice(0, length)));
  return keys;
}

/** Splits the suffix of an id that keeps widgets of one name apart from its name. */
const COUNTER = '\u0000';

export function nameOfId(id: string): string {
  return id.split(COUNTER, 1)[0] ?? id;
}

/**
 * Takes a definition apart. `base` gives its transitions their ids; `nameOf` tells what a widget is called that bears
 * another name here.
 */
export function placesOf(definition: JsonObject, base?: Places, nameOf = (name: string) => name): Places {
  const taken: Places = { places: new Map(), orders: new Map() };
  for (const [key, value] of Object.entries(definition)) {
    if (key === 'states' && Array.isArray(value)) takeStates(value, taken, base, nameOf);
    else if (key === 'flags' && isJsonObject(value)) takeObject(value, ['flow', key], taken);
    else put(taken, ['flow', key], value);
  }
  return taken;
}

function put({ places }: Places, path: Path, value: PlaceValue): void {
  places.set(keyOf(path), { path, value });
}

function takeObject(object: JsonObject, path: Path, taken: Places): void {
  put(taken, path, OBJECT);
  for (const [key, value] of Object.entries(object)) put(taken, [...path, key] as Path, value);
}

function takeStates(
  states: readonly Json[],
  taken: Places,
  base: Places | undefined,
  nameOf: (name: string) => string,
): void {
  put(taken, ['flow', 'states'], LIST);
  const nextId = uniqueIds();
  const ids = states.map((state) => {
    const id = nextId(idNameOf(state));
    if (!isJsonObject(state)) {
      put(taken, ['widget', id], state);
      return id;
    }
    put(taken, ['widget', id], OBJECT);
    for (const [key, value] of Object.entries(state)) {
      const path: Path = ['widget', id, 'state', key];
      if (key === 'name' && typeof value === 'string') put(taken, ['widget', id, 'name'], nameOf(value));
      else if (key === 'properties' && isJsonObject(value)) takeProperties(value, path, taken);
      else if (key === 'transitions' && Array.isArray(value)) takeTransitions(value, path, taken, base);
      else put(taken, path, value);
    }
    return id;
  });
  taken.orders.set(statesKey, ids);
}

/** A trigger may come without a name (messaging page §2). */
function idNameOf(state: Json): string {
  if (!isJsonObject(state)) return '';
  const name = own(state, 'name');
  if (typeof name === 'string') return name;
  return state.type === 'trigger' ? 'Trigger' : '';
}

function uniqueIds(): (name: string) => string {
  const counts = new Map<string, number>();
  return (name) => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name}${COUNTER}${count}`;
  };
}

function takeProperties(properties: JsonObject, path: Path, taken: Places): void {
  put(taken, path, OBJECT);
  for (const [key, value] of Object.entries(properties)) {
    const place = [...path, key] as Path;
    const keys = entryKeys(value);
    if (keys === undefined) {
      put(taken, place, value);
      continue;
    }
    put(taken, place, LIST);
    for (const [at, entryKey] of keys.entries()) {
      const entry = Array.isArray(value) ? value[at] : undefined;
      if (entry !== undefined) put(taken, [...place, entryKey] as Path, entry);
    }
    taken.orders.set(keyOf(place), keys);
  }
}

/** The keys of a key–value list that can be told apart by them. */
function entryKeys(value: Json): string[] | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  const keys = value.flatMap((entry) => {
    const key = isJsonObject(entry) ? own(entry, 'key') : undefined;
    return typeof key === 'string' ? [key] : [];
  });
  return keys.length === value.length && new Set(keys).size === keys.length ? keys : undefined;
}

function takeTransitions(transitions: readonly Json[], path: Path, taken: Places, base: Places | undefined): void {
  put(taken, path, LIST);
  const ids = transitionIds(transitions, path, base);
  for (const [at, transition] of transitions.entries()) {
    const place = [...path, ids[at] ?? ''] as Path;
    if (isJsonObject(transition)) takeObject(transition, place, taken);
    else put(taken, place, transition);
  }
  taken.orders.set(keyOf(path), ids);
}

/**
 * Transitions of the same event and conditions go by one id in all versions; of the rest, those of one event that are
 * left over on both sides follow each other in pairs.
 */
function transitionIds(transitions: readonly Json[], path: Path, base: Places | undefined): string[] {
  const nextId = uniqueIds();
  const own = transitions.map((transition) => nextId(signatureOf(transition)));
  const known = base?.orders.get(keyOf(path)) ?? [];
  const free = new Set(known);
  for (const id of own) free.delete(id);
  const leftOver = new Map<string, string[]>();
  for (const id of free) {
    const event = eventOfSignature(id);
    const ids = leftOver.get(event);
    if (ids === undefined) leftOver.set(event, [id]);
    else ids.push(id);
  }
  const isKnown = new Set(known);
  return own.map((id) => (isKnown.has(id) ? id : (leftOver.get(eventOfSignature(id))?.shift() ?? id)));
}

function signatureOf(transition: Json): string {
  if (!isJsonObject(transition)) return canonicalText(transition);
  const { event, conditions } = transition;
  const name = typeof event === 'string' ? event : canonicalText(event ?? null);
  return conditions === undefined ? name : `${name} ${canonicalText(conditions)}`;
}

function eventOfSignature(id: string): string {
  const [event = id] = id.split(/[ \0]/, 1);
  return event;
}

/** What stands at a place of the definition that `places` were taken from: a value, a widget, a list. */
export function valueAtPlace(definition: JsonObject, { orders }: Places, path: Path): Json | undefined {
  const [kind, ...rest] = path;
  if (kind === 'flow') return rest.reduce<Json | undefined>((value, key) => member(value, key), definition);
  const states = own(definition, 'states');
  const at = orders.get(statesKey)?.indexOf(rest[0] ?? '') ?? -1;
  const state = Array.isArray(states) ? states[at] : undefined;
  if (rest[1] === 'name') return member(state, 'name');
  return path.slice(3).reduce<Json | undefined>((value, key, index) => {
    if (!Array.isArray(value)) return member(value, key);
    return value[orders.get(keyOf(path.slice(0, index + 3)))?.indexOf(key) ?? -1];
  }, state);
}

function member(value: Json | undefined, key: string): Json | undefined {
  return isJsonObject(value) ? own(value, key) : undefined;
}

/** Puts a definition together; widgets that bear another name than their id get it, and what refers to them follows. */
export function definitionOf({ places, orders }: Places): JsonObject {
  const root: Holder = new Map();
  const widgets = new Map<string, Holder | Json>();
  const names = new Map<string, string>();
  for (const { path, value } of places.values()) {
    const [kind, first = '', second, ...rest] = path;
    if (kind === 'flow') {
      place(root, path.slice(1), value);
    } else if (second === undefined) {
      widgets.set(first, value === OBJECT || value === LIST ? new Map() : value);
    } else {
      const widget = widgets.get(first);
      if (!(widget instanceof Map)) continue;
      if (second === 'name' && typeof value === 'string') {
        // Its own name comes last: what refers to it is told by the id.
        place(widget, ['name'], nameOfId(first));
        if (value !== nameOfId(first)) names.set(nameOfId(first), value);
      } else {
        place(widget, rest, value);
      }
    }
  }
  const definition = closeObject(root, ['flow'], orders, widgets);
  return names.size === 0 ? definition : renameWidgets(definition, exchangeNames(names));
}

/** A container being filled. */
type Holder = Map<string, Holder | Json>;

function place(holder: Holder, path: readonly string[], value: PlaceValue): void {
  let inner = holder;
  for (const key of path.slice(0, -1)) {
    const next = inner.get(key);
    if (!(next instanceof Map)) return;
    inner = next;
  }
  inner.set(path.at(-1) ?? '', value === OBJECT || value === LIST ? new Map() : value);
}

function closeObject(
  holder: Holder,
  path: readonly string[],
  orders: Places['orders'],
  widgets?: ReadonlyMap<string, Holder | Json>,
): JsonObject {
  const entries = [...holder].map(([key, value]): [string, Json] => {
    const inner = [...path, key];
    if (!(value instanceof Map)) return [key, value];
    const order = orders.get(keyOf(inner));
    if (order === undefined) return [key, closeObject(value, inner, orders)];
    if (widgets !== undefined && keyOf(inner) === statesKey) {
      return [key, closeList(widgets, order, (id) => ['widget', id, 'state'], orders)];
    }
    return [key, closeList(value, order, (id) => [...inner, id], orders)];
  });
  return Object.fromEntries(entries);
}

function closeList(
  held: ReadonlyMap<string, Holder | Json>,
  order: readonly string[],
  pathOf: (id: string) => readonly string[],
  orders: Places['orders'],
): Json[] {
  return order.flatMap((id) => {
    const value = held.get(id);
    if (value === undefined) return [];
    return [value instanceof Map ? closeObject(value, pathOf(id), orders) : value];
  });
}
