import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { account, type Body, createFlow, type Fields, otherAccount, startApi } from '../../../test/e2e/api-server.ts';

const refusal = { ok: false, code: 21610, message: 'Attempt to send to unsubscribed recipient' } as const;

/** A server whose carrier refuses what goes to the contacts of `refused`, and messages to each of `contacts`. */
async function open(t: TestContext, contacts: readonly string[]) {
  const refused = new Set(contacts);
  const server = await startApi({ refuses: ({ message }) => (refused.has(message.to) ? refusal : undefined) });
  t.after(() => server.close());
  const flow = await createFlow(server);
  for (const To of contacts) {
    await server.call('POST', `/v2/Flows/${flow}/Executions`, { form: { To, From: '+15559990000' } });
    await server.runtime.settled();
    server.clock.advance(1_000);
  }
  const get = async (path: string, auth = account) => server.call('GET', path, { auth: [auth.sid, auth.authToken] });
  const post = (path: string, form: Fields = { Status: 'queued' }, auth = account) =>
    server.call('POST', path, { form, auth: [auth.sid, auth.authToken] });
  return { server, refused, get, post };
}

const contacts = ['+15550000001', '+15550000002', '+15550000003'];

test('messages that failed are listed newest first, with why, page by page', async (t) => {
  const { server, get } = await open(t, contacts);
  const first = (await get('/outbox/messages?Status=failed&PageSize=2')).body;
  assert.equal(first.meta.key, 'messages');
  assert.deepEqual(
    first.messages.map(({ to }: Body) => to),
    [contacts[2], contacts[1]],
  );
  const second = (await get(first.meta.next_page_url.slice(server.base.length))).body;
  assert.deepEqual(
    second.messages.map(({ to }: Body) => to),
    [contacts[0]],
  );
  assert.equal(second.meta.next_page_url, null);
  const back = (await get(second.meta.previous_page_url.slice(server.base.length))).body;
  assert.deepEqual(back.messages, first.messages);
  const [message] = second.messages;
  const { key, execution_sid, step_sid, ...shown } = message;
  assert.match(key, /^FT[0-9a-f]{32}\.0$/);
  assert.deepEqual([execution_sid.slice(0, 2), step_sid], ['FN', key.slice(0, -2)]);
  assert.deepEqual(shown, {
    message_sid: null,
    account_sid: account.sid,
    status: 'failed',
    error_code: 21610,
    error_message: 'Attempt to send to unsubscribed recipient',
    to: contacts[0],
    from: '+15559990000',
    messaging_service_sid: null,
    conversation_sid: null,
    body: 'Your name?',
    media_urls: [],
    content_sid: null,
    content_variables: null,
    attempts: 1,
    recovery: null,
    resent_as: null,
    date_created: '2026-01-02T03:04:05Z',
    date_updated: '2026-01-02T03:04:05Z',
    url: `${server.base}/outbox/messages/${key}`,
  });
  assert.deepEqual((await get(`/outbox/messages/${key}`)).body, message);
});

test('without a Status everything is listed that did not get through', async (t) => {
  const { get } = await open(t, contacts);
  assert.equal((await get('/outbox/messages')).body.messages.length, 3);
  for (const status of ['queued', 'undelivered', 'canceled']) {
    assert.deepEqual((await get(`/outbox/messages?Status=${status}`)).body.messages, []);
  }
});

test('a message that failed is sent again by Status=queued, as a new one, and only once', async (t) => {
  const { server, refused, get, post } = await open(t, contacts.slice(0, 1));
  const [message] = (await get('/outbox/messages')).body.messages;
  refused.clear();
  const again = await post(`/outbox/messages/${message.key}`);
  assert.deepEqual([again.status, again.body.key, again.body.status], [201, `${message.key}.1`, 'queued']);
  await server.runtime.settled();
  const [request] = server.sent.slice(-1);
  assert.deepEqual(
    [request?.message.to, request?.message.body, request?.key],
    [message.to, message.body, again.body.key],
  );
  assert.equal((await get(`/outbox/messages/${message.key}`)).body.resent_as, again.body.key);
  const second = await post(`/outbox/messages/${message.key}`);
  assert.deepEqual([second.status, second.body.code], [409, 20409]);
  assert.match(second.body.message, /was sent again already/);
  const third = await post(`/outbox/messages/${again.body.key}`);
  assert.match(third.body.message, /is queued: only one that is failed, undelivered, canceled can be sent again/);
});

const refusals = [
  { name: 'an unknown key', path: `/outbox/messages/FT${'9'.repeat(32)}.0`, form: { Status: 'queued' }, status: 404 },
  { name: 'a key that is none', path: '/outbox/messages/%00', form: { Status: 'queued' }, status: 404 },
  { name: 'no Status', path: 'own', form: {}, status: 400 },
  { name: 'another Status', path: 'own', form: { Status: 'sent' }, status: 400 },
];
for (const { name, path, form, status } of refusals) {
  test(`sending again with ${name} is answered ${status}`, async (t) => {
    const { get, post } = await open(t, contacts.slice(0, 1));
    const [message] = (await get('/outbox/messages')).body.messages;
    const answer = await post(path === 'own' ? `/outbox/messages/${message.key}` : path, form);
    assert.equal(answer.status, status);
    assert.equal(answer.body.status, status);
  });
}

test('a list with another Status is answered 400', async (t) => {
  const { get } = await open(t, []);
  const answer = await get('/outbox/messages?Status=delivered');
  assert.equal(answer.status, 400);
  assert.match(answer.body.message, /queued or failed or undelivered or canceled/);
});

test('the outbox of another account is not there', async (t) => {
  const { server, get, post } = await open(t, contacts.slice(0, 1));
  const [message] = (await get('/outbox/messages')).body.messages;
  assert.deepEqual((await get('/outbox/messages', otherAccount)).body.messages, []);
  assert.equal((await get(`/outbox/messages/${message.key}`, otherAccount)).status, 404);
  assert.equal((await post(`/outbox/messages/${message.key}`, { Status: 'queued' }, otherAccount)).status, 404);
  assert.equal((await server.call('GET', '/outbox/messages', { auth: null })).status, 401);
});
