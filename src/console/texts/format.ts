/** Numbers, times and SIDs as the console writes them (console §1). */

const language = 'en';
const plurals = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);
const relative = new Intl.RelativeTimeFormat(language, { style: 'short' });
const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const dates = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', ...clock });
const times = new Intl.DateTimeFormat('en-GB', clock);
const exactDates = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'long' });

export function number(value: number): string {
  return numbers.format(value);
}

/** `1 widget`, `1,204 widgets`. */
export function counted(count: number, one: string, other: string): string {
  return `${number(count)} ${plurals.select(count) === 'one' ? one : other}`;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** `just now`, `2 min. ago`, `5 hr. ago`; from a day on `23 Nov 2026, 14:05`. */
export function ago(timeMs: number, nowMs: number): string {
  const passedMs = nowMs - timeMs;
  if (passedMs < 0 || passedMs >= 24 * hourMs) return dates.format(timeMs);
  if (passedMs < minuteMs) return 'just now';
  const [value, unit] = passedMs < hourMs ? ([minuteMs, 'minute'] as const) : ([hourMs, 'hour'] as const);
  return relative.format(-Math.floor(passedMs / value), unit).replace('.', '');
}

/** With seconds and zone: for tooltips. */
export function exactTime(timeMs: number): string {
  return exactDates.format(timeMs);
}

/** `14:05`. */
export function clockTime(timeMs: number): string {
  return times.format(timeMs);
}

/** `FW12ab…9f`. */
export function shortSid(sid: string): string {
  return sid.length <= 10 ? sid : `${sid.slice(0, 6)}…${sid.slice(-2)}`;
}
