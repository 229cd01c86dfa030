/** What both forms of Make Outgoing Call share. Source: voice page §4, §5. */
import type { OutboundCall } from '../engine/effects.ts';
import type { WebhookParams } from '../engine/events.ts';
import { type Decision, ignore, transition, type WidgetContext, type WidgetHandlers, wait } from '../engine/widget.ts';
import { readerOf } from './call-twiml.ts';
import { addressOf } from './message-fields.ts';

/** Longest ring, in seconds. Source: voice page §4. */
const maxRingSeconds = 600;

/** Seconds that a carrier may find out who answered, unless the flow says otherwise. Source: carrier page §C3. */
const detectionSeconds = 30;

/** Seconds after which a call of which nothing is heard any more has failed: ring and detection are over (inferred). */
const silenceSeconds = 60;

type CallContext = WidgetContext<'from' | 'to' | 'timeout' | 'record'>;

type Outcome = 'busy' | 'noAnswer' | 'failed';

/** Asks the carrier for the call, or fails at once. */
export function makeCall(context: CallContext, more: Partial<OutboundCall> = {}) {
  const { state, problem, callbackUrl } = context;
  const { text, number, flag } = readerOf(context);
  if (context.call?.isLive) {
    // A run holds one call at a time (inferred).
    problem(81020, `"${state.name}" made no call: the run is in one already.`);
    return transition('failed');
  }
  const to = text('to') ?? addressOf(context, ['contact', 'channel', 'address']);
  const from = text('from') ?? addressOf(context, ['flow', 'channel', 'address']);
  const ringSeconds = Math.min(number('timeout', 60), maxRingSeconds);
  const call: OutboundCall = {
    to,
    from,
    answeredUrl: callbackUrl('answered'),
    statusCallback: callbackUrl('callStatus'),
    timeoutSeconds: ringSeconds,
    record: flag('record', false),
    ...more,
  };
  return wait({
    effects: [{ type: 'call.create', call }],
    memory: { patienceSeconds: ringSeconds + detectionOf(call) + silenceSeconds },
  });
}

function detectionOf({ machineDetection }: OutboundCall): number {
  return machineDetection === undefined ? 0 : Number(machineDetection.timeoutSeconds ?? detectionSeconds);
}

/** The ends of a call that was not answered, by its final status. */
const outcomes: { readonly [status: string]: Outcome } = {
  busy: 'busy',
  'no-answer': 'noAnswer',
  failed: 'failed',
  canceled: 'failed',
};

/**
 * What becomes of the call. Its callbacks may come before the carrier's answer to the request: once one has, a late failure
 * of the request is none of the call's.
 */
export function callHandlers<const E extends string, Over extends Decision>({
  answered,
  over,
}: {
  /** The event of an answered call. */
  readonly answered: (params: WebhookParams) => E;
  /** The call was answered and ended before it asked for TwiML. */
  readonly over: (context: WidgetContext, params: WebhookParams) => Over;
}) {
  return {
    effectResult(context) {
      const { outcome, memory } = context;
      if (outcome.type !== 'call.create') return ignore();
      if (!outcome.result.ok && memory.isUnderWay !== true) return failed(context, outcome.result.message);
      return wait({ memory, timeoutSeconds: Number(memory.patienceSeconds) });
    },
    timeout: (context) => failed(context, 'the carrier reported neither an answer nor an end'),
    flowEvent({ name, params }) {
      if (name !== 'answered') return undefined;
      const { CallSid: callSid } = params;
      return transition(answered(params), params, typeof callSid === 'string' ? { callSid } : {});
    },
    callStatus(context) {
      const { status, params } = context;
      if (status === 'completed') return over(context, params);
      const outcome = Object.hasOwn(outcomes, status) ? outcomes[status] : undefined;
      if (outcome === undefined) return wait({ memory: { ...context.memory, isUnderWay: true } });
      return outcome === 'failed' ? failed(context, `its status is ${status}`, params) : transition(outcome, params);
    },
  } satisfies WidgetHandlers;
}

function failed({ state, problem }: WidgetContext, why: string, output: WebhookParams = {}) {
  problem(81008, `The call of "${state.name}" failed: ${why}.`);
  return transition('failed', output);
}
