/** Predicates that ask for a part of the text. Source: widgets-messaging-and-logic.md §5.1. */
import type { Predicate } from './predicate.ts';
import { prepared, SPLIT_PAGE } from './predicate.ts';

export const contains: Predicate = {
  type: 'contains',
  title: 'Contains',
  summary: 'The value has this text somewhere in it.',
  source: SPLIT_PAGE,
  usesValue: true,
  test: prepared((left, right) => left.includes(right)),
};

export const doesNotContain: Predicate = {
  type: 'does_not_contain',
  title: 'Does Not Contain',
  summary: 'The value does not have this text anywhere in it.',
  source: SPLIT_PAGE,
  usesValue: true,
  test: prepared((left, right) => !left.includes(right)),
};

export const startsWith: Predicate = {
  type: 'starts_with',
  title: 'Starts With',
  summary: 'The value begins with this text.',
  source: SPLIT_PAGE,
  usesValue: true,
  test: prepared(begins),
};

export const doesNotStartWith: Predicate = {
  type: 'does_not_start_with',
  title: 'Does Not Start With',
  summary: 'The value does not begin with this text.',
  source: SPLIT_PAGE,
  usesValue: true,
  test: prepared((left, right) => !begins(left, right)),
};

/** A missing variable begins with nothing, not even with an empty text (inferred, §5.1 Missing variable). */
function begins(left: string, right: string): boolean {
  return left !== '' && left.startsWith(right);
}
