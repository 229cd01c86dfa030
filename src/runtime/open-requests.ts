import type { Clock } from './clock.ts';

interface OpenRequest {
  readonly answer: (twiml: string | undefined) => void;
  readonly cancelTimer: () => void;
}

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

  /** Resolves with the TwiML that the flow gives, or undefined when it gives none within the carrier's patience. */
  wait(executionSid: string): Promise<string | undefined> {
    // A newer request of the same run takes the place of the one before.
    this.settle(executionSid, undefined);
    return new Promise((resolve) => {
      const cancelTimer = this.#clock.at(this.#clock.now() + this.#budgetMs, () => {
        this.settle(executionSid, undefined);
      });
      this.#open.set(executionSid, { answer: resolve, cancelTimer });
    });
  }

  settle(executionSid: string, twiml: string | undefined): void {
    const request = this.#open.get(executionSid);
    if (request === undefined) return;
    this.#open.delete(executionSid);
    request.cancelTimer();
    request.answer(twiml);
  }

  /** Answers all with nothing: the server stops. */
  close(): void {
    for (const executionSid of [...this.#open.keys()]) this.settle(executionSid, undefined);
  }
}
