/** What the canvas reads of a flow: a light view of its definition, lenient, so that a broken draft is drawn as well. */
import { isJsonObject, type Json, type JsonObject } from '../../engine/json.ts';
import type { Point } from './geometry.ts';

export interface ConditionView {
  /** The predicate's wire name. */
  readonly type: string;
  readonly friendlyName: string;
  readonly value: string;
}

export interface TransitionView {
  readonly event: string;
  /** Name of the next state; absent where the transition leads nowhere. */
  readonly next?: string;
  readonly conditions: readonly ConditionView[];
}

/** A widget on the canvas. The object keeps its identity until the widget is edited: caches hang on it. */
export interface StateView {
  /** Unique in the flow, also where a draft has two widgets of one name. */
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly properties: JsonObject;
  readonly transitions: readonly TransitionView[];
  /** Top-left corner as the file has it; absent where it has none. */
  readonly offset?: Point;
}

/** In the order of the file. */
export interface FlowView {
  readonly states: readonly StateView[];
  readonly initialState: string;
}

/** Reads a definition of any form; what has the wrong form is left out, and never throws. */
export function readFlowView(definition: Json): FlowView {
  const flow = isJsonObject(definition) ? definition : {};
  const taken = new Set<string>();
  const states = list(flow.states).flatMap((raw) => {
    if (!isJsonObject(raw)) return [];
    const state = readState(raw, taken);
    taken.add(state.id);
    return [state];
  });
  return { states, initialState: text(flow.initial_state) };
}

/** The state that a transition to `name` leads to: the first of that name, as at run time. */
export function statesByName(flow: FlowView): ReadonlyMap<string, StateView> {
  const byName = new Map<string, StateView>();
  for (const state of flow.states) if (!byName.has(state.name)) byName.set(state.name, state);
  return byName;
}

function readState(raw: JsonObject, taken: ReadonlySet<string>): StateView {
  const type = text(raw.type);
  // A trigger may come without a name (messaging page §2).
  const name = text(raw.name) || (type === 'trigger' ? 'Trigger' : '');
  const properties = isJsonObject(raw.properties) ? raw.properties : {};
  const offset = readOffset(properties.offset);
  return {
    id: freeId(name, taken),
    name,
    type,
    properties,
    transitions: list(raw.transitions).flatMap(readTransition),
    ...(offset && { offset }),
  };
}

function freeId(name: string, taken: ReadonlySet<string>): string {
  let id = name;
  for (let number = 2; taken.has(id); number++) id = `${name}#${number}`;
  return id;
}

function readTransition(raw: Json): TransitionView[] {
  if (!isJsonObject(raw) || typeof raw.event !== 'string') return [];
  const next = text(raw.next);
  return [
    { event: raw.event, ...(next === '' ? {} : { next }), conditions: list(raw.conditions).flatMap(readCondition) },
  ];
}

function readCondition(raw: Json): ConditionView[] {
  if (!isJsonObject(raw)) return [];
  const { value } = raw;
  return [
    {
      type: text(raw.type),
      friendlyName: text(raw.friendly_name),
      value: typeof value === 'number' || typeof value === 'boolean' ? String(value) : text(value),
    },
  ];
}

function readOffset(raw: Json | undefined): Point | undefined {
  if (!isJsonObject(raw)) return undefined;
  const { x, y } = raw;
  return typeof x === 'number' && typeof y === 'number' && Number.isFinite(x) && Number.isFinite(y)
    ? { x, y }
    : undefined;
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
