/**
 * Telnyx's error codes in Twilio's. Source: carrier page §E1, the row of errors; where that follows Telnyx's guide for
 * moving from Twilio and the guide differs from Telnyx's own error reference (40008, 40300), the reference counts.
 */
import type { JsonObject } from '../../engine/json.ts';

const refusals: { readonly [telnyx: string]: number } = {
  '40310': 21211,
  '40305': 21606,
  '40309': 21408,
  '40321': 21612,
  // "Blocked due to STOP message"
  '40300': 21610,
  '10009': 20003,
  '10005': 20404,
  '10011': 20429,
};

/** What a message fails with after it was taken. */
const failures: { readonly [telnyx: string]: number } = {
  // "The destination number is either a landline or a non-routable wireless number"
  '40001': 30006,
  // Blocked as spam: for a time, for good, by Telnyx itself
  '40002': 30007,
  '40003': 30007,
  '40015': 30007,
  // "The recipient server is unavailable or not responding"
  '40006': 30003,
  // "Invalid messaging destination number"
  '40012': 30005,
  '40300': 21610,
};

export interface TelnyxError {
  readonly code: string;
  readonly text: string;
}

/** The first of the errors in a body. */
export function errorOf(body: JsonObject): TelnyxError | undefined {
  const [error] = Array.isArray(body.errors) ? body.errors : [];
  if (typeof error !== 'object' || error === null || Array.isArray(error)) return undefined;
  const { code, title, detail } = error as JsonObject;
  const texts = [title, detail].filter((text) => typeof text === 'string' && text !== '');
  return { code: String(code ?? ''), text: texts.join(': ') };
}

export function refusalCode(code: string): number | null {
  return Object.hasOwn(refusals, code) ? (refusals[code] ?? null) : null;
}

/** 30008 is Twilio's "unknown error". */
export function failureCode(code: string): number {
  return (Object.hasOwn(failures, code) ? failures[code] : undefined) ?? 30008;
}
