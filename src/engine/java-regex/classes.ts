/** Character classes: `[…]`. Source: java.util.regex.Pattern, "Character classes". */
import { literal, range } from './case-folding.ts';
import { not } from './char-sets.ts';
import { readEscape } from './escapes.ts';
import type { Reader } from './reader.ts';
import { caseRule, END, fail, nested, peek, peekRaw, takeIf, takeRaw } from './reader.ts';
import type { CharTest } from './syntax.ts';

/** Reads a class; the reader stands on its opening bracket. */
export function readClass(reader: Reader): CharTest {
  const start = reader.position;
  reader.position += 1;
  const isNegated = peekRaw(reader) === CARET;
  if (isNegated) reader.position += 1;
  const set = nested(reader, () => readMembers(reader, start));
  reader.position += 1;
  return isNegated ? not(set) : set;
}

const [AMPERSAND, BACKSLASH, CARET, HYPHEN, OPEN, CLOSE] = [0x26, 0x5c, 0x5e, 0x2d, 0x5b, 0x5d];

/** Reads up to the closing bracket, which stays. A bracket in first place is a member. */
function readMembers(reader: Reader, start: number): CharTest {
  let members: CharTest[] = [];
  for (;;) {
    const next = peek(reader);
    if (next === END) fail(reader, '"[" is not closed', start);
    if (next === CLOSE && members.length > 0) return anyOf(members);
    if (next === OPEN) {
      members.push(readClass(reader));
    } else if (next === AMPERSAND && peekRaw(reader, 1) === AMPERSAND) {
      members = [readIntersection(reader, members, start)];
    } else {
      members.push(readMember(reader));
    }
  }
}

/** Reads `&&` and what is right of it: nested classes, or members up to the closing bracket. */
function readIntersection(reader: Reader, left: readonly CharTest[], start: number): CharTest {
  reader.position += 2;
  const right: CharTest[] = [];
  for (let next = peek(reader); next !== CLOSE && next !== AMPERSAND; next = peek(reader)) {
    right.push(next === OPEN ? readClass(reader) : nested(reader, () => readMembers(reader, start)));
  }
  if (left.length === 0 && right.length === 0) fail(reader, '"&&" has nothing on either side');
  if (left.length === 0 || right.length === 0) return anyOf([...left, ...right]);
  return intersection(anyOf(left), anyOf(right));
}

function anyOf(sets: readonly CharTest[]): CharTest {
  const [only] = sets;
  if (only !== undefined && sets.length === 1) return only;
  return (codePoint) => sets.some((set) => set(codePoint));
}

function intersection(left: CharTest, right: CharTest): CharTest {
  return (codePoint) => left(codePoint) && right(codePoint);
}

/** Reads one code point, a range, or an escape that is a set. */
function readMember(reader: Reader): CharTest {
  const start = reader.position;
  reader.memberCount += 1;
  const first = readBound(reader);
  if (typeof first !== 'number') return first;
  const rule = caseRule(reader.flags);
  if (peek(reader) !== HYPHEN || [OPEN, CLOSE].includes(peekRaw(reader, 1))) return literal(first, rule);
  takeIf(reader, '-');
  const last = readBound(reader);
  if (typeof last !== 'number' || last < first) fail(reader, 'A character range is not in order', start);
  return range(first, last, rule);
}

function readBound(reader: Reader): number | CharTest {
  if (peek(reader) !== BACKSLASH) return takeRaw(reader);
  const read = readEscape(reader, true);
  if (read.kind === 'literal') return read.codePoint;
  return read.kind === 'set' ? read.test : fail(reader, 'This escape has no place in a character class');
}
