/** A scripted run of a flow: what comes in, and everything that comes out. */
import type { JsonObject } from '../../src/engine/json.ts';
import type { HttpAnswer, Play, Start, Subflows } from '../../src/testing/index.ts';
import { playFlow } from '../../src/testing/index.ts';

export type Input =
  /** The contact writes. */
  | { readonly say: string; readonly params?: { readonly [name: string]: string } }
  /** So many seconds pass. */
  | { readonly wait: number }
  /** A callback with `FlowEvent` comes in. */
  | { readonly flowEvent: string }
  /** The verb of the call comes back. */
  | { readonly callback: string; readonly params?: { readonly [name: string]: string } }
  /** A status of the call that the run holds, or makes. */
  | { readonly callStatus: string }
  /** The answer to the HTTP request or function call that is open. */
  | { readonly answer: HttpAnswer };

export interface Script {
  readonly start: Start;
  /** The flow is run as a subflow, with these parameters, by a parent that the start enters. */
  readonly asSubflow?: JsonObject;
  /** Widgets whose messages and calls the carrier refuses, or whose task nobody takes. */
  readonly refuse?: readonly string[];
  readonly inputs: readonly Input[];
}

/** What a run gave, in a form that reads well in a diff. */
export interface Recorded {
  readonly status: string;
  readonly steps: readonly string[];
  readonly sent: readonly object[];
  readonly requests: readonly object[];
  /** What was asked of tasks, conversations and documents, where anything was. */
  readonly asked?: readonly object[];
  /** Answers to webhooks in order, where the flow gave any. */
  readonly twiml?: readonly string[];
  readonly problems: readonly object[];
  readonly context: JsonObject;
  /** Context of the subflow, where the run went through one. */
  readonly subflowContext?: JsonObject;
}

/** Plays a script to its end. Throws when one of its inputs or refusals has no effect: it would be unused. */
export function playScript(definition: JsonObject, script: Script): Play {
  const refused = { refused: { code: 30007, message: 'Message filtered' } };
  const refusals = Object.fromEntries((script.refuse ?? []).map((state) => [state, refused]));
  const play = playFlow({
    ...(script.asSubflow ? within(script.asSubflow, definition) : { definition }),
    start: script.start,
    messages: refusals,
    products: refusals,
    calls: refusals,
    http: () => undefined,
    functions: () => undefined,
    startsNewRuns: false,
  });
  script.inputs.forEach((input, place) => {
    const before = JSON.stringify(play.execution);
    give(play, input);
    if (JSON.stringify(play.execution) === before)
      throw new Error(`input ${place} changes nothing: ${JSON.stringify(input)}`);
  });
  for (const state of script.refuse ?? []) {
    const asks = [...play.sent, ...play.asked];
    if (!asks.some((each) => each.state === state)) throw new Error(`"${state}" sends nothing to refuse`);
  }
  return play;
}

/** A parent that does nothing but run the flow. */
function within(parameters: JsonObject, definition: JsonObject): { definition: JsonObject; subflows: Subflows } {
  const flow_sid = 'FW0000000000000000000000000000000c';
  const values = Object.entries(parameters).map(([key, value]) => ({ key, value, type: 'string' }));
  const events = ['incomingMessage', 'incomingRequest', 'incomingCall'];
  const parent = {
    initial_state: 'Parent',
    states: [
      { name: 'Parent', type: 'trigger', transitions: events.map((event) => ({ event, next: 'subflow' })) },
      {
        name: 'subflow',
        type: 'run-subflow',
        properties: { flow_sid, flow_revision: 'LatestPublished', parameters: values },
        transitions: [{ event: 'completed' }, { event: 'failed' }],
      },
    ],
  };
  return { definition: parent, subflows: { [flow_sid]: definition } };
}

function give(play: Play, input: Input): void {
  if ('say' in input) play.receive(input.say, input.params ?? {});
  else if ('wait' in input) play.elapse(input.wait);
  else if ('flowEvent' in input) play.flowEvent(input.flowEvent, { From: '+15550002222', said: 'yes' });
  else if ('callback' in input) play.callback(input.callback, input.params);
  else if ('callStatus' in input) play.callStatus(input.callStatus);
  else play.answer(input.answer);
}

/**
 * Everything that came out of a play, without repeating itself: of each step's changes the paths (their values are in
 * the context), of `outbound` what the message in `sent` does not say, of SIDs no leading zeros.
 */
export function recordOf(play: Play): Recorded {
  const startMs = play.steps[0]?.enteredAtMs ?? play.nowMs;
  const seconds = (ms: number) => (ms - startMs) / 1000;
  const { status, endedReason, waitsIn, deadlineMs } = play;
  const lastInside = play.steps.findLast(({ parentStepSid }) => parentStepSid !== null);
  const until = deadlineMs === null ? '' : ` until ${seconds(deadlineMs)} s`;
  return shortened({
    status: status === 'ended' ? `ended: ${endedReason}` : `waits in ${waitsIn}${until}`,
    steps: play.steps.map((step) => {
      const times = [step.enteredAtMs, step.endedAtMs].map(seconds).join('..');
      const writes = step.patch.map(({ path }) => path.join('.')).filter((path) => path !== '');
      return [
        `${step.sid} ${step.transitionedFrom} - ${step.event} - ${step.transitionedTo}`,
        ...(step.parentStepSid === null ? [] : [`in ${step.parentStepSid}`]),
        ...(times === '0..0' ? [] : [`${times} s`]),
        ...(writes.length === 0 ? [] : [`writes ${writes.join(', ')}`]),
      ].join('; ');
    }),
    sent: play.sent.map(({ statusCallback: _, stepSid, sid, ...message }) => ({
      ...message,
      step: stepSid,
      sid,
    })),
    requests: play.requests.map(({ form: _, sign, authenticate, ...request }) => ({
      ...request,
      ...(sign ? {} : { sign }),
      ...(authenticate ? { authenticate } : {}),
    })),
    ...(play.asked.length === 0 ? {} : { asked: play.asked }),
    ...(play.told.length === 0 ? {} : { twiml: play.told.map(withoutHead) }),
    problems: play.problems.map(({ stepSid, level: _, ...problem }) => ({
      ...problem,
      ...(stepSid === undefined ? {} : { step: stepSid }),
    })),
    context: play.context,
    ...(lastInside ? { subflowContext: play.contextAfter(lastInside) } : {}),
  });
}

function withoutHead(document: string): string {
  return document.replace(/^<\?xml[^>]*\?>/, '');
}

const kept = ['Sid', 'Status', 'ErrorCode', 'ErrorMessage'];

function shortened(record: Recorded): Recorded {
  const text = JSON.stringify(record, (key, value) => {
    if (key !== 'outbound') return value;
    return Object.fromEntries(Object.entries(value).filter(([name, what]) => kept.includes(name) && what !== null));
  });
  return JSON.parse(
    text.replace(/\b([A-Z]{2})0+([1-9a-f][0-9a-f]*)\b/g, (sid, prefix: string, number: string) => {
      return sid.length === 34 ? prefix + number : sid;
    }),
  );
}

/** Every way a run can go in a definition: `state - event - target`. */
export function transitionsOf(definition: JsonObject): string[] {
  const states = definition.states as unknown as {
    name: string;
    transitions: { event: string; next?: string | null }[];
  }[];
  const names = new Set(states.map(({ name }) => name));
  const all = states.flatMap(({ name, transitions }) =>
    transitions.map(({ event, next }) => `${name} - ${event} - ${next && names.has(next) ? next : 'Ended'}`),
  );
  return [...new Set(all)];
}
