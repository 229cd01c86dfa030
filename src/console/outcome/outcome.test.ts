import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { HttpResult } from '../../engine/effects.ts';
import { readFlowView, type StateView } from '../graph/flow-view.ts';
import { loopAtEnd, outcomeSentence, type RunFacts, type StepFacts, type Surroundings } from './outcome.ts';
import { shortOutcome } from './short-outcome.ts';

const nowMs = Date.UTC(2026, 10, 23, 14, 7);
const minutes = 60_000;

const state = (name: string, type: string, transitions: object): StateView => {
  const events = Object.entries(transitions).map(([event, next]) => ({ event, next: next ?? '' }));
  const [found] = readFlowView({ states: [{ name, type, properties: {}, transitions: events }] }).states;
  assert.ok(found);
  return found;
};
const states = [
  state('ask_day', 'send-and-wait-for-reply', { timeout: 'remind', incomingMessage: 'route_day' }),
  state('ask_name', 'send-and-wait-for-reply', { timeout: null }),
  state('to_agent', 'send-to-flex', {}),
  state('menu', 'gather-input-on-call', {}),
  state('get_price', 'make-http-request', {}),
];

const step = (widget: string, type: string, event: string, more: Partial<StepFacts> = {}): StepFacts => ({
  sid: `FT of ${widget}`,
  parentSid: undefined,
  flowSid: 'FW1',
  widget,
  type,
  event,
  target: undefined,
  enteredAtMs: nowMs - 60 * minutes,
  endedAtMs: nowMs,
  ...more,
});

const run = (more: Partial<RunFacts>): RunFacts => ({
  outcome: 'ended',
  endedReason: 'FLOW_END',
  widget: more.steps?.at(-1)?.widget,
  createdAtMs: nowMs - 42_000,
  updatedAtMs: nowMs,
  waiting: [],
  steps: [],
  stepCount: more.steps?.length ?? 0,
  problems: [],
  messages: [],
  stop: undefined,
  ...more,
});

const waitsAt = (widget: string, leftMs?: number, flowSid = 'FW1') => ({
  flowSid,
  widget,
  deadlineMs: leftMs === undefined ? undefined : nowMs + leftMs,
});
const active = (...waiting: RunFacts['waiting'][number][]) =>
  run({ outcome: 'active', endedReason: undefined, waiting, widget: waiting[0]?.widget });
const ends = (outcome: RunFacts['outcome'], last: StepFacts, more: Partial<RunFacts> = {}) =>
  run({ outcome, steps: [last], ...more });
const problem = (code: number, widget: string, message: string, level = 'error') => ({
  code,
  level,
  message,
  widget,
  stepSid: `FT of ${widget}`,
});
const stopped = (stop: RunFacts['stop']) =>
  run({ outcome: 'stopped', endedReason: 'STOPPED', stop, widget: 'ask_day' });

const http = step('get_price', 'make-http-request', 'failed');
const around = (answer?: HttpResult): Surroundings => ({
  nowMs,
  limits: { executionDays: 30, httpSeconds: 10, sameWidgetInARow: 10 },
  state: (_, widget) => states.find(({ name }) => name === widget),
  flowName: (sid) => (sid === 'FW2' ? 'Menu' : undefined),
  answer: () => answer,
  compared: ({ widget }) => (widget === 'route_day' ? 'fish' : undefined),
});

interface Case {
  readonly name: string;
  readonly run: RunFacts;
  readonly answer?: HttpResult;
  /** Tone and sentence; times of day are written as `hh:mm`. */
  readonly says: readonly [string, string];
}

const cases: readonly Case[] = [
  {
    name: 'waiting for a reply',
    run: active(waitsAt('ask_day', 58.5 * minutes)),
    says: ['waiting', 'Waiting at ask_day for a reply, 59 min left (until hh:mm). Then No reply leads to remind.'],
  },
  {
    name: 'waiting for a reply whose time-out leads nowhere',
    run: active(waitsAt('ask_name', 30_000)),
    says: ['waiting', 'Waiting at ask_name for a reply, 30 s left (until hh:mm). Then No reply ends it.'],
  },
  {
    name: 'past its time limit',
    run: active(waitsAt('ask_day', -5_000)),
    says: ['waiting', 'Waiting at ask_day for a reply, past its time limit. Then No reply leads to remind.'],
  },
  {
    name: 'waiting without a limit',
    run: active(waitsAt('to_agent')),
    says: ['waiting', 'Waiting at to_agent for the task to end. No time limit.'],
  },
  {
    name: 'waiting in a subflow',
    run: active(waitsAt('run_menu'), waitsAt('menu', 5_000, 'FW2')),
    says: [
      'waiting',
      'Waiting at menu for keys or speech, 5 s left (until hh:mm). Then No input ends it. It is in the subflow Menu.',
    ],
  },
  { name: 'just begun', run: active(), says: ['waiting', 'It has just begun.'] },
  {
    name: 'a branch without next',
    run: ends('ended', step('send_thanks', 'send-message', 'sent')),
    says: ['ended', 'Ended after send_thanks: Sent leads nowhere, so the flow is done.'],
  },
  {
    name: 'no match',
    run: ends('ended', step('route_day', 'split-based-on', 'noMatch')),
    says: ['ended', 'Ended at route_day: “fish” matched no condition and No match leads nowhere (81005).'],
  },
  {
    name: 'no match of a value that is not known',
    run: ends('ended', step('route', 'split-based-on', 'noMatch')),
    says: ['ended', 'Ended at route: nothing matched and No match leads nowhere (81005).'],
  },
  {
    name: 'an answer that is a failure',
    run: ends('failed', http),
    answer: { ok: true, status: 503, body: '', headers: {} },
    says: ['failed', 'Failed at get_price: the server answered 503 and Failed leads nowhere.'],
  },
  {
    name: 'no answer',
    run: ends('failed', http),
    answer: { ok: false, reason: 'timeout', message: '' },
    says: ['failed', 'Failed at get_price: the HTTP request got no answer in 10 s and Failed leads nowhere.'],
  },
  {
    name: 'a server that is not there',
    run: ends('failed', http),
    answer: { ok: false, reason: 'network', message: '' },
    says: ['failed', 'Failed at get_price: the HTTP request could not reach the server and Failed leads nowhere.'],
  },
  {
    name: 'a function that answers with an error',
    run: ends('failed', step('price', 'run-function', 'fail')),
    answer: { ok: true, status: 500, body: '', headers: {} },
    says: ['failed', 'Failed at price: the function answered 500 and Fail leads nowhere.'],
  },
  {
    name: 'a failure that only its problem explains',
    run: ends('failed', http, { problems: [problem(81014, 'get_price', 'The URL is not valid after rendering.')] }),
    says: ['failed', 'Failed at get_price: the URL is not valid after rendering and Failed leads nowhere.'],
  },
  {
    name: 'a time-out',
    run: ends('ended', step('ask_day', 'send-and-wait-for-reply', 'timeout')),
    says: ['ended', 'Ended at ask_day: no reply within 1 h, and No reply leads nowhere.'],
  },
  {
    name: 'a message that was not delivered',
    run: ends('failed', step('ask_day', 'send-and-wait-for-reply', 'deliveryFailure'), {
      messages: [{ stepSid: 'FT of ask_day', errorCode: 30003 }],
    }),
    says: ['failed', 'Failed at ask_day: the message could not be delivered (30003) and Not delivered leads nowhere.'],
  },
  {
    name: 'a hang-up while it waited',
    run: run({ endedReason: 'HANGUP', widget: 'menu', steps: [step('Trigger', 'trigger', 'incomingCall')] }),
    says: ['ended', 'Ended at menu: the caller hung up after 42 s.'],
  },
  {
    name: 'a hang-up that is an event',
    run: ends('ended', step('menu', 'record-voicemail', 'hangup')),
    says: ['ended', 'Ended at menu: the caller hung up after 42 s.'],
  },
  {
    name: 'a call that was over',
    run: run({
      endedReason: 'HANGUP',
      widget: 'say_bye',
      steps: [step('a', 'send-message', 'sent', { target: 'say_bye' })],
    }),
    says: ['stopped', 'Stopped at say_bye: the call was already over.'],
  },
  {
    name: 'stopped by a key',
    run: stopped({ keyName: 'CI', through: 'api', reason: undefined }),
    says: ['stopped', 'Stopped by API key CI at hh:mm.'],
  },
  {
    name: 'stopped with the token',
    run: stopped({ keyName: undefined, through: 'api', reason: undefined }),
    says: ['stopped', 'Stopped by the API at hh:mm.'],
  },
  {
    name: 'stopped in the console',
    run: stopped({ keyName: 'CI', through: 'console', reason: 'A wrong number' }),
    says: ['stopped', 'Stopped in the console at hh:mm. Reason: A wrong number'],
  },
  {
    name: 'stopped by an older version, which kept nothing of it',
    run: stopped(undefined),
    says: ['stopped', 'Stopped by the API at hh:mm.'],
  },
  {
    name: 'the step limit',
    run: run({
      outcome: 'failed',
      endedReason: 'STEP_LIMIT',
      problems: [problem(81000, 'a', '')],
      stepCount: 1_000,
      steps: ['x', ...Array.from({ length: 999 }, (_, at) => ['a', 'b', 'c'][at % 3] ?? '')].map((name) =>
        step(name, 'set-variables', 'next'),
      ),
    }),
    says: ['stopped', 'Stopped after 1,000 steps (81000). It went 333 times through a, b, c.'],
  },
  {
    name: 'the same widget in a row',
    run: run({
      outcome: 'failed',
      endedReason: 'STEP_LIMIT',
      problems: [problem(81001, 'retry', '')],
      steps: [step('retry', 'set-variables', 'next')],
    }),
    says: ['stopped', 'Stopped: retry was entered 10 times in a row (81001).'],
  },
  {
    name: 'too much work',
    run: run({ outcome: 'failed', endedReason: 'STEP_LIMIT', problems: [problem(89002, 'big', '')] }),
    says: ['stopped', 'Stopped at big: its templates took too much work (89002).'],
  },
  {
    name: 'its age',
    run: run({ outcome: 'failed', endedReason: 'EXPIRED', widget: 'ask_day' }),
    says: ['stopped', 'Stopped after 30 days at ask_day.'],
  },
  {
    name: 'a template that is wrong',
    run: ends('failed', step('terms', 'send-message', 'failed'), {
      problems: [problem(81018, 'terms', 'The template "x" could not be rendered: Unknown filter "uper" (line 1).')],
    }),
    says: ['failed', 'Failed at terms: the template uses “uper”, which is not a filter (81018).'],
  },
  {
    name: 'a template that fails as it runs',
    run: ends('failed', step('terms', 'send-message', 'failed'), {
      problems: [problem(81018, 'terms', 'The template "x" could not be rendered: divided by 0.')],
    }),
    says: ['failed', 'Failed at terms: the template "x" could not be rendered: divided by 0 (81018).'],
  },
  {
    name: 'an error of a widget',
    run: ends('failed', step('big', 'set-variables', 'next'), {
      endedReason: 'ERROR',
      problems: [problem(89001, 'big', 'The context has more than 10 bytes; the execution was ended.')],
    }),
    says: ['failed', 'Failed at big: the context has more than 10 bytes; the execution was ended (89001).'],
  },
  {
    name: 'a fault that nobody noted',
    run: run({ outcome: 'failed', endedReason: 'ERROR', widget: 'ask_day' }),
    says: ['failed', 'Failed at ask_day: the server could not go on here.'],
  },
  {
    name: 'a type that can not be run',
    run: ends('failed', step('old_bot', 'send-to-auto-pilot', 'failed'), {
      endedReason: 'ERROR',
      problems: [problem(81020, 'old_bot', 'Widget "old_bot" cannot run.')],
    }),
    says: ['ended', 'Ended at old_bot: this type can not be run.'],
  },
  {
    name: 'a failure in a subflow',
    run: run({
      outcome: 'failed',
      endedReason: 'ERROR',
      steps: [step('say_hi', 'send-message', 'failed', { parentSid: 'FT of run_menu', flowSid: 'FW2' })],
      problems: [problem(81011, 'say_hi', 'Nobody took the message.')],
    }),
    says: ['failed', 'Failed in subflow Menu at say_hi: nobody took the message (81011).'],
  },
  {
    name: 'a deleted flow',
    run: run({ isFlowDeleted: true }),
    says: ['ended', 'Ended because the flow was deleted.'],
  },
];

for (const { name, run: facts, answer, says } of cases) {
  test(`the banner says: ${name}`, () => {
    const { tone, text } = outcomeSentence(facts, around(answer));
    assert.deepEqual([tone, text.replace(/\b\d\d:\d\d\b/, 'hh:mm')], says);
  });
}

const loops = [
  { names: 'a b c', loop: undefined },
  { names: 'x a a a', loop: { times: 3, widgets: ['a'] } },
  { names: 'x a b a b a b', loop: { times: 3, widgets: ['a', 'b'] } },
  { names: 'a b b a b b a b b', loop: { times: 3, widgets: ['a', 'b', 'b'] } },
  { names: 'a b a b', loop: undefined },
];
for (const { names, loop } of loops) {
  test(`${names} ends in ${loop ? `a loop of ${loop.widgets}` : 'no loop'}`, () => {
    assert.deepEqual(loopAtEnd(names.split(' ')), loop);
  });
}

const listed = { lastStep: undefined, lastProblem: undefined, dueAtMs: undefined, endedReason: undefined } as const;
const short = [
  { run: { outcome: 'active', widget: 'ask', dueAtMs: nowMs + 59 * minutes }, says: 'ask, 59 min left' },
  { run: { outcome: 'active', widget: 'ask' }, says: 'ask' },
  { run: { outcome: 'active', widget: 'ask', dueAtMs: nowMs - 1 }, says: 'ask, past its time limit' },
  { run: { outcome: 'ended', widget: 'bye', endedReason: 'FLOW_END' }, says: 'Ended after bye' },
  { run: { outcome: 'ended', widget: 'menu', endedReason: 'HANGUP' }, says: 'Hung up at menu' },
  { run: { outcome: 'stopped', widget: 'ask' }, says: 'Stopped at ask' },
  {
    run: {
      outcome: 'failed',
      widget: 'get_price',
      lastProblem: problem(81016, 'get_price', 'The request of "get_price" was answered with status 503.'),
    },
    says: 'get_price: the request was answered with status 503',
  },
] as const;
for (const { run: facts, says } of short) {
  test(`a list says: ${says}`, () => {
    assert.equal(shortOutcome({ ...listed, ...facts }, nowMs).text, says);
  });
}
