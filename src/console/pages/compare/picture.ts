/** A comparison as it is drawn: two definitions on one canvas, or each on its own, with marks on what differs. */
import { isJsonObject, type Json, type JsonObject, own } from '../../../engine/json.ts';
import { t } from '../../app/texts.ts';
import { type Drawing, drawingOf } from '../../canvas/drawing.ts';
import type { CardMark, WireMark } from '../../canvas/marks.ts';
import type { Comparison } from '../../compare/compare.ts';
import { changeSigns } from '../../compare/describe.ts';
import { comparisonMarks, type Mark, type Wire } from '../../compare/marks.ts';
import { cardOf } from '../../graph/card.ts';
import { CARD_HEIGHT } from '../../graph/card-size.ts';
import { type FlowView, readFlowView, type StateView } from '../../graph/flow-view.ts';
import type { Box } from '../../graph/geometry.ts';
import { edgeOf, nodeOf } from '../../graph/node-data.ts';
import { shownBoxes } from '../../graph/tidy.ts';
import { type WireLink, WireSet } from '../../graph/wire-set.ts';

export interface Picture {
  readonly drawing: Drawing;
  readonly cards: ReadonlyMap<string, CardMark>;
  readonly wires: ReadonlyMap<string, WireMark>;
  /** Where moved cards stood. */
  readonly oldPlaces: readonly Box[];
  /** Id of the card of a widget, by the name that changes call it. */
  readonly cardOf: (widget: string) => string | undefined;
}

/** The second definition; what is gone stands as a ghost at its old place. */
export function onePicture(comparison: Comparison, showsMoves: boolean): Picture {
  const { second, version } = comparison;
  const found = comparisonMarks(comparison);
  const kept = list(second.states);
  const flow = readFlowView({ ...second, states: [...kept, ...found.ghosts.map(unwired)] });
  const ghosts = flow.states.slice(flow.states.length - found.ghosts.length);
  const ghostByName = new Map(ghosts.map((state) => [state.name, state]));
  const live = new Map<string, StateView>();
  for (const state of flow.states) {
    if (!ghosts.includes(state) && !live.has(state.name)) live.set(state.name, state);
  }
  const inPicture = (name: string) => ghostByName.get(name) ?? live.get(version.renames.get(name) ?? name);

  const removed = found.removedWires.flatMap((wire) => removedLink(wire, inPicture) ?? []);
  const cards = new Map<string, CardMark>([
    ...cardMarks(found.marks, showsMoves, (name) => live.get(name)?.id),
    ...ghosts.map(({ id }) => [id, { rim: 'removed', spoken: t.revisions.compare.marks.removed }] as const),
  ]);
  const wires = new Map<string, WireMark>(removed.map(({ id }) => [id, removedWire]));
  for (const wire of found.addedWires) {
    const id = wireId(wire, live.get(wire.from));
    if (id !== undefined) wires.set(id, addedWire);
  }
  return {
    drawing: drawn(flow, ghosts, removed),
    cards,
    wires,
    oldPlaces: showsMoves ? placesOf(found.oldPlaces, live) : [],
    cardOf: (widget) => (live.get(widget) ?? ghostByName.get(widget))?.id,
  };
}

/** Both, each with what only it has. */
export function sidePictures(comparison: Comparison, showsMoves: boolean): readonly [Picture, Picture] {
  const { first, second, version } = comparison;
  const found = comparisonMarks(comparison);
  const oldNames = new Map([...version.renames].map(([old, name]) => [name, old]));
  const [before, after] = [readFlowView(first), readFlowView(second)];
  const [olds, news] = [byName(before), byName(after)];
  const isOld = (mark: Mark) => mark !== 'added';
  const left = new Map<string, CardMark>([
    ...cardMarks(new Map([...found.marks].filter(([, mark]) => isOld(mark))), showsMoves, (name) => {
      return olds.get(oldNames.get(name) ?? name)?.id;
    }),
    ...found.ghosts.flatMap(({ name }) => {
      const id = typeof name === 'string' ? olds.get(name)?.id : undefined;
      return id === undefined ? [] : [[id, { rim: 'removed', spoken: t.revisions.compare.marks.removed }] as const];
    }),
  ]);
  return [
    {
      drawing: drawingOf(before),
      cards: left,
      wires: wireMarks(found.removedWires, olds, removedWire),
      oldPlaces: [],
      cardOf: (widget) => olds.get(oldNames.get(widget) ?? widget)?.id,
    },
    {
      drawing: drawingOf(after),
      cards: cardMarks(found.marks, showsMoves, (name) => news.get(name)?.id),
      wires: wireMarks(found.addedWires, news, addedWire),
      oldPlaces: [],
      cardOf: (widget) => news.get(widget)?.id,
    },
  ];
}

const removedWire: WireMark = { kind: 'removed', label: changeSigns.removed };
const addedWire: WireMark = { kind: 'added', label: changeSigns.added };

function cardMarks(
  marks: ReadonlyMap<string, Mark>,
  showsMoves: boolean,
  idOf: (name: string) => string | undefined,
): Map<string, CardMark> {
  const found = new Map<string, CardMark>();
  for (const [name, mark] of marks) {
    const id = idOf(name);
    if (id === undefined || (mark === 'moved' && !showsMoves)) continue;
    found.set(id, { rim: mark, spoken: t.revisions.compare.marks[mark] });
  }
  return found;
}

function wireMarks(
  wires: readonly Wire[],
  states: ReadonlyMap<string, StateView>,
  mark: WireMark,
): ReadonlyMap<string, WireMark> {
  return new Map(
    wires.flatMap((wire) => {
      const id = wireId(wire, states.get(wire.from));
      return id === undefined ? [] : [[id, mark] as const];
    }),
  );
}

function wireId({ index }: Wire, state: StateView | undefined): string | undefined {
  const outlet = state && cardOf(state).outlets.find(({ transition }) => transition === index);
  return state && outlet && `${state.id}/${outlet.id}`;
}

/** A wire of the first definition between cards of the picture: from the same outlet, else from the middle of the card. */
function removedLink(wire: Wire, inPicture: (name: string) => StateView | undefined): WireLink | undefined {
  const [source, target] = [inPicture(wire.from), inPicture(wire.to)];
  if (source === undefined || target === undefined) return undefined;
  const { outlets, width } = cardOf(source);
  const same = outlets.filter(({ event }) => event === wire.event);
  const outlet = same.find(({ transition }) => transition === wire.index) ?? same[0] ?? outlets[0];
  if (outlet === undefined) return undefined;
  const x = same.includes(outlet) ? outlet.x + outlet.width / 2 : width / 2;
  return {
    id: `${changeSigns.removed} ${source.id}/${wire.index}`,
    source: source.id,
    target: target.id,
    outlet: outlet.id,
    from: { x, y: CARD_HEIGHT },
  };
}

/** What leads from a ghost is drawn as removed: as wires of the flow it would lead to widgets that bear old names now. */
function unwired(state: JsonObject): JsonObject {
  const transitions = list(state.transitions).map((transition): Json => {
    if (!isJsonObject(transition)) return transition;
    const { next: _, ...rest } = transition;
    return rest;
  });
  return { ...state, transitions };
}

/** Ghosts lie under the cards of the flow, and look out from behind one that took their place. */
function drawn(flow: FlowView, ghosts: readonly StateView[], removed: readonly WireLink[]): Drawing {
  const boxes = new Map(shownBoxes(flow));
  const isGhost = new Set(ghosts.map(({ id }) => id));
  const covers = [...boxes].filter(([id]) => !isGhost.has(id)).map(([, box]) => box);
  for (const id of isGhost) {
    const box = boxes.get(id);
    const isCovered = box && covers.some(({ x, y }) => Math.abs(x - box.x) < aside && Math.abs(y - box.y) < aside);
    if (isCovered) boxes.set(id, { ...box, x: box.x + aside, y: box.y - aside });
  }
  const wires = new WireSet(flow, boxes, undefined, removed);
  const states = [...ghosts, ...flow.states.filter(({ id }) => !isGhost.has(id))];
  return {
    flow,
    boxes,
    wires,
    nodes: states.flatMap((state) => {
      const box = boxes.get(state.id);
      return box === undefined ? [] : [nodeOf(state, box)];
    }),
    edges: wires.all().map(edgeOf),
  };
}

/** In canvas units. */
const aside = 40;

function placesOf(oldPlaces: ReadonlyMap<string, Json>, states: ReadonlyMap<string, StateView>): readonly Box[] {
  return [...oldPlaces].flatMap(([name, place]) => {
    const state = states.get(name);
    const [x, y] = isJsonObject(place) ? [own(place, 'x'), own(place, 'y')] : [];
    if (state === undefined || typeof x !== 'number' || typeof y !== 'number') return [];
    return [{ x, y, width: cardOf(state).width, height: CARD_HEIGHT }];
  });
}

function byName({ states }: FlowView): ReadonlyMap<string, StateView> {
  const found = new Map<string, StateView>();
  for (const state of states) if (!found.has(state.name)) found.set(state.name, state);
  return found;
}

function list(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
