/**
 * Webhooks of Telnyx: JSON for messages, TeXML's forms for calls; signed with Ed25519 over time and body.
 * Source: carrier page §E1.
 */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { JsonObject } from '../../engine/json.ts';
import type { CarrierNotice, CarrierWebhooks, WebhookRequest } from '../carrier.ts';
import { parseJsonObject } from '../json-object.ts';
import { failureCode } from './errors.ts';
import { listOf, objectOf, textOf } from './json.ts';
import { messageStatus } from './statuses.ts';

/** A signature is believed so long before and after its time. */
const toleranceMs = 5 * 60_000;
/** A raw Ed25519 key in the wrapping that Node reads (RFC 8410). */
const keyPrefix = Buffer.from('302a300506032b6570032100', 'hex');

/** Throws an `Error` when `publicKey` is none. */
export function telnyxWebhooks(publicKey: string): CarrierWebhooks {
  const key = keyOf(publicKey);
  return {
    recognizes: ({ headers }) => headers['telnyx-signature-ed25519'] !== undefined,
    isAuthentic: (request) => isSigned(key, request),
    read: readWebhook,
    takesTwiml: false,
  };
}

function keyOf(publicKey: string): KeyObject {
  const raw = Buffer.from(publicKey, 'base64');
  if (raw.length !== 32) throw new Error('public_key is no Ed25519 key in base64: copy it from the portal');
  return createPublicKey({ key: Buffer.concat([keyPrefix, raw]), format: 'der', type: 'spki' });
}

function isSigned(key: KeyObject, { headers, body, nowMs }: WebhookRequest): boolean {
  const time = headers['telnyx-timestamp'] ?? '';
  const signature = Buffer.from(headers['telnyx-signature-ed25519'] ?? '', 'base64');
  if (!/^\d{1,12}$/.test(time) || signature.length !== 64) return false;
  if (Math.abs(nowMs - Number(time) * 1000) > toleranceMs) return false;
  return verify(null, Buffer.from(`${time}|${body}`), key, signature);
}

/** Undefined for events that concern no flow. Calls come as forms in Twilio's parameters. */
export function readWebhook({ headers, body }: WebhookRequest): CarrierNotice | undefined {
  if (!/json/i.test(headers['content-type'] ?? '')) {
    return { kind: 'message', params: Object.fromEntries(new URLSearchParams(body)) };
  }
  const data = objectOf(parseJsonObject(body)?.data);
  const payload = objectOf(data.payload);
  const sid = textOf(payload.id);
  if (sid === '') return undefined;
  switch (data.event_type) {
    case 'message.received':
      return { kind: 'message', params: receivedParams(sid, payload) };
    case 'message.sent':
    case 'message.finalized':
      return statusNotice(sid, payload);
    default:
      return undefined;
  }
}

function receivedParams(sid: string, payload: JsonObject): { [name: string]: string } {
  const media = listOf(payload.media);
  return {
    MessageSid: sid,
    SmsSid: sid,
    SmsMessageSid: sid,
    From: textOf(objectOf(payload.from).phone_number),
    To: textOf(listOf(payload.to)[0]?.phone_number),
    Body: textOf(payload.text),
    NumMedia: String(media.length),
    NumSegments: String(payload.parts ?? 1),
    SmsStatus: 'received',
    ApiVersion: '2010-04-01',
    ...Object.fromEntries(
      media.flatMap(({ url, content_type: type }, index) => [
        [`MediaUrl${index}`, textOf(url)],
        [`MediaContentType${index}`, textOf(type)],
      ]),
    ),
  };
}

function statusNotice(sid: string, payload: JsonObject): CarrierNotice | undefined {
  const [recipient] = listOf(payload.to);
  const status = messageStatus(recipient?.status);
  if (status === undefined) return undefined;
  const [error] = listOf(payload.errors);
  const isFailed = status === 'failed' || status === 'undelivered';
  return {
    kind: 'status',
    params: {
      MessageSid: sid,
      SmsSid: sid,
      MessageStatus: status,
      SmsStatus: status,
      From: textOf(objectOf(payload.from).phone_number),
      To: textOf(recipient?.phone_number),
      ApiVersion: '2010-04-01',
      ...(isFailed ? { ErrorCode: String(failureCode(textOf(error?.code))) } : {}),
      ...(isFailed && error
        ? { ErrorMessage: [error.title, error.detail].map(textOf).filter(Boolean).join(': ') }
        : {}),
    },
  };
}
