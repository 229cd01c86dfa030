import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wavFile } from '../../../audio/wav.ts';
import type { Reply } from '../simulator-fixture.ts';
import { codes, openCallTest, told } from './calls-fixture.ts';

const regret = '< An application error has occurred. Goodbye.';

/** What the webhook answers, and what the caller hears of it. */
const answers: readonly {
  readonly says: string;
  readonly reply: Reply;
  readonly heard: readonly string[];
  readonly codes: readonly number[];
}[] = [
  {
    says: 'XML as application/xml',
    reply: { type: 'application/xml', body: '<Response><Say>Hi</Say></Response>' },
    heard: ['< Hi'],
    codes: [],
  },
  {
    says: 'XML as text/html',
    reply: { type: 'text/html; charset=utf-8', body: '<Response><Say>Hi</Say></Response>' },
    heard: ['< Hi'],
    codes: [],
  },
  {
    says: 'XML as text/plain',
    reply: { type: 'text/plain', body: '<Response><Say>Hi</Say></Response>' },
    heard: ['< Hi'],
    codes: [],
  },
  { says: 'a text', reply: { type: 'text/plain', body: 'Hi there' }, heard: ['< Hi there'], codes: [] },
  { says: 'nothing', reply: { body: '' }, heard: [], codes: [] },
  {
    says: 'an unknown verb',
    reply: { body: '<Response><Sing/><Say>Hi</Say></Response>' },
    heard: ['< Hi'],
    codes: [12200],
  },
  {
    says: 'an unknown attribute',
    reply: { body: '<Response><Say tone="high">Hi</Say></Response>' },
    heard: ['< Hi'],
    codes: [12200],
  },
  { says: 'JSON', reply: { type: 'application/json', body: '{}' }, heard: [regret], codes: [12300] },
  { says: 'broken XML', reply: { body: '<Response><Say>' }, heard: [regret], codes: [12100] },
  { says: 'another root', reply: { body: '<Twiml/>' }, heard: [regret], codes: [12102] },
  {
    says: 'a document of more than 64 kB',
    reply: { body: `<Response><Say>${'x'.repeat(66_000)}</Say></Response>` },
    heard: [regret],
    codes: [11750],
  },
  { says: 'a status of 500', reply: { status: 500 }, heard: [regret], codes: [11200] },
  { says: 'a broken connection', reply: 'hang up', heard: [regret], codes: [11205] },
];
for (const { says, reply, heard, codes: expected } of answers) {
  test(`the webhook answers with ${says}`, async (t) => {
    const { call, leg } = await openCallTest(t, { '/voice': reply });
    const found = await leg(await call());
    assert.deepEqual([told(found), codes(found)], [heard, expected]);
  });
}

for (const {
  says,
  reply,
  codes: [code],
} of answers.filter(({ heard }) => heard[0] === regret)) {
  test(`after ${says} the fallback URL answers`, async (t) => {
    const pages = { '/voice': reply, '/fallback': '<Say>Fallback</Say>' };
    const { call, leg, sent, base } = await openCallTest(t, pages, { paths: { voiceFallbackUrl: '/fallback' } });
    const found = await leg(await call());
    assert.deepEqual([told(found), codes(found)], [['< Fallback'], [code]]);
    const [asked] = sent('/fallback');
    assert.deepEqual(
      [asked?.ErrorCode, asked?.ErrorUrl, asked?.CallStatus],
      [String(code), `${base}/voice`, 'ringing'],
    );
  });
}

test('a webhook that takes too long is given up, at the time that its URL sets', async (t) => {
  const { call, leg, pass, clock, server } = await openCallTest(t, {
    '/voice': '<Redirect>/slow#tt=2000</Redirect>',
    '/slow': 'hang',
  });
  const arrived = server.next().then(() => server.next());
  const placed = call();
  await arrived;
  clock.advance(2_000);
  const sid = await placed;
  await pass(0);
  assert.deepEqual(codes(await leg(sid)), [11200]);
});

test('a sound is played as long as it is, and ends the call', async (t) => {
  const sound = Buffer.from(wavFile(new Int16Array(8_000 * 3)));
  const { call, leg, pass, status } = await openCallTest(t, {
    '/voice': '<Play loop="2">/sound.wav</Play>',
    '/sound.wav': { type: 'audio/wav', body: sound },
  });
  const sid = await call();
  await pass(5.9);
  assert.equal(await status(sid), 'in-progress');
  await pass(0.1);
  assert.equal(await status(sid), 'completed');
  assert.deepEqual(told(await leg(sid)), ['< ♪ /sound.wav', '< ♪ /sound.wav']);
});

const sounds: readonly { readonly says: string; readonly reply: Reply; readonly code: number }[] = [
  { says: 'is not there', reply: { status: 404 }, code: 11200 },
  { says: 'is a page', reply: { type: 'text/html', body: '<html/>' }, code: 13420 },
];
for (const { says, reply, code } of sounds) {
  test(`a sound that ${says} ends the document: ${code}`, async (t) => {
    const { call, leg } = await openCallTest(t, {
      '/voice': '<Play>/sound</Play><Say>Not heard.</Say>',
      '/sound': reply,
    });
    const found = await leg(await call());
    assert.deepEqual([told(found), codes(found)], [[regret], [code]]);
  });
}

test('a webhook may answer with a sound itself', async (t) => {
  const { call, leg } = await openCallTest(t, {
    '/voice': { type: 'audio/wav', body: Buffer.from(wavFile(new Int16Array(8_000))) },
  });
  assert.deepEqual(told(await leg(await call())), ['< ♪ /voice']);
});

test('addresses are relative to their document, and redirects of HTTP are followed', async (t) => {
  const { call, asked } = await openCallTest(t, {
    '/voice': '<Redirect method="GET">sub/first?a=1</Redirect>',
    '/sub/first': '<Redirect>second</Redirect>',
    '/sub/second': '<Redirect>../third</Redirect>',
    '/third': '<Hangup/>',
  });
  await call();
  assert.deepEqual(
    asked().map((path) => path.replace(/&CallSid.*/, '')),
    ['/voice', '/sub/first?a=1', '/sub/second', '/third'],
  );
});

test('a call that goes round for ever is ended', async (t) => {
  const { call, leg, status, pass, hooks } = await openCallTest(t, { '/voice': '<Redirect/>' });
  const sid = await call();
  await pass(10);
  assert.deepEqual([codes(await leg(sid)).at(-1), await status(sid), hooks.length], [14106, 'completed', 1_000]);
});

const rejections = [
  { reason: 'busy', status: 'busy' },
  { reason: 'rejected', status: 'no-answer' },
] as const;
for (const { reason, status } of rejections) {
  test(`a rejected call ends as ${status}`, async (t) => {
    const { call, leg, pass } = await openCallTest(t, { '/voice': `<Pause/><Reject reason="${reason}"/>` });
    const sid = await call();
    await pass(1);
    const { call: ended } = await leg(sid);
    assert.deepEqual([ended.status, ended.answeredAtMs], [status, null]);
  });
}

test('a caller who hangs up hears no more, and the number is told', async (t) => {
  const pages = { '/voice': '<Pause length="9"/><Say>Not heard.</Say>', '/status': '' };
  const { call, act, sent, pass, leg } = await openCallTest(t, pages, { paths: { statusCallback: '/status' } });
  const early = await call();
  await act(early, { hangsUp: true });
  const sid = await call();
  await pass(9);
  await act(sid, { hangsUp: true });
  assert.deepEqual(told(await leg(early)), []);
  assert.deepEqual(
    sent('/status').map(({ CallStatus, CallDuration }) => [CallStatus, CallDuration]),
    [
      ['no-answer', '0'],
      ['completed', '0'],
    ],
  );
});

test('cookies are kept as long as the call', async (t) => {
  const { call, hooks } = await openCallTest(t, {
    '/voice': { headers: { 'set-cookie': 'id=7; Path=/' }, body: '<Response><Redirect>/next</Redirect></Response>' },
    '/next': '<Hangup/>',
  });
  await call();
  await call();
  assert.deepEqual(
    hooks.map(({ cookie }) => cookie),
    [undefined, 'id=7', undefined, 'id=7'],
  );
});

test('what comes after the caller has gone is not done', async (t) => {
  let answer = () => {};
  const asked = new Promise<void>((resolve) => (answer = resolve));
  const { call, act, leg, network } = await openCallTest(t, {
    '/voice': '<Gather numDigits="1" action="/next"/>',
    '/next': () => {
      answer();
      return '<Sms>Too late.</Sms><Say>Too late.</Say>';
    },
  });
  const sid = await call();
  const pressed = act(sid, { digits: '1' });
  await asked;
  await network.calls.act((await leg(sid)).call.accountSid, sid, { hangsUp: true });
  await pressed;
  assert.deepEqual(told(await leg(sid)), ['> 1']);
  assert.equal((await network.listMessages((await leg(sid)).call.accountSid, {}, { limit: 9 })).rows.length, 0);
});
