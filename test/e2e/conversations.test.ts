/** Flows that talk in conversations, on the whole server: REST starts them, a handset and people answer. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type TestContext, test } from 'node:test';
import type { JsonObject } from '../../src/engine/json.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { readFlow } from '../golden/golden.ts';
import { listen } from '../local-server.ts';
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

test('the conversation is closed with the run that asks for it, however the run ends; then the contact is free', async (t) => {
  const talk = await open(t, survey({ close_conversation_on_execution_end: true }));
  const stopped = await begin(talk);
  // Its address is bound: the same contact can have no second conversation, and no second run.
  const conflict = await talk.call(`/v2/Flows/${talk.flowSid}/Executions`, { To: contact, From: number });
  assert.equal(conflict.status, 409);
  await talk.call(`/v2/Flows/${talk.flowSid}/Executions/${stopped}`, { Status: 'ended' });
  await talk.server.settled();
  const states = async () =>
    (await talk.call('/local/conversations')).body.conversations.map((one: JsonObject) => one.state);
  assert.deepEqual(await states(), ['closed']);
  await begin(talk);
  await text(talk, 'Ann');
  await text(talk, '42');
  assert.deepEqual(await states(), ['closed', 'closed']);
  const expired = await begin(talk);
  talk.clock.advance(31 * 24 * 3600 * 1000);
  await talk.server.settled();
  assert.deepEqual(await states(), ['closed', 'closed', 'closed']);
  // It was removed as well (limits-and-errors §1).
  assert.equal((await talk.call(`/v2/Flows/${talk.flowSid}/Executions/${expired}`)).status, 404);
});

test('a run that is deleted in the middle closes its conversation too', async (t) => {
  const talk = await open(t, survey({ close_conversation_on_execution_end: true }));
  const sid = await begin(talk);
  assert.equal((await talk.call(`/v2/Flows/${talk.flowSid}/Executions/${sid}`, undefined, 'DELETE')).status, 204);
  await talk.server.settled();
  assert.equal((await onlyConversation(talk)).state, 'closed');
});

test('an address that is bound already: `failed`, and the flow can still write to the contact', async (t) => {
  const talk = await open(t, survey());
  const { body } = await talk.call('/local/conversations', {
    'MessagingBinding.Address': contact,
    'MessagingBinding.ProxyAddress': number,
  });
  const sid = await begin(talk);
  assert.deepEqual(await handset(talk), ['Sorry']);
  const steps = await talk.call(`/v2/Flows/${talk.flowSid}/Executions/${sid}/Steps`);
  assert.ok(steps.body.steps.some((step: JsonObject) => step.name === 'failed' && step.transitioned_from === 'start'));
  await talk.call(`/local/conversations/${body.sid}`, { State: 'closed' });
  await begin(talk);
  assert.deepEqual(await handset(talk), ['Sorry', 'Your name?']);
});

test('an agent joins by HTTP: the message is on the handset and moves the flow, as any participant’s does', async (t) => {
  const talk = await open(t, survey());
  await begin(talk);
  const { sid } = await onlyConversation(talk);
  const joined = await talk.call(`/local/conversations/${sid}/participants`, { Identity: 'alice' });
  assert.equal(joined.status, 201);
  const said = await talk.call(`/local/conversations/${sid}/messages`, { Author: 'alice', Body: 'I answer for Ann' });
  assert.deepEqual([said.status, said.body.participant_sid], [201, joined.body.sid]);
  assert.deepEqual(await handset(talk), [
    'Your name?',
    'I answer for Ann',
    'Hello I answer for Ann (alice). And your age?',
  ]);
});

test('a webhook that comes twice, and reports without a step, change nothing', async (t) => {
  const talk = await open(t, survey());
  await begin(talk);
  const url = `${talk.server.url}/v1/Accounts/${talk.accountSid}/Flows/${talk.flowSid}`;
  const form = { MessageSid: `SM${'8'.repeat(32)}`, From: contact, To: number, Body: 'Ann', NumMedia: '0' };
  for (let times = 0; times < 2; times++) {
    const { status, text: twiml } = await talk.signed(url, form);
    assert.deepEqual([status, twiml], [200, '<?xml version="1.0" encoding="UTF-8"?><Response/>']);
  }
  assert.deepEqual(await handset(talk), ['Your name?', `Hello Ann (${contact}). And your age?`]);
  const { sid } = await onlyConversation(talk);
  const { body } = await talk.call(`/local/conversations/${sid}/messages`);
  assert.equal(body.messages.length, 3);
  // The simulated carrier has reported on our texts by now.
  talk.clock.advance(60_000);
  await talk.server.settled();
  const after = await talk.call(`/local/conversations/${sid}/messages`);
  assert.equal(after.body.messages[0].delivery.delivered, 'all');
  const report = { MessageSid: `SM${'7'.repeat(32)}`, MessageStatus: 'delivered', From: number, To: contact };
  assert.equal((await talk.signed(`${url}?FlowEvent=messageStatus`, report)).status, 204);
});

test('a run takes up a conversation that was made before, and leaves it open', async (t) => {
  const resume: State = {
    name: 'resume',
    type: 'resume-conversation',
    properties: { conversation_service_sid: service, conversation_sid: '{{flow.data.sid}}' },
    transitions: [
      { event: 'resumed', next: 'ask' },
      { event: 'failed', next: 'sorry' },
    ],
  };
  const talk = await open(t, [
    trigger('resume'),
    resume,
    ask('ask', 'Still there?', 'thanks'),
    say('thanks', 'Good'),
    sorry,
  ]);
  const made = await talk.call('/local/conversations', {
    ChatServiceSid: service,
    'MessagingBinding.Address': contact,
    'MessagingBinding.ProxyAddress': number,
  });
  const parameters = JSON.stringify({ sid: made.body.sid });
  await talk.call(`/v2/Flows/${talk.flowSid}/Executions`, { To: contact, From: number, Parameters: parameters });
  assert.deepEqual(await handset(talk), ['Still there?']);
  await text(talk, 'Yes');
  assert.deepEqual(await handset(talk), ['Still there?', '> Yes', 'Good']);
  await text(talk, 'Anybody?');
  assert.deepEqual((await handset(talk)).at(-1), '> Anybody?', 'nobody follows the conversation any more');
  assert.equal((await onlyConversation(talk)).state, 'active');
});

/** Connects a contact's address with a flow of the corpus, by a conversation that the flow follows. */
async function connect(
  t: TestContext,
  file: string,
  change: (definition: string) => string,
  allowed = '',
): Promise<Talk> {
  const clock = new VirtualClock(Date.UTC(2026, 0, 2, 3, 4, 5));
  const env = { ATELIER_SAMPLES: 'off', ...(allowed === '' ? {} : { ATELIER_ALLOW_HOSTS: allowed }) };
  const atelier = await openComposed(t, env, { clock });
  const { call, server, accountSid } = atelier;
  const definition = change(JSON.stringify(readFlow(file)));
  const flow = await call('/v2/Flows', { FriendlyName: file, Status: 'published', Definition: definition });
  assert.equal(flow.status, 201, JSON.stringify(flow.body));
  const webhook = `${server.url}/v1/Accounts/${accountSid}/Flows/${flow.body.sid}`;
  await call(`/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json`, { PhoneNumber: number, SmsUrl: webhook });
  const conversation = await call('/local/conversations', {
    FlowSid: flow.body.sid,
    'MessagingBinding.Address': contact,
    'MessagingBinding.ProxyAddress': number,
  });
  assert.equal(conversation.status, 201, JSON.stringify(conversation.body));
  return { ...atelier, clock, flowSid: flow.body.sid };
}

test('a published messaging flow runs on a conversation from the first text to the hand-off', async (t) => {
  const talk = await connect(t, 'template-example-messaging-with-parking-flow-57ce.json', (text) => text);
  const welcome = 'Ahoy! To better assist you, please tell me whether you need assistance with support or sales.';
  await text(talk, 'Hi');
  await text(talk, 'What?');
  await text(talk, 'sales please');
  const [first, second, third, fourth, fifth, last] = await handset(talk);
  assert.deepEqual([first, second, third, fourth, fifth], ['> Hi', welcome, '> What?', welcome, '> sales please']);
  assert.match(String(last), /^Thanks! Please wait while I locate a sales representative/);
  const { sid } = await onlyConversation(talk);
  const { body } = await talk.call('/local/tasks');
  const attributes = JSON.parse(body.tasks[0].attributes);
  const { selected_queue, conversationSid, customerAddress, channelType } = attributes;
  assert.deepEqual([selected_queue, conversationSid, customerAddress, channelType], ['sales', sid, contact, 'sms']);
});

test('a published WhatsApp flow runs on a conversation, with its HTTP requests', async (t) => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url?.split('?')[0]}`);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  const host = await listen(t, server);
  const talk = await connect(
    t,
    'frontline-airtable-studio-bot-flow-6732.json',
    (text) => text.replaceAll('https://functions-1.example.com', `http://${host}`),
    host,
  );
  for (const body of ['Oi', 'Ana', 'agente']) await text(talk, body);
  assert.deepEqual(await handset(talk), [
    '> Oi',
    'Olá, bem vindo(a) ao atendimento Twilio! Antes de iniciarmos, nos informe seu nome por favor.',
    '> Ana',
    'Muito prazer Ana! Para falar com um agente exclusivo, digite "agente".',
    '> agente',
    'Um momento enquanto te transfiro ao seu agente exclusivo.',
  ]);
  assert.deepEqual(asked, [
    'GET /callbacks/get-convo-name',
    'GET /callbacks/get-customer',
    'POST /callbacks/add-convo-name',
    'POST /callbacks/routing',
  ]);
});
