import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Box } from './geometry.ts';
import { type Arrow, ArrowKeys, readingOrder } from './reading-order.ts';

const arrows: readonly Arrow[] = ['left', 'right', 'up', 'down'];

function boxes(places: { readonly [id: string]: readonly [x: number, y: number] }): Map<string, Box> {
  return new Map(Object.entries(places).map(([id, [x, y]]) => [id, { x, y, width: 280, height: 136 }]));
}

const grid = boxes({ d: [320, 210], a: [0, 0], b: [320, 10], c: [0, 200], e: [-400, 390] });

test('reading order: from the top, then from the left', () => {
  assert.deepEqual(readingOrder(grid), ['a', 'b', 'c', 'd', 'e']);
});

const walks = [
  ['a', 'right', 'b'],
  ['b', 'left', 'a'],
  ['a', 'down', 'c'],
  ['b', 'down', 'd'],
  ['d', 'up', 'b'],
  // Past the end of a row into the next, as in a text.
  ['b', 'right', 'c'],
  ['c', 'left', 'b'],
  // The nearest below is further to the left.
  ['d', 'down', 'e'],
  ['e', 'up', 'c'],
  ['a', 'up', undefined],
  ['a', 'left', undefined],
  ['e', 'right', undefined],
  ['gone', 'down', undefined],
] as const;

for (const [from, arrow, to] of walks) {
  test(`from ${from} ${arrow} to ${to ?? 'nothing'}`, () => assert.equal(new ArrowKeys(grid).next(from, arrow), to));
}

test('a card straight below is nearer than one of the next row far aside', () => {
  const keys = new ArrowKeys(boxes({ a: [0, 0], aside: [900, 200], below: [0, 400] }));
  assert.equal(keys.next('a', 'down'), 'below');
});

test('arrow keys lead from every card to every other', () => {
  const coordinate = fc.oneof(
    fc.integer({ min: -100, max: 100 }).map((n) => n * 10),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  );
  const places = fc.uniqueArray(fc.tuple(coordinate, coordinate), { minLength: 1, maxLength: 15, selector: String });
  fc.assert(
    fc.property(places, (all) => {
      const placed = boxes(Object.fromEntries(all.map((place, index) => [`w${index}`, place])));
      const keys = new ArrowKeys(placed);
      for (const start of placed.keys()) {
        const seen = new Set([start]);
        for (const id of seen) for (const arrow of arrows) seen.add(keys.next(id, arrow) ?? id);
        assert.equal(seen.size, placed.size);
      }
    }),
  );
});
