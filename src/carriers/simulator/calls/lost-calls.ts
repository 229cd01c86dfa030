/** Calls that went on when a process died: nobody talks any more, and their accounts are told so. Source: carrier page §C3. */
import type { DeliveryStore } from '../deliveries.ts';
import { statusParams } from './call-params.ts';
import { type CallStore, longestCallMs, type StoredCall } from './call-store.ts';
import type { RecordingStore } from './recording-store.ts';

/** Runs inside a transaction. */
export function endLostCalls(
  {
    calls,
    recordings,
    deliveries,
  }: { readonly calls: CallStore; readonly recordings: RecordingStore; readonly deliveries: DeliveryStore },
  nowMs: number,
): void {
  recordings.loseLive(nowMs);
  for (const call of calls.listLive()) {
    const ended = call.endedAtMs === null ? endOf(call, nowMs) : call;
    const callback = ended.statusCallback;
    const isTold = callback?.events.includes('completed') === true;
    calls.update({ ...ended, told: ended.told + (isTold ? 1 : 0) }, false);
    if (!isTold) continue;
    const { url, method } = callback;
    const params = statusParams(ended, { event: 'completed', sequence: ended.told, atMs: nowMs });
    deliveries.addRequest(
      { accountSid: ended.accountSid, url, method, params, identity: `${ended.sid} completed` },
      nowMs,
    );
  }
}

function endOf(call: StoredCall, nowMs: number): StoredCall {
  const status = call.answeredAtMs === null ? 'failed' : 'completed';
  // At the latest when its time was up, however long nobody was there to end it.
  return { ...call, status, updatedAtMs: nowMs, endedAtMs: Math.min(nowMs, call.createdAtMs + longestCallMs) };
}
