import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { CarrierUnreachable } from '../../carriers/carrier.ts';
import type { ConversationRequest } from '../../engine/effects.ts';
import type { JsonObject } from '../../engine/json.ts';
import { VirtualClock } from '../../runtime/clock.ts';
import { createHttpClient } from '../../runtime/http-client.ts';
import { conversationConformance } from '../conformance/conversations.ts';
import { accountSid } from '../products-fixture.ts';
import { twilioConversations } from './conversations.ts';
import { recordConversations } from './recorded-conversations-fixture.ts';

const serviceSid = `IS${'5'.repeat(32)}`;
const webhookUrl = `https://studio.example.com/v1/Accounts/${accountSid}/Flows/FW${'1'.repeat(32)}`;

async function open(t: TestContext, more: { readonly password?: string } = {}) {
  const twilio = await recordConversations(t);
  const http = createHttpClient({ clock: new VirtualClock(0), allowedHosts: ['127.0.0.1'] });
  t.after(() => http.close());
  const conversations = twilioConversations({
    name: 'main',
    user: twilio.user,
    password: twilio.password,
    credentials: 'auth_token of carriers.main',
    http,
    clock: { now: () => Date.now() },
    conversationsUrl: `${twilio.url}/v1`,
    ...more,
  });
  const made = async () =>
    twilio.conversations.map(({ resource, participants, webhooks, messages }) => ({
      sid: resource.sid,
      state: resource.state,
      participants: participants.map((one) =>
        String(one.identity ?? (one.messaging_binding as JsonObject | null)?.address),
      ),
      webhooks: webhooks.map(({ configuration }) => String((configuration as JsonObject).url)),
      bodies: messages.map(({ body }) => body as string | null),
    }));
  return { twilio, conversations, made };
}

conversationConformance('twilio', open);

const startOf = (more: Partial<ConversationRequest> = {}) =>
  ({
    accountSid,
    key: 'FT1.0',
    request: {
      type: 'conversation.start',
      conversation: {
        serviceSid,
        participant: { address: '+15550002222', proxyAddress: '+15550001111' },
        webhookUrl,
        ...more,
      },
    },
  }) as const;

test('a start is the forms of the Conversations API, with filters and a name of its own', async (t) => {
  const { twilio, conversations } = await open(t);
  await conversations.perform(
    startOf({
      friendlyName: 'Talk',
      attributes: '{"a":1}',
      messagingServiceSid: 'MG1',
      inactiveAfter: 'PT10M',
      closedAfter: 'PT60M',
    }),
  );
  const [{ resource }] = twilio.conversations as [(typeof twilio.conversations)[0]];
  const list = `/v1/Services/${serviceSid}/Conversations`;
  assert.deepEqual(
    twilio.requests.filter(({ method }) => method === 'POST'),
    [
      {
        method: 'POST',
        path: list,
        form: [
          ['UniqueName', 'atelier-FT1.0'],
          ['FriendlyName', 'Talk'],
          ['Attributes', '{"a":1}'],
          ['MessagingServiceSid', 'MG1'],
          ['State', 'active'],
          ['Timers.Inactive', 'PT10M'],
          ['Timers.Closed', 'PT60M'],
        ],
      },
      {
        method: 'POST',
        path: `${list}/${resource.sid}/Participants`,
        form: [
          ['MessagingBinding.Address', '+15550002222'],
          ['MessagingBinding.ProxyAddress', '+15550001111'],
        ],
      },
      {
        method: 'POST',
        path: `${list}/${resource.sid}/Webhooks`,
        form: [
          ['Target', 'webhook'],
          ['Configuration.Url', webhookUrl],
          ['Configuration.Method', 'POST'],
          ['Configuration.Filters', 'onMessageAdded'],
        ],
      },
    ],
  );
});

test('a start that was cut off anywhere is carried on, and comes to one conversation', async (t) => {
  for (let requests = 0; requests < 5; requests++) {
    const { twilio, conversations, made } = await open(t);
    twilio.cutAfter(requests);
    await assert.rejects(conversations.perform(startOf()), CarrierUnreachable);
    const found = (await conversations.findDone?.(startOf(), 0)) ?? (await conversations.perform(startOf()));
    assert.ok(found.ok, JSON.stringify(found));
    assert.equal(found.resource.unique_name, null);
    assert.match(String(found.resource.webhook_sid), /^WH/);
    assert.deepEqual(
      (await made()).map(({ participants, webhooks }) => [participants, webhooks]),
      [[['+15550002222'], [webhookUrl]]],
      `cut at request ${requests}`,
    );
  }
});

test('all pages of the participants are read, up to 1,000', async (t) => {
  const { twilio, conversations } = await open(t);
  const started = await conversations.perform(startOf());
  assert.ok(started.ok);
  const [conversation] = twilio.conversations;
  for (let n = 0; n < 1_200; n++) conversation?.participants.push({ sid: `MB${n}`, identity: `agent-${n}` });
  const resumed = await conversations.perform({
    accountSid,
    key: 'two',
    request: {
      type: 'conversation.resume',
      conversation: { serviceSid, sid: String(started.resource.sid), filters: ['onMessageAdded'], webhookUrl },
    },
  });
  assert.ok(resumed.ok);
  assert.equal((resumed.resource.participants as readonly unknown[]).length, 1_000);
});

test('without a service the conversation of the default service is meant', async (t) => {
  const { twilio, conversations } = await open(t);
  await conversations.send({
    accountSid,
    key: 'one',
    message: { to: '', body: 'Hi', conversation: { sid: 'CH1', author: 'Bot' } },
  });
  assert.equal(twilio.requests[0]?.path, '/v1/Conversations/CH1/Messages');
});

test('a template goes by its SID; media are refused with a word on what to do', async (t) => {
  const { twilio, conversations } = await open(t);
  const started = await conversations.perform(startOf());
  assert.ok(started.ok);
  const conversation = { sid: String(started.resource.sid), serviceSid, author: 'Bot' };
  const message = { to: '', contentSid: 'HX1', contentVariables: '{"1":"Ann"}', conversation };
  const sent = await conversations.send({ accountSid, key: 'two', message });
  assert.ok(sent.ok);
  assert.deepEqual(twilio.requests.at(-1)?.form, [
    ['Author', 'Bot'],
    ['ContentSid', 'HX1'],
    ['ContentVariables', '{"1":"Ann"}'],
  ]);
  const found = await conversations.findSent?.({ accountSid, key: 'two', message }, 0);
  assert.ok(found?.ok);
  assert.equal(found.resource.sid, sent.resource.sid);
  const media = { to: '', mediaUrls: ['https://example.com/a.png'], conversation };
  const refused = await conversations.send({ accountSid, key: 'three', message: media });
  assert.ok(!refused.ok);
  assert.match(refused.message, /uploaded first: send a link or a content template/);
});

test('wrong credentials are no refusal: they are the operator’s to put right', async (t) => {
  const { conversations } = await open(t, { password: 'wrong' });
  await assert.rejects(conversations.perform(startOf()), (error) => {
    assert.ok(error instanceof CarrierUnreachable && error.isUnsent);
    assert.match(error.message, /check auth_token of carriers\.main/);
    return true;
  });
});
