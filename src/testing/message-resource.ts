import type { OutboundMessage } from '../engine/effects.ts';
import type { JsonObject } from '../engine/json.ts';

/** A message as the carrier shows it just after it took it (carrier page, Messages; conversations: messaging page §3). */
export function messageResource(
  message: OutboundMessage,
  { sid, accountSid, nowMs }: { readonly sid: string; readonly accountSid: string; readonly nowMs: number },
): JsonObject {
  const { conversation } = message;
  if (conversation) {
    const at = new Date(nowMs).toISOString().replace('.000Z', 'Z');
    return {
      sid,
      account_sid: accountSid,
      conversation_sid: conversation.sid,
      participant_sid: null,
      index: 0,
      author: conversation.author ?? null,
      body: message.body ?? null,
      media: null,
      attributes: conversation.attributes ?? '{}',
      date_created: at,
      date_updated: at,
      delivery: null,
      content_sid: message.contentSid ?? null,
    };
  }
  const at = new Date(nowMs).toUTCString().replace('GMT', '+0000');
  return {
    sid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    messaging_service_sid: message.messagingServiceSid ?? null,
    from: message.from ?? null,
    to: message.to,
    body: message.body ?? '',
    status: message.messagingServiceSid === undefined ? 'queued' : 'accepted',
    direction: 'outbound-api',
    num_media: String(message.mediaUrls?.length ?? 0),
    num_segments: message.messagingServiceSid === undefined ? '1' : '0',
    price: null,
    price_unit: 'USD',
    error_code: null,
    error_message: null,
    date_created: at,
    date_updated: at,
    date_sent: null,
    uri: `/2010-04-01/Accounts/${accountSid}/Messages/${sid}.json`,
  };
}
