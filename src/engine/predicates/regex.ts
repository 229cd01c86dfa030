/** The predicate that matches a regular expression in Java's syntax. Source: widgets-messaging-and-logic.md §5.1. */
import type { JavaPattern, StepMeter } from '../java-regex/index.ts';
import { compilePattern, MatchBudgetError, matchesWhole, PatternError } from '../java-regex/index.ts';
import type { Predicate, PredicateProblem } from './predicate.ts';
import { SPLIT_PAGE } from './predicate.ts';

export const regex: Predicate = {
  type: 'regex',
  title: 'Regex',
  summary: 'The whole value matches this regular expression (Java syntax, letter case ignored).',
  source: SPLIT_PAGE,
  usesValue: true,
  // The value loses its outer blanks as everywhere. Its letters stay, and so does the pattern to the last blank:
  // lower case would turn \D into \d, and a trailing blank may be the end of "\ ".
  test: (left, right, meter) => test(right, left.trim(), meter),
};

/** Steps one match may take: a few hundredths of a second, far more than any pattern seen in real flows needs. */
export const regexSteps = 200_000;

/** Compiled patterns kept for the next condition. */
const CACHE_SIZE = 256;

/** In the order of last use, oldest first. Compiling is pure, so what is kept never changes an answer. */
const cache = new Map<string, JavaPattern | PatternError>();

function test(pattern: string, text: string, meter: StepMeter): boolean | PredicateProblem {
  const compiled = compileCached(pattern);
  if (compiled instanceof PatternError) {
    return { problem: `The regular expression is not valid: ${compiled.message}` };
  }
  try {
    return matchesWhole(compiled, text, meter);
  } catch (error) {
    if (!(error instanceof MatchBudgetError)) throw error;
    return { problem: `The regular expression was given up: ${error.message}` };
  }
}

function compileCached(pattern: string): JavaPattern | PatternError {
  const compiled = cache.get(pattern) ?? compile(pattern);
  cache.delete(pattern);
  cache.set(pattern, compiled);
  const [oldest] = cache.keys();
  if (cache.size > CACHE_SIZE && oldest !== undefined) cache.delete(oldest);
  return compiled;
}

function compile(pattern: string): JavaPattern | PatternError {
  try {
    return compilePattern(pattern);
  } catch (error) {
    if (error instanceof PatternError) return error;
    throw error;
  }
}
