/** Signing in to the console. Source: console page §10, Sign-in. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AccountRecord } from '../../storage/storage.ts';
import type { ApiContext, ApiModule } from '../app.ts';
import { findCaller } from '../auth.ts';
import { isoDate } from '../dates.ts';
import { apiError } from '../errors.ts';
import { formOf } from '../forms.ts';
import { optional, required, text } from '../parameters.ts';
import {
  accountsOf,
  checkCsrf,
  closeSession,
  cookieName,
  cookieOf,
  findSession,
  type NewSession,
  openSession,
  type Session,
  sessionMs,
} from '../sessions.ts';
import { baseUrl } from '../urls.ts';
import { isOwnBrowser } from './local.ts';
import { createSignInLimit } from './sign-in-limit.ts';

const path = '/console/api/session';

/** Value of the cookie of somebody who signed out: on this machine, nobody is signed in again unasked. */
const signedOut = 'out';

/** `localAccountSid`: whose account a browser on this machine is signed in to at once; absent: it is asked too. */
export function consoleSession({ localAccountSid }: { readonly localAccountSid?: string }): ApiModule {
  return {
    access: 'public',
    register(app, context) {
      const { storage, clock } = context;
      const limit = createSignInLimit(clock);

      app.get(path, async (request, reply) => {
        const session = await findSession(request, storage, clock.now());
        if (session !== undefined) return present(session, context);
        const isAutomatic = localAccountSid !== undefined && cookieOf(request) !== signedOut && isOwnBrowser(request);
        const account = isAutomatic ? await storage.findAccount(localAccountSid) : undefined;
        if (account?.status !== 'active') throw apiError(20003, { message: 'Nobody is signed in' });
        return signIn(request, reply, context, await openSession(storage, { account }, at(context, true)));
      });

      app.post(path, async (request, reply) => {
        const form = formOf(request);
        const user = required(form, 'sid', text(64));
        const password = optional(form, 'secret', text(256)) ?? '';
        const key = `${request.socket.remoteAddress} ${user}`;
        const waitSeconds = limit.waitSeconds(key);
        if (waitSeconds > 0) throw tooManyTries(waitSeconds);
        // Before the answer is known: tries at the same time count too.
        limit.failed(key);
        const caller = await findCaller(storage, { user, password });
        if (caller?.account.status !== 'active') throw wrong();
        limit.succeeded(key);
        // Whoever had a session here before has a new one now: what somebody planted is worth nothing.
        await closeSession(request, storage);
        return signIn(request, reply.code(201), context, await openSession(storage, caller, at(context, false)));
      });

      app.delete(path, async (request, reply) => {
        const session = await findSession(request, storage, clock.now());
        if (session === undefined) throw apiError(20003, { message: 'Nobody is signed in' });
        checkCsrf(request, session);
        await closeSession(request, storage);
        return reply
          .code(204)
          .header('set-cookie', cookie(request, context, signedOut))
          .send();
      });
    },
  };
}

function at({ clock }: ApiContext, isAutomatic: boolean) {
  return { nowMs: clock.now(), isAutomatic };
}

async function signIn(
  request: FastifyRequest,
  reply: FastifyReply,
  context: ApiContext,
  { token, session }: NewSession,
): Promise<FastifyReply> {
  reply.headers({ 'set-cookie': cookie(request, context, token), 'cache-control': 'no-store' });
  return reply.send(await present(session, context));
}

function cookie(request: FastifyRequest, context: ApiContext, value: string): string {
  const isSecure = request.protocol === 'https' || baseUrl(request, context).startsWith('https:');
  const attributes = ['Path=/', `Max-Age=${sessionMs / 1000}`, 'HttpOnly', 'SameSite=Strict'];
  return [`${cookieName(request)}=${value}`, ...attributes, ...(isSecure ? ['Secure'] : [])].join('; ');
}

async function present(session: Session, { storage }: ApiContext): Promise<object> {
  const { account, apiKey, record, csrf } = session;
  return {
    account_sid: account.sid,
    api_key_sid: apiKey?.sid ?? null,
    automatic: record.isAutomatic,
    csrf,
    date_expires: isoDate(record.expiresAtMs),
    accounts: (await accountsOf(session, storage)).map(presentAccount),
  };
}

function presentAccount({ sid, friendlyName, status, parentSid }: AccountRecord): object {
  return { sid, friendly_name: friendlyName, status, parent_sid: parentSid };
}

/** The same whatever is wrong: nobody learns which accounts there are. No challenge: browsers would open a dialog. */
function wrong(): Error {
  return apiError(20003, { message: 'This SID and secret do not belong together.' });
}

function tooManyTries(waitSeconds: number): Error {
  return apiError(20429, {
    message: `Too many tries. Try again in ${waitSeconds} s.`,
    details: { wait_seconds: waitSeconds },
    headers: { 'retry-after': String(waitSeconds) },
  });
}
