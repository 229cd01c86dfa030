import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { readFlowView, statesByName } from './flow-view.ts';

const cases = [
  {
    title: 'an offset is kept as found',
    state: { properties: { offset: { x: 20.5, y: -3 } } },
    offset: { x: 20.5, y: -3 },
  },
  { title: 'an offset of texts is none', state: { properties: { offset: { x: '20', y: '0' } } }, offset: undefined },
  { title: 'half an offset is none', state: { properties: { offset: { x: 20 } } }, offset: undefined },
  { title: 'no properties, no offset', state: {}, offset: undefined },
] as const;

for (const { title, state, offset } of cases) {
  test(title, () => {
    assert.deepEqual(readFlowView({ states: [{ name: 'a', type: 'trigger', ...state }] }).states[0]?.offset, offset);
  });
}

test('absent, null and empty targets lead nowhere', () => {
  const transitions = [{ event: 'a' }, { event: 'b', next: null }, { event: 'c', next: '' }, { event: 'd', next: 'x' }];
  const [state] = readFlowView({ states: [{ name: 'a', type: 'trigger', transitions }] }).states;
  assert.deepEqual(
    state?.transitions.map(({ next }) => next),
    [undefined, undefined, undefined, 'x'],
  );
});

test('two widgets of one name are two cards, and wires lead to the first', () => {
  const flow = readFlowView({ states: ['a', 'a', 'b', 'a'].map((name) => ({ name, type: 'send-message' })) });
  assert.deepEqual(
    flow.states.map(({ id }) => id),
    ['a', 'a#2', 'b', 'a#3'],
  );
  assert.equal(statesByName(flow).get('a'), flow.states[0]);
});

test('a trigger without a name is called Trigger', () => {
  assert.equal(readFlowView({ states: [{ type: 'trigger' }] }).states[0]?.name, 'Trigger');
});

test('any JSON is read', () => {
  fc.assert(fc.property(fc.jsonValue(), (json) => void readFlowView(json as never)));
});
