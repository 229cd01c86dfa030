/** Reads JSON text into a syntax tree; what is wrong is said in words, at its line and column. */
import { maxJsonDepth } from '../../engine/json.ts';
import { documentTexts } from '../texts/document.ts';
import { type Child, type Container, container, type Scalar, type Source, type SyntaxNode } from './syntax.ts';

const texts = documentTexts.syntax;

/** A text that is no JSON. `line` and `column` count from 1, `offset` from 0. */
export interface SyntaxProblem {
  /** What is wrong, as a part of a sentence: `a comma is missing`. */
  readonly reason: string;
  /** The sentence: `Line 14, column 3: a comma is missing.` */
  readonly message: string;
  readonly offset: number;
  readonly line: number;
  readonly column: number;
}

export class JsonSyntaxError extends Error {
  readonly problem: SyntaxProblem;

  constructor(problem: SyntaxProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

/** A value that is known to stand at a place of the text, and need not be read again. */
type Reuse = (offset: number) => SyntaxNode | undefined;

/** Throws a `JsonSyntaxError`. */
export function parseSource(text: string): Source {
  const parser = new Parser(text);
  if (text.startsWith(byteOrderMark)) parser.at++;
  parser.skipBlanks();
  const before = text.slice(0, parser.at);
  if (parser.isAtEnd()) throw parser.error(texts.empty, parser.at);
  const root = parser.value();
  const after = parser.blanks();
  if (!parser.isAtEnd()) throw parser.error(texts.textAfterEnd, parser.at);
  return { before, root, after };
}

/** One value that fills the whole text; undefined when the text is another thing. */
export function parseValue(text: string): SyntaxNode | undefined {
  return attempt(text, undefined, (parser) => parser.value());
}

/** Members or items with commas between them that fill the whole text; undefined when the text is another thing. */
export function parseChildren(
  text: string,
  type: Container['type'],
  reuse: Reuse,
): Pick<Container, 'children' | 'blank'> | undefined {
  return attempt(text, reuse, (parser) => parser.children(type, undefined));
}

function attempt<T>(text: string, reuse: Reuse | undefined, read: (parser: Parser) => T): T | undefined {
  try {
    const parser = new Parser(text, reuse);
    const result = read(parser);
    return parser.isAtEnd() ? result : undefined;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}

/** Line and column of an offset, both from 1. */
export function lineAndColumn(text: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 1;
  let start = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++;
    start = at + 1;
  }
  return { line, column: offset - start + 1 };
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const string = /"[ !#-[\]-\uffff]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uffff]*)*"/y;
const scrap = /[^ \t\r\n{}[\],:"]+/y;
/** Files of some editors begin with it. */
const byteOrderMark = '\ufeff';

class Parser {
  at = 0;
  private readonly text: string;
  private readonly reuse: Reuse | undefined;
  private readonly open: number[] = [];

  constructor(text: string, reuse?: Reuse) {
    this.text = text;
    this.reuse = reuse;
  }

  isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  blanks(): string {
    const start = this.at;
    this.skipBlanks();
    return this.text.slice(start, this.at);
  }

  skipBlanks(): void {
    while (isBlank(this.text.charCodeAt(this.at))) this.at++;
  }

  value(): SyntaxNode {
    const known = this.reuse?.(this.at);
    if (known !== undefined) {
      this.at += known.length;
      return known;
    }
    const next = this.text.charAt(this.at);
    if (next === '{') return this.container('object', '}');
    if (next === '[') return this.container('array', ']');
    return next === '"' ? this.string() : this.bare();
  }

  private container(type: Container['type'], close: string): Container {
    if (this.open.length >= maxJsonDepth) throw this.error(texts.tooDeep(maxJsonDepth), this.at);
    this.open.push(this.at++);
    const { children, blank } = this.children(type, close);
    this.at++;
    this.open.pop();
    return container(type, children, blank);
  }

  /** Stops before `close`; without one, at the end of the text. */
  children(type: Container['type'], close: string | undefined): Pick<Container, 'children' | 'blank'> {
    const children: Child[] = [];
    const first = this.blanks();
    if (this.isClosed(close)) return { children, blank: first };
    this.at -= first.length;
    for (;;) {
      const child = this.child(type, close, children.length > 0);
      children.push(child);
      if (this.isClosed(close)) return { children, blank: '' };
      if (this.text[this.at] !== ',') throw this.missingComma(type);
      this.at++;
    }
  }

  private child(type: Container['type'], close: string | undefined, isFurther: boolean): Child {
    const start = this.at;
    this.skipBlanks();
    const margin = this.at - start;
    if (this.isClosed(close) && isFurther) throw this.error(texts.commaTooMuch, this.text.lastIndexOf(',', this.at));
    let key: string | undefined;
    if (type === 'object') {
      if (this.text[this.at] !== '"') throw this.error(this.notAKey(), this.at);
      const { raw } = this.string();
      key = raw.includes('\\') ? JSON.parse(raw) : raw.slice(1, -1);
      this.skipBlanks();
      if (this.isAtEnd()) throw this.unclosed();
      if (this.text[this.at] !== ':') throw this.error(texts.colonMissing, this.at);
      this.at++;
      this.skipBlanks();
    }
    const lead = this.text.slice(start, this.at);
    const value = this.value();
    return { lead, key, margin, value, trail: this.blanks() };
  }

  private isClosed(close: string | undefined): boolean {
    if (close === undefined) return this.isAtEnd();
    if (this.isAtEnd()) throw this.unclosed();
    return this.text[this.at] === close;
  }

  private string(): Scalar {
    string.lastIndex = this.at;
    const raw = string.exec(this.text)?.[0];
    if (raw === undefined) throw this.brokenString();
    this.at += raw.length;
    return { type: 'string', raw, length: raw.length };
  }

  /** A number, `true`, `false` or `null`. */
  private bare(): Scalar {
    scrap.lastIndex = this.at;
    const raw = scrap.exec(this.text)?.[0];
    if (raw === undefined) {
      if (this.isAtEnd()) throw this.unclosed();
      throw this.error(texts.valueMissing, this.at);
    }
    number.lastIndex = this.at;
    const isNumber = number.exec(this.text)?.[0] === raw;
    if (!isNumber && raw !== 'true' && raw !== 'false' && raw !== 'null') {
      throw this.error(noValue(raw), this.at);
    }
    this.at += raw.length;
    return { type: isNumber ? 'number' : 'word', raw, length: raw.length };
  }

  private notAKey(): string {
    const next = this.text.charAt(this.at);
    if (next === ',') return texts.commaTooMuch;
    return next === '/' || next === '#' ? texts.comment : texts.keyWithoutQuotes;
  }

  private missingComma(type: Container['type']): JsonSyntaxError {
    const next = this.text.charAt(this.at);
    if (next === '/' || next === '#') return this.error(texts.comment, this.at);
    if (next === '}' || next === ']')
      return this.error(texts.wrongBracket(next, type === 'object' ? '}' : ']'), this.at);
    return this.error(next === ':' ? texts.colonTooMuch : texts.commaMissing, this.at);
  }

  private unclosed(): JsonSyntaxError {
    const start = this.open.at(-1) ?? 0;
    const bracket = this.text.charAt(start);
    return this.error(texts.notClosed(bracket, lineAndColumn(this.text, start).line), this.text.length);
  }

  /** Tells a quotation mark that is missing from an escape that does not exist. */
  private brokenString(): JsonSyntaxError {
    const start = this.at;
    for (let at = start + 1; at < this.text.length; at++) {
      const character = this.text.charAt(at);
      if (character < ' ') break;
      if (character !== '\\') continue;
      const known = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(this.text.slice(at, at + 6));
      if (known === null) return this.error(texts.unknownEscape(this.text.slice(at, at + 2)), at);
      at += known[0].length - 1;
    }
    return this.error(texts.quoteMissing, start);
  }

  error(reason: string, offset: number): JsonSyntaxError {
    const { line, column } = lineAndColumn(this.text, offset);
    return new JsonSyntaxError({ reason, message: texts.atPlace(line, column, reason), offset, line, column });
  }
}

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

function noValue(raw: string): string {
  if (raw.startsWith("'")) return texts.singleQuotes;
  if (raw.startsWith('/') || raw.startsWith('#')) return texts.comment;
  const lower = raw.toLowerCase();
  if (lower === 'none' || lower === 'undefined') return texts.noSuchValue(raw, 'null');
  if (lower === 'true' || lower === 'false' || lower === 'null') return texts.noSuchValue(raw, lower);
  return /^[-+.\d]/.test(raw) ? texts.noNumber(raw) : texts.noSuchValue(raw, undefined);
}
