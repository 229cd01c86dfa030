import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type ElkResult, fromElkLayout, toElkGraph } from './elk-layout.ts';
import { anyFlow, messageFlow, realFlows } from './flow-fixture.ts';
import { boxesAt, layoutPart } from './layout.ts';
import { assertApart, plain } from './layout-fixture.ts';

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
