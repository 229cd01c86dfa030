/** What the engine knows of the call that a run holds. Source: voice page §0.3, §0.5. */
import type { WebhookParams } from './events.ts';
import type { Json } from './json.ts';

/** The call that a run holds, or held. */
export interface RunCall {
  readonly sid: string;
  /** False once it has ended or is given away: the run may go on, but nothing more can be said in it. */
  readonly isLive: boolean;
}

/** Statuses after which nothing more happens to a call. Source: carrier page §C3. */
export const finalCallStatuses: readonly string[] = ['completed', 'busy', 'failed', 'no-answer', 'canceled'];

/** `FlowEvent` of a carrier that asks whether the flow has come to its next TwiML. Source: carrier page §E1. */
export const pollEvent = 'poll';

export function isFinalCallStatus(status: Json | undefined): boolean {
  return typeof status === 'string' && finalCallStatuses.includes(status);
}

/** True for a request of the call's verb that says the call is over. */
export function tellsHangUp(call: RunCall | undefined, { CallSid, CallStatus }: WebhookParams): boolean {
  return call !== undefined && CallSid === call.sid && isFinalCallStatus(CallStatus);
}
