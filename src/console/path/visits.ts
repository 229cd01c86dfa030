/** The way of an execution through its flows: one visit after the other, in the order in which they began. */

/** A step as it is recorded: a visit that has ended. */
export interface RecordedStep {
  readonly sid: string;
  readonly parentSid: string | undefined;
  readonly flowSid: string;
  readonly widget: string;
  readonly type: string;
  readonly event: string;
  /** Undefined: nowhere. */
  readonly target: string | undefined;
  readonly enteredAtMs: number;
  readonly endedAtMs: number;
}

/** A visit that goes on. */
export interface OpenVisit {
  readonly stepSid: string;
  readonly flowSid: string;
  readonly widget: string;
  readonly enteredAtMs: number;
  readonly deadlineMs: number | undefined;
}

export interface Visit {
  /** From 1. */
  readonly number: number;
  readonly stepSid: string;
  readonly flowSid: string;
  /** Step of the parent flow that runs this subflow. */
  readonly parentSid: string | undefined;
  readonly widget: string;
  /** Undefined while it goes on: the step says it at its end. */
  readonly type: string | undefined;
  readonly enteredAtMs: number;
  readonly endedAtMs: number | undefined;
  readonly event: string | undefined;
  readonly target: string | undefined;
  readonly deadlineMs: number | undefined;
}

/** `steps` as they ended, `open`: what goes on, the main flow first. A widget that runs a subflow comes before its steps. */
export function visitsOf(steps: readonly RecordedStep[], open: readonly OpenVisit[]): readonly Visit[] {
  const inside = Map.groupBy(steps, ({ parentSid }) => parentSid);
  const [main, inner] = open;
  const visits: Omit<Visit, 'number'>[] = [];
  for (const step of inside.get(undefined) ?? []) {
    visits.push(ended(step), ...(inside.get(step.sid) ?? []).map(ended));
  }
  if (main) visits.push(going(main, undefined), ...(inside.get(main.stepSid) ?? []).map(ended));
  if (main && inner) visits.push(going(inner, main.stepSid));
  return visits.map((visit, index) => ({ number: index + 1, ...visit }));
}

function ended({ sid, ...step }: RecordedStep): Omit<Visit, 'number'> {
  return { stepSid: sid, deadlineMs: undefined, ...step };
}

function going(open: OpenVisit, parentSid: string | undefined): Omit<Visit, 'number'> {
  return { ...open, parentSid, type: undefined, endedAtMs: undefined, event: undefined, target: undefined };
}
