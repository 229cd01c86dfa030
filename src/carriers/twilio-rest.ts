/** The common ground of Twilio's APIs: Basic authentication, forms in, JSON out. Source: carrier page §C1. */
import type { ResourceResult } from '../engine/effects.ts';
import type { CarrierHttp } from './http.ts';
import { type RestAnswer, restAnswer } from './rest-answer.ts';

/** For everything: who answers later than this is asked what became of it. */
const timeoutMs = 30_000;
const connectTimeoutMs = 10_000;
const maxBytes = 4 * 1024 * 1024;

export interface TwilioAccount {
  /** What the operator calls the carrier whose account it is. */
  readonly name: string;
  readonly user: string;
  readonly password: string;
  /** Settings that hold user and password. */
  readonly credentials: string;
  readonly http: CarrierHttp;
  readonly clock: { now(): number };
}

export type FormPairs = readonly (readonly [name: string, value: string])[];

/** Asks by absolute addresses. Throws `CarrierUnreachable` where no answer came that says yes or no. */
export class TwilioRest {
  readonly #account: TwilioAccount;

  constructor(account: TwilioAccount) {
    this.#account = account;
  }

  post(url: string, form: FormPairs): Promise<RestAnswer> {
    const body = new URLSearchParams(form.map(([name, value]) => [name, value])).toString();
    return this.#request('POST', url, body);
  }

  get(url: string): Promise<RestAnswer> {
    return this.#request('GET', url);
  }

  delete(url: string): Promise<RestAnswer> {
    return this.#request('DELETE', url);
  }

  async #request(method: string, url: string, body?: string): Promise<RestAnswer> {
    const { name, user, password, credentials, http, clock } = this.#account;
    const result = await http.request({
      method,
      url,
      headers: {
        authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' }),
      },
      ...(body === undefined ? {} : { body }),
      timeoutMs,
      connectTimeoutMs,
      maxBytes,
      maxRedirects: 0,
    });
    return restAnswer(result, { carrier: name, credentials, nowMs: clock.now() });
  }
}

/**
 * The address that a link of an answer leads to, if it stays where `base` is: credentials go to the place that the
 * operator named, and to no other.
 */
export function ownLink(link: unknown, base: string): string | undefined {
  if (typeof link !== 'string' || link === '' || !URL.canParse(link, base)) return undefined;
  const url = new URL(link, base);
  return url.origin === new URL(base).origin ? url.href : undefined;
}

/** What a request for one resource came to. */
export function resourceResult({ status, body }: RestAnswer): ResourceResult {
  if (status < 300) return { ok: true, resource: body };
  const { code, message } = body;
  const number = typeof code === 'number' || typeof code === 'string' ? Number(code) : Number.NaN;
  return {
    ok: false,
    // Some services write it as a text.
    code: Number.isSafeInteger(number) && number > 0 ? number : null,
    message: typeof message === 'string' && message !== '' ? message : `it was refused with status ${status}`,
  };
}
