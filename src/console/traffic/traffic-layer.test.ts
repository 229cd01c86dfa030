import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFlowView } from '../graph/flow-view.ts';
import { type Counts, trafficLayer } from './traffic-layer.ts';

const flow = readFlowView({
  initial_state: 'Trigger',
  states: [
    { name: 'Trigger', type: 'trigger', properties: {}, transitions: [{ event: 'incomingMessage', next: 'ask' }] },
    {
      name: 'ask',
      type: 'send-and-wait-for-reply',
      properties: {},
      transitions: [
        { event: 'incomingMessage', next: 'bye' },
        { event: 'timeout', next: 'ask' },
      ],
    },
    { name: 'bye', type: 'send-message', properties: {}, transitions: [{ event: 'sent' }] },
    { name: 'never', type: 'send-message', properties: {}, transitions: [{ event: 'sent' }] },
  ],
});
const counts: Counts = {
  widgets: [
    { widget: 'Trigger', in: 0, out: 100, ended: 0, failed: 0 },
    { widget: 'ask', in: 120, out: 100, ended: 12, failed: 0 },
    { widget: 'bye', in: 80, out: 80, ended: 76, failed: 4 },
  ],
  transitions: [
    { widget: 'bye', event: 'sent', target: undefined, count: 80 },
    { widget: 'ask', event: 'timeout', target: 'ask', count: 20 },
    { widget: 'ask', event: 'incomingMessage', target: 'bye', count: 80 },
    { widget: 'Trigger', event: 'incomingMessage', target: 'ask', count: 100 },
  ],
};

test('wires are as wide as their share of the busiest, and say how many took them', () => {
  const { wires } = trafficLayer(flow, counts, undefined);
  assert.deepEqual(wires.get('Trigger/incomingMessage'), { width: 8, label: '100 · 100 %' });
  assert.deepEqual(wires.get('ask/incomingMessage'), { width: 6.7, label: '80 · 80 %' });
  assert.deepEqual(wires.get('ask/timeout'), { width: 2.8, label: '20 · 20 %' });
  assert.deepEqual(wires.get('bye/sent'), { kind: 'quiet' });
});

test('cards say how many came and ended there, and mark many failures', () => {
  const { cards } = trafficLayer(flow, counts, undefined);
  assert.deepEqual(
    ['Trigger', 'ask', 'bye', 'never'].map((id) => cards.get(id)),
    [
      { footer: '100 began here' },
      { footer: 'in 120 · ended here 10 %' },
      { footer: 'in 80 · ended here 100 % · ▲ failed 5 %', isFooterBad: true },
      { isQuiet: true },
    ],
  );
});

test('with another revision wires that both took say from what to what', () => {
  const than = {
    ...counts,
    transitions: [
      { widget: 'ask', event: 'incomingMessage', target: 'bye', count: 1 },
      { widget: 'ask', event: 'timeout', target: 'other', count: 1 },
    ],
  };
  const { wires, rows } = trafficLayer(flow, counts, than);
  assert.equal(wires.get('ask/incomingMessage')?.label, '50 % → 80 %');
  assert.equal(wires.get('ask/timeout')?.label, '20 · 20 %');
  assert.deepEqual(
    rows.map(({ widget, label, target, thanShare }) => [widget, label, target, thanShare]),
    [
      ['Trigger', 'Message', 'ask', undefined],
      ['ask', 'Reply', 'bye', 0.5],
      ['ask', 'No reply', 'ask', undefined],
      ['bye', 'Sent', undefined, undefined],
    ],
  );
});
