import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WebhookParams } from '../engine/events.ts';
import type { JsonObject } from '../engine/json.ts';
import { codesOf, inCall, told } from './call-fixture.ts';
import { recordVoicemail } from './record-voicemail.ts';

const goingOn = '<Redirect method="POST">FLOW?FlowEvent=noAudio</Redirect>';
const usual = {
  timeout: '5',
  finishOnKey: '',
  maxLength: '3600',
  trim: 'trim-silence',
  playBeep: 'true',
  transcribe: 'false',
};

const documents: { title: string; properties: JsonObject; records: JsonObject }[] = [
  { title: 'by default until 5 seconds of silence, with a beep, by no key', properties: {}, records: {} },
  {
    title: '`timeout`, `finish_on_key`, `max_length`, `trim` and `play_beep`',
    properties: { timeout: 3, finish_on_key: '#', max_length: 120, trim: 'do-not-trim', play_beep: 'false' },
    records: { timeout: '3', finishOnKey: '#', maxLength: '120', trim: 'do-not-trim', playBeep: 'false' },
  },
  { title: '`timeout` 0 is no end by silence', properties: { timeout: 0 }, records: { timeout: '0' } },
  {
    title: 'numbers as text and a boolean `play_beep` count',
    properties: { timeout: '7', max_length: '30', play_beep: false },
    records: { timeout: '7', maxLength: '30', playBeep: 'false' },
  },
  {
    title: '`transcribe` with `transcription_callback_url`',
    properties: { transcribe: true, transcription_callback_url: 'https://t' },
    records: { transcribe: 'true', transcribeCallback: 'https://t' },
  },
  {
    title: '`transcription_callback_url` counts with `transcribe` alone',
    properties: { transcription_callback_url: 'https://t' },
    records: {},
  },
  {
    title: '`recording_status_callback_url` is rendered',
    properties: { recording_status_callback_url: 'https://r/?{{"a"}}' },
    records: { recordingStatusCallback: 'https://r/?a' },
  },
];
for (const { title, properties, records } of documents) {
  test(title, () => {
    const attributes = Object.entries({ ...usual, ...records }).map(([name, value]) => ` ${name}="${value}"`);
    const record = `<Record action="FLOW?FlowEvent=record" method="POST"${attributes.join('')}/>`;
    assert.equal(told(inCall(recordVoicemail, properties)), record + goingOn);
  });
}

const recorded = {
  RecordingUrl: 'https://example.com/RE7',
  RecordingSid: 'RE7',
  RecordingDuration: '9',
};
const named = { Sid: 'RE7', Uri: '/2010-04-01/Accounts/AC00000000000000000000000000000001/Recordings/RE7.json' };

const endings: { title: string; params: WebhookParams; event: string; shows: JsonObject; isLive: boolean }[] = [
  {
    title: 'silence ends it',
    params: { ...recorded, Digits: '' },
    event: 'recordingComplete',
    shows: { ...recorded, ...named, Digits: '' },
    isLive: true,
  },
  {
    title: 'a key ends it',
    params: { ...recorded, Digits: '#' },
    event: 'recordingComplete',
    shows: { ...recorded, ...named, Digits: '#' },
    isLive: true,
  },
  {
    title: 'the caller hangs up',
    params: { ...recorded, Digits: 'hangup', CallStatus: 'completed' },
    event: 'hangup',
    shows: { ...recorded, ...named, Digits: 'hangup' },
    isLive: false,
  },
  {
    title: 'the caller hangs up, by Digits alone',
    params: { ...recorded, Digits: 'hangup' },
    event: 'hangup',
    shows: recorded,
    isLive: false,
  },
  {
    title: 'the caller hangs up, by the status alone, before anything was recorded',
    params: { CallStatus: 'completed' },
    event: 'hangup',
    shows: {},
    isLive: false,
  },
];
for (const { title, params, event, shows, isLive } of endings) {
  test(`${title}: \`${event}\``, () => {
    const play = inCall(recordVoicemail, {});
    play.callback('record', params);
    assert.deepEqual([play.event, play.execution.call?.isLive], [event, isLive]);
    const output = play.output as JsonObject;
    assert.deepEqual({ ...output, ...shows }, output);
    assert.equal('Sid' in output, 'RecordingSid' in output);
  });
}

test('`RecordingUrl`, `RecordingSid`, `RecordingDuration`, `Digits`, and `Sid` and `Uri` of the recording are written', () => {
  const play = inCall(recordVoicemail, {});
  play.callback('record', { ...recorded, Digits: '#' });
  const { RecordingUrl, RecordingSid, RecordingDuration, Digits, Sid, Uri, CallStatus } = play.output as JsonObject;
  assert.deepEqual({ RecordingUrl, RecordingSid, RecordingDuration }, recorded);
  assert.deepEqual([Digits, { Sid, Uri }, CallStatus], ['#', named, 'in-progress']);
});

test('nothing was recorded, and the verb falls through: `noAudio`', () => {
  const play = inCall(recordVoicemail, {});
  play.callback('noAudio');
  assert.equal(play.event, 'noAudio');
});

test('a voicemail without sound is recordingComplete, and noAudio where the setting says so', () => {
  for (const [legacyNoAudio, event] of [
    [false, 'recordingComplete'],
    [true, 'noAudio'],
  ] as const) {
    const play = inCall(recordVoicemail, {}, { settings: { legacyNoAudio } });
    play.callback('record', { ...recorded, RecordingDuration: '0' });
    assert.equal(play.event, event);
  }
});

test('a hang-up that only the status of the call tells is `hangup`', () => {
  const play = inCall(recordVoicemail, {});
  play.callStatus('completed');
  play.elapse(9);
  assert.equal(play.event, undefined);
  play.elapse(1);
  assert.deepEqual([play.event, play.output], ['hangup', undefined]);
});

test('without a call it is not entered: 81020, and the run ends', () => {
  const play = inCall(recordVoicemail, {}, { start: { event: 'incomingMessage' } });
  assert.deepEqual([play.endedReason, play.event, codesOf(play)], ['ERROR', undefined, [81020]]);
});
