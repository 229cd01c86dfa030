import { SpeechError } from './speech.ts';

/** Lets tasks run, so many at once; more wait, and those beyond are refused. */
export interface Turns {
  /** Rejects with a `SpeechError` when too many wait. */
  take<T>(task: () => Promise<T>): Promise<T>;
}

/** For each that runs, so many may wait: speech that comes minutes late helps no call. */
const waitingForEach = 8;

export function createTurns(atOnce: number): Turns {
  const waiting: (() => void)[] = [];
  let free = atOnce;
  return {
    async take(task) {
      if (waiting.length >= atOnce * waitingForEach) {
        throw new SpeechError(
          `${atOnce} are under way and ${waiting.length} wait: let more run at once (concurrency), or use a smaller model`,
        );
      }
      if (free > 0) free--;
      // Whoever ends hands its turn on, so that nobody slips in between.
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await task();
      } finally {
        const next = waiting.shift();
        if (next === undefined) free++;
        else next();
      }
    },
  };
}
