/** A console over real HTTP, and browsers that are signed in to it. */
import {
  type Answer,
  type ApiOptions,
  type ApiServer,
  account,
  type CallOptions,
  startApi,
  startedAtMs,
} from '../../../test/e2e/api-server.ts';
import { studioSettings } from '../../engine/settings.ts';
import { VirtualClock } from '../../runtime/clock.ts';
import { apiModules } from '../modules.ts';
import type { ServerFacts } from './health.ts';
import { type ConsoleParts, consoleApi } from './index.ts';
import { createLive } from './live.ts';
import type { ServerSetup } from './setup.ts';
import type { OutsideParts } from './try-request.ts';

/** A server with a console that has not been built, unless `parts` says where it is. */
export function startConsole(
  parts: Partial<ConsoleParts> = {},
  more: Pick<ApiOptions, 'refuses'> = {},
): Promise<ApiServer> {
  const clock = new VirtualClock(startedAtMs);
  const live = createLive(clock);
  return startApi({
    ...more,
    clock,
    live,
    modules: [...apiModules, ...consoleApi({ folder: '/nowhere', live, facts, setup, outside, ...parts })],
  });
}

const refused = async () => ({ ok: false, reason: 'refused', message: 'no network in tests' }) as const;
const outside: OutsideParts = { exchange: refused, runFunction: refused, settings: studioSettings };

const facts: ServerFacts = {
  version: '1.2.3',
  carriers: [{ name: 'simulator', type: 'simulator', isDefault: true }],
  disk: async () => ({ freeBytes: 5, totalBytes: 10, dataBytes: 2 }),
  sinks: async () => [{ name: 'crm', behind: 3, lastError: 'no answer' }],
};

const setup: ServerSetup = {
  file: '/shop/atelier.yaml',
  values: [{ name: 'limits.httpSeconds', value: 5, usual: 10, variable: 'ATELIER_LIMITS' }],
  carriers: [{ name: 'main', type: 'twilio', isDefault: true, given: { account_sid: 'AC1', auth_token: null } }],
  functions: async () => ({ folder: '/shop/functions', paths: ['/store'], mappings: [] }),
};

export interface Browser {
  readonly cookie: string;
  readonly csrf: string;
  /** A request of a page: with the cookie, and with the value against forgery. */
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
}

/** Signs in with credentials, the first account's by default. */
export async function signIn(
  server: ApiServer,
  [sid, secret]: readonly [string, string] = [account.sid, account.authToken],
): Promise<Browser> {
  return browserOf(server, await server.call('POST', '/console/api/session', { form: { sid, secret }, auth: null }));
}

/** The browser that got this answer to its signing in. */
export function browserOf(server: ApiServer, answer: Answer): Browser {
  const cookie = cookieFrom(answer);
  const { csrf } = answer.body;
  return {
    cookie,
    csrf,
    call: (method, path, options) =>
      server.call(method, path, {
        ...options,
        auth: null,
        headers: { cookie, 'x-atelier-csrf': csrf, ...options?.headers },
      }),
  };
}

/** `name=value` of the cookie that the answer sets; empty when it sets none. */
export function cookieFrom({ headers }: Answer): string {
  return headers.getSetCookie()[0]?.split(';')[0] ?? '';
}
