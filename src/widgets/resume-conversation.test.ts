import assert from 'node:assert/strict';
import { test } from 'node:test';
import { valueAt } from '../engine/context.ts';
import type { JsonObject } from '../engine/json.ts';
import { type PlayWidgetOptions, playWidget } from '../testing/index.ts';
import { resumeConversation } from './resume-conversation.ts';

const service = `IS${'1'.repeat(32)}`;
const sid = `CH${'2'.repeat(32)}`;
const usual = { conversation_service_sid: service, conversation_sid: '{{flow.data.conversation}}' };
const request = { event: 'incomingRequest', parameters: { conversation: sid, service } } as const;
const flowUrl =
  'https://studio.example.com/v1/Accounts/AC00000000000000000000000000000001/Flows/FW00000000000000000000000000000001';

const play = (properties: JsonObject = {}, more: PlayWidgetOptions = {}) =>
  playWidget(resumeConversation, { ...usual, ...properties }, { start: request, name: 'it', ...more });

function asked(properties: JsonObject) {
  const [first] = play(properties).asked;
  assert.ok(first?.type === 'conversation.resume');
  return first.conversation;
}

test('`conversation_service_sid` and `conversation_sid` are rendered; new messages are reported to the flow', () => {
  const expected = { serviceSid: service, sid, filters: ['onMessageAdded'], webhookUrl: flowUrl };
  assert.deepEqual(asked({}), expected);
  assert.deepEqual(asked({ conversation_service_sid: ' {{flow.data.service}} ' }), expected);
});

const filters: readonly [given: unknown, filters: string[]][] = [
  [[], ['onMessageAdded']],
  [null, ['onMessageAdded']],
  [['onMessageAdded'], ['onMessageAdded']],
  [
    ['onParticipantAdded', ''],
    ['onMessageAdded', 'onParticipantAdded'],
  ],
];
for (const [given, expected] of filters) {
  test(`webhook_filters ${JSON.stringify(given)} ask for ${expected}`, () => {
    assert.deepEqual(asked({ webhook_filters: given as string[] }).filters, expected);
  });
}

const faults: readonly [what: string, properties: JsonObject, message: RegExp][] = [
  ['a blank conversation_service_sid', { conversation_service_sid: '' }, /names no conversation service/],
  ['a blank conversation_sid', { conversation_sid: '{{flow.data.other}}' }, /names no conversation\./],
];
for (const [what, properties, message] of faults) {
  test(`${what}: \`failed\` with 81020`, () => {
    const it = play(properties);
    assert.equal(it.event, 'failed');
    assert.deepEqual(it.asked, []);
    assert.deepEqual(
      it.problems.map(({ code }) => code),
      [81020],
    );
    assert.match(it.problems[0]?.message ?? '', message);
  });
}

test('a run that a message began: `failed` with 81020', () => {
  const it = play({}, { start: { event: 'incomingMessage' } });
  assert.equal(it.event, 'failed');
  assert.deepEqual(it.asked, []);
  assert.deepEqual(
    it.problems.map(({ code }) => code),
    [81020],
  );
});

test('a conversation that is not found: `failed`, nothing is written', () => {
  const it = play({}, { products: { it: { refused: { code: 20404, message: 'it was not found' } } } });
  assert.equal(it.event, 'failed');
  assert.equal(it.output, undefined);
  assert.match(it.problems[0]?.message ?? '', /it was not found/);
  assert.deepEqual(valueAt(it.context, ['flow', 'channel']), { address: '+15550001111' });
});

const found = {
  unique_name: 'order-7',
  state: 'inactive',
  bindings: null,
  participants: [
    { sid: 'MB1', identity: 'agent', role_sid: 'RL1', last_read_message_index: 3, messaging_binding: null, extra: 'x' },
    { sid: 'MB2', identity: null, messaging_binding: { type: 'sms', address: '+1', proxy_address: '+2' } },
  ],
  webhook_sid: 'WH7',
};

test('`resumed` writes `conversation` with all its participants, `webhook_sid` and `close_channel_on_execution_end`', () => {
  const it = play({}, { products: { it: { resource: found } } });
  assert.equal(it.event, 'resumed');
  const { conversation, ...rest } = it.output as { conversation: JsonObject };
  assert.deepEqual(rest, { webhook_sid: 'WH7', close_channel_on_execution_end: false });
  assert.equal(conversation.sid, sid);
  assert.equal(conversation.unique_name, 'order-7');
  assert.ok(!Object.hasOwn(conversation, 'bindings'));
  assert.deepEqual(conversation.participants, [
    { sid: 'MB1', identity: 'agent', role_sid: 'RL1', last_read_message_index: 3 },
    { sid: 'MB2', messaging_binding: { address: '+1', proxy_address: '+2' } },
  ]);
  const channel = valueAt(it.context, ['flow', 'channel']) as JsonObject;
  assert.deepEqual(
    [channel.sid, channel.type, channel.status, channel.address],
    [sid, 'conversation', 'inactive', '+15550001111'],
  );
  assert.deepEqual(channel.details, { ...conversation, webhook_sid: 'WH7' });
  assert.equal(it.execution.conversationSid, sid);
});

test('the run takes its webhook along when it ends; close_conversation_on_execution_end closes the conversation too', () => {
  for (const [flag, type] of [
    [false, 'conversation.leave'],
    [true, 'conversation.close'],
  ] as const) {
    const it = play({ close_conversation_on_execution_end: flag }, { products: { it: { resource: found } } });
    assert.equal(valueAt(it.context, ['widgets', 'it', 'close_channel_on_execution_end']), flag);
    const last = it.asked.at(-1);
    assert.ok(last?.type === type);
    assert.deepEqual(last.conversation, { serviceSid: service, sid, webhookSid: 'WH7' });
  }
});

test('a run on a conversation takes up no other: `failed`', () => {
  const again = { name: 'again', type: 'resume-conversation', properties: usual, transitions: [{ event: 'failed' }] };
  const it = play({}, { transitions: [{ event: 'resumed', next: 'again' }], states: [again] });
  assert.deepEqual(
    it.steps.map(({ event }) => event),
    ['incomingRequest', 'resumed', 'failed'],
  );
  assert.equal(it.execution.conversationSid, sid);
});
