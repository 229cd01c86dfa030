/**
 * Regular expressions in the syntax of java.util.regex, matched within a number of steps.
 *
 * Studio's `regex` predicate is Java's (inferred): the whole text must match, and letter case does not count, for ASCII
 * and all other letters. Source: widgets-messaging-and-logic.md §5.1, vocabulary.md "Split predicates".
 */
import { MatchBudgetError, PatternError } from './errors.ts';
import { runProgram, type StepMeter } from './match.ts';
import { parsePattern } from './parse.ts';
import type { Program } from './program.ts';
import { compileProgram } from './program.ts';
import type { Flags } from './reader.ts';

export type { StepMeter } from './match.ts';
export { MatchBudgetError, PatternError };

/** A compiled pattern: it keeps nothing from one match to the next. */
export interface JavaPattern {
  readonly source: string;
  readonly program: Program;
}

/** Longest pattern, in UTF-16 units. Own rule: Studio's is not known. */
export const PATTERN_LENGTH_LIMIT = 1024;

/** Longest text, in UTF-16 units: as much as one widget's answer may hold. Own rule: Studio's is not known. */
export const SUBJECT_LENGTH_LIMIT = 65_536;

/** (inferred) `Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE`. */
const STUDIO_FLAGS: Flags = {
  ignoreCase: true,
  unicodeCase: true,
  multiline: false,
  dotAll: false,
  comments: false,
  unixLines: false,
  unicodeClasses: false,
};

/** Compiles `pattern`. Throws a PatternError where Java would refuse it, or where it is longer than the limit. */
export function compilePattern(pattern: string): JavaPattern {
  if (pattern.length > PATTERN_LENGTH_LIMIT) {
    throw new PatternError(`The pattern is longer than ${PATTERN_LENGTH_LIMIT} characters`, PATTERN_LENGTH_LIMIT);
  }
  return { source: pattern, program: compileProgram(parsePattern(pattern, STUDIO_FLAGS)) };
}

/** True when `pattern` matches the whole of `text`. Throws a MatchBudgetError after the meter's limit of steps. */
export function matchesWhole(pattern: JavaPattern, text: string, budget: number | StepMeter): boolean {
  if (text.length > SUBJECT_LENGTH_LIMIT) {
    throw new MatchBudgetError(`the text is longer than ${SUBJECT_LENGTH_LIMIT} characters.`);
  }
  const codePoints = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const meter = typeof budget === 'number' ? { limit: budget, used: 0 } : budget;
  return runProgram(pattern.program, codePoints, meter);
}
