import type { Clock } from '../../runtime/clock.ts';

/** Wrong tries before one has to wait, and for how long then; each further one doubles it. Source: console page §10. */
const freeTries = 5;
const firstWaitMs = 30_000;
const longestWaitMs = 15 * 60_000;

/** Whoever tries from ever new places finds the oldest forgotten; the store's memory is bounded all the same. */
const maxKept = 10_000;

export interface SignInLimit {
  /** Seconds to wait before the next try; 0: none. */
  waitSeconds(key: string): number;
  /** Counts a wrong try. */
  failed(key: string): void;
  succeeded(key: string): void;
}

/** Makes guessing slow. Keys say who tries, and as whom: nobody locks out another. */
export function createSignInLimit(clock: Clock): SignInLimit {
  const tries = new Map<
    string,
    { readonly count: number; readonly notBeforeMs: number; readonly forgetAtMs: number }
  >();
  return {
    waitSeconds(key) {
      const leftMs = (tries.get(key)?.notBeforeMs ?? 0) - clock.now();
      return Math.max(0, Math.ceil(leftMs / 1000));
    },
    failed(key) {
      const nowMs = clock.now();
      const before = tries.get(key);
      const count = before !== undefined && before.forgetAtMs > nowMs ? before.count + 1 : 1;
      const waitMs = count < freeTries ? 0 : Math.min(firstWaitMs * 2 ** (count - freeTries), longestWaitMs);
      tries.delete(key);
      tries.set(key, { count, notBeforeMs: nowMs + waitMs, forgetAtMs: nowMs + waitMs + longestWaitMs });
      const oldest = tries.size > maxKept ? tries.keys().next().value : undefined;
      if (oldest !== undefined) tries.delete(oldest);
    },
    succeeded: (key) => void tries.delete(key),
  };
}
