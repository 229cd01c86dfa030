/** Where cards are shown, and where *Tidy up* puts them. */
import { BoxIndex } from './box-index.ts';
import { type Card, cardOf } from './card.ts';
import { ROW_GAP } from './card-size.ts';
import type { FlowView } from './flow-view.ts';
import { type Box, boundsOf, centreOf, overlap, type Point, toGrid, upToGrid } from './geometry.ts';
import { layeredLayout } from './layered-layout.ts';
import { boxesAt, grouped, type LayoutPart, layoutPart, movedTo, type Places } from './layout.ts';
import { freePlace, placeAfter } from './placement.ts';
import { linksOf } from './wire-set.ts';

/** More cards without an offset than this are laid out together, instead of one by one among the others. */
const mostSingle = 100;

/**
 * The box of every card, in document order: at its offset, else at a place for display alone that is never written. A
 * flow without offsets is laid out whole, a single card stands below the first that leads to it.
 */
export function shownBoxes(flow: FlowView): Map<string, Box> {
  const index = new BoxIndex<string>();
  const missing = new Set<string>();
  for (const state of flow.states) {
    const { id, width, height } = cardOf(state);
    if (state.offset === undefined) missing.add(id);
    else index.set(id, { ...state.offset, width, height });
  }
  if (missing.size === flow.states.length || missing.size > mostSingle) placeTogether(flow, missing, index);
  else placeMissing(flow, index);
  return new Map(
    flow.states.flatMap(({ id }) => {
      const box = index.get(id);
      return box === undefined ? [] : [[id, box] as const];
    }),
  );
}

export interface Note {
  readonly id: string;
  readonly box: Box;
}

/** New corners of cards and notes, for those that move. */
export interface Tidied {
  readonly cards: Places;
  readonly notes: Places;
}

/**
 * Puts laid-out cards where their upper left corner was; part of a flow goes to the nearest place where it lies on none
 * of the others. Each note moves with the card that is nearest to it.
 * `places`: of a layout of `part`; `shown`: the boxes of all cards of the flow.
 */
export function tidied(
  part: LayoutPart,
  places: Places,
  shown: ReadonlyMap<string, Box>,
  notes: readonly Note[] = [],
): Tidied {
  const ids = new Set(part.cards.map(({ id }) => id));
  const before = boundsOf([...shown].flatMap(([id, box]) => (ids.has(id) ? [box] : [])));
  const block = boxesAt(part.cards, places);
  const bounds = boundsOf(block.values());
  if (before === undefined || bounds === undefined) return { cards: new Map(), notes: new Map() };
  const others = new BoxIndex([...shown].filter(([id]) => !ids.has(id)));
  const isFree = (at: Point) =>
    [...block.values()].every((box) => {
      const there = { ...box, x: box.x + at.x, y: box.y + at.y };
      return !others.within(there).some((id) => overlap(shown.get(id) ?? there, there));
    });
  const start = { x: toGrid(before.x), y: toGrid(before.y) };
  const corner = isFree(start) ? start : freePlace(start, bounds, others);
  const moves = changed(movedTo(places, corner), shown);
  return { cards: moves, notes: notesWith(moves, shown, notes) };
}

/** A layout of the cards without an offset, below all others. */
function placeTogether(flow: FlowView, missing: ReadonlySet<string>, index: BoxIndex): void {
  const others = boundsOf(flow.states.flatMap(({ id }) => index.get(id) ?? []));
  const part = layoutPart(flow, missing);
  const corner = others === undefined ? { x: 0, y: 0 } : { x: others.x, y: others.y + others.height + ROW_GAP };
  const places = movedTo(layeredLayout(part), { x: toGrid(corner.x), y: upToGrid(corner.y) });
  for (const [id, box] of boxesAt(part.cards, places)) index.set(id, box);
}

/** Cards without an offset, each after one that has its place; what nothing placed leads to comes below all. */
function placeMissing(flow: FlowView, index: BoxIndex): void {
  const links = grouped(linksOf(flow), ({ source }) => source);
  const cards = new Map(flow.states.map((state) => [state.id, cardOf(state)]));
  const placed = flow.states.flatMap(({ id }) => index.get(id) ?? []);
  let all = boundsOf(placed) ?? { x: 0, y: 0, width: 0, height: 0 };
  const queue = flow.states.flatMap(({ id }) => (index.get(id) === undefined ? [] : [id]));

  const put = ({ id, width, height }: Card, after: Box) => {
    const box = { ...placeAfter(after, { width, height }, index), width, height };
    index.set(id, box);
    all = boundsOf([all, box]) ?? box;
    queue.push(id);
  };
  const follow = () => {
    for (let source = queue.shift(); source !== undefined; source = queue.shift()) {
      const box = index.get(source);
      for (const { target } of links.get(source) ?? []) {
        const card = cards.get(target);
        if (box !== undefined && card !== undefined && index.get(target) === undefined) put(card, box);
      }
    }
  };
  follow();
  for (const card of cards.values()) {
    if (index.get(card.id) !== undefined) continue;
    put(card, { ...all, y: all.y + all.height - card.height });
    follow();
  }
}

function changed(places: Places, shown: ReadonlyMap<string, Box>): Places {
  return new Map(
    [...places].filter(([id, { x, y }]) => {
      const box = shown.get(id);
      return box?.x !== x || box.y !== y;
    }),
  );
}

function notesWith(moves: Places, shown: ReadonlyMap<string, Box>, notes: readonly Note[]): Places {
  const places = new Map<string, Point>();
  for (const { id, box } of notes) {
    const nearest = nearestCard(box, shown);
    const [from, to] = nearest === undefined ? [] : [shown.get(nearest), moves.get(nearest)];
    if (from && to) places.set(id, { x: box.x + to.x - from.x, y: box.y + to.y - from.y });
  }
  return places;
}

function nearestCard(note: Box, shown: ReadonlyMap<string, Box>): string | undefined {
  const middle = centreOf(note);
  let found: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const [id, box] of shown) {
    const { x, y } = centreOf(box);
    const distance = Math.hypot(x - middle.x, y - middle.y);
    if (distance < least) [found, least] = [id, distance];
  }
  return found;
}
