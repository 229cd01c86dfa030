/** Conversations as Twilio shows them. Source: Conversations API: conversation, participant, message resources. */
import type { JsonObject } from '../engine/json.ts';
import { isoSeconds } from './dates.ts';

export type ConversationState = 'active' | 'inactive' | 'closed';

export interface ConversationFacts {
  readonly sid: string;
  readonly accountSid: string;
  readonly serviceSid: string;
  readonly messagingServiceSid: string | null;
  readonly friendlyName: string | null;
  readonly uniqueName: string | null;
  readonly attributes: string;
  readonly state: ConversationState;
  /** When it becomes inactive and closed if nobody writes; null: never. */
  readonly inactiveAtMs: number | null;
  readonly closedAtMs: number | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly url: string;
}

export function presentConversation(conversation: ConversationFacts): JsonObject {
  const { url, inactiveAtMs, closedAtMs } = conversation;
  return {
    sid: conversation.sid,
    account_sid: conversation.accountSid,
    chat_service_sid: conversation.serviceSid,
    messaging_service_sid: conversation.messagingServiceSid,
    friendly_name: conversation.friendlyName,
    unique_name: conversation.uniqueName,
    attributes: conversation.attributes,
    state: conversation.state,
    date_created: isoSeconds(conversation.createdAtMs),
    date_updated: isoSeconds(conversation.updatedAtMs),
    timers: {
      ...(inactiveAtMs === null ? {} : { date_inactive: isoSeconds(inactiveAtMs) }),
      ...(closedAtMs === null ? {} : { date_closed: isoSeconds(closedAtMs) }),
    },
    bindings: null,
    url,
    links: { participants: `${url}/participants`, messages: `${url}/messages` },
  };
}

export interface ParticipantFacts {
  readonly sid: string;
  readonly accountSid: string;
  readonly serviceSid: string;
  readonly conversationSid: string;
  readonly identity: string | null;
  readonly address: string | null;
  readonly proxyAddress: string | null;
  readonly createdAtMs: number;
  readonly url: string;
}

export function presentParticipant(participant: ParticipantFacts): JsonObject {
  const { address, proxyAddress } = participant;
  const at = isoSeconds(participant.createdAtMs);
  return {
    sid: participant.sid,
    account_sid: participant.accountSid,
    chat_service_sid: participant.serviceSid,
    conversation_sid: participant.conversationSid,
    identity: participant.identity,
    attributes: '{}',
    messaging_binding:
      address === null || proxyAddress === null
        ? null
        : { type: channelOf(address), address, proxy_address: proxyAddress },
    role_sid: null,
    date_created: at,
    date_updated: at,
    last_read_message_index: null,
    last_read_timestamp: null,
    url: participant.url,
  };
}

export interface ConversationMedia {
  readonly sid: string;
  readonly url: string;
  readonly contentType: string | null;
}

export interface ConversationMessageFacts {
  readonly sid: string;
  readonly accountSid: string;
  readonly serviceSid: string;
  readonly conversationSid: string;
  readonly index: number;
  readonly author: string;
  readonly participantSid: string | null;
  readonly body: string | null;
  readonly media: readonly ConversationMedia[];
  readonly attributes: string;
  readonly contentSid: string | null;
  readonly delivery: JsonObject | null;
  readonly createdAtMs: number;
  readonly url: string;
}

export function presentConversationMessage(message: ConversationMessageFacts): JsonObject {
  return {
    sid: message.sid,
    account_sid: message.accountSid,
    chat_service_sid: message.serviceSid,
    conversation_sid: message.conversationSid,
    index: message.index,
    author: message.author,
    participant_sid: message.participantSid,
    body: message.body,
    media: message.media.length === 0 ? null : message.media.map(presentMedia),
    attributes: message.attributes,
    content_sid: message.contentSid,
    delivery: message.delivery,
    date_created: isoSeconds(message.createdAtMs),
    date_updated: null,
    url: message.url,
    links: {},
  };
}

/** `url` (ext): the files stay where they are. */
export function presentMedia({ sid, url, contentType }: ConversationMedia): JsonObject {
  return { category: 'media', sid, content_type: contentType, filename: null, size: null, url };
}

/** `sms`, or the channel that an address names. */
export function channelOf(address: string): string {
  return /^([a-z]+):/.exec(address)?.[1] ?? 'sms';
}
