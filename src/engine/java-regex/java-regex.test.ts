import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fold } from './case-folding.ts';
import { compilePattern, MatchBudgetError, matchesWhole, PatternError } from './index.ts';

const BUDGET = 500_000;

function matches(pattern: string, text: string, budget = BUDGET): boolean {
  return matchesWhole(compilePattern(pattern), text, budget);
}

const refused: Array<{ pattern: string; index: number; message: RegExp }> = [
  { pattern: '(a', index: 0, message: /^"\(" is not closed \(at index 0\)\.$/ },
  { pattern: 'a)b', index: 1, message: /"\)" closes nothing/ },
  { pattern: 'ab[cd', index: 2, message: /"\[" is not closed/ },
  { pattern: '😀[z-a]', index: 3, message: /range is not in order/ },
  { pattern: 'a|*', index: 2, message: /"\*" has nothing to repeat/ },
  { pattern: 'a{x}', index: 1, message: /"\{" must begin a number/ },
  { pattern: 'a{2,1}', index: 1, message: /out of range/ },
  { pattern: 'ab\\', index: 2, message: /ends with a lone backslash/ },
  { pattern: '\\Qa.\\E\\q', index: 6, message: /"\\q" means nothing here/ },
  { pattern: '\\p{Foo}', index: 0, message: /no character property "Foo"/ },
  { pattern: '\\k<n>', index: 0, message: /no group "n" before this place/ },
  { pattern: '(?<n>a)(?<n>b)', index: 12, message: /two groups "n"/ },
  { pattern: '(?y)', index: 2, message: /unknown "y"/ },
  { pattern: '(?<=(a|b)*)', index: 3, message: /obvious maximum length/ },
  { pattern: 'a'.repeat(1025), index: 1024, message: /longer than 1024 characters/ },
  { pattern: `${'('.repeat(201)}${')'.repeat(201)}`, index: 201, message: /More than 200/ },
];

for (const { pattern, index, message } of refused) {
  test(`the pattern ${JSON.stringify(pattern.slice(0, 30))} is refused at index ${index}`, () => {
    assert.throws(
      () => compilePattern(pattern),
      (error) => error instanceof PatternError && error.index === index && message.test(error.message),
    );
  });
}

/** Patterns that a matcher without memory tries in more ways than there are atoms. */
const catastrophic: Array<{ pattern: string; text: string; isMatch: boolean }> = [
  { pattern: '(a+)+b', text: 'a'.repeat(500), isMatch: false },
  { pattern: '(a*)*b', text: 'a'.repeat(500), isMatch: false },
  { pattern: '(a|aa)+b', text: 'a'.repeat(500), isMatch: false },
  { pattern: '(a|a){1,400}b', text: 'a'.repeat(100), isMatch: false },
  { pattern: '([a-z]+)*\\d', text: 'a'.repeat(500), isMatch: false },
  { pattern: '(.*)(.*)(.*)(.*)(.*)x', text: 'a'.repeat(200), isMatch: false },
  { pattern: '(?:(?:.*)*?a?){1,3}(?=b)', text: 'accaacaaacb'.repeat(5), isMatch: false },
  { pattern: '^(([a-z])+.)+[A-Z]([a-z])+$', text: `${'a'.repeat(300)}!`, isMatch: false },
  { pattern: '(a+)+b', text: `${'a'.repeat(500)}b`, isMatch: true },
];

for (const { pattern, text, isMatch } of catastrophic) {
  test(`${pattern} answers within the budget`, () => assert.equal(matches(pattern, text), isMatch));
}

test('a pattern that remembering does not help is given up', () => {
  const tries: Array<[string, string]> = [
    ['(a|a)'.repeat(100), 'a'.repeat(99)],
    ['([ab]+)*\\1c', 'a'.repeat(40)],
    ['(a+)+b', 'a'.repeat(65_536)],
  ];
  for (const [pattern, text] of tries) assert.throws(() => matches(pattern, text), MatchBudgetError);
});

test('the budget counts steps, not time: the same match needs the same number each time', () => {
  const pattern = compilePattern('(a|b)*c');
  const needed = Array.from({ length: 200 }, (_, steps) => steps).find((steps) => {
    try {
      return matchesWhole(pattern, 'ababc', steps);
    } catch (error) {
      assert.ok(error instanceof MatchBudgetError);
      return false;
    }
  });
  assert.ok(needed !== undefined && needed > 5);
  assert.throws(() => matchesWhole(pattern, 'ababc', needed - 1), MatchBudgetError);
  assert.equal(matchesWhole(pattern, 'ababc', needed), true);
});

const longest = 'a'.repeat(65_536);
for (const pattern of ['(.)*(a|ab)(.)*', '(?:a|b)*', '(a)*?', '.*.*', '(?>a)*', 'a*+', '\\w+\\b']) {
  test(`${pattern} matches the longest text without overflowing the stack`, () => {
    assert.equal(matches(pattern, longest), true);
  });
}

test('a longer text is not matched', () => {
  assert.throws(() => matches('.*', `${longest}a`), MatchBudgetError);
});

test('large classes count for as long as they take', () => {
  assert.equal(matches(`[${'b'.repeat(1000)}]*`, 'b'.repeat(1000)), true);
  assert.throws(() => matches(`[${'b'.repeat(1000)}]*`, 'b'.repeat(65_536)), MatchBudgetError);
});

test('a long pattern overflows nothing', () => {
  for (const pattern of [
    'a'.repeat(1024),
    'a|'.repeat(512),
    `(?<=${'a'.repeat(1015)})`,
    '()'.repeat(512),
    '[a]'.repeat(341),
  ]) {
    assert.equal(typeof matches(pattern, 'a'), 'boolean');
  }
  assert.equal(matches(`${'('.repeat(200)}a${')'.repeat(200)}`, 'A'), true);
});

const scrap = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 3 }),
  fc.constantFrom(
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '*',
    '+',
    '?',
    '|',
    '^',
    '$',
    '\\',
    '.',
    '-',
    '&&',
    '#',
    ',',
    '1',
    '2',
    ':',
  ),
  fc.constantFrom(
    '(?',
    '(?=',
    '(?!',
    '(?<=',
    '(?<!',
    '(?>',
    '(?x)',
    '(?i:',
    '(?<n>',
    '\\k<n>',
    '\\1',
    '\\Q',
    '\\E',
    '\\b',
    '\\R',
  ),
  fc.constantFrom(
    '\\p{L}',
    '\\p{',
    '\\x{',
    '\\u00',
    '\\0',
    '\\c',
    'a+',
    '(a|b)*',
    '[^a-c]',
    '[a&&',
    '{2,3}',
    '.*?',
    '++',
  ),
);

test('any text is a pattern or a PatternError, and any match ends within its budget', () => {
  const pattern = fc.array(scrap, { maxLength: 12 }).map((parts) => parts.join(''));
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', ' ', '\n', 'é', '😀', '\ud83d'), maxLength: 30 });
  fc.assert(
    fc.property(pattern, text, fc.integer({ min: 0, max: 2000 }), (source, subject, budget) => {
      try {
        assert.equal(typeof matches(source, subject, budget), 'boolean');
      } catch (error) {
        if (error instanceof assert.AssertionError) throw error;
        assert.ok(error instanceof PatternError || error instanceof MatchBudgetError, String(error));
      }
    }),
    { numRuns: 2000 },
  );
});

/** Whole texts in one case, letter by letter: what a pattern of letters only must agree with. */
function foldText(text: string): string {
  return Array.from(text, (character) => String.fromCodePoint(fold(character.codePointAt(0) ?? 0))).join('');
}

const plain = fc.string({
  unit: fc.constantFrom('a', 'A', 'é', 'É', 'ß', 'σ', 'ς', 'Σ', 'k', '\u212a', '😀', ' ', '_'),
  maxLength: 4,
});

test('a pattern of letters matches what is the same text in any case', () => {
  fc.assert(
    fc.property(plain, plain, (pattern, text) => {
      assert.equal(matches(pattern, text), foldText(pattern) === foldText(text));
      assert.equal(matches(pattern, pattern.toLowerCase()), true);
    }),
  );
});

test('a quoted text matches itself, whatever it is', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((each) => !each.includes('\\E'));
  fc.assert(fc.property(text, (quoted) => assert.equal(matches(`\\Q${quoted}\\E`, quoted), true)));
});
