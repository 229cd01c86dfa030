/** Assertions that the tests of layouts share. */
import assert from 'node:assert/strict';
import { type Box, overlap, type Point } from './geometry.ts';

/** Places as pairs, to be compared. */
export function plain(places: ReadonlyMap<string, Point>): { readonly [id: string]: readonly number[] } {
  return Object.fromEntries([...places].map(([id, { x, y }]) => [id, [x, y]]));
}

/** No two boxes lie on each other. */
export function assertApart(boxes: ReadonlyMap<string, Box>): void {
  const all = [...boxes].sort(([, a], [, b]) => a.y - b.y);
  for (const [index, [id, box]] of all.entries()) {
    for (const [other, next] of all.slice(index + 1)) {
      if (next.y >= box.y + box.height) break;
      assert.ok(!overlap(box, next), `${id} and ${other}`);
    }
  }
}
