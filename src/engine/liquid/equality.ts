/** The two equalities of the engine: that of `==`, and the stricter one between elements of lists and maps. */
import { Double, EMPTY, FilterList, isMap, isNil, isNumeric, type Numeric, toDouble } from './value.ts';

/** Numbers that differ by less are equal, so that 0.1 + 0.2 == 0.3. */
const TOLERANCE = 1e-11;

/** `==`: numbers by value, texts exactly, never a number with a text; `empty` equals what has no content. */
export function equals(left: unknown, right: unknown): boolean {
  if (isNil(left) || isNil(right)) return isNil(left) && isNil(right);
  if (isNumeric(left) && isNumeric(right)) return Math.abs(toDouble(left) - toDouble(right)) < TOLERANCE;
  if (left === EMPTY && right !== EMPTY) return isEmpty(right) && !isMap(right); // a map on the right is not looked into
  if (right === EMPTY && left !== EMPTY) return isEmpty(left);
  return sameValue(left, right);
}

/** Equality of elements (`contains`, `uniq`, lists within `==`): also the kind of number must be the same. */
export function sameValue(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (isNil(left) && isNil(right)) return true;
  if (isNumeric(left) && isNumeric(right)) return numberKey(left) === numberKey(right);
  if (Array.isArray(left) && Array.isArray(right)) {
    if (left instanceof FilterList || right instanceof FilterList || left.length !== right.length) return false;
    return left.every((item, index) => sameValue(item, right[index]));
  }
  if (!isMap(left) || !isMap(right)) return false;
  const keys = Object.keys(left);
  if (keys.length !== Object.keys(right).length) return false;
  return keys.every((key) => Object.hasOwn(right, key) && sameValue(left[key], right[key]));
}

function isEmpty(value: unknown): boolean {
  if (typeof value === 'string' || Array.isArray(value)) return value.length === 0;
  return isMap(value) && Object.keys(value).length === 0;
}

/** Java keeps integers of 32 and 64 bits and floating-point numbers apart; a JSON integer is of 32 bits if it fits. */
export function numberKey(value: Numeric): string {
  if (typeof value === 'bigint') return `long ${value}`;
  if (value instanceof Double) return `double ${Object.is(value.value, -0) ? '-0' : value.value}`;
  if (!Number.isInteger(value)) return `double ${value}`;
  return Math.abs(value) < 2 ** 31 || value === -(2 ** 31) ? `int ${value}` : `long ${value}`;
}
