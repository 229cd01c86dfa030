import type { Storage } from '../storage/storage.ts';
import type { Clock } from './clock.ts';

const batch = 200;
const sweepEveryMs = 60_000;
const dayMs = 86_400_000;
/** Longer than a message waits for the carrier to say what became of it (`sendPatienceSeconds` as it comes). */
const earlyReportsMs = dayMs;
/** What failed just now waits this long. */
const retryMs = 1_000;

export interface DueWorkPorts {
  readonly storage: Storage;
  readonly clock: Clock;
  /** Effects get this long before they fall due again. */
  readonly leaseMs: number;
  readonly executionDays: number;
  readonly onDeadline: (executionSid: string) => Promise<void>;
  readonly onExpired: (executionSid: string) => Promise<void>;
  readonly onEffects: (records: Awaited<ReturnType<Storage['takeDueEffects']>>) => void;
  readonly fail: (error: unknown) => void;
}

/** Finds what is due in the store: deadlines, effects that were left, executions past their age. One timer for all. */
export class DueWork {
  readonly #ports: DueWorkPorts;
  #armedAtMs = Number.POSITIVE_INFINITY;
  #cancel: () => void = () => undefined;
  #cancelSweep: () => void = () => undefined;
  #working: Promise<void> | undefined;
  #sweeping: Promise<void> | undefined;
  #isClosed = false;

  constructor(ports: DueWorkPorts) {
    this.#ports = ports;
  }

  /** Picks up what an earlier process left, then keeps watch. */
  async start(): Promise<void> {
    const { storage, clock } = this.#ports;
    await storage.releaseEffects(clock.now());
    await this.tick();
    this.#sweepSoon(0);
  }

  /** Makes sure that something happens at `atMs`. */
  arm(atMs: number): void {
    if (this.#isClosed || atMs >= this.#armedAtMs) return;
    this.#cancel();
    this.#armedAtMs = atMs;
    this.#cancel = this.#ports.clock.at(atMs, () => {
      this.#armedAtMs = Number.POSITIVE_INFINITY;
      void this.tick();
    });
  }

  /** Does all that is due now; calls while one is under way share it. */
  tick(): Promise<void> {
    this.#working ??= this.#work()
      .catch((error: unknown) => {
        this.#ports.fail(error);
        // Nobody has said when the next is due: without this nothing would be until the next restart.
        this.arm(this.#ports.clock.now() + retryMs);
      })
      .finally(() => {
        this.#working = undefined;
      });
    return this.#working;
  }

  /** Does all that is due now, and waits for a sweep that is under way. */
  async settled(): Promise<void> {
    await this.tick();
    await this.#sweeping;
  }

  /** There is something to remove: a flow was deleted. */
  sweep(): void {
    this.#sweepSoon(0);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel();
    this.#cancelSweep();
    await this.#working;
    await this.#sweeping;
  }

  async #work(): Promise<void> {
    const { storage, clock, leaseMs, onDeadline, onEffects, fail } = this.#ports;
    let seen = new Set<string>();
    while (!this.#isClosed) {
      const due = await storage.dueExecutions(clock.now(), batch);
      const effects = await storage.takeDueEffects(clock.now(), leaseMs, batch);
      onEffects(effects);
      // A run whose deadline could not be handled must not keep the loop busy; it is tried again at the next tick.
      const fresh = due.filter((sid) => !seen.has(sid));
      seen = new Set(due);
      if (fresh.length === 0 && effects.length === 0) break;
      await Promise.all(fresh.map((sid) => onDeadline(sid).catch(fail)));
    }
    const nextMs = await storage.nextDueMs();
    // Never at once: what failed just now is still due.
    if (nextMs !== null) this.arm(nextMs <= clock.now() ? clock.now() + retryMs : nextMs);
  }

  /** Sweeps after `delayMs`, and from then on every minute. One timer at a time. */
  #sweepSoon(delayMs: number): void {
    this.#cancelSweep();
    if (this.#isClosed) return;
    this.#cancelSweep = this.#ports.clock.at(this.#ports.clock.now() + delayMs, () => {
      this.#sweeping = (this.#sweeping ?? Promise.resolve())
        .then(() => this.#sweep())
        .catch(this.#ports.fail)
        .finally(() => this.#sweepSoon(sweepEveryMs));
    });
  }

  /** Ends and removes what is past its age (limits-and-errors §1: 30 days after the start). */
  async #sweep(): Promise<void> {
    const { storage, clock, executionDays, onExpired } = this.#ports;
    const before = clock.now() - executionDays * dayMs;
    for (let isMore = true; isMore && !this.#isClosed; ) {
      const expired = await storage.expiredExecutions(before, batch);
      for (const sid of expired) await onExpired(sid);
      isMore = expired.length === batch;
    }
    await storage.forgetReports({ beforeMs: clock.now() - earlyReportsMs });
    while (!this.#isClosed && (await storage.purge(before, batch)) > 0);
  }
}
