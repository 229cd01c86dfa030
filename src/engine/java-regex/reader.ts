/** Reads a pattern code point by code point, with the flags that hold at the place. */
import type { CaseRule } from './case-folding.ts';
import { PatternError } from './errors.ts';

/** Answered at the end of the pattern. */
export const END = -1;

const BACKSLASH = 0x5c;

/** Groups and classes inside each other; Java sets no limit, but a reader that calls itself needs one. */
const NESTING_LIMIT = 200;

export interface Flags {
  ignoreCase: boolean;
  unicodeCase: boolean;
  multiline: boolean;
  dotAll: boolean;
  comments: boolean;
  unixLines: boolean;
  unicodeClasses: boolean;
}

export interface Reader {
  readonly codePoints: readonly number[];
  /** Where each code point stands in the pattern, in UTF-16 units; one more for the end. */
  readonly indexes: readonly number[];
  position: number;
  flags: Flags;
  depth: number;
  /** Members read of character classes, nested ones included. */
  memberCount: number;
  groupCount: number;
  groupNames: Map<string, number>;
  hasReferences: boolean;
}

/** A reader at the start of `pattern`, its `\Q…\E` already written as escapes. */
export function createReader(pattern: string, flags: Flags): Reader {
  const codePoints: number[] = [];
  const indexes: number[] = [];
  let isQuoted = false;
  let isQuoteStart = false;
  for (let index = 0; index < pattern.length; ) {
    if (pattern.startsWith(isQuoted ? '\\E' : '\\Q', index)) {
      isQuoted = !isQuoted;
      isQuoteStart = isQuoted;
      index += 2;
      continue;
    }
    const codePoint = pattern.codePointAt(index) ?? END;
    const isEscape = !isQuoted && codePoint === BACKSLASH;
    // An escape stays together, so that the Q of \\Q begins nothing.
    const escaped = isEscape ? pattern.codePointAt(index + 1) : undefined;
    const taken = escaped === undefined ? [codePoint] : [codePoint, escaped];
    for (const each of isQuoted ? quote(codePoint, isQuoteStart) : taken) {
      codePoints.push(each);
      indexes.push(index);
    }
    isQuoteStart = false;
    index += String.fromCodePoint(...taken).length;
  }
  indexes.push(pattern.length);
  return {
    codePoints,
    indexes,
    position: 0,
    flags,
    depth: 0,
    memberCount: 0,
    groupCount: 0,
    groupNames: new Map(),
    hasReferences: false,
  };
}

/** The next code point, after blanks and comments where the flag `x` lets them be skipped. */
export function peek(reader: Reader): number {
  if (reader.flags.comments) skipComments(reader);
  return peekRaw(reader);
}

/** The code point `offset` places ahead, as it stands. */
export function peekRaw(reader: Reader, offset = 0): number {
  return reader.codePoints[reader.position + offset] ?? END;
}

/** Takes the next code point as it stands. */
export function takeRaw(reader: Reader): number {
  const codePoint = peekRaw(reader);
  if (codePoint !== END) reader.position += 1;
  return codePoint;
}

/** Takes the next code point if it is `character`. */
export function takeIf(reader: Reader, character: string): boolean {
  if (peek(reader) !== character.codePointAt(0)) return false;
  reader.position += 1;
  return true;
}

/** Runs `read` one level deeper. */
export function nested<T>(reader: Reader, read: () => T): T {
  if (reader.depth >= NESTING_LIMIT) fail(reader, `More than ${NESTING_LIMIT} groups or classes inside each other`);
  reader.depth += 1;
  const result = read();
  reader.depth -= 1;
  return result;
}

/** Ends reading: `message` about the place where the reader stands, or `position`. */
export function fail(reader: Reader, message: string, position = reader.position): never {
  throw new PatternError(message, reader.indexes[position] ?? reader.indexes.at(-1) ?? 0);
}

/** How letter case counts at this place. */
export function caseRule(flags: Flags): CaseRule {
  if (!flags.ignoreCase) return 'exact';
  return flags.unicodeCase ? 'unicode' : 'ascii';
}

/** Makes a quoted code point harmless: a sign gets a backslash, a leading digit must not continue an escape before it. */
function quote(codePoint: number, isFirst: boolean): number[] {
  const text = String.fromCodePoint(codePoint);
  if (isFirst && /[0-9]/.test(text)) return [...`\\x${codePoint.toString(16)}`].map((each) => each.charCodeAt(0));
  return codePoint < 0x80 && !/[A-Za-z0-9]/.test(text) ? [BACKSLASH, codePoint] : [codePoint];
}

function skipComments(reader: Reader): void {
  for (;;) {
    const codePoint = peekRaw(reader);
    if (codePoint === 0x23) {
      while (peekRaw(reader) !== END && !isLineEnd(peekRaw(reader), reader.flags)) reader.position += 1;
    } else if (codePoint === 0x20 || (codePoint >= 0x09 && codePoint <= 0x0d)) {
      reader.position += 1;
    } else {
      return;
    }
  }
}

function isLineEnd(codePoint: number, flags: Flags): boolean {
  if (codePoint === 0x0a) return true;
  return !flags.unixLines && (codePoint === 0x0d || codePoint === 0x85 || codePoint === 0x2028 || codePoint === 0x2029);
}
