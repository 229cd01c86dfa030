/** Calls by the official SDK, with a person at the other end, against the composed server. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import twilio from 'twilio';
import { serve } from '../local-server.ts';
import { type Composed, eventually, openComposed } from './composed-server.ts';

/** The official SDK with every Twilio host led to one server. */
class LocalClient extends twilio.RequestClient {
  readonly #base: string;

  constructor(base: string) {
    super();
    this.#base = base;
  }

  override request: twilio.RequestClient['request'] = (options) =>
    super.request({ ...options, uri: options.uri.replace(/^https:\/\/[a-z.]+\.twilio\.com/, this.#base) });
}

const [contact, number] = ['+15553000001', '+15550100001'];

async function open(t: Parameters<typeof openComposed>[0], document: (path: string) => string) {
  const composed = await openComposed(t, { ATELIER_ALLOW_HOSTS: '127.0.0.1' });
  const { server, accountSid, authToken } = composed;
  const base = await serve(t, (request, response) => {
    response.setHeader('content-type', 'text/xml').end(document(request.url ?? ''));
  });
  const client = twilio(accountSid, authToken, { httpClient: new LocalClient(server.url) });
  return { ...composed, client, base };
}

/** Asks until the leg looks as wished. */
function until(
  { call }: Composed,
  sid: string,
  isWished: (leg: { status: string; doing: { verb: string } | null }) => boolean,
) {
  return eventually(async () => {
    const { body } = await call(`/simulator/calls/${sid}`);
    return isWished(body) ? body : undefined;
  });
}

test('the official SDK places a call, records it, sends it elsewhere and ends it', async (t) => {
  const voice = new twilio.twiml.VoiceResponse();
  voice.gather({ numDigits: 1, action: '/pressed' }).say('Press a key.');
  const next = new twilio.twiml.VoiceResponse();
  next.say('Thank you.');
  next.pause({ length: 60 });
  const all = await open(t, (path) => (path === '/voice' ? voice : next).toString());
  const { client, base, call } = all;

  const made = await client.calls.create({ to: contact, from: number, url: `${base}/voice`, timeout: 20 });
  assert.match(made.sid, /^CA[0-9a-f]{32}$/);
  assert.equal(made.status, 'queued');
  await until(all, made.sid, ({ status }) => status === 'ringing');
  await call(`/simulator/calls/${made.sid}`, { Answer: 'true' });
  await until(all, made.sid, ({ doing }) => doing?.verb === 'Gather');
  await call(`/simulator/calls/${made.sid}`, { Digits: '5' });
  await until(all, made.sid, ({ doing }) => doing?.verb === 'Pause');

  const recording = await client.calls(made.sid).recordings.create({ recordingChannels: 'dual' });
  assert.deepEqual(
    [recording.status, recording.channels, recording.source],
    ['in-progress', 2, 'StartCallRecordingAPI'],
  );
  await client.calls(made.sid).recordings('Twilio.CURRENT').update({ status: 'stopped' });
  assert.equal((await client.recordings(recording.sid).fetch()).status, 'completed');
  assert.deepEqual(
    (await client.recordings.list({ callSid: made.sid })).map(({ sid }) => sid),
    [recording.sid],
  );
  await client.recordings(recording.sid).remove();
  await assert.rejects(client.recordings(recording.sid).fetch(), { status: 404, code: 20404 });

  await client.calls(made.sid).update({ twiml: '<Response><Say>Elsewhere.</Say><Pause length="60"/></Response>' });
  const { body } = await call(`/simulator/calls/${made.sid}`);
  assert.ok(body.transcript.some(({ text }: { text?: string }) => text === 'Elsewhere.'));

  const ended = await client.calls(made.sid).update({ status: 'completed' });
  assert.equal(ended.status, 'completed');
  await assert.rejects(client.calls(made.sid).update({ status: 'completed' }), { status: 400, code: 21220 });
  const [listed] = await client.calls.list({ to: contact, status: 'completed' });
  assert.deepEqual([listed?.sid, listed?.direction, listed?.answeredBy], [made.sid, 'outbound-api', null]);
  await client.calls(made.sid).remove();
  await assert.rejects(client.calls(made.sid).fetch(), { status: 404 });
  await assert.rejects(client.calls.create({ to: '+15005550001', from: number, url: base }), {
    status: 400,
    code: 21217,
  });
});

test('a contact calls a number that the SDK has set up', async (t) => {
  const voice = new twilio.twiml.VoiceResponse();
  voice.record({ action: '/recorded', playBeep: false });
  const all = await open(t, (path) => (path === '/voice' ? voice.toString() : '<Response/>'));
  const { client, base, call } = all;
  await client.incomingPhoneNumbers.create({ phoneNumber: '+15553000002', voiceUrl: `${base}/voice` });
  const placed = (await call('/simulator/calls', { From: contact, To: '+15553000002' })).body;
  await until(all, placed.sid, ({ doing }) => doing?.verb === 'Record');
  await call(`/simulator/calls/${placed.sid}`, { Recording: '4', Transcript: 'It is me.' });
  await until(all, placed.sid, ({ status }) => status === 'completed');
  const [recording] = await client.calls(placed.sid).recordings.list();
  assert.deepEqual([recording?.duration, recording?.source], ['4', 'RecordVerb']);
  const sound = await fetch(`${all.server.url}/2010-04-01/Accounts/${all.accountSid}/Recordings/${recording?.sid}.mp3`);
  assert.deepEqual([sound.status, (await sound.arrayBuffer()).byteLength], [200, 44 + 4 * 16_000]);
});

test('handsets answer by themselves where atelier.yaml says so', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-handsets-'));
  t.after(() => rm(folder, { recursive: true }));
  const config = join(folder, 'atelier.yaml');
  await writeFile(config, `simulator:\n  handsets:\n    "${contact}": { answer: "true" }\n    "*": { answer: busy }\n`);
  const { server, accountSid, authToken } = await openComposed(t, { ATELIER_CONFIG: config });
  const client = twilio(accountSid, authToken, { httpClient: new LocalClient(server.url) });
  const twiml = '<Response><Hangup/></Response>';
  const made = await Promise.all(
    [contact, '+15553000009'].map((to) => client.calls.create({ to, from: number, twiml })),
  );
  const ended = await Promise.all(
    made.map(({ sid }) =>
      eventually(async () => {
        const call = await client.calls(sid).fetch();
        return call.endTime === null ? undefined : call.status;
      }),
    ),
  );
  assert.deepEqual(ended, ['completed', 'busy']);
});
