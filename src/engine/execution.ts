import type { RunCall } from './call.ts';
import type { ContextPatch } from './context.ts';
import type { Effect } from './effects.ts';
import type { TriggerEvent, WebhookParams } from './events.ts';
import type { JsonObject } from './json.ts';

/** What a run is keyed by besides its addresses. Source: execution-model §5. */
export type ExecutionKind = 'pair' | 'call' | 'conversation';

/** Why a run ended; only `FLOW_END` is documented, the rest is ours. Source: execution-model §12. */
export type EndedReason = 'FLOW_END' | 'STOPPED' | 'HANGUP' | 'STEP_LIMIT' | 'EXPIRED' | 'ERROR';

/** A widget that waits: for an event, an effect's result, or a time. */
export interface Waiting {
  readonly state: string;
  /** SID of the step now running, allocated on entry. */
  readonly stepSid: string;
  readonly enteredAtMs: number;
  /** What the widget keeps for itself until it ends. */
  readonly memory: JsonObject;
  /** When `timeout` is due, in epoch milliseconds. */
  readonly deadlineMs: number | null;
  /** Keys of effects whose result has not come yet. */
  readonly pendingEffects: readonly string[];
  /** Effects asked for in this visit so far: the number in the next one's key. */
  readonly effectCount: number;
  /** What the live call was told to do meanwhile: for a carrier that asks again. */
  readonly twiml?: string;
  /** The run ends as soon as the call has taken `twiml`. */
  readonly ends?: { readonly reason: EndedReason; readonly event?: string };
  /** The call has ended and the request of its verb is still to come: at the deadline it is taken not to. */
  readonly isHungUp?: true;
}

/** One flow of the run: the main flow, and above it at most one subflow. */
export interface Frame {
  readonly flowSid: string;
  /** Key of the subflow in the program; absent in the main flow. */
  readonly subflow?: string;
  readonly context: JsonObject;
  /** Never less than the characters of the context; counted anew when it passes the limit. */
  readonly contextSize: number;
  /** State last entered and how many times in a row. */
  readonly lastState: string;
  readonly timesInARow: number;
  /** Steps recorded in this frame. */
  readonly stepCount: number;
  /** Null only in a frame that is just being walked. */
  readonly waiting: Waiting | null;
}

/** The engine's whole memory of a run, as it is stored between events. */
export interface ExecutionState {
  readonly sid: string;
  readonly accountSid: string;
  readonly kind: ExecutionKind;
  readonly status: 'active' | 'ended';
  readonly endedReason: EndedReason | null;
  readonly isTestUser: boolean;
  /** Event that the run began with. */
  readonly triggerEvent: TriggerEvent;
  /** Steps recorded so far, in all frames. */
  readonly stepCount: number;
  /** Main flow first. */
  readonly frames: readonly Frame[];
  /** The call that the run holds, or held last. */
  readonly call?: RunCall;
  /** Conversation that the run has joined: its messages reach the run too. */
  readonly conversationSid?: string;
  /** To be carried out when the run ends, whatever for. */
  readonly atEnd?: readonly Effect[];
}

/** The run once it has ended, and what is to be done then. One that had ended before asks for nothing more. */
export function endedBy(
  execution: ExecutionState,
  reason: EndedReason,
): { readonly execution: ExecutionState; readonly effects: readonly Effect[] } {
  const { atEnd = [], ...rest } = execution;
  return {
    execution: { ...rest, status: 'ended', endedReason: reason },
    effects: execution.status === 'active' ? atEnd : [],
  };
}

/** A widget visit that has ended. Source: rest-api §4, Step. */
export interface Step {
  readonly sid: string;
  readonly parentStepSid: string | null;
  /** 0 for the first step of the execution. */
  readonly sequence: number;
  /** The event that the widget ended with. */
  readonly event: string;
  readonly transitionedFrom: string;
  /** Name of the next state, or `Ended`. */
  readonly transitionedTo: string;
  readonly type: string;
  readonly flowSid: string;
  readonly enteredAtMs: number;
  readonly endedAtMs: number;
  /** Changes this step made to the context of its flow. */
  readonly patch: ContextPatch;
}

/** The literal that a step's `transitionedTo` bears at the end of a branch. */
export const ENDED = 'Ended';

/** How a run begins. */
export interface Trigger {
  readonly event: Exclude<TriggerEvent, 'incomingParent'>;
  readonly kind: ExecutionKind;
  readonly flowSid: string;
  readonly accountSid: string;
  readonly executionSid: string;
  /** Our address: `flow.channel.address`. */
  readonly flowAddress: string;
  /** The other party: `contact.channel.address`. */
  readonly contactAddress: string;
  /** Webhook parameters, or `{from, to, parameters}` of a REST start. */
  readonly params: WebhookParams;
  readonly isTestUser: boolean;
}
