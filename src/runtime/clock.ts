/** Time as a port: real in production, moved by hand in tests and in the simulator. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** Calls `run` once at or after `atMs`; gives a function that cancels it. */
  at(atMs: number, run: () => void): () => void;
}

// setTimeout overflows above 2^31 - 1 ms and would fire at once.
const longestTimerMs = 2 ** 31 - 1;

/** The machine's clock. Its timers do not keep the process alive. */
export const realClock: Clock = {
  now: () => Date.now(),
  at(atMs, run) {
    let timer: ReturnType<typeof setTimeout>;
    const arm = () => {
      const left = Math.max(0, atMs - Date.now());
      timer = setTimeout(left > longestTimerMs ? arm : run, Math.min(left, longestTimerMs));
      timer.unref();
    };
    arm();
    return () => clearTimeout(timer);
  },
};

/** A clock that stands still until `advance` moves it; timers fire in the order of their time. */
export class VirtualClock implements Clock {
  #nowMs: number;
  #timers: { atMs: number; run: () => void }[] = [];

  constructor(startMs: number) {
    this.#nowMs = startMs;
  }

  now(): number {
    return this.#nowMs;
  }

  at(atMs: number, run: () => void): () => void {
    const timer = { atMs, run };
    const place = this.#timers.findIndex((other) => other.atMs > atMs);
    this.#timers.splice(place === -1 ? this.#timers.length : place, 0, timer);
    return () => {
      this.#timers = this.#timers.filter((other) => other !== timer);
    };
  }

  /** Time of the next timer, or null. */
  nextTimerMs(): number | null {
    return this.#timers[0]?.atMs ?? null;
  }

  /** Moves time forward, firing what falls due on the way. */
  advance(ms: number): void {
    const targetMs = this.#nowMs + ms;
    for (let timer = this.#timers[0]; timer && timer.atMs <= targetMs; timer = this.#timers[0]) {
      this.#timers.shift();
      this.#nowMs = Math.max(this.#nowMs, timer.atMs);
      timer.run();
    }
    this.#nowMs = targetMs;
  }
}
