import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playFlow, type Start } from '../testing/index.ts';
import { trigger } from './trigger.ts';

const states = ['incomingMessage', 'incomingCall', 'incomingConversationMessage', 'incomingRequest'].map((event) => ({
  event,
  next: `on_${event}`,
}));

const definition = {
  initial_state: 'Trigger',
  states: [
    { name: 'Trigger', type: 'trigger', transitions: states },
    ...states.map(({ next }) => ({
      name: next,
      type: 'set-variables',
      properties: {},
      transitions: [{ event: 'next' }],
    })),
  ],
};

const starts: { start: Start & { event: string }; subtree: string; has: string[] }[] = [
  {
    start: { event: 'incomingMessage' },
    subtree: 'message',
    has: ['AccountSid', 'Body', 'From', 'MessageSid', 'NumMedia', 'To'],
  },
  {
    start: { event: 'incomingCall' },
    subtree: 'call',
    has: ['AccountSid', 'CallSid', 'CallStatus', 'Direction', 'From', 'To'],
  },
  {
    start: { event: 'incomingConversationMessage' },
    subtree: 'conversation',
    has: ['Author', 'Body', 'ConversationSid'],
  },
  { start: { event: 'incomingRequest' }, subtree: 'request', has: ['from', 'parameters', 'to'] },
];

for (const { start, subtree, has } of starts) {
  test(`${start.event} takes its own transition and writes trigger.${subtree} alone`, () => {
    const play = playFlow({ definition, start });
    const [first, second] = play.steps;
    assert.deepEqual([first?.event, first?.transitionedFrom, first?.type], [start.event, 'Trigger', 'trigger']);
    assert.equal(second?.transitionedFrom, `on_${start.event}`);
    assert.deepEqual(Object.keys(play.context), ['flow', 'contact', 'trigger', 'widgets']);
    // The subtree of a trigger that did not fire is absent, not null (execution-model §7).
    const triggers = play.context.trigger as Record<string, object>;
    assert.deepEqual(Object.keys(triggers), [subtree]);
    assert.deepEqual(
      has.filter((key) => !Object.keys(triggers[subtree] ?? {}).includes(key)),
      [],
    );
    assert.deepEqual(play.context.widgets, {});
  });
}

test('an event that leads nowhere ends the run after one step', () => {
  for (const transitions of [
    [],
    [{ event: 'incomingMessage' }],
    [{ event: 'incomingMessage', next: '' }],
    [{ event: 'incomingMessage', next: null }],
  ]) {
    const play = playFlow({ definition: { initial_state: 'Trigger', states: [{ type: 'trigger', transitions }] } });
    assert.deepEqual(
      play.steps.map(({ event, transitionedTo }) => [event, transitionedTo]),
      [['incomingMessage', 'Ended']],
    );
    assert.deepEqual([play.status, play.endedReason, play.sent.length], ['ended', 'FLOW_END', 0]);
  }
});

test('the context knows flow, run and both addresses; webhook parameters pass through unchanged', () => {
  const play = playFlow({
    definition,
    start: {
      from: '+15550007777',
      to: '+15550008888',
      params: { NumMedia: '1', 'X-own': 'a', AddOns: { status: 'ok' } },
    },
  });
  assert.deepEqual(play.context.contact, { channel: { address: '+15550007777' } });
  assert.deepEqual(play.context.flow, {
    sid: 'FN00000000000000000000000000000001',
    flow_sid: 'FW00000000000000000000000000000001',
    channel: { address: '+15550008888' },
    variables: {},
    data: {},
    add_ons: { status: 'ok' },
  });
  const { message } = play.context.trigger as { message: Record<string, unknown> };
  assert.deepEqual([message.NumMedia, message['X-own']], ['1', 'a']);
});

test('a REST start brings its parameters with their types, twice', () => {
  const parameters = { name: 'Ann', age: 7, tags: ['a'], open: true };
  const play = playFlow({ definition, start: { event: 'incomingRequest', from: '+1', to: '+2', parameters } });
  const { flow, trigger: tree, contact } = play.context as Record<string, Record<string, unknown>>;
  assert.deepEqual(flow?.data, parameters);
  assert.deepEqual(tree?.request, { from: '+1', to: '+2', parameters });
  assert.deepEqual([flow?.channel, contact?.channel], [{ address: '+1' }, { address: '+2' }]);
});

test('lists all five events in the order of the console', () => {
  assert.deepEqual(Object.keys(trigger.events), [
    'incomingMessage',
    'incomingCall',
    'incomingConversationMessage',
    'incomingRequest',
    'incomingParent',
  ]);
});
