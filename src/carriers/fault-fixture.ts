/** Faults that the carriers of tests can be asked for (see `conformance.ts`). */
import type { Server, ServerResponse } from 'node:http';
import type { Fault } from './conformance.ts';

/** How a carrier words what it refuses. */
export interface FaultWords {
  busy(response: ServerResponse, headers: { readonly [name: string]: string }): void;
  credentials(response: ServerResponse): void;
}

/** Keeps the fault that the next request meets. */
export class Faults {
  readonly #words: FaultWords;
  #next: Fault | undefined;

  constructor(words: FaultWords) {
    this.#words = words;
  }

  bring(fault: Fault): void {
    this.#next = fault;
  }

  /** True when the request was answered, and did nothing. Else `finish` is how its answer goes out. */
  meet(response: ServerResponse): { readonly isAnswered: boolean; readonly finish: (answer: () => void) => void } {
    const fault = this.#next;
    this.#next = undefined;
    return {
      isAnswered: fault !== undefined && this.#answer(fault, response),
      finish(answer) {
        // The message was taken, and its sender never hears of it.
        if (fault?.kind === 'answer-lost') response.destroy();
        else if (fault?.kind === 'nonsense') response.writeHead(200).end('<html>please wait</html>');
        else answer();
      },
    };
  }

  #answer(fault: Fault, response: ServerResponse): boolean {
    switch (fault.kind) {
      case 'busy': {
        const { retryAfterSeconds } = fault;
        this.#words.busy(response, retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) });
        return true;
      }
      case 'broken':
        response.writeHead(fault.status).end('upstream failed');
        return true;
      case 'credentials':
        this.#words.credentials(response);
        return true;
      case 'answer-lost':
      case 'nonsense':
        return false;
      default:
        return fault satisfies never;
    }
  }
}

/** Hangs up on everybody. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
