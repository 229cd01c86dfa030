import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyFlow, largeFlow, messageFlow, realFlows } from './flow-fixture.ts';
import type { FlowView } from './flow-view.ts';
import { layeredLayout } from './layered-layout.ts';
import { boxesAt, layoutPart } from './layout.ts';
import { assertApart, plain } from './layout-fixture.ts';

const shapes = [
  {
    title: 'a chain stands in a column',
    flow: { a: { to: ['b'] }, b: { to: ['c'] }, c: {} },
    places: { a: [0, 0], b: [0, 200], c: [0, 400] },
  },
  {
    title: 'a branch: side by side below, in the order of the outlets',
    flow: { a: { to: ['b', 'c'] }, b: {}, c: {} },
    places: { a: [160, 0], b: [0, 200], c: [320, 200] },
  },
  {
    title: 'where ways meet: below the longest',
    flow: { a: { to: ['b', 'd'] }, b: { to: ['c'] }, c: { to: ['d'] }, d: {} },
    places: { a: [0, 0], b: [0, 200], c: [0, 400], d: [0, 600] },
  },
  {
    title: 'a circle goes down, and its last wire up',
    flow: { a: { to: ['b'] }, b: { to: ['a'] } },
    places: { a: [0, 0], b: [0, 200] },
  },
  {
    title: 'what nothing leads to stands beside, with its own',
    flow: { a: { to: ['b', 'c'] }, b: {}, c: {}, alone: { to: ['below'] }, below: {} },
    places: { a: [160, 0], b: [0, 200], c: [320, 200], alone: [640, 0], below: [640, 200] },
  },
] as const;

for (const { title, flow, places } of shapes) {
  test(title, () => assert.deepEqual(plain(layeredLayout(layoutPart(messageFlow(flow)))), places));
}

test('a layout puts no two cards on each other, down the wires, always alike', () => {
  const check = (flow: FlowView) => {
    const part = layoutPart(flow);
    const places = layeredLayout(part);
    assert.equal(places.size, flow.states.length);
    assertApart(boxesAt(part.cards, places));
    assert.deepEqual(layeredLayout(layoutPart(flow)), places);
    for (const { x, y } of places.values()) assert.ok(x >= 0 && x % 160 === 0 && y >= 0 && y % 200 === 0);
  };
  for (const flow of realFlows.values()) check(flow);
  check(largeFlow(2000, false));
  fc.assert(fc.property(anyFlow, check));
});
