/** `POST /v2/messages`, and its answer as Twilio's message resource. Source: carrier page §E1, §C2. */
import type { MessageResult, OutboundMessage } from '../../engine/effects.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { SendRequest } from '../carrier.ts';
import type { RestAnswer } from '../rest-answer.ts';
import { sentMessage } from '../sent-message.ts';
import type { TelnyxClient } from './client.ts';
import { errorOf, refusalCode } from './errors.ts';
import { countOf, objectOf } from './json.ts';
import { messageStatus } from './statuses.ts';

export interface TelnyxSender {
  readonly client: TelnyxClient;
  /** Stands for every messaging service, and behind senders that are no numbers. */
  readonly messagingProfileId: string | undefined;
  readonly clock: { now(): number };
}

export async function sendMessage(
  { client, messagingProfileId, clock }: TelnyxSender,
  { accountSid, message }: SendRequest,
): Promise<MessageResult> {
  const fault = unfit(message, messagingProfileId);
  if (fault !== undefined) return { ok: false, code: null, message: fault };
  const answer = await client.request('POST', '/v2/messages', bodyOf(message, messagingProfileId));
  return answer.status < 300
    ? { ok: true, resource: resourceOf(answer, accountSid, message, clock) }
    : refusalOf(answer);
}

function unfit(message: OutboundMessage, messagingProfileId: string | undefined): string | undefined {
  if (message.contentSid !== undefined) return `Telnyx has no content templates (${message.contentSid})`;
  if (message.from?.includes(':')) return `Telnyx sends no ${message.from.split(':')[0]} messages here`;
  if (message.from === undefined && messagingProfileId === undefined) {
    return 'A messaging service needs messaging_profile_id in the settings of the carrier';
  }
  return undefined;
}

function bodyOf(message: OutboundMessage, messagingProfileId: string | undefined): JsonObject {
  const { to, from, body, mediaUrls = [], statusCallback } = message;
  const isNumber = from !== undefined && /^\+?\d+$/.test(from);
  return {
    to,
    ...(from === undefined ? {} : { from }),
    ...(!isNumber && messagingProfileId !== undefined ? { messaging_profile_id: messagingProfileId } : {}),
    ...(body === undefined ? {} : { text: body }),
    ...(mediaUrls.length === 0 ? {} : { media_urls: [...mediaUrls], type: 'MMS' }),
    ...(statusCallback === undefined ? {} : { webhook_url: statusCallback, use_profile_webhooks: false }),
  };
}

function refusalOf({ status, body }: RestAnswer): MessageResult {
  const error = errorOf(body);
  return { ok: false, code: error ? refusalCode(error.code) : null, message: error?.text || `status ${status}` };
}

/** The resource that a flow reads: what Telnyx does not say comes from what was asked. */
function resourceOf(
  { body }: RestAnswer,
  accountSid: string,
  message: OutboundMessage,
  clock: { now(): number },
): JsonObject {
  const data = objectOf(body.data);
  const [recipient] = Array.isArray(data.to) ? data.to.map(objectOf) : [];
  const created = typeof data.received_at === 'string' ? Date.parse(data.received_at) : Number.NaN;
  const from = objectOf(data.from).phone_number;
  return sentMessage(message, {
    sid: String(data.id ?? ''),
    accountSid,
    status: messageStatus(recipient?.status) ?? 'queued',
    createdAtMs: Number.isNaN(created) ? clock.now() : created,
    from: typeof from === 'string' ? from : undefined,
    numSegments: countOf(data.parts),
  });
}
