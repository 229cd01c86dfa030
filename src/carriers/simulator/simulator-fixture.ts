/** The simulated carrier with a server of the account beside it, for the tests. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { VirtualClock } from '../../runtime/clock.ts';
import { createHttpClient } from '../../runtime/http-client.ts';
import { createSocketClient } from '../../runtime/web-socket.ts';
import type { Granted, NetworkMessage, NumberChanges } from '../network.ts';
import { validateSignature } from '../signature.ts';
import { openSimulator, type SimulatorOptions } from './index.ts';

export const accountSid = `AC${'a'.repeat(32)}`;
export const token = 'the-token-of-the-account';
export const contact = '+15550001111';
export const number = '+15550002222';

export type Reply =
  | {
      readonly status?: number;
      readonly type?: string;
      readonly headers?: { readonly [name: string]: string };
      readonly body?: string | Buffer;
    }
  | 'hang up'
  | 'hang';

export interface Hook {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  /** Parameters of the body or, in a GET, of the query. */
  readonly params: { readonly [name: string]: string };
  readonly idempotencyToken: string;
  readonly cookie: string | undefined;
}

/** A server of the account: records what it is sent, checks the signature, answers as `reply` says. */
export async function openHooks(t: TestContext, reply: (hook: Hook) => Reply = () => ({})) {
  const hooks: Hook[] = [];
  const arrivals: ((hook: Hook) => void)[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? '';
    const form = [...new URLSearchParams(Buffer.concat(chunks).toString())];
    const isGet = request.method === 'GET';
    const isSigned = validateSignature({
      token,
      signature: String(request.headers['x-twilio-signature']),
      urls: [`${base()}${path}`],
      form,
    });
    assert.ok(isSigned || isSound(request), `the request to ${path} is not signed`);
    const hook: Hook = {
      method: request.method ?? '',
      path,
      params: Object.fromEntries(isGet ? new URL(path, base()).searchParams : form),
      idempotencyToken: String(request.headers['i-twilio-idempotency-token']),
      cookie: request.headers.cookie,
    };
    hooks.push(hook);
    for (const arrived of arrivals.splice(0)) arrived(hook);
    const answer = reply(hook);
    if (answer === 'hang up') request.socket.destroy();
    else if (answer !== 'hang') {
      const headers = { 'content-type': answer.type ?? 'text/xml', ...answer.headers };
      response.writeHead(answer.status ?? 200, headers).end(answer.body ?? '');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const base = () => `http://127.0.0.1:${port}`;
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
  t.after(close);
  return {
    base: base(),
    hooks,
    close,
    /** The next request that arrives. */
    next: () => new Promise<Hook>((resolve) => arrivals.push(resolve)),
  };
}

/** What a document plays is fetched like any other file. */
function isSound({ headers }: IncomingMessage): boolean {
  return headers.accept?.startsWith('audio/') === true;
}

export async function openFolder(t: TestContext): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-carrier-'));
  t.after(() => rm(folder, { recursive: true }));
  return folder;
}

let sids = 0;
/** Grows within a run and differs between runs, as SIDs do. */
export function newSid(prefix: string): string {
  return `${prefix}${process.pid.toString(16).padStart(16, '0')}${(++sids).toString(16).padStart(16, '0')}`;
}

export async function openNetwork(
  t: TestContext,
  { folder, ...more }: Partial<SimulatorOptions> = {},
  settings?: NumberChanges,
) {
  const clock = new VirtualClock(Date.parse('2026-01-02T03:04:00Z'));
  const http = createHttpClient({ clock, allowedHosts: ['127.0.0.1'] });
  const warnings: object[] = [];
  const simulator = await openSimulator({
    folder: folder ?? (await openFolder(t)),
    clock,
    http,
    openSocket: createSocketClient({ clock, allowedHosts: ['127.0.0.1'] }),
    tokenOf: async () => token,
    ids: { sid: newSid },
    log: {
      warn: (facts) => warnings.push(facts),
      error: (facts) => assert.fail(JSON.stringify(facts)),
    },
    ...more,
  });
  t.after(async () => {
    await simulator.close();
    http.close();
  });
  const { network } = simulator;
  if (settings) granted(await network.createNumber(accountSid, { phoneNumber: number }, settings));
  simulator.start();
  return {
    ...simulator,
    clock,
    warnings,
    /** Lets `ms` pass, with all that happens in it. */
    async pass(ms: number) {
      clock.advance(ms);
      await simulator.settled();
    },
    send: async (draft: Parameters<typeof network.createMessage>[1] = {}) =>
      network.createMessage(accountSid, { from: number, to: contact, body: 'Hi', ...draft }),
    text: async (body: string, draft: Partial<Parameters<typeof network.text>[1]> = {}) =>
      granted(await network.text(accountSid, { from: contact, to: number, body, mediaUrls: [], params: {}, ...draft })),
    thread: () => network.readThread(accountSid, { contact, limit: 100 }),
    async get(sid: string): Promise<NetworkMessage> {
      const message = await network.findMessage(accountSid, sid);
      assert.ok(message);
      return message;
    },
  };
}

export function granted<T>(outcome: Granted<T> | undefined): T {
  assert.ok(outcome?.ok, JSON.stringify(outcome));
  return outcome.value;
}

/** `says` of each message, marked with who said it. */
export function conversation(messages: readonly NetworkMessage[]): string[] {
  return messages.map(({ direction, body }) => `${direction === 'inbound' ? '>' : '<'} ${body}`);
}
