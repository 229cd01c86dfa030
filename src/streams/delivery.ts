import type { StreamEventRecord, StreamStorage } from '../storage/storage.ts';
import { isWanted, type Sink, SinkFailed } from './sink.ts';

const firstRetryMs = 1_000;
const longestRetryMs = 5 * 60_000;
/** Also when the sink asks for more. */
const longestWaitMs = 3_600_000;
/** Rows of the log looked at in one go: a sink that wants few of them passes over the rest. */
const window = 500;

export interface StreamClock {
  now(): number;
  at(atMs: number, run: () => void): () => void;
}

export interface StreamLog {
  warn(facts: object, message: string): void;
  info(facts: object, message: string): void;
}

export interface DeliveryPorts {
  readonly storage: StreamStorage;
  readonly clock: StreamClock;
  readonly log: StreamLog;
  /** The sink has come as far as `afterId`. */
  readonly moved: () => void;
}

/** How a sink is doing. */
export interface SinkStatus {
  readonly name: string;
  readonly kind: string;
  /** Events behind the end of the log, wanted or not. */
  readonly behind: number;
  readonly lastDeliveredAtMs: number | null;
  /** Of the delivery that is not taken now. */
  readonly failedAttempts: number;
  readonly lastError: string | null;
  readonly nextAttemptAtMs: number | null;
}

/** Brings the log to one sink: in order, each event until it is taken. */
export class Delivery {
  readonly sink: Sink;
  readonly #ports: DeliveryPorts;
  #afterId: number;
  #working: Promise<void> | undefined;
  #isWanted = false;
  #cancelTimer: () => void = () => undefined;
  #retryAtMs: number | null = null;
  #failedAttempts = 0;
  #lastError: string | null = null;
  #lastDeliveredAtMs: number | null = null;
  #isClosed = false;

  constructor(sink: Sink, afterId: number, ports: DeliveryPorts) {
    this.sink = sink;
    this.#afterId = afterId;
    this.#ports = ports;
  }

  /** Id of the last event that was taken or passed over. */
  get afterId(): number {
    return this.#afterId;
  }

  /** There may be something new. */
  wake(): void {
    if (this.#isClosed || this.#retryAtMs !== null) return;
    this.#isWanted = true;
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
      if (this.#isWanted) this.wake();
    });
  }

  /** Resolves when nothing is under way; what waits for its time still waits. */
  async settled(): Promise<void> {
    while (this.#working) await this.#working;
  }

  async status(): Promise<SinkStatus> {
    const last = await this.#ports.storage.lastStreamEventId();
    return {
      name: this.sink.name,
      kind: this.sink.kind,
      behind: Math.max(0, last - this.#afterId),
      lastDeliveredAtMs: this.#lastDeliveredAtMs,
      failedAttempts: this.#failedAttempts,
      lastError: this.#lastError,
      nextAttemptAtMs: this.#retryAtMs,
    };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#isWanted = false;
    this.#cancelTimer();
    await this.#working;
    await this.sink.close();
  }

  async #work(): Promise<void> {
    try {
      while (this.#isWanted && !this.#isClosed) {
        this.#isWanted = false;
        while (!this.#isClosed && (await this.#deliverNext()));
      }
    } catch (error) {
      this.#retry(error);
    }
  }

  /** False when there is nothing to deliver now. */
  async #deliverNext(): Promise<boolean> {
    const { storage, clock } = this.#ports;
    const rows = await storage.streamEvents(this.#afterId, window);
    const batch: StreamEventRecord[] = [];
    let passed = this.#afterId;
    for (const row of rows) {
      if (isWanted(this.sink, row)) {
        if (batch.length === this.sink.batchEvents) break;
        batch.push(row);
      }
      passed = row.id;
    }
    const [oldest] = batch;
    if (oldest) {
      const dueMs = oldest.createdAtMs + this.sink.batchMs;
      if (batch.length < this.sink.batchEvents && dueMs > clock.now()) {
        this.#cancelTimer();
        this.#cancelTimer = clock.at(dueMs, () => this.wake());
        return false;
      }
      await this.sink.deliver(batch);
      this.#taken();
    }
    if (passed === this.#afterId) return false;
    await storage.saveStreamCursor(this.sink.name, passed);
    this.#afterId = passed;
    this.#ports.moved();
    return true;
  }

  #taken(): void {
    const { clock, log } = this.#ports;
    if (this.#failedAttempts > 0) log.info({ sink: this.sink.name }, 'the sink takes events again');
    this.#failedAttempts = 0;
    this.#lastError = null;
    this.#lastDeliveredAtMs = clock.now();
  }

  #retry(error: unknown): void {
    const { clock, log } = this.#ports;
    const asked = error instanceof SinkFailed ? (error.retryAfterMs ?? 0) : 0;
    const own = Math.min(firstRetryMs * 2 ** this.#failedAttempts, longestRetryMs);
    const waitMs = Math.min(Math.max(own, asked), longestWaitMs);
    this.#failedAttempts++;
    this.#lastError = error instanceof Error ? error.message : String(error);
    const attempts = this.#failedAttempts;
    const facts = { sink: this.sink.name, attempts, waitMs, reason: this.#lastError };
    log.warn(facts, 'events were not taken and are kept');
    if (this.#isClosed) return;
    this.#retryAtMs = clock.now() + waitMs;
    this.#cancelTimer();
    this.#cancelTimer = clock.at(this.#retryAtMs, () => {
      this.#retryAtMs = null;
      this.wake();
    });
  }
}
