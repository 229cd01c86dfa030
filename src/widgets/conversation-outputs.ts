/** What starting and resuming a conversation leave behind. Source: messaging page §12. */
import { valueAt } from '../engine/context.ts';
import type { EffectRequest, ResourceResult } from '../engine/effects.ts';
import { isJsonObject, type Json, type JsonObject, nonNull, own } from '../engine/json.ts';
import { type TransitionDecision, transition, type WidgetContext } from '../engine/widget.ts';
import { addressOf } from './message-fields.ts';

export const conversationOutputs = {
  conversation: 'The conversation with its `sid`, `state`, `attributes`, `participants` and further fields',
  webhook_sid: 'SID of the webhook that brings its messages to the flow',
  close_channel_on_execution_end: 'Whether the conversation closes when the run ends',
} as const;

/** `flow.channel.type` of a run on a conversation: its values are not published (inferred). */
const channelType = 'conversation';

const shownOfConversation = [
  'sid',
  'friendly_name',
  'unique_name',
  'state',
  'attributes',
  'bindings',
  'chat_service_sid',
  'messaging_service_sid',
  'date_created',
  'date_updated',
  'timers',
  'links',
  'url',
];

const shownOfParticipant = [
  'sid',
  'identity',
  'attributes',
  'role_sid',
  'conversation_sid',
  'date_created',
  'date_updated',
  'last_read_message_index',
  'last_read_timestamp',
  'messaging_binding',
  'url',
];

/** Why the run can have no conversation, or not another one. Source: messaging page §12, behaviour 1. */
export function conversationFault(context: WidgetContext): string | undefined {
  if (context.execution.triggerEvent !== 'incomingRequest') {
    return 'only a run that the REST API started can have a conversation of its own';
  }
  const sid = addressOf(context, ['flow', 'channel', 'sid']);
  return sid === '' ? undefined : `the run is on the conversation ${sid} already`;
}

/** Leaves by `event` with a conversation that was started or taken up, or by `failed`, which writes nothing. */
export function conversationOutcome<const E extends string>(
  context: WidgetContext,
  result: ResourceResult,
  { event, serviceSid, closesAtEnd }: { readonly event: E; readonly serviceSid: string; readonly closesAtEnd: boolean },
): TransitionDecision<E | 'failed'> {
  const { state, problem } = context;
  const sid = result.ok ? own(result.resource, 'sid') : undefined;
  if (!result.ok || typeof sid !== 'string') {
    problem(81020, `"${state.name}" has no conversation: ${result.ok ? 'it has no SID' : result.message}.`);
    return transition('failed');
  }
  const { resource } = result;
  const participants = listOf(resource.participants).map(participantOutput);
  const conversation = { ...nonNull(resource, shownOfConversation), participants };
  const webhook = nonNull(resource, ['webhook_sid']);
  const output = { conversation, ...webhook, close_channel_on_execution_end: closesAtEnd };
  return transition(event, output, {
    changes: channelChanges(sid, conversation, webhook),
    conversationSid: sid,
    atEnd: [ending(sid, serviceSid, webhook, closesAtEnd)],
  });
}

/** What the run owes the conversation of `flow.channel` at its end once a person has it: that it hears no more of it. */
export function leavingChannel({ context }: { readonly context: JsonObject }): readonly EffectRequest[] | undefined {
  const webhookSid = valueAt(context, ['flow', 'channel', 'details', 'webhook_sid']);
  if (typeof webhookSid !== 'string') return undefined;
  const sid = addressOf({ context }, ['flow', 'channel', 'sid']);
  const serviceSid = addressOf({ context }, ['flow', 'channel', 'details', 'chat_service_sid']);
  return [ending(sid, serviceSid, { webhook_sid: webhookSid }, false)];
}

function ending(sid: string, serviceSid: string, { webhook_sid: webhookSid }: JsonObject, closes: boolean) {
  return {
    type: closes ? 'conversation.close' : 'conversation.leave',
    conversation: { serviceSid, sid, ...(typeof webhookSid === 'string' ? { webhookSid } : {}) },
  } as const;
}

/** Source: execution-model §7, `flow.channel`. The rest of what was made is merged into its details. */
function channelChanges(sid: string, conversation: JsonObject, webhook: JsonObject) {
  const values: readonly (readonly [string, Json])[] = [
    ['sid', sid],
    ['type', channelType],
    ['status', conversation.state ?? 'active'],
    ['details', { ...conversation, ...webhook }],
  ];
  return values.map(([key, value]) => ({ path: ['flow', 'channel', key], value }));
}

function participantOutput(participant: JsonObject): JsonObject {
  const { messaging_binding: binding, ...shown } = nonNull(participant, shownOfParticipant);
  const addresses = isJsonObject(binding) ? nonNull(binding, ['address', 'proxy_address']) : {};
  return Object.keys(addresses).length === 0 ? shown : { ...shown, messaging_binding: addresses };
}

function listOf(value: Json | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject) : [];
}
