import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WebhookParams } from '../engine/events.ts';
import type { JsonObject } from '../engine/json.ts';
import type { PlayWidgetOptions } from '../testing/index.ts';
import { codesOf, connecting, inCall, told } from './call-fixture.ts';
import { enqueueCall } from './enqueue-call.ts';

const events = ['callComplete', 'failedToEnqueue', 'callFailure'];
const enqueue = (properties: JsonObject, options: PlayWidgetOptions = {}) => inCall(enqueueCall, properties, options);
const action = 'action="FLOW?FlowEvent=enqueue"';
const workflow = { workflow_sid: 'WW1' };

const documents: { title: string; properties: JsonObject; enqueues: string }[] = [
  {
    title: 'the documented form: `queue_name`, `wait_url`, `wait_url_method`',
    properties: { queue_name: 'Everyone', wait_url: 'https://hold', wait_url_method: 'POST' },
    enqueues: `<Enqueue ${action} waitUrl="https://hold" waitUrlMethod="POST">Everyone</Enqueue>`,
  },
  {
    title: '`wait_url` is asked for by GET unless said',
    properties: { queue_name: 'q', wait_url: 'https://hold' },
    enqueues: `<Enqueue ${action} waitUrl="https://hold" waitUrlMethod="GET">q</Enqueue>`,
  },
  {
    title: "a blank `wait_url` is the carrier's music; `queue_name` is rendered",
    properties: { queue_name: 'q{{"1"}}', wait_url: '', wait_url_method: 'POST' },
    enqueues: `<Enqueue ${action}>q1</Enqueue>`,
  },
  {
    title: 'the documented form with a workflow: `workflow_sid`, `priority`, `timeout`, `task_attributes`',
    properties: { ...workflow, priority: 7, timeout: 600, task_attributes: '{"type":"{{"call"}}"}' },
    enqueues: `<Enqueue workflowSid="WW1" ${action}><Task priority="7" timeout="600">{"type":"call"}</Task></Enqueue>`,
  },
  {
    title: 'a task of nothing said',
    properties: workflow,
    enqueues: `<Enqueue workflowSid="WW1" ${action}><Task priority="0">{}</Task></Enqueue>`,
  },
  {
    title: 'of both the workflow counts; numbers as text count',
    properties: { ...workflow, queue_name: 'q', priority: '1000', timeout: '60' },
    enqueues: `<Enqueue workflowSid="WW1" ${action}><Task priority="1000" timeout="60">{}</Task></Enqueue>`,
  },
  {
    title: '`priority` and `timeout` without a workflow do nothing',
    properties: { queue_name: 'q', priority: 7, timeout: 5, task_attributes: 'x' },
    enqueues: `<Enqueue ${action}>q</Enqueue>`,
  },
];
for (const { title, properties, enqueues } of documents) {
  test(title, () => assert.equal(told(enqueue(properties)), enqueues));
}

const faults: { title: string; properties: JsonObject; code: number }[] = [
  { title: 'neither a queue nor a workflow', properties: {}, code: 81020 },
  { title: 'a `queue_name` of 65 characters', properties: { queue_name: '{{"x"}}'.repeat(65) }, code: 81020 },
  { title: '`task_attributes` that are no JSON', properties: { ...workflow, task_attributes: '{"a":' }, code: 81015 },
  {
    title: '`task_attributes` of 1,025 characters',
    properties: { ...workflow, task_attributes: `{"a":"${'x'.repeat(1017)}"}` },
    code: 81015,
  },
  { title: 'a template that cannot be rendered', properties: { queue_name: '{% nope %}' }, code: 81018 },
];
for (const { title, properties, code } of faults) {
  test(`${title}: failedToEnqueue with ${code}, and the call stays`, () => {
    const play = enqueue(properties);
    assert.deepEqual(
      [play.event, play.twiml, play.output, codesOf(play)],
      ['failedToEnqueue', undefined, undefined, [code]],
    );
    assert.equal(play.execution.call?.isLive, true);
  });
}

const results: { params: WebhookParams; event: string; isLive?: false }[] = [
  { params: { QueueResult: 'bridged', QueueSid: 'QU1', QueueTime: '35' }, event: 'callComplete' },
  { params: { QueueResult: 'leave', QueueTime: '9' }, event: 'callComplete' },
  { params: { QueueResult: 'redirected' }, event: 'callComplete' },
  { params: { QueueResult: 'redirected-from-bridged' }, event: 'callComplete' },
  { params: { QueueResult: 'hangup', CallStatus: 'completed' }, event: 'callComplete', isLive: false },
  { params: { QueueResult: 'hangup' }, event: 'callComplete', isLive: false },
  { params: { QueueResult: 'queue-full' }, event: 'failedToEnqueue' },
  { params: { QueueResult: 'system-error' }, event: 'callFailure' },
  { params: { QueueResult: 'error' }, event: 'callFailure' },
  { params: { QueueResult: 'constructor' }, event: 'callComplete' },
  { params: {}, event: 'callComplete' },
];
for (const { params, event, isLive = true } of results) {
  test(`the result ${JSON.stringify(params)} is \`${event}\`, with all parameters`, () => {
    const play = enqueue({ queue_name: 'q' });
    play.callback('enqueue', params);
    assert.deepEqual([play.event, play.execution.call?.isLive, codesOf(play)], [event, isLive, []]);
    const output = play.output as JsonObject;
    assert.deepEqual({ ...output, ...params }, output);
  });
}

test('`QueueResult`, `QueueSid` and `QueueTime` are written', () => {
  const play = enqueue({ queue_name: 'q' });
  play.callback('enqueue', { QueueResult: 'bridged', QueueSid: 'QU1', QueueTime: '35' });
  const { QueueResult, QueueSid, QueueTime } = play.output as JsonObject;
  assert.deepEqual([QueueResult, QueueSid, QueueTime], ['bridged', 'QU1', '35']);
});

for (const { title, params, properties, codes } of [
  {
    title: 'left unserved at its timeout',
    params: { QueueResult: 'leave', QueueTime: '60' },
    properties: { timeout: 60 },
    codes: [81009],
  },
  { title: 'left before', params: { QueueResult: 'leave', QueueTime: '59' }, properties: { timeout: 60 }, codes: [] },
  {
    title: 'was served late',
    params: { QueueResult: 'bridged', QueueTime: '60' },
    properties: { timeout: 60 },
    codes: [],
  },
  { title: 'has no timeout', params: { QueueResult: 'leave', QueueTime: '60' }, properties: {}, codes: [] },
]) {
  test(`a task that ${title}: ${codes.length === 0 ? 'nothing is' : '81009 is'} logged`, () => {
    const play = enqueue({ ...workflow, ...properties });
    play.callback('enqueue', params);
    assert.deepEqual([play.event, codesOf(play)], ['callComplete', codes]);
  });
}

test('a hang-up that only the status of the call tells is callComplete with hangup, and the flow goes on', () => {
  const play = enqueue({ queue_name: 'q' }, connecting(events, ['callComplete']));
  play.callStatus('completed');
  play.elapse(10);
  assert.deepEqual([play.event, play.output, play.sent.length], ['callComplete', { QueueResult: 'hangup' }, 1]);
});

test('without a call it is failedToEnqueue with 81020', () => {
  const play = enqueue({ queue_name: 'q' }, { start: { event: 'incomingMessage' } });
  assert.deepEqual([play.event, codesOf(play)], ['failedToEnqueue', [81020]]);
});
