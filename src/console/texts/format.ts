/** Numbers, times and SIDs as the console writes them (console §1). */

const language = 'en';
const plurals = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);
const relative = new Intl.RelativeTimeFormat(language, { style: 'short' });
const clock = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
const dates = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', ...clock });
const times = new Intl.DateTimeFormat('en-GB', clock);
const seconds = new Intl.DateTimeFormat('en-GB', { ...clock, second: '2-digit' });
const precise = new Intl.DateTimeFormat('en-GB', { ...clock, second: '2-digit', fractionalSecondDigits: 3 });
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

/** `240 ms`, `1.2 s`, `3 min 04 s`, `2 h`, `1 h 30 min`, `3 days`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1_000) return `${Math.max(0, Math.round(milliseconds))} ms`;
  if (milliseconds < minuteMs - 50) return `${number(Math.round(milliseconds / 100) / 10)} s`;
  if (milliseconds >= 48 * hourMs) return counted(Math.floor(milliseconds / (24 * hourMs)), 'day', 'days');
  const seconds = Math.round(milliseconds / 1_000);
  const [small, unit, large] = seconds < 3_600 ? (['s', 1, 'min'] as const) : (['min', 60, 'h'] as const);
  const whole = Math.floor(seconds / unit / 60);
  const rest = Math.floor(seconds / unit) % 60;
  return rest === 0 ? `${whole} ${large}` : `${whole} ${large} ${String(rest).padStart(2, '0')} ${small}`;
}

/** `1 min`, `59 min`, `2 h`: what is left until a time, in one unit, rounded up. */
export function timeLeft(milliseconds: number): string {
  if (milliseconds < minuteMs) return `${Math.max(0, Math.ceil(milliseconds / 1_000))} s`;
  if (milliseconds < hourMs) return `${Math.ceil(milliseconds / minuteMs)} min`;
  if (milliseconds < 48 * hourMs) return `${Math.ceil(milliseconds / hourMs)} h`;
  return counted(Math.ceil(milliseconds / (24 * hourMs)), 'day', 'days');
}

/** `14:05:12`, of today; with its day else. */
export function timeOfDay(timeMs: number, nowMs: number): string {
  return nowMs - timeMs < 24 * hourMs ? seconds.format(timeMs) : dates.format(timeMs);
}

/** `14:05:12.240`: for what follows quickly on one another. */
export function preciseTime(timeMs: number): string {
  return precise.format(timeMs);
}

/** `38 %`; `< 1 %` for a few of many. */
export function percent(share: number): string {
  const rounded = Math.round(share * 100);
  return rounded === 0 && share > 0 ? '< 1 %' : `${rounded} %`;
}

/** `FW12ab…9f`. */
export function shortSid(sid: string): string {
  return sid.length <= 10 ? sid : `${sid.slice(0, 6)}…${sid.slice(-2)}`;
}

const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];

/** `800 byte`, `1.2 GB`: thousands, as disks are counted. */
export function bytes(value: number): string {
  const step = Math.min(sizes.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)));
  const unit = { style: 'unit', unit: sizes[step] ?? 'byte', maximumFractionDigits: 1 } as const;
  return new Intl.NumberFormat(language, unit).format(value / 1_000 ** step);
}

/** `0.4 ms`. */
export function milliseconds(value: number): string {
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value)} ms`;
}
