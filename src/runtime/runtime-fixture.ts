/** A real runtime on a real store in a temporary folder, with the outside played by plain functions: for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Carrier, CarrierCalls, SendRequest } from '../carriers/carrier.ts';
import type { HttpRequest, HttpResult, MessageResult } from '../engine/effects.ts';
import type { JsonObject } from '../engine/json.ts';
import { type Limits, studioDefaults } from '../engine/limits.ts';
import { type Settings, studioSettings } from '../engine/settings.ts';
import { openSqlite } from '../storage/sqlite/index.ts';
import type { RevisionRecord, Storage } from '../storage/storage.ts';
import { widgetsByType } from '../widgets/index.ts';
import { VirtualClock } from './clock.ts';
import type { RuntimeDeps } from './deps.ts';
import { createRuntime } from './flow-runtime.ts';
import type { InboundAnswer, Runtime } from './runtime.ts';

export const accountSid = `AC${'1'.repeat(32)}`;
export const ours = '+15550000001';
export const contact = '+15550000002';

/** What the outside does; each can be replaced in a test. */
export interface Outside {
  send: (request: SendRequest) => Promise<MessageResult>;
  findSent?: (request: SendRequest) => Promise<MessageResult | undefined>;
  exchange: (request: HttpRequest) => Promise<HttpResult>;
}

/** What differs from the usual runtime. */
export interface FixtureParts extends Partial<Pick<RuntimeDeps, 'pace' | 'products' | 'tellPoster'>> {
  readonly settings?: Partial<Settings>;
  /** The carrier has `findSent`. */
  readonly canBeAsked?: boolean;
  readonly actsLate?: boolean;
  /** How the carrier makes calls. */
  readonly calls?: CarrierCalls;
}

export class Fixture {
  readonly clock = new VirtualClock(Date.UTC(2026, 0, 5, 12));
  readonly sent: SendRequest[] = [];
  readonly requests: HttpRequest[] = [];
  readonly logged: object[] = [];
  readonly outside: Outside;
  readonly #folder: string;
  readonly #limits: Limits;
  readonly #parts: FixtureParts;
  storage!: Storage;
  runtime!: Runtime;
  #sids = 0;

  private constructor(folder: string, limits: Limits, parts: FixtureParts) {
    this.#folder = folder;
    this.#limits = limits;
    this.#parts = parts;
    this.outside = {
      send: async ({ message }) => ({
        ok: true,
        resource: { sid: this.sid('SM'), status: 'queued', body: message.body ?? null },
      }),
      exchange: async () => ({ ok: false, reason: 'network', message: 'nobody answers' }),
    };
  }

  static async open(limits: Partial<Limits> = {}, parts: FixtureParts = {}): Promise<Fixture> {
    const folder = await mkdtemp(join(tmpdir(), 'atelier-runtime-'));
    const fixture = new Fixture(folder, { ...studioDefaults, ...limits }, parts);
    await fixture.start();
    return fixture;
  }

  sid(prefix: string): string {
    return prefix + (++this.#sids).toString(16).padStart(32, '0');
  }

  async start(): Promise<void> {
    this.storage = await openSqlite({ folder: this.#folder });
    const { outside } = this;
    const { settings, canBeAsked = true, actsLate = false, calls, ...parts } = this.#parts;
    const carrier: Carrier = {
      name: 'recorder',
      send: (request) => {
        this.sent.push(request);
        return outside.send(request);
      },
      ...(canBeAsked ? { findSent: async (request: SendRequest) => outside.findSent?.(request) } : {}),
      actsLate,
      ...(calls ? { calls } : {}),
    };
    this.runtime = createRuntime({
      storage: this.storage,
      carrier,
      exchange: (_account, request) => {
        this.requests.push(request);
        return outside.exchange(request);
      },
      clock: this.clock,
      sid: (prefix) => this.sid(prefix),
      limits: this.#limits,
      settings: { ...studioSettings, ...settings },
      widgets: widgetsByType,
      webhookBase: () => 'https://flows.example.com',
      log: { warn: (facts) => this.logged.push(facts), error: (facts) => this.logged.push(facts) },
      ...parts,
    });
    await this.runtime.begin();
  }

  /** Stops as a process does that has no time to finish: what is under way never reports back. */
  async crash(): Promise<void> {
    await this.storage.close();
  }

  async close(): Promise<void> {
    await this.runtime.close();
    await this.storage.close();
    await rm(this.#folder, { recursive: true });
  }

  /** Saves a flow; gives its SID. */
  async publish(states: readonly JsonObject[], more: Partial<RevisionRecord> = {}): Promise<string> {
    const sid = this.sid('FW');
    await this.storage.createFlow({ sid, accountSid }, this.#revision(sid, 1, states, more));
    return sid;
  }

  async revise(flowSid: string, states: readonly JsonObject[], status: 'draft' | 'published'): Promise<void> {
    await this.storage.addRevision(flowSid, ({ revision }) =>
      this.#revision(flowSid, revision + 1, states, { status }),
    );
  }

  async text(flowSid: string, body: string, more: JsonObject = {}): Promise<InboundAnswer> {
    const params = { MessageSid: this.sid('SM'), From: contact, To: ours, Body: body, ...more };
    const answer = await this.runtime.receive({ accountSid, flowSid, params });
    await this.runtime.settled();
    return answer;
  }

  /** Lets time pass, and everything that falls due happen. */
  async elapse(seconds: number): Promise<void> {
    this.clock.advance(seconds * 1000);
    await this.runtime.settled();
  }

  /** Executions of a flow, newest first. */
  async executions(flowSid: string) {
    return (await this.storage.listExecutions(flowSid, {}, { limit: 1000 })).rows;
  }

  /** `event: from → to` of each step of the newest execution, oldest first. */
  async path(flowSid: string): Promise<string[]> {
    const [newest] = await this.executions(flowSid);
    const { rows } = await this.storage.listSteps(newest?.sid ?? '', { limit: 1000 });
    return rows.toReversed().map((step) => `${step.event}: ${step.transitionedFrom} → ${step.transitionedTo}`);
  }

  /** Stops cleanly and starts again on the same data. */
  async restart(): Promise<void> {
    await this.runtime.close();
    await this.storage.close();
    await this.start();
    await this.runtime.settled();
  }

  bodies(): (string | undefined)[] {
    return this.sent.map(({ message }) => message.body);
  }

  #revision(
    flowSid: string,
    revision: number,
    states: readonly JsonObject[],
    more: Partial<RevisionRecord>,
  ): RevisionRecord {
    return {
      flowSid,
      revision,
      friendlyName: 'Flow',
      status: 'published',
      definition: JSON.stringify({ description: 'Flow', states, initial_state: 'Trigger' }),
      commitMessage: null,
      authorSid: null,
      isValid: true,
      errors: [],
      warnings: [],
      createdAtMs: this.clock.now(),
      ...more,
    };
  }
}

/** A trigger that leads `next` for every event. */
export function trigger(next: string): JsonObject {
  const events = [
    'incomingMessage',
    'incomingCall',
    'incomingConversationMessage',
    'incomingRequest',
    'incomingParent',
  ];
  return { name: 'Trigger', type: 'trigger', properties: {}, transitions: events.map((event) => ({ event, next })) };
}

export function ask(name: string, body: string, next: string | null, timeout = '3600'): JsonObject {
  return {
    name,
    type: 'send-and-wait-for-reply',
    properties: { from: '{{flow.channel.address}}', body, timeout },
    transitions: [{ event: 'incomingMessage', next }, { event: 'timeout' }, { event: 'deliveryFailure' }],
  };
}

export function say(name: string, body: string, next: string | null = null): JsonObject {
  return {
    name,
    type: 'send-message',
    properties: { from: '{{flow.channel.address}}', to: '{{contact.channel.address}}', body },
    transitions: [{ event: 'sent', next }, { event: 'failed' }],
  };
}

/** Hands over to TwiML elsewhere for at most five seconds. */
const redirect: JsonObject = {
  name: 'away',
  type: 'add-twiml-redirect',
  properties: { url: 'https://example.com/twiml?a=1&b=2', timeout: '5' },
  transitions: [{ event: 'return', next: 'back' }, { event: 'timeout', next: 'late' }, { event: 'fail' }],
};
/** One HTTP request. */
export const look: JsonObject = {
  name: 'look',
  type: 'make-http-request',
  properties: { url: 'https://example.com/' },
  transitions: [
    { event: 'success', next: 'away' },
    { event: 'failed', next: 'away' },
  ],
};
/** An HTTP request, then the redirect, then what came back. */
export const redirectFlow = [
  trigger('look'),
  look,
  redirect,
  say('back', 'back with {{widgets.away.foo}}'),
  say('late', 'late'),
];
/** What `redirectFlow` answers. */
export const redirectTwiml =
  '<?xml version="1.0" encoding="UTF-8"?><Response><Redirect method="POST">https://example.com/twiml?a=1&amp;b=2</Redirect></Response>';

export const emptyResponse = { status: 200, twiml: '<?xml version="1.0" encoding="UTF-8"?><Response/>' };
