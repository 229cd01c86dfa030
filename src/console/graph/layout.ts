/** What all layouts share: cards to be placed, their links, and places on the steps of a tidy flow. */
import { type Card, cardOf } from './card.ts';
import { COLUMN_GAP, COLUMN_STEP, ROW_STEP } from './card-size.ts';
import type { FlowView } from './flow-view.ts';
import type { Box, Point } from './geometry.ts';
import { linksOf, type WireLink } from './wire-set.ts';

/** The part of a flow that a layout is for. */
export interface LayoutPart {
  /** In document order. */
  readonly cards: readonly Card[];
  /** Wires with both ends among the cards. */
  readonly links: readonly WireLink[];
}

export type Places = ReadonlyMap<string, Point>;

/** The cards of `selection`, or all. */
export function layoutPart(flow: FlowView, selection?: ReadonlySet<string>): LayoutPart {
  const states = flow.states.filter(({ id }) => selection === undefined || selection.has(id));
  const ids = new Set(states.map(({ id }) => id));
  const links = linksOf(flow).filter(({ source, target }) => ids.has(source) && ids.has(target));
  return { cards: states.map(cardOf), links };
}

/** A card on its row, and about where its left edge should be. */
export interface Wish {
  readonly card: Card;
  readonly row: number;
  readonly x: number;
}

/** Half a step, so that a card can stand in the middle above two. */
const halfStep = COLUMN_STEP / 2;

/**
 * Rows 200 apart; left edges on half steps of 320, in the order wished for, with 40 or more between two cards: whatever
 * is wished, no card lies on another. The upper left corner of all is at the origin.
 */
export function onSteps(wishes: readonly Wish[]): Places {
  const places = new Map<string, Point>();
  for (const [number, row] of grouped(wishes, (wish) => wish.row)) {
    let free = Number.NEGATIVE_INFINITY;
    for (const { card, x } of row.sort((a, b) => a.x - b.x)) {
      const wished = Math.round((Number.isFinite(x) ? x : 0) / halfStep) * halfStep;
      const left = wished >= free ? wished : Math.ceil(free / halfStep) * halfStep;
      places.set(card.id, { x: left, y: number * ROW_STEP });
      free = left + card.width + COLUMN_GAP;
    }
  }
  const left = leastOf(places, ({ x }) => x);
  const top = leastOf(places, ({ y }) => y);
  return new Map([...places].map(([id, { x, y }]) => [id, { x: x - left, y: y - top }]));
}

/** The same places, moved so that the upper left corner of all is at `corner`. */
export function movedTo(places: Places, corner: Point): Places {
  return new Map([...places].map(([id, { x, y }]) => [id, { x: x + corner.x, y: y + corner.y }]));
}

/** Boxes of cards at their places. */
export function boxesAt(cards: readonly Card[], places: Places): Map<string, Box> {
  return new Map(
    cards.flatMap(({ id, width, height }) => {
      const place = places.get(id);
      return place === undefined ? [] : [[id, { ...place, width, height }] as const];
    }),
  );
}

/** The members of each group, in their order. */
export function grouped<T, K>(all: readonly T[], keyOf: (each: T) => K): ReadonlyMap<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const each of all) {
    const key = keyOf(each);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [each]);
    else group.push(each);
  }
  return groups;
}

function leastOf(places: Places, of: (place: Point) => number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const place of places.values()) least = Math.min(least, of(place));
  return Number.isFinite(least) ? least : 0;
}
