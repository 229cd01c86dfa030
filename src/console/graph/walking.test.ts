import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyFlow, largeFlow, messageFlow, realFlows } from './flow-fixture.ts';
import { alongWire, flowLinks, reach, unreachable } from './flow-links.ts';
import type { Box } from './geometry.ts';
import { outlineOf } from './outline.ts';
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

const loop = messageFlow({
  Trigger: { to: ['a'] },
  a: { to: ['b', 'c'] },
  b: { to: ['b', 'a'] },
  c: {},
  alone: { to: ['c'] },
});

test('along the wires', () => {
  const links = flowLinks(loop);
  assert.equal(alongWire(links, 'a', 'forwards'), 'b');
  assert.equal(alongWire(links, 'b', 'forwards'), 'a');
  assert.equal(alongWire(links, 'c', 'forwards'), undefined);
  assert.equal(alongWire(links, 'c', 'backwards'), 'a');
  assert.equal(alongWire(links, 'Trigger', 'backwards'), undefined);
});

test('what follows, what leads here, what nobody reaches', () => {
  const links = flowLinks(loop);
  assert.deepEqual([...reach(links, ['b'], 'forwards')], ['b', 'a', 'c']);
  assert.deepEqual([...reach(links, ['c'], 'backwards')], ['c', 'a', 'alone', 'Trigger', 'b']);
  assert.deepEqual(unreachable(loop, links), ['alone']);
});

test('the outline: every card under the wire it is first met by, chains at one depth', () => {
  const rows = outlineOf(loop).map((row) => {
    const indent = '  '.repeat(row.depth);
    return row.kind === 'card' ? `${indent}${row.id}` : `${indent}${row.label} → ${row.to ?? 'nowhere'}`;
  });
  assert.deepEqual(rows, [
    'Trigger',
    '  Sent → a',
    '  Failed → nowhere',
    'a',
    '  Sent → b',
    '    b',
    '      Sent → b',
    '      Failed → a',
    '  Failed → c',
    '    c',
    '      Sent → nowhere',
    '      Failed → nowhere',
    'alone',
    '  Sent → c',
    '  Failed → nowhere',
  ]);
});

test('the outline has every card once and every outlet once, whatever the flow', () => {
  const check = (flow: typeof loop) => {
    const rows = outlineOf(flow);
    const cards = rows.flatMap((row) => (row.kind === 'card' ? [row.id] : []));
    assert.deepEqual([...cards].sort(), flow.states.map(({ id }) => id).sort());
    const wires = rows.flatMap((row) => (row.kind === 'wire' ? [`${row.from} ${row.outlet}`] : []));
    assert.equal(new Set(wires).size, wires.length);
  };
  for (const flow of realFlows.values()) check(flow);
  fc.assert(fc.property(anyFlow, check));
});

test('a chain of 2,000 cards stays on the page', () => {
  const chain = messageFlow(
    Object.fromEntries(Array.from({ length: 2000 }, (_, n) => [`m${n}`, { to: [`m${n + 1}`] }])),
  );
  assert.equal(Math.max(...outlineOf(chain).map(({ depth }) => depth)), 1);
  assert.equal(reach(flowLinks(largeFlow(2000)), ['m0'], 'forwards').size, 2000);
});
