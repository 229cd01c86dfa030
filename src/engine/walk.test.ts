import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playFlow } from '../testing/index.ts';
import type { JsonObject } from './json.ts';

function flow(transitions: JsonObject[], ...states: JsonObject[]): JsonObject {
  const trigger = { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'a' }] };
  return {
    initial_state: 'Trigger',
    states: [trigger, { name: 'a', type: 'set-variables', properties: {}, transitions }, ...states],
  };
}

const end = (name: string): JsonObject => ({ name, type: 'set-variables', properties: {}, transitions: [] });

const ways: { title: string; transitions: JsonObject[]; to: string }[] = [
  { title: 'a transition leads to its next', transitions: [{ event: 'next', next: 'b' }], to: 'b' },
  {
    title: 'an event twice: the first with a next wins',
    transitions: [
      { event: 'next' },
      { event: 'next', next: '' },
      { event: 'next', next: 'c' },
      { event: 'next', next: 'b' },
    ],
    to: 'c',
  },
  {
    title: 'a next that names no state ends the branch',
    transitions: [{ event: 'next', next: 'nowhere' }],
    to: 'Ended',
  },
  { title: 'an absent next ends the branch', transitions: [{ event: 'next' }], to: 'Ended' },
  { title: 'a null next ends the branch', transitions: [{ event: 'next', next: null }], to: 'Ended' },
  { title: 'an empty next ends the branch', transitions: [{ event: 'next', next: '' }], to: 'Ended' },
  { title: 'an event without a transition ends the branch', transitions: [{ event: 'other', next: 'b' }], to: 'Ended' },
  { title: 'no transitions end the branch', transitions: [], to: 'Ended' },
];
for (const { title, transitions, to } of ways) {
  test(title, () => {
    const play = playFlow({ definition: flow(transitions, end('b'), end('c')) });
    assert.equal(play.steps[1]?.transitionedTo, to);
    assert.deepEqual([play.endedReason, play.problems], ['FLOW_END', []]);
  });
}

test('names are case-sensitive', () => {
  const play = playFlow({ definition: flow([{ event: 'next', next: 'B' }], end('b')) });
  assert.equal(play.steps[1]?.transitionedTo, 'Ended');
});

test('of two states with one name the first counts', () => {
  const play = playFlow({
    definition: flow(
      [{ event: 'next', next: 'b' }],
      { ...end('b'), type: 'send-message', properties: { body: 'x' } },
      end('b'),
    ),
  });
  assert.equal(play.steps[2]?.type, 'send-message');
});

test('names that are properties of every object are names like others', () => {
  for (const name of ['__proto__', 'constructor', 'toString']) {
    const state = {
      name,
      type: 'set-variables',
      properties: { variables: [{ key: name, value: 'x' }] },
      transitions: [],
    };
    const play = playFlow({ definition: flow([{ event: 'next', next: name }], state) });
    assert.equal(play.steps[2]?.transitionedFrom, name);
    const { widgets } = play.context as { widgets: JsonObject };
    assert.deepEqual(Object.entries(widgets), [[name, Object.fromEntries([[name, 'x']])]]);
    assert.equal(({} as Record<string, unknown>).x, undefined);
  }
});

const failures: { transitions: JsonObject[]; event: string; to: string; reason: string }[] = [
  { transitions: [{ event: 'failed', next: 'b' }], event: 'failed', to: 'b', reason: 'FLOW_END' },
  {
    transitions: [
      { event: 'done', next: 'b' },
      { event: 'fail', next: 'b' },
    ],
    event: 'fail',
    to: 'b',
    reason: 'FLOW_END',
  },
  { transitions: [{ event: 'error', next: 'b' }, { event: 'failure' }], event: 'error', to: 'b', reason: 'FLOW_END' },
  { transitions: [{ event: 'done', next: 'b' }], event: 'failed', to: 'Ended', reason: 'ERROR' },
];
for (const { transitions, event, to, reason } of failures) {
  test(`an unknown type with ${JSON.stringify(transitions.map((each) => each.event))} leaves by ${event} to ${to}`, () => {
    const unknown = { name: 'u', type: 'hang-up', properties: {}, transitions };
    const play = playFlow({ definition: flow([{ event: 'next', next: 'u' }], unknown, end('b')) });
    const step = play.steps.find(({ transitionedFrom }) => transitionedFrom === 'u');
    assert.deepEqual([step?.event, step?.transitionedTo, step?.type, play.endedReason], [event, to, 'hang-up', reason]);
    assert.deepEqual(
      play.problems.map(({ code, state }) => [code, state]),
      [[81020, 'u']],
    );
  });
}

for (const definition of [
  {},
  { states: [] },
  { states: 'x', initial_state: 7 },
  { states: [null, 7, { type: 7 }], initial_state: 'Trigger' },
]) {
  test(`${JSON.stringify(definition)} has nothing to run and ends`, () => {
    const play = playFlow({ definition });
    assert.deepEqual([play.status, play.endedReason, play.steps, play.problems], ['ended', 'FLOW_END', [], []]);
  });
}

const revisit = {
  initial_state: 'Trigger',
  states: [
    { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'ask' }] },
    {
      name: 'ask',
      type: 'send-and-wait-for-reply',
      properties: { body: '?', timeout: '5' },
      transitions: [{ event: 'incomingMessage', next: 'ask' }],
    },
  ],
};
for (const [outputOnRevisit, keys] of [
  ['merge', ['outbound', 'inbound']],
  ['replace', ['outbound']],
] as const) {
  test(`on a second visit the output ${outputOnRevisit}s that of the first`, () => {
    const play = playFlow({ definition: revisit, settings: { outputOnRevisit } });
    play.receive('x');
    play.elapse(5);
    const { ask } = play.context.widgets as { ask: JsonObject };
    assert.deepEqual(Object.keys(ask), keys);
  });
}

test('a step bears the SID it was given on entry, its times and its place', () => {
  const play = playFlow({ definition: revisit });
  const waiting = play.execution.frames[0]?.waiting;
  play.elapse(3);
  play.receive('x');
  const [first, second] = play.steps;
  assert.equal(second?.sid, waiting?.stepSid);
  assert.deepEqual([first?.sequence, second?.sequence], [0, 1]);
  assert.equal((second?.endedAtMs ?? 0) - (second?.enteredAtMs ?? 0), 3000);
});
