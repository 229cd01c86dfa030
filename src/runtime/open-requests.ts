import type { Clock } from './clock.ts';

/** What a webhook that was held open is answered. */
export type HeldAnswer =
  | { readonly twiml: string }
  /** `isLate`: the flow is still at work; else it has nothing to say. */
  | { readonly twiml: undefined; readonly isLate: boolean };

interface OpenRequest {
  readonly answer: (answer: HeldAnswer) => void;
  readonly cancelTimer: () => void;
}

const late: HeldAnswer = { twiml: undefined, isLate: true };
const silent: HeldAnswer = { twiml: undefined, isLate: false };

/** Webhooks whose answer the flow is still working out, by execution. */
export class OpenRequests {
  readonly #clock: Clock;
  readonly #budgetMs: number;
  readonly #open = new Map<string, OpenRequest>();

  constructor(clock: Clock, budgetMs: number) {
    this.#clock = clock;
    this.#budgetMs = budgetMs;
  }

  has(executionSid: string): boolean {
    return this.#open.has(executionSid);
  }

  /** Resolves when the flow gives TwiML or has none to give, and no later than the carrier's patience allows. */
  wait(executionSid: string): Promise<HeldAnswer> {
    // A newer request of the same run takes the place of the one before.
    this.#answer(executionSid, late);
    return new Promise((resolve) => {
      const cancelTimer = this.#clock.at(this.#clock.now() + this.#budgetMs, () => this.#answer(executionSid, late));
      this.#open.set(executionSid, { answer: resolve, cancelTimer });
    });
  }

  /** `undefined`: the flow gives none. */
  settle(executionSid: string, twiml: string | undefined): void {
    this.#answer(executionSid, twiml === undefined ? silent : { twiml });
  }

  /** Answers all: the server stops. */
  close(): void {
    for (const executionSid of [...this.#open.keys()]) this.#answer(executionSid, late);
  }

  #answer(executionSid: string, answer: HeldAnswer): void {
    const request = this.#open.get(executionSid);
    if (request === undefined) return;
    this.#open.delete(executionSid);
    request.cancelTimer();
    request.answer(answer);
  }
}
