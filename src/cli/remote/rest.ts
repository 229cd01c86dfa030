import { setTimeout as sleep } from 'node:timers/promises';
import { retryAfter } from '../../carriers/rest-answer.ts';
import { isJsonObject, type JsonObject } from '../../engine/json.ts';
import type { Access } from './credentials.ts';

/** The API did not do what was asked; `message` is one line for the person at the terminal. */
export class RemoteError extends Error {
  override readonly name = 'RemoteError';
  /** Of the answer; undefined where none came. */
  readonly status: number | undefined;
  readonly code: number | undefined;
  /** `details` of the answer. */
  readonly details: unknown;

  constructor(
    message: string,
    answer: { readonly status?: number; readonly code?: number; readonly details?: unknown } = {},
  ) {
    super(message);
    this.status = answer.status;
    this.code = answer.code;
    this.details = answer.details;
  }
}

export type Form = readonly (readonly [name: string, value: string])[];

export interface RestOptions {
  readonly timeoutMs?: number;
  /** Between two attempts. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

/** Attempts of one request, and how long the longest pause between two may be. */
const mostAttempts = 5;
/** Attempts at an API that gives no answer at all. */
const mostSilent = 3;
const longestPauseMs = 60_000;
/** As the clients of the service wait (rest-api §10). */
const usualTimeoutMs = 30_000;
const mostPages = 10_000;

/** A Twilio-shaped REST API. Refusals and lack of an answer throw a `RemoteError`. */
export interface Rest {
  readonly access: Access;
  /** The text of a 2xx answer. */
  get(path: string): Promise<string>;
  /** `isSafeToRepeat`: it may be sent again when it is not known whether it arrived. */
  post(path: string, form: Form, options?: { readonly isSafeToRepeat?: boolean }): Promise<string>;
  /** All entries of a list, page by page. */
  list(path: string): Promise<readonly JsonObject[]>;
}

export function createRest(access: Access, options: RestOptions = {}): Rest {
  const { timeoutMs = usualTimeoutMs, pause = sleep } = options;
  const { baseUrl } = access;
  const authorization = `Basic ${Buffer.from(`${access.user}:${access.secret}`).toString('base64')}`;

  const attempt = async (url: string, form: Form | undefined): Promise<Answer> => {
    try {
      const response = await fetch(url, {
        method: form === undefined ? 'GET' : 'POST',
        headers: { authorization, accept: 'application/json' },
        ...(form === undefined ? {} : { body: new URLSearchParams(form.map(([name, value]) => [name, value])) }),
        // Credentials go where they were meant for, and nowhere else.
        redirect: 'manual',
        signal: AbortSignal.timeout(timeoutMs),
      });
      return { status: response.status, headers: response.headers, text: await response.text() };
    } catch (error) {
      return { fault: faultOf(error, timeoutMs) };
    }
  };

  const exchange = async (url: string, form: Form | undefined, isSafeToRepeat: boolean): Promise<string> => {
    for (let tries = 1; ; tries++) {
      const answer = await attempt(url, form);
      if ('text' in answer && answer.status >= 200 && answer.status < 300) return answer.text;
      const pauseMs = pauseAfter(answer, tries, isSafeToRepeat);
      if (pauseMs === undefined || tries === mostAttempts) throw refusal(answer, access);
      await pause(pauseMs);
    }
  };

  return {
    access,
    get: (path) => exchange(baseUrl + path, undefined, true),
    post: (path, form, { isSafeToRepeat = false } = {}) => exchange(baseUrl + path, form, isSafeToRepeat),
    async list(path) {
      const rows: JsonObject[] = [];
      const seen = new Set<string>();
      let url: string | undefined = baseUrl + path;
      while (url !== undefined && !seen.has(url) && seen.size < mostPages) {
        seen.add(url);
        const page = objectIn(await exchange(url, undefined, true), access);
        const meta = isJsonObject(page.meta) ? page.meta : {};
        const entries = page[String(meta.key)];
        if (!Array.isArray(entries)) throw notAnApi(access, 'a page without its list');
        rows.push(...entries.filter(isJsonObject));
        url = nextPage(meta.next_page_url, baseUrl);
      }
      return rows;
    },
  };
}

type Answer = { readonly status: number; readonly headers: Headers; readonly text: string } | { readonly fault: Fault };

interface Fault {
  readonly message: string;
  /** It surely did not arrive. */
  readonly isUnsent: boolean;
}

/** Milliseconds until the next attempt; undefined where another one is of no use, or would do the same twice. */
function pauseAfter(answer: Answer, tries: number, isSafeToRepeat: boolean): number | undefined {
  const usual = 500 * 2 ** (tries - 1);
  if ('fault' in answer) {
    return isSafeToRepeat && !answer.fault.isUnsent && tries < mostSilent ? usual : undefined;
  }
  const { status, headers } = answer;
  if (status !== 429 && !(status >= 500 && isSafeToRepeat)) return undefined;
  const asked = retryAfter(headers.get('retry-after') ?? undefined, Date.now());
  const ms = asked ?? usual;
  return ms > longestPauseMs ? undefined : ms;
}

function refusal(answer: Answer, { baseUrl, user, from }: Access): RemoteError {
  if ('fault' in answer) return new RemoteError(`cannot reach ${baseUrl}: ${answer.fault.message}`);
  const { status, text } = answer;
  const body = parsed(text);
  const { code, message, details } = isJsonObject(body) ? body : {};
  const said = {
    status,
    ...(typeof code === 'number' ? { code } : {}),
    ...(details === undefined ? {} : { details }),
  };
  if (status === 401) {
    return new RemoteError(`${baseUrl} does not know the credentials of ${user}: check ${from}`, said);
  }
  if (status === 403) return new RemoteError(`${baseUrl} does not let ${user} do this: ${textIn(message)}`, said);
  if (status === 429) return new RemoteError(`${baseUrl} asks for fewer requests: try again later`, said);
  if (status >= 300 && status < 400) {
    return new RemoteError(`${baseUrl} leads elsewhere (status ${status}): give the address that it leads to`, said);
  }
  if (!isJsonObject(body) || typeof message !== 'string') {
    return new RemoteError(
      `${baseUrl} does not answer as a Studio API does (status ${status}): is the URL right?`,
      said,
    );
  }
  return new RemoteError(`${textIn(message)}${typeof code === 'number' ? ` (${code})` : ''}`, said);
}

function textIn(message: unknown): string {
  return typeof message === 'string' ? message.replaceAll(/\s+/g, ' ').slice(0, 500) : 'no reason given';
}

function faultOf(error: unknown, timeoutMs: number): Fault {
  if (!(error instanceof Error)) return { message: String(error), isUnsent: false };
  if (error.name === 'TimeoutError') return { message: `no answer in ${timeoutMs / 1000} seconds`, isUnsent: false };
  const cause = error.cause as NodeJS.ErrnoException | undefined;
  const known: { readonly [code: string]: string } = {
    ECONNREFUSED: 'nothing listens there',
    ENOTFOUND: 'there is no such host',
    EAI_AGAIN: 'the name of the host cannot be looked up',
    ECONNRESET: 'the connection broke off',
  };
  const code = cause?.code ?? '';
  const isUnsent = ['ECONNREFUSED', 'ENOTFOUND'].includes(code);
  return { message: known[code] ?? cause?.message ?? error.message, isUnsent };
}

function notAnApi({ baseUrl }: Access, what: string): RemoteError {
  return new RemoteError(`${baseUrl} does not answer as a Studio API does (${what}): is the URL right?`);
}

/** The object of an answer. */
export function objectIn(text: string, access: Access): JsonObject {
  const value = parsed(text);
  if (isJsonObject(value)) return value;
  throw notAnApi(access, 'no JSON object');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** On our host, whatever the answer says: behind a proxy a server may not know its own address. */
function nextPage(next: unknown, baseUrl: string): string | undefined {
  if (typeof next !== 'string' || next === '') return undefined;
  if (next.startsWith(`${baseUrl}/`)) return next;
  if (!URL.canParse(next, baseUrl)) return undefined;
  const { pathname, search } = new URL(next, baseUrl);
  const url = new URL(baseUrl);
  // Set and not resolved: a path that begins with two slashes would name another host.
  url.pathname = pathname;
  url.search = search;
  return url.href;
}
