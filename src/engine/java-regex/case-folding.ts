/**
 * Letter case as Java's `Character` sees it: one code point to one code point, whatever the language.
 * Source: java.lang.Character, "simple" case mappings of the Unicode Character Database.
 */
import type { CharTest } from './syntax.ts';

/** How letter case counts: not at all, for ASCII letters only, or for every letter. */
export type CaseRule = 'exact' | 'ascii' | 'unicode';

/** The one form of all letters that are the same but for their case. */
export function fold(codePoint: number): number {
  if (codePoint < 0x80) return isAsciiUpper(codePoint) ? codePoint + 0x20 : codePoint;
  return toLower(toUpper(codePoint));
}

/** Accepts `codePoint` in either case. */
export function literal(codePoint: number, rule: CaseRule): CharTest {
  if (rule === 'exact') return (other) => other === codePoint;
  const isSame = sameLetter(rule);
  const folded = rule === 'unicode' ? fold(codePoint) : codePoint;
  return (other) => other === codePoint || isSame(other, folded);
}

/** Accepts the code points from `first` to `last`, and those whose other case lies between them. */
export function range(first: number, last: number, rule: CaseRule): CharTest {
  const isIn: CharTest = (codePoint) => codePoint >= first && codePoint <= last;
  if (rule === 'exact') return isIn;
  if (rule === 'ascii') {
    return (codePoint) => isIn(codePoint) || (isAsciiLetter(codePoint) && isIn(codePoint ^ 0x20));
  }
  return (codePoint) => isIn(codePoint) || isIn(toUpper(codePoint)) || isIn(toLower(toUpper(codePoint)));
}

/** Compares two code points under `rule`. */
export function sameLetter(rule: CaseRule): (left: number, right: number) => boolean {
  if (rule === 'exact') return (left, right) => left === right;
  if (rule === 'ascii') return (left, right) => foldAscii(left) === foldAscii(right);
  return (left, right) => left === right || fold(left) === fold(right);
}

function foldAscii(codePoint: number): number {
  return isAsciiUpper(codePoint) ? codePoint + 0x20 : codePoint;
}

function isAsciiUpper(codePoint: number): boolean {
  return codePoint >= 0x41 && codePoint <= 0x5a;
}

function isAsciiLetter(codePoint: number): boolean {
  return isAsciiUpper(codePoint & ~0x20);
}

function toUpper(codePoint: number): number {
  // Greek letters with a iota below have a single-letter title case; JavaScript spells them with two letters.
  if (codePoint >= 0x1f80 && codePoint <= 0x1faf) return codePoint | 0x08;
  if (codePoint === 0x1fb3 || codePoint === 0x1fc3 || codePoint === 0x1ff3) return codePoint + 9;
  return single(String.fromCodePoint(codePoint).toUpperCase(), codePoint);
}

function toLower(codePoint: number): number {
  if (codePoint === 0x130) return 0x69; // İ: JavaScript answers i and a combining dot.
  return single(String.fromCodePoint(codePoint).toLowerCase(), codePoint);
}

/** The only code point of `text`, or `otherwise` where a letter has no counterpart of its own (ß becomes SS). */
function single(text: string, otherwise: number): number {
  const codePoint = text.codePointAt(0) ?? otherwise;
  return text.length === (codePoint > 0xffff ? 2 : 1) ? codePoint : otherwise;
}
