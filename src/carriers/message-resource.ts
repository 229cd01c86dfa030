import type { JsonObject } from '../engine/json.ts';
import type { NetworkMessage } from './network.ts';

/** A message as the carrier API shows it. Source: carrier page §C2. */
export function presentMessage(message: NetworkMessage): JsonObject {
  const path = `/2010-04-01/Accounts/${message.accountSid}/Messages/${message.sid}`;
  // A messaging service splits and addresses a message when it takes it up.
  const isAccepted = message.from === null;
  return {
    account_sid: message.accountSid,
    api_version: '2010-04-01',
    body: message.body,
    date_created: rfc2822Date(message.createdAtMs),
    date_sent: message.sentAtMs === null ? null : rfc2822Date(message.sentAtMs),
    date_updated: rfc2822Date(message.updatedAtMs),
    direction: message.direction,
    error_code: message.errorCode,
    error_message: message.errorCode === null ? null : (errorTitles[message.errorCode] ?? null),
    from: message.from,
    num_media: String(message.media.length),
    num_segments: isAccepted ? '0' : String(message.numSegments),
    price: null,
    price_unit: 'USD',
    messaging_service_sid: message.messagingServiceSid,
    sid: message.sid,
    status: message.status,
    subresource_uris: { media: `${path}/Media.json` },
    to: message.to,
    uri: `${path}.json`,
  };
}

/** `Thu, 24 Aug 2023 05:01:45 +0000`. Source: carrier page §C1. */
export function rfc2822Date(epochMs: number): string {
  return new Date(epochMs).toUTCString().replace('GMT', '+0000');
}

/** What a message can fail with after it was taken. Source: carrier page §C6 and the dictionary's titles. */
export const errorTitles: { readonly [code: number]: string } = {
  11200: 'HTTP retrieval failure',
  11205: 'HTTP connection failure',
  11210: 'HTTP bad host name',
  11215: 'HTTP too many redirects',
  11220: 'SSL/TLS Handshake Error',
  11750: 'TwiML response body too large',
  12100: 'Document parse failure',
  12102: 'The root element must be Response',
  12300: 'Invalid Content-Type',
  14106: 'Document retrieval limit reached',
  30001: 'Queue overflow',
  30002: 'Account suspended',
  30003: 'Unreachable destination handset',
  30004: 'Message blocked',
  30005: 'Unknown destination handset',
  30006: 'Landline or unreachable carrier',
  30007: 'Message filtered',
  30008: 'Unknown error',
  30034: 'US A2P 10DLC - Message from an Unregistered Number',
  63003: 'Channel could not find To address',
  63016:
    'Failed to send freeform message because you are outside the allowed window. If you are using WhatsApp, please use a Message Template.',
  63018: 'Rate limit exceeded for Channel',
};
