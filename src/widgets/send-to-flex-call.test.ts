/** Send To Flex in a call: the queue of a workflow. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WebhookParams } from '../engine/events.ts';
import type { JsonObject } from '../engine/json.ts';
import { codesOf, connecting, inCall, told } from './call-fixture.ts';
import { sendToFlex } from './send-to-flex.ts';

const usual = { workflow: 'WW1', channel: 'TC1' };
const inQueue = (given: JsonObject = {}) => inCall(sendToFlex, { ...usual, ...given });
const action = 'action="FLOW?FlowEvent=enqueue"';

const documents: { title: string; properties: JsonObject; enqueues: string }[] = [
  {
    title: 'a call waits in the queue of the `workflow`, with the task of `attributes`, `priority` and `timeout`',
    properties: { attributes: '{"name":"{{trigger.call.From}}"}', priority: '7', timeout: '60' },
    enqueues: `<Enqueue workflowSid="WW1" ${action}><Task priority="7" timeout="60">{"name":"+15550002222"}</Task></Enqueue>`,
  },
  {
    title: 'by default one hour, and no attributes',
    properties: {},
    enqueues: `<Enqueue workflowSid="WW1" ${action}><Task priority="0" timeout="3600">{}</Task></Enqueue>`,
  },
  {
    title: '`waitUrl` and `waitUrlMethod` are what is heard meanwhile',
    properties: { waitUrl: 'https://hold/?{{"a"}}', waitUrlMethod: 'GET' },
    enqueues: `<Enqueue workflowSid="WW1" ${action} waitUrl="https://hold/?a" waitUrlMethod="GET"><Task priority="0" timeout="3600">{}</Task></Enqueue>`,
  },
  {
    title: 'a `waitUrlMethod` without `waitUrl` says nothing, nor does the `channel`',
    properties: { waitUrlMethod: 'POST', waitUrl: '', channel: '' },
    enqueues: `<Enqueue workflowSid="WW1" ${action}><Task priority="0" timeout="3600">{}</Task></Enqueue>`,
  },
];
for (const { title, properties, enqueues } of documents) {
  test(title, () => {
    const play = inQueue(properties);
    assert.deepEqual([told(play), play.asked, play.event], [enqueues, [], undefined]);
  });
}

for (const [title, properties] of [
  ['a blank workflow', { workflow: '' }],
  ['attributes that are no JSON', { attributes: '{' }],
] as const) {
  test(`${title}: failedToEnqueue with 81015, and the call stays`, () => {
    const play = inQueue(properties);
    assert.deepEqual([play.event, play.twiml, codesOf(play)], ['failedToEnqueue', undefined, [81015]]);
  });
}

const results: { params: WebhookParams; event: string; codes?: number[] }[] = [
  { params: { QueueResult: 'bridged', QueueSid: 'QU1', QueueTime: '35' }, event: 'callComplete' },
  { params: { QueueResult: 'hangup', CallStatus: 'completed' }, event: 'callComplete' },
  { params: { QueueResult: 'leave', QueueTime: '3600' }, event: 'callComplete', codes: [81009] },
  { params: { QueueResult: 'queue-full' }, event: 'failedToEnqueue' },
  { params: { QueueResult: 'system-error' }, event: 'callFailure' },
];
for (const { params, event, codes = [] } of results) {
  test(`the result ${JSON.stringify(params)} of a call is \`${event}\``, () => {
    const play = inQueue();
    play.callback('enqueue', params);
    assert.deepEqual([play.event, codesOf(play)], [event, codes]);
    const output = play.output as JsonObject;
    assert.deepEqual({ ...output, ...params }, output);
  });
}

test('`QueueResult`, `QueueSid`, `QueueTime` and `CallStatus` of a call are written', () => {
  const play = inQueue();
  play.callback('enqueue', { QueueResult: 'bridged', QueueSid: 'QU1', QueueTime: '35' });
  const { QueueResult, QueueSid, QueueTime, CallStatus } = play.output as JsonObject;
  assert.deepEqual([QueueResult, QueueSid, QueueTime, CallStatus], ['bridged', 'QU1', '35', 'in-progress']);
});

test('a hang-up that only the status of the call tells is callComplete with hangup', () => {
  const play = inQueue();
  play.callStatus('completed');
  play.elapse(10);
  assert.deepEqual([play.event, play.output], ['callComplete', { QueueResult: 'hangup' }]);
});

test('once the call is over nobody is left to hand over: the run ends', () => {
  const again = connecting(['callComplete'], []);
  const play = inCall(sendToFlex, usual, { ...again, transitions: [{ event: 'callComplete', next: 'widget' }] });
  play.callback('enqueue', { QueueResult: 'hangup' });
  assert.deepEqual([play.status, play.endedReason, play.asked], ['ended', 'HANGUP', []]);
});
