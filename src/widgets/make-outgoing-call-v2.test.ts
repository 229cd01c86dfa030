import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../engine/json.ts';
import type { PlayWidgetOptions } from '../testing/index.ts';
import { codesOf, connecting, inCall } from './call-fixture.ts';
import { makeOutgoingCallV2 } from './make-outgoing-call-v2.ts';

const properties = { from: '{{flow.channel.address}}', to: '{{contact.channel.address}}' };
const events = ['answered', 'busy', 'noAnswer', 'failed'];
const call = (more: JsonObject = {}, options: PlayWidgetOptions = {}) =>
  inCall(makeOutgoingCallV2, { ...properties, ...more }, { start: { event: 'incomingRequest' }, ...options });

/** What was asked of the carrier, without the callbacks. */
function asked(more: JsonObject) {
  const [request] = call(more).asked;
  assert.equal(request?.type, 'call.create');
  const { answeredUrl: _, statusCallback: __, ...rest } = request.call;
  return rest;
}

const usual = { to: '+15550002222', from: '+15550001111', timeoutSeconds: 60, record: false };

/** As the editor exports it. */
const exported = {
  timeout: 60,
  record: false,
  recording_channels: 'mono',
  recording_status_callback: '',
  trim: 'do-not-trim',
  detect_answering_machine: false,
  machine_detection: 'Enable',
  machine_detection_timeout: '30',
  machine_detection_speech_threshold: '2400',
  machine_detection_speech_end_threshold: '1200',
  machine_detection_silence_timeout: '5000',
  send_digits: '',
  sip_auth_username: '',
  sip_auth_password: '',
};

const requests: { title: string; properties: JsonObject; asks: JsonObject }[] = [
  { title: 'an exported widget: what is blank is left out', properties: exported, asks: {} },
  { title: 'blank `from` and `to` are the addresses of the run', properties: { from: '', to: ' ' }, asks: {} },
  { title: '`to` may be a client', properties: { to: 'client:{{"ann"}}' }, asks: { to: 'client:ann' } },
  { title: '`timeout` is the ring time, as text too', properties: { timeout: '20' }, asks: { timeoutSeconds: 20 } },
  { title: '`timeout` is at most 600 seconds', properties: { timeout: 601 }, asks: { timeoutSeconds: 600 } },
  { title: '`timeout` may be 0', properties: { timeout: 0 }, asks: { timeoutSeconds: 0 } },
  {
    title: '`record`: in mono and not trimmed unless said',
    properties: { record: true },
    asks: { record: true, recordingChannels: 'mono', trim: 'do-not-trim' },
  },
  {
    title: '`recording_channels`, `trim` and `recording_status_callback` go with the recording',
    properties: {
      record: 'true',
      recording_channels: 'dual',
      trim: 'trim-silence',
      recording_status_callback: 'https://r',
    },
    asks: { record: true, recordingChannels: 'dual', trim: 'trim-silence', recordingStatusCallback: 'https://r' },
  },
  {
    title: '`trim` "true" trims',
    properties: { record: true, trim: 'true' },
    asks: { record: true, recordingChannels: 'mono', trim: 'trim-silence' },
  },
  {
    title: '`trim` "false" does not',
    properties: { record: true, trim: 'false' },
    asks: { record: true, recordingChannels: 'mono', trim: 'do-not-trim' },
  },
  {
    title: '`detect_answering_machine` asks for the detection with its numbers',
    properties: { ...exported, detect_answering_machine: true, machine_detection: '{{"DetectMessageEnd"}}' },
    asks: {
      machineDetection: {
        mode: 'DetectMessageEnd',
        timeoutSeconds: '30',
        speechThreshold: '2400',
        speechEndThreshold: '1200',
        silenceTimeout: '5000',
      },
    },
  },
  {
    title: '`machine_detection_timeout` and the others are left to the carrier where they are no numbers',
    properties: {
      detect_answering_machine: 'true',
      machine_detection_timeout: 'soon',
      machine_detection_speech_threshold: '',
      machine_detection_speech_end_threshold: '-1',
      machine_detection_silence_timeout: '1.5',
    },
    asks: { machineDetection: { mode: 'Enable' } },
  },
  {
    title: '`send_digits` switches the detection off',
    properties: { send_digits: 'ww12#', detect_answering_machine: true },
    asks: { sendDigits: 'ww12#' },
  },
  {
    title: '`sip_auth_username` and `sip_auth_password`',
    properties: { to: 'sip:a@b', sip_auth_username: 'u', sip_auth_password: 'p' },
    asks: { to: 'sip:a@b', sipAuthUsername: 'u', sipAuthPassword: 'p' },
  },
];
for (const { title, properties: given, asks } of requests) {
  test(title, () => assert.deepEqual(asked(given), { ...usual, ...asks }));
}

test('its callbacks come to the flow, with the step', () => {
  const play = call();
  const [request] = play.asked;
  assert.equal(request?.type, 'call.create');
  const step = play.execution.frames[0]?.waiting?.stepSid;
  assert.ok(request.call.answeredUrl.endsWith(`?FlowEvent=answered&Step=${step}`));
  assert.ok(request.call.statusCallback.endsWith(`?FlowEvent=callStatus&Step=${step}`));
});

test('`answered`: the run holds the call, and its next words are the answer to that very request', () => {
  const then = { name: 'then', type: 'say-play', properties: { say: 'Hi' }, transitions: [] };
  const transitions = [{ event: 'answered', next: 'then' }];
  const play = call({}, { transitions, states: [then] });
  for (const status of ['initiated', 'ringing', 'in-progress']) play.callStatus(status);
  assert.equal(play.event, undefined);
  play.callback('answered', { AnsweredBy: 'machine_start', MachineDetectionDuration: '4200' });
  const { AnsweredBy, MachineDetectionDuration, CallSid, CallStatus, Direction } = play.output as JsonObject;
  assert.deepEqual(
    [play.event, play.waitsIn, AnsweredBy, MachineDetectionDuration],
    ['answered', 'then', 'machine_start', '4200'],
  );
  assert.deepEqual([CallStatus, Direction], ['in-progress', 'outbound-api']);
  assert.deepEqual(play.execution.call, { sid: CallSid, isLive: true });
  assert.match(play.twiml ?? '', /<Say loop="1">Hi<\/Say>/);
  play.callStatus('completed');
  assert.deepEqual([play.status, play.endedReason], ['ended', 'HANGUP']);
});

const statuses: { status: string; event: string; codes: number[] }[] = [
  { status: 'busy', event: 'busy', codes: [] },
  { status: 'no-answer', event: 'noAnswer', codes: [] },
  { status: 'failed', event: 'failed', codes: [81008] },
  { status: 'canceled', event: 'failed', codes: [81008] },
];
for (const { status, event, codes } of statuses) {
  test(`the status ${status} is \`${event}\`, with what the callback says`, () => {
    const play = call();
    play.callStatus(status);
    const { CallStatus, To } = play.output as JsonObject;
    assert.deepEqual([play.event, codesOf(play), CallStatus, To], [event, codes, status, '+15550002222']);
    assert.equal(play.execution.call, undefined);
  });
}

test('a call that the carrier refuses is `failed` with 81008, and writes nothing', () => {
  const play = call({}, { calls: { widget: { refused: { code: 21211, message: 'Invalid To' } } } });
  assert.deepEqual([play.event, play.output, codesOf(play)], ['failed', undefined, [81008]]);
  assert.match(play.problems[0]?.message ?? '', /Invalid To/);
});

test('a refusal after the call was heard of is none of its: the call goes on', () => {
  const play = call({}, { calls: () => undefined });
  const CallSid = `CA${'7'.repeat(32)}`;
  play.callStatus('ringing', { CallSid });
  play.answer({ refused: { code: 20500, message: 'timed out' } });
  assert.deepEqual([play.event, codesOf(play)], [undefined, []]);
  play.callback('answered', { CallSid });
  assert.deepEqual([play.event, play.execution.call], ['answered', { sid: CallSid, isLive: true }]);
});

test('an answer before the carrier has confirmed the call counts', () => {
  const play = call({}, { calls: () => undefined });
  play.callback('answered', { CallSid: 'CA7' });
  assert.equal(play.event, 'answered');
});

test('a call that ends before it is told anything ends the run with 81002', () => {
  const play = call();
  play.callStatus('completed');
  assert.deepEqual([play.endedReason, play.event, codesOf(play)], ['HANGUP', undefined, [81002]]);
});

test('a run that is in a call makes no other: `failed` with 81020', () => {
  const play = inCall(makeOutgoingCallV2, properties);
  assert.deepEqual([play.event, play.asked, codesOf(play)], ['failed', [], [81020]]);
});

test('a run that a message began calls back', () => {
  const play = call({}, { start: { event: 'incomingMessage' } });
  play.callback('answered');
  assert.equal(play.event, 'answered');
});

test('once a call is over another can be made', () => {
  const dial = {
    name: 'dial',
    type: 'connect-call-to',
    properties: { noun: 'number', to: '+1' },
    transitions: [{ event: 'hangup', next: 'widget' }],
  };
  const play = call({}, { transitions: [{ event: 'answered', next: 'dial' }], states: [dial] });
  play.callback('answered');
  play.callback('dial', { CallStatus: 'completed' });
  assert.deepEqual([play.waitsIn, play.asked.length], ['widget', 2]);
});

test('a template that cannot be rendered is `failed` with 81018', () => {
  const play = call({ to: '{% nope %}' });
  assert.deepEqual([play.event, play.asked, codesOf(play)], ['failed', [], [81018]]);
});

test('an event that another callback names is ignored while it rings', () => {
  const play = call({}, connecting(events, []));
  play.flowEvent('return');
  assert.deepEqual([play.event, codesOf(play)], [undefined, [81002]]);
});
