import type { Clock } from '../runtime/clock.ts';

/**
 * A bucket per key that holds `perSecond` and refills at that pace: true while there is something in it. Keys are
 * accounts, which are few and exist.
 */
export function createRateLimit(perSecond: number, clock: Clock): (key: string) => boolean {
  const buckets = new Map<string, { readonly left: number; readonly atMs: number }>();
  return (key) => {
    const nowMs = clock.now();
    const bucket = buckets.get(key) ?? { left: perSecond, atMs: nowMs };
    const refilled = Math.min(perSecond, bucket.left + (Math.max(0, nowMs - bucket.atMs) / 1000) * perSecond);
    const isAllowed = refilled >= 1;
    buckets.set(key, { left: isAllowed ? refilled - 1 : refilled, atMs: nowMs });
    return isAllowed;
  };
}
