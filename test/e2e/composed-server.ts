/** The composed server, as `npm start` runs it, in this process, on a fresh data folder. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { signForm } from '../../src/carriers/signature.ts';
import { configFromEnv, type RunningServer, type ServerParts, startServer } from '../../src/server/index.ts';

export interface Composed {
  readonly server: RunningServer;
  readonly accountSid: string;
  readonly authToken: string;
  /** A request with the account's credentials. */
  call(path: string, form?: Record<string, string>, method?: string): Promise<{ status: number; body: Body }>;
  /** A webhook as a carrier makes it, signed with the account's token. */
  signed(url: string, form: Record<string, string>): Promise<{ status: number; text: string }>;
}

// biome-ignore lint/suspicious/noExplicitAny: answers of many shapes, read by tests that name what they expect
export type Body = any;

/** Starts a server that stops with the test. */
export async function openComposed(
  t: TestContext,
  env: Record<string, string> = {},
  parts: ServerParts = {},
): Promise<Composed> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-composed-'));
  const server = await startServer(
    configFromEnv({ PORT: '0', ATELIER_DATA: folder, ATELIER_LOG_LEVEL: 'fatal', ...env }),
    parts,
  );
  t.after(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });
  const { sid: accountSid, authToken } = server.main.account;
  const authorization = `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`;
  return {
    server,
    accountSid,
    authToken,
    async call(path, form, method = form === undefined ? 'GET' : 'POST') {
      const response = await fetch(`${server.url}${path}`, {
        method,
        headers: { authorization },
        ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
      });
      const text = await response.text();
      return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text };
    },
    async signed(url, form) {
      const signature = signForm(authToken, url, Object.entries(form));
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'x-twilio-signature': signature },
        body: new URLSearchParams(form),
      });
      return { status: response.status, text: await response.text() };
    },
  };
}

/** Asks until `read` gives something, for at most ten seconds: for what the server does in its own time. */
export async function eventually<T>(read: () => Promise<T | undefined>): Promise<T> {
  for (let tries = 0; tries < 500; tries++) {
    const value = await read();
    if (value !== undefined) return value;
    await sleep(20);
  }
  throw new Error('it did not come within ten seconds');
}
