/** The whole API over real HTTP: SQLite in a temporary folder, the real runtime, a clock that tests move. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { type ApiDeps, type ApiModule, buildApi } from '../../src/api/app.ts';
import type { Live } from '../../src/api/console/live.ts';
import { apiModules } from '../../src/api/modules.ts';
import type { SendRequest } from '../../src/carriers/carrier.ts';
import type { MessageResult } from '../../src/engine/effects.ts';
import { studioDefaults } from '../../src/engine/limits.ts';
import { studioSettings } from '../../src/engine/settings.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { createRuntime } from '../../src/runtime/flow-runtime.ts';
import type { Runtime } from '../../src/runtime/runtime.ts';
import { openSqlite } from '../../src/storage/sqlite/index.ts';
import type { AccountRecord, Storage } from '../../src/storage/storage.ts';
import { widgetsByType } from '../../src/widgets/index.ts';

export interface ApiServer {
  readonly base: string;
  readonly port: number;
  readonly storage: Storage;
  readonly runtime: Runtime;
  readonly clock: VirtualClock;
  /** Messages that flows sent. */
  readonly sent: readonly SendRequest[];
  /** Log lines, parsed. */
  readonly log: readonly { readonly [key: string]: unknown }[];
  call(method: string, path: string, options?: CallOptions): Promise<Answer>;
  close(): Promise<void>;
}

export type Fields = { readonly [name: string]: string | readonly string[] };

export interface CallOptions {
  readonly form?: Fields;
  /** A raw body instead of a form. */
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: { readonly [name: string]: string };
  /** User and password; `null`: none. The first account's by default. */
  readonly auth?: readonly [user: string, password: string] | null;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed body; an empty object when there is none, or none of JSON. */
  readonly body: Body;
}

/** Tests read deep into answers whose shape they then assert. */
// biome-ignore lint/suspicious/noExplicitAny: the point of these tests is what stands in there
export type Body = any;

export const startedAtMs = Date.UTC(2026, 0, 2, 3, 4, 5);

export const account = accountRecord('1');
export const otherAccount = accountRecord('2');
export const suspendedAccount: AccountRecord = { ...accountRecord('3'), status: 'suspended' };
export const apiKey = { sid: `SK${'4'.repeat(32)}`, secret: 'keysecret' };

export interface ApiOptions {
  readonly deps?: Partial<ApiDeps>;
  readonly modules?: readonly ApiModule[];
  readonly live?: Live;
  readonly clock?: VirtualClock;
  /** Why the carrier does not take a message. */
  readonly refuses?: (request: SendRequest) => Extract<MessageResult, { ok: false }> | undefined;
}

export async function startApi(options: ApiOptions = {}): Promise<ApiServer> {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-api-'));
  const stored = await openSqlite({ folder });
  const storage = options.live?.watching(stored) ?? stored;
  for (const record of [account, otherAccount, suspendedAccount]) await storage.saveAccount(record);
  await storage.saveApiKey({
    sid: apiKey.sid,
    accountSid: account.sid,
    secretSha256: createHash('sha256').update(apiKey.secret).digest('hex'),
    friendlyName: 'test',
    createdAtMs: startedAtMs,
  });
  const { clock = new VirtualClock(startedAtMs), live } = options;
  const sent: SendRequest[] = [];
  const log: { [key: string]: unknown }[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void log.push(JSON.parse(line)) });
  let count = 0;
  const sid = (prefix: string) => prefix + (++count).toString(16).padStart(32, '0');
  const runtime = createRuntime({
    storage,
    clock,
    sid,
    limits: studioDefaults,
    settings: studioSettings,
    widgets: widgetsByType,
    webhookBase: () => 'http://hooks.example.com',
    log: logger,
    ...(live ? { listener: { record: () => [], committed: (happening) => live.hear(happening) } } : {}),
    exchange: async () => ({ ok: false, reason: 'refused', message: 'no network in tests' }),
    carrier: {
      name: 'test',
      async send(request) {
        sent.push(request);
        const { to, body } = request.message;
        const refusal = options.refuses?.(request);
        if (refusal) return refusal;
        return { ok: true, resource: { sid: sid('SM'), status: 'queued', to, body: body ?? '' } };
      },
    },
  });
  const app = buildApi(
    {
      storage,
      runtime,
      clock,
      ids: { sid },
      limits: studioDefaults,
      settings: studioSettings,
      widgets: widgetsByType,
      logger,
      ...options.deps,
    },
    options.modules ?? apiModules,
  );
  await app.listen({ port: 0, host: '127.0.0.1' });
  await runtime.begin();
  const { port } = app.server.address() as AddressInfo;
  const base = `http://127.0.0.1:${port}`;
  return {
    base,
    port,
    storage,
    runtime,
    clock,
    sent,
    log,
    call: (method, path, call) => send(`${base}${path}`, method, call),
    async close() {
      await app.close();
      await runtime.close();
      await storage.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** A flow that asks for a name, waits, and stores it. */
export function askName(question = 'Your name?'): object {
  return {
    description: 'Ask for a name',
    initial_state: 'Trigger',
    flags: { allow_concurrent_calls: true },
    states: [
      {
        name: 'Trigger',
        type: 'trigger',
        transitions: [
          { event: 'incomingMessage', next: 'ask' },
          { event: 'incomingCall' },
          { event: 'incomingRequest', next: 'ask' },
        ],
        properties: { offset: { x: 0, y: 0 } },
      },
      {
        name: 'ask',
        type: 'send-and-wait-for-reply',
        transitions: [{ event: 'incomingMessage', next: 'keep' }, { event: 'timeout' }, { event: 'deliveryFailure' }],
        properties: { offset: { x: 0, y: 200 }, from: '{{flow.channel.address}}', body: question, timeout: '3600' },
      },
      {
        name: 'keep',
        type: 'set-variables',
        transitions: [{ event: 'next' }],
        properties: { offset: { x: 0, y: 400 }, variables: [{ key: 'name', value: '{{widgets.ask.inbound.Body}}' }] },
      },
    ],
  };
}

/** Creates a flow and gives its SID. */
export async function createFlow(server: ApiServer, fields: Fields = {}): Promise<string> {
  const form = {
    FriendlyName: 'Ask name',
    Status: 'published',
    Definition: JSON.stringify(askName()),
    ...fields,
  };
  const { status, text, body } = await server.call('POST', '/v2/Flows', { form });
  assert.equal(status, 201, text);
  return body.sid;
}

async function send(url: string, method: string, options: CallOptions = {}): Promise<Answer> {
  const { form, body = form && encodeForm(form), auth = [account.sid, account.authToken] } = options;
  const headers = {
    ...(auth === null ? {} : { authorization: `Basic ${Buffer.from(auth.join(':')).toString('base64')}` }),
    ...(form ? { 'content-type': 'application/x-www-form-urlencoded' } : {}),
    ...options.headers,
  };
  const response = await fetch(url, { method, headers, redirect: 'manual', ...(body === undefined ? {} : { body }) });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
  return { status: response.status, headers: response.headers, text, body: isJson ? JSON.parse(text) : {} };
}

function encodeForm(fields: Fields): string {
  const pairs = Object.entries(fields).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
  return new URLSearchParams(pairs).toString();
}

function accountRecord(digit: string): AccountRecord {
  return {
    sid: `AC${digit.repeat(32)}`,
    authToken: `token${digit}`,
    parentSid: null,
    friendlyName: `Account ${digit}`,
    status: 'active',
    createdAtMs: startedAtMs,
  };
}
