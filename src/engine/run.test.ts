import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type PlayOptions, playFlow } from '../testing/index.ts';
import { widgetsByType } from '../widgets/index.ts';
import { compileFlow, type Program } from './definition.ts';
import type { ExecutionEvent } from './events.ts';
import type { JsonObject } from './json.ts';
import { studioDefaults } from './limits.ts';
import type { Env } from './outcome.ts';
import { resume } from './run.ts';
import { studioSettings } from './settings.ts';

const definition = {
  initial_state: 'Trigger',
  states: [
    { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'ask' }] },
    {
      name: 'ask',
      type: 'send-and-wait-for-reply',
      properties: { body: '?', timeout: '60' },
      transitions: [
        { event: 'incomingMessage', next: 'look' },
        { event: 'timeout', next: 'look' },
        { event: 'audioComplete', next: 'look' },
      ],
    },
    {
      name: 'look',
      type: 'make-http-request',
      properties: { url: 'https://a.example' },
      transitions: [{ event: 'success', next: 'ask' }],
    },
  ],
};

const start = (options: Partial<PlayOptions> = {}) => playFlow({ definition, http: () => undefined, ...options });

test('a FlowEvent may be any event of the widget, or of its transitions; its parameters are the output', () => {
  for (const name of ['timeout', 'deliveryFailure', 'audioComplete']) {
    const play = start();
    play.flowEvent(name, { theRecordUrl: 'https://a.example/r' });
    const step = play.steps[1];
    assert.deepEqual([step?.transitionedFrom, step?.event], ['ask', name]);
    assert.deepEqual((play.context.widgets as JsonObject).ask, { theRecordUrl: 'https://a.example/r' });
  }
});

test('a FlowEvent that the widget does not know is ignored with 81002', () => {
  for (const name of ['keypress', '', '__proto__', 'constructor']) {
    const play = start();
    play.flowEvent(name);
    assert.deepEqual([play.waitsIn, play.steps.length], ['ask', 1]);
    assert.deepEqual(
      play.problems.map(({ code, level, state }) => [code, level, state]),
      [[81002, 'warning', 'ask']],
    );
  }
});

test('a callback of a step that was left is ignored without a word', () => {
  const play = start();
  const stale = play.execution.frames[0]?.waiting?.stepSid ?? '';
  play.receive('x');
  play.answer({});
  assert.equal(play.waitsIn, 'ask');
  play.flowEvent('timeout', {}, stale);
  assert.deepEqual([play.waitsIn, play.steps.length, play.problems], ['ask', 3, []]);
  play.flowEvent('timeout', {}, play.execution.frames[0]?.waiting?.stepSid);
  assert.equal(play.waitsIn, 'look');
});

test('an event for a run that has ended changes nothing', () => {
  const play = start();
  play.stop();
  const before = JSON.stringify(play.runs);
  play.flowEvent('timeout');
  play.elapse(3600);
  assert.equal(JSON.stringify(play.runs), before);
});

/** A run that waits in `ask`, and a way to hand it events by itself. */
function waiting() {
  const { execution, nowMs } = start();
  const liquid = { dialect: studioSettings.liquidDialect, limits: studioDefaults.liquid };
  const program: Program = { flow: compileFlow(definition, widgetsByType, liquid), subflows: new Map() };
  const env: Env = {
    nowMs,
    sid: () => 'FTnew',
    limits: studioDefaults,
    settings: studioSettings,
    webhookBase: 'https://studio.example.com',
    hasOpenRequest: false,
  };
  return { execution, program, env };
}

const accepted = { type: 'message.send', result: { ok: true, resource: {} } } as const;

const withoutEffect: { title: string; event: ExecutionEvent }[] = [
  { title: 'a result that nobody waits for', event: { type: 'effectResult', key: 'FTother.0', outcome: accepted } },
  { title: 'a deadline before its time', event: { type: 'deadline' } },
  {
    title: 'a report for another step',
    event: { type: 'messageStatus', stepSid: 'FTother', messageSid: 'SM1', status: 'failed', params: {} },
  },
  {
    title: 'a report on another message',
    event: { type: 'messageStatus', messageSid: 'SMother', status: 'failed', params: {} },
  },
  { title: 'the status of a call', event: { type: 'callStatus', callSid: 'CA1', status: 'completed', params: {} } },
];
for (const { title, event } of withoutEffect) {
  test(`${title} changes nothing`, () => {
    const { program, execution, env } = waiting();
    const outcome = resume(program, execution, event, env);
    assert.deepEqual(outcome, { execution, steps: [], effects: [], problems: [] });
  });
}

test('a result that comes twice counts once', () => {
  const play = start();
  const { execution, program, env } = waiting();
  const key = `${play.execution.frames[0]?.waiting?.stepSid}.0`;
  const outcome = resume(program, execution, { type: 'effectResult', key, outcome: accepted }, env);
  assert.deepEqual(outcome.execution, execution);
});

test('the arguments are left as they are', () => {
  const { program, execution, env } = waiting();
  const before = JSON.stringify(execution);
  const event: ExecutionEvent = { type: 'incomingMessage', params: { Body: 'x' } };
  const one = resume(program, execution, event, env);
  assert.equal(JSON.stringify(execution), before);
  assert.deepEqual(resume(program, execution, event, env), one);
});

test('a run whose widget is gone from its revision ends with ERROR', () => {
  const { execution, env } = waiting();
  const flow = compileFlow({ initial_state: 'Trigger', states: [] }, widgetsByType, {
    dialect: 'studio',
    limits: studioDefaults.liquid,
  });
  const outcome = resume({ flow, subflows: new Map() }, execution, { type: 'incomingMessage', params: {} }, env);
  assert.deepEqual([outcome.execution.status, outcome.execution.endedReason], ['ended', 'ERROR']);
});

for (const reason of ['STOPPED', 'EXPIRED'] as const) {
  test(`stop with ${reason} ends the run where it is`, () => {
    const { program, execution, env } = waiting();
    const outcome = resume(program, execution, { type: 'stop', reason }, env);
    assert.deepEqual([outcome.execution.status, outcome.execution.endedReason, outcome.steps], ['ended', reason, []]);
    assert.deepEqual(
      outcome.execution.frames.map((frame) => frame.waiting),
      [null],
    );
  });
}

test('effects bear the step and a key of their own', () => {
  const play = start();
  play.receive('x');
  const [effect] = play.pending;
  assert.equal(effect?.key, `${effect?.stepSid}.0`);
  assert.equal(effect?.stepSid, play.execution.frames[0]?.waiting?.stepSid);
});
