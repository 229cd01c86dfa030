/** The parameters that a carrier sends to a flow's webhook. Source: execution-model §7, messaging page §2. */
import type { OutboundMessage } from '../engine/effects.ts';
import type { ExecutionEvent, TriggerEvent, WebhookParams } from '../engine/events.ts';
import type { ExecutionKind, Trigger } from '../engine/execution.ts';
import type { Json, JsonObject } from '../engine/json.ts';

/** How a run begins. `from` and `to` are those of the event: a REST start goes *from* the flow's address *to* the contact. */
export interface Start {
  /** `incomingMessage` unless said. */
  readonly event?: Exclude<TriggerEvent, 'incomingParent'>;
  readonly from?: string;
  readonly to?: string;
  /** Text of the message; `Hi` unless said. */
  readonly body?: string;
  /** More webhook parameters, or others than the usual ones. */
  readonly params?: WebhookParams;
  /** `Parameters` of a REST start: `flow.data`. */
  readonly parameters?: JsonObject;
}

/** Both ends of a play: the contact's address and the flow's. */
export interface Ends {
  readonly contact: string;
  readonly address: string;
}

const usualEnds: Ends = { contact: '+15550002222', address: '+15550001111' };

/** Who is who in a start. */
export function endsOf({ event, from, to }: Start, ends = usualEnds): Ends {
  const isRequest = event === 'incomingRequest';
  return {
    contact: (isRequest ? to : from) ?? ends.contact,
    address: (isRequest ? from : to) ?? ends.address,
  };
}

type NewSid = (prefix: string) => string;

/** What the trigger of a start says beyond the identity of flow and run. */
export function triggerOf(
  start: Start,
  ends: Ends,
  accountSid: string,
  newSid: NewSid,
): Pick<Trigger, 'event' | 'kind' | 'params'> {
  const event = start.event ?? 'incomingMessage';
  const kinds: Record<typeof event, ExecutionKind> = {
    incomingMessage: 'pair',
    incomingRequest: 'pair',
    incomingCall: 'call',
    incomingConversationMessage: 'conversation',
  };
  const usual: Record<typeof event, () => WebhookParams> = {
    incomingMessage: () => messageParams(start.body ?? 'Hi', ends, accountSid, newSid),
    incomingRequest: () => ({ from: ends.address, to: ends.contact, parameters: start.parameters ?? {} }),
    incomingCall: () =>
      callParams(
        { sid: newSid('CA'), from: ends.contact, to: ends.address, status: 'ringing', isInbound: true },
        accountSid,
      ),
    incomingConversationMessage: () => conversationParams(start.body ?? 'Hi', ends, accountSid, newSid('CH'), newSid),
  };
  return { event, kind: kinds[event], params: { ...usual[event](), ...start.params } };
}

/** Webhook of a message from the contact. */
export function messageParams(body: string, ends: Ends, accountSid: string, newSid: NewSid): WebhookParams {
  const sid = newSid('SM');
  return {
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    MessageSid: sid,
    SmsMessageSid: sid,
    SmsSid: sid,
    SmsStatus: 'received',
    From: ends.contact,
    To: ends.address,
    Body: body,
    NumMedia: '0',
    NumSegments: '1',
  };
}

/** Webhook of a message in the conversation `conversationSid`. */
export function conversationParams(
  body: string,
  ends: Ends,
  accountSid: string,
  conversationSid: Json,
  newSid: NewSid,
): WebhookParams {
  return {
    AccountSid: accountSid,
    ConversationSid: conversationSid,
    MessageSid: newSid('IM'),
    Author: ends.contact,
    Body: body,
    Source: 'SMS',
  };
}

/** The parameters that every request of a call bears. Source: carrier page §B2. */
export function callParams(
  call: {
    readonly sid: string;
    readonly from: string;
    readonly to: string;
    readonly status: string;
    readonly isInbound: boolean;
  },
  accountSid: string,
): WebhookParams {
  return {
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    CallSid: call.sid,
    CallStatus: call.status,
    Direction: call.isInbound ? 'inbound' : 'outbound-api',
    From: call.from,
    Caller: call.from,
    To: call.to,
    Called: call.to,
  };
}

/** Status callback of a message that the flow sent. */
export function messageReport(
  message: OutboundMessage & { readonly sid: string | null; readonly stepSid: string },
  accountSid: string,
  status: string,
  errorCode: number | undefined,
): ExecutionEvent {
  const sid = message.sid ?? '';
  const params: WebhookParams = {
    AccountSid: accountSid,
    MessageSid: sid,
    SmsSid: sid,
    MessageStatus: status,
    SmsStatus: status,
    From: message.from ?? '',
    To: message.to,
    ...(errorCode === undefined ? {} : { ErrorCode: String(errorCode) }),
  };
  return { type: 'messageStatus', stepSid: message.stepSid, messageSid: sid, status, params };
}
