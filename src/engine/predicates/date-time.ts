/**
 * Predicates that compare times of day and calendar dates, both as plain text: no time zone is involved.
 * Source: widgets-messaging-and-logic.md §5.1.
 */
import type { Predicate } from './predicate.ts';
import { prepared, SPLIT_PAGE } from './predicate.ts';

export const isBeforeTime: Predicate = {
  type: 'is_before_time',
  title: 'Is Before Time',
  summary: 'Both sides are times (HH:MM, 24 hours) and the value is the earlier one.',
  source: SPLIT_PAGE,
  usesValue: true,
  test: prepared((left, right) => isTime(left) && isTime(right) && left < right),
};

export const isAfterTime: Predicate = {
  type: 'is_after_time',
  title: 'Is After Time',
  summary: 'Both sides are times (HH:MM, 24 hours) and the value is the later one.',
  source: SPLIT_PAGE,
  usesValue: true,
  test: prepared((left, right) => isTime(left) && isTime(right) && left > right),
};

export const isBeforeDate: Predicate = {
  type: 'is_before_date',
  title: 'Is Before Date',
  summary: 'Both sides are dates (YYYY-MM-DD) and the value is the earlier one.',
  source: SPLIT_PAGE,
  usesValue: true,
  test: prepared((left, right) => isDate(left) && isDate(right) && left < right),
};

export const isAfterDate: Predicate = {
  type: 'is_after_date',
  title: 'Is After Date',
  summary: 'Both sides are dates (YYYY-MM-DD) and the value is the later one.',
  source: SPLIT_PAGE,
  usesValue: true,
  test: prepared((left, right) => isDate(left) && isDate(right) && left > right),
};

// (inferred) The strict forms make every text as long as its peers, so that comparing text compares time.
const TIME_FORM = /^(?:[01][0-9]|2[0-3]):[0-5][0-9]$/;
const DATE_FORM = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/;

function isTime(text: string): boolean {
  return TIME_FORM.test(text);
}

/** True for a date that the (proleptic) Gregorian calendar has. */
function isDate(text: string): boolean {
  const parts = DATE_FORM.exec(text);
  if (parts === null) return false;
  const [year, month, day] = [Number(parts[1]), Number(parts[2]), Number(parts[3])];
  return day >= 1 && day <= daysInMonth(year, month);
}

/** Days of `month` (1 to 12), 0 for a month that does not exist. */
function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  if ([4, 6, 9, 11].includes(month)) return 30;
  return month >= 1 && month <= 12 ? 31 : 0;
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
