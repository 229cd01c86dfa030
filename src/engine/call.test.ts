import assert from 'node:assert/strict';
import { test } from 'node:test';
import { playFlow } from '../testing/index.ts';
import { fields } from './fields.ts';
import type { JsonObject } from './json.ts';
import { defineWidget, end, transition, wait } from './widget.ts';

/** Says something; the caller who hangs up ends the run. */
const say = defineWidget({
  type: 'say',
  title: 'Say',
  summary: 'Says something.',
  source: 'this test',
  channels: ['call'],
  properties: fields({}),
  events: { done: 'It was said' },
  example: {},
  needsCall: true,
  enter: ({ state }) => wait({ twiml: `<Response>${state.name}</Response>` }),
});

/** Has a verb that reports the hang-up. */
const dial = defineWidget({
  type: 'dial',
  title: 'Dial',
  summary: 'Connects.',
  source: 'this test',
  channels: ['call'],
  properties: fields({}),
  events: { done: 'The other has hung up', hangup: 'The caller has', failed: 'There is no call' },
  example: {},
  needsCall: true,
  noCallEvent: 'failed',
  enter: () => wait({ twiml: '<Response>dial</Response>' }),
  on: {
    flowEvent: ({ params }) =>
      transition(params.CallStatus === 'completed' ? 'hangup' : 'done', { status: params.DialCallStatus ?? null }),
    hangUp: () => transition('hangup'),
  },
});

/** Works for a while without the call. */
const work = defineWidget({
  type: 'work',
  title: 'Work',
  summary: 'Waits for an answer.',
  source: 'this test',
  channels: ['call'],
  properties: fields({}),
  events: { done: 'It came' },
  example: {},
  enter: () => wait({ timeoutSeconds: 5 }),
  on: { timeout: () => transition('done') },
});

/** Hands the call to somebody else, and knows one event by a name of its own. */
const give = defineWidget({
  type: 'give',
  title: 'Give',
  summary: 'Gives the call away.',
  source: 'this test',
  channels: ['call'],
  properties: fields({}),
  events: { given: 'It is gone', back: 'It came back' },
  example: {},
  needsCall: true,
  enter: () => wait({ twiml: '<Response>give</Response>' }),
  on: { flowEvent: ({ name }) => (name === 'gone' ? transition('given', {}, { endsCall: true }) : undefined) },
});

const flow = (...states: readonly JsonObject[]): JsonObject => ({
  initial_state: 'Trigger',
  states: [
    {
      name: 'Trigger',
      type: 'trigger',
      transitions: ['incomingCall', 'incomingMessage', 'incomingRequest'].map((event) => ({
        event,
        next: states[0]?.name ?? '',
      })),
    },
    ...states,
  ],
});
const state = (type: string, name: string, nexts: { readonly [event: string]: string } = {}): JsonObject => ({
  type,
  name,
  properties: {},
  transitions: Object.entries(nexts).map(([event, next]) => ({ event, next })),
});
const play = (definition: JsonObject, event: 'incomingCall' | 'incomingMessage' | 'incomingRequest' = 'incomingCall') =>
  playFlow({ definition, start: { event }, widgets: [say, dial, work, give] });
const path = ({ steps }: ReturnType<typeof play>) =>
  steps.map(({ transitionedFrom, event }) => `${transitionedFrom} ${event}`);

test('a call is told what to do, and its verb comes back for what follows', () => {
  const run = play(flow(state('say', 'hello', { done: 'bye' }), state('say', 'bye')));
  assert.equal(run.twiml, '<Response>hello</Response>');
  run.callback('done');
  assert.equal(run.twiml, '<Response>bye</Response>');
  run.callback('done');
  assert.deepEqual([run.status, run.endedReason, run.twiml], ['ended', 'FLOW_END', undefined]);
});

test('a late or repeated request of the call gets what the call was told last', () => {
  const run = play(flow(state('say', 'hello', { done: 'bye' }), state('say', 'bye')));
  const [stepSid] = [run.execution.frames[0]?.waiting?.stepSid];
  run.callback('done');
  for (const name of ['done', 'poll', 'other']) {
    run.flowEvent(name, {}, stepSid);
    assert.equal(run.twiml, '<Response>bye</Response>', name);
  }
  assert.deepEqual(run.problems, []);
  run.flowEvent('unknown');
  assert.deepEqual([run.twiml, run.problems.map(({ code }) => code)], ['<Response>bye</Response>', [81002]]);
});

test('a flow that works is asked again, and answers when it has something to say', () => {
  const run = play(flow(state('work', 'look', { done: 'hello' }), state('say', 'hello')));
  run.callback('poll');
  assert.equal(run.twiml, undefined);
  run.elapse(5);
  run.callback('poll');
  assert.equal(run.twiml, '<Response>hello</Response>');
  assert.deepEqual(run.problems, []);
});

test('a hang-up ends a run whose widget has no event for it', () => {
  const run = play(flow(state('say', 'hello', { done: 'work' }), state('work', 'work')));
  run.callStatus('completed');
  assert.deepEqual([run.status, run.endedReason, run.problems.map(({ code }) => code)], ['ended', 'HANGUP', [81002]]);
  assert.deepEqual(path(run), ['Trigger incomingCall']);
});

test('a widget that does not wait on the call finishes; the next one that needs the call ends the run', () => {
  const run = play(flow(state('work', 'work', { done: 'hello' }), state('say', 'hello')));
  run.callStatus('completed');
  assert.deepEqual([run.status, run.waitsIn], ['active', 'work']);
  run.elapse(5);
  assert.deepEqual([run.status, run.endedReason], ['ended', 'HANGUP']);
  assert.deepEqual(path(run), ['Trigger incomingCall', 'work done']);
});

test('a verb that reports the hang-up itself is waited for, whichever comes first', () => {
  const definition = flow(state('dial', 'dial', { hangup: 'work' }), state('work', 'work'));
  const statusFirst = play(definition);
  statusFirst.callStatus('completed');
  assert.deepEqual([statusFirst.waitsIn, statusFirst.problems], ['dial', []]);
  statusFirst.callback('dial', { CallStatus: 'completed', DialCallStatus: 'completed' });
  const verbFirst = play(definition);
  verbFirst.callback('dial', { CallStatus: 'completed', DialCallStatus: 'completed' });
  verbFirst.callStatus('completed');
  for (const run of [statusFirst, verbFirst]) {
    assert.deepEqual([run.waitsIn, run.execution.call?.isLive], ['work', false]);
    assert.deepEqual(run.context.widgets, { dial: { status: 'completed' } });
    assert.equal(run.twiml, undefined);
  }
});

test('a hang-up that the verb does not report within the grace is taken all the same', () => {
  const run = play(flow(state('dial', 'dial', { hangup: 'work' }), state('work', 'work')));
  run.callStatus('completed');
  run.elapse(9);
  assert.equal(run.waitsIn, 'dial');
  run.elapse(1);
  assert.deepEqual([run.waitsIn, run.context.widgets], ['work', {}]);
});

test('a call on hold is told where to go when it asks, and then the run ends', () => {
  const away = defineWidget({
    ...say,
    type: 'away',
    events: {},
    enter: () => end('FLOW_END', { event: 'timeout', twiml: '<Response>away</Response>' }),
  } as unknown as Parameters<typeof defineWidget>[0]);
  const definition = flow(state('work', 'work', { done: 'away' }), state('away', 'away'));
  const run = playFlow({ definition, start: { event: 'incomingCall' }, widgets: [work, away] });
  run.elapse(5);
  assert.deepEqual([run.status, run.twiml], ['active', undefined]);
  run.callback('poll');
  assert.deepEqual([run.status, run.twiml], ['ended', '<Response>away</Response>']);
  assert.deepEqual(path(run), ['Trigger incomingCall', 'work done', 'away timeout']);
});

test('a call that is given away is over for the run, which goes on without it', () => {
  const run = play(
    flow(state('give', 'give', { given: 'work' }), state('work', 'work', { done: 'hello' }), state('say', 'hello')),
  );
  run.callback('gone');
  assert.deepEqual([run.waitsIn, run.execution.call?.isLive], ['work', false]);
  run.callStatus('completed');
  assert.deepEqual([run.waitsIn, run.problems], ['work', []]);
  run.elapse(5);
  assert.deepEqual([run.status, run.endedReason], ['ended', 'HANGUP']);
});

test('a callback that a widget makes nothing of is taken by its name, or ignored with 81002', () => {
  const run = play(flow(state('give', 'give', { back: 'hello' }), state('say', 'hello')));
  run.callback('else');
  assert.deepEqual([run.waitsIn, run.problems.map(({ code }) => code)], ['give', [81002]]);
  run.flowEvent('back', { a: '1' });
  assert.deepEqual([run.waitsIn, run.context.widgets], ['hello', { give: { a: '1' } }]);
});

test('the status of another call concerns nobody', () => {
  const run = play(flow(state('say', 'hello')));
  run.callStatus('completed', { CallSid: `CA${'f'.repeat(32)}` });
  assert.deepEqual([run.status, run.problems], ['active', []]);
});

for (const { type, event, ends } of [
  { type: 'say', event: undefined, ends: 'ERROR' },
  { type: 'dial', event: 'dial failed', ends: 'FLOW_END' },
]) {
  test(`without any call ${type} is not supported (81020)`, () => {
    const run = play(flow(state(type, type)), 'incomingMessage');
    assert.deepEqual(
      run.problems.map(({ code }) => code),
      [81020],
    );
    assert.deepEqual([run.status, run.endedReason, path(run)[1]], ['ended', ends, event]);
  });
}
