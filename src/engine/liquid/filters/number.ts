/** Filters that calculate: 64-bit integers as long as both sides are integers, floating point otherwise. */
import { Failure } from '../error.ts';
import type { LiquidFilter } from '../filters.ts';
import { designers, engine } from '../sources.ts';
import { double, findNumber, isNil, looksDecimal, looksInteger, toDouble, toLong, toNumber } from '../value.ts';
import { checkCount } from './parameters.ts';

export const numberFilters: readonly LiquidFilter[] = [
  arithmetic(
    'plus',
    'Adds a number.',
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  arithmetic(
    'minus',
    'Subtracts a number.',
    (a, b) => a - b,
    (a, b) => a - b,
  ),
  arithmetic(
    'times',
    'Multiplies by a number.',
    (a, b) => a * b,
    (a, b) => a * b,
  ),
  arithmetic(
    'divided_by',
    'Divides by a number; integers toward zero.',
    (a, b) => a / nonZero(b),
    (a, b) => a / b,
  ),
  arithmetic(
    'modulo',
    'The rest of a division, with the sign of the dividend.',
    (a, b) => a % nonZero(b),
    (a, b) => a % b,
  ),
  {
    name: 'abs',
    summary: 'The number without its sign.',
    source: engine,
    apply(input) {
      if (looksInteger(input)) {
        const long = toLong(toNumber(input));
        return BigInt.asIntN(64, long < 0n ? -long : long);
      }
      const number = findNumber(input);
      return number === undefined ? input : double(Math.abs(toDouble(number)));
    },
  },
  {
    name: 'ceil',
    summary: 'The next integer that is not smaller.',
    source: designers,
    apply: (input) => toInteger(input, Math.ceil),
  },
  {
    name: 'floor',
    summary: 'The next integer that is not greater.',
    source: designers,
    apply: (input) => toInteger(input, Math.floor),
  },
  {
    name: 'round',
    summary: 'Rounds half away from zero to a number of decimals (0).',
    source: designers,
    apply(input, given) {
      if (!looksDecimal(input)) return 0;
      const places = given.length > 0 && looksDecimal(given[0]) ? toLong(toNumber(given[0])) : 0n;
      return round(toDouble(toNumber(input)), Number(places));
    },
  },
  {
    name: 'at_least',
    summary: 'The number, or the parameter if that is greater.',
    source: engine,
    apply: (input, given) => clamp(input, given, (value, limit) => value < limit),
  },
  {
    name: 'at_most',
    summary: 'The number, or the parameter if that is smaller.',
    source: engine,
    apply: (input, given) => clamp(input, given, (value, limit) => value > limit),
  },
];

function arithmetic(
  name: string,
  summary: string,
  onIntegers: (left: bigint, right: bigint) => bigint,
  onDoubles: (left: number, right: number) => number,
): LiquidFilter {
  return {
    name,
    summary,
    source: designers,
    apply(input, given) {
      checkCount(given, 1);
      const left = isNil(input) ? 0n : input;
      const right = given[0];
      if (looksInteger(left) && looksInteger(right)) {
        return BigInt.asIntN(64, onIntegers(toLong(toNumber(left)), toLong(toNumber(right))));
      }
      return double(onDoubles(toDouble(toNumber(left)), toDouble(toNumber(right))));
    },
  };
}

function nonZero(divisor: bigint): bigint {
  if (divisor === 0n) throw new Failure('division by zero');
  return divisor;
}

function toInteger(input: unknown, round: (value: number) => number): unknown {
  const number = findNumber(input);
  return number === undefined ? input : toLong(double(round(toDouble(toNumber(input)))));
}

/** More decimals than a double can have are not printed. Source: DecimalFormat of Java. */
const MAX_PLACES = 340;

function round(value: number, places: number): string {
  const wanted = Math.min(Math.max(places, 0), MAX_PLACES);
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const digits = plainDigits(Math.abs(value));
  const [integer = '0', fraction = ''] = digits.split('.');
  if (fraction.length > wanted) return sign + Math.abs(value).toFixed(wanted);
  return sign + integer + (wanted === 0 ? '' : `.${fraction.padEnd(wanted, '0')}`);
}

/** The shortest digits of a number without exponent. */
function plainDigits(value: number): string {
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  const [first = '', rest = ''] = digits.split('.');
  const shift = Number(exponent);
  const all = first + rest;
  if (shift < 0) return `0.${'0'.repeat(-shift - 1)}${all}`;
  const padded = all.padEnd(shift + 1, '0');
  const fraction = padded.slice(shift + 1);
  return fraction === '' ? padded : `${padded.slice(0, shift + 1)}.${fraction}`;
}

function clamp(
  input: unknown,
  given: readonly unknown[],
  replaces: (value: number, limit: number) => boolean,
): unknown {
  if (findNumber(input) === undefined || findNumber(given[0]) === undefined) return input;
  const value = toNumber(input);
  const limit = toNumber(given[0]);
  return replaces(toDouble(value), toDouble(limit)) ? limit : value;
}
