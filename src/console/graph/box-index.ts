/** Finds the boxes near a place without looking at all of them: a grid of buckets. */
import { type Box, touch } from './geometry.ts';

/** About a card and its gaps on a side: a card lies in one to four cells. */
const cellSize = 512;
/** A box in more cells than this (a stray offset, a wire to it) is kept apart and always looked at. */
const mostCells = 4096;
/** Columns and rows are joined to one number, exact up to so many on each side. */
const mostColumns = 2 ** 25;

/** Counts the work that questions cost. */
export interface Meter {
  used: number;
}

export class BoxIndex<K = string> {
  readonly #boxes = new Map<K, Box>();
  readonly #cells = new Map<number, Set<K>>();
  readonly #large = new Set<K>();
  readonly #meter: Meter;

  constructor(entries: Iterable<readonly [K, Box]> = [], meter: Meter = { used: 0 }) {
    this.#meter = meter;
    for (const [key, box] of entries) this.set(key, box);
  }

  get size(): number {
    return this.#boxes.size;
  }

  get(key: K): Box | undefined {
    return this.#boxes.get(key);
  }

  set(key: K, box: Box): void {
    this.delete(key);
    this.#boxes.set(key, box);
    const cells = cellsOf(box);
    if (cells === undefined) this.#large.add(key);
    for (const cell of cells ?? []) {
      const keys = this.#cells.get(cell);
      if (keys === undefined) this.#cells.set(cell, new Set([key]));
      else keys.add(key);
    }
  }

  delete(key: K): void {
    const box = this.#boxes.get(key);
    if (box === undefined) return;
    this.#boxes.delete(key);
    this.#large.delete(key);
    for (const cell of cellsOf(box) ?? []) {
      const keys = this.#cells.get(cell);
      keys?.delete(key);
      if (keys?.size === 0) this.#cells.delete(cell);
    }
  }

  /** Keys of the boxes that share at least a point with `area`, in no order to rely on. */
  within(area: Box): K[] {
    const cells = cellsOf(area);
    const near = cells === undefined ? new Set(this.#boxes.keys()) : new Set(this.#large);
    for (const cell of cells ?? []) {
      this.#meter.used++;
      for (const key of this.#cells.get(cell) ?? []) near.add(key);
    }
    this.#meter.used += near.size;
    return [...near].filter((key) => {
      const box = this.#boxes.get(key);
      return box !== undefined && touch(box, area);
    });
  }
}

/** Undefined where they are too many, or too far away. */
function cellsOf({ x, y, width, height }: Box): number[] | undefined {
  const left = Math.floor(x / cellSize);
  const right = Math.floor((x + width) / cellSize);
  const top = Math.floor(y / cellSize);
  const bottom = Math.floor((y + height) / cellSize);
  const isNear = [left, right, top, bottom].every((cell) => Math.abs(cell) < mostColumns);
  if (!isNear || (right - left + 1) * (bottom - top + 1) > mostCells) return undefined;
  const cells: number[] = [];
  for (let column = left; column <= right; column++) {
    for (let row = top; row <= bottom; row++) cells.push((column + mostColumns) * 2 * mostColumns + row + mostColumns);
  }
  return cells;
}
