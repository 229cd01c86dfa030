import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { OutboundMessage } from '../../engine/effects.ts';
import { realClock } from '../../runtime/clock.ts';
import { createHttpClient } from '../../runtime/http-client.ts';
import type { WebhookRequest } from '../carrier.ts';
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
  const { hasTemplates, hasMessagingServices } = presets[preset];
  return {
    api,
    carrier,
    accountSid: user,
    accepted: message,
    refused: { ...message, to: 'nobody' },
    refusedCode: 21211,
    more: { media, ...(hasTemplates ? { template } : {}), ...(hasMessagingServices ? { service } : {}) },
    unfit: { ...(hasTemplates ? {} : { template }), ...(hasMessagingServices ? {} : { service }) },
    sentCount: async () => api.messages.length,
    fault: api.fault,
    vanish: api.close,
    nowMs: Date.now(),
    webhooks: webhooksOf(presets[preset].signatureHeader, signingKey),
  };
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
