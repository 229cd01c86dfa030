/** Predicates that ask whether there is anything at all. Source: widgets-messaging-and-logic.md §5.1. */
import type { Predicate } from './predicate.ts';
import { prepare, SPLIT_PAGE } from './predicate.ts';

export const isBlank: Predicate = {
  type: 'is_blank',
  title: 'Is Blank',
  summary: 'The value is missing, empty, or white space only.',
  source: SPLIT_PAGE,
  usesValue: false,
  test: (left) => prepare(left) === '',
};

export const isNotBlank: Predicate = {
  type: 'is_not_blank',
  title: 'Is Not Blank',
  summary: 'The value has at least one visible character.',
  source: SPLIT_PAGE,
  usesValue: false,
  test: (left) => prepare(left) !== '',
};
