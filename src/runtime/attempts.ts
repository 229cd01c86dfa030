/** One attempt at an effect that the world may refuse, or leave without an answer. */
import { type Carrier, CarrierUnreachable } from '../carriers/carrier.ts';
import type { ResourceResult } from '../engine/effects.ts';
import type { EffectRecord, EffectWait, OutboundRecord } from '../storage/storage.ts';
import { waitAfter, waitUnbegun } from './retries.ts';

/** How an effect is carried out and asked for. */
export interface Errand {
  perform(): Promise<ResourceResult>;
  /** Absent: nobody can be asked. */
  find?(): Promise<ResourceResult | undefined>;
  /** What is known without asking: it has been reported on. */
  reported?(): Promise<ResourceResult | undefined>;
  readonly actsLate: boolean;
  /** What becomes of it when its outcome is unknown and nobody can be asked. */
  readonly unknownOutcome: 'resend' | 'fail';
}

export interface AttemptLimits {
  readonly patienceMs: number;
  /** How long a request that was cut off may still be carried out. */
  readonly settleMs: number;
  now(): number;
}

export type Attempt =
  | { readonly result: ResourceResult; readonly recovery: OutboundRecord['recovery'] }
  | {
      readonly wait: EffectWait & { readonly dueAtMs: number };
      /** Why it failed; absent: it is only too early to tell. */
      readonly error?: CarrierUnreachable;
    };

/** Our own: the message may have left all the same. */
export class OwnFault extends CarrierUnreachable {
  constructor(cause: unknown) {
    super('a fault of this server', { isUnsent: false, cause });
  }
}

/** Asks first where an earlier attempt may have arrived. Never throws: a fault of ours is tried again as the carrier's are. */
export async function attempt(record: EffectRecord, errand: Errand, limits: AttemptLimits): Promise<Attempt> {
  let asked: Attempt | undefined;
  try {
    asked = record.unknownSinceMs === null ? undefined : await ask(record, record.unknownSinceMs, errand, limits);
  } catch (error) {
    // Not asked is not known: whatever the question met, the attempt before it may have arrived.
    return putOff(record, error, { unknownSinceMs: record.unknownSinceMs }, limits);
  }
  if (asked) return asked;
  // It did not leave, and nobody wants it any more.
  if (record.takenBackAtMs !== null) return givenBack(record, limits);
  try {
    return { result: await errand.perform(), recovery: record.unknownSinceMs === null ? null : 'sent-again' };
  } catch (error) {
    // It was under way until now, however long ago it began.
    const isUnsent = error instanceof CarrierUnreachable && error.isUnsent;
    return putOff(record, error, { unknownSinceMs: isUnsent ? null : limits.now() }, limits);
  }
}

/** Undefined: it surely did not arrive, or may be repeated. */
async function ask(
  record: EffectRecord,
  unknownSinceMs: number,
  errand: Errand,
  limits: AttemptLimits,
): Promise<Attempt | undefined> {
  const { find, actsLate, unknownOutcome } = errand;
  const askedAtMs = limits.now();
  const found = (await find?.()) ?? (await errand.reported?.());
  if (found) return { result: found, recovery: 'found' };
  if (find === undefined) {
    return unknownOutcome === 'resend' && record.takenBackAtMs === null
      ? undefined
      : { result: failed(outcomeUnknown), recovery: null };
  }
  const settledAtMs = unknownSinceMs + (actsLate ? limits.settleMs : 0);
  if (askedAtMs >= settledAtMs) return undefined;
  return { wait: { ...waitUnbegun(record, { dueAtMs: settledAtMs, sender: null }), dueAtMs: settledAtMs } };
}

function givenBack(record: EffectRecord, limits: AttemptLimits): Attempt {
  const dueAtMs = limits.now();
  return { wait: { ...waitUnbegun(record, { dueAtMs, sender: null }), unknownSinceMs: null, dueAtMs } };
}

function putOff(
  record: EffectRecord,
  thrown: unknown,
  { unknownSinceMs }: Pick<EffectRecord, 'unknownSinceMs'>,
  limits: AttemptLimits,
): Attempt {
  const error = thrown instanceof CarrierUnreachable ? thrown : new OwnFault(thrown);
  const { retryAfterMs, message } = error;
  const wait = waitAfter(
    record,
    { unknownSinceMs, retryAfterMs, message },
    { nowMs: limits.now(), patienceMs: limits.patienceMs },
  );
  if (wait) return { wait, error };
  const times = record.attempts === 1 ? '1 attempt' : `${record.attempts} attempts`;
  const doubt = unknownSinceMs === null ? '' : '; it may have arrived all the same';
  return { result: failed(`${message} (given up after ${times}${doubt})`), recovery: null };
}

export const outcomeUnknown = 'the server stopped before the answer came; it is not repeated';

function failed(message: string): ResourceResult {
  return { ok: false, code: null, message };
}

/** By shape the carrier, or conversations: what a message is sent with. */
export type Sender = Pick<Carrier, 'send' | 'findSent' | 'actsLate'>;
