/** Messages by way of a gateway: sent, and looked for where it can be asked. */
import type { MessageResult, OutboundMessage } from '../../engine/effects.ts';
import type { SendRequest } from '../carrier.ts';
import { CarrierUnreachable } from '../carrier.ts';
import type { CarrierHttp, CarrierHttpResult } from '../http.ts';
import { type TextAnswer, textAnswer } from '../rest-answer.ts';
import { sentMessage } from '../sent-message.ts';
import { bodyTemplate, headerTemplates, urlTemplate } from './body.ts';
import { type Pick, parsePick, readSaid, type Said } from './picks.ts';
import { fill, namesIn, type PlaceholderName, type Values } from './placeholders.ts';
import type { FindSettings, GatewaySettings } from './settings.ts';
import { sidOfId, sidOfKey } from './sids.ts';

const limits = { timeoutMs: 30_000, connectTimeoutMs: 10_000, maxBytes: 1024 * 1024, maxRedirects: 0 };

export interface GatewayPorts {
  /** Name of the carrier in the settings. */
  readonly name: string;
  readonly http: CarrierHttp;
  readonly clock: { now(): number };
}

/** Throws an `Error` for settings that cannot be used. */
export function gatewaySender(ports: GatewayPorts, settings: GatewaySettings, statusUrl: (url: string) => string) {
  const { send } = settings;
  const method = send.method ?? 'POST';
  const url = urlTemplate(send.url, 'send.url');
  const headers = headerTemplates(send.headers, 'send.headers');
  const body = bodyTemplate(send.body, send.content_type, 'send.body');
  const names = new Set<PlaceholderName>([url, ...headers.map(([, each]) => each)].flatMap(namesIn).concat(body.names));
  const answer = readerOf(settings);

  return async ({ accountSid, key, message }: SendRequest): Promise<MessageResult> => {
    const fault = unfit(settings, names, message);
    if (fault !== undefined) return { ok: false, code: null, message: fault };
    const values = valuesOf(settings, key, message, statusUrl);
    const text = method === 'GET' ? undefined : body.write(values);
    const result = await ports.http.request({
      method,
      url: fill(url, 'url', values),
      headers: {
        ...(text === undefined ? {} : { 'content-type': body.contentType }),
        ...Object.fromEntries(headers.map(([name, each]) => [name, fill(each, 'header', values)])),
      },
      ...(text === undefined ? {} : { body: text }),
      ...limits,
    });
    const outcome = answer(answered(ports, result, 'send.headers'), key, ports.name);
    if (!outcome.ok) return outcome;
    return { ok: true, resource: resourceOf(ports, settings, accountSid, message, outcome.sid) };
  };
}

/** Asks the gateway for the message of a key. */
export function gatewayFinder(ports: GatewayPorts, settings: GatewaySettings, find: FindSettings) {
  const url = urlTemplate(find.url, 'find.url');
  const headers = headerTemplates(find.headers, 'find.headers');
  const names = [url, ...headers.map(([, each]) => each)].flatMap(namesIn);
  if (!names.includes('key') && !names.includes('sid')) {
    throw new Error('find.url needs {{key}} or {{sid}}: by which a message is found that was sent with it');
  }
  const pick = parsePick(find.id, 'find.id');
  return async ({ accountSid, key, message }: SendRequest): Promise<MessageResult | undefined> => {
    const values = valuesOf(settings, key, message, (given) => given);
    const result = await ports.http.request({
      method: 'GET',
      url: fill(url, 'url', values),
      headers: Object.fromEntries(headers.map(([name, each]) => [name, fill(each, 'header', values)])),
      ...limits,
    });
    const { status, text } = answered(ports, result, 'find.headers');
    // Only 404 says that it is not there: any other refusal says nothing of the message.
    if (status >= 300 && status !== 404) {
      const message = `Carrier "${ports.name}" cannot say whether the message left: find answers with status ${status}`;
      throw new CarrierUnreachable(message, { isUnsent: false });
    }
    const said = readSaid(text);
    const id = status < 300 ? pick(said) : undefined;
    if (said.warnings.length > 0) {
      throw new CarrierUnreachable(withWarnings(`The answer of carrier "${ports.name}" cannot be read`, said), {
        isUnsent: false,
      });
    }
    const sid = id && (settings.send.answer?.id === undefined ? sidOfKey(key) : sidOfId(ports.name, id));
    return sid ? { ok: true, resource: resourceOf(ports, settings, accountSid, message, sid) } : undefined;
  };
}

type Outcome = { readonly ok: true; readonly sid: string } | Extract<MessageResult, { ok: false }>;

/** What an answer says: the id of a message that was taken, or why it was not. */
function readerOf({ send: { answer = {} }, codes = {} }: GatewaySettings) {
  const pickOf = (path: string | undefined, place: string): Pick =>
    path === undefined ? () => undefined : parsePick(path, place);
  const picks = {
    id: pickOf(answer.id, 'send.answer.id'),
    error: pickOf(answer.error, 'send.answer.error'),
    code: pickOf(answer.code, 'send.answer.code'),
  };
  return ({ status, text }: TextAnswer, key: string, carrier: string): Outcome => {
    const said = readSaid(text);
    const isTaken = answer.success?.includes(status) ?? status < 300;
    const id = picks.id(said);
    if (isTaken && answer.id === undefined) return { ok: true, sid: sidOfKey(key) };
    if (isTaken && id) return { ok: true, sid: sidOfId(carrier, id) };
    const error = picks.error(said);
    // Neither a message nor a reason: nobody knows what became of it.
    if (status < 300 && !error) {
      const message = `Carrier "${carrier}" gave an answer that cannot be read: check send.answer`;
      throw new CarrierUnreachable(withWarnings(message, said), { isUnsent: false });
    }
    const code = twilioCode(codes, picks.code(said));
    return { ok: false, code, message: withWarnings(error || `status ${status}`, said) };
  };
}

function withWarnings(message: string, { warnings }: Said): string {
  return [message, ...warnings].join('; ');
}

/** A code of the gateway in Twilio's; one that stands in no table is not guessed at. */
export function twilioCode(codes: { readonly [code: string]: number }, code: string | undefined): number | null {
  return (code !== undefined && Object.hasOwn(codes, code) ? codes[code] : undefined) ?? null;
}

function answered({ name, clock }: GatewayPorts, result: CarrierHttpResult, credentials: string): TextAnswer {
  const context = { carrier: name, credentials, nowMs: clock.now() };
  return textAnswer(result, context, ({ status }) => status === 401 || status === 403);
}

/** What the gateway cannot carry is said at once: it would send something else. */
function unfit(
  { number }: GatewaySettings,
  names: ReadonlySet<PlaceholderName>,
  { contentSid, from, messagingServiceSid, mediaUrls = [] }: OutboundMessage,
): string | undefined {
  if (contentSid !== undefined) return `A gateway has no content templates (${contentSid})`;
  const needsSender = names.has('from') || names.has('from_digits');
  if (needsSender && from === undefined && number === undefined) {
    return `The sender of ${messagingServiceSid} is not known: give the carrier a number, or send from one`;
  }
  if (mediaUrls.length === 0 || names.has('media_urls')) return undefined;
  if (!names.has('media_url')) return 'The gateway takes no media: its settings have no {{media_url}}';
  return mediaUrls.length === 1 ? undefined : 'The gateway takes one file: its settings have no {{media_urls}}';
}

function valuesOf(
  { number }: GatewaySettings,
  key: string,
  { to, from = number, body, mediaUrls, statusCallback }: OutboundMessage,
  statusUrl: (url: string) => string,
): Values {
  const values: { readonly [Name in PlaceholderName]: string | readonly string[] | undefined } = {
    to,
    to_digits: digitsOf(to),
    from,
    from_digits: from && digitsOf(from),
    body,
    media_url: mediaUrls?.[0],
    media_urls: mediaUrls,
    key,
    sid: sidOfKey(key),
    status_callback: statusCallback && statusUrl(statusCallback),
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

/** Without the plus; an address that is no number stays as it is. */
function digitsOf(address: string): string {
  return /^\+\d+$/.test(address) ? address.slice(1) : address;
}

function resourceOf(
  { clock }: GatewayPorts,
  { number }: GatewaySettings,
  accountSid: string,
  message: OutboundMessage,
  sid: string,
) {
  return sentMessage(message, {
    sid,
    accountSid,
    status: 'queued',
    createdAtMs: clock.now(),
    from: message.from ?? number,
  });
}
