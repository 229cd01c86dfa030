/** What a line asks of servers elsewhere, and how their answers come: at once, later, or when somebody gives them. */
import type { HttpRequest, HttpResult } from '../../engine/effects.ts';
import type { Limits } from '../../engine/limits.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type HttpAnswer, httpResult } from '../answers.ts';

/** Make HTTP Request, Run Function, or TwiML at another server. */
export type LineRequestKind = 'http' | 'function' | 'document';

/** Gives the answer, the promise of one, or undefined: it stays open, see `Line.pending`. */
export type LineExchange = (
  request: HttpRequest,
  kind: LineRequestKind,
) => HttpAnswer | Promise<HttpAnswer> | undefined;

/** A request that nobody has answered yet. */
export interface PendingRequest {
  readonly kind: LineRequestKind;
  readonly request: HttpRequest;
}

export interface OutsideOptions {
  readonly clock: Clock;
  readonly limits: Limits;
  /** Absent: nobody answers. */
  readonly exchange: LineExchange | undefined;
}

export class LineOutside {
  readonly #options: OutsideOptions;
  readonly #open = new Map<PendingRequest, (answer: HttpAnswer) => void>();
  readonly #work = new Set<Promise<unknown>>();
  /** Whoever still waits for an answer gets this one. */
  readonly #end = Promise.withResolvers<HttpAnswer>();

  constructor(options: OutsideOptions) {
    this.#options = options;
  }

  /** The oldest first. */
  get pending(): readonly PendingRequest[] {
    return [...this.#open.keys()];
  }

  /** Answers the oldest; false: none is open. */
  answer(answer: HttpAnswer): boolean {
    const [oldest] = this.#open;
    oldest?.[1](answer);
    return oldest !== undefined;
  }

  /** Its answer takes as long as it says, counted from here. */
  async ask(request: HttpRequest, kind: LineRequestKind): Promise<HttpResult> {
    const { clock, limits, exchange } = this.#options;
    const askedAtMs = clock.now();
    const given = exchange ? exchange(request, kind) : nobody;
    const answer = await Promise.race([
      given === undefined ? this.#leaveOpen({ kind, request }) : this.during(given),
      this.#end.promise,
    ]);
    const { result, afterSeconds } = httpResult(answer, limits);
    const dueMs = askedAtMs + afterSeconds * 1_000;
    if (dueMs > clock.now()) await Promise.race([timeOf(clock, dueMs), this.#end.promise]);
    return result;
  }

  /** Real work, which the line waits for: it takes none of its time. */
  async during<T>(work: T | Promise<T>): Promise<T> {
    if (!(work instanceof Promise)) return work;
    this.#work.add(work);
    try {
      return await work;
    } finally {
      this.#work.delete(work);
    }
  }

  /** Whether there was work to wait for. */
  async finished(): Promise<boolean> {
    if (this.#work.size === 0) return false;
    await Promise.allSettled(this.#work);
    return true;
  }

  /** Nobody waits for an answer any more. */
  close(): void {
    this.#end.resolve(nobody);
  }

  /** Nobody who waits longer than the limit gets an answer. */
  #leaveOpen(pending: PendingRequest): Promise<HttpAnswer> {
    const { clock, limits } = this.#options;
    return new Promise((resolve) => {
      const give = (answer: HttpAnswer) => {
        cancel();
        this.#open.delete(pending);
        resolve(answer);
      };
      const cancel = clock.at(clock.now() + limits.httpSeconds * 1_000, () => give({ fails: 'timeout' }));
      this.#open.set(pending, give);
    });
  }
}

function timeOf(clock: Clock, atMs: number): Promise<void> {
  return new Promise((resolve) => {
    clock.at(atMs, resolve);
  });
}

const nobody: HttpAnswer = { fails: 'network', message: 'nobody answers' };
