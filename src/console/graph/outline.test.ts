import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyFlow, messageFlow, realFlows } from './flow-fixture.ts';
import type { FlowView } from './flow-view.ts';
import { outlineOf } from './outline.ts';

const loop = messageFlow({
  Trigger: { to: ['a'] },
  a: { to: ['b', 'c'] },
  b: { to: ['b', 'a'] },
  c: {},
  alone: { to: ['c'] },
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
  const check = (flow: FlowView) => {
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
});
