/** What every adapter of conversations must do, run by each on its own service. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { SendRequest } from '../../carriers/carrier.ts';
import type { ConversationRequest, ResourceResult } from '../../engine/effects.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { ConversationCall, Conversations } from '../products.ts';
import { accountSid } from '../products-fixture.ts';

export interface ConversationsUnderTest {
  readonly conversations: Conversations;
  /** All of the service, oldest first. */
  made(): Promise<readonly MadeConversation[]>;
}

export interface MadeConversation {
  readonly sid: string;
  readonly state: string;
  readonly participants: readonly string[];
  /** Addresses that its messages are reported to. */
  readonly webhooks: readonly string[];
  readonly bodies: readonly (string | null)[];
}

const serviceSid = `IS${'5'.repeat(32)}`;
const webhookUrl = `https://studio.example.com/v1/Accounts/${accountSid}/Flows/FW${'1'.repeat(32)}`;
const contact = '+15550002222';
const ours = '+15550001111';

const startOf = (more: Partial<ConversationRequest> = {}): ConversationCall => ({
  type: 'conversation.start',
  conversation: { serviceSid, participant: { address: contact, proxyAddress: ours }, webhookUrl, ...more },
});

const callOf = (key: string, request: ConversationCall) => ({ accountSid, key, request });

const sendOf = (key: string, sid: string, more: Partial<SendRequest['message']> = {}): SendRequest => ({
  accountSid,
  key,
  message: { to: '', body: 'Hello', conversation: { sid, serviceSid, author: 'Bot' }, ...more },
});

function madeOf(result: ResourceResult): JsonObject {
  assert.ok(result.ok, JSON.stringify(result));
  return result.resource;
}

function refusalOf(result: ResourceResult): number | null {
  assert.ok(!result.ok, 'it was not refused');
  assert.notEqual(result.message, '');
  return result.code;
}

/** As the runtime repeats what may have been done. */
async function again(product: Conversations, call: ReturnType<typeof callOf>): Promise<ResourceResult> {
  return (await product.findDone?.(call, 0)) ?? product.perform(call);
}

/** Registers the suite; `open` gives an adapter on an empty service and sees to its end by `t.after`. */
export function conversationConformance(name: string, open: (t: TestContext) => Promise<ConversationsUnderTest>): void {
  starting(name, open);
  following(name, open);
  messaging(name, open);
  legacy(name, open);
}

type Open = (t: TestContext) => Promise<ConversationsUnderTest>;

const start = async (conversations: Conversations, key = 'one', more: Partial<ConversationRequest> = {}) =>
  madeOf(await conversations.perform(callOf(key, startOf(more))));

function starting(name: string, open: Open): void {
  test(`${name}: a conversation that is started has one participant and the flow's webhook`, async (t) => {
    const { conversations, made } = await open(t);
    const resource = await start(conversations, 'one', {
      friendlyName: 'Talk',
      attributes: '{"a":1}',
      inactiveAfter: 'PT10M',
      closedAfter: 'PT60M',
    });
    assert.match(String(resource.sid), /^CH[0-9a-f]{32}$/);
    assert.match(String(resource.webhook_sid), /^WH[0-9a-f]{32}$/);
    const { friendly_name, attributes, state, chat_service_sid, unique_name } = resource;
    assert.deepEqual(
      [friendly_name, attributes, state, chat_service_sid, unique_name],
      ['Talk', '{"a":1}', 'active', serviceSid, null],
    );
    const { date_inactive, date_closed } = resource.timers as JsonObject;
    const begun = Date.parse(String(resource.date_created));
    assert.equal(Date.parse(String(date_inactive)) - begun, 10 * 60_000);
    assert.equal(Date.parse(String(date_closed)) - begun, 60 * 60_000);
    const [participant, ...others] = resource.participants as readonly JsonObject[];
    assert.deepEqual(others, []);
    assert.match(String(participant?.sid), /^MB[0-9a-f]{32}$/);
    assert.ok(participant);
    const { address, proxy_address } = participant.messaging_binding as JsonObject;
    assert.deepEqual([address, proxy_address], [contact, ours]);
    assert.deepEqual(
      (await made()).map((one) => ({ ...one, sid: undefined })),
      [{ sid: undefined, state: 'active', participants: [contact], webhooks: [webhookUrl], bodies: [] }],
    );
  });

  test(`${name}: a participant may have an identity in the place of an address`, async (t) => {
    const { conversations, made } = await open(t);
    const { participants } = await start(conversations, 'one', { participant: { identity: 'ann' } });
    assert.equal((participants as readonly JsonObject[])[0]?.identity, 'ann');
    assert.deepEqual((await made())[0]?.participants, ['ann']);
  });

  test(`${name}: the same start again makes nothing more; another makes another`, async (t) => {
    const { conversations, made } = await open(t);
    const first = await start(conversations);
    const repeated = madeOf(await again(conversations, callOf('one', startOf())));
    assert.deepEqual([repeated.sid, repeated.webhook_sid], [first.sid, first.webhook_sid]);
    assert.equal((repeated.participants as readonly JsonObject[]).length, 1);
    const other = startOf({ participant: { identity: 'ann' } });
    assert.equal(await conversations.findDone?.(callOf('two', other), 0), undefined);
    const second = madeOf(await again(conversations, callOf('two', other)));
    assert.notEqual(second.sid, first.sid);
    assert.equal((await made()).length, 2);
  });

  test(`${name}: an address that is bound already is refused with 50416, and leaves nothing behind`, async (t) => {
    const { conversations, made } = await open(t);
    await start(conversations);
    assert.equal(refusalOf(await conversations.perform(callOf('two', startOf()))), 50416);
    assert.equal((await made()).length, 1);
    // The refusal is not the end of it: once the first is closed, the same request succeeds.
    const [first] = await made();
    const conversation = { serviceSid, sid: first?.sid ?? '' };
    madeOf(await conversations.perform(callOf('three', { type: 'conversation.close', conversation })));
    madeOf(await again(conversations, callOf('two', startOf())));
  });
}

function following(name: string, open: Open): void {
  const resumeOf = (sid: string, more = {}): ConversationCall => ({
    type: 'conversation.resume',
    conversation: { serviceSid, sid, filters: ['onMessageAdded'], webhookUrl: webhookUrl.replace(/1$/, '2'), ...more },
  });

  test(`${name}: a conversation that is taken up shows its participants and gets one more webhook, once`, async (t) => {
    const { conversations, made } = await open(t);
    const { sid } = await start(conversations);
    const resumed = madeOf(await conversations.perform(callOf('two', resumeOf(String(sid)))));
    assert.equal(resumed.sid, sid);
    assert.match(String(resumed.webhook_sid), /^WH[0-9a-f]{32}$/);
    assert.equal((resumed.participants as readonly JsonObject[]).length, 1);
    madeOf(await again(conversations, callOf('two', resumeOf(String(sid)))));
    assert.equal((await made())[0]?.webhooks.length, 2);
  });

  test(`${name}: a conversation that is not there cannot be taken up`, async (t) => {
    const { conversations } = await open(t);
    assert.equal(refusalOf(await conversations.perform(callOf('one', resumeOf(`CH${'7'.repeat(32)}`)))), 20404);
  });

  test(`${name}: a run that leaves takes its webhook along; the conversation stays open`, async (t) => {
    const { conversations, made } = await open(t);
    const { sid, webhook_sid: webhookSid } = await start(conversations);
    const conversation = { serviceSid, sid: String(sid), webhookSid: String(webhookSid) };
    const leave = callOf('two', { type: 'conversation.leave', conversation });
    madeOf(await conversations.perform(leave));
    madeOf(await again(conversations, leave));
    const [left] = await made();
    assert.deepEqual([left?.state, left?.webhooks], ['active', []]);
  });

  test(`${name}: a conversation is closed once and for all`, async (t) => {
    const { conversations, made } = await open(t);
    const { sid, webhook_sid: webhookSid } = await start(conversations);
    const conversation = { serviceSid, sid: String(sid), webhookSid: String(webhookSid) };
    const close = callOf('two', { type: 'conversation.close', conversation });
    assert.equal(madeOf(await conversations.perform(close)).state, 'closed');
    madeOf(await again(conversations, callOf('three', close.request)));
    const [closed] = await made();
    assert.deepEqual([closed?.state, closed?.webhooks], ['closed', []]);
    assert.equal(refusalOf(await conversations.send(sendOf('four', String(sid)))), 50377);
    assert.equal(refusalOf(await conversations.perform(callOf('five', resumeOf(String(sid))))), 50377);
  });
}

function messaging(name: string, open: Open): void {
  test(`${name}: a message shows as the Message resource shows it`, async (t) => {
    const { conversations, made } = await open(t);
    const sid = String((await start(conversations)).sid);
    const conversation = { sid, serviceSid, author: 'Bot', attributes: '{"mood":"good"}' };
    const resource = madeOf(await conversations.send(sendOf('two', sid, { conversation })));
    assert.match(String(resource.sid), /^IM[0-9a-f]{32}$/);
    const { conversation_sid, author, body, attributes, index, participant_sid, media } = resource;
    assert.deepEqual(
      [conversation_sid, author, body, attributes, index, participant_sid, media],
      [sid, 'Bot', 'Hello', '{"mood":"good"}', 0, null, null],
    );
    const next = madeOf(await conversations.send(sendOf('three', sid)));
    assert.equal(next.index, 1);
    assert.deepEqual((await made())[0]?.bodies, ['Hello', 'Hello']);
  });

  test(`${name}: a message of a participant names it`, async (t) => {
    const { conversations } = await open(t);
    const { sid, participants } = await start(conversations, 'one', { participant: { identity: 'ann' } });
    const conversation = { sid: String(sid), serviceSid, author: 'ann' };
    const resource = madeOf(await conversations.send(sendOf('two', String(sid), { conversation })));
    assert.equal(resource.participant_sid, (participants as readonly JsonObject[])[0]?.sid);
  });

  test(`${name}: what was sent is found, another message is not, and a repeat makes no second one`, async (t) => {
    const { conversations, made } = await open(t);
    const sid = String((await start(conversations)).sid);
    assert.equal(await conversations.findSent?.(sendOf('two', sid), 0), undefined);
    const sent = madeOf(await conversations.send(sendOf('two', sid)));
    const found = await conversations.findSent?.(sendOf('two', sid), 0);
    assert.ok(found?.ok);
    assert.equal(found.resource.sid, sent.sid);
    assert.equal(await conversations.findSent?.(sendOf('three', sid, { body: 'Other' }), 0), undefined);
    const isClaimed = async (one: string) => one === sent.sid;
    assert.equal(await conversations.findSent?.({ ...sendOf('three', sid), isClaimed }, 0), undefined);
    assert.deepEqual((await made())[0]?.bodies, ['Hello']);
  });

  test(`${name}: a message into a conversation that is not there is refused`, async (t) => {
    const { conversations } = await open(t);
    assert.equal(refusalOf(await conversations.send(sendOf('one', `CH${'7'.repeat(32)}`))), 20404);
  });
}

function legacy(name: string, open: Open): void {
  test(`${name}: a chat channel is a conversation, a member its participant`, async (t) => {
    const { conversations, made } = await open(t);
    const channel = { serviceSid, uniqueName: 'order-7', friendlyName: 'Order 7', attributes: '{"a":1}' };
    const create = callOf('one', { type: 'channel.create', channel });
    const resource = madeOf(await conversations.perform(create));
    const { unique_name, friendly_name, attributes } = resource;
    assert.deepEqual([unique_name, friendly_name, attributes], ['order-7', 'Order 7', '{"a":1}']);
    assert.equal(madeOf(await again(conversations, create)).sid, resource.sid);
    assert.equal(refusalOf(await conversations.perform(callOf('two', create.request))), 50353);
    const member = { serviceSid, channelSid: String(resource.sid), identity: 'ann' };
    const add = callOf('three', { type: 'member.add', member });
    const added = madeOf(await conversations.perform(add));
    assert.equal(added.identity, 'ann');
    assert.equal(madeOf(await again(conversations, add)).sid, added.sid);
    assert.equal(refusalOf(await conversations.perform(callOf('four', { type: 'member.add', member }))), 50433);
    assert.deepEqual(
      (await made()).map(({ participants }) => participants),
      [['ann']],
    );
  });

  test(`${name}: a channel without a name of its own has none`, async (t) => {
    const { conversations } = await open(t);
    const resource = madeOf(
      await conversations.perform(callOf('one', { type: 'channel.create', channel: { serviceSid } })),
    );
    assert.equal(resource.unique_name, null);
  });

  test(`${name}: a member of a channel that is not there is refused`, async (t) => {
    const { conversations } = await open(t);
    const member = { serviceSid, channelSid: `CH${'7'.repeat(32)}`, identity: 'ann' };
    assert.equal(refusalOf(await conversations.perform(callOf('one', { type: 'member.add', member }))), 20404);
  });
}
