/** The path of an execution: the widgets of the main flow in the order in which they were visited. */
import { applyPatch, type ContextPatch } from '../../engine/context.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { LineView, Message, Run } from './view.ts';

export interface Visit {
  /** From 1. */
  readonly number: number;
  readonly stepSid: string;
  readonly widget: string;
  readonly enteredMs: number;
  /** Undefined while it waits. */
  readonly end: { readonly event: string; readonly to: string | undefined; readonly atMs: number } | undefined;
  readonly changes: ContextPatch;
}

/** A value that was changed by hand after so many visits. */
export interface HandChange {
  readonly afterVisits: number;
  readonly patch: ContextPatch;
}

export function visitsOf(run: Run | undefined): readonly Visit[] {
  if (run === undefined) return [];
  const ended = run.steps
    .filter(({ parentSid }) => parentSid === undefined)
    .map(({ sid, widget, event, to, enteredMs, endedMs, changes }, index) => ({
      number: index + 1,
      stepSid: sid,
      widget,
      enteredMs,
      end: { event, to, atMs: endedMs },
      changes,
    }));
  const [waiting] = run.waiting;
  if (waiting === undefined) return ended;
  const { widget, stepSid, enteredMs } = waiting;
  return [...ended, { number: ended.length + 1, stepSid, widget, enteredMs, end: undefined, changes: [] }];
}

/** What the execution knew while it was in visit `number`, and what the visit before it had changed. */
export function contextAt(
  visits: readonly Visit[],
  number: number,
  byHand: readonly HandChange[],
): { readonly context: JsonObject; readonly changed: ContextPatch } {
  let context: JsonObject = {};
  for (const visit of visits.slice(0, number - 1)) {
    context = applyPatch(context, visit.changes);
    for (const change of byHand) {
      if (change.afterVisits === visit.number && change.afterVisits < number)
        context = applyPatch(context, change.patch);
    }
  }
  return { context, changed: visits[number - 2]?.changes ?? [] };
}

/** The visit that a step belongs to: that of the widget which runs the subflow, for a step in one. */
export function visitOfStep(run: Run, visits: readonly Visit[], stepSid: string): Visit | undefined {
  const parentSid = run.steps.find(({ sid }) => sid === stepSid)?.parentSid;
  const isInSubflow = run.waiting.slice(1).some((waiting) => waiting.stepSid === stepSid);
  const wanted = parentSid ?? (isInSubflow ? run.waiting[0]?.stepSid : stepSid);
  return visits.find((visit) => visit.stepSid === wanted);
}

/** The messages as they stood while the execution was in the visit: what the contact wrote in it comes later. */
export function messagesAt(
  view: LineView,
  run: Run,
  visits: readonly Visit[],
  { number, enteredMs }: Visit,
): readonly Message[] {
  return view.messages.filter(({ createdMs, stepSid }) => {
    const visit = stepSid === undefined ? undefined : visitOfStep(run, visits, stepSid);
    return visit === undefined ? createdMs <= enteredMs : visit.number <= number;
  });
}
