/** Finds and renames `widgets.<name>` in templates: in Liquid only, whatever stands in the text around it. */
import { LiquidError } from '../../engine/liquid/error.ts';
import { type Token, tokenize } from '../../engine/liquid/lexer.ts';
import type { Splice } from './splice.ts';

/** Old name → new name. */
export type Names = ReadonlyMap<string, string>;

/** What has to change in a template; offsets in the template. */
export function referenceSplices(template: string, names: Names): readonly Splice[] {
  if (!template.includes('widgets') || !template.includes('{')) return [];
  return pieces(template).flatMap(({ start, tokens }) => {
    if (tokens.some((token, index) => isWidgets(token) && setters.has(tokens[index - 1]?.text ?? ''))) return [];
    return tokens.flatMap((token, index) => {
      const before = tokens[index - 1];
      if (!isWidgets(token) || isSign(before, '.')) return [];
      return renamed(template, start, tokens.slice(index + 1, index + 4), names);
    });
  });
}

/** Tags behind which a name is one of the template's own, and no longer the context's. */
const setters: ReadonlySet<string> = new Set(['assign', 'capture', 'for', 'tablerow']);
/** What may stand after a dot; `blank` may not. Source: the engine's lexer and parser. */
const word = /^(?!blank$)[a-zA-Z_][a-zA-Z_0-9-]*$/;

function renamed(
  template: string,
  start: number,
  [opening, name, closing]: readonly Token[],
  names: Names,
): readonly Splice[] {
  const to = name && names.get(name.text);
  if (opening === undefined || name === undefined || to === undefined) return [];
  const from = start + name.start;
  if (isSign(opening, '.') && name.type === 'word') {
    if (word.test(to)) return [{ at: from, removed: name.text, inserted: to }];
    const at = start + opening.start;
    return [{ at, removed: template.slice(at, from + name.text.length), inserted: `[${quoted(to, '"')}]` }];
  }
  if (!isSign(opening, '[') || name.type !== 'string' || !isSign(closing, ']')) return [];
  const removed = template.slice(from, from + name.text.length + 2);
  return [{ at: from, removed, inserted: quoted(to, removed.charAt(0)) }];
}

/** Liquid has no escapes: a name with one kind of quotation mark stands in the other kind. */
function quoted(name: string, quote: string): string {
  const mark = name.includes(quote) ? (quote === '"' ? "'" : '"') : quote;
  return mark + name + mark;
}

function isWidgets(token: Token): boolean {
  return token.type === 'word' && token.text === 'widgets';
}

function isSign(token: Token | undefined, sign: string): boolean {
  return token?.type === 'sign' && token.text === sign;
}

/** The tokens of a template; of one that is broken somewhere, those of the tags that can be read by themselves. */
function pieces(template: string): readonly { readonly start: number; readonly tokens: readonly Token[] }[] {
  const whole = tokensOf(template);
  if (whole) return [{ start: 0, tokens: whole }];
  return [...template.matchAll(/\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g)].flatMap(({ 0: text, index }) => {
    const tokens = tokensOf(text);
    return tokens ? [{ start: index, tokens }] : [];
  });
}

function tokensOf(template: string): readonly Token[] | undefined {
  try {
    return tokenize(template);
  } catch (error) {
    if (error instanceof LiquidError) return undefined;
    throw error;
  }
}
