/** Everything that is wrong or odd with a flow, in plain language; console.md §6. */
import { isJsonObject, type JsonObject } from '../../engine/json.ts';
import { type Limits, studioDefaults } from '../../engine/limits.ts';
import { channelProblems } from './channels.ts';
import { conditionProblems } from './conditions.ts';
import { readFlow } from './flow-model.ts';
import { loopProblems } from './loops.ts';
import { valueAt } from './places.ts';
import type { FlowProblem } from './problem.ts';
import { referenceProblems } from './references.ts';
import { refusals } from './refusals.ts';
import { speechProblems } from './speech.ts';
import { type Surroundings, valueProblems } from './values.ts';
import { wiringProblems } from './wiring.ts';

export type { Surroundings } from './values.ts';

/**
 * All problems in document order: the flow's own, then widget by widget. Errors are exactly what the strict validator
 * refuses. The whole flow is read anew each time, in a time that grows with its widgets and transitions.
 *
 * Fixes hold places of this definition: after one is made, find the problems again.
 */
export function findProblems(
  definition: JsonObject,
  surroundings: Surroundings = {},
  limits: Limits = studioDefaults,
): FlowProblem[] {
  const model = readFlow(definition);
  const found = [
    ...refusals(model, limits),
    ...valueProblems(model, limits, surroundings),
    ...referenceProblems(model),
    ...conditionProblems(model),
    ...wiringProblems(model),
    ...speechProblems(model),
    ...loopProblems(model, limits),
    ...channelProblems(model),
  ];
  return inDocumentOrder(definition, found);
}

/** What concerns a widget as a whole stands before what concerns its parts; of one place, errors come first. */
function inDocumentOrder(definition: JsonObject, problems: readonly FlowProblem[]): FlowProblem[] {
  const placed = problems.map((problem) => ({ problem, place: placeOf(definition, problem) }));
  return placed.sort((left, right) => comparePlaces(left.place, right.place)).map(({ problem }) => problem);
}

function placeOf(definition: JsonObject, { state = -1, path }: FlowProblem): readonly number[] {
  const steps = path.slice(state === -1 ? 0 : 2);
  let value = state === -1 ? definition : valueAt(definition, ['states', state]);
  return [
    state,
    ...steps.map((step) => {
      const position = isJsonObject(value) ? Object.keys(value).indexOf(String(step)) : Number(step);
      value = value === undefined ? undefined : valueAt(value, [step]);
      // A key that is missing comes after those that are there.
      return position === -1 ? Number.MAX_SAFE_INTEGER : position;
    }),
  ];
}

function comparePlaces(left: readonly number[], right: readonly number[]): number {
  for (const [at, position] of left.entries()) {
    const other = right[at];
    if (other === undefined) return 1;
    if (position !== other) return position - other;
  }
  return left.length - right.length;
}
