import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { WebhookRequest } from '../carrier.ts';
import type { GatewaySettings, InboundSettings } from './settings.ts';
import { sidOfId } from './sids.ts';
import { gatewayWebhooks } from './webhooks.ts';
import { gatewayRequest } from './webhooks-fixture.ts';

const secret = 'a-secret-of-the-gateway';
const send = { url: 'https://gw.example.com/' };
const json: InboundSettings = {
  secret,
  fields: { from: '/from', to: '/to', body: '/text', id: '/id', media: '/media' },
};
const form: InboundSettings = {
  secret,
  format: 'form',
  fields: { from: 'msisdn', body: 'text', id: 'messageId', media: 'file' },
};

function read(request: Partial<WebhookRequest>, inbound: InboundSettings, more: Partial<GatewaySettings> = {}) {
  return gatewayWebhooks('gw', { send, ...more }, inbound).read?.(gatewayRequest(request));
}

const texts: readonly {
  readonly says: string;
  readonly request: Partial<WebhookRequest>;
  readonly inbound: InboundSettings;
  readonly more?: Partial<GatewaySettings>;
  readonly expect: { readonly [name: string]: string } | undefined;
}[] = [
  {
    says: 'a form',
    request: { body: 'msisdn=%2B15550000002&text=Gr%C3%BC%C3%9Fe+%26&messageId=m1' },
    inbound: form,
    more: { number: '+15550000001' },
    expect: {
      From: '+15550000002',
      To: '+15550000001',
      Body: 'Grüße &',
      MessageSid: sidOfId('gw', 'm1'),
      NumMedia: '0',
    },
  },
  {
    says: 'a query, with two files',
    request: {
      method: 'GET',
      query: [
        ['msisdn', '15550000002'],
        ['text', 'Hi'],
        ['file', 'https://example.com/a.png'],
        ['file', 'https://example.com/b'],
      ],
    },
    inbound: form,
    more: { number: '15550000001' },
    expect: {
      From: '+15550000002',
      To: '+15550000001',
      NumMedia: '2',
      MediaUrl1: 'https://example.com/b',
      MediaContentType0: 'image/png',
    },
  },
  {
    says: 'numbers in JSON, short codes and names as they are',
    request: { body: JSON.stringify({ from: 'Atelier', to: 12345, text: 7, id: 8 }) },
    inbound: json,
    expect: { From: 'Atelier', To: '12345', Body: '7', MessageSid: sidOfId('gw', '8') },
  },
  {
    says: 'no sender: nothing',
    request: { body: JSON.stringify({ to: '+15550000001', text: 'x' }) },
    inbound: json,
    expect: undefined,
  },
  { says: 'no recipient: nothing', request: { body: '{"from":"1"}' }, inbound: json, expect: undefined },
  { says: 'no JSON: nothing', request: { body: 'hello' }, inbound: json, expect: undefined },
  {
    says: 'a property of every object: nothing',
    request: { body: '{"from":"+15550000002","to":"+15550000001"}' },
    inbound: { secret, fields: { from: '/from', to: '/to', body: '/constructor/name' } },
    expect: { Body: '' },
  },
];
for (const { says, request, inbound, more, expect } of texts) {
  test(`a text is read from ${says}`, () => {
    const notice = read(request, inbound, more);
    const shown = expect && Object.fromEntries(Object.keys(expect).map((name) => [name, notice?.params[name]]));
    assert.deepEqual(notice && shown, expect);
    if (notice) assert.equal(notice.kind, 'message');
  });
}

test('a message without an id has a SID of its own, another one each time', () => {
  const body = JSON.stringify({ from: '+15550000002', to: '+15550000001', text: 'yes' });
  const [first, again, later] = [1, 1, 2].map((nowMs) => read({ body, nowMs }, json)?.params.MessageSid);
  assert.match(first ?? '', /^SM[0-9a-f]{32}$/);
  assert.equal(first, again);
  assert.notEqual(first, later);
});

test('two gateways that use one id have two messages, in texts and in reports', () => {
  const status = { fields: { id: '/id', status: '/status' } };
  const bodies = [
    { id: '1', from: '+15550000002', to: '+15550000001' },
    { id: '1', status: 'sent' },
  ];
  const more = { send: { ...send, answer: { id: '/id' } }, status };
  for (const body of bodies.map((each) => JSON.stringify(each))) {
    const [one, other] = ['one', 'other'].map(
      (name) => gatewayWebhooks(name, more, json).read?.(gatewayRequest({ body }))?.params.MessageSid,
    );
    assert.deepEqual([one, other], [sidOfId('one', '1'), sidOfId('other', '1')]);
    assert.notEqual(one, other);
  }
});

test('a gateway without ids of its own reports those that it was given', () => {
  const status = { fields: { id: '/id', status: '/status' } };
  const id = `SM${'a'.repeat(32)}`;
  assert.equal(read({ body: JSON.stringify({ id, status: 'sent' }) }, json, { status })?.params.MessageSid, id);
});

const reports: readonly {
  readonly said: object;
  readonly map?: Record<string, string>;
  readonly shown: string | undefined;
  readonly code?: string;
}[] = [
  { said: { id: 1, status: 'delivered' }, shown: 'delivered' },
  { said: { id: 1, status: 'DELIVRD' }, shown: undefined },
  { said: { id: 1, status: 'DELIVRD' }, map: { DELIVRD: 'delivered' }, shown: 'delivered' },
  { said: { id: 1, status: 'failed', error: 'E1' }, shown: 'failed', code: '30003' },
  { said: { id: 1, status: 'failed', error: 'E2' }, shown: 'failed', code: '30008' },
  { said: { id: 1, status: 'undelivered' }, shown: 'undelivered', code: '30008' },
  { said: { status: 'failed' }, shown: undefined },
  { said: { id: 1, status: 'toString' }, shown: undefined },
];
for (const { said, map, shown, code } of reports) {
  test(`the report ${JSON.stringify(said)}${map ? ' with a map' : ''} is ${shown ?? 'passed over'}`, () => {
    const status = { fields: { id: '/id', status: '/status', error: '/error' }, ...(map ? { map } : {}) };
    const notice = read({ body: JSON.stringify(said) }, json, { status, codes: { E1: 30003 } });
    assert.equal(notice?.params.MessageStatus, shown);
    assert.equal(notice?.params.ErrorCode, code);
    if (notice) assert.equal(notice.kind, 'status');
  });
}

test('a text that has a status of its own is a text', () => {
  const status = { fields: { id: '/id', status: '/status' } };
  const body = JSON.stringify({ id: 'm', status: 'RECEIVED', from: '+15550000002', to: '+15550000001', text: 'Hi' });
  assert.equal(read({ body }, json, { status })?.kind, 'message');
});

test('the secret stands in the header that the settings name, and nowhere else', () => {
  const webhooks = gatewayWebhooks('gw', { send }, { ...json, header: 'X-Secret' });
  const right = gatewayRequest({ headers: { 'x-secret': secret } });
  assert.ok(webhooks.recognizes(right) && webhooks.isAuthentic(right));
  for (const request of [
    gatewayRequest({ query: [['token', secret]] }),
    gatewayRequest({ headers: { 'x-secret': '' } }),
  ]) {
    assert.ok(!webhooks.isAuthentic(request));
  }
  assert.equal(webhooks.secretParameter, undefined);
});

test('whatever a gateway posts, reading it never fails and gives texts', () => {
  const status = { fields: { id: '/id', status: '/status' } };
  const near = fc
    .record({ from: fc.anything(), to: fc.anything(), text: fc.anything(), id: fc.anything(), media: fc.anything() })
    .map((body) => JSON.stringify(body, (_key, value) => (typeof value === 'bigint' ? null : value)));
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string(), near), fc.constantFrom(json, form), (body, inbound) => {
      const notice = read({ body }, inbound, { status, number: '+15550000001' });
      for (const value of Object.values(notice?.params ?? {})) assert.equal(typeof value, 'string');
    }),
  );
});
