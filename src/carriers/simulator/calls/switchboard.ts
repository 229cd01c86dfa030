/** All legs of this process: what happens to them is written, told to the account, and counted until nothing is under way. */
import type { CallStatus } from '../../network-calls.ts';
import type { FormFields } from '../../signature.ts';
import type { Database } from '../database.ts';
import type { DeliveryStore, StandingRequest } from '../deliveries.ts';
import type { SimulatorClock, SimulatorOptions } from '../ports.ts';
import { statusParams } from './call-params.ts';
import type { CallStore, StoredCall } from './call-store.ts';
import { Leg } from './leg.ts';

const usualMaxLegs = 5_000;
/** Legs that are over and can still be looked at. */
const maxFinished = 500;
/** A watcher who was away longer begins this many changes ago. */
const maxRecent = 1_000;

export interface SwitchboardParts {
  readonly database: Database;
  readonly calls: CallStore;
  readonly deliveries: DeliveryStore;
  readonly options: Pick<SimulatorOptions, 'ids' | 'log' | 'maxLegs'> & { readonly clock: SimulatorClock };
  /** Requests are due. */
  readonly wake: () => void;
  /** Some leg looks another way than before. */
  readonly onChange: () => void;
}

export class Switchboard {
  readonly #parts: SwitchboardParts;
  readonly #legs = new Map<string, Leg>();
  readonly #liveByAccount = new Map<string, number>();
  readonly #finished = new Set<string>();
  /** Sids by the number of their latest change. */
  readonly #recent: { readonly change: number; readonly leg: Leg }[] = [];
  #lastChange = 0;
  #busy = 0;
  #onQuiet: (() => void)[] = [];
  #isClosed = false;

  constructor(parts: SwitchboardParts) {
    this.#parts = parts;
  }

  find(accountSid: string, sid: string): Leg | undefined {
    const leg = this.#legs.get(sid);
    return leg?.call.accountSid === accountSid ? leg : undefined;
  }

  hasRoom(accountSid: string): boolean {
    return (this.#liveByAccount.get(accountSid) ?? 0) < (this.#parts.options.maxLegs ?? usualMaxLegs);
  }

  list(accountSid: string, limit: number): readonly Leg[] {
    const newest: Leg[] = [];
    for (const leg of [...this.#legs.values()].reverse()) {
      if (newest.length === limit) break;
      if (leg.call.accountSid === accountSid) newest.push(leg);
    }
    return newest;
  }

  get lastChange(): number {
    return this.#lastChange;
  }

  /** Legs of the account that changed after `change`, each once, with the number to go on from. */
  changedAfter(accountSid: string, change: number): { readonly legs: readonly Leg[]; readonly last: number } {
    const legs = new Set<Leg>();
    for (let place = this.#recent.length - 1; place >= 0; place--) {
      const entry = this.#recent[place];
      if (!entry || entry.change <= change) break;
      if (entry.leg.call.accountSid === accountSid) legs.add(entry.leg);
    }
    return { legs: [...legs], last: this.#lastChange };
  }

  /** A new leg; written when this resolves. */
  async open(call: StoredCall): Promise<Leg> {
    const leg = new Leg(call, {
      clock: this.#parts.options.clock,
      onIdle: (isIdle) => this.#count(isIdle ? -1 : 1),
      onChange: () => this.#changed(leg),
      onLimit: () => this.hangUp(leg),
    });
    this.#legs.set(leg.sid, leg);
    this.#liveByAccount.set(call.accountSid, (this.#liveByAccount.get(call.accountSid) ?? 0) + 1);
    leg.note({ kind: 'status', status: call.status });
    await this.#parts.database.submit(() => this.#parts.calls.add(call));
    return leg;
  }

  /** Moves the status on, writes it and tells it; false when it cannot move there. */
  move(leg: Leg, status: CallStatus): boolean {
    if (!leg.move(status)) return false;
    const event = { ringing: 'ringing', 'in-progress': 'answered' }[status as string];
    if (leg.isOver) this.#write(leg, []);
    else this.#write(leg, event === undefined ? [] : this.#told(leg, event));
    return true;
  }

  /** Ends a leg from outside of its documents; what it is at hears of it. */
  hangUp(leg: Leg): void {
    this.move(leg, leg.call.status === 'in-progress' ? 'completed' : 'no-answer');
    leg.post({ kind: 'hangup' });
  }

  /** Events that are no status of their own, such as `initiated`. */
  tell(leg: Leg, event: string): void {
    this.#write(leg, this.#told(leg, event));
  }

  save(leg: Leg): void {
    this.#write(leg, []);
  }

  /** The last thing that happens to a leg: its end is told, and nobody waits for it any more. */
  finish(leg: Leg, status: CallStatus): void {
    if (this.#finished.has(leg.sid)) return;
    if (!leg.isOver) leg.move(status);
    leg.post({ kind: 'hangup' });
    this.#write(leg, this.#told(leg, 'completed'), false);
    const { accountSid } = leg.call;
    this.#liveByAccount.set(accountSid, (this.#liveByAccount.get(accountSid) ?? 1) - 1);
    this.#finished.add(leg.sid);
    for (const oldest of this.#finished) {
      if (this.#finished.size <= maxFinished) break;
      this.#finished.delete(oldest);
      this.#legs.delete(oldest);
    }
  }

  forget(leg: Leg): void {
    this.#finished.delete(leg.sid);
    this.#legs.delete(leg.sid);
  }

  /** A callback that is tried until it was taken, or given up. */
  request(leg: Leg, request: Omit<StandingRequest, 'accountSid' | 'identity'>, what: string): void {
    const { accountSid } = leg.call;
    const standing: StandingRequest = { ...request, accountSid, identity: `${leg.sid} ${what}` };
    this.submit(() => this.#parts.deliveries.addRequest(standing, leg.nowMs()));
  }

  /** Writes, and makes what is due. Whoever waits for `quiet` waits for it. */
  submit(job: () => void): void {
    if (this.#isClosed) return;
    this.#track(
      this.#parts.database.submit(job).then(
        () => this.#parts.wake(),
        (error: unknown) => {
          if (!this.#isClosed) this.#parts.options.log.error({ err: error }, 'a call could not be written');
        },
      ),
    );
  }

  /** Runs the life of a leg: what goes wrong in it ends that leg alone. */
  run(leg: Leg, life: () => Promise<void>): void {
    this.#track(
      life().catch((error: unknown) => {
        if (this.#isClosed) return;
        this.#parts.options.log.error({ err: error, callSid: leg.sid }, 'a call of the simulated network failed');
        this.finish(leg, leg.call.answeredAtMs === null ? 'failed' : 'completed');
      }),
    );
  }

  /** Resolves when every leg waits for time or for somebody. */
  quiet(): Promise<void> {
    return this.#busy === 0 ? Promise.resolve() : new Promise((resolve) => this.#onQuiet.push(resolve));
  }

  get isQuiet(): boolean {
    return this.#busy === 0;
  }

  /** Nothing is written any more: legs end as after a crash, at the next start. */
  close(): void {
    this.#isClosed = true;
    for (const leg of this.#legs.values()) leg.close();
  }

  #track(work: Promise<unknown>): void {
    this.#count(1);
    void work.finally(() => this.#count(-1));
  }

  #count(change: number): void {
    this.#busy += change;
    if (this.#busy === 0) for (const resolve of this.#onQuiet.splice(0)) resolve();
  }

  #changed(leg: Leg): void {
    const last = this.#recent.at(-1);
    if (last?.leg === leg) this.#recent.pop();
    this.#recent.push({ change: ++this.#lastChange, leg });
    if (this.#recent.length > 2 * maxRecent) this.#recent.splice(0, maxRecent);
    this.#parts.onChange();
  }

  /** The callback of an event, when somebody wants it. */
  #told(leg: Leg, event: string): readonly Omit<StandingRequest, 'accountSid'>[] {
    const { statusCallback, told } = leg.call;
    if (!statusCallback?.events.includes(event)) return [];
    const params: FormFields = statusParams(leg.call, { event, sequence: told, atMs: leg.nowMs() });
    leg.amend({ told: told + 1 });
    const { url, method } = statusCallback;
    return [{ url, method, params, identity: `${leg.sid} ${event}` }];
  }

  #write(leg: Leg, requests: readonly Omit<StandingRequest, 'accountSid'>[], isLive = true): void {
    const { calls, deliveries } = this.#parts;
    const { call } = leg;
    const nowMs = leg.nowMs();
    this.submit(() => {
      calls.update(call, isLive);
      for (const request of requests) deliveries.addRequest({ ...request, accountSid: call.accountSid }, nowMs);
    });
  }
}
