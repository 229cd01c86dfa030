import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import type { OutboundMessage } from '../../engine/effects.ts';
import { realClock } from '../../runtime/clock.ts';
import { createHttpClient } from '../../runtime/http-client.ts';
import { liveCallSid, usualCall } from '../call-fixture.ts';
import type { WebhookRequest } from '../carrier.ts';
import { type CarrierUnderTest, carrierConformance, type WebhookCase } from '../conformance.ts';
import { accountId, connectionId, openTelnyxApi, profileId, type TelnyxApi } from './api-fixture.ts';
import { telnyxCarrier } from './index.ts';
import { readWebhook, telnyxWebhooks } from './webhooks.ts';

const accountSid = `AC${'1'.repeat(32)}`;
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
type Fields = { readonly [name: string]: string };

const rawKey = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');

const callback = 'https://studio.example.com/v1/Accounts/AC1/Flows/FW1?FlowEvent=messageStatus&Step=FT1';
const message: OutboundMessage = { to: '+15550000002', from: '+15550000001', body: 'Grüße', statusCallback: callback };
const { body: _, ...bodiless } = message;
const { from: __, ...senderless } = message;
const media = { ...message, mediaUrls: ['https://example.com/a.png'] };
const service = { ...senderless, messagingServiceSid: `MG${'1'.repeat(32)}` };

const received = {
  data: {
    event_type: 'message.received',
    id: 'b301ed3f-1490-491f-995f-6e64e69674d4',
    occurred_at: '2026-01-05T12:00:00.000+00:00',
    payload: {
      direction: 'inbound',
      encoding: 'GSM-7',
      errors: [],
      from: {
        carrier: 'T-Mobile USA',
        line_type: 'long_code',
        phone_number: '+13125550001',
        status: 'webhook_delivered',
      },
      id: '84cca175-9755-4859-b67f-4730d7f58aa3',
      media: [{ url: 'https://example.com/in.png', content_type: 'image/png', sha256: 'ab', size: 9 }],
      messaging_profile_id: profileId,
      parts: 2,
      text: 'Hello Ümit',
      to: [{ carrier: 'Telnyx', line_type: 'Wireless', phone_number: '+17735550002', status: 'webhook_delivered' }],
      type: 'MMS',
    },
    record_type: 'event',
  },
  meta: { attempt: 1, delivered_to: 'https://studio.example.com/carriers/tx' },
};

const finalized = (status: string, errors: object[] = []) => ({
  data: {
    event_type: 'message.finalized',
    payload: {
      direction: 'outbound',
      id: '834f3d53-8a3c-4aa0-a733-7f2d682a72df',
      from: { phone_number: '+15550000001' },
      to: [{ phone_number: '+15550000002', status }],
      errors,
    },
    record_type: 'event',
  },
});

const nowMs = Date.UTC(2026, 0, 5, 12);

/** A webhook as Telnyx signs it. */
function signed(body: string, { type = 'application/json', atMs = nowMs } = {}): WebhookRequest {
  const time = String(Math.floor(atMs / 1000));
  return {
    method: 'POST',
    urls: ['https://studio.example.com/carriers/tx'],
    headers: {
      'content-type': type,
      'telnyx-timestamp': time,
      'telnyx-signature-ed25519': sign(null, Buffer.from(`${time}|${body}`), privateKey).toString('base64'),
    },
    query: [],
    body,
    nowMs,
  };
}

function caseOf(request: WebhookRequest, params: { [name: string]: string }): WebhookCase {
  const changed = (headers: Record<string, string>) => ({ ...request, headers: { ...request.headers, ...headers } });
  return {
    authentic: request,
    params,
    forged: [
      { ...request, body: `${request.body} ` },
      changed({ 'telnyx-timestamp': String(nowMs / 1000 + 1) }),
      changed({ 'telnyx-timestamp': 'now' }),
      changed({ 'telnyx-signature-ed25519': Buffer.alloc(64).toString('base64') }),
      changed({ 'telnyx-signature-ed25519': '' }),
      { ...request, nowMs: nowMs + 5 * 60_000 + 1_000 },
      { ...request, nowMs: nowMs - 5 * 60_000 - 1_000 },
    ],
  };
}

const webhooks: { readonly [what: string]: WebhookCase } = {
  received: caseOf(signed(JSON.stringify(received)), {
    MessageSid: '84cca175-9755-4859-b67f-4730d7f58aa3',
    SmsSid: '84cca175-9755-4859-b67f-4730d7f58aa3',
    SmsMessageSid: '84cca175-9755-4859-b67f-4730d7f58aa3',
    From: '+13125550001',
    To: '+17735550002',
    Body: 'Hello Ümit',
    NumMedia: '1',
    NumSegments: '2',
    SmsStatus: 'received',
    ApiVersion: '2010-04-01',
    MediaUrl0: 'https://example.com/in.png',
    MediaContentType0: 'image/png',
  }),
  call: caseOf(
    signed('CallSid=v3%3Aabc&From=%2B1312&To=%2B1773&CallStatus=ringing', {
      type: 'application/x-www-form-urlencoded',
    }),
    {
      CallSid: 'v3:abc',
      From: '+1312',
      To: '+1773',
      CallStatus: 'ringing',
    },
  ),
};

async function open(t: TestContext): Promise<CarrierUnderTest & { readonly api: TelnyxApi }> {
  const api = await openTelnyxApi();
  const http = createHttpClient({ clock: realClock, allowedHosts: [new URL(api.baseUrl).host] });
  t.after(async () => {
    http.close();
    await api.close();
  });
  const { baseUrl, apiKey } = api;
  const ids = { messagingProfileId: profileId, connectionId, accountId };
  const carrier = telnyxCarrier({ name: 'tx', baseUrl, apiKey, publicKey: rawKey, ...ids, http, clock: realClock });
  return {
    api,
    carrier,
    accountSid,
    accepted: message,
    refused: { ...message, to: 'nobody' },
    refusedCode: 21211,
    more: { media, service, alphanumeric: { ...message, from: 'Atelier' } },
    unfit: {
      template: { ...bodiless, contentSid: `HX${'1'.repeat(32)}` },
      whatsapp: { ...message, from: 'whatsapp:+1555' },
    },
    sentCount: async () => api.messages.length,
    fault: api.fault,
    vanish: api.close,
    calls: {
      accepted: usualCall,
      refused: { ...usualCall, to: 'nobody' },
      refusedCode: 21211,
      live: async () => liveCallSid,
      asked: () => api.calls.map(({ path, body }) => ({ path, fields: twilioNames(body) })),
    },
    webhooks,
  };
}

/** TeXML's own names, unit and application taken back. */
function twilioNames({ UrlMethod, MachineDetectionTimeout, ApplicationSid: _application, ...fields }: Fields): Fields {
  return {
    ...fields,
    ...(UrlMethod === undefined ? {} : { Method: UrlMethod }),
    ...(MachineDetectionTimeout === undefined
      ? {}
      : { MachineDetectionTimeout: String(Number(MachineDetectionTimeout) / 1000) }),
  };
}

carrierConformance('telnyx', open);

test('calls belong to a TeXML application and an account: what is missing in the settings is said', async (t) => {
  const { carrier, api } = await open(t);
  const creation = { accountSid, key: 'k', call: usualCall, isClaimed: () => false };
  await carrier.calls?.create(creation);
  assert.equal(api.calls[0]?.path, `/v2/texml/Accounts/${accountId}/Calls`);
  assert.equal(api.calls[0]?.body.ApplicationSid, connectionId);
  const { baseUrl, apiKey } = api;
  const http = createHttpClient({ clock: realClock, allowedHosts: [] });
  t.after(() => http.close());
  const usual = { name: 'tx', baseUrl, apiKey, publicKey: rawKey, http, clock: realClock };
  for (const [given, missing] of [
    [{}, /connection_id/],
    [{ connectionId }, /account_id/],
  ] as const) {
    const result = await telnyxCarrier({ ...usual, ...given }).calls?.create(creation);
    assert.ok(result && !result.ok);
    assert.match(result.message, missing);
  }
});

test('a message leaves as the JSON that is documented', async (t) => {
  const { carrier, api } = await open(t);
  for (const each of [message, media, service]) await carrier.send({ accountSid, key: 'k', message: each });
  const common = { to: message.to, text: 'Grüße', webhook_url: callback, use_profile_webhooks: false };
  assert.deepEqual(api.messages, [
    { from: message.from, ...common },
    { from: message.from, ...common, media_urls: media.mediaUrls, type: 'MMS' },
    { messaging_profile_id: profileId, ...common },
  ]);
});

const refusals: readonly { readonly status: number; readonly code: string; readonly twilio: number | null }[] = [
  { status: 400, code: '40305', twilio: 21606 },
  { status: 400, code: '40309', twilio: 21408 },
  { status: 400, code: '40310', twilio: 21211 },
  { status: 400, code: '40321', twilio: 21612 },
  { status: 409, code: '40300', twilio: 21610 },
  { status: 404, code: '10005', twilio: 20404 },
  { status: 422, code: '10015', twilio: null },
  { status: 403, code: '10039', twilio: null },
];
for (const { status, code, twilio } of refusals) {
  test(`the refusal ${code} is ${twilio === null ? 'none of Twilio’s' : `Twilio's ${twilio}`}, in Telnyx's words`, async (t) => {
    const { carrier, api } = await open(t);
    api.refuse({ status, code, title: 'Title', detail: 'The detail' });
    const result = await carrier.send({ accountSid, key: 'k', message });
    assert.deepEqual(result, { ok: false, code: twilio, message: 'Title: The detail' });
    assert.equal(api.messages.length, 0);
  });
}

test('a key that may not send is a matter of the settings, not of the message', async (t) => {
  const { carrier, api } = await open(t);
  api.refuse({ status: 403, code: '10010', title: 'Authorization failed', detail: 'no' });
  await assert.rejects(carrier.send({ accountSid, key: 'k', message }), /check api_key/);
});

const statuses: { status: string; shown: string | undefined; error?: object; code?: string }[] = [
  { status: 'sending', shown: 'sending' },
  { status: 'sent', shown: 'sent' },
  { status: 'delivered', shown: 'delivered' },
  { status: 'delivery_unconfirmed', shown: 'sent' },
  { status: 'sending_failed', shown: 'failed', code: '30008' },
  { status: 'delivery_failed', shown: 'undelivered', error: { code: '40001', title: 'Not routable' }, code: '30006' },
  {
    status: 'delivery_failed',
    shown: 'undelivered',
    error: { code: '40002', title: 'Blocked as spam - temporary' },
    code: '30007',
  },
  { status: 'delivery_failed', shown: 'undelivered', error: { code: '40008', title: 'Undeliverable' }, code: '30008' },
  { status: 'delivered', shown: 'delivered', error: { code: '40001' } },
  { status: 'something_new', shown: undefined },
];
for (const { status, shown, error, code } of statuses) {
  test(`the status ${status}${error ? ` with ${JSON.stringify(error)}` : ''} is ${shown ?? 'passed over'}`, () => {
    const notice = readWebhook(signed(JSON.stringify(finalized(status, error ? [error] : []))));
    assert.equal(notice?.params.MessageStatus, shown);
    assert.equal(notice?.params.ErrorCode, code);
    if (notice) assert.equal(notice.kind, 'status');
  });
}

test('whatever a webhook holds, reading it never fails', () => {
  const json = fc.json().map((body) => signed(body));
  const near = fc
    .record({ event_type: fc.constantFrom('message.received', 'message.finalized', 'x'), payload: fc.object() })
    .map((data) => signed(JSON.stringify({ data: { ...data, payload: { id: 'x', ...data.payload } } })));
  fc.assert(
    fc.property(
      fc.oneof(
        json,
        near,
        fc.string().map((body) => signed(body)),
      ),
      (request) => {
        for (const value of Object.values(readWebhook(request)?.params ?? {})) assert.equal(typeof value, 'string');
      },
    ),
  );
});

test('a key that is none is refused at once', () => {
  assert.throws(() => telnyxWebhooks('c2hvcnQ='), /no Ed25519 key/);
});

test('a number cannot be connected without a messaging profile', async (t) => {
  const { api } = await open(t);
  const http = createHttpClient({ clock: realClock, allowedHosts: [new URL(api.baseUrl).host] });
  t.after(() => http.close());
  const { baseUrl, apiKey } = api;
  const carrier = telnyxCarrier({ name: 'tx', baseUrl, apiKey, publicKey: rawKey, http, clock: realClock });
  const [number] = (await carrier.numbers?.list()) ?? [];
  assert.ok(number);
  const targets = { messageUrl: 'https://a/', voiceUrl: 'https://a/', statusCallback: 'https://a/' };
  await assert.rejects(carrier.numbers?.point(number, targets) ?? Promise.resolve(), /set messaging_profile_id/);
});

const here = 'https://studio.example.com/carriers/tx';
const targets = { messageUrl: here, voiceUrl: here, statusCallback: `${here}?FlowEvent=callStatus` };
const nowhere = { messageUrl: '', voiceUrl: '', statusCallback: '' };

/** The numbers of the carrier, as it lists them. */
async function listed({ carrier }: CarrierUnderTest) {
  assert.ok(carrier.numbers);
  return { numbers: carrier.numbers, rows: await carrier.numbers.list() };
}

test('one number after the other is put behind the same profile and application', async (t) => {
  const opened = await open(t);
  const { numbers, rows } = await listed(opened);
  for (const row of rows) await numbers.point(row, targets);
  const { api } = opened;
  assert.deepEqual([api.profile.webhook_url, api.application.voice_url], [here, here]);
  assert.deepEqual(
    api.numbers.map((each) => [each.messaging_profile_id, each.connection_id]),
    rows.map(() => [profileId, connectionId]),
  );
  const changes = api.requests.filter((each) => each.startsWith('PATCH')).length;
  for (const row of await numbers.list()) await numbers.point(row, targets);
  assert.equal(api.requests.filter((each) => each.startsWith('PATCH')).length, changes);
});

test('a number that is disconnected leaves the others where they lead; the last one takes the address away', async (t) => {
  const opened = await open(t);
  const { numbers, rows } = await listed(opened);
  for (const row of rows.slice(0, 2)) await numbers.point(row, targets);
  const [first, second] = await numbers.list();
  assert.ok(first && second);
  await numbers.point(first, nowhere);
  const { api } = opened;
  assert.equal(api.profile.webhook_url, here);
  assert.deepEqual([api.numbers[0].messaging_profile_id, api.numbers[0].connection_id], ['', '']);
  assert.equal(api.numbers[1].messaging_profile_id, profileId);
  await numbers.point(second, nowhere);
  assert.equal(api.profile.webhook_url, null);
  assert.deepEqual(
    (await numbers.list()).map(({ messageUrl, voiceUrl }) => messageUrl + voiceUrl),
    ['', '', ''],
  );
});

test('what leads other numbers elsewhere is not turned away; another address of the same server may follow', async (t) => {
  const opened = await open(t);
  const { numbers, rows } = await listed(opened);
  const [first, second] = rows;
  assert.ok(first && second);
  await numbers.point(first, targets);
  const { api } = opened;
  api.profile.webhook_url = 'https://shop.example.com/sms';
  await assert.rejects(numbers.point(second, targets), /leads other numbers to https:\/\/shop\.example\.com\/sms/);
  api.profile.webhook_url = 'https://old.example.com/carriers/tx';
  api.application.voice_url = 'https://shop.example.com/calls';
  await assert.rejects(numbers.point(second, targets), /TeXML application \d+ leads other numbers/);
  assert.equal(api.profile.webhook_url, here);
  api.numbers[0].connection_id = '';
  await numbers.point(second, targets);
  assert.equal(api.application.voice_url, here);
});
