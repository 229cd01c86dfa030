import type { Carrier, CarrierUnreachable, SendRequest } from '../carriers/carrier.ts';
import type {
  CallRequest,
  EffectResult,
  HttpRequest,
  HttpResult,
  MessageResult,
  OutboundMessage,
} from '../engine/effects.ts';
import { type Product, type ProductCall, type Products, productOf } from '../products/products.ts';
import type { EffectRecord, EffectWait, OutboundRecord } from '../storage/storage.ts';
import {
  type Attempt,
  type AttemptLimits,
  attempt,
  type Errand,
  OwnFault,
  outcomeUnknown,
  type Sender,
} from './attempts.ts';
import { callErrand } from './call-errand.ts';
import type { Clock } from './clock.ts';
import { Lane } from './lane.ts';
import { LateWrites } from './late-writes.ts';
import { OneAtATime } from './one-at-a-time.ts';
import { RecentMap } from './recent-map.ts';
import { waitUnbegun } from './retries.ts';
import type { Senders } from './senders.ts';

/** Effects of one lane under way at once. What is slow holds up only its like: no URL a message, no product a URL. */
const lanes = { message: 256, call: 256, product: 256, http: 1_024 } as const;
type LaneName = keyof typeof lanes;

/** Far more than are made while one request is in doubt. */
const maxRecentCalls = 10_000;

export interface EffectPorts {
  readonly carrier: Carrier;
  readonly clock: Clock;
  /** Makes one exchange for an account: signs, authenticates, guards. */
  readonly exchange: (accountSid: string, request: HttpRequest) => Promise<HttpResult>;
  readonly runFunction: (accountSid: string, request: HttpRequest) => Promise<HttpResult>;
  readonly products: Products | undefined;
  readonly senders: Senders;
  readonly limits: AttemptLimits;
  readonly unknownOutcome: Errand['unknownOutcome'];
  /** Key under which the store knows a message of a carrier. */
  readonly keyOf: (messageSid: string) => Promise<string | null | undefined>;
  /** What was reported on a message before its send was answered. */
  readonly reportOf: (record: EffectRecord) => Promise<ReportedFate | undefined>;
  /** Where carriers report on a message of no run. */
  readonly reportUrl: (accountSid: string, key: string) => string;
  /** Sends a result back to its execution, or to whoever posted the message; resolves when it is stored. */
  readonly deliver: (
    record: EffectRecord,
    outcome: EffectResult,
    recovery: OutboundRecord['recovery'],
  ) => Promise<void>;
  /** Gives an effect back to the store; resolves when it is there. */
  readonly putOff: (record: EffectRecord, wait: EffectWait) => Promise<void>;
  /** Told of an attempt that failed and is repeated. */
  readonly retried: (record: EffectRecord, error: CarrierUnreachable) => void;
  readonly fail: (record: EffectRecord, error: unknown) => void;
}

/** What a report says of a message. */
export type ReportedFate = Pick<OutboundRecord, 'messageSid' | 'status' | 'errorCode' | 'errorMessage'>;

/** An effect, and whether its sender has let it go already. */
interface Item {
  readonly record: EffectRecord;
  readonly accountSid: string;
  readonly isAdmitted: boolean;
}

/** Carries out effects after their commit. What it cannot finish stays in the store and falls due again. */
export class EffectRunner {
  readonly #ports: EffectPorts;
  readonly #lanes: { readonly [name in LaneName]: Lane<Item> };
  /** Keys of what is queued or under way here: the store gives them out again when they wait longer than a lease. */
  readonly #mine = new Set<string>();
  /** Messages of the carrier that are a send's and not stored yet, with its key. */
  readonly #claimed = new Map<string, string>();
  /** Calls that were made here lately, with the keys of their requests: one is not taken for another request's. */
  readonly #calls = new RecentMap<string, string>(maxRecentCalls);
  /** Executions by the steps whose messages are under way. */
  readonly #sending = new Map<string, string>();
  readonly #perContact = new OneAtATime();
  /** Those that wait for another one to their contact. */
  readonly #waiting = new Set<Item>();
  /** What is known of effects and could not be written. */
  readonly #late: LateWrites;
  readonly #givenBack = new Set<Promise<void>>();
  readonly #idle: (() => void)[] = [];
  #isClosed = false;

  constructor(ports: EffectPorts) {
    this.#ports = ports;
    this.#late = new LateWrites(ports.clock, (key) => {
      this.#mine.delete(key);
      this.#settle();
    });
    const lane = (name: LaneName) => new Lane<Item>(lanes[name], (item) => this.#run(item));
    this.#lanes = { message: lane('message'), call: lane('call'), product: lane('product'), http: lane('http') };
  }

  /** `isAdmitted`: their senders have let them go. */
  run(records: readonly EffectRecord[], isAdmitted: boolean): void {
    for (const record of records) {
      if (this.#mine.has(record.effect.key)) continue;
      if (this.#isClosed) {
        this.#giveBack(record);
        continue;
      }
      this.#mine.add(record.effect.key);
      this.#lanes[laneOf(record)].push({ record, accountSid: record.accountSid, isAdmitted });
    }
  }

  /**
   * Lets go of what an execution has here and has not been begun, and gives the keys: it is being ended. What is in doubt
   * stays: what became of it is still to be found out.
   */
  forget(executionSid: string): string[] {
    const isIts = ({ record }: Item) => record.executionSid === executionSid && record.unknownSinceMs === null;
    const queued = Object.values(this.#lanes).flatMap((lane) => lane.remove(isIts));
    const waiting = [...this.#waiting].filter(isIts);
    for (const item of waiting) this.#waiting.delete(item);
    for (const { record } of queued) this.#mine.delete(record.effect.key);
    this.#settle();
    return [...queued, ...waiting].map(({ record }) => record.effect.key);
  }

  /** The execution of a message of this step that is under way. */
  senderOf(stepSid: string): string | undefined {
    return this.#sending.get(stepSid);
  }

  get isIdle(): boolean {
    return this.#mine.size === this.#late.waitingCount;
  }

  /** Resolves when nothing is under way. What could not be written waits for its next try. */
  async idle(): Promise<void> {
    if (this.isIdle) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Begins nothing more and gives back what is queued. Resolves when what is under way has ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const lane of Object.values(this.#lanes)) {
      for (const { record } of lane.close()) {
        this.#mine.delete(record.effect.key);
        this.#giveBack(record);
      }
    }
    await this.idle();
    await this.#late.close();
    await Promise.all(this.#givenBack);
  }

  #giveBack(record: EffectRecord): void {
    const wait = waitUnbegun(record, { dueAtMs: this.#ports.limits.now(), sender: null });
    const done = this.#ports
      .putOff(record, wait)
      .catch((error: unknown) => this.#ports.fail(record, error))
      .finally(() => this.#givenBack.delete(done));
    this.#givenBack.add(done);
  }

  async #run(item: Item): Promise<void> {
    try {
      await this.#perform(item);
    } catch (error) {
      this.#ports.fail(item.record, error);
    }
    const { key } = item.record.effect;
    if (!this.#late.has(key)) this.#mine.delete(key);
    this.#settle();
  }

  /**
   * Writes what is known of an effect. What cannot be written now is written later, and the effect stays here meanwhile:
   * what has left is not sent again because a disk is full.
   */
  #written(record: EffectRecord, write: () => Promise<void>, done: () => void = () => undefined): Promise<void> {
    const failed = (error: unknown) => {
      this.#ports.fail(record, error);
      this.#settle();
    };
    return this.#late.write(record.effect.key, { write, done, failed });
  }

  #settle(): void {
    if (this.isIdle) for (const resolve of this.#idle.splice(0)) resolve();
  }

  async #perform(item: Item): Promise<void> {
    const { record, isAdmitted } = item;
    const { effect, accountSid } = record;
    switch (effect.type) {
      case 'message.send': {
        const { message } = effect;
        const sender = isAdmitted ? null : this.#ports.senders.admit(accountSid, message);
        if (sender !== null) return this.#queue(record, sender);
        // One at a time to a contact: else the carrier, asked for one message, might show the other.
        const contact = JSON.stringify([accountSid, message.conversation?.sid ?? message.to]);
        return this.#inTurn(contact, item, async () => {
          const { executionSid } = record;
          const { stepSid } = effect;
          if (stepSid === null || executionSid === null) return this.#send(record, message);
          this.#sending.set(stepSid, executionSid);
          await this.#send(record, message).finally(() => this.#sending.delete(stepSid));
        });
      }
      case 'http.request':
      case 'function.run': {
        const exchange = effect.type === 'http.request' ? this.#ports.exchange : this.#ports.runFunction;
        // "No automatic retry" (messaging page §7, behaviour 5), and nobody can be asked what became of the first attempt.
        const isUnknown = record.unknownSinceMs !== null;
        const result: HttpResult = isUnknown ? notRepeated : await exchange(accountSid, effect.request);
        return this.#deliver(record, { type: effect.type, result });
      }
      case 'call.create': {
        // As for messages: one at a time to a contact.
        const contact = JSON.stringify(['call', accountSid, effect.call.to]);
        return this.#inTurn(contact, item, () => this.#onCall(record, effect));
      }
      case 'call.record':
        return this.#onCall(record, effect);
      default: {
        const outcome = await this.#ask(record, { accountSid, key: effect.key, request: effect });
        if ('wait' in outcome) return this.#putOff(record, outcome);
        return this.#deliver(record, { type: effect.type, result: outcome.result });
      }
    }
  }

  /** Unless it is forgotten before its turn. */
  #inTurn(contact: string, item: Item, begin: () => Promise<void>): Promise<void> {
    this.#waiting.add(item);
    return this.#perContact.run(contact, async () => {
      if (this.#waiting.delete(item)) await begin();
    });
  }

  async #onCall(record: EffectRecord, request: CallRequest & { readonly key: string }): Promise<void> {
    const { carrier, limits } = this.#ports;
    const isClaimed = (sid: string) => (this.#calls.get(sid) ?? request.key) !== request.key;
    const call = { accountSid: record.accountSid, key: request.key, request, isClaimed };
    const outcome = await attempt(record, callErrand(carrier, call, record), limits);
    if ('wait' in outcome) return this.#putOff(record, outcome);
    const { result } = outcome;
    const sid = request.type === 'call.create' && result.ok ? result.resource.sid : undefined;
    if (typeof sid === 'string') this.#calls.set(sid, request.key);
    return this.#deliver(record, { type: request.type, result });
  }

  #deliver(record: EffectRecord, outcome: EffectResult): Promise<void> {
    return this.#written(record, () => this.#ports.deliver(record, outcome, null));
  }

  async #send(record: EffectRecord, message: OutboundMessage): Promise<void> {
    const { carrier, products, limits, unknownOutcome, deliver } = this.#ports;
    const { effect, accountSid } = record;
    const sender: Sender | undefined = message.conversation
      ? products?.conversations
      : (carrier.route?.(message) ?? carrier);
    const request: SendRequest = {
      accountSid,
      key: effect.key,
      message: this.#withCallback(record, message),
      isClaimed: (sid) => this.#isClaimed(effect.key, sid),
    };
    const findSent = sender?.findSent?.bind(sender);
    const outcome = await attempt(
      record,
      {
        perform: async () => sender?.send(request) ?? noSuchProduct,
        ...(findSent ? { find: () => findSent(request, record.createdAtMs) } : {}),
        reported: async () => reportedMessage(message, await this.#ports.reportOf(record)),
        actsLate: sender?.actsLate ?? false,
        unknownOutcome,
      },
      limits,
    );
    if ('wait' in outcome) return this.#putOff(record, outcome, message);
    const { result, recovery } = outcome;
    const sid = result.ok && typeof result.resource.sid === 'string' ? result.resource.sid : undefined;
    if (sid !== undefined) this.#claimed.set(sid, effect.key);
    await this.#written(
      record,
      () => deliver(record, { type: 'message.send', result }, recovery),
      () => {
        if (sid !== undefined) this.#claimed.delete(sid);
      },
    );
  }

  /** What somebody else is told of is not ours to hear. */
  #withCallback(
    { effect: { key }, accountSid, executionSid }: EffectRecord,
    message: OutboundMessage,
  ): OutboundMessage {
    if (executionSid !== null || message.statusCallback !== undefined) return message;
    return { ...message, statusCallback: this.#ports.reportUrl(accountSid, key) };
  }

  async #isClaimed(key: string, messageSid: string): Promise<boolean> {
    const owner = this.#claimed.get(messageSid) ?? (await this.#ports.keyOf(messageSid)) ?? key;
    return owner !== key;
  }

  #ask(record: EffectRecord, call: ProductCall): Promise<Attempt> {
    const { products, limits } = this.#ports;
    const product = products?.[productOf[call.request.type]] as Product<ProductCall['request']> | undefined;
    const findDone = product?.findDone?.bind(product);
    const errand: Errand = {
      perform: async () => product?.perform(call) ?? noSuchProduct,
      ...(findDone ? { find: () => findDone(call, record.createdAtMs) } : {}),
      actsLate: product?.actsLate ?? false,
      // Two tasks for one request reach two people: not repeated unless it can be asked for.
      unknownOutcome: 'fail',
    };
    return attempt(record, errand, limits);
  }

  /** A carrier that is busy wants its sender to pause: the others of the sender wait with it. */
  async #putOff(
    record: EffectRecord,
    { wait, error }: Extract<Attempt, { wait: EffectWait }>,
    message?: OutboundMessage,
  ): Promise<void> {
    const { senders, putOff, retried, fail } = this.#ports;
    if (error instanceof OwnFault) fail(record, error.cause);
    else if (error) retried(record, error);
    if (!message || !error?.isBusy) return this.#written(record, () => putOff(record, wait));
    const sender = senders.hold(record.accountSid, message, wait.dueAtMs);
    await this.#join(record, { ...wait, sender }, sender);
  }

  async #queue(record: EffectRecord, sender: string): Promise<void> {
    await this.#join(record, waitUnbegun(record, { dueAtMs: null, sender }), sender);
  }

  #join(record: EffectRecord, wait: EffectWait, sender: string): Promise<void> {
    const { putOff, senders } = this.#ports;
    return this.#written(
      record,
      () => putOff(record, wait),
      () => senders.joined(sender),
    );
  }
}

function laneOf({ effect }: EffectRecord): LaneName {
  if (effect.type === 'http.request' || effect.type === 'function.run') return 'http';
  if (effect.type === 'call.create' || effect.type === 'call.record') return 'call';
  return effect.type === 'message.send' && !effect.message.conversation ? 'message' : 'product';
}

/** A carrier that reports on a message has it; the rest of its resource is what was asked for. */
function reportedMessage(
  { to, from, body, messagingServiceSid }: OutboundMessage,
  report: ReportedFate | undefined,
): MessageResult | undefined {
  if (!report) return undefined;
  const { messageSid, status, errorCode, errorMessage } = report;
  return {
    ok: true,
    resource: {
      sid: messageSid,
      status,
      to,
      from: from ?? null,
      messaging_service_sid: messagingServiceSid ?? null,
      body: body ?? '',
      error_code: errorCode,
      error_message: errorMessage,
    },
  };
}

const notRepeated: Extract<HttpResult, { ok: false }> = { ok: false, reason: 'network', message: outcomeUnknown };
const noSuchProduct = { ok: false, code: null, message: 'This server has no such product' } as const;
