import { type Carrier, CarrierUnreachable } from '../carriers/carrier.ts';
import type { EffectResult, HttpRequest, HttpResult, MessageResult } from '../engine/effects.ts';
import type { EffectRecord } from '../storage/storage.ts';
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
  readonly clock: Clock;
  /** How long an effect is this node's; after that the store gives it out again. */
  readonly leaseMs: number;
  /** Sends a result back to its execution; resolves when it is stored. */
  readonly deliver: (record: EffectRecord, outcome: EffectResult) => Promise<void>;
  readonly postpone: (record: EffectRecord, dueAtMs: number) => Promise<void>;
  readonly fail: (record: EffectRecord, error: unknown) => void;
}

/** Carries out effects after their commit. What it cannot finish stays in the store and falls due again. */
export class EffectRunner {
  readonly #ports: EffectPorts;
  readonly #queues: Record<Lane, { readonly record: EffectRecord; readonly sinceMs: number }[]> = {
    message: [],
    http: [],
  };
  readonly #underWay: Record<Lane, number> = { message: 0, http: 0 };
  readonly #idle: (() => void)[] = [];
  #isClosed = false;

  constructor(ports: EffectPorts) {
    this.#ports = ports;
  }

  run(records: readonly EffectRecord[]): void {
    const sinceMs = this.#ports.clock.now();
    for (const record of records) this.#queues[laneOf(record)].push({ record, sinceMs });
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

  /** Starts nothing more; what is queued stays in the store. Resolves when what is under way has ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const lane of lanes) this.#queues[lane].length = 0;
    await this.idle();
  }

  #pump(lane: Lane): void {
    while (this.#underWay[lane] < maxUnderWay[lane] && !this.#isClosed) {
      const queued = this.#queues[lane].shift();
      if (queued === undefined) break;
      const { record, sinceMs } = queued;
      // It waited so long that its lease could end under way: the store gives it out again.
      if (this.#ports.clock.now() - sinceMs > this.#ports.leaseMs / 2) continue;
      this.#underWay[lane]++;
      void this.#perform(record)
        .catch((error: unknown) => this.#ports.fail(record, error))
        .finally(() => {
          this.#underWay[lane]--;
          this.#pump(lane);
          if (this.isIdle) for (const resolve of this.#idle.splice(0)) resolve();
        });
    }
  }

  async #perform(record: EffectRecord): Promise<void> {
    const { deliver, exchange } = this.#ports;
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
      case 'function.run':
        // "No automatic retry" (messaging page §7, behaviour 5), and nobody can be asked what became of the first attempt.
        await deliver(record, {
          type: effect.type,
          result: record.attempts > 1 ? unknownOutcome : await exchange(record.accountSid, effect.request),
        });
        return;
      default:
        effect satisfies never;
    }
  }

  /** Undefined when another attempt was put off to later. */
  async #send(record: EffectRecord, request: Parameters<Carrier['send']>[0]): Promise<MessageResult | undefined> {
    const { carrier, clock, postpone } = this.#ports;
    try {
      // An attempt was begun before and its outcome never came back: ask before sending again.
      const sent = record.attempts > 1 ? await carrier.findSent?.(request, record.createdAtMs) : undefined;
      return sent ?? (await carrier.send(request));
    } catch (error) {
      if (!(error instanceof CarrierUnreachable)) throw error;
      if (record.attempts >= maxSendAttempts) return { ok: false, code: null, message: error.message };
      await postpone(record, clock.now() + firstRetryMs * 2 ** (record.attempts - 1));
      return undefined;
    }
  }
}

const lanes: readonly Lane[] = ['message', 'http'];

function laneOf({ effect }: EffectRecord): Lane {
  return effect.type === 'message.send' ? 'message' : 'http';
}

const unknownOutcome: HttpResult = {
  ok: false,
  reason: 'network',
  message: 'the server stopped before the answer came; the request is not repeated',
};
