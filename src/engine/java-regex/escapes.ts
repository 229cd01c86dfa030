/** What follows a backslash. Source: java.util.regex.Pattern, "Summary of regular-expression constructs". */
import { sameLetter } from './case-folding.ts';
import { not, predefinedSet } from './char-sets.ts';
import { dollar, isTextEnd, isTextStart, wordBoundary } from './positions.ts';
import { findProperty } from './properties.ts';
import type { Reader } from './reader.ts';
import { caseRule, END, fail, peekRaw, takeRaw } from './reader.ts';
import type { CharTest, SyntaxNode } from './syntax.ts';

/** An escape is one code point, a set of them, or (outside of a class) something else. */
export type Escape =
  | { kind: 'literal'; codePoint: number }
  | { kind: 'set'; test: CharTest }
  | { kind: 'node'; node: SyntaxNode };

/** Reads an escape; the reader stands on the backslash. In a class, letters that do not name code points are errors. */
export function readEscape(reader: Reader, isInClass: boolean): Escape {
  const start = reader.position;
  reader.position += 1;
  const codePoint = takeRaw(reader);
  if (codePoint === END) fail(reader, 'The pattern ends with a lone backslash', start);
  const letter = String.fromCodePoint(codePoint);
  if (letter === 'v' && isInClass && peekRaw(reader) === HYPHEN) return { kind: 'literal', codePoint: 0x0b };
  const set = readSet(reader, letter);
  if (set !== undefined) return { kind: 'set', test: set };
  const value = readCodePoint(reader, letter, start);
  if (value !== undefined) return { kind: 'literal', codePoint: value };
  const node = isInClass ? undefined : readNode(reader, letter, start);
  if (node !== undefined) return { kind: 'node', node };
  // Java keeps all letters and digits for itself; any other sign after a backslash is that sign.
  if (/[A-Za-z0-9]/.test(letter)) fail(reader, `"\\${letter}" means nothing here`, start);
  return { kind: 'literal', codePoint };
}

const HYPHEN = 0x2d;
const LARGEST_CODE_POINT = 0x10ffff;

function readSet(reader: Reader, letter: string): CharTest | undefined {
  if (letter === 'p' || letter === 'P') return readProperty(reader, letter === 'P');
  return /^[DHSVWdhsvw]$/.test(letter) ? predefinedSet(letter, reader.flags.unicodeClasses) : undefined;
}

function readProperty(reader: Reader, isNegated: boolean): CharTest {
  const start = reader.position - 2;
  const isShort = peekRaw(reader) !== '{'.charCodeAt(0);
  const name = isShort ? takeCharacter(reader) : readBraced(reader, 'The name of a character property');
  const set = name === '' ? undefined : findProperty(name, reader.flags);
  if (set === undefined) fail(reader, `There is no character property "${name}"`, start);
  return isNegated ? not(set) : set;
}

const simpleEscapes: Record<string, number> = { t: 0x09, n: 0x0a, r: 0x0d, f: 0x0c, a: 0x07, e: 0x1b };

function readCodePoint(reader: Reader, letter: string, start: number): number | undefined {
  switch (letter) {
    case 'c': {
      const control = takeRaw(reader);
      if (control === END) fail(reader, '"\\c" needs a character after it', start);
      return control ^ 0x40;
    }
    case '0':
      return readOctal(reader, start);
    case 'x':
      return peekRaw(reader) === '{'.charCodeAt(0) ? readBracedHex(reader, start) : readHex(reader, 2, start);
    case 'u':
      return readUnicode(reader, start);
    default:
      return Object.hasOwn(simpleEscapes, letter) ? simpleEscapes[letter] : undefined;
  }
}

function readNode(reader: Reader, letter: string, start: number): SyntaxNode | undefined {
  switch (letter) {
    case 'A':
      return { kind: 'position', test: isTextStart };
    case 'G':
      // The end of the previous match: a whole match has none before it.
      return { kind: 'position', test: isTextStart };
    case 'z':
      return { kind: 'position', test: isTextEnd };
    case 'Z':
      return { kind: 'position', test: dollar(reader.flags, false) };
    case 'b':
    case 'B':
      return readWordBoundary(reader, letter, start);
    case 'R':
      return { kind: 'lineBreak' };
    case 'k':
      return reference(reader, readGroupName(reader, start));
    default:
      return /[1-9]/.test(letter) ? reference(reader, readGroupNumber(reader, Number(letter))) : undefined;
  }
}

function readWordBoundary(reader: Reader, letter: string, start: number): SyntaxNode {
  if (letter === 'b' && peekRaw(reader) === '{'.charCodeAt(0) && peekRaw(reader, 1) === 'g'.charCodeAt(0)) {
    fail(reader, '"\\b{g}" is not supported', start);
  }
  const isBoundary = wordBoundary(reader.flags);
  return {
    kind: 'position',
    test: letter === 'b' ? isBoundary : (text, position) => !isBoundary(text, position),
  };
}

function reference(reader: Reader, group: number): SyntaxNode {
  reader.hasReferences = true;
  return { kind: 'reference', group, isSame: sameLetter(caseRule(reader.flags)) };
}

/** Digits join the number for as long as there is such a group: with one group, `\11` is group 1 and a 1. */
function readGroupNumber(reader: Reader, first: number): number {
  let group = first;
  for (;;) {
    const digit = peekRaw(reader) - 0x30;
    if (digit < 0 || digit > 9 || group * 10 + digit > reader.groupCount) return group;
    group = group * 10 + digit;
    reader.position += 1;
  }
}

function readGroupName(reader: Reader, start: number): number {
  if (takeCharacter(reader) !== '<') fail(reader, '"\\k" needs a group name in <>', start);
  let name = '';
  for (let next = takeCharacter(reader); next !== '>'; next = takeCharacter(reader)) {
    if (next === '') fail(reader, 'The group name after "\\k" is not closed', start);
    name += next;
  }
  const group = reader.groupNames.get(name);
  if (group === undefined) fail(reader, `There is no group "${name}" before this place`, start);
  return group;
}

/** `\0n`, `\0nn` or `\0mnn`, at most 0377. */
function readOctal(reader: Reader, start: number): number {
  let value = 0;
  let digits = 0;
  for (; digits < 3; digits += 1) {
    const digit = peekRaw(reader) - 0x30;
    if (digit < 0 || digit > 7 || value * 8 + digit > 0o377) break;
    value = value * 8 + digit;
    reader.position += 1;
  }
  if (digits === 0) fail(reader, '"\\0" needs an octal number after it', start);
  return value;
}

/** `\uhhhh`; two that make a surrogate pair are one code point. */
function readUnicode(reader: Reader, start: number): number {
  const value = readHex(reader, 4, start);
  const isPairOpen = value >= 0xd800 && value <= 0xdbff && peekRaw(reader) === 0x5c && peekRaw(reader, 1) === 0x75;
  if (!isPairOpen) return value;
  const afterFirst = reader.position;
  reader.position += 2;
  const low = readHex(reader, 4, afterFirst);
  if (low >= 0xdc00 && low <= 0xdfff) return 0x10000 + ((value - 0xd800) << 10) + (low - 0xdc00);
  reader.position = afterFirst;
  return value;
}

function readHex(reader: Reader, digits: number, start: number): number {
  let text = '';
  for (let index = 0; index < digits; index += 1) text += takeCharacter(reader);
  if (text.length !== digits || !/^[0-9A-Fa-f]+$/.test(text)) {
    fail(reader, `A hexadecimal escape needs ${digits} digits`, start);
  }
  return Number.parseInt(text, 16);
}

function readBracedHex(reader: Reader, start: number): number {
  const text = readBraced(reader, 'A hexadecimal number');
  const value = /^[0-9A-Fa-f]+$/.test(text) ? Number.parseInt(text, 16) : Number.NaN;
  if (!(value <= LARGEST_CODE_POINT)) fail(reader, `"${text}" is not a hexadecimal code point`, start);
  return value;
}

function readBraced(reader: Reader, what: string): string {
  const start = reader.position;
  reader.position += 1;
  let text = '';
  for (let next = takeCharacter(reader); next !== '}'; next = takeCharacter(reader)) {
    if (next === '') fail(reader, `${what} is not closed with "}"`, start);
    text += next;
  }
  return text;
}

function takeCharacter(reader: Reader): string {
  const codePoint = takeRaw(reader);
  return codePoint === END ? '' : String.fromCodePoint(codePoint);
}
