/** One signed request to an account's server, with its repeats. Source: carrier page §B4, §D1. */
import { createHash } from 'node:crypto';
import type { CarrierHttp, CarrierHttpResult } from './http.ts';
import { type FormFields, signForm, signUrl } from './signature.ts';

export interface OutgoingWebhook {
  /** As configured; its fragment may change the limits: `#rc=3&rp=ct,rt`. */
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly params: FormFields;
  /** Key of the signature; undefined: the account is gone and the request goes unsigned. */
  readonly token: string | undefined;
  /** The same text at every attempt of the same delivery. */
  readonly identity: string;
  /** Of the answer; 64 kB where it says nothing. */
  readonly maxBodyBytes?: number;
  /** Cookies that earlier answers set, as the header has them. */
  readonly cookie?: string;
}

export type WebhookAnswer =
  | {
      readonly ok: true;
      readonly contentType: string;
      readonly body: string;
      /** Where the last redirect led. */
      readonly url: string;
      /** What the answer sets, as its header has it. */
      readonly setCookie: string;
    }
  | {
      readonly ok: false;
      /** 11200, 11205, 11210, 11215, 11220 or 11750. */
      readonly code: number;
      readonly message: string;
      /** False when it may be that nobody was there: then it is worth another try later. */
      readonly isAnswered: boolean;
    };

const maxBodyBytes = 65_536;
const maxRedirects = 10;

export async function requestWebhook(http: CarrierHttp, request: OutgoingWebhook): Promise<WebhookAnswer> {
  const { url, limits } = readFragment(request.url);
  const sent = signed(url, request);
  for (let repeats = 0; ; repeats++) {
    const result = await http.request({
      ...sent,
      connectTimeoutMs: limits.connectTimeoutMs,
      timeoutMs: limits.timeoutMs,
      maxBytes: request.maxBodyBytes ?? maxBodyBytes,
      maxRedirects,
    });
    const answer = answerOf(result);
    if (answer.ok || repeats >= limits.repeats || !limits.repeatsAfter(result)) return answer;
  }
}

function signed(url: string, { method, params, token, identity, cookie }: OutgoingWebhook) {
  const form = new URLSearchParams(params.map(([name, value]) => [name, value])).toString();
  const isGet = method === 'GET';
  const target = isGet && form !== '' ? `${url}${url.includes('?') ? '&' : '?'}${form}` : url;
  const signature = token && (isGet ? signUrl(token, target) : signForm(token, target, params));
  return {
    method,
    url: target,
    headers: {
      accept: '*/*',
      // Frameworks in the field tell webhooks from other visitors by this name (known).
      'user-agent': 'TwilioProxy/1.1',
      'i-twilio-idempotency-token': createHash('sha256').update(`${identity} ${url}`).digest('hex').slice(0, 36),
      ...(signature ? { 'x-twilio-signature': signature } : {}),
      ...(cookie ? { cookie } : {}),
      ...(isGet ? {} : { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' }),
    },
    ...(isGet ? {} : { body: form }),
  };
}

function answerOf(result: CarrierHttpResult): WebhookAnswer {
  if (!result.ok) return { ok: false, ...failureOf(result), message: result.message };
  const { status, contentType = '', body, finalUrl, headers } = result;
  if (status >= 200 && status < 300) {
    return { ok: true, contentType, body, url: finalUrl, setCookie: headers['set-cookie'] ?? '' };
  }
  return { ok: false, code: 11200, message: `The answer had the status ${status}`, isAnswered: true };
}

function failureOf({ reason, stage }: Extract<CarrierHttpResult, { ok: false }>): {
  readonly code: number;
  readonly isAnswered: boolean;
} {
  switch (reason) {
    case 'too-large':
      return { code: 11750, isAnswered: true };
    case 'redirects':
      return { code: 11215, isAnswered: true };
    case 'refused':
      // The URL itself is at fault: it will not get better by itself.
      return { code: 11210, isAnswered: true };
    case 'timeout':
    case 'network': {
      const codes = { resolve: 11210, connect: 11205, tls: 11220, exchange: reason === 'timeout' ? 11200 : 11205 };
      return { code: codes[stage], isAnswered: false };
    }
    default:
      return reason satisfies never;
  }
}

interface WebhookLimits {
  readonly connectTimeoutMs: number;
  readonly timeoutMs: number;
  readonly repeats: number;
  readonly repeatsAfter: (result: CarrierHttpResult) => boolean;
}

/** Splits the fragment off and reads the limits in it; what is out of range is brought into it. */
function readFragment(configured: string): { readonly url: string; readonly limits: WebhookLimits } {
  const hash = configured.indexOf('#');
  // A host without a path is asked for "/", and that is what the receiver checks the signature against.
  const url = (hash === -1 ? configured : configured.slice(0, hash)).replace(/^(https?:\/\/[^/?#]+)(?=\?|$)/i, '$1/');
  const fields = new URLSearchParams(hash === -1 ? '' : configured.slice(hash + 1));
  const number = (name: string, usual: number, least: number, most: number) => {
    const given = /^\d{1,9}$/.test(fields.get(name) ?? '') ? Number(fields.get(name)) : usual;
    return Math.min(most, Math.max(least, given));
  };
  const policy = (fields.get('rp') ?? 'ct').split(',');
  return {
    url,
    limits: {
      connectTimeoutMs: number('ct', 5_000, 100, 10_000),
      // The first byte has its own limit, which here is one with the total.
      timeoutMs: Math.min(number('tt', 15_000, 100, 15_000), number('rt', 15_000, 100, 15_000)),
      repeats: number('rc', 1, 0, 5),
      repeatsAfter: (result) => policy.includes('all') || policy.includes(kindOf(result)),
    },
  };
}

/** What went wrong, in the words of the retry policy. */
function kindOf(result: CarrierHttpResult): string {
  if (result.ok) return result.status >= 500 ? '5xx' : '4xx';
  if (result.reason !== 'timeout' && result.reason !== 'network') return 'none';
  return result.stage === 'exchange' ? 'rt' : 'ct';
}
