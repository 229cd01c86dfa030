/** The predefined sets of code points. Source: java.util.regex.Pattern, "Predefined character classes". */

import type { CharTest } from './syntax.ts';
import { unicodeSet } from './unicode-set.ts';

export const isAsciiDigit: CharTest = (c) => c >= 0x30 && c <= 0x39;
export const isAsciiLetter: CharTest = (c) => (c >= 0x41 && c <= 0x5a) || (c >= 0x61 && c <= 0x7a);
export const isAsciiSpace: CharTest = (c) => c === 0x20 || (c >= 0x09 && c <= 0x0d);
export const isAsciiHexDigit: CharTest = (c) => isAsciiDigit(c) || (c >= 0x41 && c <= 0x46) || (c >= 0x61 && c <= 0x66);
const isAsciiWord: CharTest = (c) => isAsciiLetter(c) || isAsciiDigit(c) || c === 0x5f;

const isHorizontalSpace: CharTest = (c) =>
  [0x09, 0x20, 0xa0, 0x1680, 0x180e, 0x202f, 0x205f, 0x3000].includes(c) || (c >= 0x2000 && c <= 0x200a);
/** Everything that ends a line for `\R` and `\v`. */
export const isVerticalSpace: CharTest = (c) => (c >= 0x0a && c <= 0x0d) || c === 0x85 || c === 0x2028 || c === 0x2029;
/** Everything that ends a line for `.`, `^` and `$`. */
export const isLineTerminator: CharTest = (c) => c === 0x0a || c === 0x0d || c === 0x85 || c === 0x2028 || c === 0x2029;

export const isUnicodeWord = unicodeSet('[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}\\p{Join_Control}]');

/** The set of `\d`, `\s`, `\w`, `\h` or `\v`; a capital letter stands for all that is not in it. */
export function predefinedSet(letter: string, isUnicode: boolean): CharTest | undefined {
  const set = (isUnicode ? unicodeSets : asciiSets)[letter.toLowerCase()];
  if (set === undefined || letter === letter.toLowerCase()) return set;
  return not(set);
}

export function not(set: CharTest): CharTest {
  return (codePoint) => !set(codePoint);
}

const asciiSets: Record<string, CharTest> = {
  d: isAsciiDigit,
  s: isAsciiSpace,
  w: isAsciiWord,
  h: isHorizontalSpace,
  v: isVerticalSpace,
};

const unicodeSets: Record<string, CharTest> = {
  d: unicodeSet('\\p{Nd}'),
  s: unicodeSet('\\p{White_Space}'),
  w: isUnicodeWord,
  h: isHorizontalSpace,
  v: isVerticalSpace,
};
