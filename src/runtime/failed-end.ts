import { ENDED, type ExecutionState } from '../engine/execution.ts';
import type { Outcome } from '../engine/outcome.ts';
import type { Widget } from '../engine/widget.ts';
import type { TrafficCount } from '../storage/storage.ts';
import type { ExecutionFacts } from './records.ts';

/** Ways to fail beside a widget's own `failureEvent`. */
const failures = new Set(['callFailure', 'providerError', 'maxFailedAttempts', 'validationError']);

/** A split takes it for any answer, and when its input cannot be rendered; only the second is a failure. */
const noMatch = 'noMatch';
const templateFailed = 81018;

/**
 * True when the outcome ends its run in a way that people look into: by a fault or a limit, or at a failure that leads
 * nowhere. Source: console page §9, Banner.
 */
export function isFailedEnd({ execution, steps, problems }: Outcome, widgets: ReadonlyMap<string, Widget>): boolean {
  if (execution.status !== 'ended') return false;
  switch (execution.endedReason) {
    case 'ERROR':
    case 'STEP_LIMIT':
    case 'EXPIRED':
      return true;
    case 'STOPPED':
    case 'HANGUP':
      return false;
    default: {
      const last = steps.findLast(({ parentStepSid }) => parentStepSid === null);
      if (last === undefined) return false;
      const { event } = last;
      const isFailure = failures.has(event) || (event !== noMatch && widgets.get(last.type)?.failureEvent === event);
      return isFailure || problems.some((each) => each.stepSid === last.sid && isError(each));
    }
  }
}

function isError({ level, code }: Outcome['problems'][number]): boolean {
  return level === 'error' || code === templateFailed;
}

/** The widget of the main flow at which a run is, or ended. */
export function widgetOf({ frames }: ExecutionState): string | null {
  const [main] = frames;
  return main === undefined ? null : (main.waiting?.state ?? main.lastState);
}

/** What the outcome adds to the traffic of its flow. Steps of subflows are theirs, which no revision is known of. */
export function trafficOf(facts: ExecutionFacts, outcome: Outcome, isFailed: boolean, nowMs: number): TrafficCount[] {
  const { execution, steps } = outcome;
  const common = {
    flowSid: facts.flowSid,
    revision: facts.revision,
    isTestUser: execution.isTestUser,
    atMs: nowMs,
  };
  const moved = steps
    .filter(({ parentStepSid }) => parentStepSid === null)
    .map((step): TrafficCount => {
      const target = step.transitionedTo === ENDED ? '' : step.transitionedTo;
      return { ...common, kind: 'transition', widget: step.transitionedFrom, event: step.event, target };
    });
  const widget = widgetOf(execution);
  if (execution.status !== 'ended' || widget === null) return moved;
  return [...moved, { ...common, kind: isFailed ? 'failed' : 'ended', widget, event: '', target: '' }];
}
