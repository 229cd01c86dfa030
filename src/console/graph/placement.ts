/** Where new, pasted and inserted cards go (console §3.1, last line). */
import type { BoxIndex } from './box-index.ts';
import { COLUMN_GAP, COLUMN_STEP, ROW_GAP, ROW_STEP } from './card-size.ts';
import { type Box, grown, overlap, type Point, type Size, toGrid, upToGrid } from './geometry.ts';

/** A row counts as far as a column: the nearest place is that of the fewest steps. */
const perRow = COLUMN_STEP / ROW_STEP;

/**
 * The wanted place on the grid if it is free, else the nearest free one to its right or below; to the right where two
 * are as near. It keeps the gaps of a tidy flow to what stands in its way.
 */
export function freePlace<K>(wanted: Point, { width, height }: Size, cards: BoxIndex<K>): Point {
  const size = { width, height };
  const first = { x: toGrid(wanted.x), y: toGrid(wanted.y) };
  const boxesIn = (area: Box) => cards.within(area).flatMap((key) => cards.get(key) ?? []);
  if (!boxesIn({ ...first, ...size }).some((box) => overlap(box, { ...first, ...size }))) return first;

  const inRow = freeInRow(first, size, boxesIn);
  const reach = inRow.x - first.x;
  // A place below is nearer than the one in the row only within this area.
  const depth = reach / perRow;
  const around = boxesIn({ ...first, width: reach + size.width + COLUMN_GAP, height: depth + size.height + ROW_GAP });
  const rows = new Set(around.map((box) => upToGrid(box.y + box.height + ROW_GAP)));
  let best = inRow;
  let bestDistance = reach;
  for (const y of [...rows].sort((a, b) => a - b)) {
    if ((y - first.y) * perRow >= bestDistance) break;
    if (y <= first.y) continue;
    const place = freeInRow({ x: first.x, y }, size, boxesIn);
    const distance = place.x - first.x + (y - first.y) * perRow;
    if (distance < bestDistance) [best, bestDistance] = [place, distance];
  }
  return best;
}

/** Below the card, with the gap of a tidy flow, left edges aligned. */
export function placeAfter<K>(card: Box, size: Size, cards: BoxIndex<K>): Point {
  return freePlace({ x: card.x, y: card.y + ROW_STEP }, size, cards);
}

/** Half-way between two cards that a wire joins: for a card inserted on it without a pointer. */
export function placeBetween<K>(source: Box, target: Box, size: Size, cards: BoxIndex<K>): Point {
  const x = (source.x + source.width / 2 + target.x + target.width / 2 - size.width) / 2;
  const y = (source.y + source.height + target.y - size.height) / 2;
  return freePlace({ x, y }, size, cards);
}

/** Places for a group that keeps its shape (paste, duplicate): where all of it is free. */
export function freePlaces<K, C>(
  boxes: ReadonlyMap<K, Box>,
  bounds: Box,
  wanted: Point,
  cards: BoxIndex<C>,
): ReadonlyMap<K, Point> {
  const corner = freePlace(wanted, bounds, cards);
  return new Map(
    [...boxes].map(([key, box]) => [key, { x: corner.x + box.x - bounds.x, y: corner.y + box.y - bounds.y }]),
  );
}

function freeInRow(from: Point, size: Size, boxesIn: (area: Box) => Box[]): Point {
  let x = from.x;
  for (;;) {
    const room = { x, y: from.y, ...size };
    const ends = boxesIn(grown(room, COLUMN_GAP, 0))
      .filter((box) => overlap(grown(box, COLUMN_GAP, 0), room))
      .map((box) => box.x + box.width + COLUMN_GAP);
    if (ends.length === 0) return { x, y: from.y };
    x = upToGrid(Math.max(...ends));
  }
}
