/** Paths that a template reads, with their places in the source, so that one of their names can be replaced. */
import { LiquidError } from '../engine/liquid/index.ts';
import { type Token, tokenize } from '../engine/liquid/lexer.ts';

/** One name of a path behind its first. */
export interface PathStep {
  readonly name: string;
  /** From the dot or the opening bracket to behind the name or the closing bracket. */
  readonly start: number;
  readonly end: number;
  readonly isBracketed: boolean;
}

export interface LiquidPath {
  /** The first name, e.g. `widgets`. */
  readonly root: string;
  /** What follows, up to the first index that is computed. */
  readonly steps: readonly PathStep[];
}

/** What Liquid reads behind a dot; any other name stands in brackets. */
const word = /^[a-zA-Z_][a-zA-Z_0-9-]*$/;

/** All paths of a template in reading order; none where it cannot be cut into tokens. */
export function pathsIn(source: string): LiquidPath[] {
  if (!source.includes('{{') && !source.includes('{%')) return [];
  const tokens = tokensOf(source);
  return tokens.flatMap((token, index) => {
    const before = tokens[index - 1];
    if (token.type !== 'word' || (before?.type === 'sign' && before.text === '.')) return [];
    const steps = stepsFrom(tokens, index + 1);
    return steps.length === 0 ? [] : [{ root: token.text, steps }];
  });
}

function stepsFrom(tokens: readonly Token[], from: number): PathStep[] {
  const steps: PathStep[] = [];
  for (let at = from; ; ) {
    const [sign, name, closing] = [tokens[at], tokens[at + 1], tokens[at + 2]];
    if (sign?.type !== 'sign' || name === undefined) return steps;
    if (sign.text === '.' && name.type === 'word') {
      steps.push({ name: name.text, start: sign.start, end: name.start + name.text.length, isBracketed: false });
      at += 2;
    } else if (sign.text === '[' && name.type === 'string' && closing?.type === 'sign' && closing.text === ']') {
      steps.push({ name: name.text, start: sign.start, end: closing.start + 1, isBracketed: true });
      at += 3;
    } else return steps;
  }
}

/** `.name`, or `["a name"]` where it needs that; a name that stood in brackets without need keeps them. */
export function stepText(name: string, { name: old, isBracketed }: Pick<PathStep, 'name' | 'isBracketed'>): string {
  if (word.test(name) && !(isBracketed && word.test(old))) return `.${name}`;
  const quote = name.includes('"') ? "'" : '"';
  return `[${quote}${name}${quote}]`;
}

/** The source with some stretches replaced; they come in order and do not overlap. */
export function spliced(
  source: string,
  changes: Iterable<{ readonly start: number; readonly end: number; readonly text: string }>,
): string {
  let result = '';
  let copied = 0;
  for (const { start, end, text } of changes) {
    result += source.slice(copied, start) + text;
    copied = end;
  }
  return result + source.slice(copied);
}

function tokensOf(source: string): readonly Token[] {
  try {
    return tokenize(source);
  } catch (error) {
    if (error instanceof LiquidError) return [];
    throw error;
  }
}
