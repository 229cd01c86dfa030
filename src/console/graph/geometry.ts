/** Points and boxes of the canvas: canvas units, y down, a box by its top-left corner. */

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box extends Point, Size {}

/** Cards, pasted things and keys keep to it (console §3.1). */
export const GRID = 10;

export function toGrid(value: number): number {
  // `+ 0` turns -0 into 0: an offset is written to the file.
  return Math.round(value / GRID) * GRID + 0;
}

export function upToGrid(value: number): number {
  return Math.ceil(value / GRID) * GRID + 0;
}

export function centreOf({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 };
}

/** True where the two share an area; edges that only touch share none. */
export function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** True where the two share at least a point. */
export function touch(a: Box, b: Box): boolean {
  return a.x <= b.x + b.width && b.x <= a.x + a.width && a.y <= b.y + b.height && b.y <= a.y + a.height;
}

export function holds(box: Box, { x, y }: Point): boolean {
  return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
}

export function grown(box: Box, byX: number, byY = byX): Box {
  return { x: box.x - byX, y: box.y - byY, width: box.width + 2 * byX, height: box.height + 2 * byY };
}

/** The box of two corners, in any order. */
export function boxBetween(a: Point, b: Point): Box {
  return { x: Math.min(a.x, b.x), y: Math.min(a.y, b.y), width: Math.abs(a.x - b.x), height: Math.abs(a.y - b.y) };
}

/** The smallest box around all; undefined around none. */
export function boundsOf(boxes: Iterable<Box>): Box | undefined {
  let left = Number.POSITIVE_INFINITY;
  let top = Number.POSITIVE_INFINITY;
  let right = Number.NEGATIVE_INFINITY;
  let bottom = Number.NEGATIVE_INFINITY;
  for (const { x, y, width, height } of boxes) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x + width);
    bottom = Math.max(bottom, y + height);
  }
  return left === Number.POSITIVE_INFINITY ? undefined : { x: left, y: top, width: right - left, height: bottom - top };
}
