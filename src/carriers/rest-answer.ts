/** What an answer of a carrier's REST API means for the request: taken, refused, or nobody knows. */

import type { JsonObject } from '../engine/json.ts';
import { CarrierUnreachable } from './carrier.ts';
import type { CarrierHttpResult } from './http.ts';
import { parseJsonObject } from './json-object.ts';

/** An answer that says yes or no. */
export interface RestAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly body: JsonObject;
}

export interface AnswerContext {
  /** Name of the carrier, as the operator knows it. */
  readonly carrier: string;
  /** Settings that hold its credentials, for the operator. */
  readonly credentials: string;
  readonly nowMs: number;
}

/**
 * The answer, if it is one. Throws `CarrierUnreachable` where the request has to be made again: no answer, 429, 5xx, and
 * wrong credentials, which are the operator's to put right and cost no message.
 */
export function restAnswer(
  result: CarrierHttpResult,
  context: AnswerContext,
  isUnauthorized: IsUnauthorized = isAboutCredentials,
): RestAnswer {
  const { status, headers, text } = textAnswer(result, context, isUnauthorized);
  const body = parseJsonObject(text);
  if (body === undefined && status < 300 && status !== 204) {
    const message = `Carrier "${context.carrier}" gave an answer that cannot be read: check the address of its API`;
    throw new CarrierUnreachable(message, { isUnsent: false });
  }
  return { status, headers, body: body ?? {} };
}

/** Tells an answer that is about the credentials. */
export type IsUnauthorized = (answer: { readonly status: number; readonly body: string }) => boolean;

/** An answer of any content type. */
export interface TextAnswer {
  readonly status: number;
  readonly headers: { readonly [name: string]: string };
  readonly text: string;
}

export function textAnswer(
  result: CarrierHttpResult,
  { carrier, credentials, nowMs }: AnswerContext,
  isUnauthorized: IsUnauthorized,
): TextAnswer {
  if (!result.ok) {
    const isUnsent = result.stage !== 'exchange' || result.reason === 'refused';
    throw new CarrierUnreachable(`Carrier "${carrier}" cannot be reached: ${result.message}`, { isUnsent });
  }
  const { status, headers } = result;
  const retryAfterMs = retryAfter(headers['retry-after'], nowMs);
  const retry = retryAfterMs === undefined ? {} : { retryAfterMs };
  if (isUnauthorized(result)) {
    const { message: given } = parseJsonObject(result.body) ?? {};
    const said = typeof given === 'string' ? ` (it says: ${given})` : '';
    const message = `Carrier "${carrier}" does not accept the credentials: check ${credentials}${said}`;
    throw new CarrierUnreachable(message, { isUnsent: true, ...retry });
  }
  if (status === 429) {
    const message = `Carrier "${carrier}" asks for fewer requests (429)`;
    throw new CarrierUnreachable(message, { isUnsent: true, isBusy: true, ...retry });
  }
  if (status >= 500) {
    throw new CarrierUnreachable(`Carrier "${carrier}" answered with status ${status}`, { isUnsent: false, ...retry });
  }
  if (status >= 300 && status < 400) {
    const message = `Carrier "${carrier}" redirects (status ${status}): check the address of its API`;
    throw new CarrierUnreachable(message, { isUnsent: true });
  }
  return { status, headers, text: result.body };
}

/** 403 is also what a message may be refused with. Source: carrier page §C6; limits-and-errors §3. */
function isAboutCredentials({ status, body }: { readonly status: number; readonly body: string }): boolean {
  if (status !== 403) return status === 401;
  const code = parseJsonObject(body)?.code;
  return code === undefined || [20003, 20005, 20403].includes(Number(code));
}

/** `Retry-After` in seconds or as a date; undefined for anything else. */
export function retryAfter(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - nowMs;
  return Number.isFinite(ms) ? Math.max(0, ms) : undefined;
}
