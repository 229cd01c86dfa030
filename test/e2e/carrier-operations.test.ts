/** Operations of the carrier API that the walk of the official SDK leaves out, one by one over HTTP. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Body, type Composed, eventually, openComposed } from './composed-server.ts';

/** A message that has gone all its way. */
async function delivered({ call, accountSid }: Composed, more: Record<string, string> = {}): Promise<Body> {
  const messages = `/2010-04-01/Accounts/${accountSid}/Messages`;
  const sent = await call(`${messages}.json`, { From: '+15550100001', To: '+15553000001', Body: 'Hello', ...more });
  assert.equal(sent.status, 201);
  return eventually(async () => {
    const { body } = await call(`${messages}/${sent.body.sid}.json`);
    return body.status === 'delivered' ? body : undefined;
  });
}

test('UpdateMessage with an empty Body redacts it', async (t) => {
  const server = await openComposed(t);
  const { uri, sid } = await delivered(server);
  const { status, body } = await server.call(uri, { Body: '' });
  assert.deepEqual([status, body.sid, body.body], [200, sid, '']);
  assert.equal((await server.call(uri)).body.body, '');
});

test('DeleteMessage answers 204 once, then 404', async (t) => {
  const server = await openComposed(t);
  const { uri } = await delivered(server);
  assert.deepEqual(await server.call(uri, undefined, 'DELETE'), { status: 204, body: '' });
  assert.equal((await server.call(uri)).status, 404);
  assert.equal((await server.call(uri, undefined, 'DELETE')).status, 404);
});

test('ListMedia shows the files of a message', async (t) => {
  const server = await openComposed(t);
  const message = await delivered(server, { MediaUrl: 'https://example.com/a.png' });
  const list = await server.call(message.subresource_uris.media);
  assert.equal(list.status, 200);
  assert.deepEqual(
    list.body.media_list.map(({ parent_sid: parent }: Body) => parent),
    [message.sid],
  );
});

test('FetchMedia shows one file of a message', async (t) => {
  const server = await openComposed(t);
  const message = await delivered(server, { MediaUrl: 'https://example.com/a.png' });
  const [file] = (await server.call(message.subresource_uris.media)).body.media_list;
  const { status, body } = await server.call(message.subresource_uris.media.replace('.json', `/${file.sid}.json`));
  assert.deepEqual([status, body], [200, file]);
});

test('FetchIncomingPhoneNumber shows the number that a list has', async (t) => {
  const { call, accountSid } = await openComposed(t);
  const numbers = `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers`;
  const [first] = (await call(`${numbers}.json?PhoneNumber=%2B15550100001`)).body.incoming_phone_numbers;
  assert.equal(first.phone_number, '+15550100001');
  assert.deepEqual(await call(`${numbers}/${first.sid}.json`), { status: 200, body: first });
});

test('ListKey, FetchKey and UpdateKey show a key without its secret', async (t) => {
  const { call, accountSid } = await openComposed(t);
  const keys = `/2010-04-01/Accounts/${accountSid}/Keys`;
  const { sid, secret } = (await call(`${keys}.json`, { FriendlyName: 'one' })).body;
  assert.match(secret, /^\w+$/);
  const renamed = await call(`${keys}/${sid}.json`, { FriendlyName: 'two' });
  assert.deepEqual([renamed.status, renamed.body.sid, renamed.body.friendly_name], [200, sid, 'two']);
  const fetched = await call(`${keys}/${sid}.json`);
  assert.equal(fetched.body.friendly_name, 'two');
  const { keys: listed } = (await call(`${keys}.json`)).body;
  assert.deepEqual(listed, [fetched.body]);
  assert.ok(!JSON.stringify([renamed, fetched, listed]).includes(secret));
});

test('ListAccount and FetchAccount show the main account and its subaccounts', async (t) => {
  const { call, accountSid } = await openComposed(t);
  const made = await call('/2010-04-01/Accounts.json', { FriendlyName: 'Team B' });
  const listed: Body[] = (await call('/2010-04-01/Accounts.json')).body.accounts;
  assert.deepEqual(new Set(listed.map(({ sid }) => sid)), new Set([accountSid, made.body.sid]));
  const fetched = await call(`/2010-04-01/Accounts/${made.body.sid}.json`);
  assert.deepEqual([fetched.status, fetched.body.friendly_name], [200, 'Team B']);
});
