/** The `date` filter: Java's formats under the letters of strftime, in one zone. */

import { parseDate } from '../dates/parse.ts';
import { type LocalTime, localTime } from '../dates/zone.ts';
import { Failure } from '../error.ts';
import type { LiquidFilter } from '../filters.ts';
import type { Run } from '../run.ts';
import { spendText } from '../run.ts';
import { supportArticle } from '../sources.ts';
import { findNumber, toLong, toNumber, toText } from '../value.ts';

export const dateFilters: readonly LiquidFilter[] = [
  {
    name: 'date',
    summary: 'Writes a time (`now`, epoch seconds, `yyyy-MM-dd HH:mm:ss`) in a format; any other value stays as it is.',
    source: supportArticle,
    apply(input, given, run) {
      const format = given.length === 0 ? '' : toText(given[0]);
      if (format.trim() === '') return input;
      const ms = findInstant(input, run);
      const time = ms === undefined ? undefined : localTime(ms, run.timeZone);
      if (time === undefined) return input;
      spendText(run, format.length * 8);
      return format.replace(/%([\s\S])/g, (all, letter: string) => letters[letter]?.(time) ?? all);
    },
  },
];

function findInstant(input: unknown, run: Run): number | undefined {
  const text = toText(input);
  if (text === 'now') return Math.floor(run.nowMs / 1000) * 1000;
  if (Array.isArray(input)) return parseDate(text, run.timeZone);
  try {
    if (findNumber(input) !== undefined) return Number(BigInt.asIntN(64, toLong(toNumber(input)) * 1000n));
  } catch (error) {
    // A digit text beyond 64 bits is no time.
    if (error instanceof Failure) return undefined;
    throw error;
  }
  return parseDate(text, run.timeZone);
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = 'January February March April May June July August September October November December'.split(' ');

const letters: Record<string, (time: LocalTime) => string> = {
  '%': () => '%',
  a: (time) => weekdayName(time).slice(0, 3),
  A: weekdayName,
  b: (time) => monthName(time).slice(0, 3),
  h: (time) => monthName(time).slice(0, 3),
  B: monthName,
  c: (time) =>
    `${weekdayName(time).slice(0, 3)} ${monthName(time).slice(0, 3)} ${two(time.day)} ${clock(time)} ${year(time)}`,
  d: (time) => two(time.day),
  e: (time) => String(time.day),
  H: (time) => two(time.hour),
  I: (time) => two(hour12(time)),
  j: (time) => String(time.dayOfYear).padStart(3, '0'),
  k: (time) => String(time.hour),
  l: (time) => String(hour12(time)),
  m: (time) => two(time.month),
  M: (time) => two(time.minute),
  p: (time) => (time.hour < 12 ? 'AM' : 'PM'),
  S: (time) => two(time.second),
  U: (time) => two(weekOfYear(time)),
  W: (time) => two(weekOfYear(time)),
  // Not the day of the week: the how manieth one of its kind in the month. Source: liqp 0.7.9, Date.
  w: (time) => String(Math.ceil(time.day / 7)),
  x: (time) => `${two(time.month)}/${two(time.day)}/${two(time.year % 100)}`,
  X: clock,
  y: (time) => two(time.year % 100),
  Y: year,
  Z: (time) => time.zoneName,
};

function weekdayName({ weekday }: LocalTime): string {
  return weekdays[weekday] ?? '';
}

function monthName({ month }: LocalTime): string {
  return months[month - 1] ?? '';
}

function year(time: LocalTime): string {
  return String(time.year).padStart(4, '0');
}

function clock(time: LocalTime): string {
  return `${two(time.hour)}:${two(time.minute)}:${two(time.second)}`;
}

function hour12({ hour }: LocalTime): number {
  return hour % 12 === 0 ? 12 : hour % 12;
}

/** Weeks begin on Sunday; the one with 1 January is the first, also for the days of December in it. */
function weekOfYear({ year, dayOfYear, weekday }: LocalTime): number {
  const daysInYear = (Date.UTC(year + 1, 0, 1) - Date.UTC(year, 0, 1)) / 86_400_000;
  const isInLastWeek = dayOfYear - weekday + 6 > daysInYear;
  return isInLastWeek ? 1 : Math.floor((dayOfYear - weekday + 12) / 7);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
