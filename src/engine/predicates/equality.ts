/** Predicates that ask whether the value is one text, or one of a list. Source: widgets-messaging-and-logic.md §5.1. */
import type { Predicate } from './predicate.ts';
import { prepare, prepared, SPLIT_PAGE } from './predicate.ts';

export const equalTo: Predicate = {
  type: 'equal_to',
  title: 'Equal To',
  summary: 'The value is this text. Letter case and outer blanks do not matter; "1" is not "1.0".',
  source: SPLIT_PAGE,
  usesValue: true,
  test: prepared(isEqual),
};

export const notEqualTo: Predicate = {
  type: 'not_equal_to',
  title: 'Not Equal To',
  summary: 'The value is anything but this text.',
  source: SPLIT_PAGE,
  usesValue: true,
  test: prepared((left, right) => !isEqual(left, right)),
};

export const matchesAnyOf: Predicate = {
  type: 'matches_any_of',
  title: 'Matches Any Of',
  summary: 'The value is one of these comma-separated texts.',
  source: SPLIT_PAGE,
  usesValue: true,
  test: prepared(isOneOf),
};

export const doesNotMatchAnyOf: Predicate = {
  type: 'does_not_match_any_of',
  title: 'Does Not Match Any Of',
  summary: 'The value is none of these comma-separated texts.',
  source: SPLIT_PAGE,
  usesValue: true,
  test: prepared((left, right) => !isOneOf(left, right)),
};

/** (inferred) A trailing or doubled comma lists nothing: an empty value is none of `yes, ,no`. */
const EMPTY_ITEMS_MATCH_EMPTY_VALUES = false;

function isEqual(left: string, right: string): boolean {
  return left === right;
}

function isOneOf(left: string, list: string): boolean {
  if (left === '' && !EMPTY_ITEMS_MATCH_EMPTY_VALUES) return false;
  return list.split(',').some((item) => prepare(item) === left);
}
