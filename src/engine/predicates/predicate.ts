import type { StepMeter } from '../java-regex/index.ts';

/** What a predicate says when it cannot answer; the condition then counts as false and the reason is logged. */
export interface PredicateProblem {
  problem: string;
}

/** One way a `split-based-on` condition compares the tested value with its own. */
export interface Predicate {
  /** The wire name, as a condition's `type` spells it. */
  type: string;
  title: string;
  summary: string;
  source: string;
  /** False when the condition's `value` is ignored. */
  usesValue: boolean;
  /**
   * `left` is the rendered argument, `right` the rendered value, both as rendered: the predicate prepares them itself.
   * `meter` bounds a regular expression and counts its work.
   */
  test(left: string, right: string, meter: StepMeter): boolean | PredicateProblem;
}

/** The vendor's page that describes every predicate. */
export const SPLIT_PAGE = 'https://www.twilio.com/docs/studio/widget-library/split-based-on';

/**
 * The form in which texts are compared: without outer white space, in lower case.
 * Documented for the tested value, inferred for the condition's own and for the locale-independent lower case.
 * Source: widgets-messaging-and-logic.md §5.
 */
export function prepare(text: string): string {
  return text.trim().toLowerCase();
}

/** Makes a predicate's test out of one that expects prepared texts. */
export function prepared(test: (left: string, right: string) => boolean): (left: string, right: string) => boolean {
  return (left, right) => test(prepare(left), prepare(right));
}
