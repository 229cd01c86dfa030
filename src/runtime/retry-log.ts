import type { CarrierUnreachable } from '../carriers/carrier.ts';
import type { EffectRecord } from '../storage/storage.ts';
import type { Clock } from './clock.ts';
import type { RuntimeLog } from './deps.ts';

/** An outage that stops thousands of messages is told once in this time. */
const quietMs = 60_000;
const mostRemembered = 100;

/** Tells the log why effects are tried again. */
export function retryLog(log: RuntimeLog, clock: Clock): (record: EffectRecord, error: CarrierUnreachable) => void {
  const quietUntil = new Map<string, number>();
  return ({ effect, executionSid, attempts }, { message }) => {
    const nowMs = clock.now();
    if ((quietUntil.get(message) ?? 0) > nowMs) return;
    if (quietUntil.size >= mostRemembered) quietUntil.clear();
    quietUntil.set(message, nowMs + quietMs);
    const facts = { effect: effect.key, type: effect.type, execution: executionSid, attempts };
    log.warn(facts, `${message}: nothing is lost, it is tried again`);
  };
}
