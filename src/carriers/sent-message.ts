import type { OutboundMessage } from '../engine/effects.ts';
import type { JsonObject } from '../engine/json.ts';
import { rfc2822Date } from './message-resource.ts';

/** What a carrier says of a message that it has taken. */
export interface TakenMessage {
  readonly sid: string;
  readonly accountSid: string;
  /** A status of Twilio's. */
  readonly status: string;
  readonly createdAtMs: number;
  /** Its sender, where the carrier chose it. */
  readonly from?: string | undefined;
  /** Where it does not say: 1. */
  readonly numSegments?: number | undefined;
}

/** The message resource of a carrier that shows messages in another shape: what it does not say is what was asked for (carrier page §C2). */
export function sentMessage(
  { to, from, messagingServiceSid, body, mediaUrls }: OutboundMessage,
  taken: TakenMessage,
): JsonObject {
  const date = rfc2822Date(taken.createdAtMs);
  return {
    account_sid: taken.accountSid,
    api_version: '2010-04-01',
    body: body ?? '',
    date_created: date,
    date_sent: null,
    date_updated: date,
    direction: 'outbound-api',
    error_code: null,
    error_message: null,
    from: taken.from ?? from ?? null,
    messaging_service_sid: messagingServiceSid ?? null,
    num_media: String(mediaUrls?.length ?? 0),
    num_segments: String(taken.numSegments ?? 1),
    price: null,
    price_unit: 'USD',
    sid: taken.sid,
    status: taken.status,
    to,
    uri: `/2010-04-01/Accounts/${taken.accountSid}/Messages/${taken.sid}.json`,
  };
}
