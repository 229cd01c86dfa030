import { isFinalCallStatus, pollEvent } from '../engine/call.ts';
import type { ExecutionEvent, TriggerEvent, WebhookParams } from '../engine/events.ts';
import type { ExecutionKind } from '../engine/execution.ts';
import { type Json, parseJson } from '../engine/json.ts';
import { conversationKey } from '../storage/run-keys.ts';
import type { RunTarget } from '../storage/storage.ts';
import { callKey, pairKey } from './keys.ts';

/** An event named in the query starts no run (inferred, execution-model §4). `FLOWEVENT_STARTS_RUN` */
const flowEventStartsRun = false;

/** Webhook fields that hold JSON and are parsed for the flow. Source: messaging page §2. */
const jsonFields = ['ChannelAttributes', 'AddOns'];

/** What a webhook means, read from its parameters alone. Source: execution-model §4. */
export type Inbound =
  /** Offered to the active run that `target` leads to; starts one where there is none and `trigger` is set. */
  | {
      readonly kind: 'event';
      readonly target: Omit<RunTarget, 'flowSid'>;
      readonly event: ExecutionEvent;
      readonly trigger?: InboundTrigger;
      /** Answered 204, never with TwiML. */
      readonly isNotification: boolean;
      /** The same delivery again has the same key and gets the same answer. */
      readonly dedupeKey?: string;
      /** Delivery state of an outbound message, kept beside the run. */
      readonly delivery?: {
        readonly messageSid: string;
        readonly status: string;
        readonly errorCode: number | null;
        readonly errorMessage: string | null;
      };
    }
  /** Nothing to do: our own message in a conversation, or a call status nobody waits for. */
  | { readonly kind: 'dropped'; readonly isNotification: boolean }
  | { readonly kind: 'unclear' };

export interface InboundTrigger {
  readonly event: Exclude<TriggerEvent, 'incomingParent' | 'incomingRequest'>;
  readonly kind: ExecutionKind;
  readonly key: string;
  readonly flowAddress: string;
  readonly contactAddress: string;
  readonly initiatedBy: string;
}

export function readInbound(raw: WebhookParams): Inbound {
  const { FlowEvent, Step, ...rest } = raw;
  const params = withParsedFields(rest);
  const name = textOf(FlowEvent);
  const stepSid = textOf(Step);
  if (name !== '' || stepSid !== '') return readFlowEvent(name, stepSid, params);
  if (textOf(params.MessageStatus) !== '') return readMessageStatus(undefined, params);
  if (textOf(params.ConversationSid) !== '') return readConversation(params);
  const { flowAddress, contactAddress } = addressesOf(params);
  if (flowAddress === '' || contactAddress === '') return readStatusOnly(params);
  if (textOf(params.CallSid) !== '') return readCall(params);
  if (messageSidOf(params) !== '') return readMessage(params);
  return { kind: 'unclear' };
}

/** Without addresses nothing can begin, but a call's status finds its run by the call. */
function readStatusOnly(params: WebhookParams): Inbound {
  const inbound = textOf(params.CallSid) === '' ? undefined : readCall(params);
  return inbound?.kind === 'event' && !inbound.trigger ? inbound : { kind: 'unclear' };
}

function readFlowEvent(name: string, stepSid: string, params: WebhookParams): Inbound {
  const step = stepSid === '' ? {} : { stepSid };
  const ofCall = textOf(params.CallSid) === '' ? {} : { callSid: textOf(params.CallSid) };
  if (name === 'messageStatus') return readMessageStatus(stepSid === '' ? undefined : stepSid, params);
  if (name === 'callStatus') {
    const callSid = textOf(params.CallSid);
    return {
      kind: 'event',
      target: { ...step, ...ofCall },
      event: { type: 'callStatus', callSid, status: textOf(params.CallStatus), params, ...step },
      isNotification: true,
    };
  }
  const trigger = flowEventStartsRun ? messageTrigger(params) : undefined;
  return {
    kind: 'event',
    target: stepSid === '' ? { keys: keysOf(params), ...ofCall } : { stepSid, ...ofCall },
    event: { type: 'flowEvent', name, params, ...step },
    ...(trigger ? { trigger } : {}),
    isNotification: false,
  };
}

/** The runs that a callback without `Step` may mean: of its call alone, its conversation, its pair of addresses. */
function keysOf(params: WebhookParams): string[] {
  if (textOf(params.CallSid) !== '') return [];
  const conversationSid = textOf(params.ConversationSid);
  if (conversationSid !== '') return [conversationKey(conversationSid)];
  const { flowAddress, contactAddress } = addressesOf(params);
  return [pairKey(flowAddress, contactAddress)];
}

function readMessageStatus(stepSid: string | undefined, params: WebhookParams): Inbound {
  const messageSid = messageSidOf(params);
  const status = textOf(params.MessageStatus) || textOf(params.SmsStatus);
  const errorCode = Number.parseInt(textOf(params.ErrorCode), 10);
  const step = stepSid === undefined ? {} : { stepSid };
  return {
    kind: 'event',
    target: step,
    event: { type: 'messageStatus', messageSid, status, params, ...step },
    isNotification: true,
    delivery: {
      messageSid,
      status,
      errorCode: Number.isNaN(errorCode) ? null : errorCode,
      errorMessage: textOf(params.ErrorMessage) || null,
    },
  };
}

function readConversation(params: WebhookParams): Inbound {
  if (isOwnMessage(params)) return { kind: 'dropped', isNotification: false };
  const conversationSid = textOf(params.ConversationSid);
  const messageSid = textOf(params.MessageSid);
  const key = conversationKey(conversationSid);
  const event: ExecutionEvent = { type: 'incomingMessage', params, isConversation: true };
  // What a run asked for besides messages (`webhook_filters`) takes it on, and begins none (inferred).
  if (!['', 'onMessageAdded'].includes(textOf(params.EventType))) {
    return { kind: 'event', target: { keys: [key] }, event, isNotification: false };
  }
  return {
    kind: 'event',
    target: { keys: [key] },
    event,
    trigger: {
      event: 'incomingConversationMessage',
      kind: 'conversation',
      key,
      flowAddress: textOf(params.MessagingServiceSid) || textOf(params.To),
      contactAddress: textOf(params.From) || textOf(params.Author),
      initiatedBy: messageSid || conversationSid,
    },
    isNotification: false,
    ...(messageSid === '' ? {} : { dedupeKey: `conversation:${messageSid}` }),
  };
}

/** The flow's messages enter a conversation by the API and belong to no participant (inferred, execution-model §4). */
function isOwnMessage(params: WebhookParams): boolean {
  const source = textOf(params.Source).toUpperCase();
  return (source === 'API' || source === 'SDK') && textOf(params.ParticipantSid) === '';
}

function readCall(params: WebhookParams): Inbound {
  const callSid = textOf(params.CallSid);
  const status = textOf(params.CallStatus);
  if (isFinalCallStatus(status) || textOf(params.CallbackSource) === 'call-progress-events') {
    return {
      kind: 'event',
      target: { callSid },
      event: { type: 'callStatus', callSid, status, params },
      isNotification: true,
    };
  }
  const addresses = addressesOf(params);
  return {
    kind: 'event',
    target: { callSid, callBetween: addresses },
    // A carrier that fetches the same call again gets what the call was told last.
    event: { type: 'flowEvent', name: pollEvent, params },
    trigger: { event: 'incomingCall', kind: 'call', key: callKey(callSid), ...addresses, initiatedBy: callSid },
    isNotification: false,
    dedupeKey: `call:${callSid}`,
  };
}

function readMessage(params: WebhookParams): Inbound {
  const trigger = messageTrigger(params);
  const { flowAddress, contactAddress } = trigger;
  return {
    kind: 'event',
    // A call whose flow asks for a text is offered what no other run is waiting for (inferred, execution-model §5).
    target: { keys: [trigger.key], callBetween: { flowAddress, contactAddress } },
    event: { type: 'incomingMessage', params },
    trigger,
    isNotification: false,
    dedupeKey: `message:${trigger.initiatedBy}`,
  };
}

function messageTrigger(params: WebhookParams): InboundTrigger {
  const { flowAddress, contactAddress } = addressesOf(params);
  const key = pairKey(flowAddress, contactAddress);
  const initiatedBy = messageSidOf(params);
  return { event: 'incomingMessage', kind: 'pair', key, flowAddress, contactAddress, initiatedBy };
}

/** A number inside a Messaging Service is known by the service's SID, then `rcs:` goes too (messaging page §1.4, §4.1). */
function addressesOf(params: WebhookParams): { flowAddress: string; contactAddress: string } {
  const service = textOf(params.MessagingServiceSid);
  const from = textOf(params.From);
  return service === ''
    ? { flowAddress: textOf(params.To), contactAddress: from }
    : { flowAddress: service, contactAddress: from.replace(/^rcs:/i, '') };
}

function messageSidOf(params: WebhookParams): string {
  return textOf(params.MessageSid) || textOf(params.SmsSid) || textOf(params.SmsMessageSid);
}

function withParsedFields(params: WebhookParams): WebhookParams {
  const parsed = jsonFields.flatMap((name) => {
    const value = params[name];
    const json = typeof value === 'string' ? parseJson(value) : undefined;
    return json === undefined ? [] : [[name, json] as const];
  });
  return parsed.length === 0 ? params : { ...params, ...Object.fromEntries(parsed) };
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}
