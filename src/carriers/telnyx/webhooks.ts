/**
 * Webhooks of Telnyx: JSON for messages, TeXML's forms for calls; signed with Ed25519 over time and body.
 * Source: carrier page §E1.
 */
import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { JsonObject } from '../../engine/json.ts';
import type { CarrierNotice, CarrierWebhooks, WebhookRequest } from '../carrier.ts';
import { parseJsonObject } from '../json-object.ts';
import { receivedParams, statusParams } from '../webhook-params.ts';
import { failureCode } from './errors.ts';
import { countOf, listOf, objectOf, textOf } from './json.ts';
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
      return receivedNotice(sid, payload);
    case 'message.sent':
    case 'message.finalized':
      return statusNotice(sid, payload);
    default:
      return undefined;
  }
}

function receivedNotice(sid: string, payload: JsonObject): CarrierNotice {
  const params = receivedParams({
    sid,
    from: textOf(objectOf(payload.from).phone_number),
    to: textOf(listOf(payload.to)[0]?.phone_number),
    body: textOf(payload.text),
    media: listOf(payload.media).map(({ url, content_type: type }) => ({
      url: textOf(url),
      contentType: textOf(type),
    })),
    numSegments: countOf(payload.parts),
  });
  return { kind: 'message', params };
}

function statusNotice(sid: string, payload: JsonObject): CarrierNotice | undefined {
  const [recipient] = listOf(payload.to);
  const status = messageStatus(recipient?.status);
  if (status === undefined) return undefined;
  const [error] = listOf(payload.errors);
  const params = statusParams({
    sid,
    status,
    from: textOf(objectOf(payload.from).phone_number),
    to: textOf(recipient?.phone_number),
    errorCode: failureCode(textOf(error?.code)),
    errorMessage: [error?.title, error?.detail].map(textOf).filter(Boolean).join(': '),
  });
  return { kind: 'status', params };
}
