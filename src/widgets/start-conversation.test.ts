import assert from 'node:assert/strict';
import { test } from 'node:test';
import { valueAt } from '../engine/context.ts';
import type { ConversationRequest } from '../engine/effects.ts';
import type { JsonObject } from '../engine/json.ts';
import { type PlayWidgetOptions, playFlow, playWidget } from '../testing/index.ts';
import { sendAndWaitForReply } from './send-and-wait-for-reply.ts';
import { sendMessage } from './send-message.ts';
import { startConversation } from './start-conversation.ts';

const service = `IS${'1'.repeat(32)}`;
const messaging = {
  type: 'messaging',
  messaging_binding_address: '{{contact.channel.address}}',
  messaging_binding_proxy_address: '{{flow.channel.address}}',
};
const usual = { conversation_service_sid: service, participants: [messaging] };
const request = { event: 'incomingRequest', parameters: { name: 'Ann', service } } as const;
const flowUrl =
  'https://studio.example.com/v1/Accounts/AC00000000000000000000000000000001/Flows/FW00000000000000000000000000000001';

const play = (properties: JsonObject, more: PlayWidgetOptions = {}) =>
  playWidget(startConversation, { ...usual, ...properties }, { start: request, name: 'it', ...more });

/** What the widget asks for. */
function asked(properties: JsonObject): ConversationRequest {
  const [first] = play(properties).asked;
  assert.ok(first?.type === 'conversation.start');
  return first.conversation;
}

test('`conversation_service_sid` and one participant suffice; the webhook is the flow’s', () => {
  assert.deepEqual(asked({}), {
    serviceSid: service,
    participant: { address: '+15550002222', proxyAddress: '+15550001111' },
    webhookUrl: flowUrl,
  });
});

const optionals: readonly [property: string, given: string, key: keyof ConversationRequest, value: string][] = [
  ['conversation_service_sid', '{{flow.data.service}}', 'serviceSid', service],
  ['friendly_name', 'Talk with {{flow.data.name}}', 'friendlyName', 'Talk with Ann'],
  ['attributes', '{"name": "{{flow.data.name}}"}', 'attributes', '{"name": "Ann"}'],
  ['messaging_service_sid', 'MG{{flow.data.name}}', 'messagingServiceSid', 'MGAnn'],
  ['timers_inactive', 'PT{{5 | plus: 5}}M', 'inactiveAfter', 'PT10M'],
  ['timers_closed', ' PT60M ', 'closedAfter', 'PT60M'],
];
for (const [property, given, key, value] of optionals) {
  test(`\`${property}\` ${JSON.stringify(given)} is rendered`, () => {
    assert.equal(asked({ [property]: given })[key], value);
  });
  if (property === 'conversation_service_sid') continue;
  test(`${property} that is blank counts as not given`, () => {
    for (const blank of ['', ' ', '{{flow.data.nothing}}', null]) {
      assert.equal(Object.hasOwn(asked({ [property]: blank }), key), false);
    }
  });
}

test('chat_service_sid stands in for a blank conversation service', () => {
  assert.equal(asked({ conversation_service_sid: '', chat_service_sid: 'IS2' }).serviceSid, 'IS2');
  assert.equal(asked({ chat_service_sid: 'IS2' }).serviceSid, service);
});

const participants: readonly [given: JsonObject, participant: ConversationRequest['participant']][] = [
  [messaging, { address: '+15550002222', proxyAddress: '+15550001111' }],
  [
    { ...messaging, type: 'sms' },
    { address: '+15550002222', proxyAddress: '+15550001111' },
  ],
  [
    { ...messaging, messaging_binding_address: 'whatsapp:+1', messaging_binding_proxy_address: 'whatsapp:+2' },
    { address: 'whatsapp:+1', proxyAddress: 'whatsapp:+2' },
  ],
  [{ type: 'chat', identity: '{{flow.data.name}}' }, { identity: 'Ann' }],
];
for (const [given, participant] of participants) {
  test(`\`participants\` of ${JSON.stringify(given)} are rendered`, () => {
    assert.deepEqual(asked({ participants: [given] }).participant, participant);
  });
}

const faults: readonly [what: string, properties: JsonObject, message: RegExp][] = [
  ['no conversation service', { conversation_service_sid: ' ' }, /names no conversation service/],
  ['no participant', { participants: [] }, /names no participant/],
  ['participants that are no list', { participants: 'me' }, /names no participant/],
  ['two participants', { participants: [messaging, messaging] }, /more than one participant/],
  ['a participant of another type', { participants: [{ type: 'email' }] }, /"email" is no type/],
  ['a chat participant without identity', { participants: [{ type: 'chat', identity: ' ' }] }, /no identity/],
  ['an address that is blank', { participants: [{ ...messaging, messaging_binding_address: '' }] }, /no address/],
  [
    'a proxy address that is blank',
    { participants: [{ ...messaging, messaging_binding_proxy_address: '{{x}}' }] },
    /no proxy address/,
  ],
  ['attributes that are no JSON', { attributes: '{name: Ann}' }, /not valid JSON/],
];
for (const [what, properties, message] of faults) {
  test(`${what}: \`failed\` with 81020, nothing is asked for or written`, () => {
    const { event, asked: all, output, problems, context } = play(properties);
    assert.equal(event, 'failed');
    assert.deepEqual(all, []);
    assert.equal(output, undefined);
    assert.deepEqual(
      problems.map(({ code }) => code),
      [81020],
    );
    assert.match(problems[0]?.message ?? '', message);
    assert.deepEqual(valueAt(context, ['flow', 'channel']), { address: '+15550001111' });
  });
}

test('a template that cannot be rendered: `failed` with 81018', () => {
  const { event, problems } = play({ friendly_name: '{{ x | nope }}' });
  assert.equal(event, 'failed');
  assert.deepEqual(
    problems.map(({ code }) => code),
    [81018],
  );
});

for (const event of ['incomingMessage', 'incomingCall', 'incomingConversationMessage'] as const) {
  test(`a run that began by ${event}: \`failed\` with 81020`, () => {
    const it = play({}, { start: { event } });
    assert.equal(it.event, 'failed');
    assert.deepEqual(it.asked, []);
    assert.deepEqual(
      it.problems.map(({ code }) => code),
      [81020],
    );
  });
}

test('a refusal of the service: `failed` with 81020, nothing is written', () => {
  const message = 'A binding for this participant and proxy address already exists in Conversation CH1';
  const it = play({}, { products: { it: { refused: { code: 50416, message } } } });
  assert.equal(it.event, 'failed');
  assert.equal(it.output, undefined);
  assert.match(it.problems[0]?.message ?? '', /A binding for this participant/);
  assert.equal(it.execution.conversationSid, undefined);
});

test('`created` writes `conversation`, `webhook_sid` and `close_channel_on_execution_end`, what is not null of them', () => {
  const { event, output } = play({ friendly_name: 'Talk' });
  assert.equal(event, 'created');
  const at = '2025-01-06T20:00:00Z';
  const base = 'https://conversations.example.com/v1/Conversations/CH00000000000000000000000000000001';
  assert.deepEqual(output, {
    conversation: {
      sid: 'CH00000000000000000000000000000001',
      friendly_name: 'Talk',
      state: 'active',
      attributes: '{}',
      chat_service_sid: service,
      date_created: at,
      date_updated: at,
      timers: {},
      links: { participants: `${base}/participants`, messages: `${base}/messages` },
      url: base,
      participants: [
        {
          sid: 'MB00000000000000000000000000000001',
          attributes: '{}',
          conversation_sid: 'CH00000000000000000000000000000001',
          date_created: at,
          date_updated: at,
          messaging_binding: { address: '+15550002222', proxy_address: '+15550001111' },
          url: `${base}/Participants/MB00000000000000000000000000000001`,
        },
      ],
    },
    webhook_sid: 'WH00000000000000000000000000000001',
    close_channel_on_execution_end: false,
  });
});

test('what was made is merged into flow.channel', () => {
  const it = play({ friendly_name: 'Talk' });
  const channel = valueAt(it.context, ['flow', 'channel']) as JsonObject;
  const { conversation, webhook_sid } = it.output as { conversation: JsonObject; webhook_sid: string };
  assert.deepEqual(channel, {
    address: '+15550001111',
    sid: conversation.sid,
    type: 'conversation',
    status: 'active',
    details: { ...conversation, webhook_sid },
  });
  assert.equal(it.execution.conversationSid, conversation.sid);
});

test('a run that has a conversation starts no second one: `failed`, the first stays', () => {
  const again = { name: 'again', type: 'start-conversation', properties: usual, transitions: [{ event: 'failed' }] };
  const it = play({}, { transitions: [{ event: 'created', next: 'again' }], states: [again] });
  assert.equal(it.asked.filter(({ type }) => type === 'conversation.start').length, 1);
  assert.deepEqual(
    it.steps.map(({ event }) => event),
    ['incomingRequest', 'created', 'failed'],
  );
  assert.match(it.problems[0]?.message ?? '', /is on the conversation CH0+1 already/);
});

for (const [flag, type] of [
  [true, 'conversation.close'],
  ['true', 'conversation.close'],
  [false, 'conversation.leave'],
  [undefined, 'conversation.leave'],
] as const) {
  test(`close_conversation_on_execution_end ${JSON.stringify(flag)}: the run ends with ${type}`, () => {
    const wait = {
      name: 'ask',
      type: 'send-and-wait-for-reply',
      properties: { from: 'Bot', body: 'Hi' },
      transitions: [],
    };
    const it = play(flag === undefined ? {} : { close_conversation_on_execution_end: flag }, {
      transitions: [{ event: 'created', next: 'ask' }],
      states: [wait],
      widgets: [sendAndWaitForReply],
    });
    assert.equal(it.asked.length, 1);
    assert.equal(valueAt(it.context, ['widgets', 'it', 'close_channel_on_execution_end']), String(flag) === 'true');
    it.receive('Hello');
    assert.equal(it.status, 'ended');
    const [, last] = it.asked;
    assert.ok(last?.type === type);
    assert.deepEqual(last.conversation, {
      serviceSid: service,
      sid: it.execution.conversationSid,
      webhookSid: 'WH00000000000000000000000000000001',
    });
  });
}

const talk = (more: JsonObject = {}) => ({
  initial_state: 'Trigger',
  states: [
    { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingRequest', next: 'start' }] },
    {
      name: 'start',
      type: 'start-conversation',
      properties: { ...usual, ...more },
      transitions: [{ event: 'created', next: 'ask' }],
    },
    {
      name: 'ask',
      type: 'send-and-wait-for-reply',
      properties: {
        from: 'Bot',
        body: 'Your name?',
        attributes: '{"mood":"good"}',
        media_url: 'https://example.com/a.png',
      },
      transitions: [{ event: 'incomingMessage', next: 'thanks' }],
    },
    {
      name: 'thanks',
      type: 'send-message',
      properties: { body: 'Thanks, {{widgets.ask.inbound.Body}}' },
      transitions: [{ event: 'sent' }],
    },
  ],
});

test('messages of the run then go into the conversation; any participant’s answer moves it on', () => {
  const it = playFlow({ definition: talk(), start: request });
  const [question] = it.sent;
  assert.deepEqual(question?.conversation, {
    sid: it.execution.conversationSid,
    serviceSid: service,
    author: 'Bot',
    attributes: '{"mood":"good"}',
  });
  assert.deepEqual(question.mediaUrls, ['https://example.com/a.png']);
  it.receive('Ann', { Author: 'agent', ParticipantSid: 'MB9' });
  assert.equal(it.status, 'ended');
  assert.equal(it.sent[1]?.body, 'Thanks, Ann');
  // Without a sender of its own the author is our address.
  assert.equal(it.sent[1].conversation?.author, '+15550001111');
  assert.equal(valueAt(it.context, ['trigger', 'conversation', 'Author']), 'agent');
  assert.equal(valueAt(it.context, ['widgets', 'ask', 'inbound', 'Author']), 'agent');
});

test('a message of a conversation shows as the conversation has it', () => {
  const it = playFlow({ definition: talk(), start: request });
  const outbound = () => valueAt(it.context, ['widgets', 'ask', 'outbound']) as JsonObject;
  it.receive('Ann');
  const keys = ['Sid', 'ConversationSid', 'Body', 'Author', 'Index', 'Attributes', 'Media', 'ParticipantSid'];
  assert.deepEqual(
    keys.filter((key) => !Object.hasOwn(outbound(), key)),
    [],
  );
  const { ConversationSid, Body, Author, Attributes } = outbound();
  assert.deepEqual(
    [ConversationSid, Body, Author, Attributes],
    [it.execution.conversationSid, 'Your name?', 'Bot', '{"mood":"good"}'],
  );
});

test('stopped from outside, it still leaves its conversation, once', () => {
  const it = playFlow({ definition: talk({ close_conversation_on_execution_end: true }), start: request });
  it.stop();
  it.stop();
  assert.deepEqual(
    it.asked.map(({ type }) => type),
    ['conversation.start', 'conversation.close'],
  );
  assert.equal(it.execution.atEnd, undefined);
});

test('a conversation that a subflow starts is the run’s: its messages reach it, and it is left once, at the end of the run', () => {
  const parent = {
    initial_state: 'Trigger',
    states: [
      { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingRequest', next: 'sub' }] },
      {
        name: 'sub',
        type: 'run-subflow',
        properties: { flow_sid: `FW${'9'.repeat(32)}`, flow_revision: 'LatestPublished' },
        transitions: [{ event: 'completed', next: 'ask' }],
      },
      ...talk().states.slice(2),
    ],
  };
  const child = talk();
  const subflow = {
    ...child,
    states: [
      { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingParent', next: 'start' }] },
      { ...child.states[1], transitions: [{ event: 'created' }] },
    ],
  };
  const it = playFlow({ definition: parent, start: request, subflows: { [`FW${'9'.repeat(32)}`]: subflow } });
  assert.equal(it.sent[0]?.conversation?.sid, it.execution.conversationSid);
  assert.deepEqual(
    it.asked.map(({ type }) => type),
    ['conversation.start'],
  );
  it.receive('Ann');
  assert.deepEqual(
    it.asked.map(({ type }) => type),
    ['conversation.start', 'conversation.leave'],
  );
});

test('a conversation that a person has taken over: the flow says no more in it, and does not close it', () => {
  const definition = {
    ...talk({ close_conversation_on_execution_end: true }),
    states: [
      ...talk({ close_conversation_on_execution_end: true }).states.slice(0, 2),
      {
        name: 'ask',
        type: 'send-to-flex',
        properties: { workflow: `WW${'1'.repeat(32)}`, channel: `TC${'1'.repeat(32)}` },
        transitions: [{ event: 'callComplete', next: 'thanks' }],
      },
      {
        name: 'thanks',
        type: 'send-message',
        properties: { body: 'Someone will write' },
        transitions: [{ event: 'failed' }],
      },
    ],
  };
  const it = playFlow({ definition, start: request });
  assert.equal(it.status, 'ended');
  assert.deepEqual(it.sent, []);
  assert.deepEqual(
    it.problems.map(({ code }) => code),
    [81011],
  );
  assert.deepEqual(
    it.asked.map(({ type }) => type),
    ['conversation.start', 'interaction.create', 'conversation.leave'],
  );
});

test('Send Message before a conversation is a message of the carrier', () => {
  const it = playWidget(sendMessage, { body: 'Hi' }, { start: request });
  assert.equal(it.sent[0]?.conversation, undefined);
  assert.equal(it.sent[0]?.to, '+15550002222');
});
