import type { HttpResult } from '../engine/effects.ts';
import type { ExecutionEvent } from '../engine/events.ts';
import type { EffectRecord, Exchange, RunEventRecord } from '../storage/storage.ts';

/** Headers of answers whose values open doors. */
const secretHeaders = new Set(['set-cookie', 'authorization', 'proxy-authenticate', 'www-authenticate']);
const hidden = '•••';

/** An event as it is kept with its run. What it may weigh is bounded where it comes in: `httpBodyBytes`, form bodies. */
export function eventRecord(
  executionSid: string,
  event: ExecutionEvent,
  atMs: number,
  more: Partial<Pick<RunEventRecord, 'exchange' | 'stopped'>>,
): RunEventRecord {
  return { executionSid, atMs, event: withoutSecrets(event), exchange: null, stopped: null, ...more };
}

/** What an HTTP effect asked. Its request names no credentials: they are added when it leaves. */
export function exchangeOf({ effect, attempts, begunAtMs }: EffectRecord): Exchange | null {
  const isHttp = effect.type === 'http.request' || effect.type === 'function.run';
  return isHttp ? { request: effect.request, attempts, begunAtMs } : null;
}

function withoutSecrets(event: ExecutionEvent): ExecutionEvent {
  if (event.type !== 'effectResult') return event;
  const { outcome } = event;
  if (outcome.type !== 'http.request' && outcome.type !== 'function.run') return event;
  return { ...event, outcome: { ...outcome, result: withoutSecretHeaders(outcome.result) } };
}

function withoutSecretHeaders(result: HttpResult): HttpResult {
  if (!result.ok) return result;
  const headers = Object.entries(result.headers).map(([name, value]) => [
    name,
    secretHeaders.has(name) ? hidden : value,
  ]);
  return { ...result, headers: Object.fromEntries(headers) };
}
