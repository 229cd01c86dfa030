import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { evaluatePredicate, findPredicate, predicates } from './index.ts';

type Case = readonly [left: string, type: string, right: string, isMatch: boolean];

/** The vectors of widgets-messaging-and-logic.md §5.1, in its order. */
const documented: Case[] = [
  ['2019-08-12', 'is_after_date', '2017-09-04', true],
  ['17:00', 'is_before_time', '16:35', false],
  ['900', 'greater_than', '1000', false],
  ['Twilio', 'is_blank', '', false],
  ['YES', 'matches_any_of', 'yes,yeah,yup', true],
  ['6', 'regex', '[1-5]', false],
  [' Hoot', 'starts_with', 'hoo', true],
  ['aab', 'contains', 'A', true],
  ['  YES ', 'equal_to', 'yes', true],
  ['yes', 'matches_any_of', 'Sí, yes , no', true],
  ['15', 'regex', '[1-5]', false],
  ['abc', 'less_than', '5', false],
  ['5', 'less_than', '5', false],
  ['9', 'greater_than', '10', false],
  ['', 'not_equal_to', 'x', true],
  ['9:30', 'is_before_time', '10:00', false],
  ['blockedvip', 'contains', 'blocked', true],
];

/** What a variable that does not exist renders to answers; §5.1, "Missing variable". */
const missing: Case[] = [
  ['', 'is_blank', 'Is Blank', true],
  ['', 'is_not_blank', 'Is Not Blank', false],
  ['', 'equal_to', 'x', false],
  ['', 'equal_to', '', true],
  ['', 'does_not_contain', 'x', true],
  ['', 'contains', 'x', false],
  ['', 'contains', '', true],
  ['', 'does_not_start_with', 'x', true],
  ['', 'starts_with', 'x', false],
  ['', 'starts_with', '', false],
  ['', 'does_not_start_with', '', true],
  ['x', 'starts_with', '', true],
  ['', 'matches_any_of', 'x,y', false],
  ['', 'matches_any_of', 'x,,y', false],
  ['', 'matches_any_of', '', false],
  ['', 'does_not_match_any_of', 'x,y', true],
  ['', 'regex', 'x', false],
  ['', 'regex', 'x?', true],
  ['', 'less_than', '5', false],
  ['', 'greater_than', '-5', false],
  ['', 'is_before_time', '10:00', false],
  ['', 'is_after_time', '10:00', false],
  ['', 'is_before_date', '2024-01-01', false],
  ['', 'is_after_date', '2024-01-01', false],
];

const texts: Case[] = [
  ['1', 'equal_to', '1.0', false],
  ['ÉTÉ', 'equal_to', 'été', true],
  ['ΟΔΟΣ', 'equal_to', 'οδος', true],
  ['straße', 'equal_to', 'STRASSE', false],
  ['é', 'equal_to', 'e\u0301', false],
  ['yes\u00a0', 'equal_to', '\u3000yes', true],
  ['Yes.', 'equal_to', 'yes', false],
  ['"yes"', 'equal_to', 'yes', false],
  ['a  b', 'equal_to', 'a b', false],
  ['👍', 'equal_to', '👍', true],
  ['👍🏽', 'equal_to', '👍', false],
  ['no', 'not_equal_to', 'NO ', false],
  ['no', 'not_equal_to', 'nope', true],
  ['SÍ', 'matches_any_of', 'sí,si', true],
  ['a,b', 'matches_any_of', 'a,b', false],
  ['1', 'matches_any_of', '1', true],
  ['1', 'matches_any_of', '11,12', false],
  ['yes', 'matches_any_of', 'no,\tYES\n', true],
  ['yes', 'does_not_match_any_of', 'no, YES', false],
  ['maybe', 'does_not_match_any_of', 'no, yes', true],
  ['aab', 'contains', 'aa', true],
  ['AÑO NUEVO', 'contains', 'ño n', true],
  ['abc', 'contains', 'abcd', false],
  ['I said NO', 'contains', ' no ', true],
  ['I 👍 it', 'contains', '👍', true],
  ['abc', 'does_not_contain', 'B', false],
  ['abc', 'does_not_contain', 'x', true],
  ['Ñandú', 'starts_with', 'ñA', true],
  ['hoot', 'starts_with', 'oot', false],
  ['+15551234567', 'starts_with', '+1', true],
  ['hoot', 'does_not_start_with', 'HOO', false],
  ['hoot', 'does_not_start_with', 'x', true],
  [' \t\n\u3000', 'is_blank', '', true],
  ['0', 'is_blank', '', false],
  ['null', 'is_blank', '', false],
  ['\u00a0', 'is_not_blank', '', false],
  ['false', 'is_not_blank', '', true],
];

const numbers: Case[] = [
  ['5', 'less_than', '6', true],
  [' 5 ', 'less_than', '\t6', true],
  ['-1', 'less_than', '0', true],
  ['+1', 'less_than', '2', true],
  ['-0', 'less_than', '0', false],
  ['0.5', 'less_than', '0.25', false],
  ['1.0', 'less_than', '1', false],
  ['1.0', 'greater_than', '1', false],
  ['2.50', 'greater_than', '2.5', false],
  ['10', 'greater_than', '9', true],
  ['007', 'greater_than', '6', true],
  ['1,000', 'greater_than', '5', false],
  ['1e3', 'greater_than', '5', false],
  ['0x10', 'greater_than', '5', false],
  ['.5', 'less_than', '1', false],
  ['5.', 'less_than', '6', false],
  ['--5', 'less_than', '6', false],
  ['+', 'less_than', '6', false],
  ['"1"', 'less_than', '2', false],
  ['5 6', 'less_than', '60', false],
  ['5', 'less_than', 'abc', false],
  ['5', 'greater_than', '', false],
  ['Infinity', 'greater_than', '1', false],
  ['٥', 'greater_than', '1', false],
];

const timesAndDates: Case[] = [
  ['09:30', 'is_before_time', '10:00', true],
  ['10:00', 'is_before_time', '10:00', false],
  ['10:00', 'is_after_time', '10:00', false],
  ['23:59', 'is_after_time', '00:00', true],
  [' 08:15 ', 'is_before_time', '08:16', true],
  ['24:00', 'is_after_time', '10:00', false],
  ['12:60', 'is_after_time', '10:00', false],
  ['10:00:00', 'is_after_time', '09:00', false],
  ['5:00 PM', 'is_after_time', '09:00', false],
  ['17:00', 'is_after_time', '9:00', false],
  ['2024-02-29', 'is_before_date', '2024-03-01', true],
  ['2024-02-30', 'is_before_date', '2024-03-01', false],
  ['2023-02-29', 'is_before_date', '2024-03-01', false],
  ['1900-02-29', 'is_before_date', '2024-03-01', false],
  ['2000-02-29', 'is_before_date', '2024-03-01', true],
  ['2024-04-31', 'is_before_date', '2025-01-01', false],
  ['2024-00-10', 'is_before_date', '2025-01-01', false],
  ['2024-13-01', 'is_before_date', '2025-01-01', false],
  ['2024-01-00', 'is_before_date', '2025-01-01', false],
  ['2024-1-1', 'is_before_date', '2025-01-01', false],
  ['08/12/2019', 'is_after_date', '2017-09-04', false],
  ['2024-01-01T00:00:00Z', 'is_after_date', '2017-09-04', false],
  ['2019-08-12', 'is_after_date', '2019-08-12', false],
  ['2019-08-12', 'is_before_date', '2019-08-12', false],
  ['2019-08-12', 'is_before_date', '2019-08-32', false],
  ['2019-08-12', 'is_before_date', '2020-01-01', true],
];

const regexes: Case[] = [
  ['3', 'regex', '[1-5]', true],
  [' 3 ', 'regex', '[1-5]', true],
  ['YES', 'regex', 'yes|no', true],
  ['yes please', 'regex', 'yes|no', false],
  ['SÍ', 'regex', '(sí|si)', true],
  ['12ab', 'regex', '\\D+', false],
  ['ABC', 'regex', '\\D+', true],
  ['no Access, is blocked', 'regex', '^(?=.*blocked)(?=.*Access).*', true],
  ['no access', 'regex', '^(?=.*blocked)(?=.*Access).*', false],
  ['xxABxx', 'regex', '(.)*(a|ab)(.)*', true],
  ['a\nb', 'regex', 'a.b', false],
  ['/a/', 'regex', 'a', false],
];

for (const [left, type, right, isMatch] of [
  ...documented,
  ...missing,
  ...texts,
  ...numbers,
  ...timesAndDates,
  ...regexes,
]) {
  test(`${JSON.stringify(left)} ${type} ${JSON.stringify(right)} is ${isMatch}`, () => {
    assert.deepEqual(evaluatePredicate(type, left, right), { isMatch });
  });
}

test('there are the 17 predicates of Studio, each by its own name', () => {
  const types = predicates.map((each) => each.type);
  assert.equal(new Set(types).size, 17);
  for (const each of predicates) assert.equal(findPredicate(each.type), each);
  assert.equal(findPredicate('toString'), undefined);
});

test('only the blank checks ignore the value', () => {
  const unused = predicates.filter((each) => !each.usesValue).map((each) => each.type);
  assert.deepEqual(unused, ['is_blank', 'is_not_blank']);
});

const problems: Array<{ type: string; left: string; right: string; problem: RegExp }> = [
  { type: 'regex', left: 'a', right: '(a', problem: /^The regular expression is not valid: "\(" is not closed/ },
  { type: 'regex', left: 'a', right: 'a'.repeat(1025), problem: /longer than 1024 characters/ },
  { type: 'regex', left: 'a'.repeat(65_537), right: 'a*', problem: /longer than 65536 characters/ },
  { type: 'regex', left: 'a'.repeat(60), right: '(a|a)\\1?'.repeat(60), problem: /given up: no answer within/ },
  { type: 'equals', left: 'a', right: 'a', problem: /^There is no predicate "equals"\.$/ },
];

for (const { type, left, right, problem } of problems) {
  test(`${type} with ${right.slice(0, 20)} is false, with a reason for the log`, () => {
    const answer = evaluatePredicate(type, left, right);
    assert.equal(answer.isMatch, false);
    assert.match(answer.problem ?? '', problem);
  });
}

test('a pattern answers the same however many others were used in between', () => {
  const first = evaluatePredicate('regex', 'b', '(a|b)');
  for (let index = 0; index < 600; index += 1) evaluatePredicate('regex', 'b', `(a|b){${index}}`);
  assert.deepEqual(evaluatePredicate('regex', 'b', '(a|b)'), first);
  assert.deepEqual(evaluatePredicate('regex', 'b', '(a|b'), evaluatePredicate('regex', 'b', '(a|b'));
});

test('every predicate answers any two texts, twice the same', () => {
  const type = fc.constantFrom(...predicates.map((each) => each.type));
  const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 10 }), fc.stringMatching(/^[-+0-9:.]{0,10}$/));
  fc.assert(
    fc.property(type, text, text, (name, left, right) => {
      assert.deepEqual(evaluatePredicate(name, left, right), evaluatePredicate(name, left, right));
    }),
  );
});

const opposites = [
  ['equal_to', 'not_equal_to'],
  ['matches_any_of', 'does_not_match_any_of'],
  ['contains', 'does_not_contain'],
  ['starts_with', 'does_not_start_with'],
  ['is_blank', 'is_not_blank'],
] as const;

for (const [one, other] of opposites) {
  test(`${one} and ${other} never agree`, () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'B', ',', ' '), maxLength: 5 });
    fc.assert(
      fc.property(text, text, (left, right) => {
        assert.notEqual(evaluatePredicate(one, left, right).isMatch, evaluatePredicate(other, left, right).isMatch);
      }),
    );
  });
}

test('the step budget leaves room for texts far longer than any message', () => {
  assert.deepEqual(evaluatePredicate('regex', 'x'.repeat(16_384), '(.)*(a|ab)(.)*'), { isMatch: false });
});

test('a match stops at the step budget it is given', () => {
  assert.equal(evaluatePredicate('regex', 'a'.repeat(50), 'a*').isMatch, true);
  const { isMatch, problem } = evaluatePredicate('regex', 'a'.repeat(50), 'a*', { limit: 10, used: 0 });
  assert.equal(isMatch, false);
  assert.match(problem ?? '', /given up/);
});
