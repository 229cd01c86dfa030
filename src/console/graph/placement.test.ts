import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { BoxIndex, type Meter } from './box-index.ts';
import { CARD_HEIGHT, CARD_WIDTH } from './card-size.ts';
import { type Box, boundsOf, overlap, touch } from './geometry.ts';
import { freePlace, freePlaces, placeAfter, placeBetween } from './placement.ts';

const size = { width: CARD_WIDTH, height: CARD_HEIGHT };
const at = (x: number, y: number): Box => ({ x, y, ...size });
const indexOf = (boxes: readonly Box[]) => new BoxIndex(boxes.map((box, index) => [String(index), box] as const));

const cases = [
  { title: 'a free place is taken, on the grid', wanted: [104, 96], cards: [], place: [100, 100] },
  { title: 'a place that touches a card is free', wanted: [280, 0], cards: [[0, 0]], place: [280, 0] },
  { title: 'right before down where both are a step away', wanted: [0, 0], cards: [[0, 0]], place: [320, 0] },
  { title: 'to the right where that is nearer', wanted: [200, 0], cards: [[0, 0]], place: [320, 0] },
  { title: 'below where that is nearer', wanted: [0, 50], cards: [[0, 0]], place: [0, 200] },
  {
    title: 'past a row and a column',
    wanted: [0, 0],
    cards: [
      [0, 0],
      [0, 200],
      [320, 0],
      [640, 0],
    ],
    place: [320, 200],
  },
  { title: 'cards off the grid', wanted: [0, 0], cards: [[3, -61]], place: [0, 140] },
] as const;

for (const { title, wanted, cards, place } of cases) {
  test(title, () => {
    const index = indexOf(cards.map(([x, y]) => at(x, y)));
    const found = freePlace({ x: wanted[0], y: wanted[1] }, size, index);
    assert.deepEqual(found, { x: place[0], y: place[1] });
  });
}

test('after a card: one row below, left edges in line', () => {
  assert.deepEqual(placeAfter(at(320, 0), size, indexOf([at(320, 0)])), { x: 320, y: 200 });
});

test('on a wire: half-way', () => {
  const [source, target] = [at(0, 0), at(320, 600)];
  assert.deepEqual(placeBetween(source, target, size, indexOf([source, target])), { x: 160, y: 300 });
});

test('a pasted group keeps its shape', () => {
  const group = new Map([
    ['a', at(0, 0)],
    ['b', at(320, 200)],
  ]);
  const bounds = boundsOf(group.values());
  assert.ok(bounds);
  const places = freePlaces(group, bounds, { x: 20, y: 20 }, new BoxIndex(group));
  const [a, b] = [places.get('a'), places.get('b')];
  assert.deepEqual(a && b && { x: b.x - a.x, y: b.y - a.y }, { x: 320, y: 200 });
});

test('a lasso takes what it touches', () => {
  const index = indexOf([at(0, 0), at(320, 0), at(320, 200)]);
  assert.deepEqual(index.within({ x: 200, y: 10, width: 120, height: 10 }).sort(), ['0', '1']);
});

const coordinate = fc.integer({ min: -2000, max: 2000 });
const box = fc.record({
  x: coordinate,
  y: coordinate,
  width: fc.integer({ min: 0, max: 900 }),
  height: coordinate.map(Math.abs),
});

test('a place found is free, on the grid, and not left of or above the wanted one', () => {
  fc.assert(
    fc.property(fc.array(box, { maxLength: 20 }), coordinate, coordinate, (boxes, x, y) => {
      const place = freePlace({ x, y }, size, indexOf(boxes));
      assert.ok(!boxes.some((each) => overlap(each, { ...place, ...size })));
      assert.ok(place.x % 10 === 0 && place.y % 10 === 0 && place.x >= x - 5 && place.y >= y - 5);
    }),
  );
});

test('the index answers as a look at all boxes does, also after moves', () => {
  fc.assert(
    fc.property(fc.array(box, { maxLength: 20 }), fc.array(box, { maxLength: 20 }), box, (before, after, area) => {
      const index = indexOf(before);
      after.forEach((each, number) => void index.set(String(number), each));
      index.delete('0');
      const all = before.map((each, number) => after[number] ?? each).concat(after.slice(before.length));
      const expected = all.flatMap((each, number) => (number > 0 && touch(each, area) ? [String(number)] : []));
      assert.deepEqual(index.within(area).sort(), expected.sort());
    }),
  );
});

test('a box of any size is found', () => {
  const index = new BoxIndex([['far', { x: -1e300, y: 0, width: 2e300, height: 1 }]]);
  assert.deepEqual(index.within(at(0, 0)), ['far']);
  assert.deepEqual(index.within({ x: -1e15, y: -1e15, width: 2e15, height: 2e15 }), ['far']);
});

test('2,000 cards: to know which are in view costs what is in view', () => {
  const meter: Meter = { used: 0 };
  const cards = Array.from({ length: 2000 }, (_, n) => [n, at((n % 50) * 320, Math.floor(n / 50) * 200)] as const);
  const index = new BoxIndex(cards, meter);
  assert.equal(meter.used, 0);
  const seen = index.within({ x: 5000, y: 3000, width: 1920, height: 1080 });
  assert.ok(seen.length >= 30 && seen.length <= 49, String(seen.length));
  assert.ok(meter.used < 150, String(meter.used));
});

test('2,000 cards: a new one in the midst of a full field costs a small part of them', () => {
  const meter: Meter = { used: 0 };
  const cards = Array.from({ length: 2000 }, (_, n) => [n, at((n % 50) * 320, Math.floor(n / 50) * 200)] as const);
  const place = freePlace({ x: 15000, y: 7000 }, size, new BoxIndex(cards, meter));
  assert.deepEqual(place, { x: 16000, y: 7000 });
  assert.ok(meter.used < 400, String(meter.used));
});
