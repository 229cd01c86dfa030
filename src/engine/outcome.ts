import type { Effect } from './effects.ts';
import type { ExecutionState, Step } from './execution.ts';
import type { Limits } from './limits.ts';
import type { Problem } from './problems.ts';
import type { Settings } from './settings.ts';

/** All that enters the engine from outside besides its arguments. */
export interface Env {
  readonly nowMs: number;
  /** A new SID: prefix and 32 hex characters. */
  sid(prefix: 'FT'): string;
  readonly limits: Limits;
  readonly settings: Settings;
  /** Public base of the flow webhooks, without a slash at the end. */
  readonly webhookBase: string;
  /** A webhook of the carrier waits for TwiML right now. */
  readonly hasOpenRequest: boolean;
}

/** What one event made of an execution. */
export interface Outcome {
  readonly execution: ExecutionState;
  /** Steps that ended, oldest first. */
  readonly steps: readonly Step[];
  /** To be carried out once the outcome is stored. */
  readonly effects: readonly Effect[];
  readonly problems: readonly Problem[];
  /** TwiML for the request that is open now. */
  readonly twiml?: string;
}
