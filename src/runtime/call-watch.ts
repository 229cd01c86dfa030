/** Asks carriers after calls of which nothing was heard for long: a report can get lost. Source: voice page §0.5. */
import type { Carrier } from '../carriers/carrier.ts';
import { isFinalCallStatus } from '../engine/call.ts';
import type { ExecutionEvent } from '../engine/events.ts';
import type { Storage } from '../storage/storage.ts';
import type { Clock } from './clock.ts';

/** Calls asked after at once. */
const atOnce = 8;

export interface CallWatchPorts {
  readonly clock: Clock;
  readonly carrier: Carrier;
  readonly everySeconds: number;
  readonly storage: Pick<Storage, 'quietCallExecutions' | 'findStoredExecution'>;
  readonly tell: (executionSid: string, event: ExecutionEvent) => Promise<void>;
  readonly fail: (executionSid: string | undefined, error: unknown) => void;
}

/** A run whose call is over without a word is told so, and goes the way that a hang-up goes. */
export class CallWatch {
  readonly #ports: CallWatchPorts;
  #cancel: () => void = () => undefined;
  #looking: Promise<void> | undefined;
  #isClosed = false;

  constructor(ports: CallWatchPorts) {
    this.#ports = ports;
  }

  /** Looks now, and from then on every so often. */
  start(): void {
    if (this.#isClosed) return;
    this.#looking = this.#look()
      .catch((error: unknown) => this.#ports.fail(undefined, error))
      .finally(() => {
        this.#looking = undefined;
        if (!this.#isClosed) this.#cancel = this.#ports.clock.at(this.#nextMs(), () => this.start());
      });
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    await this.#looking;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    this.#cancel();
    await this.#looking;
  }

  #nextMs(): number {
    return this.#ports.clock.now() + this.#ports.everySeconds * 1000;
  }

  async #look(): Promise<void> {
    const { clock, everySeconds, storage } = this.#ports;
    const sids = [...(await storage.quietCallExecutions(clock.now() - everySeconds * 1000))];
    const workers = Array.from({ length: atOnce }, async () => {
      for (let sid = sids.pop(); sid !== undefined && !this.#isClosed; sid = sids.pop()) await this.#askAfter(sid);
    });
    await Promise.all(workers);
  }

  async #askAfter(executionSid: string): Promise<void> {
    const { storage, carrier, tell, fail } = this.#ports;
    try {
      const execution = await storage.findStoredExecution(executionSid);
      const call = execution?.state.call;
      if (execution === undefined || call === undefined || !call.isLive) return;
      const { accountSid, flowAddress } = execution;
      const { calls } = carrier.route?.({ from: flowAddress }) ?? carrier;
      const status = await calls?.statusOf?.({ accountSid, callSid: call.sid });
      if (status === undefined || !isFinalCallStatus(status)) return;
      const params = { CallSid: call.sid, CallStatus: status };
      await tell(executionSid, { type: 'callStatus', callSid: call.sid, status, params });
    } catch (error) {
      fail(executionSid, error);
    }
  }
}
