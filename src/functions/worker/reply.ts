/** What a function hands to its callback, as an answer of HTTP. The table is in docs/functions.md. */
import { inspect } from 'node:util';
import type { Reply } from '../messages.ts';
import { TwilioResponse } from './response.ts';

/** Source: https://www.twilio.com/docs/serverless/functions-assets/functions/headers-and-cookies/limitations */
const maxHeaderBytes = 15 * 1024;
const maxHeaders = 90;

/**
 * Text becomes `text/plain`, TwiML `text/xml`, a `Twilio.Response` what it says, all else JSON. Throws where a value
 * cannot be written as JSON.
 */
export function replyOf(result: unknown): Reply {
  if (result instanceof TwilioResponse) return customReply(result);
  return { status: 200, ...content(result) };
}

/** Status 500 with the message of an error, or with the value itself. The stack goes to the log, not to the caller. */
export function errorReply(error: unknown): Reply {
  try {
    if (error instanceof Error) {
      return { status: 500, ...json({ message: error.message, name: error.name }) };
    }
    return { status: 500, ...content(error) };
  } catch {
    return { status: 500, ...content('the function failed with a value that cannot be shown') };
  }
}

/** The error as the log shows it: with its stack and its code. */
export function causeOf(error: unknown): string {
  try {
    return inspect(error);
  } catch {
    return 'a value that cannot be shown';
  }
}

type Content = Omit<Reply, 'status'>;

function content(value: unknown): Content {
  if (typeof value === 'string') return { headers: { 'content-type': 'text/plain' }, body: value };
  if (isTwiml(value)) return { headers: { 'content-type': 'text/xml' }, body: String(value) };
  if (value instanceof Uint8Array) {
    return { headers: { 'content-type': 'application/octet-stream' }, body: textOf(value, undefined) };
  }
  return json(value);
}

/** Nothing, null included, is an empty body. */
function json(value: unknown): Content {
  const body = value === null ? '' : (JSON.stringify(value) ?? '');
  return { headers: { 'content-type': 'application/json' }, body };
}

function customReply(response: TwilioResponse): Reply {
  const status = Number(response.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 999) {
    throw new RangeError(`${String(response.statusCode)} is no status code`);
  }
  const headers = flatHeaders(response.headers);
  const size = Object.entries(headers).reduce((sum, [name, value]) => sum + Buffer.byteLength(name + value), 0);
  if (size > maxHeaderBytes || Object.keys(headers).length > maxHeaders) {
    return { status: 431, ...content('Response headers or cookies too long') };
  }
  const given = headers['content-type'];
  const { body } = response;
  if (body instanceof Uint8Array && given !== undefined) return { status, headers, body: textOf(body, given) };
  const written = content(body);
  return { status, headers: { ...written.headers, ...headers }, body: written.body };
}

function flatHeaders(headers: { readonly [name: string]: unknown }): { [name: string]: string } {
  return Object.fromEntries(
    Object.entries(headers)
      .map(([name, value]) => [name.toLowerCase(), [value].flat().map(String).join(', ')] as const)
      .filter(([, value]) => value !== ''),
  );
}

/** By name, not by class: the function may have another copy of the package than we find. */
function isTwiml(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return (
    typeof value.constructor === 'function' &&
    /^(?:Voice|Messaging|Fax)Response$/.test(value.constructor.name) &&
    value.toString !== Object.prototype.toString
  );
}

function textOf(bytes: Uint8Array, contentType: string | undefined): string {
  const label = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8';
  try {
    return new TextDecoder(label).decode(bytes);
  } catch {
    return new TextDecoder().decode(bytes);
  }
}
