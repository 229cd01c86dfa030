import type { JsonObject } from '../../engine/json.ts';
import type { CarrierHttp } from '../http.ts';
import { parseJsonObject } from '../json-object.ts';
import { type RestAnswer, restAnswer } from '../rest-answer.ts';
import { errorOf } from './errors.ts';

const timeoutMs = 30_000;
const connectTimeoutMs = 10_000;
const maxBytes = 4 * 1024 * 1024;

export interface TelnyxClientOptions {
  /** Name of the carrier in the settings. */
  readonly name: string;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly http: CarrierHttp;
  readonly clock: { now(): number };
}

/** Talks to Telnyx's API: a bearer key, JSON both ways. Source: carrier page §E1. */
export class TelnyxClient {
  readonly #options: TelnyxClientOptions;

  constructor(options: TelnyxClientOptions) {
    this.#options = options;
  }

  async request(method: 'GET' | 'POST' | 'PATCH', path: string, body?: JsonObject): Promise<RestAnswer> {
    const { name, baseUrl, apiKey, http, clock } = this.#options;
    const result = await http.request({
      method,
      url: `${baseUrl}${path}`,
      headers: {
        authorization: `Bearer ${apiKey}`,
        accept: 'application/json',
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      timeoutMs,
      connectTimeoutMs,
      maxBytes,
      maxRedirects: 0,
    });
    return restAnswer(result, { carrier: name, credentials: 'api_key', nowMs: clock.now() }, isAboutKey);
  }
}

/** "Authentication failed" and "Authorization failed"; other codes with 403 refuse what was asked for. */
function isAboutKey({ status, body }: { readonly status: number; readonly body: string }): boolean {
  if (status !== 403) return status === 401;
  const error = errorOf(parseJsonObject(body) ?? {});
  return error === undefined || error.code === '10009' || error.code === '10010';
}
