import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ServiceSettings } from '../messaging-service.ts';
import type { NetworkProvision } from '../network.ts';
import { accountSid, contact, granted, number, openHooks, openNetwork } from './simulator-fixture.ts';

const boston = '+16175550001';
const page = { limit: 10 };

async function open(t: Parameters<typeof openNetwork>[0], settings: Partial<ServiceSettings> = {}) {
  const { base, hooks } = await openHooks(t);
  const opened = await openNetwork(t, {}, { smsUrl: `${base}/number` });
  const { network } = opened;
  const service = await network.services.create(accountSid, { friendlyName: 'main', ...settings });
  const numbers = await network.listNumbers(accountSid, {}, page);
  const add = async (numberSid = numbers.rows[0]?.sid ?? '') =>
    network.services.addSender(accountSid, service.sid, { numberSid });
  const send = async (more: object = {}) => {
    const draft = { messagingServiceSid: service.sid, to: contact, body: 'Hi', ...more };
    return network.createMessage(accountSid, draft);
  };
  const fromOf = async (more: object = {}) => {
    const { sid } = granted(await send(more));
    await opened.pass(1_000);
    return (await opened.get(sid)).from;
  };
  return { ...opened, base, hooks, service, add, send, fromOf };
}

test('a service sends from its own numbers only', async (t) => {
  const { network, add, send, fromOf } = await open(t);
  const refusal = await send();
  assert.ok(!refusal.ok);
  assert.equal(refusal.refusal.code, 21703);
  granted(await network.createNumber(accountSid, { phoneNumber: boston }, {}));
  granted(await add());
  assert.equal(await fromOf(), number);
  assert.equal(await fromOf({ to: '+16175559999' }), number);
});

test('a contact keeps the number it knows, until that one leaves', async (t) => {
  const { network, service, add, fromOf } = await open(t);
  const other = granted(await network.createNumber(accountSid, { phoneNumber: boston }, {}));
  granted(await add());
  assert.equal(await fromOf({ to: '+16175559999' }), number);
  granted(await add(other.sid));
  assert.equal(await fromOf({ to: '+16175559999' }), number);
  assert.equal(await fromOf({ to: '+16175558888' }), boston);
  assert.equal(await network.services.removeSender(accountSid, service.sid, other.sid), true);
  assert.equal(await fromOf({ to: '+16175558888' }), number);
  assert.equal(await network.services.removeSender(accountSid, service.sid, other.sid), false);
});

const webhooks: readonly (readonly [says: string, settings: Partial<ServiceSettings>, path: string | undefined])[] = [
  ['at the service', { inboundRequestUrl: '/service' }, '/service'],
  ['at its number, where the service leaves it to it', { useInboundWebhookOnNumber: true }, '/number'],
  ['nowhere, where the service says nothing', {}, undefined],
];
for (const [says, settings, path] of webhooks) {
  test(`a text to a number in a service is answered ${says}`, async (t) => {
    const { network, service, add, base, hooks, text, settled } = await open(t);
    const { inboundRequestUrl } = settings;
    const given = inboundRequestUrl === undefined ? settings : { inboundRequestUrl: `${base}${inboundRequestUrl}` };
    await network.services.update(accountSid, service.sid, given);
    granted(await add());
    await text('Hi');
    await settled();
    assert.equal(hooks[0]?.path, path);
    if (path !== undefined) {
      const { MessagingServiceSid, To } = hooks[0]?.params ?? {};
      assert.deepEqual([MessagingServiceSid, To], [service.sid, number]);
    }
  });
}

test('a text to a number without a service names none', async (t) => {
  const { hooks, text, settled } = await open(t);
  await text('Hi');
  await settled();
  assert.equal(hooks[0]?.params.MessagingServiceSid, undefined);
});

test('a service has a status callback and plain characters for all its messages', async (t) => {
  const { network, service, add, base, hooks, send, pass } = await open(t);
  await network.services.update(accountSid, service.sid, { statusCallback: `${base}/status` });
  granted(await add());
  const smart = granted(await send({ body: '“Hi”' }));
  assert.equal(smart.body, '"Hi"');
  await pass(1_000);
  assert.deepEqual([...new Set(hooks.map(({ path }) => path))], ['/status']);
  await network.services.update(accountSid, service.sid, { smartEncoding: false });
  assert.equal(granted(await send({ body: '“Hi”' })).body, '“Hi”');
  assert.equal(granted(await send({ body: '“Hi”', smartEncoded: true })).body, '"Hi"');
});

test('a number stands behind one service', async (t) => {
  const { network, add, service } = await open(t);
  granted(await add());
  const again = await add();
  const other = await network.services.create(accountSid, { friendlyName: 'other' });
  const numberSid = (await network.listNumbers(accountSid, {}, page)).rows[0]?.sid ?? '';
  const elsewhere = await network.services.addSender(accountSid, other.sid, { numberSid });
  const codes = [again, elsewhere].map((outcome) => (outcome && !outcome.ok ? outcome.refusal.code : 0));
  assert.deepEqual(codes, [21710, 21712]);
  assert.equal(await network.services.addSender(`AC${'b'.repeat(32)}`, service.sid, { numberSid }), undefined);
  assert.equal(await network.deleteNumber(accountSid, numberSid), true);
  assert.deepEqual((await network.services.listSenders(accountSid, service.sid, 'numbers', page))?.rows, []);
});

test('names are senders too, and are listed apart', async (t) => {
  const { network, service, add, fromOf } = await open(t);
  granted(await add());
  const name = granted(await network.services.addSender(accountSid, service.sid, { name: 'Atelier' }));
  assert.match(name.sid, /^AI/);
  const listed = async (kind: 'numbers' | 'names') =>
    (await network.services.listSenders(accountSid, service.sid, kind, page))?.rows.map(({ address }) => address);
  assert.deepEqual([await listed('numbers'), await listed('names')], [[number], ['Atelier']]);
  assert.equal(await fromOf({ to: '+442079460000' }), 'Atelier');
  const bad = await network.services.addSender(accountSid, service.sid, { name: 'much too long a name' });
  assert.ok(bad && !bad.ok);
  assert.equal(bad.refusal.code, 20001);
});

test('what a settings file gives is there, and goes with its line', async (t) => {
  const { network, fromOf } = await open(t);
  const [serviceSid, templateSid] = [`MG${'5'.repeat(32)}`, `HX${'5'.repeat(32)}`];
  const template = {
    sid: templateSid,
    friendlyName: 'hello',
    language: 'en',
    variables: {},
    types: { 'twilio/text': { body: 'Hello' } },
  };
  const given: NetworkProvision = {
    templates: [template],
    services: [{ sid: serviceSid, settings: { friendlyName: 'file' }, senders: [boston, 'Atelier'] }],
  };
  await network.provide(accountSid, given);
  await network.provide(accountSid, given);
  assert.equal((await network.services.find(accountSid, serviceSid))?.settings.friendlyName, 'file');
  assert.equal(
    await fromOf({ messagingServiceSid: serviceSid, to: '+16175559999', body: undefined, contentSid: templateSid }),
    boston,
  );
  await network.provide(accountSid, {
    templates: [{ ...template, types: { 'twilio/text': { body: 'Bye' } } }],
    services: [{ sid: serviceSid, settings: { friendlyName: 'file' }, senders: [number] }],
  });
  assert.equal(await fromOf({ messagingServiceSid: serviceSid, to: '+16175559999' }), number);
  assert.deepEqual((await network.templates.find(accountSid, templateSid))?.types, { 'twilio/text': { body: 'Bye' } });
  await network.provide(accountSid, { templates: [], services: [] });
  assert.equal(await network.services.find(accountSid, serviceSid), undefined);
  assert.equal(await network.templates.find(accountSid, templateSid), undefined);
  assert.equal((await network.services.list(accountSid, page)).rows.length, 1, 'what was made by REST stays');
});

test('links go out as they are, and the log says so', async (t) => {
  const { send, add, warnings } = await open(t);
  granted(await add());
  const body = 'See https://x.example/a/long/path';
  assert.equal(granted(await send({ body, shortenUrls: true })).body, body);
  granted(await send({ body: 'No link', shortenUrls: true }));
  granted(await send({ body }));
  assert.equal(warnings.length, 1);
});
