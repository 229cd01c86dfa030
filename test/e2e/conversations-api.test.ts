/** The conversations on this machine by HTTP: every answer, every refusal. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Composed, openComposed } from './composed-server.ts';

const path = '/local/conversations';
const [contact, number] = ['+15552000001', '+15551000001'];
const bound = { 'MessagingBinding.Address': contact, 'MessagingBinding.ProxyAddress': number };

async function open(t: Parameters<typeof openComposed>[0]): Promise<Composed & { readonly sid: string }> {
  const atelier = await openComposed(t, { ATELIER_SAMPLES: 'off' });
  const { status, body } = await atelier.call(path, { FriendlyName: 'Talk', ...bound });
  assert.equal(status, 201, JSON.stringify(body));
  return { ...atelier, sid: body.sid };
}

test('a conversation shows as the Conversations API shows it, with links to what it has', async (t) => {
  const { call, sid, accountSid, server } = await open(t);
  const { status, body } = await call(`${path}/${sid}`);
  assert.equal(status, 200);
  const { date_created, date_updated, ...rest } = body;
  assert.match(date_created, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  assert.equal(date_updated, date_created);
  const url = `${server.url}${path}/${sid}`;
  assert.deepEqual(rest, {
    sid,
    account_sid: accountSid,
    chat_service_sid: `IS${accountSid.slice(2)}`,
    messaging_service_sid: null,
    friendly_name: 'Talk',
    unique_name: null,
    attributes: '{}',
    state: 'active',
    timers: {},
    bindings: null,
    url,
    links: { participants: `${url}/participants`, messages: `${url}/messages` },
  });
  const people = await call(`${path}/${sid}/participants`);
  assert.deepEqual(
    people.body.participants.map((one: { messaging_binding: unknown }) => one.messaging_binding),
    [{ type: 'sms', address: contact, proxy_address: number }],
  );
});

test('conversations are listed newest first, by state and page by page, there and back', async (t) => {
  const { call, sid } = await open(t);
  const sids = [sid];
  for (const name of ['b', 'c', 'd', 'e']) sids.unshift((await call(path, { UniqueName: name })).body.sid);
  await call(`${path}/${sid}`, { State: 'closed' });
  const seen: string[] = [];
  const pages: string[] = [];
  let next: string | null = `${path}?PageSize=2`;
  while (next !== null) {
    const { body } = await call(next);
    pages.push(next);
    seen.push(...body.conversations.map((one: { sid: string }) => one.sid));
    next = body.meta.next_page_url && new URL(body.meta.next_page_url).href.replace(/^https?:\/\/[^/]+/, '');
  }
  assert.deepEqual(seen, sids);
  const last = await call(pages.at(-1) ?? '');
  const back = await call(last.body.meta.previous_page_url.replace(/^https?:\/\/[^/]+/, ''));
  assert.deepEqual(
    back.body.conversations.map((one: { sid: string }) => one.sid),
    sids.slice(2, 4),
  );
  const closed = await call(`${path}?State=closed`);
  assert.deepEqual(
    closed.body.conversations.map((one: { sid: string }) => one.sid),
    [sid],
  );
});

test('messages are listed oldest first, page by page', async (t) => {
  const { call, sid } = await open(t);
  for (const body of ['1', '2', '3']) {
    assert.equal((await call(`${path}/${sid}/messages`, { Author: 'alice', Body: body })).status, 201);
  }
  const first = await call(`${path}/${sid}/messages?PageSize=2`);
  assert.deepEqual(
    first.body.messages.map((one: { body: string }) => one.body),
    ['1', '2'],
  );
  const second = await call(first.body.meta.next_page_url.replace(/^https?:\/\/[^/]+/, ''));
  assert.deepEqual(
    second.body.messages.map((one: { body: string }) => one.body),
    ['3'],
  );
  assert.equal(second.body.meta.next_page_url, null);
});

test('a message may have media and attributes', async (t) => {
  const { call, sid } = await open(t);
  const { status, body } = await call(`${path}/${sid}/messages`, {
    Author: 'alice',
    MediaUrl: 'https://example.com/a.png',
    Attributes: '{"mood":"good"}',
  });
  assert.equal(status, 201);
  assert.deepEqual(
    [body.body, body.attributes, body.media[0].url],
    [null, '{"mood":"good"}', 'https://example.com/a.png'],
  );
});

const refusals: readonly [
  what: string,
  path: string,
  form: Record<string, string>,
  status: number,
  code: number,
  says: RegExp,
][] = [
  ['a binding in use', '', bound, 409, 50416, /already exists in Conversation CH/],
  ['half a binding', '', { 'MessagingBinding.Address': contact }, 400, 50407, /ProxyAddress/],
  ['an identity with an address', '', { Identity: 'ann', ...bound }, 400, 20001, /either an identity or an address/],
  ['a flow that is not there', '', { FlowSid: `FW${'1'.repeat(32)}` }, 400, 20001, /no such flow/],
  ['a flow by its name', '', { FlowSid: 'Survey' }, 400, 20001, /FlowSid is invalid/],
  ['a service by its name', '', { ChatServiceSid: 'Chat' }, 400, 20001, /ChatServiceSid is invalid/],
  ['attributes that are no JSON', '', { Attributes: '{' }, 400, 20001, /must be JSON/],
  ['a short timer', '', { 'Timers.Closed': 'PT1M' }, 400, 20001, /at least 10 minutes/],
  ['a long name', '', { FriendlyName: 'x'.repeat(257) }, 400, 20001, /longer than 256/],
  ['no state', '/:sid', {}, 400, 20001, /State/],
  ['another state', '/:sid', { State: 'inactive' }, 400, 20001, /must be closed/],
  ['no participant', '/:sid/participants', {}, 400, 20001, /Identity/],
  ['a participant who is in it', '/:sid/participants', bound, 409, 50416, /already exists/],
  ['no author', '/:sid/messages', { Body: 'Hi' }, 400, 20001, /Author/],
  ['nothing to say', '/:sid/messages', { Author: 'alice' }, 400, 20001, /Body/],
  ['a long body', '/:sid/messages', { Author: 'alice', Body: 'x'.repeat(1_601) }, 400, 20001, /longer than 1600/],
  [
    'media that are no URL',
    '/:sid/messages',
    { Author: 'alice', MediaUrl: 'a.png' },
    400,
    20001,
    /MediaUrl is invalid: it must be a URL/,
  ],
  ['a conversation that is not there', '/CHa/messages', { Author: 'alice', Body: 'Hi' }, 404, 20404, /not found/],
  [`one of another form`, `/CH${'a'.repeat(32)}/participants`, { Identity: 'ann' }, 404, 20404, /not found/],
];

test('what cannot be done is refused with the reason', async (t) => {
  const { call, sid } = await open(t);
  for (const [what, where, form, status, code, says] of refusals) {
    const answer = await call(`${path}${where.replace(':sid', sid)}`, form);
    assert.deepEqual([answer.status, answer.body.code], [status, code], `${what}: ${JSON.stringify(answer.body)}`);
    assert.match(answer.body.message, says, what);
  }
  const query = await call(`${path}?State=open`);
  assert.deepEqual([query.status, query.body.code], [400, 20001]);
});

test('a closed conversation takes nothing more, and stays readable', async (t) => {
  const { call, sid } = await open(t);
  await call(`${path}/${sid}/messages`, { Author: 'alice', Body: 'Hi' });
  for (let times = 0; times < 2; times++) {
    assert.equal((await call(`${path}/${sid}`, { State: 'closed' })).body.state, 'closed');
  }
  for (const [where, form] of [
    ['messages', { Author: 'alice', Body: 'Hi' }],
    ['participants', { Identity: 'bob' }],
  ] as const) {
    const { status, body } = await call(`${path}/${sid}/${where}`, form);
    assert.deepEqual([status, body.code], [400, 50377]);
  }
  assert.equal((await call(`${path}/${sid}/messages`)).body.messages.length, 1);
});

test('a subaccount sees its own conversations only, and nobody sees any without credentials', async (t) => {
  const { call, sid, server } = await open(t);
  const sub = await call('/2010-04-01/Accounts.json', { FriendlyName: 'Sub' });
  const authorization = `Basic ${Buffer.from(`${sub.body.sid}:${sub.body.auth_token}`).toString('base64')}`;
  const mine = await fetch(`${server.url}${path}`, { headers: { authorization } });
  assert.deepEqual(((await mine.json()) as { conversations: unknown[] }).conversations, []);
  const theirs = await fetch(`${server.url}${path}/${sid}`, { headers: { authorization } });
  assert.equal(theirs.status, 404);
  assert.equal((await fetch(`${server.url}${path}`)).status, 401);
});
