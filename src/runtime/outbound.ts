/** What the store keeps of a message that left, or did not. */
import type { EffectResult } from '../engine/effects.ts';
import type { EffectRecord, OutboundRecord } from '../storage/storage.ts';

/** The record of a message's outcome; undefined for effects that are no messages. */
export function outboundRecord(
  { effect, accountSid, executionSid, attempts, createdAtMs }: EffectRecord,
  outcome: EffectResult,
  nowMs: number,
  recovery: OutboundRecord['recovery'] = null,
): OutboundRecord | undefined {
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
