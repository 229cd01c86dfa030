/** Seconds as people write them: an amount and a unit. */

export type Unit = 's' | 'min' | 'h';

export const units: readonly Unit[] = ['s', 'min', 'h'];

const secondsOf: { readonly [unit in Unit]: number } = { s: 1, min: 60, h: 3600 };

/** The largest unit in which the text is a whole number; seconds for what is none. */
export function unitOf(text: string): Unit {
  const seconds = wholeNumber(text);
  if (seconds === undefined || seconds === 0) return 's';
  return units.findLast((unit) => seconds % secondsOf[unit] === 0) ?? 's';
}

/** The text of a field in this unit; undefined where it would be no whole number. Templates stay as they are. */
export function amountIn(text: string, unit: Unit): string | undefined {
  const seconds = wholeNumber(text);
  if (seconds === undefined) return unit === 's' ? text : undefined;
  const amount = seconds / secondsOf[unit];
  return Number.isInteger(amount) ? String(amount) : undefined;
}

/** What is written: seconds where the amount is a whole number, else what was typed. */
export function secondsText(amount: string, unit: Unit): string {
  const count = wholeNumber(amount);
  return count === undefined ? amount : String(count * secondsOf[unit]);
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : undefined;
}
