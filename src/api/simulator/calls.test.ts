import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { account, type Fields, otherAccount, startApi } from '../../../test/e2e/api-server.ts';
import { granted, openHooks, openNetwork } from '../../carriers/simulator/simulator-fixture.ts';
import { simulatorApi } from './index.ts';

const [contact, number] = ['+15550001111', '+15550002222'];

async function open(
  t: TestContext,
  document = '<Gather numDigits="1" action="/next"><Say>Press a key.</Say></Gather>',
) {
  const { base } = await openHooks(t, ({ path }) => ({
    body: `<Response>${path === '/voice' ? document : '<Say>Goodbye.</Say>'}</Response>`,
  }));
  const simulated = await openNetwork(t);
  granted(await simulated.network.createNumber(account.sid, { phoneNumber: number }, { voiceUrl: `${base}/voice` }));
  const server = await startApi({ modules: simulatorApi(simulated.network) });
  t.after(() => server.close());
  const post = (path: string, form: Fields) => server.call('POST', path, { form });
  return { ...simulated, server, post, get: (path: string) => server.call('GET', path) };
}

const kinds = (body: { transcript: { kind: string }[] }) => body.transcript.map(({ kind }) => kind);

test('a contact calls a number, hears its document, presses a key and is told goodbye', async (t) => {
  const { post, get, settled } = await open(t);
  const { status, body } = await post('/simulator/calls', { From: contact, To: number, FromCity: 'BERLIN' });
  assert.deepEqual(
    [status, body.status, body.direction, body.from, body.to],
    [201, 'ringing', 'inbound', contact, number],
  );
  await settled();
  const path = `/simulator/calls/${body.sid}`;
  const listening = (await get(path)).body;
  assert.deepEqual([listening.status, listening.doing.verb, listening.doing.num_digits], ['in-progress', 'Gather', 1]);
  assert.deepEqual(kinds(listening), ['status', 'document', 'status', 'said']);
  assert.equal((await post(path, { Digits: '1' })).status, 200);
  await settled();
  const later = (await get(`${path}?after=${listening.transcript.at(-1).id}`)).body;
  assert.deepEqual(kinds(later), ['keys', 'document', 'said']);
  const ended = await post(path, { Status: 'completed' });
  assert.equal(ended.body.status, 'completed');
  const again = await post(path, { Digits: '1' });
  assert.deepEqual([again.status, again.body.code], [400, 21220]);
  const listed = (await get('/simulator/calls')).body.calls;
  assert.deepEqual([listed.length, listed[0].sid, listed[0].status], [1, body.sid, 'completed']);
});

test('a reader waits for what happens next, or for as long as asked', async (t) => {
  const { post, server, get, settled } = await open(t);
  const { sid } = (await post('/simulator/calls', { From: contact, To: number })).body;
  await settled();
  const path = `/simulator/calls/${sid}`;
  const last = (await get(path)).body.transcript.at(-1).id;
  const waiting = get(`${path}?wait=20&after=${last}`);
  await post(path, { Speech: 'Hello?', Confidence: '0.5' });
  const [entry] = (await waiting).body.transcript;
  assert.deepEqual([entry.kind, entry.text, entry.confidence], ['speech', 'Hello?', 0.5]);
  const inVain = get(`${path}?wait=20&after=${entry.id}`);
  await new Promise((resolve) => setTimeout(resolve, 50));
  server.clock.advance(20_000);
  assert.deepEqual((await inVain).body.transcript, []);
});

const nonsense: readonly {
  readonly says: string;
  readonly form: Fields;
  readonly code: number;
  readonly status: number;
}[] = [
  { says: 'nothing', form: {}, code: 20001, status: 400 },
  { says: 'keys that no telephone has', form: { Digits: 'x' }, code: 20001, status: 400 },
  { says: 'more than certain', form: { Speech: 'a', Confidence: '2' }, code: 20001, status: 400 },
  { says: 'another answer', form: { Answer: 'maybe' }, code: 20001, status: 400 },
  { says: 'a recording of no length', form: { Recording: '-1' }, code: 20001, status: 400 },
  { says: 'no sound', form: { Recording: 'data:audio/wav;base64,' }, code: 20001, status: 400 },
  { says: 'an answer to no ringing', form: { Answer: 'true' }, code: 21220, status: 400 },
];
for (const { says, form, code, status } of nonsense) {
  test(`an act of ${says} is refused`, async (t) => {
    const { post, settled } = await open(t);
    const { sid } = (await post('/simulator/calls', { From: contact, To: number })).body;
    await settled();
    const answer = await post(`/simulator/calls/${sid}`, form);
    assert.deepEqual([answer.status, answer.body.code, answer.body.status], [status, code, status]);
  });
}

test('a call to nobody says how to get there; that of another account is not there', async (t) => {
  const { post, network, server } = await open(t);
  const nobody = await post('/simulator/calls', { From: contact, To: '+15550003333' });
  assert.deepEqual([nobody.status, nobody.body.code], [404, 20404]);
  assert.match(nobody.body.message, /IncomingPhoneNumbers/);
  granted(await network.createNumber(account.sid, { phoneNumber: '+15550004444' }, {}));
  const silent = await post('/simulator/calls', { From: contact, To: '+15550004444' });
  assert.match(silent.body.message, /VoiceUrl/);
  const { sid } = (await post('/simulator/calls', { From: contact, To: number })).body;
  const auth = [otherAccount.sid, otherAccount.authToken] as const;
  for (const method of ['GET', 'POST']) {
    const answer = await server.call(method, `/simulator/calls/${sid}`, {
      auth,
      ...(method === 'POST' ? { form: { Digits: '1' } } : {}),
    });
    assert.deepEqual([answer.status, answer.body.code], [404, 20404]);
  }
  assert.equal((await server.call('GET', '/simulator/calls/CA1')).status, 404);
});

test('what happens on calls is told as it happens', async (t) => {
  const { post, server, settled } = await open(t);
  const credentials = Buffer.from(`${account.sid}:${account.authToken}`).toString('base64');
  const response = await fetch(`${server.base}/simulator/events`, {
    headers: { authorization: `Basic ${credentials}` },
  });
  assert.ok(response.body);
  const { sid } = (await post('/simulator/calls', { From: contact, To: number })).body;
  await settled();
  await post(`/simulator/calls/${sid}`, { Status: 'completed' });
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes('"completed"')) break;
  }
  const events = text.split('\n\n').filter((block) => block.startsWith('event: call'));
  const last = JSON.parse(events.at(-1)?.split('data: ')[1] ?? '');
  assert.deepEqual([last.sid, last.status, last.transcript.length], [sid, 'completed', 1]);
});

test('whatever is posted is answered in the shape of Twilio, and never by a fault', async (t) => {
  const { post, settled } = await open(t);
  const { sid } = (await post('/simulator/calls', { From: contact, To: number })).body;
  await settled();
  const names = [
    'From',
    'To',
    'Answer',
    'AnsweredBy',
    'Digits',
    'Speech',
    'Confidence',
    'Recording',
    'Transcript',
    'Outcome.Result',
    'x',
  ];
  const value = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom('true', '12#', '0.5', '7', number, contact, 'data:audio/wav;base64,AAAA'),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.constantFrom(...names), value),
      fc.constantFrom('', `/${sid}`),
      async (form, path) => {
        const { status, body } = await post(`/simulator/calls${path}`, form);
        assert.ok(status < 500, JSON.stringify(form));
        if (status >= 400)
          assert.deepEqual([typeof body.code, typeof body.message, body.status], ['number', 'string', status]);
      },
    ),
    { numRuns: 200 },
  );
  await settled();
});
