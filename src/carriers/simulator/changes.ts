/** Tells those who wait that the messages have changed; what changed they read from the database. */
export class Changes {
  readonly #waiting = new Set<() => void>();

  notify(): void {
    for (const resolve of [...this.#waiting]) resolve();
  }

  /** Resolves at the next change, or when `signal` fires. */
  next(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = () => {
        this.#waiting.delete(done);
        signal.removeEventListener('abort', done);
        resolve();
      };
      this.#waiting.add(done);
      signal.addEventListener('abort', done, { once: true });
    });
  }
}
