import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../engine/json.ts';
import { codesOf, inCall } from './call-fixture.ts';
import { recordCall } from './record-call.ts';

const call = { callSid: 'CA00000000000000000000000000000001', number: '+15550001111' };
const started = { do: 'start', ...call, channels: 'dual', trim: 'do-not-trim' };
const reported = {
  statusCallback: 'https://r',
  statusCallbackMethod: 'POST',
  statusCallbackEvents: ['completed'],
};

const requests: { title: string; properties: JsonObject; asks: JsonObject }[] = [
  {
    title: '`record_call` true starts, in two channels and not trimmed unless said',
    properties: { record_call: true },
    asks: started,
  },
  { title: '`record_call` "true" starts', properties: { record_call: 'true' }, asks: started },
  {
    title: '`record_call` false stops',
    properties: { record_call: false, trim: 'trim-silence' },
    asks: { do: 'stop', ...call },
  },
  {
    title: '`recording_channels` and `trim`',
    properties: { record_call: true, recording_channels: 'mono', trim: '{{"trim-silence"}}' },
    asks: { ...started, channels: 'mono', trim: 'trim-silence' },
  },
  {
    title: '`recording_status_callback`: the end is reported by POST unless said',
    properties: { record_call: true, recording_status_callback: 'https://r' },
    asks: { ...started, ...reported },
  },
  {
    title: '`recording_status_callback_method` and `recording_status_callback_events`',
    properties: {
      record_call: true,
      recording_status_callback: 'https://r',
      recording_status_callback_method: 'get',
      recording_status_callback_events: ' in-progress  completed ',
    },
    asks: { ...started, ...reported, statusCallbackMethod: 'GET', statusCallbackEvents: ['in-progress', 'completed'] },
  },
  {
    title: 'as the editor exports it, without a callback',
    properties: {
      record_call: true,
      recording_status_callback: '',
      recording_status_callback_method: 'POST',
      recording_status_callback_events: 'completed',
    },
    asks: started,
  },
];
for (const { title, properties, asks } of requests) {
  test(title, () => {
    const play = inCall(recordCall, properties);
    assert.deepEqual(play.asked, [{ type: 'call.record', recording: asks, state: 'widget' }]);
  });
}

test('`success`: the recording with its fields in PascalCase', () => {
  const play = inCall(recordCall, { record_call: true });
  const output = play.output as JsonObject;
  assert.deepEqual([play.event, play.twiml], ['success', undefined]);
  const { Sid, AccountSid, CallSid, Status, Channels, Source, StartTime, Duration, Uri } = output;
  assert.deepEqual(
    [CallSid, Status, Channels, Source, Duration],
    [call.callSid, 'in-progress', 2, 'StartCallRecordingAPI', null],
  );
  assert.equal(Uri, `/2010-04-01/Accounts/${AccountSid}/Calls/${CallSid}/Recordings/${Sid}.json`);
  assert.ok(StartTime);
});

test('`failed`: nothing is written', () => {
  const play = inCall(
    recordCall,
    { record_call: true },
    { calls: { widget: { refused: { code: 21220, message: 'Call is not in-progress' } } } },
  );
  assert.deepEqual([play.event, play.output], ['failed', undefined]);
});

test('the flow goes on in the same request', () => {
  const then = { name: 'then', type: 'say-play', properties: { say: 'Recorded' }, transitions: [] };
  const play = inCall(
    recordCall,
    { record_call: true },
    { transitions: [{ event: 'success', next: 'then' }], states: [then] },
  );
  assert.match(play.twiml ?? '', /Recorded/);
});

test('without a call it is `failed` with 81020', () => {
  const play = inCall(recordCall, { record_call: true }, { start: { event: 'incomingRequest' } });
  assert.deepEqual([play.event, play.asked, codesOf(play)], ['failed', [], [81020]]);
});
