import { presentMedia } from '../../conversation-shape.ts';
import { isoSeconds } from '../../dates.ts';
import type { ConversationRow, ParticipantRow } from './conversations.ts';
import { type MessageRow, mediaOf } from './messages.ts';

/**
 * Parameters of the webhook of a new message. Source: Conversations webhooks, `onMessageAdded`; `InstanceSid`,
 * `ChannelSid`, `ChannelAttributes` and `From`: execution-model §7; `To`, our address, is an addition (inferred).
 */
export function noticeParams({
  message,
  conversation,
  participant,
  webhookSid,
}: {
  readonly message: MessageRow;
  readonly conversation: ConversationRow;
  readonly participant: ParticipantRow | undefined;
  readonly webhookSid: string;
}): { readonly [name: string]: string } {
  const media = mediaOf(message);
  const optional: readonly (readonly [string, string | null | undefined])[] = [
    ['MessagingServiceSid', conversation.messaging_service_sid],
    ['ParticipantSid', message.participant_sid],
    ['From', participant?.address],
    ['To', participant?.proxy_address],
    ['Media', media.length === 0 ? null : JSON.stringify(media.map(presentMedia))],
  ];
  return {
    AccountSid: message.account_sid,
    EventType: 'onMessageAdded',
    ConversationSid: conversation.sid,
    ChannelSid: conversation.sid,
    ChatServiceSid: conversation.service_sid,
    InstanceSid: conversation.service_sid,
    ChannelAttributes: conversation.attributes,
    MessageSid: message.sid,
    Index: String(message.place),
    Author: message.author,
    Body: message.body ?? '',
    Attributes: message.attributes,
    Source: message.source,
    DateCreated: isoSeconds(message.created_at_ms),
    WebhookSid: webhookSid,
    ...Object.fromEntries(optional.flatMap(([name, value]) => (value ? [[name, value]] : []))),
  };
}
