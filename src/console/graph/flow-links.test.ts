import assert from 'node:assert/strict';
import { test } from 'node:test';
import { largeFlow, messageFlow } from './flow-fixture.ts';
import { alongWire, flowLinks, reach, unreachable } from './flow-links.ts';

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

test('2,000 cards that follow one another are all reached', () => {
  assert.equal(reach(flowLinks(largeFlow(2000)), ['m0'], 'forwards').size, 2000);
});
