/** What planning an edit looks at, and the ways of writing that all edits share. */
import type { Json, JsonObject } from '../../engine/json.ts';
import { documentTexts } from '../texts/document.ts';
import { type Style, styleOf } from './layout.ts';
import type { SyntaxProblem } from './parse.ts';
import type { Splice } from './splice.ts';
import { asContainer, type ContainerSpot, childSpots, findContainer, findMember, rootSpot, stringsIn } from './spot.ts';
import type { FlowDocument, FlowView, Place, StateView } from './view.ts';
import { flowView } from './view.ts';
import { insertItems, removeMember, writeMember } from './write.ts';

/** An edit thought out: nothing is changed yet. Splices need no order. */
export interface Plan {
  /** Name of the undo entry. */
  readonly name: string;
  readonly flow?: readonly Splice[];
  readonly beside?: readonly Splice[];
  /** Ids of widgets that are new. */
  readonly added?: readonly string[];
  /** References or texts that were changed, and the widgets that they are in. */
  readonly counts?: { readonly references: number; readonly widgets: number };
}

/** Why an edit is not made, as a sentence. */
export interface Refusal {
  readonly refused: string;
  /** Where a text that was given is no JSON. */
  readonly problem?: SyntaxProblem;
}

export function refuse(refused: string): Refusal {
  return { refused };
}

/** How a file writes transitions. */
interface Manner {
  /** What a transition that leads nowhere has for `next`; undefined: no such key. */
  readonly unwired: null | '' | undefined;
  /** `next` stands before the other keys. */
  readonly isNextFirst: boolean;
}

export interface Scene {
  readonly document: FlowDocument;
  readonly view: FlowView;
  readonly style: Style;
  /** Names of all widgets. */
  names(): ReadonlySet<string>;
  manner(): Manner;
  readonly root: ContainerSpot;
  readonly states: ContainerSpot;
  /** Undefined when there is no widget of this id. */
  find(id: string): Placed | undefined;
}

/** A widget and where it stands in the text. */
export interface Placed {
  readonly id: string;
  readonly state: StateView;
  readonly spot: ContainerSpot;
}

/** Undefined for a document that is no flow. */
export function sceneOf(document: FlowDocument): Scene | undefined {
  const view = flowView(document);
  const root = asContainer(rootSpot(document.flow), 'object');
  const states = root && findContainer(root, ['states'], 'array');
  if (root === undefined || states === undefined) return undefined;
  const spots = once(() => childSpots(states));
  return {
    document,
    view,
    root,
    states,
    style: styleOf(document.flow),
    names: once(() => new Set(view.states.map(({ name }) => name))),
    manner: once(() => mannerOf(view.states)),
    find(id) {
      const state = view.find(id);
      const place = spots()[view.indexOf(id) ?? -1];
      const spot = place && asContainer(place, 'object');
      return state && spot && { id, state, spot };
    },
  };
}

/** Most edits ask nothing of the whole flow. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** What most transitions of the flow do; where there are none, what Studio does. */
function mannerOf(states: readonly StateView[]): Manner {
  const unwired = { absent: 0, null: 0, empty: 0 };
  let nextFirst = 0;
  let nextLater = 0;
  for (const { json } of states) {
    for (const transition of Array.isArray(json.transitions) ? json.transitions : []) {
      if (typeof transition !== 'object' || transition === null) continue;
      const { next } = transition;
      if (next === undefined) unwired.absent++;
      else if (next === null) unwired.null++;
      else if (next === '') unwired.empty++;
      if (next !== undefined && Object.keys(transition)[0] === 'next') nextFirst++;
      else if (next !== undefined) nextLater++;
    }
  }
  const most = Math.max(unwired.absent, unwired.null, unwired.empty);
  return {
    unwired: unwired.absent === most ? undefined : unwired.null === most ? null : '',
    isNextFirst: nextFirst >= nextLater,
  };
}

/** Where a wire begins: a transition of the file by its index, or an event that may not be written there yet. */
export type Outlet =
  | { readonly widget: string; readonly transition: number }
  | { readonly widget: string; readonly event: string };

/** A transition in the text, or undefined where the outlet is not written yet. */
export interface FoundOutlet extends Placed {
  readonly spot: ContainerSpot;
  readonly transition: ContainerSpot | undefined;
  readonly event: string;
  readonly next: string | undefined;
}

export function findOutlet(scene: Scene, outlet: Outlet): FoundOutlet | Refusal {
  const placed = scene.find(outlet.widget);
  if (placed === undefined) return refuse(documentTexts.refusals.noWidget(outlet.widget));
  const { transitions } = placed.state;
  const ofEvent = transitions.filter(({ event }) => 'event' in outlet && event === outlet.event);
  // Of an event that stands twice the first that leads somewhere counts, as in the engine.
  const found =
    'transition' in outlet
      ? transitions.find(({ index }) => index === outlet.transition)
      : (ofEvent.find(({ next }) => next !== undefined) ?? ofEvent[0]);
  if (found === undefined) {
    if ('transition' in outlet) return refuse(documentTexts.refusals.noTransition(placed.state.name));
    return { ...placed, transition: undefined, event: outlet.event, next: undefined };
  }
  const transition = findContainer(placed.spot, ['transitions', found.index], 'object');
  return { ...placed, transition, event: found.event, next: found.next };
}

/** Makes an outlet lead to a widget by its name, or nowhere. */
export function writeNext(
  scene: Pick<Scene, 'style' | 'manner'>,
  transition: ContainerSpot,
  next: string | undefined,
): readonly Splice[] {
  const { isNextFirst, unwired } = scene.manner();
  if (next !== undefined) return writeMember(transition, 'next', next, scene.style, isNextFirst ? 'first' : 'last');
  if (findMember(transition, 'next') === undefined) return [];
  return unwired === undefined
    ? removeMember(transition, 'next')
    : writeMember(transition, 'next', unwired, scene.style);
}

/** The same for an outlet that may not be written yet: its event comes after the others. */
export function writeOutlet(scene: Scene, outlet: FoundOutlet, next: string | undefined): readonly Splice[] {
  if (outlet.transition) return writeNext(scene, outlet.transition, next);
  if (next === undefined) return [];
  return appendTo(scene, outlet.spot, 'transitions', [newTransition(scene.manner(), outlet.event, next)]);
}

/** Puts items at the end of a list of an object, which is made if it is not there. */
export function appendTo(
  { style }: Pick<Scene, 'style'>,
  object: ContainerSpot,
  key: string,
  items: readonly Json[],
): readonly Splice[] {
  const list = findContainer(object, [key], 'array');
  if (list === undefined) return writeMember(object, key, items, style);
  return insertItems(
    list,
    list.node.children.length,
    items.map((value) => ({ value })),
    style,
  );
}

/** A transition as it is written anew; without a target it has no `next`. */
export function newTransition(manner: Manner, event: string, next?: string, more: JsonObject = {}): JsonObject {
  if (next === undefined) return { event, ...more };
  return manner.isNextFirst ? { next, event, ...more } : { event, ...more, next };
}

/** Places a card, in whole units. Places that are right already stay as they are written. */
export function writeOffset(style: Style, state: ContainerSpot, place: Place): readonly Splice[] {
  const x = Math.round(place.x);
  const y = Math.round(place.y);
  const properties = findContainer(state, ['properties'], 'object');
  if (properties === undefined) return writeMember(state, 'properties', { offset: { x, y } }, style);
  const offset = findContainer(properties, ['offset'], 'object');
  if (offset === undefined) return writeMember(properties, 'offset', { x, y }, style, 'first');
  const { node } = offset;
  const hasBoth = ['x', 'y'].every((key) => node.children.some((child) => child.key === key));
  if (!hasBoth) return writeMember(properties, 'offset', { x, y }, style);
  return [...writeMember(offset, 'x', x, style), ...writeMember(offset, 'y', y, style)];
}

/** Strings of a widget that may hold Liquid: in its properties and in its conditions. */
export function* templatesOf({ state, spot }: Omit<Placed, 'id'>) {
  const properties = findMember(spot, 'properties');
  if (properties) yield* stringsIn(properties, ['properties']);
  for (const { index } of state.transitions) {
    const conditions = findContainer(spot, ['transitions', index, 'conditions'], 'array');
    if (conditions) yield* stringsIn(conditions, ['transitions', index, 'conditions']);
  }
}
