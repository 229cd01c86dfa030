import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { account, apiKey, type Fields, otherAccount, startApi } from '../../../test/e2e/api-server.ts';
import { openHooks, openNetwork } from '../../carriers/simulator/simulator-fixture.ts';
import { carrierApi } from './index.ts';

const root = `/2010-04-01/Accounts/${account.sid}`;
const [handset, number] = ['+15550001111', '+15550002222'];

async function open(t: TestContext) {
  const simulated = await openNetwork(t);
  const server = await startApi({ modules: carrierApi(simulated.network) });
  t.after(() => server.close());
  const post = (path: string, form: Fields = {}) => server.call('POST', path, { form });
  return {
    ...simulated,
    server,
    post,
    get: (path: string) => server.call('GET', path),
    drop: (path: string) => server.call('DELETE', path),
  };
}

const errors: readonly { readonly says: string; readonly form: Fields; readonly code: number }[] = [
  { says: 'no recipient', form: { From: number, Body: 'Hi' }, code: 21604 },
  { says: 'no sender', form: { To: handset, Body: 'Hi' }, code: 21603 },
  { says: 'no content', form: { To: handset, From: number }, code: 21602 },
  { says: 'a wrong recipient', form: { To: 'x', From: number, Body: 'Hi' }, code: 21211 },
  { says: 'a long body', form: { To: handset, From: number, Body: 'x'.repeat(1601) }, code: 21617 },
];
for (const { says, form, code } of errors) {
  test(`a message with ${says} is refused: ${code}`, async (t) => {
    const { post } = await open(t);
    const { status, body } = await post(`${root}/Messages.json`, form);
    assert.equal(status, 400);
    assert.equal(typeof body.message, 'string');
    const more = `https://www.twilio.com/docs/errors/${code}`;
    assert.deepEqual(body, { code, message: body.message, more_info: more, status: 400 });
  });
}

test('a message is sent, read, redacted and removed', async (t) => {
  const { post, get, drop, pass } = await open(t);
  const form = {
    To: handset,
    From: number,
    Body: 'Hi',
    MediaUrl: ['https://x.example/a.png', 'https://x.example/b.gif'],
  };
  const sent = await post(`${root}/Messages.json`, form);
  assert.equal(sent.status, 201);
  const { sid, uri, num_media, status, subresource_uris } = sent.body;
  assert.deepEqual([uri, num_media, status], [`${root}/Messages/${sid}.json`, '2', 'queued']);
  assert.equal((await drop(uri)).status, 409);
  await pass(1_000);
  const read = await get(uri);
  assert.deepEqual([read.status, read.body.status, read.body.body], [200, 'delivered', 'Hi']);
  const media = (await get(subresource_uris.media)).body;
  assert.deepEqual(media.media_list.map((one: { content_type: string }) => one.content_type).toSorted(), [
    'image/gif',
    'image/png',
  ]);
  assert.equal((await get(media.media_list[0].uri)).body.parent_sid, sid);
  assert.equal((await post(uri, { Body: '' })).body.body, '');
  const removed = await drop(uri);
  assert.deepEqual([removed.status, removed.text], [204, '']);
  for (const answer of [await get(uri), await drop(uri), await post(uri, { Body: '' })]) {
    assert.deepEqual([answer.status, answer.body.code], [404, 20404]);
  }
});

const nonsense: readonly (readonly [path: string, form: Fields, message: RegExp])[] = [
  [
    '/v1/Content',
    { types: '{"twilio/text":{"body":{"a":1}}}' },
    /^types is invalid: twilio\/text\.body must be a text$/,
  ],
  ['/v1/Content', { types: '{"twilio/carousel":{"cards":[1]}}' }, /cards\[0\] must be an object$/],
  ...['InboundRequestUrl', 'FallbackUrl', 'StatusCallback'].flatMap((name) =>
    ['notaurl', '::', 'ftp://x.example/', 'http://a b', 'http://x.example/\0'].map(
      (url) => ['/v1/Services', { FriendlyName: 'a', [name]: url }, new RegExp(`^${name} is invalid: it `)] as const,
    ),
  ),
];
test('nonsense in a template or a service is refused with the reason', async (t) => {
  const { post } = await open(t);
  for (const [path, form, says] of nonsense) {
    const { status, body } = await post(path, form);
    const what = JSON.stringify(form);
    assert.deepEqual([status, body.code, body.status], [400, 20001, 400], what);
    assert.match(body.message, says, what);
    assert.equal(body.more_info, 'https://www.twilio.com/docs/errors/20001');
  }
  const url = 'https://x.example/in';
  const made = await post('/v1/Services', { FriendlyName: 'a', InboundRequestUrl: url });
  assert.deepEqual([made.status, made.body.inbound_request_url], [201, url]);
  const path = `/v1/Services/${made.body.sid}`;
  assert.equal((await post(path, { InboundRequestUrl: '::' })).status, 400);
  assert.equal((await post(path, { FriendlyName: 'b' })).body.inbound_request_url, url);
  assert.equal((await post(path, { InboundRequestUrl: '' })).body.inbound_request_url, null);
});

test('a scheduled message is canceled once', async (t) => {
  const { post } = await open(t);
  const schedule = {
    MessagingServiceSid: `MG${'1'.repeat(32)}`,
    ScheduleType: 'fixed',
    SendAt: '2026-01-03T00:00:00Z',
  };
  const { body } = await post(`${root}/Messages.json`, { To: handset, Body: 'Hi', ...schedule });
  assert.deepEqual([body.status, body.from], ['scheduled', null]);
  assert.equal((await post(body.uri, { Status: 'canceled' })).body.status, 'canceled');
  assert.equal((await post(body.uri, { Status: 'canceled' })).body.code, 30409);
});

test('messages are listed in pages, by address and by day', async (t) => {
  const { post, get, pass } = await open(t);
  for (const body of ['1', '2', '3']) {
    await post(`${root}/Messages.json`, { To: handset, From: number, Body: body });
    await pass(1_000);
  }
  await post(`${root}/Messages.json`, { To: '+15550009999', From: number, Body: '4' });
  const bodies = (list: { body: { messages: { body: string }[] } }) => list.body.messages.map(({ body }) => body);
  const first = await get(`${root}/Messages.json?PageSize=2&To=${encodeURIComponent(handset)}`);
  assert.deepEqual(bodies(first), ['3', '2']);
  const { page, page_size, start, end, previous_page_uri, next_page_uri } = first.body;
  assert.deepEqual([page, page_size, start, end, previous_page_uri], [0, 2, 0, 1, null]);
  const second = await get(next_page_uri);
  assert.deepEqual(bodies(second), ['1']);
  assert.equal(second.body.next_page_uri, null);
  assert.deepEqual(bodies(await get(second.body.previous_page_uri)), ['3', '2']);
  const count = async (query: string) => bodies(await get(`${root}/Messages.json?${query}`)).length;
  assert.equal(await count('DateSent=2026-01-02'), 3);
  assert.equal(await count('DateSent=2026-01-01'), 0);
  assert.equal(await count('DateSent%3E=2026-01-02'), 3);
  assert.equal(await count('DateSent%3C=2026-01-02'), 0);
  assert.equal(await count(''), 4);
  assert.equal((await get(`${root}/Messages.json?PageSize=1001`)).body.code, 20007);
});

test('a number is made, found, changed and given back', async (t) => {
  const { post, get, drop } = await open(t);
  const path = `${root}/IncomingPhoneNumbers`;
  const made = await post(`${path}.json`, {
    PhoneNumber: number,
    SmsUrl: 'https://x.example/',
    VoiceCallerIdLookup: 'true',
  });
  assert.equal(made.status, 201);
  const { sid, sms_url, sms_method, voice_caller_id_lookup, capabilities, uri } = made.body;
  assert.deepEqual(
    [sms_url, sms_method, voice_caller_id_lookup, uri],
    ['https://x.example/', 'POST', true, `${path}/${sid}.json`],
  );
  assert.deepEqual(capabilities, { voice: true, sms: true, mms: true, fax: false });
  assert.equal((await post(`${path}.json`, { PhoneNumber: number })).body.code, 21422);
  assert.equal((await post(`${path}/Local.json`, { AreaCode: '415' })).body.phone_number, '+14155550000');
  const changed = await post(uri, { SmsUrl: '', FriendlyName: 'Desk' });
  assert.deepEqual([changed.status, changed.body.sms_url, changed.body.friendly_name], [200, '', 'Desk']);
  const listed = await get(`${path}.json?PhoneNumber=${encodeURIComponent(number)}`);
  assert.deepEqual(listed.body.incoming_phone_numbers, [changed.body]);
  assert.equal((await drop(uri)).status, 204);
  assert.equal((await drop(uri)).status, 404);
});

test('a subaccount has its own messages and numbers, which its main account may handle', async (t) => {
  const { server, post, get } = await open(t);
  const made = await post('/2010-04-01/Accounts.json', { FriendlyName: 'Sub' });
  assert.deepEqual([made.status, made.body.owner_account_sid, made.body.friendly_name], [201, account.sid, 'Sub']);
  const { sid, auth_token } = made.body;
  const sub = `/2010-04-01/Accounts/${sid}`;
  assert.equal((await post(`${sub}/IncomingPhoneNumbers.json`, { PhoneNumber: number })).status, 201);
  assert.equal((await get(`${root}/IncomingPhoneNumbers.json`)).body.incoming_phone_numbers.length, 0);
  const auth = [sid, auth_token] as const;
  assert.equal(
    (await server.call('GET', `${sub}/IncomingPhoneNumbers.json`, { auth })).body.incoming_phone_numbers.length,
    1,
  );
  assert.equal((await server.call('GET', `${root}/Messages.json`, { auth })).status, 404);
  assert.equal((await server.call('POST', '/2010-04-01/Accounts.json', { auth, form: {} })).status, 403);
  assert.deepEqual(
    (await get('/2010-04-01/Accounts.json')).body.accounts.map((one: { sid: string }) => one.sid).toSorted(),
    [account.sid, sid].toSorted(),
  );
  assert.equal((await post(`${sub}.json`, { Status: 'suspended' })).body.status, 'suspended');
  assert.equal((await server.call('GET', `${sub}/Messages.json`, { auth })).body.code, 20005);
});

test('what belongs to another account is not there', async (t) => {
  const { get, post } = await open(t);
  for (const answer of [
    await get(`/2010-04-01/Accounts/${otherAccount.sid}.json`),
    await get(`/2010-04-01/Accounts/${otherAccount.sid}/Messages.json`),
    await post(`/2010-04-01/Accounts/${otherAccount.sid}/Keys.json`),
    await get('/2010-04-01/Accounts/AC1/Messages.json'),
  ]) {
    assert.deepEqual([answer.status, answer.body.code], [404, 20404]);
  }
});

test('a key sends messages, and neither reads the auth token nor makes keys', async (t) => {
  const { server, post, get, drop } = await open(t);
  const made = await post(`${root}/Keys.json`, { FriendlyName: 'CI' });
  assert.equal(made.status, 201);
  const { sid, secret } = made.body;
  assert.match(made.body.date_created, /^[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} [\d:]{8} \+0000$/);
  const auth = [sid, secret] as const;
  const form = { To: handset, From: number, Body: 'Hi' };
  assert.equal((await server.call('POST', `${root}/Messages.json`, { auth, form })).status, 201);
  for (const path of ['/2010-04-01/Accounts.json', `${root}.json`, `${root}/Keys.json`, `${root}/Keys/${sid}.json`]) {
    const answer = await server.call('GET', path, { auth });
    assert.deepEqual([answer.status, answer.body.code], [403, 20403]);
  }
  assert.equal((await server.call('POST', `${root}/Keys.json`, { auth, form: {} })).status, 403);
  const listed = (await get(`${root}/Keys.json`)).body.keys;
  assert.deepEqual(listed.map((key: { sid: string }) => key.sid).toSorted(), [apiKey.sid, sid].toSorted());
  assert.ok(!JSON.stringify(listed).includes('secret'));
  assert.equal((await drop(`${root}/Keys/${sid}.json`)).status, 204);
  assert.equal((await server.call('POST', `${root}/Messages.json`, { auth, form })).status, 401);
});

test('the status callback of a message is signed with the token of its account', async (t) => {
  const { base, hooks } = await openHooks(t);
  const { post, pass } = await open(t);
  await post(`${root}/Messages.json`, { To: handset, From: number, Body: 'Hi', StatusCallback: `${base}/s` });
  await pass(1_000);
  await pass(0);
  assert.deepEqual(hooks.map(({ params }) => params.MessageStatus).toSorted(), ['delivered', 'sent']);
});
