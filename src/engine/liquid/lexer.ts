/** Cuts a template into texts, tags and the tokens inside them. */
import { LiquidError, positions } from './error.ts';

export type TokenType =
  | 'text'
  | 'outputStart'
  | 'outputEnd'
  | 'tagStart'
  | 'tagEnd'
  | 'raw'
  | 'word'
  | 'string'
  | 'decimal'
  | 'integer'
  | 'sign'
  | 'end';

export interface Token {
  readonly type: TokenType;
  /** What the token means: a string without its quotes, a raw block without its tags. */
  readonly text: string;
  readonly start: number;
}

// The order matters: of two forms that fit, the longer stands first. A word may hold and end with hyphens, so
// `{{a-}}` reads the variable `a-`, while `{{a -}}` trims. Source: the grammar of liqp 0.7.9.
const kinds = [
  ['space', '[ \\t\\r\\n]+'],
  ['rawStart', 'raw[ \\t\\r\\n]*%\\}'],
  ['word', '[a-zA-Z_][a-zA-Z_0-9-]*'],
  ['outputEnd', '-\\}\\}[ \\t\\r\\n]*|\\}\\}'],
  ['tagEnd', '-%\\}[ \\t\\r\\n]*|%\\}'],
  ['string', '\'[^\']*\'|"[^"]*"'],
  ['decimal', '-?[0-9]+\\.(?:[0-9]+|(?!\\.))'],
  ['integer', '-?[0-9]+'],
  ['sign', '\\.\\.|!=|<>|==|>=|<=|[.=><|:,()\\[\\]?/\\\\-]'],
  ['outputStart', '\\{\\{'],
  ['tagStart', '\\{%'],
] as const;
const inTag = new RegExp(kinds.map(([, pattern]) => `(${pattern})`).join('|'), 'y');
/**
 * The first of these that stands alone in a tag is passed over, so that `{{{ a }}}` gives the value and a brace. In
 * liqp 0.7.9 its parser starts over after an error behind a character that could have begun a sign.
 */
const forgivable = '!{}%';
const rawEnd = /\{%[ \t\r\n]*endraw/g;

/** All tokens of a template, closed by one of type `end`. Throws a `LiquidError` of kind `syntax`. */
export function tokenize(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let depth = 0;
  let hasForgiven = false;
  const add = (type: TokenType, text: string, start: number) => {
    tokens.push({ type, text, start });
  };
  while (at < source.length) {
    if (depth === 0) {
      const start = findMarkup(source, at);
      if (start === undefined) {
        add('text', source.slice(at), at);
        break;
      }
      if (start.index > at) add('text', source.slice(at, start.index), at);
      add(start.text.includes('{{') ? 'outputStart' : 'tagStart', start.text.trim(), start.index);
      at = start.index + start.text.length;
      depth = 1;
      continue;
    }
    inTag.lastIndex = at;
    const found = inTag.exec(source);
    if (found === null) {
      if (!hasForgiven && forgivable.includes(source.charAt(at))) {
        hasForgiven = true;
        at++;
        continue;
      }
      const character = String.fromCodePoint(source.codePointAt(at) ?? 0);
      throw new LiquidError('syntax', `Unexpected ${JSON.stringify(character)} in a tag`, positions(source)(at));
    }
    const type = kinds[found.indexOf(found[0], 1) - 1]?.[0];
    const [text] = found;
    if (type === undefined) throw new Error(`No kind for ${text}`);
    if (type === 'rawStart') {
      rawEnd.lastIndex = at + text.length;
      const end = rawEnd.exec(source);
      if (end === null) throw new LiquidError('syntax', 'A raw tag is not closed', positions(source)(at));
      add('raw', source.slice(at + text.length, end.index), at);
      at = end.index + end[0].length;
      continue;
    }
    if (type === 'outputStart' || type === 'tagStart') depth++;
    if (type === 'outputEnd' || type === 'tagEnd') depth--;
    if (type === 'string') add(type, text.slice(1, -1), at);
    else if (type !== 'space') add(type, text.trim(), at);
    at += text.length;
  }
  add('end', '', source.length);
  return tokens;
}

function findMarkup(source: string, from: number): { index: number; text: string } | undefined {
  const brace = nextBrace(source, from);
  if (brace === -1) return undefined;
  if (source[brace + 2] !== '-') return { index: brace, text: source.slice(brace, brace + 2) };
  let index = brace;
  while (index > from && ' \t\r\n'.includes(source.charAt(index - 1))) index--;
  return { index, text: source.slice(index, brace + 3) };
}

function nextBrace(source: string, from: number): number {
  for (let at = source.indexOf('{', from); at !== -1; at = source.indexOf('{', at + 1)) {
    const next = source[at + 1];
    if (next === '{' || next === '%') return at;
  }
  return -1;
}
