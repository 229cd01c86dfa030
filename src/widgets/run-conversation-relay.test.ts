import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../engine/json.ts';
import { codesOf, inCall, told } from './call-fixture.ts';
import { runConversationRelay } from './run-conversation-relay.ts';

const relay = (properties: JsonObject = { url: 'wss://r' }) => inCall(runConversationRelay, properties);
const connected = (session: string) => `<Connect action="FLOW?FlowEvent=relay"><ConversationRelay ${session}</Connect>`;

const documents: { title: string; properties: JsonObject; session: string }[] = [
  {
    title: 'the documented form, with everything said: `url`, `welcome_greeting`, `voice`, `language`, `parameters` …',
    properties: {
      url: 'wss://r/{{"a"}}',
      welcome_greeting: 'Hello!',
      tts_provider: 'Google',
      voice: 'en-US-Journey-O',
      language: 'en-US',
      transcription_provider: 'Deepgram',
      speech_model: 'nova-2',
      dtmf_detection: true,
      interruptible: 'true',
      parameters: [{ key: 'who', value: '{{contact.channel.address}}' }],
    },
    session:
      'url="wss://r/a" welcomeGreeting="Hello!" ttsProvider="Google" voice="en-US-Journey-O" language="en-US" ' +
      'transcriptionProvider="Deepgram" speechModel="nova-2" dtmfDetection="true" interruptible="true">' +
      '<Parameter name="who" value="+15550002222"/></ConversationRelay>',
  },
  {
    title: 'a server without TLS',
    properties: { url: 'ws://127.0.0.1:8080/r' },
    session: 'url="ws://127.0.0.1:8080/r"/>',
  },
  { title: "what is not said is the carrier's", properties: { url: 'wss://r', voice: '' }, session: 'url="wss://r"/>' },
  {
    title: '`dtmf_detection` as text and `interruptible` as a boolean count',
    properties: { url: 'wss://r', dtmf_detection: 'false', interruptible: false },
    session: 'url="wss://r" dtmfDetection="false" interruptible="false"/>',
  },
];
for (const { title, properties, session } of documents) {
  test(title, () => assert.equal(told(relay(properties)), connected(session)));
}

test('`tts_provider`, `transcription_provider` and `speech_model` are rendered', () => {
  const document = told(
    relay({ url: 'wss://r', tts_provider: '{{"a"}}', transcription_provider: '{{"b"}}', speech_model: '{{"c"}}' }),
  );
  assert.match(document, /ttsProvider="a" transcriptionProvider="b" speechModel="c"/);
});

for (const url of ['', 'https://r', '{{flow.data.none}}']) {
  test(`the URL ${JSON.stringify(url)} is \`failed\` with 81020`, () => {
    const play = relay({ url });
    assert.deepEqual([play.event, play.twiml, codesOf(play)], ['failed', undefined, [81020]]);
  });
}

for (const [status, event] of [
  ['ended', 'success'],
  ['completed', 'success'],
  ['failed', 'failed'],
] as const) {
  test(`the status ${status} is \`${event}\`, with \`HandoffData\`, \`SessionId\`, \`SessionStatus\` and \`SessionDuration\``, () => {
    const given = { SessionStatus: status, SessionId: 'VX1', SessionDuration: '9', HandoffData: '{"a":1}' };
    const play = relay();
    play.callback('relay', given);
    const output = play.output as JsonObject;
    assert.equal(play.event, event);
    assert.deepEqual({ ...output, ...given }, output);
  });
}

test('a hang-up that the session does not report is the end of it: `success`', () => {
  const play = relay();
  play.callStatus('completed');
  play.elapse(10);
  assert.deepEqual([play.event, play.output], ['success', undefined]);
});

test('without a call it is `failed` with 81020', () => {
  const play = inCall(runConversationRelay, { url: 'wss://r' }, { start: { event: 'incomingRequest' } });
  assert.deepEqual([play.event, codesOf(play)], ['failed', [81020]]);
});
