/** Conditions of zero width. Source: java.util.regex.Pattern, "Boundary matchers" and "Line terminators". */
import { isLineTerminator, isUnicodeWord } from './char-sets.ts';
import type { Flags } from './reader.ts';
import type { CharTest, PositionTest } from './syntax.ts';
import { unicodeSet } from './unicode-set.ts';

const LF = 0x0a;
const CR = 0x0d;

export const isTextStart: PositionTest = (_text, position) => position === 0;
export const isTextEnd: PositionTest = (text, position) => position === text.length;

/** `^`: the start of the text, in multi-line mode of every line. */
export function caret(flags: Flags): PositionTest {
  if (!flags.multiline) return isTextStart;
  return (text, position) => {
    if (position === 0) return true;
    // A line end at the very end of the text starts no new line.
    const before = text[position - 1];
    if (before === undefined || position === text.length) return false;
    if (flags.unixLines) return before === LF;
    return isLineTerminator(before) && !(before === CR && text[position] === LF);
  };
}

/** `$` and `\Z`: the end of the text or before its last line end; in multi-line mode the end of every line. */
export function dollar(flags: Flags, isMultiline: boolean): PositionTest {
  return (text, position) => {
    const here = text[position];
    if (here === undefined) return true;
    if (flags.unixLines) return here === LF && (isMultiline || position === text.length - 1);
    if (!isLineTerminator(here) || (here === LF && text[position - 1] === CR)) return false;
    const lineEndSize = here === CR && text[position + 1] === LF ? 2 : 1;
    return isMultiline || position + lineEndSize === text.length;
  };
}

/** `\b`: a word begins or ends here. A mark belongs to the letter or digit below it. */
export function wordBoundary(flags: Flags): PositionTest {
  const isWord = flags.unicodeClasses ? isUnicodeWord : isBoundaryWord;
  return (text, position) => isWordAt(text, position - 1, isWord) !== isWordAt(text, position, isWord);
}

/**
 * What `\b` takes for a word: unlike `\w` all letters and digits, not only ASCII ones. Java does so up to version 18;
 * which one Studio runs is not known (inferred).
 */
const isBoundaryWord: CharTest = unicodeSet('[\\p{L}\\p{Nd}_]');
const isLetterOrDigit: CharTest = unicodeSet('[\\p{L}\\p{Nd}]');
const isMark: CharTest = unicodeSet('\\p{Mn}');

/** Marks on one letter that are looked through: no language piles up so many, and a text of marks costs no time. */
const MARKS_LIMIT = 8;

function isWordAt(text: readonly number[], position: number, isWord: CharTest): boolean {
  const codePoint = text[position];
  if (codePoint === undefined) return false;
  if (isWord(codePoint)) return true;
  let base = position;
  while (position - base < MARKS_LIMIT && isMark(text[base] ?? 0)) base -= 1;
  return base < position && isLetterOrDigit(text[base] ?? 0);
}
