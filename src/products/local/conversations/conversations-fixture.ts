/** Conversations and the outbox in a folder of their own, with a carrier and flows that keep what they get: for tests. */
import assert from 'node:assert/strict';
import type { TestContext } from 'node:test';
import { type Carrier, CarrierUnreachable, type SendRequest } from '../../../carriers/carrier.ts';
import { routedCarrier } from '../../../carriers/routing.ts';
import type { MessageResult } from '../../../engine/effects.ts';
import type { JsonObject } from '../../../engine/json.ts';
import { studioDefaults } from '../../../engine/limits.ts';
import { studioSettings } from '../../../engine/settings.ts';
import { VirtualClock } from '../../../runtime/clock.ts';
import { createRuntime } from '../../../runtime/flow-runtime.ts';
import type { Runtime } from '../../../runtime/runtime.ts';
import { openSqlite } from '../../../storage/sqlite/index.ts';
import type { Storage } from '../../../storage/storage.ts';
import type { ConversationNotice, Made } from '../../conversation-store.ts';
import type { Product } from '../../products.ts';
import { accountSid, temporaryFolder } from '../../products-fixture.ts';
import { openProductDatabase } from '../database.ts';
import { type LocalConversations, localConversations } from './index.ts';

const none: Product<never> = { perform: async () => ({ ok: false, code: null, message: 'none here' }) };

export const contact = '+15550002222';
export const ours = '+15550001111';
export const serviceSid = `IS${'5'.repeat(32)}`;
export const flowSid = `FW${'1'.repeat(32)}`;
export const webhookUrl = `https://studio.example.com/v1/Accounts/${accountSid}/Flows/${flowSid}`;

/** A carrier that takes everything, once per key. */
export class Texts implements Carrier {
  readonly name = 'texts';
  readonly taken: SendRequest[] = [];
  /** Keys that it was asked for. */
  readonly asked: string[] = [];
  requestCount = 0;
  actsLate = false;
  /** It cannot be asked. */
  isDown = false;
  /** Takes the next request's place. */
  next: ((request: SendRequest) => Promise<MessageResult>) | undefined;

  async send(request: SendRequest): Promise<MessageResult> {
    const { next } = this;
    this.requestCount++;
    this.next = undefined;
    if (next) return next(request);
    return this.take(request);
  }

  take(request: SendRequest): MessageResult {
    this.taken.push(request);
    return this.#resultOf(request);
  }

  async findSent(request: SendRequest): Promise<MessageResult | undefined> {
    this.requestCount++;
    if (this.isDown) throw new CarrierUnreachable('down', { isUnsent: true });
    this.asked.push(request.key);
    return this.taken.some(({ key }) => key === request.key) ? this.#resultOf(request) : undefined;
  }

  /** Who got what, in order. */
  get bodies(): readonly string[] {
    return this.taken.map(({ message }) => `${message.to}: ${message.body ?? message.mediaUrls?.join(' ')}`);
  }

  #resultOf({ key }: SendRequest): MessageResult {
    const place = this.taken.findIndex((one) => one.key === key);
    return { ok: true, resource: { sid: `SM${String(place).padStart(32, '0')}`, status: 'queued' } };
  }
}

export class Fixture {
  readonly clock = new VirtualClock(Date.UTC(2026, 0, 2, 3, 4, 5));
  readonly carrier = new Texts();
  readonly notices: ConversationNotice[] = [];
  readonly logged: string[] = [];
  /** How many texts a second leave from one number. */
  perSecond: number | undefined;
  /** The carrier is one of several. */
  isRouted = false;
  /** The outbox can take in nothing of before. */
  isFull = false;
  /** Takes the place of the flow. */
  notify: ((notice: ConversationNotice) => Promise<void>) | undefined;
  readonly #folder: string;
  store!: LocalConversations;
  runtime!: Runtime;
  storage!: Storage;
  #end: () => Promise<void> = async () => {};
  #crash: () => Promise<void> = async () => {};
  #made = 0;

  private constructor(t: TestContext, folder: string) {
    this.#folder = folder;
    t.after(() => this.#end());
  }

  /** `prepare`: puts into the folder what an earlier version left. */
  static async open(t: TestContext, prepare?: (folder: string, fixture: Fixture) => void): Promise<Fixture> {
    const fixture = new Fixture(t, await temporaryFolder(t));
    prepare?.(fixture.#folder, fixture);
    await fixture.restart();
    return fixture;
  }

  /** The next process; the one before had no time to say goodbye. */
  async restart(): Promise<void> {
    const storage = await openSqlite({ folder: this.#folder });
    const database = openProductDatabase(this.#folder);
    const sid = (prefix: string) => `${prefix}${(++this.#made).toString(16).padStart(32, '0')}`;
    const store = localConversations(database, {
      clock: this.clock,
      ids: { sid },
      baseUrl: () => 'http://atelier.example',
    });
    const log = (_facts: object, message: string) => void this.logged.push(message);
    const runtime = createRuntime({
      storage,
      carrier: this.isRouted ? routed(this.carrier) : this.carrier,
      pace: (_account, { from = '' }) =>
        this.perSecond === undefined ? undefined : { key: from, perSecond: this.perSecond },
      tellPoster: (key, fate) => store.hear(key, fate),
      products: { conversations: store, tasks: none, documents: none },
      exchange: async () => ({ ok: false, reason: 'network', message: 'nobody answers' }),
      clock: this.clock,
      sid,
      limits: studioDefaults,
      settings: studioSettings,
      widgets: new Map(),
      webhookBase: () => 'http://atelier.example',
      log: { warn: log, error: log },
    });
    Object.assign(this, { store, runtime, storage });
    this.#end = async () => {
      await store.stop();
      await runtime.close();
      await storage.close();
      database.close();
    };
    this.#crash = async () => {
      database.close();
      await storage.close();
    };
    await runtime.begin();
    store.start({
      post: (text) => runtime.post(text),
      adopt: (texts) => {
        if (this.isFull) throw new Error('database or disk is full');
        return runtime.adopt(texts);
      },
      notify: async (notice) => {
        await this.notify?.(notice);
        this.notices.push(notice);
      },
      log: { error: log },
    });
    await this.settled();
  }

  /** Resolves when everything that can be done now has been. */
  async settled(): Promise<void> {
    for (let before = ''; before !== this.#progress; ) {
      before = this.#progress;
      await this.store.settled();
      await this.runtime.settled();
    }
  }

  get #progress(): string {
    return `${this.carrier.requestCount} ${this.notices.length}`;
  }

  /** The process dies in the middle of what it does. */
  async crash(): Promise<void> {
    this.#end = async () => {};
    await this.#crash();
  }

  async end(): Promise<void> {
    await this.#end();
    this.#end = async () => {};
  }

  async elapse(seconds: number): Promise<void> {
    this.clock.advance(seconds * 1000);
    await this.settled();
  }

  /** A conversation of the contact and a flow. Gives its SID. */
  async start(key = 'start', more: JsonObject = {}): Promise<string> {
    const result = await this.store.perform({
      accountSid,
      key,
      request: {
        type: 'conversation.start',
        conversation: { serviceSid, participant: { address: contact, proxyAddress: ours }, webhookUrl, ...more },
      },
    });
    assert.ok(result.ok, JSON.stringify(result));
    return String(result.resource.sid);
  }

  /** The flow says something. */
  async say(sid: string, body: string, more: Partial<SendRequest['message']> = {}): Promise<JsonObject> {
    const message = { to: '', body, conversation: { sid, serviceSid, author: 'Bot' }, ...more };
    const result = await this.store.send({ accountSid, key: `say ${body}`, message });
    assert.ok(result.ok, JSON.stringify(result));
    await this.settled();
    return result.resource;
  }

  /** The carrier brings a text of the contact; `params` in the place of the usual ones. */
  async text(body: string, params: { readonly [name: string]: string } = {}) {
    const MessageSid = `SM${(++this.#made).toString(16).padStart(32, 'f')}`;
    const absorbed = await this.store.absorbMessage?.(accountSid, {
      MessageSid,
      From: contact,
      To: ours,
      Body: body,
      ...params,
    });
    await this.settled();
    return absorbed;
  }

  /** The carrier reports on a text that left from here. */
  async report(params: { readonly [name: string]: string }): Promise<boolean> {
    return this.runtime.receiveReport(params);
  }

  /** What the first message of a conversation shows of its way. */
  delivery(sid: string): unknown {
    return this.store.messages(accountSid, sid, { limit: 1 })?.rows[0]?.resource.delivery;
  }

  async agent(sid: string, body: string, author = 'alice'): Promise<JsonObject> {
    const made = this.store.addMessage(accountSid, sid, { author, body, mediaUrls: [] });
    await this.settled();
    return granted(made);
  }

  bodies(sid: string): readonly unknown[] {
    return this.store.messages(accountSid, sid, { limit: 1000 })?.rows.map(({ resource }) => resource.body) ?? [];
  }
}

function routed(carrier: Carrier): Carrier {
  return routedCarrier({ carriers: new Map([[carrier.name, carrier]]), senders: new Map(), fallback: carrier.name });
}

export function granted(made: Made | undefined): JsonObject {
  assert.ok(made?.ok, JSON.stringify(made));
  return made.resource;
}
