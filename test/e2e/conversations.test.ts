/** Flows that talk in conversations, on the whole server: REST starts them, a handset and people answer. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { JsonObject } from '../../src/engine/json.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { type Composed, openComposed } from './composed-server.ts';

const [contact, number] = ['+15552000001', '+15551000001'];
const service = `IS${'5'.repeat(32)}`;

type State = JsonObject;

const trigger = (next: string): State => ({
  name: 'Trigger',
  type: 'trigger',
  properties: {},
  transitions: ['incomingMessage', 'incomingConversationMessage', 'incomingRequest'].map((event) => ({ event, next })),
});

const start = (more: JsonObject = {}): State => ({
  name: 'start',
  type: 'start-conversation',
  properties: {
    conversation_service_sid: service,
    participants: [
      {
        type: 'messaging',
        messaging_binding_address: '{{contact.channel.address}}',
        messaging_binding_proxy_address: '{{flow.channel.address}}',
      },
    ],
    ...more,
  },
  transitions: [
    { event: 'created', next: 'ask' },
    { event: 'failed', next: 'sorry' },
  ],
});

const ask = (name: string, body: string, next: string): State => ({
  name,
  type: 'send-and-wait-for-reply',
  properties: { from: 'Bot', body, timeout: '3600' },
  transitions: [{ event: 'incomingMessage', next }, { event: 'timeout' }, { event: 'deliveryFailure' }],
});

const say = (name: string, body: string, next: string | null = null): State => ({
  name,
  type: 'send-message',
  properties: { from: 'Bot', body },
  transitions: [{ event: 'sent', next }, { event: 'failed' }],
});

const sorry: State = {
  name: 'sorry',
  type: 'send-message',
  properties: { from: '{{flow.channel.address}}', to: '{{contact.channel.address}}', body: 'Sorry' },
  transitions: [{ event: 'sent' }, { event: 'failed' }],
};

const survey = (more: JsonObject = {}) => [
  trigger('start'),
  start(more),
  ask('ask', 'Your name?', 'again'),
  ask('again', 'Hello {{widgets.ask.inbound.Body}} ({{widgets.ask.inbound.Author}}). And your age?', 'thanks'),
  say('thanks', 'Thanks, {{widgets.ask.inbound.Body}}, {{trigger.conversation.Body}}'),
  sorry,
];

interface Talk extends Composed {
  readonly clock: VirtualClock;
  readonly flowSid: string;
}

async function open(t: TestContext, states: readonly State[]): Promise<Talk> {
  const clock = new VirtualClock(Date.UTC(2026, 0, 2, 3, 4, 5));
  const atelier = await openComposed(t, { ATELIER_SAMPLES: 'off' }, { clock });
  const { call, server, accountSid } = atelier;
  const definition = { description: 'Talks', states, initial_state: 'Trigger' };
  const flow = await call('/v2/Flows', {
    FriendlyName: 'Talks',
    Status: 'published',
    Definition: JSON.stringify(definition),
  });
  assert.equal(flow.status, 201, JSON.stringify(flow.body));
  const webhook = `${server.url}/v1/Accounts/${accountSid}/Flows/${flow.body.sid}`;
  await call(`/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json`, { PhoneNumber: number, SmsUrl: webhook });
  return { ...atelier, clock, flowSid: flow.body.sid };
}

async function begin({ call, server, flowSid }: Talk): Promise<string> {
  const { status, body } = await call(`/v2/Flows/${flowSid}/Executions`, { To: contact, From: number });
  assert.equal(status, 201, JSON.stringify(body));
  await server.settled();
  return body.sid;
}

async function text({ call, server }: Composed, body: string): Promise<void> {
  const answer = await call('/simulator/messages', { From: contact, To: number, Body: body });
  assert.equal(answer.status, 201, JSON.stringify(answer.body));
  await server.settled();
}

/** What the handset shows: `>` is what its owner wrote. */
async function handset({ call, server }: Composed): Promise<string[]> {
  await server.settled();
  const { body } = await call(`/simulator/contacts/${encodeURIComponent(contact)}/messages`);
  return body.messages.map((one: { direction: string; body: string }) =>
    one.direction === 'inbound' ? `> ${one.body}` : one.body,
  );
}

async function run({ call, flowSid }: Talk, sid: string): Promise<{ status: string; context: JsonObject }> {
  const { body } = await call(`/v2/Flows/${flowSid}/Executions/${sid}`);
  const context = await call(`/v2/Flows/${flowSid}/Executions/${sid}/Context`);
  return { status: body.status, context: context.body.context };
}

async function onlyConversation({ call }: Composed): Promise<JsonObject> {
  const { body } = await call('/local/conversations');
  assert.equal(body.conversations.length, 1, JSON.stringify(body));
  return body.conversations[0];
}

test('a flow starts a conversation, its messages reach the handset, the answers reach the flow', async (t) => {
  const talk = await open(t, survey());
  const sid = await begin(talk);
  assert.deepEqual(await handset(talk), ['Your name?']);
  await text(talk, 'Ann');
  await text(talk, '42');
  assert.deepEqual(await handset(talk), [
    'Your name?',
    '> Ann',
    `Hello Ann (${contact}). And your age?`,
    '> 42',
    'Thanks, Ann, 42',
  ]);
  const { status, context } = await run(talk, sid);
  assert.equal(status, 'ended');
  const { sid: conversationSid, state } = await onlyConversation(talk);
  assert.equal((context as { flow: { channel: JsonObject } }).flow.channel.sid, conversationSid);
  assert.equal(state, 'active');
  const { body } = await talk.call(`/local/conversations/${conversationSid}/messages`);
  assert.deepEqual(
    body.messages.map((one: JsonObject) => [one.index, one.author, one.body]),
    [
      [0, 'Bot', 'Your name?'],
      [1, contact, 'Ann'],
      [2, 'Bot', `Hello Ann (${contact}). And your age?`],
      [3, contact, '42'],
      [4, 'Bot', 'Thanks, Ann, 42'],
    ],
  );
});
