import { signForm, signUrl } from '../carriers/signature.ts';
import type { HttpRequest, HttpResult } from '../engine/effects.ts';
import type { Limits } from '../engine/limits.ts';
import type { HttpClient } from './http-client.ts';

export interface ExchangeDeps {
  readonly client: HttpClient;
  readonly limits: Limits;
  /** Token of an active account, which signs and authenticates its requests. */
  readonly tokenOf: (accountSid: string) => Promise<string | undefined>;
}

const userAgent = 'Atelier/0.1';

/** Makes the requests of HTTP Request and Run Function: signed, guarded, within the limits of messaging page §7 and §8. */
export function createExchange({ client, limits, tokenOf }: ExchangeDeps) {
  return async (accountSid: string, request: HttpRequest): Promise<HttpResult> => {
    const token = request.sign || request.authenticate ? await tokenOf(accountSid) : undefined;
    return client.request({
      method: request.method,
      url: request.url,
      headers: {
        'user-agent': userAgent,
        accept: '*/*',
        ...(request.contentType === undefined ? {} : { 'content-type': request.contentType }),
        ...(request.sign && token !== undefined ? { 'x-twilio-signature': signature(token, request) } : {}),
        ...(request.authenticate && token !== undefined ? { authorization: basic(accountSid, token) } : {}),
      },
      ...(request.body === undefined ? {} : { body: request.body }),
      timeoutMs: limits.httpSeconds * 1000,
      maxBytes: limits.httpBodyBytes,
      maxRedirects: limits.httpRedirects,
    });
  };
}

function signature(token: string, { url, form }: HttpRequest): string {
  return form === undefined ? signUrl(token, url) : signForm(token, url, form);
}

function basic(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
