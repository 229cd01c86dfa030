import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { compilePattern, matchesWhole, PatternError } from './index.ts';

/** A pattern, a text, and what JDK 17 says: "true", "false", or "error" where it refuses the pattern. */
type Row = readonly [pattern: string, text: string, java: string];

/** Recorded by test/oracle/regex/record.ts. */
const rows: Row[] = JSON.parse(readFileSync(new URL('../../../test/golden/java-regex.json', import.meta.url), 'utf8'));

/** Patterns to which this matcher answers otherwise on purpose. */
const differences: Record<string, string> = {
  '\\X': 'a user-visible character is more than one code point; no flow was seen that asks for one',
  '\\b{g}a': 'the boundary of a user-visible character, as above',
  '\\N{LATIN SMALL LETTER A}': 'needs the names of all Unicode characters; \\x{…} says the same',
  '(?c)a': 'canonical equivalence needs another matcher; Java itself warns that it is slow',
  '\\p{InRunic}': 'JavaScript knows no blocks, and only the likely ones are listed in blocks.ts',
  '\\p{IsSignWriting}': 'the only script that JavaScript spells with a capital letter inside a word',
  '[a-cx&&]': 'Java fails in the match when nothing follows "&&"; here it does not restrict the class',
  '[a-cx-z&&]': 'Java keeps only the last range when nothing follows "&&"; here it does not restrict the class',
  '[\\v-\\v]': '\\v is a code point before "-" but a set after it, in Java only when the range is turned around',
  '(?x)\\x 61': 'Java skips blanks inside an escape; here an escape stays together',
  ß: 'Java takes ẞ for the letter ß within a word but not alone; here always',
  '.(?<=^.)': 'Java looks behind by UTF-16 units and can begin inside a character; here by characters',
};

function answer(pattern: string, text: string): string {
  try {
    return String(matchesWhole(compilePattern(pattern), text, 1_000_000));
  } catch (error) {
    if (error instanceof PatternError) return 'error';
    throw error;
  }
}

test('every recorded answer of Java is ours, but for the named differences', () => {
  assert.ok(rows.length >= 600);
  const disagreements = rows.filter(([pattern, text, java]) => answer(pattern, text) !== java);
  assert.deepEqual(
    disagreements.filter(([pattern]) => !Object.hasOwn(differences, pattern)),
    [],
  );
  const unused = Object.keys(differences).filter((named) => !disagreements.some(([pattern]) => pattern === named));
  assert.deepEqual(unused, []);
});
