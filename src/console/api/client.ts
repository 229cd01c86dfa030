/** The one place that talks to the server: same origin, by the cookie of the session, form fields in and JSON out. */

/** The server understood and said no. */
export class Refused extends Error {
  readonly status: number;
  /** Code of the service, e.g. 81022; 0 when the answer has none. */
  readonly code: number;
  /** What the answer tells beside its message. */
  readonly details: unknown;
  /** Seconds after which to try again, where the server says so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, answer: unknown, retryAfter: string | null) {
    const { message, code, details } = isRecord(answer) ? answer : {};
    super(typeof message === 'string' ? message : `HTTP ${status}`);
    this.status = status;
    this.code = typeof code === 'number' ? code : 0;
    this.details = details;
    const seconds = Number(retryAfter);
    this.retryAfterSeconds = retryAfter !== null && seconds > 0 ? seconds : undefined;
  }
}

/** There was no answer: the server is down, or the network is. */
export class NoAnswer extends Error {}

/** A list sends its name once for each entry. */
export type Fields = { readonly [name: string]: string | readonly string[] | undefined };

interface Message {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Sent as a form; what is undefined is left out. */
  readonly form?: Fields;
  /** What the change builds on: it is refused with 412 where there is something newer. */
  readonly ifMatch?: string;
  readonly signal?: AbortSignal;
}

let csrf = '';
let account: string | undefined;
const expiryListeners = new Set<() => void>();

/** The value that each changing request carries, from the answer to the sign-in. */
export function setCsrf(value: string): void {
  csrf = value;
}

const accountListeners = new Set<(sid: string | undefined) => void>();

/** Told of each account that is worked in from now on; the present one at once. */
export function onAccount(listener: (sid: string | undefined) => void): void {
  accountListeners.add(listener);
  listener(account);
}

/** The account that requests are about, of those that the session may act for. */
export function setAccount(sid: string | undefined): void {
  account = sid;
  for (const listener of accountListeners) listener(sid);
}

/** Calls `listener` when an answer says that the session is over. Returns a function that ends this. */
export function onExpired(listener: () => void): () => void {
  expiryListeners.add(listener);
  return () => expiryListeners.delete(listener);
}

/** The text of the answer; throws `Refused` or `NoAnswer`. Paths start with `/`. */
export async function ask(path: string, { method, form, ifMatch, signal }: Message = {}): Promise<string> {
  const verb = method ?? (form === undefined ? 'GET' : 'POST');
  const response = await fetch(path, {
    method: verb,
    credentials: 'same-origin',
    headers: {
      accept: 'application/json',
      ...(account === undefined || path === sessionPath ? {} : { 'x-atelier-account': account }),
      ...(ifMatch === undefined ? {} : { 'if-match': `"${ifMatch}"` }),
      ...(verb === 'GET' ? {} : { 'x-atelier-csrf': csrf }),
    },
    ...(form === undefined ? {} : { body: encodeForm(form) }),
    ...(signal === undefined ? {} : { signal }),
  }).catch((cause: unknown) => {
    if (signal?.aborted) throw cause;
    throw new NoAnswer('no answer', { cause });
  });
  const text = await response.text();
  if (response.ok) return text;
  if (response.status === 401 && !path.startsWith(sessionPath)) for (const listener of expiryListeners) listener();
  // What stands between, a proxy for one, answers so for a server that is down.
  if (response.status === 502 || response.status === 503 || response.status === 504)
    throw new NoAnswer(`${response.status}`);
  throw new Refused(response.status, parsed(text), response.headers.get('retry-after'));
}

export async function askJson(path: string, message?: Message): Promise<unknown> {
  return parsed(await ask(path, message));
}

/** Where the console signs in and out. */
export const sessionPath = '/console/api/session';

/** Rows under `key` of all pages of a list, following the links from page to page. */
export async function askAll(path: string, key: string, signal?: AbortSignal): Promise<readonly unknown[]> {
  const rows: unknown[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const page = await askJson(next, signal === undefined ? {} : { signal });
    if (!isRecord(page) || !Array.isArray(page[key])) throw new Error(`the answer to ${next} has no ${key}`);
    rows.push(...page[key]);
    const link: unknown = isRecord(page.meta) ? page.meta.next_page_url : page.next_page_uri;
    next = typeof link === 'string' ? pathOf(link) : undefined;
  }
  return rows;
}

/** Without its host: the server may know itself under another name than this page does. */
function pathOf(link: string): string {
  const { pathname, search } = new URL(link, location.origin);
  return pathname + search;
}

function encodeForm(form: Fields): URLSearchParams {
  const encoded = new URLSearchParams();
  for (const [name, value] of Object.entries(form)) {
    for (const each of typeof value === 'string' ? [value] : (value ?? [])) encoded.append(name, each);
  }
  return encoded;
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function isRecord(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
