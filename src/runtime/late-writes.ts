import type { Clock } from './clock.ts';

const firstRetryMs = 1_000;
/** So that little is lost when the process dies, and soon after a disk has room again everything is written. */
const longestRetryMs = 60_000;

interface Write {
  readonly write: () => Promise<void>;
  /** It is written. */
  readonly done: () => void;
  readonly failed: (error: unknown) => void;
}

/** Writes that are tried again, ever more rarely, until they succeed or the process ends. */
export class LateWrites {
  readonly #clock: Clock;
  readonly #over: (key: string) => void;
  readonly #waiting = new Map<string, Write & { readonly cancel: () => void }>();
  readonly #underWay = new Map<string, Promise<void>>();

  /** `over`: told of each that is written after all. */
  constructor(clock: Clock, over: (key: string) => void) {
    this.#clock = clock;
    this.#over = over;
  }

  /** How many wait for their next try. */
  get waitingCount(): number {
    return this.#waiting.size;
  }

  has(key: string): boolean {
    return this.#waiting.has(key) || this.#underWay.has(key);
  }

  /** Resolves when it is written, or has failed once: then it is tried again. */
  async write(key: string, write: Write): Promise<void> {
    try {
      await write.write();
    } catch (error) {
      this.#wait(key, write, firstRetryMs);
      write.failed(error);
      return;
    }
    write.done();
  }

  /** Tries each once more. What cannot be written even now is lost. */
  async close(): Promise<void> {
    await Promise.all(this.#underWay.values());
    for (const [key, write] of [...this.#waiting]) {
      write.cancel();
      this.#try(key, write, write.failed);
    }
    await Promise.all(this.#underWay.values());
  }

  #wait(key: string, write: Write, delayMs: number): void {
    const cancel = this.#clock.at(this.#clock.now() + delayMs, () => {
      this.#try(key, write, (error) => {
        this.#wait(key, write, Math.min(delayMs * 2, longestRetryMs));
        write.failed(error);
      });
    });
    this.#waiting.set(key, { ...write, cancel });
  }

  #try(key: string, { write, done }: Write, failed: (error: unknown) => void): void {
    this.#waiting.delete(key);
    const trying = write().then(
      () => {
        this.#underWay.delete(key);
        done();
        this.#over(key);
      },
      (error: unknown) => {
        this.#underWay.delete(key);
        failed(error);
      },
    );
    this.#underWay.set(key, trying);
  }
}
