/** Predicates that compare numbers. Source: widgets-messaging-and-logic.md §5.1. */
import type { Predicate } from './predicate.ts';
import { prepared, SPLIT_PAGE } from './predicate.ts';

export const lessThan: Predicate = {
  type: 'less_than',
  title: 'Less Than',
  summary: 'Both sides are numbers and the value is the smaller one.',
  source: SPLIT_PAGE,
  usesValue: true,
  test: prepared((left, right) => bothNumbers(left, right) && Number(left) < Number(right)),
};

export const greaterThan: Predicate = {
  type: 'greater_than',
  title: 'Greater Than',
  summary: 'Both sides are numbers and the value is the larger one.',
  source: SPLIT_PAGE,
  usesValue: true,
  test: prepared((left, right) => bothNumbers(left, right) && Number(left) > Number(right)),
};

/** (inferred) Optional sign, digits, optional fraction; no thousands separators, no exponent. */
const NUMBER_FORM = /^[+-]?[0-9]+(?:\.[0-9]+)?$/;

function bothNumbers(left: string, right: string): boolean {
  return NUMBER_FORM.test(left) && NUMBER_FORM.test(right);
}
