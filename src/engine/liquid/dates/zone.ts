/** Local time in a zone, from the platform's zone data. */

export interface LocalTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** 0 is Sunday. */
  readonly weekday: number;
  readonly dayOfYear: number;
  readonly zoneName: string;
}

const formatters = new Map<string, Intl.DateTimeFormat>();
/** A winter and a summer of recent years. */
const named = [Date.UTC(2024, 0, 1), Date.UTC(2024, 6, 1)];
const DAY_MS = 86_400_000;
const MAX_MS = 8.64e15;
/** Earlier years need the calendar that was then in use. */
const FIRST_YEAR = 1583;

/** Undefined for instants that the calendar cannot tell: before 1583 and beyond 275760. */
export function localTime(ms: number, timeZone: string): LocalTime | undefined {
  if (!(Math.abs(ms) <= MAX_MS - DAY_MS)) return undefined;
  const parts = zoneParts(ms, timeZone);
  const local = new Date(parts.localMs);
  const year = local.getUTCFullYear();
  if (year < FIRST_YEAR) return undefined;
  return {
    year,
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    weekday: local.getUTCDay(),
    dayOfYear: (Date.UTC(year, local.getUTCMonth(), local.getUTCDate()) - Date.UTC(year, 0, 1)) / DAY_MS + 1,
    zoneName: nameOf(parts, ms, timeZone),
  };
}

/** The instant of a local time written as if it were UTC: standard time where the clocks repeat or skip it. */
export function instantOf(localMs: number, timeZone: string): number | undefined {
  if (!(Math.abs(localMs) <= MAX_MS - 3 * DAY_MS)) return undefined;
  const before = offsetAt(localMs - DAY_MS, timeZone);
  const after = offsetAt(localMs + DAY_MS, timeZone);
  const fits = [before, after].filter((offset) => offsetAt(localMs - offset, timeZone) === offset);
  return localMs - (fits.length === 1 ? (fits[0] ?? before) : Math.min(before, after));
}

/** The platform has no names for old times ("GMT-8"): take today's name of the same offset. */
function nameOf({ localMs, zoneName }: { localMs: number; zoneName: string }, ms: number, timeZone: string): string {
  if (!zoneName.startsWith('GMT')) return zoneName;
  const sameOffset = named.find((known) => offsetAt(known, timeZone) === localMs - ms);
  return sameOffset === undefined ? zoneName : zoneParts(sameOffset, timeZone).zoneName;
}

function offsetAt(ms: number, timeZone: string): number {
  return zoneParts(ms, timeZone).localMs - ms;
}

function zoneParts(ms: number, timeZone: string): { localMs: number; zoneName: string } {
  const parts: Record<string, string> = {};
  for (const { type, value } of formatter(timeZone).formatToParts(ms)) parts[type] = value;
  const number = (name: string) => Number(parts[name]);
  const date = new Date(0);
  const year = parts.era === 'BC' ? 1 - number('year') : number('year');
  date.setUTCFullYear(year, number('month') - 1, number('day'));
  date.setUTCHours(number('hour'), number('minute'), number('second'));
  return { localMs: date.getTime(), zoneName: parts.timeZoneName ?? '' };
}

function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
    timeZoneName: 'short',
  });
  formatters.set(timeZone, made);
  return made;
}
