import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readFlowView } from '../graph/flow-view.ts';
import { pathMarks } from './path-marks.ts';
import type { Visit } from './visits.ts';

const flow = readFlowView({
  initial_state: 'Trigger',
  states: [
    { name: 'Trigger', type: 'trigger', properties: {}, transitions: [{ event: 'incomingMessage', next: 'ask' }] },
    {
      name: 'ask',
      type: 'send-and-wait-for-reply',
      properties: {},
      transitions: [{ event: 'incomingMessage', next: 'route' }],
    },
    {
      name: 'route',
      type: 'split-based-on',
      properties: {},
      transitions: [
        { event: 'noMatch', next: 'ask' },
        { event: 'match', next: 'bye', conditions: [{ type: 'equal_to', value: '1' }] },
        { event: 'match', next: 'ask', conditions: [{ type: 'equal_to', value: '2' }] },
      ],
    },
    { name: 'bye', type: 'send-message', properties: {}, transitions: [{ event: 'sent' }] },
  ],
});

const visit = (number: number, widget: string, event?: string, target?: string): Visit => ({
  number,
  stepSid: `FT${number}`,
  flowSid: 'FW1',
  parentSid: undefined,
  widget,
  type: undefined,
  enteredAtMs: 0,
  endedAtMs: event === undefined ? undefined : 1,
  event,
  target,
  deadlineMs: 60_000,
});
const looped = [
  visit(1, 'Trigger', 'incomingMessage', 'ask'),
  visit(2, 'ask', 'incomingMessage', 'route'),
  visit(3, 'route', 'noMatch', 'ask'),
  visit(4, 'ask', 'incomingMessage', 'route'),
  visit(5, 'route', 'match', 'bye'),
  visit(6, 'bye', 'failed'),
];

test('cards bear the numbers of their visits; those off the way are quiet', () => {
  const { cards } = pathMarks(flow, looped.slice(0, 2), { nowMs: 0 });
  assert.deepEqual(cards.get('ask'), { rim: 'visited', visits: [2] });
  assert.deepEqual(cards.get('bye'), { isQuiet: true });
  assert.deepEqual(pathMarks(flow, looped, { nowMs: 0 }).cards.get('ask')?.visits, [2, 4]);
});

test('wires that were travelled say when; the others are quiet', () => {
  const { wires } = pathMarks(flow, looped, { nowMs: 0 });
  assert.deepEqual(wires.get('ask/incomingMessage'), { kind: 'visited', label: '2→3, 4→5' });
  assert.deepEqual(wires.get('route/noMatch'), { kind: 'visited', label: '3→4' });
  assert.deepEqual(wires.get('route/match'), { kind: 'visited', label: '5→6' });
  assert.deepEqual(wires.get('route/match#2'), { kind: 'quiet' });
});

test('the card of the failed step and the card that waits are marked', () => {
  const failed = pathMarks(flow, looped, { nowMs: 0, failedAt: 'FT6' });
  assert.equal(failed.cards.get('bye')?.rim, 'failed');
  const waiting = pathMarks(flow, [...looped.slice(0, 1), visit(2, 'ask')], { nowMs: 1_000 });
  assert.deepEqual([waiting.cards.get('ask')?.rim, waiting.cards.get('ask')?.footer], ['waiting', '59 s left']);
});
