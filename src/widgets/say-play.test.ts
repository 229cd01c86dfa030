import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../engine/json.ts';
import { codesOf, inCall, told } from './call-fixture.ts';
import { sayPlay } from './say-play.ts';

const goingOn = '<Redirect method="POST">FLOW?FlowEvent=audioComplete</Redirect>';

const documents: { title: string; properties: JsonObject; says: string }[] = [
  {
    title: 'the documented form: `say`, `voice`, `language`, `loop`',
    properties: { say: 'Hello', voice: 'Polly.Joanna', language: 'en-US', loop: 1 },
    says: '<Say voice="Polly.Joanna" language="en-US" loop="1">Hello</Say>',
  },
  {
    title: 'Liquid is rendered, and escaped as text',
    properties: { say: 'From {{contact.channel.address}}: {{"<&" | append: ">"}}', voice: '{{"man"}}' },
    says: '<Say voice="man" loop="1">From +15550002222: &lt;&amp;&gt;</Say>',
  },
  {
    title: '`voice` and `language` "default" are the account\'s: left out',
    properties: { say: 'Hello', voice: 'default', language: 'default' },
    says: '<Say loop="1">Hello</Say>',
  },
  {
    title: 'SSML in `say` is markup',
    properties: { say: 'Wait <break time="1s"/> &amp; <emphasis level="strong">listen</emphasis>' },
    says: '<Say loop="1">Wait <break time="1s"/> &amp; <emphasis level="strong">listen</emphasis></Say>',
  },
  {
    title: 'a `say` that is no XML is said as it stands',
    properties: { say: 'Tom & Jerry <3' },
    says: '<Say loop="1">Tom &amp; Jerry &lt;3</Say>',
  },
  {
    title: 'a `say` with a verb is said as it stands, and cannot bring one in',
    properties: { say: '<Dial>+1900</Dial>' },
    says: '<Say loop="1">&lt;Dial&gt;+1900&lt;/Dial&gt;</Say>',
  },
  {
    title: '`play` is the URL of a file, repeated by `loop`',
    properties: { play: ' https://example.com/a.mp3?x=1&y=2 ', loop: 3, voice: 'man' },
    says: '<Play loop="3">https://example.com/a.mp3?x=1&amp;y=2</Play>',
  },
  { title: '`digits` are tones', properties: { digits: '1wW#' }, says: '<Play digits="1wW#"/>' },
  {
    title: 'of several, `say` comes before `play` before `digits`',
    properties: { say: 'Hello', play: 'https://example.com/a.mp3', digits: '1' },
    says: '<Say loop="1">Hello</Say>',
  },
  {
    title: 'a blank `say` leaves it to `play`',
    properties: { say: '{{flow.data.none}} ', play: 'https://example.com/a.mp3', digits: '1' },
    says: '<Play loop="1">https://example.com/a.mp3</Play>',
  },
  { title: 'with nothing to be heard it goes on', properties: { say: '' }, says: '' },
  { title: '`loop` as text counts', properties: { say: 'Hello', loop: '2' }, says: '<Say loop="2">Hello</Say>' },
  {
    title: 'a `loop` that is no number is 1',
    properties: { say: 'Hello', loop: 'x' },
    says: '<Say loop="1">Hello</Say>',
  },
];
for (const { title, properties, says } of documents) {
  test(title, () => assert.equal(told(inCall(sayPlay, properties)), says + goingOn));
}

test('a template that cannot be rendered is empty, and the flow goes on (81018)', () => {
  const play = inCall(sayPlay, { say: '{% nope %}' });
  assert.deepEqual([told(play), codesOf(play)], [goingOn, [81018]]);
});

test('`audioComplete` once it has been played: `voice` and `language` as configured, and the parameters of the call', () => {
  const play = inCall(sayPlay, { say: 'Hello', voice: 'Polly.Joanna', language: 'default' });
  assert.equal(play.event, undefined);
  play.callback('audioComplete');
  assert.equal(play.event, 'audioComplete');
  const { CallSid, CallStatus, Direction, ...rest } = play.output as JsonObject;
  assert.deepEqual([CallSid, CallStatus, Direction], [play.execution.call?.sid, 'in-progress', 'inbound']);
  assert.deepEqual([rest.voice, rest.language, rest.From], ['Polly.Joanna', 'default', '+15550002222']);
});

test('what others add to audioComplete is kept too', () => {
  const play = inCall(sayPlay, { say: 'Hello' });
  play.flowEvent('audioComplete', { theRecordUrl: 'https://example.com/r' });
  assert.deepEqual([play.event, play.output], ['audioComplete', { theRecordUrl: 'https://example.com/r' }]);
});

test('a hang-up ends the run with 81002', () => {
  const play = inCall(sayPlay, { say: 'Hello' });
  play.callStatus('completed');
  assert.deepEqual([play.status, play.endedReason, play.event, codesOf(play)], ['ended', 'HANGUP', undefined, [81002]]);
});

test('without a call it is not entered: 81020, and the run ends', () => {
  for (const event of ['incomingMessage', 'incomingRequest'] as const) {
    const play = inCall(sayPlay, { say: 'Hello' }, { start: { event } });
    assert.deepEqual([play.endedReason, play.event, codesOf(play)], ['ERROR', undefined, [81020]]);
  }
});
