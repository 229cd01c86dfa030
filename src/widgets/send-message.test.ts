import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OutboundMessage } from '../engine/effects.ts';
import { isJsonObject, type JsonObject } from '../engine/json.ts';
import { type PlayWidgetOptions, playFlow, playWidget } from '../testing/index.ts';
import { sendMessage } from './send-message.ts';

const usual = { from: '+15550001111', to: '+15550002222' };

function messageOf(properties: JsonObject, options: PlayWidgetOptions = {}): Partial<OutboundMessage> | undefined {
  const play = playWidget(sendMessage, properties, options);
  const [message] = play.sent;
  if (!message) return undefined;
  const { sid: _sid, stepSid: _step, state: _state, statusCallback: _callback, ...rest } = message;
  return rest;
}

const serviceStart = { start: { params: { MessagingServiceSid: 'MG3' } } };
const chatStart = { start: { params: { ChannelSid: 'CH1', InstanceSid: 'IS1' } } };

const messages: { title: string; properties: JsonObject; options?: PlayWidgetOptions; is: JsonObject }[] = [
  { title: 'from and to default to both ends of the run', properties: { body: 'Hi' }, is: { ...usual, body: 'Hi' } },
  {
    title: 'blank from and to count as absent',
    properties: { from: ' ', to: '{{flow.data.none}}', body: 'Hi' },
    is: { ...usual, body: 'Hi' },
  },
  {
    title: 'from, to and body are rendered',
    properties: {
      from: '{{flow.channel.address}}',
      to: '+1{{trigger.message.Body}}',
      body: 'You said {{trigger.message.Body}}',
    },
    options: { start: { body: '999' } },
    is: { from: '+15550001111', to: '+1999', body: 'You said 999' },
  },
  { title: 'a body keeps its outer blanks', properties: { body: ' a \n' }, is: { ...usual, body: ' a \n' } },
  {
    title: 'an MG… sender is a messaging service',
    properties: { from: 'MG1', body: 'Hi' },
    is: { to: usual.to, messagingServiceSid: 'MG1', body: 'Hi' },
  },
  {
    title: 'a channel address stays as it is',
    properties: { from: 'whatsapp:+1', body: 'Hi' },
    is: { ...usual, from: 'whatsapp:+1', body: 'Hi' },
  },
  {
    title: 'media goes beside the body',
    properties: { body: 'Look', media_url: ' https://a.example/x.png ' },
    is: { ...usual, body: 'Look', mediaUrls: ['https://a.example/x.png'] },
  },
  {
    title: 'media alone is enough',
    properties: { media_url: 'https://a.example/x.png' },
    is: { ...usual, mediaUrls: ['https://a.example/x.png'] },
  },
  {
    title: 'a template takes its SID and variables, whose keys lose braces and blanks',
    properties: {
      body: 'ignored',
      message_type: 'content_template',
      content_sid: 'HX{{flow.data.none}}1',
      content_variables: [
        { key: '{{1}}', value: '{{flow.channel.address}}' },
        { key: ' 2 ', value: 'b' },
      ],
    },
    is: { ...usual, contentSid: 'HX1', contentVariables: '{"1":"+15550001111","2":"b"}' },
  },
  {
    title: 'without content_template a content_sid is ignored',
    properties: { body: 'Hi', content_sid: 'HX1', message_type: 'custom' },
    is: { ...usual, body: 'Hi' },
  },
  {
    title: 'links are shortened by the service that sends',
    properties: { body: 'Hi', from: 'MG1', shorten_urls: true },
    options: serviceStart,
    is: { to: usual.to, messagingServiceSid: 'MG1', shortenUrls: true, body: 'Hi' },
  },
  {
    title: "links are shortened by the flow's service",
    properties: { body: 'Hi', from: '+1', shorten_urls: true },
    options: { start: { to: 'MG2', params: { MessagingServiceSid: 'MG3' } } },
    is: { to: usual.to, messagingServiceSid: 'MG2', shortenUrls: true, body: 'Hi' },
  },
  {
    title: "links are shortened by the message's service",
    properties: { body: 'Hi', from: '+1', shorten_urls: true },
    options: serviceStart,
    is: { to: usual.to, messagingServiceSid: 'MG3', shortenUrls: true, body: 'Hi' },
  },
  {
    title: 'without a service links stay',
    properties: { body: 'Hi', shorten_urls: true },
    is: { ...usual, body: 'Hi' },
  },
  {
    title: 'in a conversation links stay',
    properties: { body: 'Hi', from: 'Bot', channel: 'CH9', shorten_urls: true },
    options: serviceStart,
    is: { to: usual.to, from: 'Bot', body: 'Hi', conversation: { sid: 'CH9', author: 'Bot' } },
  },
  {
    title: 'a channel makes it a message of that conversation, written by from',
    properties: {
      body: 'Hi',
      from: 'Bot',
      channel: 'CH9',
      service: 'IS9',
      attributes: '{"a":{{flow.data.none | default: 1}}}',
    },
    is: {
      to: usual.to,
      from: 'Bot',
      body: 'Hi',
      conversation: { sid: 'CH9', serviceSid: 'IS9', author: 'Bot', attributes: '{"a":1}' },
    },
  },
  {
    title: "channel and service default to the trigger's",
    properties: { body: 'Hi' },
    options: chatStart,
    is: { ...usual, body: 'Hi', conversation: { sid: 'CH1', serviceSid: 'IS1', author: '+15550001111' } },
  },
  {
    title: 'a run on a conversation writes into it',
    properties: { body: 'Hi', from: 'Bot' },
    options: { start: { event: 'incomingConversationMessage', params: { ConversationSid: 'CH5' } } },
    is: { to: usual.to, from: 'Bot', body: 'Hi', conversation: { sid: 'CH5', author: 'Bot' } },
  },
];

for (const { title, properties, options, is } of messages) {
  test(title, () => assert.deepEqual(messageOf(properties, options), is));
}

test('scenario 1: one message leaves, outbound is the resource in PascalCase, sent, no waiting', () => {
  const play = playWidget(sendMessage, sendMessage.example, {
    start: { event: 'incomingRequest', parameters: { name: 'Ann' } },
  });
  assert.equal(play.event, 'sent');
  assert.equal(play.status, 'ended');
  assert.equal(play.sent.length, 1);
  assert.deepEqual(play.output, {
    outbound: {
      Sid: 'SM00000000000000000000000000000001',
      AccountSid: 'AC00000000000000000000000000000001',
      ApiVersion: '2010-04-01',
      MessagingServiceSid: null,
      From: '+15550001111',
      To: '+15550002222',
      Body: 'Hello Ann!',
      Status: 'queued',
      Direction: 'outbound-api',
      NumMedia: '0',
      NumSegments: '1',
      Price: null,
      PriceUnit: 'USD',
      ErrorCode: null,
      ErrorMessage: null,
      DateCreated: 'Mon, 06 Jan 2025 20:00:00 +0000',
      DateUpdated: 'Mon, 06 Jan 2025 20:00:00 +0000',
      DateSent: null,
      Uri: '/2010-04-01/Accounts/AC00000000000000000000000000000001/Messages/SM00000000000000000000000000000001.json',
    },
  });
});

test('a message with media has a SID of its own kind, and counts them', () => {
  const { output } = playWidget(sendMessage, { body: 'Look', media_url: 'https://a.example/x.png' });
  assert.ok(isJsonObject(output) && isJsonObject(output.outbound));
  assert.match(String(output.outbound.Sid), /^MM[0-9a-f]{32}$/);
  assert.equal(output.outbound.NumMedia, '1');
});

test('the status callback is the flow webhook and names the step', () => {
  const play = playWidget(sendMessage, { body: 'Hi' });
  const url = `https://studio.example.com/v1/Accounts/AC${'1'.padStart(32, '0')}/Flows/FW${'1'.padStart(32, '0')}`;
  assert.equal(play.sent[0]?.statusCallback, `${url}?FlowEvent=messageStatus&Step=${play.steps[1]?.sid}`);
});

const faults: { title: string; properties: JsonObject; options?: PlayWidgetOptions; says: RegExp }[] = [
  { title: 'scenario 2: a blank body without media', properties: { body: '  ' }, says: /neither a body nor media/ },
  { title: 'a missing body', properties: {}, says: /neither a body nor media/ },
  { title: 'no recipient', properties: { body: 'Hi' }, options: { start: { from: '' } }, says: /no recipient/ },
  {
    title: 'attributes that are no JSON',
    properties: { body: 'Hi', attributes: '{"a":' },
    says: /attributes are not valid JSON/,
  },
  {
    title: 'a template without SID',
    properties: { body: 'Hi', message_type: 'content_template' },
    says: /content_sid/,
  },
];

for (const { title, properties, options, says } of faults) {
  test(`${title}: nothing leaves, nothing is written, failed with 81011`, () => {
    const play = playWidget(sendMessage, properties, options);
    assert.equal(play.event, 'failed');
    assert.deepEqual(play.sent, []);
    assert.equal(play.output, undefined);
    assert.deepEqual(
      play.problems.map(({ code, level, state }) => [code, level, state]),
      [[81011, 'error', 'widget']],
    );
    assert.match(play.problems[0]?.message ?? '', says);
  });
}

test('scenario 3: a refusal writes its code, failed with 81011', () => {
  const messages = { widget: { refused: { code: 21211, message: "The 'To' number is not valid" } } };
  const play = playWidget(sendMessage, { from: 'MG1', body: 'Hi' }, { messages });
  assert.equal(play.event, 'failed');
  assert.deepEqual(play.output, {
    outbound: {
      To: '+15550002222',
      From: null,
      MessagingServiceSid: 'MG1',
      Body: 'Hi',
      Status: 'failed',
      ErrorCode: 21211,
      ErrorMessage: "The 'To' number is not valid",
    },
  });
  assert.deepEqual(
    play.problems.map(({ code }) => code),
    [81011],
  );
});

test('a template that cannot be rendered: failed with 81018, nothing leaves', () => {
  for (const property of ['from', 'to', 'body', 'media_url', 'service', 'channel', 'attributes']) {
    const play = playWidget(sendMessage, { body: 'Hi', channel: 'CH1', [property]: '{% nonsense %}' });
    assert.deepEqual([property, play.event, play.sent.length], [property, 'failed', 0]);
    assert.deepEqual(
      play.problems.map(({ code }) => code),
      [81018],
    );
  }
});

test('where a template error counts as empty the message leaves without the text', () => {
  const play = playWidget(
    sendMessage,
    { body: '{% nonsense %}', media_url: 'https://a.example/x' },
    { settings: { liquidOnError: 'empty' } },
  );
  assert.equal(play.event, 'sent');
  assert.deepEqual(
    play.problems.map(({ code }) => code),
    [81018],
  );
});

test('scenario 23: Liquid in what the contact wrote is text', () => {
  assert.deepEqual(messageOf({ body: '{{trigger.message.Body}}' }, { start: { body: '{{flow.sid}}' } }), {
    ...usual,
    body: '{{flow.sid}}',
  });
});

test('a message that comes while ours is on its way is ignored with 81002', () => {
  const play = playWidget(sendMessage, { body: 'Hi' }, { messages: { widget: { afterSeconds: 2 } } });
  assert.equal(play.event, undefined);
  play.receive('hello?');
  assert.deepEqual(
    play.problems.map(({ code }) => code),
    [81002],
  );
  play.elapse(2);
  assert.equal(play.event, 'sent');
});

test('a later report does not concern it: sent means accepted', () => {
  const states = [{ name: 'ask', type: 'send-and-wait-for-reply', properties: { body: '?' }, transitions: [] }];
  const play = playWidget(
    sendMessage,
    { body: 'Hi' },
    {
      transitions: [{ event: 'sent', next: 'ask' }],
      states,
      messages: { widget: { reports: [{ status: 'undelivered', afterSeconds: 1, errorCode: 30003 }] } },
    },
  );
  play.elapse(2);
  assert.deepEqual([play.event, play.waitsIn, play.problems], ['sent', 'ask', []]);
});

test('the second visit replaces outbound whole', () => {
  const definition = {
    initial_state: 'Trigger',
    states: [
      { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'send' }] },
      {
        name: 'send',
        type: 'send-message',
        properties: { body: 'Hi' },
        transitions: [{ event: 'sent', next: 'send' }, { event: 'failed' }],
      },
    ],
  };
  const play = playFlow({ definition, messages: { send: [{}, { refused: { code: 1, message: 'no' } }] } });
  const { send } = play.context.widgets as { send: { outbound: JsonObject } };
  assert.deepEqual(Object.keys(send.outbound), [
    'To',
    'From',
    'MessagingServiceSid',
    'Body',
    'Status',
    'ErrorCode',
    'ErrorMessage',
  ]);
});
