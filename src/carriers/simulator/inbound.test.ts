import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  accountSid,
  contact,
  conversation,
  granted,
  type Hook,
  number,
  openHooks,
  openNetwork,
  type Reply,
} from './simulator-fixture.ts';

const twiml = (inside: string): Reply => ({
  body: `<?xml version="1.0" encoding="UTF-8"?><Response>${inside}</Response>`,
});

test('a text arrives at the webhook with its parameters', async (t) => {
  const { base, hooks } = await openHooks(t, () => twiml(''));
  const { text, settled, thread } = await openNetwork(t, {}, { smsUrl: `${base}/sms?flow=1#rc=2` });
  const { sid } = await text('Grüße & 50% off?');
  await settled();
  assert.equal(hooks.length, 1);
  assert.deepEqual([hooks[0]?.method, hooks[0]?.path], ['POST', '/sms?flow=1']);
  assert.deepEqual(hooks[0]?.params, {
    MessageSid: sid,
    SmsSid: sid,
    SmsMessageSid: sid,
    AccountSid: accountSid,
    From: contact,
    To: number,
    Body: 'Grüße & 50% off?',
    NumMedia: '0',
    NumSegments: '1',
    SmsStatus: 'received',
    ApiVersion: '2010-04-01',
  });
  assert.deepEqual(conversation(await thread()), ['> Grüße & 50% off?']);
});

test('media and the fields of WhatsApp go with it, by GET too', async (t) => {
  const { base, hooks } = await openHooks(t);
  const { text, settled } = await openNetwork(t, {}, { smsUrl: `${base}/?a=1`, smsMethod: 'GET' });
  await text('', {
    from: `whatsapp:${contact}`,
    to: `whatsapp:${number}`,
    mediaUrls: ['https://x.example/cat.gif'],
    params: { ProfileName: 'Ana', ButtonPayload: 'yes', MessageSid: 'not this one' },
  });
  await settled();
  const { params = {}, method } = hooks[0] ?? {};
  assert.equal(method, 'GET');
  assert.match(params.MessageSid ?? '', /^MM/);
  const { a, From, NumMedia, MediaUrl0, MediaContentType0, ProfileName, ButtonPayload, WaId } = params;
  assert.deepEqual(
    [a, From, NumMedia, MediaUrl0, MediaContentType0, ProfileName, ButtonPayload, WaId],
    ['1', `whatsapp:${contact}`, '1', 'https://x.example/cat.gif', 'image/gif', 'Ana', 'yes', contact.slice(1)],
  );
});

const answers: readonly {
  readonly says: string;
  readonly reply: Reply;
  readonly replies: readonly string[];
  readonly errorCode?: number;
}[] = [
  { says: 'an empty Response', reply: twiml(''), replies: [] },
  { says: 'nothing at all', reply: { status: 204 }, replies: [] },
  { says: 'a Message', reply: twiml('<Message> Hello </Message>'), replies: ['Hello'] },
  { says: 'two Messages', reply: twiml('<Message><Body>One</Body></Message><Sms>Two</Sms>'), replies: ['One', 'Two'] },
  { says: 'plain text', reply: { type: 'text/plain; charset=utf-8', body: 'Plain\n' }, replies: ['Plain'] },
  {
    says: 'TwiML as HTML',
    reply: { type: 'text/html', body: '<Response><Message>Hi</Message></Response>' },
    replies: ['Hi'],
  },
  { says: 'a verb for calls', reply: twiml('<Say>Hi</Say><Message>Hi</Message>'), replies: ['Hi'] },
  {
    says: 'a Message to nobody',
    reply: twiml('<Message to="Mum">Hi</Message><Message>Still</Message>'),
    replies: ['Still'],
  },
  {
    says: 'eleven Messages',
    reply: twiml('<Message>x</Message>'.repeat(11)),
    replies: Array.from({ length: 10 }, () => 'x'),
    errorCode: 14109,
  },
  { says: 'broken XML', reply: { body: '<Response>' }, replies: [], errorCode: 12100 },
  { says: 'another root', reply: { body: '<Answer/>' }, replies: [], errorCode: 12102 },
  { says: 'JSON', reply: { type: 'application/json', body: '{}' }, replies: [], errorCode: 12300 },
  { says: 'status 404', reply: { status: 404, body: 'no' }, replies: [], errorCode: 11200 },
  { says: 'status 500', reply: { status: 500 }, replies: [], errorCode: 11200 },
  { says: 'a document over 64 kB', reply: twiml('<Message>x</Message>'.repeat(4_000)), replies: [], errorCode: 11750 },
];
for (const { says, reply, replies, errorCode = null } of answers) {
  test(`${says} from the webhook gives ${replies.length} replies${errorCode ? ` and ${errorCode}` : ''}`, async (t) => {
    const { base, hooks } = await openHooks(t, () => reply);
    const { text, settled, thread, get, pass } = await openNetwork(t, {}, { smsUrl: base });
    const { sid } = await text('Hi');
    await settled();
    assert.deepEqual(conversation(await thread()), ['> Hi', ...replies.map((body) => `< ${body}`)]);
    assert.equal((await get(sid)).errorCode, errorCode);
    await pass(1_000);
    for (const message of (await thread()).slice(1)) {
      assert.deepEqual([message.direction, message.status, message.from], ['outbound-reply', 'delivered', number]);
    }
    assert.equal(hooks.length, 1);
  });
}

test('media and callbacks of a reply are relative to the document', async (t) => {
  const { base, hooks } = await openHooks(t, ({ path }) =>
    path === '/a/sms' ? twiml('<Message action="done?x=1" method="GET"><Media>cat.png</Media></Message>') : {},
  );
  const { text, settled, thread, pass } = await openNetwork(t, {}, { smsUrl: `${base}/a/sms` });
  await text('Hi');
  await settled();
  assert.deepEqual(
    (await thread())[1]?.media.map(({ url }) => url),
    [`${base}/a/cat.png`],
  );
  await pass(1_000);
  const told = hooks
    .slice(1)
    .map(({ method, path, params }) => [method, path.split('?')[0], params.MessageStatus, params.x]);
  assert.deepEqual(told.toSorted(), [
    ['GET', '/a/done', 'delivered', '1'],
    ['GET', '/a/done', 'sent', '1'],
  ]);
});

test('a Redirect goes on elsewhere, and what stands behind it is not reached', async (t) => {
  const documents: { readonly [path: string]: Reply } = {
    '/one': twiml('<Message>1</Message><Redirect method="GET">two?a=1&amp;b=2</Redirect><Message>no</Message>'),
    '/two': twiml('<Message>2</Message>'),
  };
  const { base, hooks } = await openHooks(t, ({ path }) => documents[path.split('?')[0] ?? ''] ?? {});
  const { text, settled, thread } = await openNetwork(t, {}, { smsUrl: `${base}/one` });
  await text('Hi');
  await settled();
  assert.deepEqual(conversation(await thread()), ['> Hi', '< 1', '< 2']);
  assert.deepEqual(
    hooks.map(({ method, params }) => [method, params.b, params.Body]),
    [
      ['POST', undefined, 'Hi'],
      ['GET', '2', 'Hi'],
    ],
  );
});

test('fifty documents are the limit', async (t) => {
  const { base, hooks } = await openHooks(t, () => twiml('<Redirect/>'));
  const { text, settled, get } = await openNetwork(t, {}, { smsUrl: base });
  const { sid } = await text('Hi');
  await settled();
  assert.equal(hooks.length, 50);
  assert.equal((await get(sid)).errorCode, 14106);
});

const failures: readonly { readonly says: string; readonly reply: Reply; readonly code: string }[] = [
  { says: 'an error status', reply: { status: 503 }, code: '11200' },
  { says: 'a broken connection', reply: 'hang up', code: '11205' },
  { says: 'a broken document', reply: { body: 'oops' }, code: '12100' },
];
for (const { says, reply, code } of failures) {
  test(`after ${says} the fallback URL answers`, async (t) => {
    const { base, hooks } = await openHooks(t, ({ path }) =>
      path === '/main' ? reply : twiml('<Message>Sorry</Message>'),
    );
    const settings = { smsUrl: `${base}/main#x`, smsFallbackUrl: `${base}/fallback` };
    const { text, settled, thread, get } = await openNetwork(t, {}, settings);
    const { sid } = await text('Hi');
    await settled();
    assert.deepEqual(conversation(await thread()), ['> Hi', '< Sorry']);
    const { params = {} } = hooks.at(-1) ?? {};
    assert.deepEqual([params.ErrorCode, params.ErrorUrl, params.MessageSid], [code, `${base}/main`, sid]);
    assert.equal((await get(sid)).errorCode, null);
  });
}

test('when both URLs fail the text keeps the code of the fallback', async (t) => {
  const { base, hooks } = await openHooks(t, ({ path }) => (path === '/main' ? { status: 500 } : { body: 'oops' }));
  const { text, settled, get } = await openNetwork(t, {}, { smsUrl: `${base}/main`, smsFallbackUrl: `${base}/other` });
  const { sid } = await text('Hi');
  await settled();
  assert.equal(hooks.length, 2);
  assert.equal((await get(sid)).errorCode, 12100);
});

const retries: readonly { readonly fragment: string; readonly reply: Reply; readonly requests: number }[] = [
  { fragment: '', reply: { status: 500 }, requests: 1 },
  { fragment: '#rc=3&rp=5xx', reply: { status: 500 }, requests: 4 },
  { fragment: '#rc=3&rp=5xx', reply: { status: 404 }, requests: 1 },
  { fragment: '#rc=2&rp=4xx,5xx', reply: { status: 404 }, requests: 3 },
  { fragment: '#rc=9&rp=all', reply: { status: 404 }, requests: 6 },
  { fragment: '#rc=2&rp=rt', reply: 'hang up', requests: 3 },
];
for (const { fragment, reply, requests } of retries) {
  test(`${JSON.stringify(reply)} at "${fragment}" makes ${requests} requests of one identity`, async (t) => {
    const { base, hooks } = await openHooks(t, () => reply);
    const { text, settled } = await openNetwork(t, {}, { smsUrl: `${base}/${fragment}` });
    await text('Hi');
    await settled();
    assert.equal(hooks.length, requests);
    assert.equal(new Set(hooks.map(({ idempotencyToken, params }) => idempotencyToken + params.MessageSid)).size, 1);
  });
}

test('a webhook that nobody answers is asked again, later and later, until it is', async (t) => {
  let isUp = false;
  const { base, hooks } = await openHooks(t, () => (isUp ? twiml('<Message>Back</Message>') : 'hang up'));
  const { text, settled, pass, thread, get } = await openNetwork(t, {}, { smsUrl: base });
  const { sid } = await text('Hi');
  await settled();
  assert.equal(hooks.length, 1);
  assert.equal((await get(sid)).errorCode, 11205);
  await pass(999);
  assert.equal(hooks.length, 1);
  await pass(1);
  assert.equal(hooks.length, 2);
  isUp = true;
  await pass(2_000);
  assert.equal(hooks.length, 3);
  assert.equal(new Set(hooks.map(({ params }) => params.MessageSid)).size, 1);
  assert.deepEqual(conversation(await thread()), ['> Hi', '< Back']);
  assert.equal((await get(sid)).errorCode, null);
  await pass(100_000);
  assert.equal(hooks.length, 3);
});

test('a webhook that hangs is given up after fifteen seconds', async (t) => {
  const { base, next } = await openHooks(t, ({ path }) =>
    path === '/main' ? 'hang' : twiml('<Message>Late</Message>'),
  );
  const settings = { smsUrl: `${base}/main`, smsFallbackUrl: `${base}/fallback` };
  const { text, settled, clock, thread } = await openNetwork(t, {}, settings);
  const arrived = next();
  await text('Hi');
  await arrived;
  const fallback: Promise<Hook> = next();
  clock.advance(14_999);
  clock.advance(1);
  assert.equal((await fallback).params.ErrorCode, '11200');
  await settled();
  assert.deepEqual(conversation(await thread()), ['> Hi', '< Late']);
});

test('STOP ends messages and still arrives; START lets them in again', async (t) => {
  const { base, hooks } = await openHooks(t, () => twiml('<Message>reply</Message>'));
  const { text, settled, send, thread } = await openNetwork(t, {}, { smsUrl: base });
  await text(' stop ');
  await settled();
  assert.equal(hooks[0]?.params.Body, ' stop ');
  const [, confirmation = ''] = conversation(await thread());
  assert.match(confirmation, /^< You have successfully been unsubscribed/);
  assert.equal((await thread()).length, 2);
  const outcome = await send();
  assert.ok(!outcome.ok);
  assert.equal(outcome.refusal.code, 21610);
  granted(await send({ to: '+15550009999' }));
  await text('stop it');
  await text('Start');
  await settled();
  granted(await send());
});

test('only own numbers can be texted, in their own channel', async (t) => {
  const { network } = await openNetwork(t, {}, {});
  const draft = { from: contact, to: number, body: 'Hi', mediaUrls: [], params: {} };
  const codeOf = async (more: Partial<typeof draft>, account = accountSid) => {
    const outcome = await network.text(account, { ...draft, ...more });
    return outcome.ok ? 0 : outcome.refusal.code;
  };
  assert.equal(await codeOf({}), 0);
  assert.equal(await codeOf({ to: '+15550003333' }), 20404);
  assert.equal(await codeOf({}, `AC${'b'.repeat(32)}`), 20404);
  assert.equal(await codeOf({ from: 'Mum' }), 21212);
  assert.equal(await codeOf({ from: `whatsapp:${contact}` }), 21910);
  assert.equal(await codeOf({ body: '' }), 21602);
  assert.equal(await codeOf({ body: 'x'.repeat(1601) }), 21617);
});

test('a status callback that breaks is repeated five times, one that answers 500 is not', async (t) => {
  const { base, hooks } = await openHooks(t, ({ path }) => (path === '/a' ? 'hang up' : { status: 500 }));
  const { send, pass, warnings } = await openNetwork(t);
  granted(await send({ to: '+15005530001', statusCallback: `${base}/a` }));
  granted(await send({ to: '+15005530001', statusCallback: `${base}/b` }));
  for (let second = 0; second < 30; second++) await pass(1_000);
  assert.equal(hooks.filter(({ path }) => path === '/a').length, 5);
  assert.equal(hooks.filter(({ path }) => path === '/b').length, 1);
  assert.equal(warnings.length, 2);
});
