import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { account, type Fields, startApi } from '../../../test/e2e/api-server.ts';
import { granted, openHooks, openNetwork, type Reply } from '../../carriers/simulator/simulator-fixture.ts';
import { carrierApi } from './index.ts';

const root = `/2010-04-01/Accounts/${account.sid}`;
const [contact, number] = ['+15550001111', '+15550002222'];

async function open(t: TestContext, reply: Reply = { body: '<Response><Pause length="60"/></Response>' }) {
  const { base, hooks } = await openHooks(t, () => reply);
  const simulated = await openNetwork(t, { mediaBase: () => base });
  const server = await startApi({ modules: carrierApi(simulated.network) });
  t.after(() => server.close());
  const post = (path: string, form: Fields = {}) => server.call('POST', path, { form });
  /** A call that the contact has taken. */
  const talk = async (form: Fields = {}) => {
    const { body } = await post(`${root}/Calls.json`, { To: contact, From: number, Url: `${base}/voice`, ...form });
    await simulated.pass(100);
    granted(await simulated.network.calls.act(account.sid, body.sid, { answer: 'true' }));
    await simulated.settled();
    return body;
  };
  return { ...simulated, server, base, hooks, post, talk, get: (path: string) => server.call('GET', path) };
}

test('a fresh call has the keys of the carrier API', async (t) => {
  const { post, base } = await open(t);
  const { status, body } = await post(`${root}/Calls.json`, { To: contact, From: number, Url: `${base}/voice` });
  assert.equal(status, 201);
  const { sid, subresource_uris: parts, ...rest } = body;
  assert.match(sid, /^CA[0-9a-f]{32}$/);
  assert.equal(parts.recordings, `${root}/Calls/${sid}/Recordings.json`);
  assert.deepEqual(rest, {
    account_sid: account.sid,
    annotation: null,
    answered_by: null,
    api_version: '2010-04-01',
    caller_name: null,
    date_created: 'Fri, 02 Jan 2026 03:04:00 +0000',
    date_updated: 'Fri, 02 Jan 2026 03:04:00 +0000',
    direction: 'outbound-api',
    duration: null,
    end_time: null,
    forwarded_from: null,
    from: number,
    from_formatted: '(555) 000-2222',
    group_sid: null,
    parent_call_sid: null,
    phone_number_sid: null,
    price: null,
    price_unit: 'USD',
    queue_time: '0',
    start_time: null,
    status: 'queued',
    to: contact,
    to_formatted: '(555) 000-1111',
    trunk_sid: null,
    uri: `${root}/Calls/${sid}.json`,
  });
});

test('a call is hung up, and then changes no more', async (t) => {
  const { talk, post, get, pass, server } = await open(t);
  const { uri, sid } = await talk();
  await pass(5_000);
  assert.equal((await get(uri)).body.status, 'in-progress');
  assert.equal((await server.call('DELETE', uri)).body.code, 20009);
  assert.equal((await post(uri, { Status: 'canceled' })).body.code, 21220);
  const ended = await post(uri, { Status: 'completed' });
  assert.deepEqual(
    [ended.status, ended.body.status, ended.body.duration, ended.body.sid],
    [200, 'completed', '5', sid],
  );
  for (const form of [{ Status: 'completed' }, { Twiml: '<Response/>' }]) {
    const late = await post(uri, form);
    assert.deepEqual([late.status, late.body.code], [400, 21220]);
  }
  assert.equal((await server.call('DELETE', uri)).status, 204);
  assert.equal((await get(uri)).status, 404);
  assert.equal((await post(uri, { Status: 'completed' })).status, 404);
});

test('a call that rings is canceled', async (t) => {
  const { post, base, pass, get, settled } = await open(t);
  const form = { To: contact, From: number, Url: `${base}/voice` };
  const { uri } = (await post(`${root}/Calls.json`, form)).body;
  assert.equal((await post(uri, { Twiml: '<Response/>' })).body.code, 21220);
  await pass(100);
  assert.equal((await get(uri)).body.status, 'ringing');
  await post(uri, { Status: 'canceled' });
  await settled();
  const { status, duration } = (await get(uri)).body;
  assert.deepEqual([status, duration], ['canceled', '0']);
});

test('a live call is sent to another document', async (t) => {
  const { talk, post, hooks, base, settled, network } = await open(t);
  const { uri, sid } = await talk();
  await post(uri, { Url: `${base}/other`, Method: 'GET' });
  await settled();
  assert.deepEqual(
    hooks.map(({ method, path }) => `${method} ${path.split('?', 1)[0]}`),
    ['POST /voice', 'GET /other'],
  );
  await post(uri, { Twiml: '<Response><Say>Straight.</Say></Response>' });
  await settled();
  const leg = await network.calls.readLeg(account.sid, sid);
  assert.equal(leg?.transcript.at(-1)?.text, 'Straight.');
  assert.equal((await post(uri, { Url: `${base}/other`, Twiml: '<Response/>' })).body.code, 20001);
});

test('calls are listed in pages, by their ends, status and day', async (t) => {
  const { talk, post, get, pass } = await open(t);
  const first = await talk();
  await pass(1_000);
  await talk({ To: '+15550009999' });
  await post(first.uri, { Status: 'completed' });
  const count = async (query: string) => (await get(`${root}/Calls.json?${query}`)).body.calls.length;
  assert.deepEqual(
    [
      await count(''),
      await count(`To=${encodeURIComponent(contact)}`),
      await count('Status=completed'),
      await count('Status=busy'),
    ],
    [2, 1, 1, 0],
  );
  assert.deepEqual(
    [await count('StartTime=2026-01-02'), await count('StartTime%3E=2026-01-03'), await count('EndTime%3C=2026-01-03')],
    [2, 0, 1],
  );
  const page = (await get(`${root}/Calls.json?PageSize=1`)).body;
  assert.equal(page.calls[0].to, '+15550009999');
  assert.equal((await get(page.next_page_uri)).body.calls[0].sid, first.sid);
});

test('a live call is recorded: begun, held, ended, heard and removed', async (t) => {
  const { talk, post, get, pass, server, base, hooks, settled } = await open(t);
  const { sid } = await talk();
  const path = `${root}/Calls/${sid}/Recordings`;
  assert.equal((await post(`${path}/Twilio.CURRENT.json`, { Status: 'stopped' })).body.code, 20404);
  const form = { RecordingChannels: 'dual', RecordingStatusCallback: `${base}/recorded` };
  const begun = await post(`${path}.json`, form);
  assert.equal(begun.status, 201);
  const { source, status, channels, duration, call_sid, track } = begun.body;
  assert.deepEqual(
    [source, status, channels, duration, call_sid, track],
    ['StartCallRecordingAPI', 'in-progress', 2, null, sid, 'both'],
  );
  await pass(2_000);
  const held = await post(`${path}/Twilio.CURRENT.json`, { Status: 'paused', PauseBehavior: 'skip' });
  assert.equal(held.body.status, 'paused');
  await pass(3_000);
  await post(`${path}/${begun.body.sid}.json`, { Status: 'in-progress' });
  await pass(1_000);
  const stopped = await post(`${path}/Twilio.CURRENT.json`, { Status: 'stopped' });
  assert.deepEqual([stopped.body.status, stopped.body.duration], ['completed', '3']);
  await settled();
  const told = hooks.find((hook) => hook.path === '/recorded')?.params;
  assert.deepEqual(
    [told?.RecordingSid, told?.RecordingDuration, told?.RecordingSource],
    [begun.body.sid, '3', 'StartCallRecordingAPI'],
  );

  const { uri, media_url } = (await get(begun.body.uri)).body;
  for (const ending of ['', '.wav', '.mp3']) {
    const sound = await fetch(`${media_url}${ending}`);
    assert.deepEqual([sound.status, sound.headers.get('content-type')], [200, 'audio/x-wav']);
    assert.equal((await sound.arrayBuffer()).byteLength, 44 + 3 * 16_000);
  }
  assert.equal((await get(`${path}.json`)).body.recordings.length, 1);
  assert.equal((await get(`${root}/Recordings.json?CallSid=${sid}`)).body.recordings.length, 1);
  // Below another call it is not to be found.
  const foreign = `${root}/Calls/CA${'0'.repeat(32)}/Recordings/${begun.body.sid}`;
  assert.equal((await get(`${path}/${begun.body.sid}.json`)).status, 200);
  assert.equal((await get(`${foreign}.json`)).status, 404);
  assert.equal((await fetch(`${server.base}${foreign}`)).status, 404);
  assert.equal((await server.call('DELETE', `${foreign}.json`)).status, 404);
  assert.equal((await server.call('GET', uri, { auth: null })).status, 401);
  assert.equal((await server.call('DELETE', uri)).status, 204);
  assert.equal((await get(uri)).status, 404);
  assert.equal((await fetch(media_url)).status, 404);
});

test('nothing is recorded where nobody talks', async (t) => {
  const { talk, post } = await open(t);
  const { sid, uri } = await talk();
  await post(uri, { Status: 'completed' });
  assert.equal((await post(`${root}/Calls/${sid}/Recordings.json`)).body.code, 21220);
  assert.equal((await post(`${root}/Calls/CA${'0'.repeat(32)}/Recordings.json`)).status, 404);
});

test('whatever is posted is answered in the shape of Twilio, and never by a fault', async (t) => {
  const { talk, post, settled } = await open(t);
  const { sid } = await talk();
  const names = [
    'To',
    'From',
    'Url',
    'Twiml',
    'Method',
    'Status',
    'Timeout',
    'Record',
    'SendDigits',
    'MachineDetection',
  ];
  const more = ['StatusCallback', 'StatusCallbackEvent', 'RecordingChannels', 'FriendlyName', 'MaxSize', 'TimeLimit'];
  const value = fc.oneof(
    fc.string({ maxLength: 20 }),
    fc.constantFrom('true', '5', 'Enable', contact, number, 'http://127.0.0.1/', '<Response/>'),
  );
  const paths = [
    'Calls',
    `Calls/${sid}`,
    `Calls/${sid}/Recordings`,
    `Calls/${sid}/Recordings/Twilio.CURRENT`,
    'Queues',
    'Queues/x/Members/Front',
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.dictionary(fc.constantFrom(...names, ...more), value),
      fc.constantFrom(...paths),
      async (form, path) => {
        const { status, body } = await post(`${root}/${path}.json`, form);
        assert.ok(status < 500, JSON.stringify([path, form]));
        if (status >= 400)
          assert.deepEqual([typeof body.code, typeof body.message, body.status], ['number', 'string', status]);
      },
    ),
    { numRuns: 300 },
  );
  await settled();
});
