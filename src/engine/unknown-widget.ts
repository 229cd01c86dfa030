import type { ProblemCode } from './problems.ts';
import { type EndDecision, end, type TransitionDecision, transition, type WidgetContext } from './widget.ts';

/** Events that a widget nobody can run may leave by, in order of preference. Source: messaging page §13.1 (inferred). */
const failureEvents = ['failed', 'fail', 'failure', 'error'];

/**
 * What a run makes of a widget whose type is unknown or retired: a step with an error, then the first of its
 * transitions that means failure; without one the run ends.
 */
export function failUnknown(
  context: WidgetContext,
  reason = 'its type is unknown',
  code: ProblemCode = 81020,
): TransitionDecision | EndDecision {
  const { name, type, transitions } = context.state;
  context.problem(code, `Widget "${name}" (${type}) cannot run: ${reason}.`);
  const failure = transitions.find(({ event }) => failureEvents.includes(event));
  return failure ? transition(failure.event) : end('ERROR', { event: 'failed' });
}
