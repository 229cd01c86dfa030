import assert from 'node:assert/strict';
import { test } from 'node:test';
import { presentMessage } from '../message-resource.ts';
import type { MessageDraft } from '../network.ts';
import { segmentsOf } from './segments.ts';
import { accountSid, contact, granted, number, openHooks, openNetwork } from './simulator-fixture.ts';

const service = `MG${'1'.repeat(32)}`;

const refusals: readonly { readonly says: string; readonly draft: MessageDraft; readonly code: number }[] = [
  { says: 'no recipient', draft: { to: '' }, code: 21604 },
  { says: 'a recipient that is no number', draft: { to: 'Mum' }, code: 21211 },
  { says: 'a number that is too short', draft: { to: '+1555' }, code: 21211 },
  { says: 'the sender as recipient', draft: { to: number }, code: 21211 },
  { says: 'no sender', draft: { from: '' }, code: 21603 },
  { says: 'a sender that is none', draft: { from: 'a name that is long' }, code: 21212 },
  { says: 'another channel', draft: { to: `whatsapp:${contact}` }, code: 21910 },
  { says: 'no content', draft: { body: undefined }, code: 21602 },
  { says: 'an empty body', draft: { body: '' }, code: 21619 },
  { says: '1,601 characters', draft: { body: 'x'.repeat(1601) }, code: 21617 },
  { says: 'media that is no URL', draft: { mediaUrls: ['ftp://x/y.png'] }, code: 21620 },
  {
    says: 'eleven media',
    draft: { mediaUrls: Array.from({ length: 11 }, () => 'https://x.example/y.png') },
    code: 21623,
  },
  { says: 'variables without a template', draft: { contentVariables: '{}' }, code: 21654 },
  { says: 'a template that nobody has made', draft: { contentSid: `HX${'0'.repeat(32)}` }, code: 21655 },
  { says: 'a service that is none', draft: { messagingServiceSid: 'MG1' }, code: 21705 },
  {
    says: 'a schedule without a service',
    draft: { scheduleType: 'fixed', sendAt: '2026-01-03T00:00:00Z' },
    code: 35118,
  },
  { says: 'a schedule without a time', draft: { from: service, scheduleType: 'fixed' }, code: 35111 },
  {
    says: 'a schedule in the past',
    draft: { from: service, scheduleType: 'fixed', sendAt: '2026-01-01T00:00:00Z' },
    code: 35114,
  },
  { says: 'the magic sender that is invalid', draft: { from: '+15005550001' }, code: 21212 },
  { says: 'the magic sender that is not owned', draft: { from: '+15005550007' }, code: 21606 },
  { says: 'the magic sender with a full queue', draft: { from: '+15005550008' }, code: 21611 },
  { says: 'the magic recipient that is invalid', draft: { to: '+15005550001' }, code: 21211 },
  { says: 'the magic recipient without a route', draft: { to: '+15005550002' }, code: 21612 },
  { says: 'the magic recipient in a closed region', draft: { to: '+15005550003' }, code: 21408 },
  { says: 'the magic recipient who opted out', draft: { to: '+15005550004' }, code: 21610 },
  { says: 'the magic recipient on a landline', draft: { to: '+15005550009' }, code: 21614 },
];
for (const { says, draft, code } of refusals) {
  test(`refuses ${says}: ${code}`, async (t) => {
    const { send, thread } = await openNetwork(t);
    const outcome = await send(draft);
    assert.ok(!outcome.ok);
    assert.equal(outcome.refusal.code, code);
    assert.equal(outcome.refusal.status, code === 21611 ? 429 : 400);
    assert.deepEqual(await thread(), []);
  });
}

const acceptances: readonly { readonly says: string; readonly draft: MessageDraft; readonly shows: object }[] = [
  {
    says: 'the magic sender that is valid',
    draft: { from: '+15005550006' },
    shows: { from: '+15005550006', status: 'queued' },
  },
  { says: 'a short code', draft: { from: '12345' }, shows: { from: '12345' } },
  { says: 'a name', draft: { from: 'Atelier' }, shows: { from: 'Atelier' } },
  { says: 'a number with spaces and brackets', draft: { to: ' 1 (555) 000-1111' }, shows: { to: contact } },
  { says: 'ten digits', draft: { to: '5550001111' }, shows: { to: contact } },
  { says: '1,600 characters', draft: { body: 'x'.repeat(1600) }, shows: { numSegments: 11 } },
  {
    says: 'WhatsApp',
    draft: { from: `whatsapp:${number}`, to: `whatsapp: ${contact.slice(1)}` },
    shows: { to: `whatsapp:${contact}`, numSegments: 1 },
  },
  {
    says: 'a service',
    draft: { from: undefined, messagingServiceSid: service },
    shows: { from: null, status: 'accepted', messagingServiceSid: service },
  },
];
for (const { says, draft, shows } of acceptances) {
  test(`takes ${says}`, async (t) => {
    const { send } = await openNetwork(t);
    const message = granted(await send(draft));
    assert.deepEqual({ ...message, ...shows }, message);
    assert.match(message.sid, /^SM[0-9a-f]{32}$/);
  });
}

test('media makes an MM message with ME files', async (t) => {
  const { send } = await openNetwork(t);
  const message = granted(
    await send({ body: undefined, mediaUrls: ['https://x.example/a/cat.png?b=1', 'https://x.example/b'] }),
  );
  assert.match(message.sid, /^MM/);
  assert.deepEqual(
    message.media.map(({ contentType }) => contentType),
    ['image/png', 'image/jpeg'],
  );
  assert.match(message.media[0]?.sid ?? '', /^ME/);
});

test('shows a message as the carrier API does', async (t) => {
  const { send } = await openNetwork(t);
  const message = granted(await send());
  const path = `/2010-04-01/Accounts/${accountSid}/Messages/${message.sid}`;
  assert.deepEqual(presentMessage(message), {
    account_sid: accountSid,
    api_version: '2010-04-01',
    body: 'Hi',
    date_created: 'Fri, 02 Jan 2026 03:04:00 +0000',
    date_sent: null,
    date_updated: 'Fri, 02 Jan 2026 03:04:00 +0000',
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from: number,
    num_media: '0',
    num_segments: '1',
    price: null,
    price_unit: 'USD',
    messaging_service_sid: null,
    sid: message.sid,
    status: 'queued',
    subresource_uris: { media: `${path}/Media.json` },
    to: contact,
    uri: `${path}.json`,
  });
});

const lives: readonly {
  readonly to: string;
  readonly draft?: MessageDraft;
  readonly statuses: readonly string[];
  readonly errorCode: string | undefined;
}[] = [
  { to: contact, statuses: ['sent', 'delivered'], errorCode: undefined },
  { to: contact, draft: { from: service }, statuses: ['queued', 'sent', 'delivered'], errorCode: undefined },
  { to: '+15005530001', statuses: ['failed'], errorCode: '30001' },
  { to: '+15005530003', statuses: ['sent', 'undelivered'], errorCode: '30003' },
  { to: '+15005530008', statuses: ['sent', 'undelivered'], errorCode: '30008' },
  { to: 'whatsapp:+15005563016', draft: { from: `whatsapp:${number}` }, statuses: ['failed'], errorCode: '63016' },
  { to: '+15005539999', statuses: ['sent', 'delivered'], errorCode: undefined },
];
for (const { to, draft, statuses, errorCode } of lives) {
  test(`a message to ${to}${draft ? ` from ${draft.from}` : ''} becomes ${statuses.join(', ')}`, async (t) => {
    const { base, hooks } = await openHooks(t);
    const { send, pass, get } = await openNetwork(t);
    const { sid } = granted(await send({ to, statusCallback: `${base}/status?x=1`, ...draft }));
    await pass(0);
    assert.equal(hooks.length, 0, 'the creation itself is not called back');
    for (let step = 0; step < 20; step++) await pass(50);
    assert.deepEqual(
      hooks.map(({ params }) => params.MessageStatus),
      statuses,
    );
    const last = statuses.at(-1);
    const { status, errorCode: code, sentAtMs } = await get(sid);
    assert.deepEqual([status, code === null ? undefined : String(code)], [last, errorCode]);
    assert.equal(sentAtMs === null, !statuses.includes('sent'));
    const { params, path } = hooks.at(-1) ?? {};
    assert.equal(path, '/status?x=1');
    const { RawDlrDoneDate, ...rest } = params ?? {};
    assert.equal(RawDlrDoneDate, last === 'failed' ? undefined : '2601020304');
    assert.deepEqual(rest, {
      MessageSid: sid,
      SmsSid: sid,
      MessageStatus: last,
      SmsStatus: last,
      AccountSid: accountSid,
      From: draft?.from === service ? service : (draft?.from ?? number),
      To: to,
      ApiVersion: '2010-04-01',
      ...(draft?.from === service ? { MessagingServiceSid: service } : {}),
      ...(errorCode === undefined ? {} : { ErrorCode: errorCode }),
    });
  });
}

test('a service sends from the number that the contact wrote to, else from the oldest one', async (t) => {
  const { network, send, text, clock } = await openNetwork(t, {}, {});
  clock.advance(1);
  const other = granted(await network.createNumber(accountSid, { areaCode: '555' }, {})).phoneNumber;
  const sendBy = async () => {
    const { sid } = granted(await send({ from: service }));
    return (await network.readThread(accountSid, { contact, limit: 100 })).find((message) => message.sid === sid)?.from;
  };
  await sendBy();
  assert.deepEqual(
    (await network.listConversations(accountSid)).map((talk) => talk.number),
    [number],
  );
  await text('Hi', { to: other });
  await sendBy();
  assert.equal((await network.listConversations(accountSid))[0]?.number, other);
});

test('with strict numbers only own ones send', async (t) => {
  const { send, network } = await openNetwork(t, { isStrict: true });
  const codeOf = async (draft: MessageDraft) => {
    const outcome = await send(draft);
    return outcome.ok ? 0 : outcome.refusal.code;
  };
  assert.equal(await codeOf({}), 21606);
  assert.equal(await codeOf({ from: service }), 21703);
  granted(await network.createNumber(accountSid, { phoneNumber: number }, {}));
  assert.equal(await codeOf({}), 0);
  assert.equal(await codeOf({ from: service }), 0);
});

test('a scheduled message leaves at its time, or is taken back', async (t) => {
  const { send, pass, get, network } = await openNetwork(t);
  const schedule = { from: service, scheduleType: 'fixed', sendAt: '2026-01-02T04:04:00Z' };
  const kept = granted(await send(schedule));
  const dropped = granted(await send(schedule));
  assert.equal(kept.status, 'scheduled');
  assert.equal(granted(await network.cancelMessage(accountSid, dropped.sid)).status, 'canceled');
  assert.equal((await network.cancelMessage(accountSid, dropped.sid))?.ok, false);
  await pass(3_599_999);
  assert.equal((await get(kept.sid)).status, 'scheduled');
  await pass(1_000);
  assert.deepEqual([(await get(kept.sid)).status, (await get(dropped.sid)).status], ['delivered', 'canceled']);
  assert.equal((await get(kept.sid)).sentAtMs, Date.parse('2026-01-02T04:04:00.100Z'));
});

test('a message is redacted and removed once it has gone through', async (t) => {
  const { send, pass, get, network, thread } = await openNetwork(t);
  const first = granted(await send());
  const { sid } = granted(await send());
  for (const outcome of [await network.redactMessage(accountSid, sid), await network.deleteMessage(accountSid, sid)]) {
    assert.ok(outcome && !outcome.ok);
    assert.deepEqual([outcome.refusal.status, outcome.refusal.code], [409, 20009]);
  }
  await pass(1_000);
  assert.equal(granted(await network.redactMessage(accountSid, sid)).body, '');
  assert.equal((await get(sid)).body, '');
  granted(await network.deleteMessage(accountSid, sid));
  assert.equal(await network.findMessage(accountSid, sid), undefined);
  assert.deepEqual(
    (await thread()).map((message) => message.sid),
    [first.sid],
  );
  assert.equal((await network.listConversations(accountSid))[0]?.last.sid, first.sid);
  granted(await network.deleteMessage(accountSid, first.sid));
  assert.deepEqual(await network.listConversations(accountSid), []);
  assert.equal(await network.deleteMessage(accountSid, sid), undefined);
  assert.equal(await network.deleteMessage(`AC${'b'.repeat(32)}`, sid), undefined);
});

const texts: readonly { readonly text: string; readonly encoding: string; readonly count: number }[] = [
  { text: '', encoding: 'GSM-7', count: 1 },
  { text: 'x'.repeat(160), encoding: 'GSM-7', count: 1 },
  { text: 'x'.repeat(161), encoding: 'GSM-7', count: 2 },
  { text: 'x'.repeat(306), encoding: 'GSM-7', count: 2 },
  { text: 'x'.repeat(307), encoding: 'GSM-7', count: 3 },
  { text: '€'.repeat(80), encoding: 'GSM-7', count: 1 },
  { text: '€'.repeat(81), encoding: 'GSM-7', count: 2 },
  // 153 is odd: the 77th pair does not fit into what is left of the first part.
  { text: '€'.repeat(152), encoding: 'GSM-7', count: 2 },
  { text: '€'.repeat(153), encoding: 'GSM-7', count: 3 },
  { text: 'Grüße à Ωmega [x]', encoding: 'GSM-7', count: 1 },
  { text: 'ç', encoding: 'UCS-2', count: 1 },
  { text: '–'.repeat(70), encoding: 'UCS-2', count: 1 },
  { text: '–'.repeat(71), encoding: 'UCS-2', count: 2 },
  { text: '–'.repeat(134), encoding: 'UCS-2', count: 2 },
  { text: '–'.repeat(135), encoding: 'UCS-2', count: 3 },
  { text: '😀'.repeat(35), encoding: 'UCS-2', count: 1 },
  { text: '😀'.repeat(66), encoding: 'UCS-2', count: 2 },
  { text: '😀'.repeat(67), encoding: 'UCS-2', count: 3 },
];
for (const { text, encoding, count } of texts) {
  test(`${[...text].length} of ${JSON.stringify([...text][0] ?? '')} are ${count} segments of ${encoding}`, () => {
    assert.deepEqual(segmentsOf(text), { encoding, count });
  });
}

test('the length of a body can be configured', async (t) => {
  const { send } = await openNetwork(t, { maxBodyCharacters: 5 });
  assert.equal((await send({ body: '12345' })).ok, true);
  const refused = await send({ body: '123456' });
  assert.equal(refused.ok ? undefined : refused.refusal.code, 21617);
});
