/** What a gateway reports, in Twilio's parameters. It signs nothing: a secret in the URL or in a header stands for it. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Json } from '../../engine/json.ts';
import type { CarrierNotice, CarrierWebhooks, WebhookRequest } from '../carrier.ts';
import { mediaTypeOf } from '../media-type.ts';
import { receivedParams, statusParams } from '../webhook-params.ts';
import { parsePointer, readSaid, scalar } from './picks.ts';
import { twilioCode } from './send.ts';
import type { GatewaySettings, InboundSettings } from './settings.ts';
import { sentSid, sidOfId } from './sids.ts';

const secretParameter = 'token';
/** "Unknown error": what a failure counts as that the settings do not translate (carrier page §C6). */
const unknownError = 30008;

/** Twilio's statuses that a gateway may report (carrier page §C2). */
export const reportedStatuses = ['queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed', 'read'] as const;

/** Throws an `Error` for settings that cannot be used. */
export function gatewayWebhooks(name: string, settings: GatewaySettings, inbound: InboundSettings): CarrierWebhooks {
  const { secret } = inbound;
  const header = inbound.header?.toLowerCase();
  const given = ({ headers, query }: WebhookRequest) =>
    header === undefined ? query.find(([name]) => name === secretParameter)?.[1] : headers[header];
  const readMessage = messageReader(name, settings, inbound);
  const readStatus = statusReader(name, settings, inbound);
  return {
    recognizes: (request) => given(request) !== undefined,
    isAuthentic: (request) => isSame(given(request) ?? '', secret),
    // A report is told from a message by its status, which is one of those of the settings.
    read: (request) => readStatus.read(request) ?? readMessage(request),
    // A wrong pointer must not swallow what people write: the gateway is told, and keeps it.
    unreadable: (request) => (readStatus.isReport(request) ? undefined : unreadable),
    takesTwiml: false,
    ...(header === undefined ? { secretParameter } : {}),
  };
}

const unreadable =
  'The request is neither a text nor a report: check inbound.fields, inbound.format and status.fields in atelier.yaml';

/** The address with the secret that makes a report at it believed. */
export function statusUrl({ inbound }: GatewaySettings): (url: string) => string {
  if (inbound === undefined || inbound.header !== undefined) return (url) => url;
  return (url) => {
    const withSecret = new URL(url);
    withSecret.searchParams.append(secretParameter, inbound.secret);
    return withSecret.href;
  };
}

type Reader = (request: WebhookRequest) => CarrierNotice | undefined;

function messageReader(
  name: string,
  { number }: GatewaySettings,
  { fields, format = 'json' }: InboundSettings,
): Reader {
  const picks = {
    from: fieldOf(fields.from, format),
    to: fieldOf(fields.to, format),
    body: fieldOf(fields.body, format),
    id: fieldOf(fields.id, format),
    media: fieldOf(fields.media, format),
  };
  return (request) => {
    const read = readerOf(request, format);
    const from = numberOf(textOf(picks.from(read)));
    const to = numberOf(textOf(picks.to(read)) || (number ?? ''));
    if (from === '' || to === '') return undefined;
    const media = listOf(picks.media(read)).map((url) => ({ url, contentType: mediaTypeOf(url) }));
    const id = textOf(picks.id(read)) || momentId(request);
    const sid = sidOfId(name, id);
    return { kind: 'message', params: receivedParams({ sid, from, to, body: textOf(picks.body(read)), media }) };
  };
}

interface StatusReader {
  readonly read: Reader;
  /** It has the form of a report, whatever its word means. */
  isReport(request: WebhookRequest): boolean;
}

function statusReader(
  name: string,
  { send, status, codes = {} }: GatewaySettings,
  inbound: InboundSettings,
): StatusReader {
  if (status === undefined) return { read: () => undefined, isReport: () => false };
  const format = status.format ?? inbound.format ?? 'json';
  const { map = Object.fromEntries(reportedStatuses.map((each) => [each, each])) } = status;
  const picks = {
    id: fieldOf(status.fields.id, format),
    status: fieldOf(status.fields.status, format),
    error: fieldOf(status.fields.error, format),
  };
  const isReport = (request: WebhookRequest) => {
    const read = readerOf(request, format);
    return textOf(picks.id(read)) !== '' && textOf(picks.status(read)) !== '';
  };
  const readReport: Reader = (request) => {
    const read = readerOf(request, format);
    const id = textOf(picks.id(read));
    const word = textOf(picks.status(read));
    const shown = Object.hasOwn(map, word) ? map[word] : undefined;
    if (id === '' || shown === undefined) return undefined;
    const sid = sentSid(name, send, id);
    const error = textOf(picks.error(read));
    const errorCode = twilioCode(codes, error) ?? unknownError;
    return { kind: 'status', params: statusParams({ sid, status: shown, errorCode, errorMessage: error }) };
  };
  return { read: readReport, isReport };
}

interface ReadRequest {
  readonly json: Json | undefined;
  readonly fields: readonly (readonly [name: string, value: string])[];
}

type Field = (request: ReadRequest) => Json | undefined;

/** A pointer into a JSON body, or the name of a parameter in a form or query. */
function fieldOf(name: string | undefined, format: 'json' | 'form'): Field {
  if (name === undefined) return () => undefined;
  if (format === 'json') {
    const find = parsePointer(name.startsWith('/') ? name : `/${name}`);
    return ({ json }) => find(json);
  }
  return ({ fields }) => {
    const values = fields.filter(([each]) => each === name).map(([, value]) => value);
    return values.length > 1 ? values : values[0];
  };
}

function readerOf({ body, query }: WebhookRequest, format: 'json' | 'form'): ReadRequest {
  if (format === 'json') return { json: readSaid(body).json, fields: [] };
  return { json: undefined, fields: [...new URLSearchParams(body), ...query] };
}

function textOf(value: Json | undefined): string {
  const [first] = [value].flat();
  return first === null ? '' : (scalar(first) ?? '');
}

/** A text, or a list of texts or of objects with a `url`. */
function listOf(value: Json | undefined): string[] {
  return [value].flat().flatMap((each: Json | undefined) => {
    const url = typeof each === 'object' && each !== null && 'url' in each ? (each as { url: Json }).url : each;
    return typeof url === 'string' && url !== '' ? [url] : [];
  });
}

/** Many gateways leave out the plus of an international number (inferred). */
function numberOf(address: string): string {
  return /^[1-9]\d{9,14}$/.test(address) ? `+${address}` : address;
}

/** Where the gateway names no id, a repeat is another message. */
function momentId({ body, query, nowMs }: WebhookRequest): string {
  return JSON.stringify([body, query, nowMs]);
}

function isSame(given: string, right: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(right));
}
