import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CarrierUnreachable } from '../../../carriers/carrier.ts';
import { conversationConformance } from '../../conformance/conversations.ts';
import { accountSid } from '../../products-fixture.ts';
import { contact, Fixture, flowSid, granted, ours, serviceSid, webhookUrl } from './conversations-fixture.ts';

conversationConformance('local', async (t) => {
  const { store } = await Fixture.open(t);
  const made = async () =>
    store
      .list(accountSid, { limit: 1000 })
      .rows.toReversed()
      .map(({ resource }) => {
        const sid = String(resource.sid);
        return {
          sid,
          state: String(resource.state),
          participants: (store.participants(accountSid, sid) ?? []).map((one) =>
            String(one.identity ?? (one.messaging_binding as { address: string } | null)?.address),
          ),
          webhooks: store.followers(accountSid, sid),
          bodies: (store.messages(accountSid, sid, { limit: 1000 })?.rows ?? []).map(
            (row) => row.resource.body as string | null,
          ),
        };
      });
  return { conversations: store, made };
});

test('what a flow says leaves as a text from the proxy address, and the flow does not hear it', async (t) => {
  const fixture = await Fixture.open(t);
  const sid = await fixture.start();
  const message = await fixture.say(sid, 'Hello');
  const [taken, ...others] = fixture.carrier.taken;
  assert.deepEqual(others, []);
  assert.deepEqual(taken?.message, {
    to: contact,
    from: ours,
    body: 'Hello',
    statusCallback: `http://atelier.example/v1/Accounts/${accountSid}/Reports?OutboxKey=${taken?.key}`,
  });
  const [participant] = fixture.store.participants(accountSid, sid) ?? [];
  assert.equal(taken.key, `${message.sid}.${participant?.sid}`);
  assert.deepEqual(fixture.notices, []);
});

test('a text of the participant comes into the conversation and reaches the flow as its webhook', async (t) => {
  const fixture = await Fixture.open(t);
  const sid = await fixture.start('start', { attributes: '{"order":7}', messagingServiceSid: 'MG1' });
  assert.equal(
    await fixture.text('Hi', { NumMedia: '1', MediaUrl0: 'https://m/1', MediaContentType0: 'image/png' }),
    true,
  );
  const [notice, ...others] = fixture.notices;
  assert.deepEqual(others, []);
  assert.ok(notice);
  const { MessageSid, ParticipantSid, WebhookSid, Media, ...params } = notice.params;
  assert.deepEqual(
    { ...notice, params },
    {
      accountSid,
      flowSid,
      params: {
        AccountSid: accountSid,
        EventType: 'onMessageAdded',
        ConversationSid: sid,
        ChannelSid: sid,
        ChatServiceSid: serviceSid,
        InstanceSid: serviceSid,
        ChannelAttributes: '{"order":7}',
        MessagingServiceSid: 'MG1',
        Author: contact,
        From: contact,
        To: ours,
        Body: 'Hi',
        Attributes: '{}',
        Source: 'SMS',
        Index: '0',
        DateCreated: '2026-01-02T03:04:05Z',
        RetryCount: '0',
      },
    },
  );
  assert.match(MessageSid ?? '', /^IM/);
  assert.match(WebhookSid ?? '', /^WH/);
  assert.equal(ParticipantSid, fixture.store.participants(accountSid, sid)?.[0]?.sid);
  const [media] = JSON.parse(Media ?? '[]');
  assert.deepEqual([media.content_type, media.url], ['image/png', 'https://m/1']);
  assert.deepEqual(fixture.carrier.taken, [], 'it is not sent back to its author');
});

test('the same webhook twice adds one message, and the flow hears of it once', async (t) => {
  const fixture = await Fixture.open(t);
  const sid = await fixture.start();
  for (let times = 0; times < 3; times++) assert.equal(await fixture.text('Hi', { MessageSid: 'SM7' }), true);
  assert.deepEqual(fixture.bodies(sid), ['Hi']);
  assert.equal(fixture.notices.length, 1);
});

const others: readonly [what: string, params: { readonly [name: string]: string }][] = [
  ['another contact', { From: '+15550003333' }],
  ['another number of ours', { To: '+15550004444' }],
  ['WhatsApp of the same digits', { From: `whatsapp:${contact}`, To: `whatsapp:${ours}` }],
  ['a call', { CallSid: 'CA1', CallStatus: 'ringing' }],
  ['the webhook of a conversation', { ConversationSid: 'CH1' }],
  ['a legacy chat channel', { ChannelSid: 'CH1' }],
  ['a callback that names its event', { FlowEvent: 'return' }],
  ['a report on a message of a run', { MessageStatus: 'delivered', Step: 'FT1' }],
  ['a report on a message nobody knows', { MessageStatus: 'delivered', FlowEvent: 'messageStatus' }],
  ['no sender', { From: '' }],
];
for (const [what, params] of others) {
  test(`${what} is not for conversations`, async (t) => {
    const fixture = await Fixture.open(t);
    const sid = await fixture.start();
    assert.equal(await fixture.text('Hi', params), false);
    assert.deepEqual(fixture.bodies(sid), []);
  });
}

test('another account with the same addresses is not meant', async (t) => {
  const fixture = await Fixture.open(t);
  await fixture.start();
  const params = { MessageSid: 'SM1', From: contact, To: ours, Body: 'Hi' };
  assert.equal(await fixture.store.absorbMessage?.(`AC${'2'.repeat(32)}`, params), false);
});

test('a channel names the source; a service that is the proxy sends and is answered', async (t) => {
  const fixture = await Fixture.open(t);
  const address = `whatsapp:${contact}`;
  const sid = await fixture.start('start', { participant: { address, proxyAddress: 'MG1' } });
  assert.equal(await fixture.text('Hi', { From: address, To: `whatsapp:${ours}`, MessagingServiceSid: 'MG1' }), true);
  assert.equal(fixture.notices[0]?.params.Source, 'WHATSAPP');
  await fixture.say(sid, 'Hello');
  const { to, from, messagingServiceSid } = fixture.carrier.taken[0]?.message ?? {};
  assert.deepEqual([to, from, messagingServiceSid], [address, undefined, 'MG1']);
});

test('templates and media go on as they are', async (t) => {
  const fixture = await Fixture.open(t);
  const sid = await fixture.start();
  const conversation = { sid, serviceSid, author: 'Bot' };
  const message = {
    to: '',
    contentSid: 'HX1',
    contentVariables: '{"1":"Ann"}',
    mediaUrls: ['https://m/1'],
    conversation,
  };
  const sent = await fixture.store.send({ accountSid, key: 'one', message });
  await fixture.settled();
  assert.ok(sent.ok);
  const { contentSid, contentVariables, mediaUrls, body } = fixture.carrier.taken[0]?.message ?? {};
  assert.deepEqual([contentSid, contentVariables, mediaUrls, body], ['HX1', '{"1":"Ann"}', ['https://m/1'], undefined]);
  assert.equal(sent.resource.content_sid, 'HX1');
  assert.deepEqual(
    (sent.resource.media as { url: string }[]).map(({ url }) => url),
    ['https://m/1'],
  );
});

test('an agent’s message reaches the handset and the flow; who writes first joins, once', async (t) => {
  const fixture = await Fixture.open(t);
  const sid = await fixture.start();
  const message = await fixture.agent(sid, 'I am Alice');
  await fixture.agent(sid, 'Still me');
  assert.deepEqual(fixture.carrier.bodies, [`${contact}: I am Alice`, `${contact}: Still me`]);
  const participants = fixture.store.participants(accountSid, sid) ?? [];
  assert.deepEqual(
    participants.map(({ identity }) => identity),
    [null, 'alice'],
  );
  assert.equal(message.participant_sid, participants[1]?.sid);
  const { Author, Source, ParticipantSid, From } = fixture.notices[0]?.params ?? {};
  assert.deepEqual([Author, Source, ParticipantSid, From], ['alice', 'API', participants[1]?.sid, undefined]);
});

test('in a group everybody but the author gets a text', async (t) => {
  const fixture = await Fixture.open(t);
  const sid = await fixture.start();
  const second = { address: '+15550003333', proxyAddress: ours };
  granted(fixture.store.addParticipant(accountSid, sid, second));
  await fixture.text('Hi');
  await fixture.agent(sid, 'Hello both');
  assert.deepEqual(fixture.carrier.bodies.toSorted(), [
    `${contact}: Hello both`,
    '+15550003333: Hello both',
    '+15550003333: Hi',
  ]);
});

test('reports of the carrier show in the message; one that comes late says nothing new', async (t) => {
  const fixture = await Fixture.open(t);
  const sid = await fixture.start();
  await fixture.say(sid, 'Hello');
  const delivery = () => fixture.delivery(sid);
  const shares = { total: 1, sent: 'none', delivered: 'none', read: 'none', failed: 'none', undelivered: 'none' };
  assert.deepEqual(delivery(), shares);
  const report = (MessageStatus: string, more = {}) =>
    fixture.report({ MessageSid: `SM${'0'.repeat(32)}`, MessageStatus, FlowEvent: 'messageStatus', ...more });
  assert.equal(await report('delivered'), true);
  assert.deepEqual(delivery(), { ...shares, sent: 'all', delivered: 'all' });
  assert.equal(await report('sent'), true);
  assert.deepEqual(delivery(), { ...shares, sent: 'all', delivered: 'all' });
  assert.equal(await report('read', { FlowEvent: '' }), true);
  assert.deepEqual(delivery(), { ...shares, sent: 'all', delivered: 'all', read: 'all' });
  assert.equal(await report('sent', { MessageSid: `SM${'9'.repeat(32)}` }), false, 'nobody knows it');
});

test('a text that the carrier refuses has failed; the next one leaves', async (t) => {
  const fixture = await Fixture.open(t);
  const sid = await fixture.start();
  fixture.carrier.next = async () => ({ ok: false, code: 21610, message: 'Unsubscribed' });
  await fixture.say(sid, 'one');
  await fixture.say(sid, 'two');
  assert.deepEqual(fixture.carrier.bodies, [`${contact}: two`]);
  const [first] = fixture.store.messages(accountSid, sid, { limit: 1 })?.rows ?? [];
  assert.ok(first);
  assert.equal((first.resource.delivery as { failed: string }).failed, 'all');
});

test('a text that is sent again shows in the message as the last of them fares', async (t) => {
  const fixture = await Fixture.open(t);
  const sid = await fixture.start();
  const refuse = async () => ({ ok: false, code: 21610, message: 'Unsubscribed' }) as const;
  fixture.carrier.next = refuse;
  await fixture.say(sid, 'one');
  const shown = () => {
    const { sent, delivered, failed } = fixture.delivery(sid) as { sent: string; delivered: string; failed: string };
    return { sent, delivered, failed };
  };
  const isFailed = { sent: 'none', delivered: 'none', failed: 'all' };
  assert.deepEqual(shown(), isFailed);
  const [{ key: first } = { key: null }] = (await fixture.storage.listOutbox(accountSid, 'failed', { limit: 5 })).rows;
  const resend = async (key: string) => {
    const { outcome } = await fixture.runtime.resend(accountSid, key);
    await fixture.settled();
    return outcome;
  };
  fixture.carrier.next = refuse;
  assert.equal(await resend(`${first}`), 'queued');
  assert.deepEqual(shown(), isFailed);
  assert.equal(await resend(`${first}.1`), 'queued');
  assert.deepEqual(shown(), { sent: 'none', delivered: 'none', failed: 'none' });
  await fixture.report({ MessageSid: `SM${'0'.repeat(32)}`, MessageStatus: 'delivered' });
  assert.deepEqual(shown(), { sent: 'all', delivered: 'all', failed: 'none' });
  // What an attempt before it came to is told once more.
  await fixture.store.hear(`${first}.1`, { status: 'failed', errorCode: 21610 });
  assert.deepEqual(shown(), { sent: 'all', delivered: 'all', failed: 'none' });
});

test('texts are in the outbox, and belong to no run', async (t) => {
  const fixture = await Fixture.open(t);
  const sid = await fixture.start();
  fixture.carrier.next = async () => {
    throw new CarrierUnreachable('the carrier is down', { isUnsent: true });
  };
  await fixture.say(sid, 'one');
  const [waiting, ...others] = (await fixture.storage.listOutbox(accountSid, 'queued', { limit: 5 })).rows;
  assert.deepEqual(others, []);
  const { key, executionSid, stepSid, errorMessage, message } = waiting ?? assert.fail();
  assert.match(String(key), /^IM\w{32}\.MB\w{32}$/);
  assert.deepEqual([executionSid, stepSid, errorMessage, message?.to], [null, null, 'the carrier is down', contact]);
  await fixture.elapse(1);
  assert.equal((await fixture.storage.findOutboundByKey(String(key)))?.messageSid, `SM${'0'.repeat(32)}`);
});

test('a flow whose run has ended hears no more; the message is kept', async (t) => {
  const fixture = await Fixture.open(t);
  const sid = await fixture.start();
  await fixture.text('one');
  const { WebhookSid: webhookSid = '' } = fixture.notices[0]?.params ?? {};
  const conversation = { serviceSid, sid, webhookSid };
  await fixture.store.perform({ accountSid, key: 'end', request: { type: 'conversation.leave', conversation } });
  assert.equal(await fixture.text('two'), true);
  assert.equal(fixture.notices.length, 1);
  assert.deepEqual(fixture.bodies(sid), ['one', 'two']);
});

test('the run that takes a conversation up again is not cut off by the end of the one before', async (t) => {
  const fixture = await Fixture.open(t);
  const sid = await fixture.start();
  await fixture.text('one');
  const first = fixture.notices[0]?.params.WebhookSid ?? '';
  const resume = { serviceSid, sid, filters: ['onMessageAdded'], webhookUrl };
  await fixture.store.perform({
    accountSid,
    key: 'resume',
    request: { type: 'conversation.resume', conversation: resume },
  });
  const conversation = { serviceSid, sid, webhookSid: first };
  await fixture.store.perform({ accountSid, key: 'end', request: { type: 'conversation.leave', conversation } });
  await fixture.text('two');
  assert.deepEqual(
    fixture.notices.map(({ params }) => params.Body),
    ['one', 'two'],
  );
});

test('a conversation becomes inactive and is closed by its timers; a message begins them anew', async (t) => {
  const fixture = await Fixture.open(t);
  const sid = await fixture.start('start', { inactiveAfter: 'PT10M', closedAfter: 'PT1H' });
  const state = () => fixture.store.find(accountSid, sid)?.state;
  await fixture.elapse(599);
  assert.equal(state(), 'active');
  await fixture.elapse(1);
  assert.equal(state(), 'inactive');
  await fixture.text('Hi');
  assert.equal(state(), 'active');
  await fixture.elapse(3_599);
  assert.equal(state(), 'inactive');
  await fixture.elapse(1);
  assert.equal(state(), 'closed');
  assert.equal(await fixture.text('Hi'), false, 'its address is free');
  await fixture.start('again');
});

const badTimers: readonly [field: 'inactiveAfter' | 'closedAfter', given: string, says: RegExp][] = [
  ['inactiveAfter', 'PT59S', /Timers\.Inactive is invalid: it must be at least 1 minutes/],
  ['closedAfter', 'PT9M', /Timers\.Closed is invalid: it must be at least 10 minutes/],
  ['inactiveAfter', '10 minutes', /Timers\.Inactive is invalid: it must be an ISO 8601 duration/],
  ['closedAfter', 'P1M', /Timers\.Closed is invalid: it must be an ISO 8601 duration/],
];
for (const [field, given, says] of badTimers) {
  test(`${field} ${given} is refused`, async (t) => {
    const { store } = await Fixture.open(t);
    const conversation = { serviceSid, participant: { identity: 'ann' }, webhookUrl, [field]: given };
    const result = await store.perform({
      accountSid,
      key: 'one',
      request: { type: 'conversation.start', conversation },
    });
    assert.ok(!result.ok);
    assert.match(result.message, says);
  });
}

test('a webhook that is no flow’s is refused', async (t) => {
  const { store } = await Fixture.open(t);
  const conversation = { serviceSid, participant: { identity: 'ann' }, webhookUrl: 'https://example.com/' };
  const result = await store.perform({ accountSid, key: 'one', request: { type: 'conversation.start', conversation } });
  assert.ok(!result.ok);
});
