import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../engine/json.ts';
import { codesOf, inCall, told } from './call-fixture.ts';
import { forkStream } from './fork-stream.ts';

const goingOn = '<Redirect method="POST">FLOW?FlowEvent=next</Redirect>';

const documents: { title: string; properties: JsonObject; forks: string }[] = [
  {
    title: 'the documented form: `stream_name`, `stream_url`, `stream_track`, `stream_parameters`',
    properties: {
      stream_action: 'start',
      stream_transport_type: 'websocket',
      stream_name: 's1',
      stream_url: 'wss://a/{{"in"}}',
      stream_track: 'both_tracks',
      stream_parameters: [{ key: 'caller', value: '{{trigger.call.From}}' }],
    },
    forks:
      '<Start><Stream name="s1" url="wss://a/in" track="both_tracks"><Parameter name="caller" value="+15550002222"/></Stream></Start>',
  },
  {
    title: 'by default a WebSocket with what the caller says',
    properties: { stream_action: 'start', stream_url: 'wss://a' },
    forks: '<Start><Stream url="wss://a" track="inbound_track"/></Start>',
  },
  {
    title: '`stream_transport_type` siprec goes by `stream_connector`',
    properties: { stream_action: 'start', stream_transport_type: 'siprec', stream_name: 's1', stream_connector: 'c' },
    forks: '<Start><Siprec name="s1" connectorName="c" track="inbound_track"/></Start>',
  },
  {
    title: '`stream_action` stop needs the name alone',
    properties: { stream_action: 'stop', stream_name: 's1', stream_url: 'wss://a' },
    forks: '<Stop><Stream name="s1"/></Stop>',
  },
  {
    title: 'stop of siprec',
    properties: { stream_action: 'stop', stream_transport_type: 'siprec', stream_name: 's1' },
    forks: '<Stop><Siprec name="s1"/></Stop>',
  },
];
for (const { title, properties, forks } of documents) {
  test(title, () => assert.equal(told(inCall(forkStream, properties)), forks + goingOn));
}

test('`next` comes at once and writes nothing', () => {
  const play = inCall(forkStream, { stream_action: 'stop' });
  play.callback('next');
  assert.deepEqual([play.event, play.output], ['next', undefined]);
});

test('a hang-up ends the run with 81002', () => {
  const play = inCall(forkStream, { stream_action: 'stop' });
  play.callStatus('completed');
  assert.deepEqual([play.endedReason, codesOf(play)], ['HANGUP', [81002]]);
});

test('without a call it is not entered: 81020, and the run ends', () => {
  const play = inCall(forkStream, { stream_action: 'stop' }, { start: { event: 'incomingMessage' } });
  assert.deepEqual([play.endedReason, codesOf(play)], ['ERROR', [81020]]);
});
