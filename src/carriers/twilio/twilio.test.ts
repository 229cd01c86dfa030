import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { OutboundMessage } from '../../engine/effects.ts';
import { realClock } from '../../runtime/clock.ts';
import { createHttpClient } from '../../runtime/http-client.ts';
import { liveCallSid, usualCall } from '../call-fixture.ts';
import { CarrierUnreachable, type WebhookRequest } from '../carrier.ts';
import { type CarrierUnderTest, carrierConformance, type WebhookCase } from '../conformance.ts';
import { signBody, signForm, signUrl } from '../signature.ts';
import { openTwilioApi, type TwilioApi } from './api-fixture.ts';
import { type PresetName, presets, twilioCarrier } from './index.ts';

const message: OutboundMessage = {
  to: '+15550000002',
  from: '+15550000001',
  body: 'Grüße & 50% off?',
  statusCallback: 'https://studio.example.com/v1/Accounts/AC1/Flows/FW1?FlowEvent=messageStatus&Step=FT1',
};
const { body: _, ...bodiless } = message;
const { from: __, ...senderless } = message;
const media = { ...message, mediaUrls: ['https://example.com/a.png', 'https://example.com/b.png'] };
const template = { ...bodiless, contentSid: `HX${'1'.repeat(32)}`, contentVariables: '{"1":"Ana"}' };
const service = { ...senderless, messagingServiceSid: `MG${'1'.repeat(32)}` };

async function open(t: TestContext, preset: PresetName): Promise<CarrierUnderTest & { readonly api: TwilioApi }> {
  const api = await openTwilioApi(preset);
  const http = createHttpClient({ clock: realClock, allowedHosts: [new URL(api.baseUrl).host] });
  t.after(async () => {
    http.close();
    await api.close();
  });
  const signingKey = preset === 'signalwire' ? 'PSK_signing' : api.password;
  const { baseUrl, user, password } = api;
  const carrier = twilioCarrier({ name: 'main', preset, baseUrl, user, password, signingKey, http, clock: realClock });
  const { hasTemplates, hasMedia } = presets[preset];
  return {
    api,
    carrier,
    accountSid: user,
    accepted: message,
    refused: { ...message, to: 'nobody' },
    refusedCode: 21211,
    more: {
      ...(hasMedia ? { media } : {}),
      ...(hasTemplates ? { template } : {}),
      service,
    },
    unfit: { ...(hasTemplates ? {} : { template }), ...(hasMedia ? {} : { media }) },
    sentCount: async () => api.messages.length,
    fault: api.fault,
    vanish: api.close,
    nowMs: Date.now(),
    calls: {
      accepted: usualCall,
      refused: { ...usualCall, to: 'nobody' },
      refusedCode: 21211,
      live: async () => liveCallSid,
      asked: () => api.calls.map(({ path, form }) => ({ path, fields: fieldsOf(form) })),
    },
    webhooks: webhooksOf(presets[preset].signatureHeader, signingKey),
  };
}

function fieldsOf(form: URLSearchParams): { readonly [name: string]: string } {
  return Object.fromEntries([...form.keys()].map((name) => [name, form.getAll(name).join(' ')]));
}

/** What the service sends: a form, a query, a JSON body; and each of them changed by somebody else. */
function webhooksOf(header: string, token: string): { readonly [what: string]: WebhookCase } {
  const url = 'https://studio.example.com/v1/Accounts/AC1/Flows/FW1?FlowEvent=return&foo=bar';
  const fields = [
    ['Body', 'Grüße & 50% off? Yes!'],
    ['From', '+15550000002'],
    ['FromCity', ''],
    ['To', '+15550000001'],
  ] as const;
  const request = (more: Partial<WebhookRequest>): WebhookRequest => ({
    method: 'POST',
    urls: [url],
    headers: {},
    query: [...new URL(url).searchParams],
    body: '',
    nowMs: 0,
    ...more,
  });
  const form = request({
    headers: { 'content-type': 'application/x-www-form-urlencoded', [header]: signForm(token, url, fields) },
    body: new URLSearchParams(fields.map(([name, value]) => [name, value])).toString(),
  });
  const query = request({ method: 'GET', headers: { [header]: signUrl(token, url) } });
  const json = '{"event":"done","n":1}';
  const signed = signBody(token, url, json);
  const body = request({
    urls: [signed.url],
    headers: { 'content-type': 'application/json', [header]: signed.signature },
    body: json,
  });
  const wrongKey = (given: WebhookRequest) => ({
    ...given,
    headers: { ...given.headers, [header]: signUrl('x', url) },
  });
  return {
    form: {
      authentic: form,
      forged: [wrongKey(form), { ...form, body: `${form.body}&Body=more` }, { ...form, urls: ['https://other/'] }],
    },
    query: { authentic: query, forged: [wrongKey(query), { ...query, urls: [`${url}&x=1`] }] },
    json: { authentic: body, forged: [wrongKey(body), { ...body, body: '{"event":"done","n":2}' }] },
  };
}

for (const preset of Object.keys(presets) as PresetName[]) {
  carrierConformance(preset, (t) => open(t, preset));
}

test('a message leaves as the form that is documented', async (t) => {
  const { carrier, accountSid, api } = await open(t, 'twilio');
  for (const each of [message, media, template, service, { ...service, shortenUrls: true }]) {
    await carrier.send({ accountSid, key: 'k', message: each });
  }
  const { to, body, statusCallback } = message;
  const common = [['To', to]];
  const callback = ['StatusCallback', statusCallback];
  assert.deepEqual(
    api.messages.map(({ form }) => [...form]),
    [
      [...common, ['From', message.from], ['Body', body], callback],
      [...common, ['From', message.from], ['Body', body], ...media.mediaUrls.map((url) => ['MediaUrl', url]), callback],
      [
        ...common,
        ['From', message.from],
        ['ContentSid', template.contentSid],
        ['ContentVariables', '{"1":"Ana"}'],
        callback,
      ],
      [...common, ['MessagingServiceSid', service.messagingServiceSid], ['Body', body], callback],
      [
        ...common,
        ['MessagingServiceSid', service.messagingServiceSid],
        ['Body', body],
        callback,
        ['ShortenUrls', 'true'],
      ],
    ],
  );
  assert.deepEqual(new Set(api.requests), new Set([`POST /2010-04-01/Accounts/${accountSid}/Messages.json`]));
});

test('links are not shortened where the service cannot', async (t) => {
  const { carrier, accountSid, api } = await open(t, 'signalwire');
  await carrier.send({ accountSid, key: 'k', message: { ...service, shortenUrls: true } });
  assert.equal(api.messages[0]?.form.has('ShortenUrls'), false);
});

test('asking goes back page by page to the time of the send, and no further', async (t) => {
  const { carrier, accountSid, api, nowMs } = await open(t, 'twilio');
  const first = await carrier.send({ accountSid, key: 'first', message });
  for (let n = 0; n < 5; n++) {
    await carrier.send({ accountSid, key: String(n), message: { ...message, body: `other ${n}` } });
  }
  const request = { accountSid, key: 'first', message };
  const found = await carrier.findSent?.(request, nowMs ?? 0);
  assert.ok(first.ok && found?.ok);
  assert.equal(found.resource.sid, first.resource.sid);
  const pages = api.requests.filter((each) => each.startsWith('GET')).length;
  assert.equal(pages, 3);
  assert.equal(await carrier.findSent?.(request, Date.now() + 3_600_000), undefined);
  assert.equal(api.requests.filter((each) => each.startsWith('GET')).length, pages + 1);
});

test("the carrier's clock may be wrong", async (t) => {
  const hourMs = 3_600_000;
  for (const offMs of [-hourMs, hourMs]) {
    const api = await openTwilioApi('twilio', { now: () => Date.now() + offMs });
    const http = createHttpClient({ clock: realClock, allowedHosts: [new URL(api.baseUrl).host] });
    t.after(async () => {
      http.close();
      await api.close();
    });
    const { baseUrl, user, password } = api;
    const carrier = twilioCarrier({ name: 'main', baseUrl, user, password, http, clock: realClock });
    const request = { accountSid: user, key: 'k', message };
    const startMs = Date.now();
    await carrier.send(request);
    assert.ok(await carrier.findSent?.(request, startMs), `${offMs}`);
    assert.equal(await carrier.findSent?.(request, startMs + 60_000), undefined, `${offMs}`);
  }
});

test('wrong credentials say which settings to check', async (t) => {
  const { carrier, accountSid, fault } = await open(t, 'signalwire');
  fault?.({ kind: 'credentials' });
  await assert.rejects(
    carrier.send({ accountSid, key: 'k', message }),
    /Carrier "main" .* check project and api_token/,
  );
});

test('SignalWire needs its space or an address', () => {
  const http = { request: () => Promise.reject(new Error('not asked')) };
  const options = { name: 'space', preset: 'signalwire', user: 'u', password: 'p', http, clock: realClock } as const;
  assert.throws(() => twilioCarrier(options), /needs its space/);
  assert.ok(twilioCarrier({ ...options, space: 'example' }));
});

/** An adapter whose lists hold these messages; each was created now. */
function listing(messages: readonly object[], status = 200) {
  const date = new Date(Date.now()).toUTCString().replace('GMT', '+0000');
  const rows = messages.map((row, index) => ({ sid: `SM${index}`, to: message.to, date_created: date, ...row }));
  const answer = { ok: true, status, body: JSON.stringify({ messages: rows }), headers: {}, finalUrl: '' } as const;
  const http = { request: async () => answer };
  return twilioCarrier({ name: 'main', user: 'u', password: 'p', http, clock: realClock });
}

const request = (asked: Partial<OutboundMessage>) => ({
  accountSid: 'AC1',
  key: 'k',
  message: { ...message, ...asked },
});
const sentText = { direction: 'outbound-api', num_media: '0' };

const couldBe: { what: string; row: object; asked: Partial<OutboundMessage>; isIt: boolean }[] = [
  { what: 'the same text', row: { ...sentText, body: 'Yes' }, asked: { body: 'Yes' }, isIt: true },
  {
    what: 'the prefix of a trial account',
    row: { ...sentText, body: 'Sent from your Twilio trial account - Yes' },
    asked: { body: 'Yes' },
    isIt: true,
  },
  {
    what: 'another text with the same end',
    row: { ...sentText, body: 'Please say Yes' },
    asked: { body: 'Yes' },
    isIt: false,
  },
  {
    what: 'plain characters',
    row: { ...sentText, body: "It's 5-6..." },
    asked: { body: ' It\u2019s 5\u20136\u2026 ' },
    isIt: true,
  },
  {
    what: 'media without a body',
    row: { direction: 'outbound-api', num_media: 1, body: null },
    asked: { body: undefined as unknown as string, mediaUrls: ['https://example.com/a.png'] },
    isIt: true,
  },
  {
    what: 'shortened links',
    row: { ...sentText, body: 'See twil.io/a' },
    asked: { body: 'See https://a/', shortenUrls: true },
    isIt: true,
  },
  {
    what: 'a text that came in',
    row: { ...sentText, direction: 'inbound', body: 'Yes' },
    asked: { body: 'Yes' },
    isIt: false,
  },
];
for (const { what, row, asked, isIt } of couldBe) {
  test(`asking: ${what} is ${isIt ? 'this message' : 'another one'}`, async () => {
    const found = await listing([row]).findSent?.(request(asked), Date.now());
    assert.equal(found !== undefined, isIt);
  });
}

for (const status of [400, 404, 405]) {
  test(`asking: a list that is refused with ${status} says nothing about the message`, async () => {
    await assert.rejects(listing([], status).findSent?.(request({}), 0) ?? Promise.resolve(), (error) => {
      assert.ok(error instanceof CarrierUnreachable && !error.isUnsent);
      return true;
    });
  });
}

test('counts that are numbers become texts, and codes that are texts numbers', async () => {
  const answers = [
    { status: 201, body: { sid: 'x', num_media: 0, num_segments: 2, price: null, body: 'a' } },
    { status: 400, body: { code: '21211', message: 'Invalid To' } },
  ];
  const http = {
    async request() {
      const { status = 500, body } = answers.shift() ?? {};
      return { ok: true, status, body: JSON.stringify(body), headers: {}, finalUrl: '' } as const;
    },
  };
  const carrier = twilioCarrier({ name: 'main', user: 'u', password: 'p', http, clock: realClock });
  const resource = { sid: 'x', num_media: '0', num_segments: '2', price: null, body: 'a' };
  assert.deepEqual(await carrier.send(request({})), { ok: true, resource });
  assert.deepEqual(await carrier.send(request({})), { ok: false, code: 21211, message: 'Invalid To' });
});

test('Retry-After may be a date', async () => {
  const nowMs = Date.UTC(2026, 0, 5);
  const headers = { 'retry-after': new Date(nowMs + 90_000).toUTCString() };
  const http = { request: async () => ({ ok: true, status: 429, body: '{}', headers, finalUrl: '' }) as const };
  const carrier = twilioCarrier({ name: 'main', user: 'u', password: 'p', http, clock: { now: () => nowMs } });
  await assert.rejects(
    carrier.send(request({})),
    (error) => error instanceof CarrierUnreachable && error.retryAfterMs === 90_000,
  );
});
