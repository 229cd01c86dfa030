import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { cardOf } from './card.ts';
import { CARD_HEIGHT, inletPoint } from './card-size.ts';
import { type ElkResult, fromElkLayout, toElkGraph } from './elk-layout.ts';
import { anyFlow, largeFlow, messageFlow, realFlows } from './flow-fixture.ts';
import type { FlowView } from './flow-view.ts';
import { type Box, centreOf, overlap } from './geometry.ts';
import { layeredLayout } from './layered-layout.ts';
import { boxesAt, layoutPart, type Places } from './layout.ts';
import { edgeOf, INLET_ID, nodeOf } from './node-data.ts';
import { shownBoxes, tidied } from './tidy.ts';
import { linksOf } from './wire-set.ts';

const plain = (places: Places) => Object.fromEntries([...places].map(([id, { x, y }]) => [id, [x, y]]));

function withoutOffsets(flow: FlowView): FlowView {
  return { ...flow, states: flow.states.map(({ offset: _, ...state }) => state) };
}

function assertApart(boxes: ReadonlyMap<string, Box>): void {
  const all = [...boxes].sort(([, a], [, b]) => a.y - b.y);
  for (const [index, [id, box]] of all.entries()) {
    for (const [other, next] of all.slice(index + 1)) {
      if (next.y >= box.y + box.height) break;
      assert.ok(!overlap(box, next), `${id} and ${other}`);
    }
  }
}

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

test('the question to ELK: sizes, outlets as ports in their places, wires between ports', () => {
  const graph = toElkGraph(layoutPart(messageFlow({ a: { to: ['b', 'b'] }, b: { to: ['b'] } })));
  assert.equal(graph.layoutOptions['elk.algorithm'], 'layered');
  assert.equal(graph.layoutOptions['elk.direction'], 'DOWN');
  assert.deepEqual(
    graph.children.map(({ id, width, height }) => ({ id, width, height })),
    [
      { id: 'n0', width: 280, height: 136 },
      { id: 'n1', width: 280, height: 136 },
    ],
  );
  assert.deepEqual(
    graph.children[0]?.ports.map(({ id, x, y, layoutOptions }) => [id, x, y, layoutOptions['elk.port.side']]),
    [
      ['n0.in', 140, 0, 'NORTH'],
      ['n0.0', 69.5, 136, 'SOUTH'],
      ['n0.1', 209.5, 136, 'SOUTH'],
    ],
  );
  assert.deepEqual(graph.edges, [
    { id: 'e0', sources: ['n0.0'], targets: ['n1.in'] },
    { id: 'e1', sources: ['n0.1'], targets: ['n1.in'] },
  ]);
});

test('the Trigger is asked to stand first', () => {
  const [flow] = realFlows.values();
  assert.ok(flow);
  const part = layoutPart(flow);
  const first = toElkGraph(part).children.flatMap(({ layoutOptions }, index) =>
    layoutOptions['elk.layered.layering.layerConstraint'] === 'FIRST' ? [part.cards[index]?.name] : [],
  );
  assert.deepEqual(first, ['Trigger']);
});

test('the answer of ELK comes on steps of 320 and 200', () => {
  const part = layoutPart(messageFlow({ a: { to: ['b', 'c'] }, b: {}, c: {} }));
  const answer: ElkResult = {
    children: [
      { id: 'n0', x: 172.25, y: 12 },
      { id: 'n1', x: 12, y: 212 },
      { id: 'n2', x: 333.5, y: 212 },
    ],
  };
  assert.deepEqual(plain(fromElkLayout(answer, part)), { a: [160, 0], b: [0, 200], c: [320, 200] });
});

test('whatever ELK answers, no two cards lie on each other', () => {
  const coordinate = fc.double({ min: -1e6, max: 1e6, noNaN: true });
  const answers = fc.array(fc.record({ id: fc.nat(12).map((n) => `n${n}`), x: coordinate, y: coordinate }));
  fc.assert(
    fc.property(anyFlow, answers, (flow, children) => {
      const part = layoutPart(flow);
      const places = fromElkLayout({ children }, part);
      assert.equal(places.size, flow.states.length);
      assertApart(boxesAt(part.cards, places));
    }),
  );
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

test('nodes bring their sizes and handles with them', () => {
  for (const flow of realFlows.values()) {
    const shown = shownBoxes(flow);
    for (const state of flow.states) {
      const box = shown.get(state.id);
      assert.ok(box);
      const node = nodeOf(state, box);
      const [inlet, ...outlets] = node.handles;
      assert.ok(inlet);
      assert.equal(node.height, CARD_HEIGHT);
      assert.deepEqual(centreOf({ ...inlet, x: box.x + inlet.x, y: box.y + inlet.y }), inletPoint(box));
      assert.deepEqual(
        outlets.map(({ id }) => id),
        cardOf(state).outlets.map(({ id }) => id),
      );
      assert.equal(nodeOf(state, box).handles, node.handles);
    }
  }
});

test('an edge joins an outlet and an inlet', () => {
  const [link] = linksOf(messageFlow({ a: { to: ['b'] }, b: {} }));
  assert.ok(link);
  const { id, ...ends } = edgeOf(link);
  assert.equal(id, 'a/sent');
  assert.deepEqual(ends, { type: 'wire', source: 'a', sourceHandle: 'sent', target: 'b', targetHandle: INLET_ID });
});
