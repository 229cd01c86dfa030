import assert from 'node:assert/strict';
import { test } from 'node:test';
import { align, distribute, snap } from './align.ts';
import type { Box } from './geometry.ts';

const box = (x: number, y: number, width = 280, height = 136): Box => ({ x, y, width, height });

const three = new Map([
  ['a', box(0, 0)],
  ['b', box(350, 40, 500)],
  ['c', box(1000, 100)],
]);

const alignments = [
  { by: 'left', places: { b: [0, 40], c: [0, 100] } },
  { by: 'top', places: { b: [350, 0], c: [1000, 0] } },
  { by: 'centre', places: { a: [487, 0], b: [377, 40], c: [487, 100] } },
  { by: 'middle', places: { a: [0, 47], b: [350, 47], c: [1000, 47] } },
] as const;
for (const { by, places } of alignments) {
  test(`aligned ${by}`, () => {
    const found = [...align(three, by)].map(([key, { x, y }]) => [key, [x, y]]);
    assert.deepEqual(Object.fromEntries(found), places);
  });
}

test('distributed: equal gaps, the outermost stay', () => {
  assert.deepEqual([...distribute(three, 'horizontal')], [['b', { x: 390, y: 40 }]]);
  assert.deepEqual([...distribute(three, 'vertical')], [['b', { x: 350, y: 50 }]]);
});

test('two cards have no gaps to make equal', () => {
  assert.equal(distribute(new Map([...three].slice(0, 2)), 'horizontal').size, 0);
});

const snaps = [
  { title: 'on the grid where nothing is near', at: box(103, 1006), place: [100, 1010], guides: [] },
  {
    title: 'to an equal left edge, off the grid if need be',
    at: box(357, 1006, 300),
    place: [353, 1010],
    guides: ['x 353'],
  },
  { title: 'to equal middles', at: box(392, 1006, 200), place: [393, 1010], guides: ['x 493'] },
  {
    title: 'in both directions',
    at: box(350, 205),
    place: [353, 204],
    guides: ['x 353', 'x 493', 'x 633', 'y 204', 'y 272', 'y 340'],
  },
] as const;
for (const { title, at, place, guides } of snaps) {
  test(`snaps ${title}`, () => {
    const found = snap(at, [box(353, 204)]);
    assert.deepEqual([found.place.x, found.place.y], place);
    assert.deepEqual(
      found.guides.map((guide) => `${guide.axis === 'vertical' ? 'x' : 'y'} ${guide.at}`),
      guides,
    );
  });
}
