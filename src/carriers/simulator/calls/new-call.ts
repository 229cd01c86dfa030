import type { StatusCallback, StoredCall } from './call-store.ts';
import type { CallSystem } from './call-system.ts';

/** A call that nothing has happened to yet. */
export function newCall(
  { ids, clock }: CallSystem,
  given: Pick<StoredCall, 'accountSid' | 'from' | 'to' | 'direction' | 'status'> & {
    readonly statusCallback: StatusCallback | null;
    readonly parentSid?: string;
    readonly params?: StoredCall['params'];
  },
): StoredCall {
  const nowMs = clock.now();
  return {
    sid: ids.sid('CA'),
    parentSid: null,
    answeredBy: null,
    forwardedFrom: null,
    phoneNumberSid: null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    startedAtMs: null,
    answeredAtMs: null,
    endedAtMs: null,
    params: {},
    told: 0,
    ...given,
  };
}
