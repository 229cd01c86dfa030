import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { OutboundMessage } from '../../engine/effects.ts';
import { realClock } from '../../runtime/clock.ts';
import { createHttpClient } from '../../runtime/http-client.ts';
import { type Carrier, CarrierUnreachable } from '../carrier.ts';
import { type CarrierUnderTest, carrierConformance } from '../conformance.ts';
import { type Gateway, openGateway } from './gateway-fixture.ts';
import { gatewayCarrier } from './index.ts';
import type { GatewaySettings, SendSettings } from './settings.ts';
import { sidOfId } from './sids.ts';
import { webhookCases } from './webhooks-fixture.ts';

const accountSid = `AC${'1'.repeat(32)}`;
const secret = 'a-secret-of-the-gateway';
const callback = 'https://studio.example.com/v1/Accounts/AC1/Flows/FW1?FlowEvent=messageStatus&Step=FT1';
const message: OutboundMessage = {
  to: '+15550000002',
  from: '+15550000001',
  body: 'Grüße "&" \\ 50%\n{{to}}',
  statusCallback: callback,
};
const { body: _, ...bodiless } = message;
const { from: __, ...senderless } = message;
const media = { ...message, mediaUrls: ['https://example.com/a.png', 'https://example.com/b.png?x=1&y=2'] };
const template = { ...bodiless, contentSid: `HX${'1'.repeat(32)}` };
const service = { ...senderless, messagingServiceSid: `MG${'1'.repeat(32)}` };

const fields = {
  to: '{{to}}',
  from: '{{from}}',
  text: '{{body}}',
  files: '{{media_urls}}',
  report: '{{status_callback}}',
};

interface Opened {
  readonly gateway: Gateway;
  readonly carrier: Carrier;
}

/** A carrier whose settings begin with the usual ones. URLs are paths on the gateway. */
async function openCarrier(
  t: TestContext,
  { find, ...more }: Partial<GatewaySettings> = {},
  send: Partial<SendSettings> = {},
): Promise<Opened> {
  const gateway = await openGateway();
  const http = createHttpClient({ clock: realClock, allowedHosts: [new URL(gateway.baseUrl).host] });
  t.after(async () => {
    http.close();
    await gateway.close();
  });
  const headers = { Authorization: `Key ${gateway.key}` };
  const settings: GatewaySettings = {
    send: {
      body: fields,
      answer: { id: '/messages/0/id', error: '/error/text', code: '/error/code' },
      ...send,
      url: `${gateway.baseUrl}${send.url ?? '/messages'}`,
      headers: { ...headers, ...send.headers },
    },
    codes: { E_TO: 21211 },
    ...(find ? { find: { ...find, url: `${gateway.baseUrl}${find.url}`, headers } } : {}),
    ...more,
  };
  return { gateway, carrier: gatewayCarrier(settings, { name: 'gw', http, clock: realClock }) };
}

async function open(
  t: TestContext,
  more: Partial<GatewaySettings>,
  send: Partial<SendSettings> = {},
): Promise<CarrierUnderTest> {
  const { gateway, carrier } = await openCarrier(t, more, send);
  const hasNumber = more.number !== undefined;
  return {
    carrier,
    accountSid,
    accepted: message,
    refused: { ...message, to: 'nobody' },
    refusedCode: 21211,
    more: { media, ...(hasNumber ? { service } : {}) },
    unfit: { template, ...(hasNumber ? {} : { service }) },
    sentCount: async () => gateway.messages.length,
    fault: gateway.fault,
    vanish: gateway.close,
    ...(more.inbound ? { webhooks: webhookCases(more.inbound) } : {}),
  };
}

const inbound = {
  secret,
  fields: { from: '/sms/from', to: '/sms/to', body: '/sms/text', id: '/sms/id', media: '/sms/files' },
};
const status = {
  fields: { id: '/report/id', status: '/report/state', error: '/report/why' },
  map: { DONE: 'delivered', DEAD: 'undelivered' },
};

carrierConformance('http', (t) => open(t, {}));

carrierConformance('http that can be asked', (t) =>
  open(
    t,
    { number: '+15550000009', find: { url: '/sent/{{key}}', id: '/messages/0/id' }, inbound, status },
    {
      headers: { 'X-Key': '{{key}}' },
      answer: { id: '"id":"([^"]+)"', error: '"text":"([^"]+)"', code: '/error/code' },
    },
  ),
);

const bodies: readonly {
  readonly says: string;
  readonly send: Partial<SendSettings>;
  readonly message?: OutboundMessage;
  /** Content type, and the body as it left. */
  readonly leaves: readonly [type: string | undefined, body: unknown];
  readonly path?: string;
}[] = [
  {
    says: 'an object as JSON, without the fields that have no value',
    send: {},
    leaves: ['application/json', { to: message.to, from: message.from, text: message.body, report: callback }],
  },
  {
    says: 'a list of files as a list',
    send: {
      body: { files: '{{media_urls}}', nested: [{ first: '{{media_url}}' }], fixed: 1, said: 'From {{from_digits}}' },
    },
    message: media,
    leaves: [
      'application/json',
      { files: media.mediaUrls, nested: [{ first: media.mediaUrls[0] }], fixed: 1, said: 'From 15550000001' },
    ],
  },
  {
    says: 'a text as JSON, each value inside its quotes',
    send: { body: '{"to":"{{ to_digits }}","text":"{{body}}","files":{{media_urls}}}' },
    message: media,
    leaves: ['application/json', { to: '15550000002', text: message.body, files: media.mediaUrls }],
  },
  {
    says: 'an object as a form, with lists repeated',
    send: { content_type: 'application/x-www-form-urlencoded', body: { a: '{{body}}', m: '{{media_urls}}' } },
    message: media,
    leaves: [
      'application/x-www-form-urlencoded',
      new URLSearchParams([
        ['a', message.body ?? ''],
        ...media.mediaUrls.map((url): [string, string] => ['m', url]),
      ]).toString(),
    ],
  },
  {
    says: 'a text as a form',
    send: { content_type: 'application/x-www-form-urlencoded', body: 'to={{to}}&text={{body}}' },
    leaves: ['application/x-www-form-urlencoded', `to=%2B15550000002&text=${encodeURIComponent(message.body ?? '')}`],
  },
  {
    says: 'a text as XML',
    send: { content_type: 'text/xml', body: '<sms to="{{to}}">{{body}}</sms>' },
    message: { ...message, body: '<a b="c">&\'' },
    leaves: ['text/xml', '<sms to="+15550000002">&#60;a b=&#34;c&#34;&#62;&#38;&#39;</sms>'],
  },
  {
    says: 'a query of a GET',
    send: { method: 'GET', url: '/send?to={{to}}&text={{body}}' },
    leaves: [undefined, ''],
    path: `/send?to=%2B15550000002&text=${encodeURIComponent(message.body ?? '')}`,
  },
];
for (const {
  says,
  send,
  message: sent = message,
  leaves: [type, body],
  path = '/messages',
} of bodies) {
  test(`a message leaves as ${says}`, async (t) => {
    const { gateway, carrier } = await openCarrier(t, {}, send);
    const result = await carrier.send({ accountSid, key: 'k', message: sent });
    assert.ok(result.ok, result.ok ? '' : result.message);
    const [taken] = gateway.messages;
    assert.equal(taken?.headers['content-type'], type);
    assert.deepEqual(typeof body === 'string' ? taken?.body : JSON.parse(taken?.body ?? ''), body);
    assert.equal(taken?.path, path);
  });
}

test('no value of a message can begin another header', async (t) => {
  const { gateway, carrier } = await openCarrier(
    t,
    {},
    {
      headers: { 'X-Text': '{{body}}', 'X-To': '{{to}}' },
    },
  );
  const result = await carrier.send({ accountSid, key: 'k', message: { ...message, body: 'a\r\nX-Evil: ü' } });
  assert.ok(result.ok);
  const { headers } = gateway.messages[0] ?? assert.fail();
  assert.equal(headers['x-text'], 'a%0D%0AX-Evil%3A%20%C3%BC');
  assert.equal(headers['x-to'], message.to);
  assert.equal(headers['x-evil'], undefined);
});

test('a gateway that names no id has the SID of the key, the same at every attempt', async (t) => {
  const { gateway, carrier } = await openCarrier(t, {}, { answer: {}, body: { ref: '{{sid}}', key: '{{key}}' } });
  const sids = [];
  for (const key of ['one', 'one', 'two']) {
    const result = await carrier.send({ accountSid, key, message });
    sids.push(result.ok && result.resource.sid);
  }
  assert.match(String(sids[0]), /^SM[0-9a-f]{32}$/);
  assert.equal(sids[0], sids[1]);
  assert.notEqual(sids[0], sids[2]);
  assert.deepEqual(
    gateway.messages.map(({ body }) => JSON.parse(body).ref),
    sids,
  );
});

test('the idempotency key of the gateway keeps a repeat from being another message', async (t) => {
  const { gateway, carrier } = await openCarrier(
    t,
    {},
    {
      headers: { 'X-Key': '{{key}}' },
    },
  );
  const request = { accountSid, key: 'one', message };
  gateway.fault({ kind: 'answer-lost' });
  await assert.rejects(carrier.send(request), CarrierUnreachable);
  const again = await carrier.send(request);
  assert.ok(again.ok);
  assert.equal(again.resource.sid, sidOfId('gw', 'g-1'));
  assert.equal(gateway.messages.length, 1);
});

const found: readonly { readonly status: number; readonly isMissing: boolean }[] = [
  { status: 404, isMissing: true },
  { status: 400, isMissing: false },
  { status: 410, isMissing: false },
];
for (const { status: code, isMissing } of found) {
  test(`a look-up that ends with ${code} ${isMissing ? 'finds nothing' : 'says nothing of the message'}`, async (t) => {
    const { gateway, carrier } = await openCarrier(t, { find: { url: '/sent/{{key}}', id: '/messages/0/id' } });
    gateway.fault({ kind: 'broken', status: code });
    const asked = carrier.findSent?.({ accountSid, key: 'k', message }, 0);
    if (isMissing) return assert.equal(await asked, undefined);
    await assert.rejects(
      async () => asked,
      (error) => error instanceof CarrierUnreachable && !error.isUnsent,
    );
  });
}

test('a message that was found has the SID that it was sent with, with ids of the gateway and without', async (t) => {
  for (const answer of [{ id: '/messages/0/id' }, {}]) {
    const find = { url: '/sent/{{key}}', id: '/messages/0/id' };
    const { carrier } = await openCarrier(t, { find }, { answer, headers: { 'X-Key': '{{key}}' } });
    const request = { accountSid, key: 'k', message };
    const sent = await carrier.send(request);
    const again = await carrier.findSent?.(request, 0);
    assert.ok(sent.ok && again?.ok);
    assert.match(String(sent.resource.sid), /^SM[0-9a-f]{32}$/);
    assert.equal(again.resource.sid, sent.resource.sid);
  }
});

test('a status that is no success is a refusal, with the reason that the gateway gives', async (t) => {
  const { carrier } = await openCarrier(t, {}, { answer: { success: [200], error: '/messages/0/state' } });
  const result = await carrier.send({ accountSid, key: 'k', message });
  assert.deepEqual(result, { ok: false, code: null, message: 'PENDING' });
});

test('an expression that takes too long is named in the error, and finds nothing for sure', async (t) => {
  const slow = '^([^x]+)+x$';
  const { carrier } = await openCarrier(t, { find: { url: '/sent/{{key}}', id: slow } }, { answer: { id: slow } });
  const request = { accountSid, key: 'k', message };
  const saysWhy = (place: string) => (error: unknown) =>
    error instanceof CarrierUnreachable && !error.isUnsent && error.message.includes(`${place} takes longer than`);
  await assert.rejects(carrier.send(request), saysWhy('send.answer.id'));
  const { carrier: keyed } = await openCarrier(
    t,
    { find: { url: '/sent/{{key}}', id: slow } },
    { headers: { 'X-Key': '{{key}}' } },
  );
  assert.ok((await keyed.send(request)).ok);
  await assert.rejects(async () => keyed.findSent?.(request, 0), saysWhy('find.id'));
});

test('a code in no table is not guessed at', async (t) => {
  const { carrier } = await openCarrier(t, { codes: {} });
  const result = await carrier.send({ accountSid, key: 'k', message: { ...message, to: 'nobody' } });
  assert.deepEqual(result, { ok: false, code: null, message: 'no such number' });
});

test('media that the settings have no place for is refused, not lost', async (t) => {
  const none = await openCarrier(t, {}, { body: { text: '{{body}}' } });
  const one = await openCarrier(t, {}, { body: { text: '{{body}}', file: '{{media_url}}' } });
  const refusal = async ({ carrier }: Opened, given: OutboundMessage) => {
    const result = await carrier.send({ accountSid, key: 'k', message: given });
    return result.ok ? 'sent' : result.message;
  };
  assert.match(await refusal(none, media), /takes no media/);
  assert.match(await refusal(one, media), /takes one file/);
  assert.equal(await refusal(one, { ...message, mediaUrls: ['https://example.com/a.png'] }), 'sent');
});

test('the address for reports carries the secret that makes them believed', async (t) => {
  const query = await openCarrier(t, { inbound });
  const header = await openCarrier(t, { inbound: { ...inbound, header: 'X-Secret' } });
  for (const { carrier } of [query, header]) await carrier.send({ accountSid, key: 'k', message });
  const reported = ({ gateway }: Opened) => JSON.parse(gateway.messages[0]?.body ?? '').report;
  assert.equal(reported(query), `${callback}&token=${secret}`);
  assert.equal(reported(header), callback);
});

const unusable: readonly {
  readonly settings: Partial<GatewaySettings>;
  readonly send?: Partial<SendSettings>;
  readonly says: RegExp;
}[] = [
  { settings: {}, send: { body: 'to={{recipient}}' }, says: /send\.body has \{\{recipient\}\}: there are \{\{to\}\}/ },
  { settings: {}, send: { body: { a: { b: ['{{x}}'] } } }, says: /send\.body\.a\.b\[0\] has \{\{x\}\}/ },
  { settings: {}, send: { headers: { A: '{{nothing}}' } }, says: /send\.headers\.A has \{\{nothing\}\}/ },
  { settings: {}, send: { headers: { A: 'a\nb: c' } }, says: /send\.headers\.A has a line break/ },
  { settings: {}, send: { body: '{"to":{{to}}}' }, says: /send\.body is no JSON/ },
  { settings: {}, send: { body: { a: '1' }, content_type: 'text/xml' }, says: /it takes a text/ },
  { settings: {}, send: { url: 'https://{{to}}/' }, says: /send\.url is no URL/ },
  { settings: {}, send: { url: 'https://gw.example.com{{to}}/' }, says: /send\.url is no URL/ },
  { settings: {}, send: { answer: { id: '(' } }, says: /send\.answer\.id is neither/ },
  { settings: { find: { url: 'https://gw.example.com/', id: '/id' } }, says: /find\.url needs \{\{key\}\}/ },
  { settings: { status: { fields: { id: '/id', status: '/s' } } }, says: /status needs inbound\.secret/ },
];
for (const { settings, send, says } of unusable) {
  test(`settings that cannot be used are told at once: ${says.source}`, () => {
    const http = { request: () => Promise.reject(new Error('not asked')) };
    const whole = { send: { url: 'https://gw.example.com/', ...send }, ...settings };
    assert.throws(() => gatewayCarrier(whole, { name: 'gw', http, clock: realClock }), says);
  });
}
