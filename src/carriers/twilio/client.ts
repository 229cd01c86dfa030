import type { CarrierHttp } from '../http.ts';
import { type RestAnswer, restAnswer } from '../rest-answer.ts';

/** For everything: a carrier that answers later than this is asked what became of it. */
const timeoutMs = 30_000;
const connectTimeoutMs = 10_000;
const maxBytes = 4 * 1024 * 1024;

export interface TwilioClientOptions {
  /** Name of the carrier in the settings. */
  readonly name: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly user: string;
  readonly password: string;
  /** Settings that hold user and password. */
  readonly credentials: string;
  readonly http: CarrierHttp;
  readonly clock: { now(): number };
}

export type FormPairs = readonly (readonly [name: string, value: string])[];

/** Talks to a REST API of Twilio's kind: Basic authentication, forms in, JSON out. Source: carrier page §C1. */
export class TwilioClient {
  readonly #options: TwilioClientOptions;

  constructor(options: TwilioClientOptions) {
    this.#options = options;
  }

  /** Address of a resource of the account. */
  url(path: string): string {
    return `${this.#options.baseUrl}/Accounts/${encodeURIComponent(this.#options.user)}/${path}`;
  }

  post(path: string, form: FormPairs): Promise<RestAnswer> {
    return this.#request(this.url(path), { method: 'POST', form });
  }

  get(url: string): Promise<RestAnswer> {
    return this.#request(url, { method: 'GET' });
  }

  /** The lists of all pages, newest first, as long as `goesOn` says so. Links to other hosts are not followed. */
  async *pages(
    path: string,
    key: string,
  ): AsyncGenerator<{ readonly rows: readonly unknown[]; readonly answer: RestAnswer }> {
    const first = this.url(path);
    for (let url: string | undefined = first; url !== undefined; ) {
      const answer = await this.get(url);
      const rows = answer.body[key];
      yield { rows: Array.isArray(rows) ? rows : [], answer };
      const next = answer.body.next_page_uri;
      url = typeof next === 'string' && next !== '' ? sameHost(next, first) : undefined;
    }
  }

  async #request(url: string, request: { readonly method: string; readonly form?: FormPairs }): Promise<RestAnswer> {
    const { name, user, password, credentials, http, clock } = this.#options;
    const { form } = request;
    const result = await http.request({
      method: request.method,
      url,
      headers: {
        authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
        accept: 'application/json',
        ...(form ? { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8' } : {}),
      },
      ...(form ? { body: new URLSearchParams(form.map(([field, value]) => [field, value])).toString() } : {}),
      timeoutMs,
      connectTimeoutMs,
      maxBytes,
      maxRedirects: 0,
    });
    return restAnswer(result, { carrier: name, credentials, nowMs: clock.now() });
  }
}

/** Credentials go to the host that the operator named, and to no other. */
function sameHost(link: string, base: string): string | undefined {
  if (!URL.canParse(link, base)) return undefined;
  const url = new URL(link, base);
  return url.host === new URL(base).host ? url.href : undefined;
}
