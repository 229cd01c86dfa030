/**
 * The values of a template and their Java-like text, number and truth.
 *
 * Text of numbers, equality and list handling in Studio are those of a Java engine, where an integer, a long and a
 * floating-point number are different things. Here: an integral `number` is an integer as JSON has it, a `bigint` is a
 * 64-bit integer computed or written in the template, any other `number` is a floating-point number, and `Double` holds
 * a floating-point number that happens to be integral (`5.0`).
 */
import { Failure } from './error.ts';

export class Double {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** A list made by a filter. Unlike a list of the context it equals only itself. */
export class FilterList extends Array<unknown> {
  static override readonly [Symbol.species] = Array;
}

export const EMPTY = Symbol('empty');
export const BLANK = Symbol('blank');
/** Results of `break` and `continue` on their way to the loop. */
export const BREAK = Symbol('break');
export const CONTINUE = Symbol('continue');

export type Numeric = number | bigint | Double;

const MAX_NESTING = 200;
const MAX_LONG = 2n ** 63n - 1n;
const MIN_LONG = -(2n ** 63n);
/** From here on JavaScript itself no longer writes integers as digits. */
const MAX_INTEGER = 1e21;

export function isNil(value: unknown): value is null | undefined {
  return value === null || value === undefined;
}

export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Double);
}

export function isNumeric(value: unknown): value is Numeric {
  return typeof value === 'number' || typeof value === 'bigint' || value instanceof Double;
}

/** A floating-point number; wrapped where a plain `number` would read as an integer. */
export function double(value: number): number | Double {
  return Number.isInteger(value) ? new Double(value) : value;
}

export function isInteger(value: unknown): value is number | bigint {
  return typeof value === 'bigint' || (Number.isInteger(value) && Math.abs(value as number) < MAX_INTEGER);
}

export function toDouble(value: Numeric): number {
  return value instanceof Double ? value.value : Number(value);
}

/** 64-bit integer: floating-point numbers are cut toward zero and end at the limits. */
export function toLong(value: Numeric): bigint {
  if (typeof value === 'bigint') return value;
  const number = toDouble(value);
  if (Number.isNaN(number)) return 0n;
  if (number >= Number(MAX_LONG)) return MAX_LONG;
  if (number <= Number(MIN_LONG)) return MIN_LONG;
  return BigInt(Math.trunc(number));
}

/** 32-bit integer: longs wrap, floating-point numbers end at the limits. */
export function toInt(value: Numeric): number {
  if (isInteger(value)) return Number(BigInt.asIntN(32, BigInt(value)));
  const number = toDouble(value);
  if (Number.isNaN(number)) return 0;
  return Math.trunc(Math.min(Math.max(number, -(2 ** 31)), 2 ** 31 - 1));
}

/** Only nil and false are false: `""`, `0` and empty lists are true. */
export function isTrue(value: unknown): boolean {
  return !isNil(value) && value !== false;
}

/** The text of a value inside another value or as a whole map: nil is `null`, lists are `[a, b]`, maps `{k=v}`. */
export function javaText(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value;
  if (isNil(value)) return 'null';
  if (isNumeric(value)) return numberText(value);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value !== 'object') return '';
  if (depth > MAX_NESTING) throw new Failure(`A value is nested deeper than ${MAX_NESTING}`, 'limit');
  if (Array.isArray(value)) return `[${value.map((item) => javaText(item, depth + 1)).join(', ')}]`;
  const members = Object.entries(value).map(([key, item]) => `${key}=${javaText(item, depth + 1)}`);
  return `{${members.join(', ')}}`;
}

/** The text a filter sees: nil is empty, a list is the texts of its elements without separator. */
export function toText(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value;
  if (isNil(value)) return '';
  if (!Array.isArray(value)) return javaText(value);
  if (depth > MAX_NESTING) throw new Failure(`A list is nested deeper than ${MAX_NESTING}`, 'limit');
  return value.map((item) => toText(item, depth + 1)).join('');
}

/** The text of a value that stands in the output: as above, but nil and lists within a list as in `javaText`. */
export function outputText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (isNil(value)) return '';
  return Array.isArray(value) ? value.map((item) => javaText(item)).join('') : javaText(value);
}

export function numberText(value: Numeric): string {
  return isInteger(value) ? String(value === 0 ? 0 : value) : doubleText(toDouble(value));
}

/** `2.5`, `3.0`, `1.0E7`: the shortest digits in the form of Java's Double.toString. */
function doubleText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const size = Math.abs(value);
  if (size >= 1e-3 && size < 1e7) return withFraction(String(value));
  const [digits = '', exponent = ''] = value.toExponential().split('e');
  return `${withFraction(digits)}E${exponent.replace('+', '')}`;
}

function withFraction(digits: string): string {
  return digits.includes('.') ? digits : `${digits}.0`;
}

/** Trims characters up to U+0020, as Java's String.trim. */
export function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && text.charCodeAt(start) <= 32) start++;
  while (end > start && text.charCodeAt(end - 1) <= 32) end--;
  return text.slice(start, end);
}

/** A number, or a text that reads as one: always a floating-point number then. */
export function findNumber(value: unknown): Numeric | undefined {
  if (isNumeric(value)) return value;
  if (typeof value !== 'string') return undefined;
  const text = trim(value);
  if (!/^[+-]?(?:NaN|Infinity|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[fFdD]?)$/.test(text)) return undefined;
  return double(Number(text.replace(/(?<=[0-9.])[fFdD]$/, '')));
}

/** As `findNumber`; what is no number is a failure, and so is a text of digits beyond 64 bits. */
export function toNumber(value: unknown): Numeric {
  const number = findNumber(value);
  if (number === undefined) throw new Failure(`"${excerpt(javaText(value))}" is not a number`);
  if (typeof value === 'string' && /^[0-9]{19,}$/.test(trim(value)) && BigInt(trim(value)) > MAX_LONG) {
    throw new Failure(`"${excerpt(value)}" is too large a number`);
  }
  return number;
}

export function looksInteger(value: unknown): boolean {
  return isInteger(value) || (typeof value === 'string' && /^-?[0-9]+$/.test(trim(value)));
}

export function looksDecimal(value: unknown): boolean {
  if (isInteger(value)) return true;
  if (!isNumeric(value) && typeof value !== 'string') return false;
  return /^-?[0-9]+(?:\.[0-9]*)?$/.test(trim(javaText(value)));
}

/** What a loop or a list filter runs over: a map gives pairs, nil nothing, any other value itself. */
export function toList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (isNil(value)) return [];
  if (!isMap(value)) return [value];
  return Object.entries(value).map(([key, item]) => filterList([key, item]));
}

export function filterList(items: readonly unknown[]): FilterList {
  const list = new FilterList();
  for (const item of items) list.push(item);
  return list;
}

/** What a message may quote: enough to recognise, not the whole text. */
export function excerpt(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
