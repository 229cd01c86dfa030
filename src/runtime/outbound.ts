/** What the store keeps of a message that left, or did not; and how one that failed is sent again. */
import type { EffectResult } from '../engine/effects.ts';
import type { Change, EffectRecord, Found, OutboundRecord } from '../storage/storage.ts';
import { type EffectTimes, newEffect } from './records.ts';

/** The record of a message's outcome; undefined for effects that are no messages. */
export function outboundRecord(
  { effect, accountSid, executionSid, attempts, createdAtMs }: EffectRecord,
  outcome: EffectResult,
  recovery: OutboundRecord['recovery'],
  nowMs: number,
): (OutboundRecord & { readonly key: string }) | undefined {
  if (effect.type !== 'message.send' || outcome.type !== 'message.send') return undefined;
  const { key, stepSid, message } = effect;
  return {
    key,
    accountSid,
    executionSid,
    stepSid,
    attempts,
    createdAtMs,
    updatedAtMs: nowMs,
    recovery,
    resentAs: null,
    message,
    ...fateOf(outcome.result),
  };
}

function fateOf(
  result: Extract<EffectResult, { type: 'message.send' }>['result'],
): Pick<OutboundRecord, 'messageSid' | 'status' | 'errorCode' | 'errorMessage'> {
  if (!result.ok) {
    return { messageSid: null, status: 'failed', errorCode: result.code, errorMessage: result.message };
  }
  const { sid, status, error_code: code, error_message: message } = result.resource;
  return {
    messageSid: typeof sid === 'string' ? sid : null,
    status: typeof status === 'string' ? status : 'accepted',
    errorCode: typeof code === 'number' ? code : null,
    errorMessage: typeof message === 'string' ? message : null,
  };
}

export type ResendResult =
  /** Key of the message that leaves in its place. */
  | { readonly outcome: 'queued'; readonly key: string }
  | { readonly outcome: 'not-found' }
  /** It was sent again before, is still to leave or has left, or what was asked for is not known any more. */
  | { readonly outcome: 'refused'; readonly message: string };

/** Nothing has become of it yet. */
export function isWaiting({ status, messageSid }: OutboundRecord): boolean {
  return status === 'queued' && messageSid === null;
}

const unsentStatuses = ['failed', 'undelivered', 'canceled'];

/** Decides inside a transaction whether the message found may be sent again, as a new one. */
export function resend(
  { outbound }: Found,
  ofAccount: string,
  at: EffectTimes,
): { readonly change?: Change; readonly result: ResendResult; readonly record?: EffectRecord } {
  if (!outbound || outbound.key === null || outbound.accountSid !== ofAccount) {
    return { result: { outcome: 'not-found' } };
  }
  const { key, accountSid, executionSid, stepSid, status, message, resentAs } = outbound;
  if (isWaiting(outbound)) return refused(`Message ${key} is still to leave`);
  if (resentAs !== null) return refused(`Message ${key} was sent again already, as ${resentAs}`);
  if (!unsentStatuses.includes(status)) {
    return refused(`Message ${key} is ${status}: only one that is ${unsentStatuses.join(', ')} can be sent again`);
  }
  if (message === null) return refused(`What message ${key} said is not known: it is from an older version`);
  const again = nextKey(key);
  const record = newEffect({ type: 'message.send', key: again, stepSid, message }, { accountSid, executionSid }, at);
  return {
    change: { addEffects: [record], outbound: [{ ...outbound, resentAs: again, updatedAtMs: at.nowMs }] },
    result: { outcome: 'queued', key: again },
    record,
  };
}

function refused(message: string): { readonly result: ResendResult } {
  return { result: { outcome: 'refused', message } };
}

/** `FT….0`, then `FT….0.1`, `FT….0.2`: both parts of the first key stay recognisable. */
function nextKey(key: string): string {
  const [first = '', second = '', times = '0'] = key.split('.');
  return `${first}.${second}.${Number(times) + 1}`;
}
