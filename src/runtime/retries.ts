/** When an effect that failed is tried again, and when it is given up. */
import type { CarrierUnreachable } from '../carriers/carrier.ts';
import type { EffectRecord, EffectWait } from '../storage/storage.ts';

const firstRetryMs = 1_000;
/** So that a message leaves soon after a long outage has ended. */
const longestRetryMs = 300_000;

export interface RetryTimes {
  readonly nowMs: number;
  /** From the first failure on. */
  readonly patienceMs: number;
}

/** How a failed attempt waits for the next one; undefined: patience is at its end. */
export function waitAfter(
  record: EffectRecord,
  {
    unknownSinceMs,
    retryAfterMs = 0,
    message,
  }: Pick<CarrierUnreachable, 'retryAfterMs' | 'message'> & Pick<EffectRecord, 'unknownSinceMs'>,
  { nowMs, patienceMs }: RetryTimes,
): (EffectWait & { readonly dueAtMs: number }) | undefined {
  const failingSinceMs = record.failingSinceMs ?? nowMs;
  const lastMs = failingSinceMs + patienceMs;
  const earliestMs = nowMs + retryAfterMs;
  if (nowMs >= lastMs || earliestMs > lastMs) return undefined;
  // Once more as long as it has failed for already: the time doubles, without chance, and whoever was killed meanwhile.
  const backoffMs = Math.min(Math.max(firstRetryMs, nowMs - failingSinceMs), longestRetryMs);
  return {
    dueAtMs: Math.min(Math.max(nowMs + backoffMs, earliestMs), lastMs),
    attempts: record.attempts,
    unknownSinceMs,
    failingSinceMs,
    errorMessage: message,
    sender: null,
  };
}

/** How an effect waits whose attempt was not begun after all. */
export function waitUnbegun(record: EffectRecord, at: Pick<EffectWait, 'dueAtMs' | 'sender'>): EffectWait {
  const { attempts, unknownSinceMs, failingSinceMs, errorMessage } = record;
  return { attempts: Math.max(0, attempts - 1), unknownSinceMs, failingSinceMs, errorMessage, ...at };
}
