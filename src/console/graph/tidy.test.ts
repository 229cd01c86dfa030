import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyFlow, largeFlow, messageFlow } from './flow-fixture.ts';
import type { FlowView } from './flow-view.ts';
import { overlap } from './geometry.ts';
import { layeredLayout } from './layered-layout.ts';
import { layoutPart } from './layout.ts';
import { assertApart, plain } from './layout-fixture.ts';
import { shownBoxes, tidied } from './tidy.ts';

function withoutOffsets(flow: FlowView): FlowView {
  return { ...flow, states: flow.states.map(({ offset: _, ...state }) => state) };
}

test('cards are shown at their offsets, also where these overlap', () => {
  const flow = messageFlow({ a: { at: [3.5, -7] }, b: { at: [3.5, -7] } });
  assert.deepEqual(
    [...shownBoxes(flow).values()].map(({ x, y }) => [x, y]),
    [
      [3.5, -7],
      [3.5, -7],
    ],
  );
});

test('a card without an offset is shown below the first that leads to it, or below all', () => {
  const flow = messageFlow({ a: { at: [320, 0], to: ['b', 'c'] }, b: {}, c: {}, d: { to: ['e'] }, e: {} });
  assert.deepEqual(plain(shownBoxes(flow)), {
    a: [320, 0],
    b: [320, 200],
    c: [640, 200],
    d: [320, 400],
    e: [320, 600],
  });
});

test('what is placed for display lies on nothing, whatever the flow', () => {
  fc.assert(
    fc.property(anyFlow, (flow) => {
      const shown = shownBoxes(flow);
      assert.deepEqual(
        [...shown.keys()],
        flow.states.map(({ id }) => id),
      );
      for (const { id, offset } of flow.states) {
        const box = shown.get(id);
        assert.ok(box);
        if (offset !== undefined) assert.deepEqual({ x: box.x, y: box.y }, offset);
        else assert.ok(![...shown].some(([other, each]) => other !== id && overlap(each, box)), id);
      }
    }),
  );
});

test('a flow of 2,000 without offsets but one is shown', () => {
  const flow = withoutOffsets(largeFlow(2000));
  const [first, ...rest] = flow.states;
  assert.ok(first);
  assertApart(shownBoxes({ ...flow, states: [{ ...first, offset: { x: 0, y: 0 } }, ...rest] }));
});

test('tidied: the upper left corner stays, what is in its place is not moved', () => {
  const flow = messageFlow({ a: { at: [1000, 500], to: ['b'] }, b: { at: [1100, 900] } });
  const part = layoutPart(flow);
  const places = new Map([
    ['a', { x: 0, y: 0 }],
    ['b', { x: 0, y: 200 }],
  ]);
  assert.deepEqual(plain(tidied(part, places, shownBoxes(flow)).cards), { b: [1000, 700] });
});

test('a note moves with the card nearest to it', () => {
  const flow = messageFlow({ a: { at: [0, 0], to: ['b'] }, b: { at: [500, 900] } });
  const notes = [
    { id: 'at a', box: { x: 300, y: 0, width: 200, height: 120 } },
    { id: 'at b', box: { x: 800, y: 900, width: 200, height: 120 } },
  ];
  const places = new Map([
    ['a', { x: 0, y: 0 }],
    ['b', { x: 0, y: 200 }],
  ]);
  assert.deepEqual(plain(tidied(layoutPart(flow), places, shownBoxes(flow), notes).notes), { 'at b': [300, 200] });
});

test('a part of a flow is tidied beside the rest, never on it', () => {
  fc.assert(
    fc.property(anyFlow, fc.array(fc.nat(20)), (flow, picks) => {
      const shown = shownBoxes(flow);
      const chosen = new Set(picks.flatMap((pick) => flow.states[pick]?.id ?? []));
      const part = layoutPart(flow, chosen);
      const { cards } = tidied(part, layeredLayout(part), shown);
      const after = new Map([...shown].map(([id, box]) => [id, { ...box, ...cards.get(id) }]));
      for (const id of chosen) {
        const box = after.get(id);
        assert.ok(box);
        assert.ok(![...after].some(([other, each]) => other !== id && overlap(each, box)), id);
      }
      for (const [id] of cards) assert.ok(chosen.has(id));
    }),
  );
});
