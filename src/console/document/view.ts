/** A flow as the canvas and the inspector read it, derived from its text. */
import { isJsonObject, type Json, type JsonObject } from '../../engine/json.ts';
import type { Widget } from '../../engine/widget.ts';
import { widgetsByType } from '../../widgets/index.ts';
import { type Container, isContainer, nodeValue, type Source, type SyntaxNode } from './syntax.ts';

/** A flow and what is kept beside it, as texts that never change: an edit gives another document. */
export interface FlowDocument {
  /** The definition. */
  readonly flow: Source;
  /** Notes and muted problems, which are no part of the definition. */
  readonly beside: Source;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A condition of a split; what the file lacks is absent. */
export interface ConditionView {
  readonly type: string;
  readonly friendlyName?: string;
  readonly argument?: Json;
  readonly value?: Json;
}

export interface TransitionView {
  /** Its place among the transitions of the file. */
  readonly index: number;
  readonly event: string;
  /** Absent where it leads nowhere. */
  readonly next?: string;
  readonly conditions: readonly ConditionView[];
}

/** A widget placed in a flow. The same object as long as its text is not edited. */
export interface StateView {
  /** `Trigger` for a trigger without one; `""` where the file has none. */
  readonly name: string;
  readonly type: string;
  /** Undefined for a type that nobody knows. */
  readonly widget: Widget | undefined;
  readonly properties: JsonObject;
  readonly transitions: readonly TransitionView[];
  /** Absent where the file has none, or none of two numbers. */
  readonly offset?: Place;
  /** The whole, as it stands in the file. */
  readonly json: JsonObject;
}

/** The same object as long as nothing in the flow is edited. */
export interface FlowView {
  readonly states: readonly StateView[];
  /** One for each of `states`: its name, or another text where a state before it has the same or it has none. */
  readonly ids: readonly string[];
  readonly description: string;
  readonly initialState: string;
  readonly flags: JsonObject;
  find(id: string): StateView | undefined;
  /** Place in the file's `states` of the state with this id. */
  indexOf(id: string): number | undefined;
}

const flows = new WeakMap<SyntaxNode, FlowView>();
const states = new WeakMap<Container, StateView | null>();

export function flowView({ flow }: FlowDocument): FlowView {
  const known = flows.get(flow.root);
  if (known) return known;
  const view = readFlow(flow.root);
  flows.set(flow.root, view);
  return view;
}

function readFlow(root: SyntaxNode): FlowView {
  const found: StateView[] = [];
  const ids: string[] = [];
  const places = new Map<string, { readonly state: StateView; readonly index: number }>();
  for (const [index, { value }] of (memberArray(root, 'states')?.children ?? []).entries()) {
    const state = stateView(value);
    if (state === undefined) continue;
    const id = freeId(state.name, places);
    places.set(id, { state, index });
    found.push(state);
    ids.push(id);
  }
  const json = (key: string) => {
    const node = member(root, key);
    return node && nodeValue(node);
  };
  const flags = json('flags');
  return {
    states: found,
    ids,
    description: asText(json('description')),
    initialState: asText(json('initial_state')),
    flags: isJsonObject(flags) ? flags : {},
    find: (id) => places.get(id)?.state,
    indexOf: (id) => places.get(id)?.index,
  };
}

/** A line break cannot be typed into a name, so that these ids are nobody's name. */
function freeId(name: string, taken: ReadonlyMap<string, unknown>): string {
  if (name !== '' && !taken.has(name)) return name;
  let count = 2;
  while (taken.has(`${name}\n${count}`)) count++;
  return `${name}\n${count}`;
}

/** Undefined for what is no state at all. */
export function stateView(node: SyntaxNode): StateView | undefined {
  if (node.type !== 'object' || !isContainer(node)) return undefined;
  const known = states.get(node);
  if (known !== undefined) return known ?? undefined;
  const view = readState(nodeValue(node));
  states.set(node, view ?? null);
  return view;
}

function readState(json: Json): StateView | undefined {
  if (!isJsonObject(json) || typeof json.type !== 'string') return undefined;
  const { type, properties, transitions } = json;
  const name = asText(json.name) || (type === 'trigger' ? 'Trigger' : '');
  const view = {
    name,
    type,
    widget: widgetsByType.get(type),
    properties: isJsonObject(properties) ? properties : {},
    transitions: asArray(transitions).flatMap(readTransition),
    json,
  };
  const offset = view.properties.offset;
  if (!isJsonObject(offset) || typeof offset.x !== 'number' || typeof offset.y !== 'number') return view;
  return { ...view, offset: { x: offset.x, y: offset.y } };
}

function readTransition(json: Json, index: number): TransitionView[] {
  if (!isJsonObject(json) || typeof json.event !== 'string') return [];
  const { event, next } = json;
  const conditions = asArray(json.conditions).flatMap(readCondition);
  const view = { index, event, conditions };
  return [typeof next === 'string' && next !== '' ? { ...view, next } : view];
}

function readCondition(json: Json): ConditionView[] {
  if (!isJsonObject(json) || typeof json.type !== 'string') return [];
  const [argument] = asArray(json.arguments);
  return [
    {
      type: json.type,
      ...(typeof json.friendly_name === 'string' ? { friendlyName: json.friendly_name } : {}),
      ...(argument === undefined ? {} : { argument }),
      ...(json.value === undefined ? {} : { value: json.value }),
    },
  ];
}

function member(node: SyntaxNode, key: string): SyntaxNode | undefined {
  return isContainer(node) ? node.children.findLast((child) => child.key === key)?.value : undefined;
}

export function memberArray(node: SyntaxNode, key: string): Container | undefined {
  const found = member(node, key);
  return found && isContainer(found) && found.type === 'array' ? found : undefined;
}

function asText(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function asArray(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
