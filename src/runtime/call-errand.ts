/** How a call is made, or recorded, by the carrier of our number. */
import type { CallCreation, Carrier } from '../carriers/carrier.ts';
import type { CallRequest } from '../engine/effects.ts';
import type { EffectRecord } from '../storage/storage.ts';
import type { Errand } from './attempts.ts';

export function callErrand(
  carrier: Carrier,
  {
    accountSid,
    key,
    request,
    isClaimed,
  }: {
    readonly accountSid: string;
    readonly key: string;
    readonly request: CallRequest;
    readonly isClaimed: CallCreation['isClaimed'];
  },
  { createdAtMs }: EffectRecord,
): Errand {
  const from = request.type === 'call.create' ? request.call.from : request.recording.number;
  const { name, calls, actsLate = false } = carrier.route?.({ from }) ?? carrier;
  const noCalls = { ok: false, code: null, message: `The carrier "${name}" makes no calls` } as const;
  // Two calls for one request would ring twice: not repeated unless it can be asked for.
  const usual = { actsLate, unknownOutcome: 'fail' } as const;
  if (request.type === 'call.record') {
    const { recording } = request;
    return { ...usual, perform: async () => calls?.record({ accountSid, key, recording }) ?? noCalls };
  }
  const creation = { accountSid, key, call: request.call, isClaimed };
  const findCreated = calls?.findCreated?.bind(calls);
  return {
    ...usual,
    perform: async () => calls?.create(creation) ?? noCalls,
    ...(findCreated ? { find: () => findCreated(creation, createdAtMs) } : {}),
  };
}
