import { type Carrier, CarrierUnreachable } from '../carriers/carrier.ts';
import type { EffectResult, HttpRequest, HttpResult, MessageResult, ResourceResult } from '../engine/effects.ts';
import { type Product, type ProductCall, type Products, productOf } from '../products/products.ts';
import type { EffectRecord, EffectWait } from '../storage/storage.ts';
import type { Clock } from './clock.ts';

/** Attempts at a message before it counts as not sent. */
const maxSendAttempts = 5;
const firstRetryMs = 1_000;
/** Effects of one lane under way at once; more wait their turn. Slow URLs hold up no message. */
const maxUnderWay = { message: 256, http: 1_024 } as const;

type Lane = keyof typeof maxUnderWay;

export interface EffectPorts {
  readonly carrier: Carrier;
  /** Makes one exchange for an account: signs, authenticates, guards. */
  readonly exchange: (accountSid: string, request: HttpRequest) => Promise<HttpResult>;
  readonly runFunction: (accountSid: string, request: HttpRequest) => Promise<HttpResult>;
  readonly products: Products | undefined;
  readonly clock: Clock;
  /** Sends a result back to its execution; resolves when it is stored. */
  readonly deliver: (record: EffectRecord, outcome: EffectResult) => Promise<void>;
  readonly putOff: (record: EffectRecord, wait: EffectWait) => Promise<void>;
  readonly fail: (record: EffectRecord, error: unknown) => void;
}

/** Carries out effects after their commit. What it cannot finish stays in the store and falls due again. */
export class EffectRunner {
  readonly #ports: EffectPorts;
  readonly #queues: Record<Lane, EffectRecord[]> = { message: [], http: [] };
  /** Keys of what is queued or under way here: the store gives them out again when they wait longer than a lease. */
  readonly #mine = new Set<string>();
  readonly #givenBack: Promise<void>[] = [];
  readonly #underWay: Record<Lane, number> = { message: 0, http: 0 };
  readonly #idle: (() => void)[] = [];
  #isClosed = false;

  constructor(ports: EffectPorts) {
    this.#ports = ports;
  }

  run(records: readonly EffectRecord[]): void {
    for (const record of records) {
      if (this.#mine.has(record.effect.key)) continue;
      if (this.#isClosed) this.#return(record);
      else this.#queue(record);
    }
    this.#pump('message');
    this.#pump('http');
  }

  get isIdle(): boolean {
    return lanes.every((lane) => this.#underWay[lane] === 0 && this.#queues[lane].length === 0);
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    if (this.isIdle) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Begins nothing more and gives back what is queued. Resolves when what is under way has ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const lane of lanes) for (const record of this.#queues[lane].splice(0)) this.#return(record);
    await this.idle();
    await Promise.all(this.#givenBack);
  }

  #queue(record: EffectRecord): void {
    this.#mine.add(record.effect.key);
    this.#queues[laneOf(record)].push(record);
  }

  #return(record: EffectRecord): void {
    this.#givenBack.push(
      this.#ports
        .putOff(record, { ...record, dueAtMs: this.#ports.clock.now(), attempts: record.attempts - 1 })
        .catch((error: unknown) => this.#ports.fail(record, error)),
    );
  }

  #pump(lane: Lane): void {
    while (this.#underWay[lane] < maxUnderWay[lane] && !this.#isClosed) {
      const record = this.#queues[lane].shift();
      if (record === undefined) break;
      this.#underWay[lane]++;
      void this.#perform(record)
        .catch((error: unknown) => this.#ports.fail(record, error))
        .finally(() => {
          this.#underWay[lane]--;
          this.#mine.delete(record.effect.key);
          this.#pump(lane);
          if (this.isIdle) for (const resolve of this.#idle.splice(0)) resolve();
        });
    }
  }

  async #perform(record: EffectRecord): Promise<void> {
    const { deliver } = this.#ports;
    const { effect } = record;
    switch (effect.type) {
      case 'message.send': {
        const result = await this.#send(record, {
          accountSid: record.accountSid,
          key: effect.key,
          message: effect.message,
        });
        if (result) await deliver(record, { type: effect.type, result });
        return;
      }
      case 'http.request':
      case 'function.run': {
        const exchange = effect.type === 'http.request' ? this.#ports.exchange : this.#ports.runFunction;
        // "No automatic retry" (messaging page §7, behaviour 5), and nobody can be asked what became of the first attempt.
        await deliver(record, {
          type: effect.type,
          result: record.attempts > 1 ? unknownOutcome : await exchange(record.accountSid, effect.request),
        });
        return;
      }
      default: {
        const result = await this.#ask(record, { accountSid: record.accountSid, key: effect.key, request: effect });
        if (result) await deliver(record, { type: effect.type, result });
      }
    }
  }

  /** Undefined when another attempt was put off to later. */
  async #ask(record: EffectRecord, call: ProductCall): Promise<ResourceResult | undefined> {
    const { products, clock, putOff } = this.#ports;
    if (products === undefined) return { ok: false, code: null, message: 'This server has no such product' };
    const product = products[productOf[call.request.type]] as Product<ProductCall['request']>;
    try {
      if (record.attempts > 1) {
        const done = await product.findDone?.(call, record.createdAtMs);
        if (done) return done;
        if (!product.findDone) return { ok: false, code: null, message: unknownOutcome.message };
      }
      return await product.perform(call);
    } catch (error) {
      if (!(error instanceof CarrierUnreachable)) throw error;
      if (record.attempts >= maxSendAttempts) return { ok: false, code: null, message: error.message };
      const dueAtMs = clock.now() + firstRetryMs * 2 ** (record.attempts - 1);
      await putOff(record, { ...record, dueAtMs, unknownSinceMs: record.begunAtMs });
      return undefined;
    }
  }

  /** Undefined when another attempt was put off to later. */
  async #send(record: EffectRecord, request: Parameters<Carrier['send']>[0]): Promise<MessageResult | undefined> {
    const { carrier, clock, putOff } = this.#ports;
    try {
      // An attempt was begun before and its outcome never came back: ask before sending again.
      const sent = record.attempts > 1 ? await carrier.findSent?.(request, record.createdAtMs) : undefined;
      return sent ?? (await carrier.send(request));
    } catch (error) {
      if (!(error instanceof CarrierUnreachable)) throw error;
      if (record.attempts >= maxSendAttempts) return { ok: false, code: null, message: error.message };
      const dueAtMs = clock.now() + firstRetryMs * 2 ** (record.attempts - 1);
      await putOff(record, { ...record, dueAtMs, unknownSinceMs: record.begunAtMs });
      return undefined;
    }
  }
}

const lanes: readonly Lane[] = ['message', 'http'];

function laneOf({ effect }: EffectRecord): Lane {
  return effect.type === 'message.send' ? 'message' : 'http';
}

const unknownOutcome: Extract<HttpResult, { ok: false }> = {
  ok: false,
  reason: 'network',
  message: 'the server stopped before the answer came; the request is not repeated',
};
