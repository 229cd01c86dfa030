import { type Carrier, CarrierUnreachable } from '../carriers/carrier.ts';
import type { EffectResult, HttpRequest, HttpResult, MessageResult } from '../engine/effects.ts';
import type { EffectRecord } from '../storage/storage.ts';
import type { Clock } from './clock.ts';

/** Attempts at a message before it counts as not sent. */
const maxSendAttempts = 5;
const firstRetryMs = 1_000;
/** Effects under way at once; more wait their turn. */
const maxUnderWay = 512;

export interface EffectPorts {
  readonly carrier: Carrier;
  /** Makes one exchange for an account: signs, authenticates, guards. */
  readonly exchange: (accountSid: string, request: HttpRequest) => Promise<HttpResult>;
  readonly clock: Clock;
  /** Sends a result back to its execution; resolves when it is stored. */
  readonly deliver: (record: EffectRecord, outcome: EffectResult) => Promise<void>;
  readonly postpone: (record: EffectRecord, dueAtMs: number) => Promise<void>;
  readonly fail: (record: EffectRecord, error: unknown) => void;
}

/** Carries out effects after their commit. What it cannot finish stays in the store and falls due again. */
export class EffectRunner {
  readonly #ports: EffectPorts;
  readonly #queue: EffectRecord[] = [];
  readonly #idle: (() => void)[] = [];
  #underWay = 0;
  #isClosed = false;

  constructor(ports: EffectPorts) {
    this.#ports = ports;
  }

  run(records: readonly EffectRecord[]): void {
    this.#queue.push(...records);
    this.#pump();
  }

  get isIdle(): boolean {
    return this.#underWay === 0 && this.#queue.length === 0;
  }

  /** Resolves when nothing is under way. */
  async idle(): Promise<void> {
    if (this.isIdle) return;
    await new Promise<void>((resolve) => this.#idle.push(resolve));
  }

  /** Starts nothing more; what is queued stays in the store. Resolves when what is under way has ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#queue.length = 0;
    await this.idle();
  }

  #pump(): void {
    while (this.#underWay < maxUnderWay && !this.#isClosed) {
      const record = this.#queue.shift();
      if (record === undefined) break;
      this.#underWay++;
      void this.#perform(record)
        .catch((error: unknown) => this.#ports.fail(record, error))
        .finally(() => {
          this.#underWay--;
          this.#pump();
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
        await deliver(record, { type: effect.type, result: await exchange(record.accountSid, effect.request) });
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
