import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Message, serveSockets, textFrame } from '../../../../test/web-socket-server.ts';
import { samplesOfPayload } from '../../../audio/media-frames.ts';
import type { OpenSocket } from '../../socket.ts';
import { codes, openCallTest, told } from './calls-fixture.ts';

/** Looks until it is so: what sockets do, nothing else tells. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 1_000; tries++) {
    if (await isSo()) return;
    await sleep(5);
  }
  assert.fail('it did not come');
}

const ofKind = (messages: readonly Message[], event: string) => messages.filter((message) => message.event === event);

test('connect: a stream sends the sound of the caller, hears the server, and ends when the server closes', async (t) => {
  const { url, sockets } = await serveSockets(t);
  const { call, act, pass, sent, leg, status, clock } = await openCallTest(t, {
    '/voice': `<Connect action="/done"><Stream url="${url}/media" name="bot" statusCallback="/status"><Parameter name="lang" value="de"/></Stream></Connect>`,
    '/done': '<Say>Bye.</Say>',
    '/status': '',
  });
  const sid = await call();
  await until(() => sockets[0]?.messages.length === 2);
  const [socket] = sockets;
  assert.ok(socket);
  assert.ok(socket.headers['x-twilio-signature']);
  const [connected, start] = socket.messages;
  assert.deepEqual(connected, { event: 'connected', protocol: 'Call', version: '1.0.0' });
  const { accountSid } = (await leg(sid)).call;
  const streamSid = start.streamSid;
  assert.deepEqual(start, {
    event: 'start',
    sequenceNumber: '1',
    streamSid,
    start: {
      streamSid,
      accountSid,
      callSid: sid,
      tracks: ['inbound'],
      customParameters: { lang: 'de' },
      mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
    },
  });
  await pass(0.2);
  await act(sid, { digits: '5' });
  await pass(0.2);
  await until(() => ofKind(socket.messages, 'media').length === 20);
  const frames = ofKind(socket.messages, 'media').map(({ media }) => media);
  assert.deepEqual(
    frames.slice(0, 2).map(({ track, chunk, timestamp }) => [track, chunk, timestamp]),
    [
      ['inbound', '1', '0'],
      ['inbound', '2', '20'],
    ],
  );
  const isLoud = frames.map(({ payload }) => samplesOfPayload(payload).some((sample) => Math.abs(sample) > 1_000));
  assert.deepEqual([isLoud.slice(0, 10).includes(true), isLoud.slice(10).includes(true)], [false, true]);
  const [dtmf] = ofKind(socket.messages, 'dtmf');
  assert.deepEqual(dtmf.dtmf, { track: 'inbound_track', digit: '5' });

  // A quarter of a second of sound, and a mark behind it.
  socket.send({ event: 'media', streamSid, media: { payload: Buffer.alloc(2_000, 0xff).toString('base64') } });
  socket.send({ event: 'mark', streamSid, mark: { name: 'said' } });
  socket.send({ event: 'nonsense' });
  const sentMs = clock.now();
  await until(async () => {
    await pass(0.05);
    return ofKind(socket.messages, 'mark').length === 1;
  });
  assert.ok(clock.now() - sentMs >= 250);
  socket.send({ event: 'media', streamSid, media: { payload: Buffer.alloc(40_000, 0xff).toString('base64') } });
  socket.send({ event: 'mark', streamSid, mark: { name: 'never' } });
  socket.send({ event: 'clear', streamSid });
  await until(() => ofKind(socket.messages, 'mark').length === 2);
  socket.close();
  await until(() => sent('/done').length === 1);
  await until(() => sent('/status').length === 2);
  assert.equal(sent('/done')[0]?.StreamSid, streamSid);
  assert.deepEqual(
    sent('/status')
      .map(({ StreamEvent, StreamName }) => `${StreamEvent} ${StreamName}`)
      .toSorted(),
    ['stream-started bot', 'stream-stopped bot'],
  );
  assert.deepEqual(told(await leg(sid)).at(-1), '< Bye.');
  assert.equal(await status(sid), 'in-progress');
});

test('connect: a stream that cannot be opened is warned of, and the document goes on', async (t) => {
  const { call, leg, sent } = await openCallTest(t, {
    '/voice':
      '<Connect><Stream url="ws://127.0.0.1:1/" statusCallback="/status"/></Connect><Connect><Stream url="nowhere"/></Connect><Say>On.</Say>',
    '/status': '',
  });
  const sid = await call();
  await until(() => sent('/status').length === 1);
  assert.equal(sent('/status')[0]?.StreamEvent, 'stream-error');
  assert.deepEqual(codes(await leg(sid)), [31921, 31920]);
  assert.deepEqual(told(await leg(sid)), ['< On.']);
});

test('start: a stream goes on beside the call until it is stopped, or the call ends', async (t) => {
  const { url, sockets } = await serveSockets(t);
  const { call, act, pass, leg } = await openCallTest(t, {
    '/voice': `<Start><Stream name="a" url="${url}/a" track="both_tracks"/><Stream name="b" url="${url}/b"/></Start><Say>Hello there.</Say><Pause/><Stop><Stream name="a"/></Stop><Pause length="5"/>`,
  });
  const sid = await call();
  await until(() => sockets.length === 2 && sockets.every(({ messages }) => messages.length >= 2));
  const a = sockets.find(({ path }) => path === '/a');
  const b = sockets.find(({ path }) => path === '/b');
  assert.deepEqual(a?.messages[1].start.tracks, ['inbound', 'outbound']);
  await pass(2);
  await until(() => ofKind(a?.messages ?? [], 'stop').length === 1);
  assert.equal(ofKind(b?.messages ?? [], 'stop').length, 0);
  await act(sid, { hangsUp: true });
  await until(() => ofKind(b?.messages ?? [], 'stop').length === 1);
  const [stop] = ofKind(b?.messages ?? [], 'stop');
  const { accountSid } = (await leg(sid)).call;
  assert.deepEqual(stop.stop, { accountSid, callSid: sid });
});

test('start: a recording, a transcription and SIPREC begin and end', async (t) => {
  const { call, act, pass, sent } = await openCallTest(t, {
    '/voice': `<Start>
        <Recording recordingStatusCallback="/recorded"/>
        <Transcription name="t" statusCallbackUrl="/text"/>
        <Siprec name="s" statusCallback="/siprec"/>
      </Start><Say>Hello.</Say><Pause length="4"/><Stop><Transcription name="t"/></Stop><Pause length="9"/>`,
    '/recorded': '',
    '/text': '',
    '/siprec': '',
  });
  const sid = await call();
  await act(sid, { speech: { text: 'Good morning.', confidence: 0.8 } });
  await pass(5);
  await act(sid, { speech: { text: 'Not written down.', confidence: undefined } });
  await act(sid, { hangsUp: true });
  assert.deepEqual(
    sent('/recorded').map(({ RecordingDuration }) => RecordingDuration),
    ['5'],
  );
  const events = sent('/text').toSorted((a, b) => Number(a.SequenceId) - Number(b.SequenceId));
  assert.deepEqual(
    events.map(({ TranscriptionEvent, Track, TranscriptionData }) => [TranscriptionEvent, Track, TranscriptionData]),
    [
      ['transcription-started', undefined, undefined],
      ['transcription-content', 'outbound_track', '{"transcript":"Hello.","confidence":1}'],
      ['transcription-content', 'inbound_track', '{"transcript":"Good morning.","confidence":0.8}'],
      ['transcription-stopped', undefined, undefined],
    ],
  );
  assert.deepEqual(
    sent('/siprec')
      .map(({ SiprecEvent }) => SiprecEvent)
      .toSorted(),
    ['siprec-started', 'siprec-stopped'],
  );
});

test('connect: a virtual agent ends as whoever holds the handset says', async (t) => {
  const { call, act, sent } = await openCallTest(t, {
    '/voice': '<Connect action="/done"><VirtualAgent connectorName="x"/></Connect>',
    '/done': '<Hangup/>',
  });
  const sid = await call();
  await act(sid, { outcome: { VirtualAgentStatus: 'live-agent-handoff', VirtualAgentProviderData: '{}' } });
  await act(await call(), { hangsUp: true });
  assert.deepEqual(
    sent('/done').map(({ VirtualAgentStatus, VirtualAgentProviderData, CallStatus }) => [
      VirtualAgentStatus,
      VirtualAgentProviderData,
      CallStatus,
    ]),
    [
      ['live-agent-handoff', '{}', 'in-progress'],
      ['hangup', undefined, 'completed'],
    ],
  );
});

test('connect: a relay is told what the caller says, speaks, is interrupted, and hands over', async (t) => {
  const { url, sockets } = await serveSockets(t, (socket, message) => {
    if (message.type !== 'prompt') return;
    if (message.voicePrompt === 'An agent, please.') return socket.send({ type: 'end', handoffData: '{"to":"agent"}' });
    socket.send({ type: 'text', token: 'You said: ', last: false });
    socket.send({ type: 'text', token: message.voicePrompt, last: true });
  });
  const { call, act, pass, sent, leg } = await openCallTest(t, {
    '/voice': `<Connect action="/done"><ConversationRelay url="${url}/relay" welcomeGreeting="Welcome to this place." dtmfDetection="true"><Parameter name="a" value="1"/></ConversationRelay></Connect>`,
    '/done': '<Hangup/>',
  });
  const sid = await call();
  await until(() => sockets[0]?.messages.length === 1);
  const messages = () => sockets[0]?.messages ?? [];
  const { type, callSid, customParameters, sessionId } = messages()[0];
  assert.deepEqual([type, callSid, customParameters], ['setup', sid, { a: '1' }]);
  await pass(0.5);
  await act(sid, { speech: { text: 'Hello', confidence: undefined } });
  await until(() => messages().length === 3);
  assert.deepEqual(messages().slice(1), [
    { type: 'interrupt', utteranceUntilInterrupt: 'Welcome ', durationUntilInterruptMs: 500 },
    { type: 'prompt', voicePrompt: 'Hello', lang: 'en-US', last: true },
  ]);
  await until(async () => {
    await pass(0.5);
    return told(await leg(sid)).length === 3;
  });
  assert.deepEqual(told(await leg(sid)), ['< Welcome to this place.', '> Hello', '< You said: Hello']);
  await act(sid, { digits: '7' });
  await until(() => messages().at(-1).type === 'dtmf');
  await act(sid, { speech: { text: 'An agent, please.', confidence: undefined } });
  await until(() => sent('/done').length === 1);
  const [done] = sent('/done');
  assert.deepEqual([done?.SessionId, done?.SessionStatus, done?.HandoffData], [sessionId, 'ended', '{"to":"agent"}']);
});

/** What a server does at once, in one piece, and how the session ends. */
const floods: readonly {
  readonly says: string;
  readonly messages: readonly object[];
  readonly status: string;
  readonly error: RegExp | undefined;
}[] = [
  {
    says: 'many tokens, and the end',
    messages: [
      ...Array.from({ length: 3_000 }, () => ({ type: 'text', token: 'a', last: false })),
      { type: 'end', handoffData: 'x' },
    ],
    status: 'ended',
    error: undefined,
  },
  {
    says: 'tokens without end',
    messages: Array.from({ length: 11 }, () => ({ type: 'text', token: 'a'.repeat(10_000), last: false })),
    status: 'failed',
    error: /100000 characters to be said/,
  },
  {
    says: 'more texts than anybody hears',
    messages: Array.from({ length: 12 }, () => ({ type: 'text', token: 'a'.repeat(10_000), last: true })),
    status: 'failed',
    error: /100000 characters to be said/,
  },
];
for (const { says, messages, status, error } of floods) {
  test(`connect: a relay whose server sends ${says} has ${status}`, async (t) => {
    const { url } = await serveSockets(t, (socket) => {
      socket.write(Buffer.concat(messages.map((message) => textFrame(JSON.stringify(message)))));
    });
    const { call, sent } = await openCallTest(t, {
      '/voice': `<Connect action="/done"><ConversationRelay url="${url}/relay"/></Connect>`,
      '/done': '<Hangup/>',
    });
    await call();
    await until(() => sent('/done').length === 1);
    const [done] = sent('/done');
    assert.equal(done?.SessionStatus, status);
    if (error) assert.match(done?.ErrorMessage ?? '', error);
  });
}

test('connect: a stream keeps so many marks', async (t) => {
  const { url, sockets } = await serveSockets(t);
  const { call, leg } = await openCallTest(t, { '/voice': `<Connect><Stream url="${url}/media"/></Connect>` });
  const sid = await call();
  await until(() => sockets[0]?.messages.length === 2);
  const mark = (name: string) => textFrame(JSON.stringify({ event: 'mark', mark: { name } }));
  const sound = JSON.stringify({ event: 'media', media: { payload: Buffer.alloc(8_000, 0xff).toString('base64') } });
  sockets[0]?.write(Buffer.concat([textFrame(sound), mark('x'.repeat(1_025))]));
  sockets[0]?.write(Buffer.concat(Array.from({ length: 1_002 }, (_, index) => mark(String(index)))));
  await until(async () => codes(await leg(sid)).length === 3);
  assert.deepEqual(codes(await leg(sid)), [31951, 31951, 31951]);
});

test('start: a stream that ends at once leaves its name free', async (t) => {
  const openSocket: OpenSocket = (_url, _headers, { onClose }) => {
    queueMicrotask(() => onClose('refused'));
    return { send() {}, close() {} };
  };
  const start = '<Start><Stream name="a" url="wss://example.com/"/></Start>';
  const { call, leg } = await openCallTest(t, { '/voice': `${start}${start}<Pause/>` }, { openSocket });
  assert.deepEqual(codes(await leg(await call())), []);
});
