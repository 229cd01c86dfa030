import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../engine/json.ts';
import { conversationKey } from '../storage/run-keys.ts';
import { type Inbound, readInbound } from './inbound.ts';
import { pairKey } from './keys.ts';

const message = { MessageSid: 'SM1', From: '+1555', To: '+1666', Body: 'hi' };
const call = { CallSid: 'CA1', From: '+1555', To: '+1666', CallStatus: 'ringing' };
const chat = { ConversationSid: 'CH1', MessageSid: 'IM1', Author: '+1555', Body: 'hi', Source: 'SMS' };

type Event = Extract<Inbound, { kind: 'event' }>;
interface Row {
  readonly what: string;
  readonly params: JsonObject;
  /** What is checked of the result: the fields that are given. */
  readonly reads: Partial<Record<keyof Event, unknown>> & {
    readonly starts?: string | undefined;
    readonly as?: string;
  };
}

const between = (flowAddress: string, contactAddress: string) => ({ flowAddress, contactAddress });

const rows: Row[] = [
  {
    what: 'a message',
    params: message,
    reads: {
      as: 'incomingMessage',
      starts: 'incomingMessage',
      target: { keys: [pairKey('+1666', '+1555')], callBetween: between('+1666', '+1555') },
      isNotification: false,
      dedupeKey: 'message:SM1',
    },
  },
  {
    what: 'a message that has only SmsSid',
    params: { SmsSid: 'SM2', From: '+1555', To: '+1666', Body: '' },
    reads: { as: 'incomingMessage', starts: 'incomingMessage', dedupeKey: 'message:SM2' },
  },
  {
    what: 'a message for a number inside a Messaging Service: the service is our address',
    params: { ...message, MessagingServiceSid: 'MG1' },
    reads: { target: { keys: [pairKey('MG1', '+1555')], callBetween: between('MG1', '+1555') } },
  },
  {
    what: 'an RCS message: the prefix goes',
    params: { ...message, From: 'rcs:+1555', MessagingServiceSid: 'MG1' },
    reads: { target: { keys: [pairKey('MG1', '+1555')], callBetween: between('MG1', '+1555') } },
  },
  {
    what: 'a WhatsApp message: the prefix is part of the address',
    params: { ...message, From: 'whatsapp:+1555', To: 'whatsapp:+1666' },
    reads: {
      target: {
        keys: [pairKey('whatsapp:+1666', 'whatsapp:+1555')],
        callBetween: between('whatsapp:+1666', 'whatsapp:+1555'),
      },
    },
  },
  {
    what: 'a new call',
    params: call,
    reads: {
      starts: 'incomingCall',
      target: { callSid: 'CA1', callBetween: { flowAddress: '+1666', contactAddress: '+1555' } },
      isNotification: false,
      dedupeKey: 'call:CA1',
    },
  },
  ...['completed', 'busy', 'failed', 'no-answer', 'canceled'].map((status) => ({
    what: `a call that is ${status}`,
    params: { ...call, CallStatus: status },
    reads: { as: 'callStatus', starts: undefined, target: { callSid: 'CA1' }, isNotification: true },
  })),
  {
    what: 'call progress',
    params: { ...call, CallStatus: 'in-progress', CallbackSource: 'call-progress-events' },
    reads: { as: 'callStatus', starts: undefined, isNotification: true },
  },
  {
    what: 'a message in a conversation',
    params: chat,
    reads: { as: 'incomingMessage', starts: 'incomingConversationMessage', target: { keys: [conversationKey('CH1')] } },
  },
  {
    what: 'a message in a conversation that says so',
    params: { ...chat, EventType: 'onMessageAdded' },
    reads: { as: 'incomingMessage', starts: 'incomingConversationMessage', target: { keys: [conversationKey('CH1')] } },
  },
  {
    what: 'another event of a conversation',
    params: { ConversationSid: 'CH1', ParticipantSid: 'MB1', EventType: 'onParticipantAdded', Source: 'API' },
    reads: {
      as: 'incomingMessage',
      starts: undefined,
      target: { keys: [conversationKey('CH1')] },
      dedupeKey: undefined,
    },
  },
  {
    what: 'a delivery status without a step',
    params: { MessageSid: 'SM1', MessageStatus: 'delivered' },
    reads: {
      as: 'messageStatus',
      starts: undefined,
      isNotification: true,
      delivery: { messageSid: 'SM1', status: 'delivered', errorCode: null, errorMessage: null },
    },
  },
  {
    what: 'a delivery status of our own callback',
    params: { FlowEvent: 'messageStatus', Step: 'FT1', MessageSid: 'SM1', MessageStatus: 'failed', ErrorCode: '30003' },
    reads: {
      as: 'messageStatus',
      target: { stepSid: 'FT1' },
      isNotification: true,
      delivery: { messageSid: 'SM1', status: 'failed', errorCode: 30003, errorMessage: null },
    },
  },
  {
    what: 'FlowEvent=return of a message',
    params: { ...message, FlowEvent: 'return', foo: 'bar' },
    reads: { as: 'flowEvent', starts: undefined, target: { keys: [pairKey('+1666', '+1555')] }, isNotification: false },
  },
  {
    what: 'FlowEvent=return of a call',
    params: { ...call, FlowEvent: 'return' },
    reads: { as: 'flowEvent', starts: undefined, target: { keys: [], callSid: 'CA1' } },
  },
  {
    what: 'a callback that names its step',
    params: { ...call, FlowEvent: 'gather', Step: 'FT1' },
    reads: { as: 'flowEvent', target: { stepSid: 'FT1', callSid: 'CA1' } },
  },
  {
    what: 'FlowEvent=callStatus',
    params: { ...call, FlowEvent: 'callStatus' },
    reads: { as: 'callStatus', isNotification: true },
  },
];

for (const { what, params, reads } of rows) {
  test(`${what} is read as what it is`, () => {
    const inbound = readInbound(params);
    assert.equal(inbound.kind, 'event');
    const { as, starts, ...fields } = reads;
    if (as !== undefined) assert.equal((inbound as Event).event.type, as);
    if ('starts' in reads) assert.equal((inbound as Event).trigger?.event, starts);
    for (const [name, value] of Object.entries(fields)) {
      assert.deepEqual((inbound as Event)[name as keyof Event], value, name);
    }
  });
}

test('FlowEvent and Step are never among the stored parameters, everything else is', () => {
  const inbound = readInbound({ ...message, FlowEvent: 'return', Step: 'FT1', foo: 'bar' }) as Event;
  assert.deepEqual('params' in inbound.event && inbound.event.params, { ...message, foo: 'bar' });
});

test("the flow's own message in a conversation is dropped", () => {
  const own = { ...chat, Author: 'Bot', Source: 'API' };
  assert.equal(readInbound(own).kind, 'dropped');
  assert.equal(readInbound({ ...own, ParticipantSid: 'MB1' }).kind, 'event');
});

test('ChannelAttributes and AddOns are parsed; what is not JSON stays text', () => {
  const inbound = readInbound({ ...message, ChannelAttributes: '{"a":{"b":1}}', AddOns: 'no json' }) as Event;
  const params = 'params' in inbound.event ? inbound.event.params : {};
  assert.deepEqual(params.ChannelAttributes, { a: { b: 1 } });
  assert.equal(params.AddOns, 'no json');
});

test('what says nothing of itself is unclear', () => {
  for (const params of [
    {},
    { hello: 'world' },
    { From: '+1', To: '+2', Body: 'x' },
    { ...message, From: '' },
    { ...call, To: '' },
  ]) {
    assert.equal(readInbound(params).kind, 'unclear');
  }
});

test('any parameters are read without an error, and two addresses never share a key by chance', () => {
  const address = fc.string({ minLength: 1 }).filter((text) => !/^rcs:/i.test(text));
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string()), address, address, (extra, from, to) => {
      assert.ok(readInbound(extra).kind);
      const { target } = readInbound({ MessageSid: 'SM1', From: from, To: to }) as Event;
      const swapped = readInbound({ MessageSid: 'SM1', From: to, To: from }) as Event;
      assert.equal(target.keys?.[0] === swapped.target.keys?.[0], from === to);
    }),
  );
});
