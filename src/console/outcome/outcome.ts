/** How an execution stands, in one sentence for its banner. Source: console §9. */
import type { HttpResult } from '../../engine/effects.ts';
import type { StateView } from '../graph/flow-view.ts';
import { eventInWords, outletsOf } from '../graph/outlets.ts';
import type { RecordedStep } from '../path/visits.ts';
import { clockTime } from '../texts/format.ts';
import { outcomeTexts as texts, waits } from '../texts/outcome.ts';
import { failureEvents, timeOutEvents } from './events.ts';
import { failureReason, lowerFirst, timeOutReason } from './reason.ts';

export type StepFacts = RecordedStep;

export interface ProblemFacts {
  readonly code: number;
  readonly level: string;
  readonly message: string;
  readonly widget: string | undefined;
  readonly stepSid: string | undefined;
}

/** Who ended the run by hand. */
export interface StopFacts {
  /** Of an API key; undefined: the account's own token. */
  readonly keyName: string | undefined;
  readonly through: 'api' | 'console';
  readonly reason: string | undefined;
}

export interface RunFacts {
  readonly outcome: 'active' | 'ended' | 'failed' | 'stopped';
  readonly endedReason: string | undefined;
  /** Of the main flow: where it is, or ended. */
  readonly widget: string | undefined;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** Main flow first. */
  readonly waiting: readonly {
    readonly flowSid: string;
    readonly widget: string;
    readonly deadlineMs: number | undefined;
  }[];
  /** Of all flows, oldest first. */
  readonly steps: readonly StepFacts[];
  /** All steps that there were: more than `steps` where a part is not loaded. */
  readonly stepCount: number;
  readonly problems: readonly ProblemFacts[];
  readonly messages: readonly { readonly stepSid: string | undefined; readonly errorCode: number | undefined }[];
  readonly stop: StopFacts | undefined;
  readonly isFlowDeleted?: boolean;
}

/** What is known beside the run; what is not makes the sentence shorter. */
export interface Surroundings {
  readonly nowMs: number;
  readonly limits: { readonly executionDays: number; readonly httpSeconds: number; readonly sameWidgetInARow: number };
  readonly state: (flowSid: string, widget: string) => StateView | undefined;
  readonly flowName: (flowSid: string) => string | undefined;
  /** Answer to the HTTP request of a step. */
  readonly answer: (stepSid: string) => HttpResult | undefined;
  /** What the split of a step compared. */
  readonly compared: (step: StepFacts) => string | undefined;
}

export type Tone = 'waiting' | 'ended' | 'failed' | 'stopped';

export interface Sentence {
  readonly tone: Tone;
  readonly text: string;
}

export function outcomeSentence(run: RunFacts, around: Surroundings): Sentence {
  if (run.isFlowDeleted) return { tone: 'ended', text: texts.flowDeleted };
  if (run.outcome === 'active') return { tone: 'waiting', text: waitingText(run, around) };
  switch (run.endedReason) {
    case 'STOPPED':
      return { tone: 'stopped', text: stoppedText(run) };
    case 'EXPIRED': {
      const days = `${around.limits.executionDays} days`;
      return { tone: 'stopped', text: texts.expired(days, run.widget ?? '') };
    }
    case 'STEP_LIMIT':
      return { tone: 'stopped', text: limitText(run, around) };
    case 'HANGUP':
      return hangUp(run);
    case 'ERROR':
      return fault(run, around);
    default:
      return flowEnd(run, around);
  }
}

/** The label of the outlet that a step left by. */
export function outletLabel(state: StateView | undefined, event: string, target?: string): string {
  const outlets = state === undefined ? [] : outletsOf(state).filter((outlet) => outlet.event === event);
  return (outlets.find(({ next }) => next === target) ?? outlets[0])?.label ?? eventInWords(event);
}

function waitingText({ waiting, steps }: RunFacts, around: Surroundings): string {
  const at = waiting.at(-1);
  if (at === undefined) {
    const next = steps.at(-1)?.target;
    return next === undefined ? texts.started : texts.working(next);
  }
  const state = around.state(at.flowSid, at.widget);
  const what = waits[state?.type ?? ''] ?? texts.waitingFor;
  const inSubflow = waiting.length > 1 ? texts.waitingInSubflow(around.flowName(at.flowSid) ?? at.flowSid) : '';
  if (at.deadlineMs === undefined) return texts.waiting(at.widget, what, texts.noLimit, inSubflow);
  const left = at.deadlineMs - around.nowMs;
  const limit = left < 0 ? texts.late : texts.limit(left, clockTime(at.deadlineMs));
  const timeout = state && outletsOf(state).find(({ event }) => event === 'timeout');
  return texts.waiting(
    at.widget,
    what,
    limit,
    (timeout ? texts.afterwards(timeout.label, timeout.next) : '') + inSubflow,
  );
}

function stoppedText({ stop, updatedAtMs }: RunFacts): string {
  const time = clockTime(updatedAtMs);
  const reason = stop?.reason === undefined ? '' : texts.stopReason(stop.reason);
  if (stop?.through === 'console') return texts.stoppedHere(time) + reason;
  return (stop?.keyName === undefined ? texts.stoppedByToken(time) : texts.stoppedByKey(stop.keyName, time)) + reason;
}

function limitText({ problems, steps, stepCount, widget = '' }: RunFacts, { limits }: Surroundings): string {
  const last = problems.findLast(({ code }) => code === 81000 || code === 81001 || code === 89002);
  const where = last?.widget ?? widget;
  if (last?.code === 81001) return texts.inARow(where, limits.sameWidgetInARow);
  if (last?.code === 89002) return texts.tooMuchWork(where);
  const loop = loopAtEnd(steps.map((step) => step.widget));
  return texts.stepLimit(stepCount) + (loop === undefined ? '' : texts.loop(loop.times, loop.widgets.join(', ')));
}

/** What was gone through again and again in the end: the shortest cycle that took three turns or more. */
export function loopAtEnd(
  names: readonly string[],
): { readonly times: number; readonly widgets: readonly string[] } | undefined {
  const longest = 50;
  for (let length = 1; length <= Math.min(longest, names.length / 3); length++) {
    let turned = length;
    while (turned < names.length && names[names.length - 1 - turned] === names[names.length - 1 - turned + length])
      turned++;
    const times = Math.floor(turned / length);
    if (times < 3) continue;
    return { times, widgets: names.slice(names.length - times * length, names.length - (times - 1) * length) };
  }
  return undefined;
}

/** A widget that needs a call ends the run as soon as it is entered without one; a caller leaves one that waits. */
function hangUp({ steps, widget = '', createdAtMs, updatedAtMs }: RunFacts): Sentence {
  const last = steps.at(-1);
  const isOver = last?.target === widget && last.endedAtMs === updatedAtMs;
  if (isOver) return { tone: 'stopped', text: texts.callOver(widget) };
  return { tone: 'ended', text: texts.hungUp(widget, updatedAtMs - createdAtMs) };
}

function fault(run: RunFacts, around: Surroundings): Sentence {
  const { problems, steps, widget = '' } = run;
  const last = steps.at(-1);
  const problem = problems.findLast(({ level, code }) => level === 'error' || code === 81020) ?? problems.at(-1);
  if (problem?.code === 81020 && last?.widget === problem.widget) {
    return { tone: 'ended', text: texts.notRunnable(problem.widget ?? widget) };
  }
  const why = problem === undefined ? texts.fault : withCode(problem);
  const at = problem?.widget ?? widget;
  const inner = last?.parentSid === undefined ? undefined : around.flowName(last.flowSid);
  const text = inner === undefined ? texts.failed(at, why) : texts.failedInSubflow(inner, at, why);
  return { tone: 'failed', text };
}

function withCode({ message, code }: ProblemFacts): string {
  return `${lowerFirst(message.replace(/\.$/, ''))} (${code})`;
}

function flowEnd(run: RunFacts, around: Surroundings): Sentence {
  const last = run.steps.findLast(({ parentSid }) => parentSid === undefined);
  if (last === undefined) return { tone: 'ended', text: texts.ended };
  const { widget, event } = last;
  const label = outletLabel(around.state(last.flowSid, widget), event);
  if (run.outcome === 'failed') return failedEnd(run, last, label, around);
  if (event === 'noMatch') return { tone: 'ended', text: texts.noMatch(widget, around.compared(last), label) };
  if (event === 'hangup') return { tone: 'ended', text: texts.hungUp(widget, last.endedAtMs - run.createdAtMs) };
  if (timeOutEvents.has(event)) return { tone: 'ended', text: texts.timedOut(widget, timeOutReason(last), label) };
  if (failureEvents.has(event)) return failedEnd(run, last, label, around);
  return { tone: 'ended', text: texts.endedAfter(widget, label) };
}

function failedEnd(run: RunFacts, last: StepFacts, label: string, around: Surroundings): Sentence {
  const inner = run.steps.findLast(({ parentSid }) => parentSid === last.sid);
  const why = failureReason(run, last, around);
  const name = inner && around.flowName(inner.flowSid);
  if (inner && name !== undefined && failureEvents.has(inner.event)) {
    return { tone: 'failed', text: texts.failedInSubflow(name, inner.widget, failureReason(run, inner, around)) };
  }
  // What a template broke needs no other reason.
  const isTemplate = run.problems.some(({ code, stepSid }) => code === 81018 && stepSid === last.sid);
  if (isTemplate) return { tone: 'failed', text: texts.failed(last.widget, why) };
  return { tone: 'failed', text: texts.failedBranch(last.widget, why, label) };
}
