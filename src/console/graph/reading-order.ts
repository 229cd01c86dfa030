/** The order in which cards are read, and the card that an arrow key leads to. */
import { CARD_HEIGHT } from './card-size.ts';
import { type Box, centreOf } from './geometry.ts';

export type Arrow = 'left' | 'right' | 'up' | 'down';
type Boxes = ReadonlyMap<string, Box>;

/** From the top down, then from the left; of two at one place the earlier in the document. */
export function readingOrder(boxes: Boxes): string[] {
  return [...boxes].sort(([, a], [, b]) => a.y - b.y || a.x - b.x).map(([id]) => id);
}

/** Cards of one row differ in height by less than half a card. */
const rowTolerance = CARD_HEIGHT / 2;

/** Way to the side counts twice: who goes down wants what is below. */
const sideways = 2;

/**
 * For arrow keys. ← and → walk along a row of cards, and from its end into the next, as a caret does in a text, so that
 * every card can be reached; ↑ and ↓ lead to the nearest card of the rows above and below.
 */
export class ArrowKeys {
  readonly #boxes: Boxes;
  readonly #order: readonly string[];
  readonly #place = new Map<string, { readonly index: number; readonly row: number }>();

  constructor(boxes: Boxes) {
    this.#boxes = boxes;
    this.#order = rowsOf(boxes).flatMap((row, number) => {
      for (const id of row) this.#place.set(id, { index: this.#place.size, row: number });
      return row;
    });
  }

  /** The next card; undefined at the end of the flow, and from a card that is not there. */
  next(from: string, arrow: Arrow): string | undefined {
    const place = this.#place.get(from);
    if (place === undefined) return undefined;
    if (arrow === 'left') return this.#order[place.index - 1];
    if (arrow === 'right') return this.#order[place.index + 1];
    return this.#nearest(from, (row) => (arrow === 'up' ? row < place.row : row > place.row));
  }

  #nearest(from: string, isWanted: (row: number) => boolean): string | undefined {
    const start = this.#boxes.get(from);
    let found: string | undefined;
    let least = Number.POSITIVE_INFINITY;
    for (const id of this.#order) {
      const box = this.#boxes.get(id);
      if (box === undefined || start === undefined || !isWanted(this.#place.get(id)?.row ?? -1)) continue;
      const distance = Math.abs(box.y - start.y) + sideways * aside(start, box);
      if (distance < least) [found, least] = [id, distance];
    }
    return found;
  }
}

/** Cards above one another differ by their middles alone, much less than by what separates them. */
function aside(a: Box, b: Box): number {
  const gap = Math.max(a.x - (b.x + b.width), b.x - (a.x + a.width), 0);
  return gap + Math.abs(centreOf(a).x - centreOf(b).x) / 4;
}

function rowsOf(boxes: Boxes): string[][] {
  const rows: string[][] = [];
  let top = Number.NEGATIVE_INFINITY;
  for (const id of readingOrder(boxes)) {
    const y = boxes.get(id)?.y ?? 0;
    const row = rows.at(-1);
    if (row !== undefined && y - top < rowTolerance) row.push(id);
    else {
      rows.push([id]);
      top = y;
    }
  }
  const x = (id: string) => boxes.get(id)?.x ?? 0;
  return rows.map((row) => row.sort((a, b) => x(a) - x(b)));
}
