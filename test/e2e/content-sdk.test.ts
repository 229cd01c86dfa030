/** Templates, messaging services and media as the official SDK asks for them, on the whole server. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import twilio from 'twilio';
import { ContentCreateRequest } from 'twilio/lib/rest/content/v1/content.js';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { openComposed } from './composed-server.ts';

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

const [contact, number, other] = ['+15553000001', '+15553000002', '+15553000003'];

async function open(t: TestContext) {
  const clock = new VirtualClock(Date.UTC(2026, 0, 2, 3, 4, 5));
  const composed = await openComposed(t, { ATELIER_SAMPLES: 'off' }, { clock });
  const { server, accountSid, authToken } = composed;
  const client = twilio(accountSid, authToken, { httpClient: new LocalClient(server.url) });
  await client.incomingPhoneNumbers.create({ phoneNumber: number });
  return { ...composed, clock, client };
}

const types = {
  'twilio/text': { body: 'Coming, {{1}}?' },
  'twilio/quick-reply': { body: 'Coming, {{1}}?', actions: [{ title: 'Yes', id: 'yes' }] },
};

test('templates are made, read, changed, sent and removed', async (t) => {
  const { client, call } = await open(t);
  const { contents } = client.content.v1;
  const request = { friendly_name: 'coming', language: 'en', variables: { 1: 'there' }, types };
  const made = await contents.create(new ContentCreateRequest(request));
  assert.match(made.sid, /^HX[0-9a-f]{32}$/);
  assert.deepEqual([made.friendlyName, made.language, made.variables], ['coming', 'en', { 1: 'there' }]);
  assert.deepEqual(made.types, types);
  assert.deepEqual((await contents(made.sid).fetch()).types, types);
  assert.deepEqual(
    (await contents.list()).map(({ sid }) => sid),
    [made.sid],
  );

  const sent = await client.messages.create({ from: number, to: contact, contentSid: made.sid });
  assert.equal(sent.body, 'Coming, there?');
  const ends = { from: `whatsapp:${number}`, to: `whatsapp:${contact}` };
  const contentVariables = JSON.stringify({ 1: 'Ana' });
  const rich = await client.messages.create({ ...ends, contentSid: made.sid, contentVariables });
  assert.equal(rich.body, 'Coming, Ana?');
  const shown = await call(`/simulator/contacts/whatsapp:${contact}/messages`);
  const { content } = shown.body.messages[0];
  assert.deepEqual(
    [content.sid, content.type, content.buttons],
    [made.sid, 'twilio/quick-reply', [{ type: 'QUICK_REPLY', title: 'Yes', id: 'yes', value: null }]],
  );
  await assert.rejects(client.messages.create({ ...ends, contentSid: made.sid, contentVariables: '{"1":""}' }), {
    status: 400,
    code: 21656,
  });

  const changed = await contents(made.sid).update(
    new ContentCreateRequest({ friendly_name: 'b', language: 'en', types: { 'twilio/text': { body: 'Hi' } } }),
  );
  assert.deepEqual([changed.friendlyName, Object.keys(changed.types)], ['b', ['twilio/text']]);
  assert.equal(await contents(made.sid).remove(), true);
  await assert.rejects(contents(made.sid).fetch(), { status: 404, code: 20404 });
  await assert.rejects(client.messages.create({ from: number, to: contact, contentSid: made.sid }), {
    status: 400,
    code: 21655,
  });
});

test('a template keeps the name it has elsewhere, once', async (t) => {
  const { call } = await open(t);
  const sid = `HX${'a'.repeat(32)}`;
  const form = { sid, types: JSON.stringify(types) };
  assert.deepEqual((await call('/v1/Content', form)).body.sid, sid);
  const again = await call('/v1/Content', form);
  assert.deepEqual([again.status, again.body.code], [409, 20409]);
});

const badTemplates: readonly (readonly [says: string, form: Record<string, string>, message: RegExp])[] = [
  ['no types', {}, /Missing required parameter types/],
  ['types that are no object', { types: '[]' }, /types is invalid: it must be a JSON object/],
  ['an unknown type', { types: '{"twilio/txt":{"body":"a"}}' }, /types has "twilio\/txt"; there are twilio\/text/],
  ['a text without a body', { types: '{"twilio/text":{}}' }, /lacks "body"/],
  ['variables that are objects', { types: JSON.stringify(types), variables: '{"1":{}}' }, /variables is invalid/],
  ['a name that is none', { types: JSON.stringify(types), variables: '{"a-b":"c"}' }, /variables is invalid/],
  ['a SID of another kind', { types: JSON.stringify(types), sid: 'HX1' }, /sid is invalid/],
];
test('a bad template is refused with the reason', async (t) => {
  const { call } = await open(t);
  for (const [says, form, message] of badTemplates) {
    const { status, body } = await call('/v1/Content', form);
    assert.deepEqual([status, body.code], [400, 20001], says);
    assert.match(body.message, message, says);
  }
});

test('messaging services are made, read, changed, and send', async (t) => {
  const { client, server, clock } = await open(t);
  const { services } = client.messaging.v1;
  const made = await services.create({ friendlyName: 'main', smartEncoding: false, inboundMethod: 'GET' });
  assert.match(made.sid, /^MG[0-9a-f]{32}$/);
  assert.deepEqual(
    [made.friendlyName, made.smartEncoding, made.stickySender, made.inboundMethod, made.inboundRequestUrl],
    ['main', false, true, 'GET', null],
  );
  const changed = await services(made.sid).update({
    useInboundWebhookOnNumber: true,
    inboundRequestUrl: 'https://x.example/',
  });
  assert.deepEqual([changed.useInboundWebhookOnNumber, changed.inboundRequestUrl], [true, 'https://x.example/']);
  assert.deepEqual(
    (await services.list()).map(({ sid }) => sid),
    [made.sid],
  );

  await assert.rejects(client.messages.create({ messagingServiceSid: made.sid, to: contact, body: 'Hi' }), {
    code: 21703,
  });
  const [own] = await client.incomingPhoneNumbers.list({ phoneNumber: number });
  assert.ok(own);
  const senders = services(made.sid).phoneNumbers;
  const sender = await senders.create({ phoneNumberSid: own.sid });
  assert.deepEqual([sender.sid, sender.phoneNumber, sender.countryCode], [own.sid, number, 'US']);
  assert.deepEqual(
    (await senders.list()).map(({ phoneNumber }) => phoneNumber),
    [number],
  );
  assert.equal((await senders(own.sid).fetch()).serviceSid, made.sid);
  await assert.rejects(senders.create({ phoneNumberSid: own.sid }), { status: 409, code: 21710 });

  const sent = await client.messages.create({ messagingServiceSid: made.sid, to: contact, body: 'Hi' });
  assert.deepEqual([sent.status, sent.from, sent.messagingServiceSid], ['accepted', null, made.sid]);
  clock.advance(1_000);
  await server.settled();
  const delivered = await client.messages(sent.sid).fetch();
  assert.deepEqual([delivered.status, delivered.from], ['delivered', number]);

  const name = await services(made.sid).alphaSenders.create({ alphaSender: 'Atelier' });
  assert.equal((await services(made.sid).alphaSenders(name.sid).fetch()).alphaSender, 'Atelier');
  assert.equal(await senders(own.sid).remove(), true);
  await assert.rejects(senders(own.sid).fetch(), { status: 404 });
  assert.equal(await services(made.sid).remove(), true);
  await assert.rejects(services(made.sid).fetch(), { status: 404, code: 20404 });
  await assert.rejects(services.create({ friendlyName: '' }), { status: 400, code: 20001 });
  await assert.rejects(services.create({ friendlyName: 'a', validityPeriod: 0 }), { status: 400, code: 20001 });
});

test('scheduled messages of a service leave at their time', async (t) => {
  const { client, server, clock } = await open(t);
  const service = await client.messaging.v1.services.create({ friendlyName: 'main' });
  const [own] = await client.incomingPhoneNumbers.list({ phoneNumber: number });
  await client.messaging.v1.services(service.sid).phoneNumbers.create({ phoneNumberSid: own?.sid ?? '' });
  const sendAt = new Date(clock.now() + 3_600_000);
  const draft = {
    messagingServiceSid: service.sid,
    to: contact,
    body: 'Later',
    scheduleType: 'fixed',
    sendAt,
  } as const;
  const sent = await client.messages.create(draft);
  assert.equal(sent.status, 'scheduled');
  clock.advance(3_600_000);
  await server.settled();
  clock.advance(1_000);
  await server.settled();
  assert.equal((await client.messages(sent.sid).fetch()).status, 'delivered');
});

test('media of a handset is listed for the account and served to everybody', async (t) => {
  const { client, server, call, accountSid } = await open(t);
  const bytes = Buffer.from([0x89, 0x50, 0, 255]);
  const text = await call('/simulator/messages', {
    From: contact,
    To: number,
    MediaUrl: `data:image/png;base64,${bytes.toString('base64')}`,
  });
  assert.equal(text.status, 201);
  const { sid } = text.body;
  assert.match(sid, /^MM/);
  const [media] = await client.messages(sid).media.list();
  assert.equal(media?.contentType, 'image/png');
  const url = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}/Media/${media?.sid}`;
  assert.equal(text.body.media[0].url, `${server.url}${url}`);
  const file = await fetch(`${server.url}${url}`);
  assert.equal(file.headers.get('content-type'), 'image/png');
  assert.equal(file.headers.get('content-security-policy'), "default-src 'none'; sandbox");
  assert.deepEqual(Buffer.from(await file.arrayBuffer()), bytes);
  assert.equal((await fetch(`${server.url}${url}.json`)).status, 401);
  assert.equal((await call(`${url}.json`)).body.content_type, 'image/png');

  const far = await call('/simulator/messages', { From: contact, To: number, MediaUrl: 'https://x.example/a.png' });
  const [farMedia] = await client.messages(far.body.sid).media.list();
  const path = `/2010-04-01/Accounts/${accountSid}/Messages/${far.body.sid}/Media/${farMedia?.sid}`;
  const redirect = await fetch(`${server.url}${path}`, { redirect: 'manual' });
  assert.deepEqual([redirect.status, redirect.headers.get('location')], [307, 'https://x.example/a.png']);
  assert.equal((await fetch(`${server.url}${path.slice(0, -1)}x`)).status, 404);
});

test('a text and its answer by a button go through the handset API', async (t) => {
  const { client, call, server } = await open(t);
  const made = await client.content.v1.contents.create(new ContentCreateRequest({ language: 'en', types }));
  const ends = { from: `whatsapp:${number}`, to: `whatsapp:${contact}` };
  await client.messages.create({ ...ends, contentSid: made.sid, contentVariables: '{"1":"Ana"}' });
  const pressed = await call('/simulator/messages', { From: ends.to, To: ends.from, Button: 'yes' });
  assert.deepEqual([pressed.status, pressed.body.body], [201, 'Yes']);
  const missed = await call('/simulator/messages', { From: ends.to, To: ends.from, ListItem: 'yes' });
  assert.deepEqual([missed.status, missed.body.code], [400, 20001]);
  await server.settled();
});

test('SmartEncoded and ShortenUrls are taken', async (t) => {
  const { client } = await open(t);
  const draft = { from: number, to: contact, body: '“https://x.example/a”', smartEncoded: true, shortenUrls: true };
  assert.equal((await client.messages.create(draft)).body, '"https://x.example/a"');
  await assert.rejects(client.messages.create({ ...draft, from: other, shortenUrls: 'often' as unknown as boolean }), {
    code: 20001,
  });
});
