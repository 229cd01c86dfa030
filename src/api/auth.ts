/**
 * Who is calling: HTTP Basic with `AccountSid:AuthToken` or `SK…:secret` (rest-api §1, limits-and-errors §4), or the
 * cookie of the console (ext).
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Clock } from '../runtime/clock.ts';
import type { AccountRecord, ApiKeyRecord, Storage } from '../storage/storage.ts';
import { apiError } from './errors.ts';
import { sessionCaller } from './sessions.ts';

export interface Caller {
  readonly account: AccountRecord;
  /** The key that was used; absent with the account's own token. */
  readonly apiKey?: ApiKeyRecord;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by `authenticate`; null on public routes. Read it with `callerOf` or `accountOf`. */
    caller: Caller | null;
  }
}

/** Hook that refuses a request without valid credentials of an active account. */
export function authenticate(
  storage: Storage,
  clock: Clock,
): (request: FastifyRequest, reply: FastifyReply) => Promise<void> {
  return async (request) => {
    const { authorization } = request.headers;
    const credentials = parseBasic(authorization);
    // Credentials count before a cookie: who sends them means them.
    const caller = await (authorization === undefined
      ? sessionCaller(request, storage, clock.now())
      : credentials && findCaller(storage, credentials));
    if (caller === undefined) throw isFromConsole(request) ? apiError(20003) : unauthorized();
    if (caller.account.status !== 'active') throw apiError(20005);
    request.caller = caller;
  };
}

/** A page of this server asks: to a challenge its browser would open a dialog of its own, before the console's. */
function isFromConsole({ headers }: FastifyRequest): boolean {
  return headers['sec-fetch-site'] === 'same-origin' || headers['x-atelier-csrf'] !== undefined;
}

export function callerOf(request: FastifyRequest): Caller {
  if (request.caller === null) throw new Error(`the route ${request.routeOptions.url} is not behind authenticate`);
  return request.caller;
}

export function accountOf(request: FastifyRequest): AccountRecord {
  return callerOf(request).account;
}

/** SID of the key or the account that the request is made with: who did what it asks for. */
export function authorOf(request: FastifyRequest): string {
  const { account, apiKey } = callerOf(request);
  return apiKey?.sid ?? account.sid;
}

export interface Credentials {
  readonly user: string;
  readonly password: string;
}

/** The account behind the credentials, whatever its status; undefined when they are wrong. */
export async function findCaller(storage: Storage, { user, password }: Credentials): Promise<Caller | undefined> {
  if (/^SK[0-9a-fA-F]{32}$/.test(user)) {
    const apiKey = await storage.findApiKey(user);
    const isRight = isSame(sha256(password), Buffer.from(apiKey?.secretSha256 ?? '', 'hex'));
    const account = apiKey && (await storage.findAccount(apiKey.accountSid));
    return isRight && account ? { account, apiKey } : undefined;
  }
  if (!/^AC[0-9a-fA-F]{32}$/.test(user)) return undefined;
  const account = await storage.findAccount(user);
  // Hashes are compared, so that the time tells nothing about length or content.
  const isRight = isSame(sha256(password), account ? tokenHash(account) : noHash);
  return isRight && account && account.authToken !== '' ? { account } : undefined;
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** User and password of a Basic header; undefined for anything else, a Bearer token included. */
export function parseBasic(header: string | undefined): Credentials | undefined {
  const encoded = /^Basic +([A-Za-z0-9+/_-]+={0,2})$/i.exec(header ?? '')?.[1];
  if (encoded === undefined) return undefined;
  try {
    const text = decoder.decode(Buffer.from(encoded, 'base64'));
    const colon = text.indexOf(':');
    return colon === -1 ? undefined : { user: text.slice(0, colon), password: text.slice(colon + 1) };
  } catch {
    return undefined;
  }
}

export function unauthorized(): Error {
  return apiError(20003, { headers: { 'www-authenticate': 'Basic realm="Twilio API"' } });
}

const noHash = sha256('');

/** Kept as long as the store keeps the record. */
const tokenHashes = new WeakMap<AccountRecord, Buffer>();

function tokenHash(account: AccountRecord): Buffer {
  const hash = tokenHashes.get(account) ?? sha256(account.authToken);
  tokenHashes.set(account, hash);
  return hash;
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

function isSame(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
