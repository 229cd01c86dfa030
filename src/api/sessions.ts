/**
 * Sessions of the console: a cookie that stands for credentials at the whole API. Source: console page §10.
 * The browser keeps a random value, the store its hash; so what is in the store opens nothing.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { AccountRecord, ApiKeyRecord, SessionRecord, Storage } from '../storage/storage.ts';
import type { Caller } from './auth.ts';
import { apiError } from './errors.ts';
import { requestQuery } from './urls.ts';

/** After this the credentials are asked for again (ext). */
export const sessionMs = 7 * 86_400_000;

export interface Session {
  readonly record: SessionRecord;
  /** Account of the credentials. */
  readonly account: AccountRecord;
  readonly apiKey?: ApiKeyRecord;
  /** What changing requests must bear in `X-Atelier-Csrf`. */
  readonly csrf: string;
}

export interface NewSession {
  readonly session: Session;
  /** Value of the cookie. */
  readonly token: string;
}

/** Opens a session for a caller whose credentials were checked. */
export async function openSession(
  storage: Storage,
  { account, apiKey }: Caller,
  at: { readonly nowMs: number; readonly isAutomatic: boolean },
): Promise<NewSession> {
  const token = randomBytes(32).toString('base64url');
  const record: SessionRecord = {
    tokenSha256: hashOf(token),
    accountSid: account.sid,
    apiKeySid: apiKey?.sid ?? null,
    secretSha256: secretOf(account, apiKey),
    isAutomatic: at.isAutomatic,
    createdAtMs: at.nowMs,
    expiresAtMs: at.nowMs + sessionMs,
  };
  await storage.saveSession(record);
  return { token, session: { record, account, ...(apiKey ? { apiKey } : {}), csrf: csrfOf(token) } };
}

/** The session of the request's cookie; undefined for one that is unknown, over, or whose credentials are gone. */
export async function findSession(
  request: FastifyRequest,
  storage: Storage,
  nowMs: number,
): Promise<Session | undefined> {
  const token = cookieOf(request);
  const record = isToken(token) ? await storage.findSession(hashOf(token)) : undefined;
  if (token === undefined || record === undefined || record.expiresAtMs <= nowMs) return undefined;
  const account = await storage.findAccount(record.accountSid);
  const apiKey = record.apiKeySid === null ? undefined : await storage.findApiKey(record.apiKeySid);
  if (account === undefined || (record.apiKeySid !== null && apiKey === undefined)) return undefined;
  if (secretOf(account, apiKey) !== record.secretSha256) return undefined;
  return { record, account, ...(apiKey ? { apiKey } : {}), csrf: csrfOf(token) };
}

/** Ends the session of the request's cookie, if there is one. */
export async function closeSession(request: FastifyRequest, storage: Storage): Promise<void> {
  const token = cookieOf(request);
  if (isToken(token)) await storage.deleteSession(hashOf(token));
}

/** Accounts that a session may act in: its own, and with the token of a main account its subaccounts. */
export async function accountsOf({ account, apiKey }: Session, storage: Storage): Promise<readonly AccountRecord[]> {
  if (apiKey !== undefined) return [account];
  const accounts = await storage.listAccounts();
  return [account, ...accounts.filter(({ parentSid }) => parentSid === account.sid)];
}

/** Who a request by cookie acts as; undefined when it has no session. Throws 403 without the value against forgery. */
export async function sessionCaller(
  request: FastifyRequest,
  storage: Storage,
  nowMs: number,
): Promise<Caller | undefined> {
  const session = await findSession(request, storage, nowMs);
  if (session === undefined) return undefined;
  checkCsrf(request, session);
  const { apiKey } = session;
  return { account: await chosenAccount(request, storage, session), ...(apiKey ? { apiKey } : {}) };
}

/** Refuses a changing request that does not bear the value which only pages of this server could read. */
export function checkCsrf(request: FastifyRequest, { csrf }: Session): void {
  if (safeMethods.has(request.method)) return;
  const given = request.headers['x-atelier-csrf'];
  const isRight = typeof given === 'string' && timingSafeEqual(sha256(given), sha256(csrf));
  if (!isRight) throw apiError(20403, { message: 'The header X-Atelier-Csrf is missing or wrong' });
}

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** The account that the page works in: its header says so, or its query, where a browser lets no header be set. */
async function chosenAccount(request: FastifyRequest, storage: Storage, session: Session): Promise<AccountRecord> {
  const header = request.headers['x-atelier-account'];
  const sid = header ?? new URLSearchParams(requestQuery(request)).get('atelier_account') ?? session.account.sid;
  if (sid === session.account.sid) return session.account;
  const account = (await accountsOf(session, storage)).find((each) => each.sid === sid);
  if (account === undefined) throw apiError(20403, { message: 'The session is not for this account' });
  return account;
}

/** The port is in the name, because browsers share cookies between all servers of a machine. */
export function cookieName(request: FastifyRequest): string {
  return `atelier_${request.socket.localPort ?? 0}`;
}

/** Value of the session cookie, whatever it is. */
export function cookieOf(request: FastifyRequest): string | undefined {
  const prefix = `${cookieName(request)}=`;
  const cookies = (request.headers.cookie ?? '').split(';').map((cookie) => cookie.trim());
  return cookies.find((cookie) => cookie.startsWith(prefix))?.slice(prefix.length);
}

function isToken(text: string | undefined): text is string {
  return text !== undefined && /^[\w-]{43}$/.test(text);
}

function csrfOf(token: string): string {
  return sha256(`csrf ${token}`).toString('base64url');
}

function secretOf(account: AccountRecord, apiKey: ApiKeyRecord | undefined): string {
  return apiKey?.secretSha256 ?? hashOf(account.authToken);
}

function hashOf(text: string): string {
  return sha256(text).toString('hex');
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
