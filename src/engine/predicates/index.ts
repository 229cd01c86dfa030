/** The only list of split predicates, in the order in which the editor offers them. */

import type { StepMeter } from '../java-regex/index.ts';
import { isBlank, isNotBlank } from './blank.ts';
import { isAfterDate, isAfterTime, isBeforeDate, isBeforeTime } from './date-time.ts';
import { doesNotMatchAnyOf, equalTo, matchesAnyOf, notEqualTo } from './equality.ts';
import { greaterThan, lessThan } from './number.ts';
import type { Predicate } from './predicate.ts';
import { regex, regexSteps } from './regex.ts';
import { contains, doesNotContain, doesNotStartWith, startsWith } from './text.ts';

export type { Predicate, PredicateProblem } from './predicate.ts';
export { regexSteps } from './regex.ts';

/** Every predicate a condition's `type` may name. */
export const predicates: readonly Predicate[] = [
  equalTo,
  notEqualTo,
  matchesAnyOf,
  doesNotMatchAnyOf,
  isBlank,
  isNotBlank,
  regex,
  contains,
  doesNotContain,
  startsWith,
  doesNotStartWith,
  lessThan,
  greaterThan,
  isBeforeTime,
  isAfterTime,
  isBeforeDate,
  isAfterDate,
];

const predicatesByType: ReadonlyMap<string, Predicate> = new Map(predicates.map((each) => [each.type, each]));

/** The predicate of this wire name, if there is one. */
export function findPredicate(type: string): Predicate | undefined {
  return predicatesByType.get(type);
}

/** The answer to one condition; `problem` says why it counts as false and belongs in the log. */
export interface PredicateAnswer {
  isMatch: boolean;
  problem?: string;
}

/**
 * Answers one condition. `left` is the rendered argument, `right` the rendered value ('' where the condition has none).
 * Never throws: an unknown predicate, an invalid pattern or an exhausted budget is false, with a problem.
 * `meter`: bounds a regular expression (`Limits.regexSteps`) and counts its work.
 */
export function evaluatePredicate(
  type: string,
  left: string,
  right: string,
  meter: StepMeter = { limit: regexSteps, used: 0 },
): PredicateAnswer {
  const predicate = findPredicate(type);
  if (predicate === undefined) return { isMatch: false, problem: `There is no predicate "${type}".` };
  const answer = predicate.test(left, right, meter);
  return typeof answer === 'boolean' ? { isMatch: answer } : { isMatch: false, problem: answer.problem };
}
