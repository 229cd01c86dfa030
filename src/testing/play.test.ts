import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fields } from '../engine/fields.ts';
import type { JsonObject } from '../engine/json.ts';
import { defineWidget, transition, wait } from '../engine/widget.ts';
import { playFlow, playWidget } from './index.ts';

const askTwice: JsonObject = {
  initial_state: 'Trigger',
  states: [
    {
      name: 'Trigger',
      type: 'trigger',
      transitions: [
        { event: 'incomingMessage', next: 'ask' },
        { event: 'incomingRequest', next: 'ask' },
      ],
    },
    {
      name: 'ask',
      type: 'send-and-wait-for-reply',
      properties: { body: 'Name, {{flow.data.title}}?', timeout: '60' },
      transitions: [
        { event: 'incomingMessage', next: 'look' },
        { event: 'timeout', next: 'ask' },
      ],
    },
    {
      name: 'look',
      type: 'make-http-request',
      properties: { method: 'GET', url: 'https://example.com/?name={{widgets.ask.inbound.Body}}' },
      transitions: [{ event: 'success', next: 'thank' }, { event: 'failed' }],
    },
    {
      name: 'thank',
      type: 'send-message',
      properties: { body: 'Hello {{widgets.look.parsed.name}}!' },
      transitions: [],
    },
  ],
};

test('a flow is played from the first message to the end', () => {
  const play = playFlow({ definition: askTwice, http: { look: { json: { name: 'Ann' } } } });
  assert.equal(play.waitsIn, 'ask');
  assert.equal(play.status, 'active');
  play.receive('ann');
  assert.equal(play.status, 'ended');
  assert.equal(play.endedReason, 'FLOW_END');
  assert.deepEqual(
    play.steps.map(({ transitionedFrom, event, transitionedTo }) => `${transitionedFrom} ${event} ${transitionedTo}`),
    ['Trigger incomingMessage ask', 'ask incomingMessage look', 'look success thank', 'thank sent Ended'],
  );
  assert.deepEqual(
    play.sent.map(({ body }) => body),
    ['Name, ?', 'Hello Ann!'],
  );
  assert.deepEqual(
    play.requests.map(({ url, state }) => [state, url]),
    [['look', 'https://example.com/?name=ann']],
  );
  assert.deepEqual(play.problems, []);
});

test('the same play gives the same bytes', () => {
  const record = () => {
    const play = playFlow({ definition: askTwice, http: () => ({ status: 404 }) });
    play.elapse(70);
    play.receive('x');
    return JSON.stringify([play.runs, play.sent, play.requests]);
  };
  assert.equal(record(), record());
});

test('deadlines fire in order while time passes', () => {
  const play = playFlow({ definition: askTwice });
  const startMs = play.nowMs;
  play.elapse(59);
  assert.equal(play.sent.length, 1);
  play.elapse(122);
  assert.equal(play.nowMs, startMs + 181_000);
  assert.deepEqual(
    play.steps.filter(({ event }) => event === 'timeout').map(({ endedAtMs }) => (endedAtMs - startMs) / 1000),
    [60, 120, 180],
  );
  assert.equal(play.deadlineMs, startMs + 240_000);
});

test('a message after the end starts a new run, unless the play forbids it', () => {
  const http = { look: { json: {} } };
  const play = playFlow({ definition: askTwice, http });
  play.receive('a');
  play.receive('b');
  assert.equal(play.runs.length, 2);
  assert.equal(play.waitsIn, 'ask');
  assert.equal(play.sent.length, 3);

  const single = playFlow({ definition: askTwice, http, startsNewRuns: false });
  single.receive('a');
  assert.throws(() => single.receive('b'), /no run is active to receive "b"/);
});

test('a REST start brings its parameters as flow.data and goes from the flow to the contact', () => {
  const play = playFlow({
    definition: askTwice,
    start: { event: 'incomingRequest', from: '+15550003333', to: '+15550004444', parameters: { title: 'Dr' } },
  });
  assert.deepEqual(
    play.sent.map(({ from, to, body }) => ({ from, to, body })),
    [{ from: '+15550003333', to: '+15550004444', body: 'Name, Dr?' }],
  );
  assert.throws(() => play.request(), /409/);
});

test('a play that has not begun begins by a message or a request', () => {
  const play = playFlow({ definition: askTwice, start: null });
  assert.deepEqual([play.runs.length, play.waitsIn], [0, undefined]);
  assert.throws(() => play.context, /nothing has started the flow yet/);
  play.request({ title: 'Ms' });
  assert.equal(play.sent[0]?.body, 'Name, Ms?');
});

test('a request that nobody answers is an error that says what to give', () => {
  const play = playFlow({ definition: askTwice });
  assert.throws(() => play.receive('a'), /"look" asks GET https:\/\/example\.com\/\?name=a.*`http: \{ "look"/);
});

test('answers go by visit, by name, and to all others by *', () => {
  const flow: JsonObject = {
    initial_state: 'Trigger',
    states: [
      { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'a' }] },
      ...['a', 'b'].map((name) => ({
        name,
        type: 'run-function',
        properties: { url: 'https://example.com/f' },
        transitions: [
          { event: 'success', next: name === 'a' ? 'b' : 'a' },
          { event: 'fail', next: name === 'a' ? 'b' : 'a' },
        ],
      })),
    ],
  };
  const play = playFlow({
    definition: flow,
    functions: { a: [{ status: 201 }, { status: 500 }], '*': { fails: 'network' } },
    limits: { stepsPerExecution: 7 },
  });
  assert.deepEqual(
    play.steps.slice(1).map(({ transitionedFrom, event }) => `${transitionedFrom} ${event}`),
    ['a success', 'b fail', 'a fail', 'b fail', 'a fail', 'b fail'],
  );
});

test('an open effect waits until it is answered', () => {
  const play = playFlow({ definition: askTwice, http: () => undefined });
  play.receive('a');
  assert.deepEqual(
    play.pending.map(({ type }) => type),
    ['http.request'],
  );
  play.elapse(3600);
  assert.equal(play.waitsIn, 'look');
  play.answer({ json: { name: 'Bo' } });
  assert.equal(play.sent.at(-1)?.body, 'Hello Bo!');
  assert.throws(() => play.answer({}), /nothing waits for an answer/);
});

test('the context after a step is folded from the steps', () => {
  const play = playFlow({ definition: askTwice, http: { look: { json: { name: 'Ann' } } } });
  play.receive('ann');
  const [trigger, ask, , last] = play.steps;
  assert.ok(trigger && ask && last);
  assert.deepEqual(play.contextAfter(trigger).widgets, {});
  assert.deepEqual(Object.keys(play.contextAfter(ask).widgets as JsonObject), ['ask']);
  assert.deepEqual(play.contextAfter(last), play.context);
});

test('a run can be stopped', () => {
  const play = playFlow({ definition: askTwice });
  play.stop();
  assert.deepEqual([play.status, play.endedReason, play.steps.length], ['ended', 'STOPPED', 1]);
});

test("a widget of one's own can be played", () => {
  const echo = defineWidget({
    type: 'echo',
    title: 'Echo',
    summary: 'Waits for a message and keeps it.',
    source: 'this test',
    channels: ['message'],
    properties: fields({}),
    events: { heard: 'A message came', timeout: 'None came' },
    example: {},
    enter: () => wait({ timeoutSeconds: 5 }),
    on: {
      incomingMessage: ({ params }) => transition('heard', { text: params.Body ?? null }),
      timeout: () => transition('timeout'),
    },
  });
  const play = playWidget(echo, echo.example);
  assert.deepEqual([play.event, play.output], [undefined, undefined]);
  play.receive('hey');
  assert.deepEqual([play.event, play.output], ['heard', { text: 'hey' }]);

  const late = playWidget(echo, {}, { name: 'other', start: { event: 'incomingRequest' } });
  late.elapse(5);
  assert.equal(late.event, 'timeout');
});

test('a widget that forgets its deadline is found out', () => {
  const forgetful = defineWidget({
    type: 'forgetful',
    title: 'Forgetful',
    summary: 'Has a deadline and nothing to do then.',
    source: 'this test',
    channels: ['message'],
    properties: fields({}),
    events: {},
    example: {},
    enter: () => wait({ timeoutSeconds: 1 }),
  });
  const play = playWidget(forgetful, {});
  assert.throws(() => play.elapse(1), /needs `on\.timeout`/);
});
