/** Telnyx's error codes in Twilio's. Source: carrier page §E1, the row of errors. */
import type { JsonObject } from '../../engine/json.ts';

const refusals: { readonly [telnyx: string]: number } = {
  '40310': 21211,
  '40305': 21606,
  '40309': 21408,
  '40321': 21612,
  '40008': 21610,
  '10009': 20003,
  '10005': 20404,
  '10011': 20429,
};

/** What a message fails with after it was taken; several of Twilio's codes fall into one of Telnyx's. */
const failures: { readonly [telnyx: string]: number } = { '40001': 30003, '40300': 30007, '40008': 21610 };

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
