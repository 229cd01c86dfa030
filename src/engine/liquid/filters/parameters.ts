/** How filters read their parameters. */
import { Failure } from '../error.ts';
import { type Run, spendText } from '../run.ts';
import { excerpt, isNil, javaText, toInt, toNumber, toText } from '../value.ts';

/** The parameter at `index`; a missing one is a failure. */
export function required(given: readonly unknown[], index: number): unknown {
  if (index >= given.length) throw new Failure(`parameter ${index + 1} is missing`);
  return given[index];
}

/** Filters that count their parameters fail with too many as well as with too few. */
export function checkCount(given: readonly unknown[], min: number, max = min): void {
  if (given.length >= min && given.length <= max) return;
  const wanted = min === max ? `${min}` : `${min} to ${max}`;
  throw new Failure(`takes ${wanted} ${max === 1 ? 'parameter' : 'parameters'}, not ${given.length}`);
}

/** A text to search for. */
export function pattern(given: readonly unknown[]): string {
  const value = required(given, 0);
  if (isNil(value)) throw new Failure('the text to search for is nil');
  return javaText(value);
}

export function optionalText(given: readonly unknown[], index: number, missing: string): string {
  return index < given.length ? toText(given[index]) : missing;
}

export function optionalInt(given: readonly unknown[], index: number, missing: number): number {
  return index < given.length ? toInt(toNumber(given[index])) : missing;
}

/** Pays for a text that a filter made. */
export function made(run: Run, text: string): string {
  spendText(run, text.length);
  return text;
}

export function notA(what: string, value: unknown): Failure {
  return new Failure(`"${excerpt(javaText(value))}" is not ${what}`);
}
