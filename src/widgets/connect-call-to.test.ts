import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WebhookParams } from '../engine/events.ts';
import type { JsonObject } from '../engine/json.ts';
import { codesOf, connecting, inCall, told } from './call-fixture.ts';
import { connectCallTo } from './connect-call-to.ts';

const dial = 'action="FLOW?FlowEvent=dial" method="POST"';

const documents: { title: string; properties: JsonObject; dials: string }[] = [
  {
    title: 'the documented form: `noun`, `to`, `caller_id`, `timeout`, `time_limit`, `record`',
    properties: {
      noun: 'number',
      to: '+15550001',
      caller_id: '+15550009',
      timeout: 30,
      time_limit: '3600',
      record: true,
    },
    dials: 'callerId="+15550009" timeout="30" timeLimit="3600" record="record-from-answer"><Number>+15550001</Number>',
  },
  {
    title: 'what is not said is left to the carrier, but for the 30 seconds',
    properties: { noun: 'number', to: '+1' },
    dials: 'timeout="30"><Number>+1</Number>',
  },
  {
    title: '`to` and `caller_id` are rendered',
    properties: { noun: 'number', to: ' {{trigger.call.To}}', caller_id: '{{contact.channel.address}}' },
    dials: 'callerId="+15550002222" timeout="30"><Number>+15550001111</Number>',
  },
  {
    title: '`noun` number-multi rings several at once, at most ten',
    properties: { noun: 'number-multi', to: `+1, +2,,+3 ${'+4,'.repeat(9)}` },
    dials: `timeout="30"><Number>+1</Number><Number>+2</Number><Number>+3</Number>${'<Number>+4</Number>'.repeat(7)}`,
  },
  { title: '`noun` client', properties: { noun: 'client', to: 'ann' }, dials: 'timeout="30"><Client>ann</Client>' },
  {
    title: '`noun` conference',
    properties: { noun: 'conference', to: 'Room 1' },
    dials: 'timeout="30"><Conference>Room 1</Conference>',
  },
  { title: '`noun` sim', properties: { noun: 'sim', to: 'DE1' }, dials: 'timeout="30"><Sim>DE1</Sim>' },
  {
    title: '`noun` sip takes `sip_endpoint`, `sip_username` and `sip_password`',
    properties: { noun: 'sip', sip_endpoint: 'sip:a@b', sip_username: 'u', sip_password: '{{"p"}}', to: 'x' },
    dials: 'timeout="30"><Sip username="u" password="p">sip:a@b</Sip>',
  },
  {
    title: 'a `noun` that is none is a number',
    properties: { noun: 'fax', to: '+1' },
    dials: 'timeout="30"><Number>+1</Number>',
  },
  {
    title: '`timeout` as text counts, a `time_limit` that is no number does not',
    properties: { noun: 'number', to: '+1', timeout: '10', time_limit: 'x' },
    dials: 'timeout="10"><Number>+1</Number>',
  },
];
for (const { title, properties, dials } of documents) {
  test(title, () => assert.equal(told(inCall(connectCallTo, properties)), `<Dial ${dial} ${dials}</Dial>`));
}

const records: [record: JsonObject[string], isRecorded: boolean][] = [
  [true, true],
  ['true', true],
  ['record-from-answer', true],
  [false, false],
  ['false', false],
  ['do-not-record', false],
  ['', false],
];
for (const [record, isRecorded] of records) {
  test(`\`record\` ${JSON.stringify(record)} ${isRecorded ? 'records' : 'does not'}`, () => {
    const document = told(inCall(connectCallTo, { noun: 'number', to: '+1', record }));
    assert.equal(document.includes('record="record-from-answer"'), isRecorded);
  });
}

const completed = {
  DialCallStatus: 'completed',
  DialCallSid: 'CA9',
  DialCallDuration: '12',
  RecordingUrl: 'https://r',
};
const endings: { title: string; params: WebhookParams; event: string; codes: number[]; isLive: boolean }[] = [
  { title: 'the other party hangs up', params: completed, event: 'callCompleted', codes: [], isLive: true },
  { title: 'busy', params: { DialCallStatus: 'busy' }, event: 'callCompleted', codes: [], isLive: true },
  { title: 'failed', params: { DialCallStatus: 'failed' }, event: 'callCompleted', codes: [], isLive: true },
  {
    title: 'nobody answers in time, 81007',
    params: { DialCallStatus: 'no-answer' },
    event: 'callCompleted',
    codes: [81007],
    isLive: true,
  },
  {
    title: 'the caller hangs up',
    params: { CallStatus: 'completed', ...completed },
    event: 'hangup',
    codes: [],
    isLive: false,
  },
  {
    title: 'the caller hangs up while it rings',
    params: { CallStatus: 'completed', DialCallStatus: 'no-answer' },
    event: 'hangup',
    codes: [],
    isLive: false,
  },
];
for (const { title, params, event, codes, isLive } of endings) {
  test(`${title}: \`${event}\`, with all parameters`, () => {
    const play = inCall(connectCallTo, { noun: 'number', to: '+1' });
    play.callback('dial', params);
    assert.deepEqual([play.event, codesOf(play), play.execution.call?.isLive], [event, codes, isLive]);
    const output = play.output as JsonObject;
    for (const [name, value] of Object.entries(params)) assert.equal(output[name], value, name);
    assert.equal(output.From, '+15550002222');
  });
}

test('`DialCallStatus`, `DialCallSid`, `DialCallDuration` and `RecordingUrl` are written', () => {
  const play = inCall(connectCallTo, { noun: 'number', to: '+1' });
  play.callback('dial', completed);
  const { DialCallStatus, DialCallSid, DialCallDuration, RecordingUrl } = play.output as JsonObject;
  assert.deepEqual({ DialCallStatus, DialCallSid, DialCallDuration, RecordingUrl }, completed);
});

test('a hang-up that only the status of the call tells is `hangup`, and the flow goes on without a call', () => {
  const play = inCall(connectCallTo, { noun: 'number', to: '+1' }, connecting(['callCompleted', 'hangup'], ['hangup']));
  play.callStatus('completed');
  assert.equal(play.event, undefined);
  play.elapse(10);
  assert.deepEqual([play.event, play.output, play.sent.length, play.endedReason], ['hangup', undefined, 1, 'FLOW_END']);
});

test('without a call it is not entered: 81020, and the run ends', () => {
  const play = inCall(connectCallTo, { noun: 'number', to: '+1' }, { start: { event: 'incomingMessage' } });
  assert.deepEqual([play.endedReason, play.event, codesOf(play)], ['ERROR', undefined, [81020]]);
});
