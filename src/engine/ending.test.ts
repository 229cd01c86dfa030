/** What a run owes at its end is asked for once, whatever ends it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playFlow } from '../testing/index.ts';
import type { ProductRequest } from './effects.ts';
import { type EndedReason, endedBy } from './execution.ts';
import { fields } from './fields.ts';
import { defineWidget, end, transition, wait } from './widget.ts';

const owed = (sid: string): ProductRequest => ({
  type: 'conversation.leave',
  conversation: { serviceSid: 'IS1', sid },
});

const common = {
  title: '',
  summary: '',
  source: '',
  channels: ['message'],
  properties: fields({}),
  example: {},
} as const;

const owe = defineWidget({
  ...common,
  type: 'owe',
  events: { next: '' },
  enter: ({ state }) => transition('next', {}, { conversationSid: state.name, atEnd: [owed(state.name)] }),
});

const endWith = defineWidget({
  ...common,
  type: 'end-with',
  events: { next: '' },
  enter: ({ state }) => end(state.name === 'hang-up' ? 'HANGUP' : 'ERROR'),
});

const loop = defineWidget({ ...common, type: 'loop', events: { next: '' }, enter: () => transition('next') });

const stay = defineWidget({
  ...common,
  type: 'stay',
  events: { next: '' },
  enter: () => wait(),
  on: { incomingMessage: () => transition('next') },
});

const state = (name: string, type: string, next?: string) => ({
  name,
  type,
  properties: {},
  transitions: [{ event: 'next', ...(next === undefined ? {} : { next }) }],
});

function play(next: string) {
  return playFlow({
    definition: {
      initial_state: 'Trigger',
      states: [
        {
          name: 'Trigger',
          type: 'trigger',
          properties: {},
          transitions: [{ event: 'incomingMessage', next: 'first' }],
        },
        state('first', 'owe', 'CH1'),
        state('CH1', 'owe', next),
        state('hang-up', 'end-with'),
        state('fail', 'end-with'),
        state('loop', 'loop', 'loop'),
        state('stay', 'stay'),
      ],
    },
    widgets: [owe, endWith, loop, stay],
  });
}

const ends: readonly [next: string, reason: EndedReason][] = [
  ['nowhere', 'FLOW_END'],
  ['hang-up', 'HANGUP'],
  ['fail', 'ERROR'],
  ['loop', 'STEP_LIMIT'],
];
for (const [next, reason] of ends) {
  test(`${reason}: what the last step said is asked for, what an earlier one said is not`, () => {
    const { endedReason, asked, execution } = play(next);
    assert.equal(endedReason, reason);
    assert.deepEqual(asked, [{ ...owed('CH1'), state: '' }]);
    assert.equal(execution.conversationSid, 'CH1');
    assert.equal(execution.atEnd, undefined);
  });
}

test('a run that waits owes it still; when it goes on to its end it is asked for, with a key of the step that said so', () => {
  const it = play('stay');
  assert.deepEqual(it.asked, []);
  const [effect] = it.execution.atEnd ?? [];
  assert.equal(effect?.key, `${it.steps.find(({ transitionedFrom }) => transitionedFrom === 'CH1')?.sid}.end.0`);
  it.receive('Hi');
  assert.equal(it.asked.length, 1);
});

for (const reason of ['STOPPED', 'EXPIRED'] as const) {
  test(`${reason} from outside: asked for once, even when it is stopped again`, () => {
    const { execution } = play('stay');
    const { execution: ended, effects } = endedBy(execution, reason);
    assert.deepEqual([ended.status, ended.endedReason, effects.length], ['ended', reason, 1]);
    assert.deepEqual(endedBy(ended, reason).effects, []);
  });
}

test('the stop event of the engine ends it the same way', () => {
  const it = play('stay');
  it.stop();
  assert.equal(it.endedReason, 'STOPPED');
  assert.equal(it.asked.length, 1);
  it.stop();
  assert.equal(it.asked.length, 1);
});
