/** Reads a pattern in the syntax of java.util.regex into a tree. Source: the documentation of java.util.regex.Pattern. */
import { literal } from './case-folding.ts';
import { isLineTerminator, not } from './char-sets.ts';
import { readClass } from './classes.ts';
import { readEscape } from './escapes.ts';
import { caret, dollar } from './positions.ts';
import type { Flags, Reader } from './reader.ts';
import { caseRule, createReader, END, fail, nested, peek, peekRaw, takeIf, takeRaw } from './reader.ts';
import type { CharTest, RepeatMode, Syntax, SyntaxNode } from './syntax.ts';
import { studyWidth } from './width.ts';

/** Parses `pattern`, read with `flags` until it sets others itself. Throws a PatternError. */
export function parsePattern(pattern: string, flags: Flags): Syntax {
  const reader = createReader(pattern, flags);
  const root = readAlternatives(reader);
  if (peek(reader) !== END) fail(reader, '")" closes nothing');
  return { root, groupCount: reader.groupCount, hasReferences: reader.hasReferences };
}

function readAlternatives(reader: Reader): SyntaxNode {
  const first = readSequence(reader);
  if (peekCharacter(reader) !== '|') return first;
  const branches = [first];
  while (takeIf(reader, '|')) branches.push(readSequence(reader));
  return { kind: 'alternation', branches };
}

function readSequence(reader: Reader): SyntaxNode {
  const items: SyntaxNode[] = [];
  for (;;) {
    const next = peekCharacter(reader);
    if (next === '' || next === '|' || next === ')') break;
    const term = next === '(' ? readGroup(reader) : readTerm(reader, next);
    if (term !== undefined) items.push(readQuantifier(reader, term, next === '('));
  }
  const [only] = items;
  if (items.length > 1) return { kind: 'sequence', items };
  return only ?? { kind: 'empty' };
}

function readTerm(reader: Reader, next: string): SyntaxNode {
  switch (next) {
    case '[':
      return readClassTerm(reader);
    case '\\':
      return readEscapedTerm(reader);
    case '^':
      reader.position += 1;
      return { kind: 'position', test: caret(reader.flags) };
    case '$':
      reader.position += 1;
      return { kind: 'position', test: dollar(reader.flags, reader.flags.multiline) };
    case '.':
      reader.position += 1;
      return { kind: 'set', test: dot(reader.flags), weight: 1 };
    case '?':
    case '*':
    case '+':
      return fail(reader, `"${next}" has nothing to repeat`);
    case '{':
      // Java repeats the empty text here: `{2}` matches nothing twice, and `a{2}{3}` is `a{2}`.
      return { kind: 'empty' };
    default:
      return { kind: 'set', test: literal(takeRaw(reader), caseRule(reader.flags)), weight: 1 };
  }
}

/** Members of a class that are tested in the time of one step. */
const MEMBERS_PER_STEP = 8;

function readClassTerm(reader: Reader): SyntaxNode {
  const membersBefore = reader.memberCount;
  const test = readClass(reader);
  return { kind: 'set', test, weight: Math.ceil((reader.memberCount - membersBefore) / MEMBERS_PER_STEP) };
}

function readEscapedTerm(reader: Reader): SyntaxNode {
  const read = readEscape(reader, false);
  if (read.kind === 'node') return read.node;
  if (read.kind === 'set') return { kind: 'set', test: read.test, weight: 1 };
  return { kind: 'set', test: literal(read.codePoint, caseRule(reader.flags)), weight: 1 };
}

function dot(flags: Flags): CharTest {
  if (flags.dotAll) return () => true;
  return flags.unixLines ? (codePoint) => codePoint !== 0x0a : not(isLineTerminator);
}

/** Reads a group; flags that hold from here on, such as `(?i)`, are none. */
function readGroup(reader: Reader): SyntaxNode | undefined {
  const start = reader.position;
  const flags = reader.flags;
  reader.position += 1;
  const read = groupReader(reader);
  if (read === undefined) return undefined;
  const node = nested(reader, () => read(() => readAlternatives(reader)));
  if (!takeIf(reader, ')')) fail(reader, '"(" is not closed', start);
  reader.flags = flags;
  return node;
}

type GroupReader = (readBody: () => SyntaxNode) => SyntaxNode;

/** What the opening of a group says about it. */
function groupReader(reader: Reader): GroupReader | undefined {
  if (!takeIf(reader, '?')) return capturing(reader, undefined);
  const sign = takeCharacter(reader);
  switch (sign) {
    case ':':
      return plain;
    case '>':
      return (readBody) => ({ kind: 'atomic', body: readBody() });
    case '=':
    case '!':
      return (readBody) => ({ kind: 'lookAhead', body: readBody(), isNegative: sign === '!' });
    case '<':
      return /[A-Za-z]/.test(peekRawCharacter(reader)) ? capturing(reader, readName(reader)) : lookBehind(reader);
    default:
      reader.position -= sign === '' ? 0 : 1;
      return flagGroup(reader);
  }
}

/** A group that only groups. Around one piece it stays visible, as Java repeats it in another way than the piece. */
function plain(readBody: () => SyntaxNode): SyntaxNode {
  const body = readBody();
  return isOnePiece(body) ? { kind: 'sequence', items: [body] } : body;
}

function capturing(reader: Reader, name: string | undefined): GroupReader {
  reader.groupCount += 1;
  const group = reader.groupCount;
  if (name !== undefined) {
    if (reader.groupNames.has(name)) fail(reader, `There are two groups "${name}"`);
    reader.groupNames.set(name, group);
  }
  return (readBody) => ({ kind: 'group', group, body: readBody() });
}

function readName(reader: Reader): string {
  let name = '';
  while (/[A-Za-z0-9]/.test(peekRawCharacter(reader))) name += takeCharacter(reader);
  if (takeCharacter(reader) !== '>') fail(reader, `The group name "${name}" is not closed with ">"`);
  return name;
}

function lookBehind(reader: Reader): GroupReader {
  const start = reader.position;
  const sign = takeCharacter(reader);
  if (sign !== '=' && sign !== '!') fail(reader, '"(?<" begins neither a name nor a look-behind', start);
  return (readBody) => {
    const body = readBody();
    const { min, max, isBounded } = studyWidth(body);
    if (!isBounded) fail(reader, 'A look-behind needs an obvious maximum length', start);
    return { kind: 'lookBehind', body, isNegative: sign === '!', minWidth: min, maxWidth: max };
  };
}

const flagNames: Record<string, keyof Flags> = {
  i: 'ignoreCase',
  m: 'multiline',
  s: 'dotAll',
  d: 'unixLines',
  u: 'unicodeCase',
  x: 'comments',
  U: 'unicodeClasses',
};

/** `(?i-s)` changes the flags up to the end of the group around it, `(?i-s:…)` for its own body. */
function flagGroup(reader: Reader): GroupReader | undefined {
  const start = reader.position;
  const flags = { ...reader.flags };
  let isOn = true;
  for (let sign = peekCharacter(reader); ; sign = peekCharacter(reader)) {
    const flag = Object.hasOwn(flagNames, sign) ? flagNames[sign] : undefined;
    if (flag === undefined && (sign !== '-' || !isOn)) break;
    if (flag === undefined) isOn = false;
    else flags[flag] = isOn;
    if (sign === 'U') flags.unicodeCase = isOn;
    reader.position += 1;
  }
  reader.flags = flags;
  if (takeIf(reader, ')')) return undefined;
  if (!takeIf(reader, ':')) fail(reader, `"(?" is followed by the unknown "${peekCharacter(reader)}"`, start);
  return plain;
}

const MOST_REPEATS = 0x7fffffff;

function readQuantifier(reader: Reader, body: SyntaxNode, isOfGroup: boolean): SyntaxNode {
  const sign = peekCharacter(reader);
  if (sign === '?') return repeat(reader, body, 0, 1, isOfGroup);
  if (sign === '*') return repeat(reader, body, 0, Number.POSITIVE_INFINITY, isOfGroup);
  if (sign === '+') return repeat(reader, body, 1, Number.POSITIVE_INFINITY, isOfGroup);
  return sign === '{' ? readCounts(reader, body, isOfGroup) : body;
}

function readCounts(reader: Reader, body: SyntaxNode, isOfGroup: boolean): SyntaxNode {
  const start = reader.position;
  if (!isDigit(peekRaw(reader, 1))) fail(reader, '"{" must begin a number of repetitions');
  reader.position += 1;
  const min = readNumber(reader);
  let max = min;
  if (takeIf(reader, ',')) max = peekCharacter(reader) === '}' ? Number.POSITIVE_INFINITY : readNumber(reader);
  if (peekCharacter(reader) !== '}') fail(reader, 'A number of repetitions is not closed with "}"', start);
  if (max < min || min > MOST_REPEATS || (max > MOST_REPEATS && max !== Number.POSITIVE_INFINITY)) {
    fail(reader, 'A number of repetitions is out of range', start);
  }
  return repeat(reader, body, min, max, isOfGroup);
}

function readNumber(reader: Reader): number {
  let value = 0;
  while (isDigit(peek(reader))) value = value * 10 + takeRaw(reader) - 0x30;
  return value;
}

type RepeatNode = Extract<SyntaxNode, { kind: 'repeat' }>;

/** Java makes an optional group a choice between the group and nothing. */
function option(node: RepeatNode): SyntaxNode {
  const nothing: SyntaxNode = { kind: 'empty' };
  return { kind: 'alternation', branches: node.mode === 'greedy' ? [node.body, nothing] : [nothing, node.body] };
}

/** The reader stands on the last sign of the quantifier; one more may follow that says how. */
function repeat(reader: Reader, body: SyntaxNode, min: number, max: number, isOfGroup: boolean): SyntaxNode {
  reader.position += 1;
  let mode: RepeatMode = 'greedy';
  if (takeIf(reader, '?')) mode = 'reluctant';
  else if (takeIf(reader, '+')) mode = 'possessive';
  const node: RepeatNode = { kind: 'repeat', body, min, max, mode, isOfGroup: isOfGroup && !isOnePiece(body) };
  const isOption = min === 0 && max === 1 && mode !== 'possessive';
  return isOption && node.isOfGroup ? option(node) : node;
}

/** To Java a look-around and an atomic group are no groups but one piece each. */
function isOnePiece(node: SyntaxNode): boolean {
  return node.kind === 'lookAhead' || node.kind === 'lookBehind' || node.kind === 'atomic';
}

function isDigit(codePoint: number): boolean {
  return codePoint >= 0x30 && codePoint <= 0x39;
}

function peekCharacter(reader: Reader): string {
  return text(peek(reader));
}

function peekRawCharacter(reader: Reader): string {
  return text(peekRaw(reader));
}

function takeCharacter(reader: Reader): string {
  return text(takeRaw(reader));
}

function text(codePoint: number): string {
  return codePoint === END ? '' : String.fromCodePoint(codePoint);
}
