/** Patterns and texts made up by a generator: constructs inside each other, and signs in any order. */
import fc from 'fast-check';

const letter = fc.constantFrom('a', 'b', 'A', 'c');
const sign = fc.constantFrom('a', 'B', '1', ' ', '\n', '\r', 'é', 'É', '_', '-', 'k', '\u0301', '\u212a');
const repeat = fc.constantFrom(
  '?',
  '*',
  '+',
  '??',
  '*?',
  '+?',
  '?+',
  '*+',
  '++',
  '{2}',
  '{1,2}',
  '{0,2}?',
  '{2,}',
  '{1,2}+',
  '{0}',
);
const predefined = fc.constantFrom(
  '\\d',
  '\\D',
  '\\w',
  '\\W',
  '\\s',
  '\\b',
  '\\B',
  '\\R',
  '\\A',
  '\\z',
  '\\Z',
  '^',
  '$',
  '.',
  '\\x61',
  '\\p{L}',
);
const set = fc.constantFrom(
  '[ab]',
  '[^a]',
  '[a-c]',
  '[\\w&&[^b]]',
  '[a-c&&b-z]',
  '[[ab]c]',
  '[^[a]b]',
  '[]a]',
  '[a-]',
  '[\\d\\s]',
);
const opening = fc.constantFrom('(', '(', '(?:', '(?>', '(?=', '(?!', '(?<=', '(?<!', '(?i:', '(?-i:', '(?s:', '(?m:');

const { pattern } = fc.letrec<{ pattern: string }>((tie) => ({
  pattern: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'pattern' },
    { weight: 3, arbitrary: letter },
    { weight: 1, arbitrary: fc.oneof(set, predefined, fc.constantFrom('\\1', '\\2', '(?i)', '(?-i)', '(?s)', '|')) },
    { weight: 2, arbitrary: fc.tuple(fc.oneof(letter, set, predefined), repeat).map((parts) => parts.join('')) },
    { weight: 2, arbitrary: fc.tuple(tie('pattern'), tie('pattern')).map((parts) => parts.join('')) },
    { weight: 2, arbitrary: fc.tuple(tie('pattern'), tie('pattern')).map(([one, other]) => `(${one}|${other})`) },
    {
      weight: 2,
      arbitrary: fc
        .tuple(opening, tie('pattern'), fc.option(repeat, { nil: '' }))
        .map(([open, body, times]) => `${open}${body})${times}`),
    },
  ),
}));

const scrap = fc.constantFrom(
  ...[
    'a',
    'b',
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
    ',',
    '1',
    '2',
    '<',
    '>',
    '=',
  ],
  ...[
    '!',
    ':',
    'i',
    'x',
    '\\Q',
    '\\E',
    '\\p{L}',
    '#',
    ' ',
    '(?x)',
    '(?<n>',
    '\\k<n>',
    '\\1',
    '\\0',
    '\\x',
    '(?',
    '(?<',
  ],
);

const text = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: letter, maxLength: 6 }) },
  { weight: 1, arbitrary: fc.string({ unit: sign, maxLength: 6 }) },
);

/** `count` pairs of a pattern and a text, the same ones for the same `seed`. */
export function generateRows(seed: number, count: number): Array<[pattern: string, text: string]> {
  const scraps = fc.array(scrap, { maxLength: 9 }).map((parts) => parts.join(''));
  const anyPattern = fc.oneof({ weight: 4, arbitrary: pattern }, { weight: 1, arbitrary: scraps });
  return fc.sample(fc.tuple(anyPattern, text), { seed, numRuns: count });
}
