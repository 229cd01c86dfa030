/** Reads the tokens of a template and compiles them: expressions and blocks; each tag reads its own inside. */
import { LiquidError, type Position, positions } from './error.ts';
import { type Call, chain, compare, literal, lookup, type Path, pair, pipe } from './expression.ts';
import { filters } from './filters.ts';
import { type Token, type TokenType, tokenize } from './lexer.ts';
import { type Block, block } from './nodes.ts';
import type { Evaluate } from './run.ts';
import { tags } from './tags.ts';
import { BLANK, double, EMPTY } from './value.ts';

export interface Parsed {
  readonly root: Block;
  readonly references: readonly (readonly string[])[];
}

/** Compiles a template. Throws a `LiquidError`: also for an unknown filter or tag in a branch that never runs. */
export function parse(source: string): Parsed {
  const parser = new Parser(source);
  const root = parser.block();
  parser.expect('end', 'the end of the template');
  const { references, locals } = parser;
  return { root, references: references.filter(([name]) => name !== undefined && !locals.has(name)) };
}

/** Nested blocks, parentheses and indexes: enough for any template of a person, too few for the stack. */
const MAX_NESTING = 200;

/** Words that cannot name a variable to write, a filter or a loop variable. */
const keywords = new Set(
  (
    'capture endcapture comment endcomment if elsif endif unless endunless else contains case endcase when cycle ' +
    'for endfor in and or tablerow endtablerow assign true false nil null include with empty blank'
  ).split(' '),
);
/** Keywords that cannot start a path; the other ones can (`{{ if }}` reads the variable `if`). */
const values = new Set(['true', 'false', 'nil', 'null', 'empty', 'blank']);

/** A cursor over the tokens of one template. */
export class Parser {
  readonly references: string[][] = [];
  /** Names that the template itself sets: not references to the context. */
  readonly locals = new Set<string>();
  private readonly positionAt: (offset: number) => Position;
  private readonly tokens: readonly Token[];
  private next = 0;
  private depth = 0;

  constructor(source: string) {
    this.positionAt = positions(source);
    this.tokens = tokenize(source);
  }

  /** Texts, outputs and tags up to a tag that belongs to an outer block, or to the end. */
  block(): Block {
    const nodes: Evaluate[] = [];
    this.enter();
    for (;;) {
      const token = this.peek();
      if (token.type === 'text') nodes.push(literal(this.take().text));
      else if (token.type === 'outputStart') nodes.push(this.output());
      else if (token.type === 'tagStart' && !this.closes()) nodes.push(this.tag());
      else break;
    }
    this.depth--;
    return block(nodes);
  }

  private output(): Evaluate {
    this.take();
    const value = this.filtered();
    this.expect('outputEnd', '}}');
    return value;
  }

  private tag(): Evaluate {
    const start = this.take();
    const name = this.peek();
    if (name.type !== 'word' && name.type !== 'raw') throw this.error('Expected the name of a tag', name);
    const tag = tags.get(name.type === 'raw' ? 'raw' : name.text);
    if (tag === undefined) {
      const isInclude = name.text === 'include';
      throw this.error(
        isInclude ? '"include" is refused: it reads files' : `Unknown or misplaced tag "${name.text}"`,
        name,
      );
    }
    return tag.parse(this, this.position(start));
  }

  /** Whether the tag at the cursor ends or continues the block around it. */
  private closes(): boolean {
    const { type, text } = this.peek(1);
    return type === 'word' && (/^end[a-zA-Z_]/.test(text) || text === 'else' || text === 'elsif' || text === 'when');
  }

  /** Takes the whole tag at the cursor if it is `name`, with nothing behind the name. */
  takeTag(name: string): boolean {
    if (!this.startsTag(name)) return false;
    this.next += 2;
    this.endTag();
    return true;
  }

  startsTag(name: string, ahead = 0): boolean {
    const { type, text } = this.peek(ahead + 1);
    return this.peek(ahead).type === 'tagStart' && type === 'word' && text === name;
  }

  expectTag(name: string, opening: Position): void {
    if (this.takeTag(name)) return;
    const { line, column } = opening;
    throw this.error(`Expected "{% ${name} %}" for the tag of line ${line}, column ${column}`, this.peek());
  }

  endTag(): void {
    this.expect('tagEnd', '%}');
  }

  /** An expression and the filters behind it. */
  filtered(): Evaluate {
    const value = this.expression();
    const calls: Call[] = [];
    while (this.takeSign('|')) {
      const name = this.expectName('the name of a filter');
      const filter = filters.get(name.text);
      if (filter === undefined) throw this.error(`Unknown filter "${name.text}"`, name);
      const parameters: Evaluate[] = [];
      if (this.takeSign(':')) {
        do parameters.push(this.parameter());
        while (this.takeSign(','));
      }
      calls.push({ filter, parameters, position: this.position(name) });
    }
    return calls.length === 0 ? value : pipe(value, calls);
  }

  private parameter(): Evaluate {
    const { type, text } = this.peek();
    if (type !== 'word' || text === 'blank' || this.peek(1).text !== ':' || this.peek(1).type !== 'sign') {
      return this.expression();
    }
    this.next += 2;
    return pair(text, this.expression());
  }

  /** `and` and `or` bind equally and group from the right; `contains` binds closer, then `==`, then `<`. */
  expression(): Evaluate {
    this.enter();
    let left = this.comparison(0);
    const word = this.peek();
    if (word.type === 'word' && (word.text === 'and' || word.text === 'or')) {
      this.take();
      left = chain(word.text, left, this.expression());
    }
    this.depth--;
    return left;
  }

  private comparison(level: number): Evaluate {
    const operators = [['contains'], ['==', '!=', '<>'], ['<', '<=', '>', '>=']][level];
    if (operators === undefined) return this.term();
    let left = this.comparison(level + 1);
    for (let count = 0; ; count++) {
      const { type, text } = this.peek();
      if (count > MAX_NESTING) throw this.tooDeep();
      if ((type !== 'sign' && type !== 'word') || !operators.includes(text)) return left;
      this.take();
      left = compare(text, left, this.comparison(level + 1));
    }
  }

  term(): Evaluate {
    const token = this.peek();
    if (token.type === 'string') return literal(this.take().text);
    if (token.type === 'decimal') return literal(double(Number(this.take().text)));
    if (token.type === 'integer') return this.integer();
    if (token.type === 'word' && values.has(token.text)) return literal(wordValue(this.take().text));
    if (token.type === 'sign' && token.text === '(') {
      this.take();
      const inner = this.expression();
      this.expectSign(')');
      return inner;
    }
    return this.lookup();
  }

  private integer(): Evaluate {
    const token = this.take();
    const value = BigInt(token.text);
    if (BigInt.asIntN(64, value) !== value) throw this.error(`${token.text} is too large an integer`, token);
    return literal(value);
  }

  /** What a path leads to: `a.b`, `a["b"]`, `a[0]`, `a[b.c]`, and `["a"]` or `[a]` for a variable named by a text. */
  lookup(): Evaluate {
    return lookup(this.path());
  }

  path(): Path {
    const start = this.peek();
    const path: Path = { name: '', indirect: false, steps: [] };
    if (this.takeSign('[')) {
      path.indirect = this.peek().type !== 'string';
      path.name = path.indirect ? this.expectName('a name or a text').text : this.take().text;
      this.expectSign(']');
    } else {
      if (start.type !== 'word' || values.has(start.text)) throw this.error('Expected a value', start);
      path.name = this.take().text;
      while (this.index(path));
    }
    this.takeSign('?');
    this.references.push(staticPath(path));
    return path;
  }

  private index(path: Path): boolean {
    const position = this.position(this.peek());
    if (this.takeSign('.')) {
      const key = this.expect('word', 'a name after the dot');
      if (key.text === 'blank') throw this.error('"blank" cannot stand after a dot', key);
      path.steps.push({ key: key.text, position });
      return true;
    }
    if (!this.takeSign('[')) return false;
    const { type, text } = this.peek();
    const isLiteral = (type === 'string' || type === 'integer') && this.peek(1).text === ']';
    const index = this.expression();
    this.expectSign(']');
    path.steps.push(isLiteral ? { index, position, written: text } : { index, position });
    return true;
  }

  /** The parameters of a loop: `limit: 3 offset: 2`. */
  attributes(): [string, Evaluate][] {
    const found: [string, Evaluate][] = [];
    while (this.peek().type !== 'tagEnd') {
      const name = this.expectName('the name of a parameter').text;
      this.expectSign(':');
      found.push([name, this.expression()]);
    }
    return found;
  }

  expectName(what: string): Token {
    const token = this.expect('word', what);
    if (keywords.has(token.text) || /^end[a-zA-Z_]/.test(token.text)) {
      throw this.error(`"${token.text}" is a reserved word; expected ${what}`, token);
    }
    return token;
  }

  takeSign(sign: string): boolean {
    const { type, text } = this.peek();
    if (type !== 'sign' || text !== sign) return false;
    this.next++;
    return true;
  }

  expectSign(sign: string): void {
    if (!this.takeSign(sign)) throw this.error(`Expected "${sign}"`, this.peek());
  }

  takeWord(word: string): boolean {
    const { type, text } = this.peek();
    if (type !== 'word' || text !== word) return false;
    this.next++;
    return true;
  }

  expect(type: TokenType, what: string): Token {
    if (this.peek().type !== type) throw this.error(`Expected ${what}`, this.peek());
    return this.take();
  }

  peek(ahead = 0): Token {
    return this.tokens[this.next + ahead] ?? this.lastToken();
  }

  take(): Token {
    const token = this.peek();
    if (token.type !== 'end') this.next++;
    return token;
  }

  position(token: Token): Position {
    return this.positionAt(token.start);
  }

  error(message: string, token: Token): LiquidError {
    const found =
      token.type === 'end' ? ', but the template ends' : ` before ${JSON.stringify(token.text.slice(0, 20))}`;
    const tail = message.startsWith('Expected') ? found : '';
    return new LiquidError('syntax', message + tail, this.position(token));
  }

  private enter(): void {
    this.depth++;
    if (this.depth > MAX_NESTING) throw this.tooDeep();
  }

  private tooDeep(): LiquidError {
    return new LiquidError('limit', `The template is nested deeper than ${MAX_NESTING}`, this.position(this.peek()));
  }

  private lastToken(): Token {
    const last = this.tokens.at(-1);
    if (last === undefined) throw new Error('A template has no tokens');
    return last;
  }
}

function wordValue(word: string): unknown {
  if (word === 'empty') return EMPTY;
  if (word === 'blank') return BLANK;
  return word === 'true' ? true : word === 'false' ? false : null;
}

/** The names of a path up to the first index that is computed. */
function staticPath(path: Path): string[] {
  if (path.indirect) return [path.name];
  const names = [path.name];
  for (const step of path.steps) {
    const name = step.key ?? step.written;
    if (name === undefined) break;
    names.push(name);
  }
  return names;
}
