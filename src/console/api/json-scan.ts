/**
 * Reads JSON for its places: where a member of the outermost object stands in the text, as it was written, and where and
 * why a text is no JSON. What a value means is the business of `JSON.parse`.
 */

export interface JsonFault {
  readonly kind:
    | 'empty'
    | 'comma-missing'
    | 'comma-before-end'
    | 'colon-missing'
    | 'name-missing'
    | 'value-missing'
    | 'text-not-closed'
    | 'bad-escape'
    | 'not-closed'
    | 'more-behind'
    | 'too-deep';
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units. */
  readonly column: number;
}

export type JsonScan =
  | { readonly fault: JsonFault }
  /** Text of each member of the outermost object; of a name that stands twice the last, as `JSON.parse` has it. */
  | { readonly fault?: undefined; readonly members: ReadonlyMap<string, string> };

/** Deeper than any flow; a text may not exhaust the stack. */
const maxDepth = 500;

export function scanJson(text: string): JsonScan {
  const scanner = new Scanner(text);
  try {
    scanner.document();
    return { members: scanner.members };
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const before = text.slice(0, error.index).split('\n');
    return { fault: { kind: error.kind, line: before.length, column: (before.at(-1) ?? '').length + 1 } };
  }
}

class Fault extends Error {
  readonly kind: JsonFault['kind'];
  readonly index: number;
  constructor(kind: JsonFault['kind'], index: number) {
    super(kind);
    this.kind = kind;
    this.index = index;
  }
}

const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])/y;
const word = /(?:true|false|null)(?!\w)/y;

class Scanner {
  readonly members = new Map<string, string>();
  readonly #text: string;
  #index = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): void {
    this.#blanks();
    if (this.#isAtEnd) throw new Fault('empty', 0);
    this.#value();
    this.#blanks();
    if (!this.#isAtEnd) throw new Fault('more-behind', this.#index);
  }

  get #isAtEnd(): boolean {
    return this.#index >= this.#text.length;
  }

  #blanks(): void {
    while (' \t\n\r'.includes(this.#text.charAt(this.#index)) && !this.#isAtEnd) this.#index++;
  }

  #value(): void {
    const here = this.#text[this.#index];
    if (here === '{') this.#items('}', () => this.#member());
    else if (here === '[') this.#items(']', () => this.#value());
    else if (here === '"') this.#string();
    else if (!this.#matches(number) && !this.#matches(word)) {
      throw new Fault(here === undefined ? 'not-closed' : 'value-missing', this.#index);
    }
  }

  #items(close: '}' | ']', item: () => void): void {
    if (++this.#depth > maxDepth) throw new Fault('too-deep', this.#index);
    this.#index++;
    this.#blanks();
    if (!this.#takes(close)) this.#itemsUpTo(close, item);
    this.#depth--;
  }

  #itemsUpTo(close: '}' | ']', item: () => void): void {
    for (;;) {
      item();
      this.#blanks();
      if (this.#takes(close)) return;
      if (this.#isAtEnd) throw new Fault('not-closed', this.#index);
      if (!this.#takes(',')) throw new Fault('comma-missing', this.#index);
      const comma = this.#index - 1;
      this.#blanks();
      if (this.#text[this.#index] === close) throw new Fault('comma-before-end', comma);
    }
  }

  #member(): void {
    if (this.#text[this.#index] !== '"') throw new Fault(this.#isAtEnd ? 'not-closed' : 'name-missing', this.#index);
    const nameStart = this.#index;
    this.#string();
    const name: string = JSON.parse(this.#text.slice(nameStart, this.#index));
    this.#blanks();
    if (!this.#takes(':')) throw new Fault(this.#isAtEnd ? 'not-closed' : 'colon-missing', this.#index);
    this.#blanks();
    const start = this.#index;
    this.#value();
    if (this.#depth === 1) this.members.set(name, this.#text.slice(start, this.#index));
  }

  #string(): void {
    const start = this.#index++;
    for (;;) {
      const here = this.#text[this.#index];
      // Control characters stand escaped in a text, so that a line's end means a quote is missing.
      if (here === undefined || here < ' ') throw new Fault('text-not-closed', start);
      this.#index++;
      if (here === '"') return;
      if (here === '\\' && !this.#matches(/["\\/bfnrt]|u[0-9a-fA-F]{4}/y))
        throw new Fault('bad-escape', this.#index - 1);
    }
  }

  #takes(character: string): boolean {
    if (this.#text[this.#index] !== character) return false;
    this.#index++;
    return true;
  }

  #matches(pattern: RegExp): boolean {
    pattern.lastIndex = this.#index;
    if (!pattern.test(this.#text)) return false;
    this.#index = pattern.lastIndex;
    return true;
  }
}
