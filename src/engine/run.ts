import { isFinalCallStatus, pollEvent, tellsHangUp } from './call.ts';
import { type Flow, type Program, type State, subflowKey, transitionOf } from './definition.ts';
import type { ExecutionEvent } from './events.ts';
import type { ExecutionState, Frame, Trigger, Waiting } from './execution.ts';
import { isHandedOff } from './hand-off.ts';
import { initialContext } from './initial-context.ts';
import { jsonSize } from './json.ts';
import type { Env, Outcome } from './outcome.ts';
import { problem } from './problems.ts';
import { Visit } from './visit.ts';
import { Walk } from './walk.ts';
import type { Decision } from './widget.ts';

/** Begins a run: from the trigger to the first wait or the end. */
export function start(program: Program, trigger: Trigger, env: Env): Outcome {
  const context = initialContext(trigger);
  const { CallSid: callSid } = trigger.params;
  const walk = new Walk(program, env, {
    ...(trigger.kind === 'call' && typeof callSid === 'string' ? { call: { sid: callSid, isLive: true } } : {}),
    sid: trigger.executionSid,
    accountSid: trigger.accountSid,
    kind: trigger.kind,
    status: 'active',
    endedReason: null,
    isTestUser: trigger.isTestUser,
    triggerEvent: trigger.event,
    stepCount: 0,
    frames: [
      {
        flowSid: trigger.flowSid,
        context,
        contextSize: jsonSize(context),
        lastState: '',
        timesInARow: 0,
        stepCount: 0,
        waiting: null,
      },
    ],
  });
  const widgets = widgetSum(program);
  if (widgets > env.limits.widgetsPerFlow) {
    const message = `The flow and its subflows have ${widgets} widgets, more than ${env.limits.widgetsPerFlow}: it cannot run.`;
    walk.problems.push(problem(81026, message));
    walk.end('ERROR');
  } else {
    walk.enter(program.flow.initialState);
  }
  return walk.outcome();
}

/** Hands an event to a run that waits, and goes on to the next wait or the end. An ended run stays as it is. */
export function resume(program: Program, execution: ExecutionState, event: ExecutionEvent, env: Env): Outcome {
  const walk = new Walk(program, env, execution);
  const frame = execution.frames.at(-1);
  if (execution.status === 'ended' || frame === undefined) return walk.outcome();
  if (event.type === 'stop') {
    walk.end(event.reason);
    return walk.outcome();
  }
  const waiting = frame.waiting;
  const state = waiting ? flowOf(program, frame)?.states.get(waiting.state) : undefined;
  if (waiting === null || state === undefined) {
    // The pinned revision no longer holds what the run waits in: it cannot go on.
    walk.end('ERROR');
    return walk.outcome();
  }
  if (waiting.ends) handOver(walk, state, waiting, event);
  else handle(walk, state, waiting, event);
  if (event.type === 'flowEvent') walk.repeatTwiml();
  return walk.outcome();
}

/** Widgets of the flow and of every instance of a subflow in it (limits-and-errors §1). */
export function widgetSum({ flow, subflows }: Program): number {
  return flow.subflows.reduce(
    (sum, reference) => sum + (subflows.get(subflowKey(reference))?.states.size ?? 0),
    flow.states.size,
  );
}

/** True for a run whose present widget makes something of a message. */
export function takesMessages(program: Program, { frames }: ExecutionState): boolean {
  const frame = frames.at(-1);
  const state = frame?.waiting ? flowOf(program, frame)?.states.get(frame.waiting.state) : undefined;
  return state?.widget?.on.incomingMessage !== undefined;
}

/** The flow that a frame runs. */
export function flowOf(program: Program, frame: Frame): Flow | undefined {
  return frame.subflow === undefined ? program.flow : program.subflows.get(frame.subflow);
}

function handle(walk: Walk, state: State, waiting: Waiting, event: Exclude<ExecutionEvent, { type: 'stop' }>): void {
  const settled = event.type === 'effectResult' ? withoutPending(waiting, event.key) : waiting;
  // A result that nobody waits for any more changes nothing.
  if (settled === undefined) return;
  if (event.type === 'callStatus' && walk.call?.sid === event.callSid && isFinalCallStatus(event.status)) {
    if (walk.call.isLive) hangUp(walk, state, settled);
    return;
  }
  if (event.type === 'flowEvent' && !isStale(event, settled) && tellsHangUp(walk.call, event.params)) walk.hangUp();
  const visit = new Visit(walk, state, settled);
  const decision = visit.attempt(() => decide(visit, state, settled, event));
  if (decision) walk.apply(visit, decision);
}

/** A run that has nothing left but to tell its call where to go. */
function handOver(walk: Walk, state: State, waiting: Waiting, event: ExecutionEvent): void {
  const { twiml, ends } = waiting;
  if (event.type === 'callStatus' && walk.call?.sid === event.callSid && isFinalCallStatus(event.status))
    walk.end('HANGUP');
  else if (event.type === 'flowEvent' && ends && twiml !== undefined) {
    walk.apply(new Visit(walk, state, waiting), { do: 'end', ...ends, twiml });
  }
}

/** The call has ended, as its status says. Source: voice page §0.5. */
function hangUp(walk: Walk, state: State, waiting: Waiting): void {
  walk.hangUp();
  if (state.widget?.on.hangUp) {
    walk.awaitHangUp(waiting, walk.env.limits.hangupGraceSeconds);
    return;
  }
  const visit = new Visit(walk, state, waiting);
  visit.context.problem(81002, `The call ended while the flow was in "${state.name}", which has no event for it.`);
  // What does not wait on the call goes on without it.
  if (waiting.twiml !== undefined) walk.end('HANGUP');
}

/** A callback of a widget that was left long ago (execution-model §4, stale `Step`). */
function isStale({ stepSid }: { readonly stepSid?: string }, waiting: Waiting): boolean {
  return stepSid !== undefined && stepSid !== waiting.stepSid;
}

/** What the widget makes of the event; undefined where it has no say and nothing is to be logged. */
function decide(
  visit: Visit,
  state: State,
  waiting: Waiting,
  event: Exclude<ExecutionEvent, { type: 'stop' }>,
): Decision | undefined {
  const on = state.widget?.on ?? {};
  switch (event.type) {
    case 'effectResult':
      return on.effectResult?.({ ...visit.context, outcome: event.outcome });
    case 'deadline':
      if (waiting.deadlineMs === null || waiting.deadlineMs > visit.context.nowMs) return undefined;
      return (waiting.isHungUp ? on.hangUp : on.timeout)?.(visit.context);
    case 'messageStatus':
      if (isStale(event, waiting)) return undefined;
      return on.messageStatus?.({
        ...visit.context,
        messageSid: event.messageSid,
        status: event.status,
        params: event.params,
      });
    case 'callStatus':
      if (isStale(event, waiting)) return undefined;
      return on.callStatus?.({
        ...visit.context,
        callSid: event.callSid,
        status: event.status,
        params: event.params,
      });
    case 'incomingMessage':
      if (event.isConversation && isWithPerson(visit)) return undefined;
      return (
        on.incomingMessage?.({
          ...visit.context,
          params: event.params,
          isConversation: event.isConversation ?? false,
        }) ?? unexpected(visit, 'A message')
      );
    case 'flowEvent': {
      if (event.name === pollEvent || isStale(event, waiting)) return undefined;
      const decision = on.flowEvent?.({ ...visit.context, name: event.name, params: event.params });
      return decision ?? byName(state, event) ?? unexpected(visit, `The event "${event.name}"`);
    }
    default:
      return event satisfies never;
  }
}

/** What the contact writes is for the person who took over, not for the run (inferred, messaging page §10). */
function isWithPerson({ context }: Visit): boolean {
  return context.settings.handedOffMessages === 'drop' && isHandedOff(context.context);
}

/** Any event of the present widget may be named from outside (execution-model §4). */
function byName(state: State, event: Extract<ExecutionEvent, { type: 'flowEvent' }>): Decision | undefined {
  const isKnown =
    Object.hasOwn(state.widget?.events ?? {}, event.name) || transitionOf(state, event.name) !== undefined;
  if (!isKnown) return undefined;
  return { do: 'transition', event: event.name, output: event.params, changes: [] };
}

function unexpected(visit: Visit, what: string): undefined {
  visit.context.problem(
    81002,
    `${what} came while the flow was in "${visit.state.name}", which does not take it: ignored.`,
  );
}

function withoutPending(waiting: Waiting, key: string): Waiting | undefined {
  if (!waiting.pendingEffects.includes(key)) return undefined;
  return { ...waiting, pendingEffects: waiting.pendingEffects.filter((other) => other !== key) };
}
