import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { anyJson, realFlows } from './document-fixture.ts';
import { JsonSyntaxError, parseSource } from './parse.ts';
import { nodeValue, sourceText } from './syntax.ts';

test('a text is kept to the last character, and means what it meant', () => {
  fc.assert(
    fc.property(anyJson, (text) => {
      const source = parseSource(text);
      assert.equal(sourceText(source), text);
      assert.deepEqual(nodeValue(source.root), JSON.parse(text));
    }),
  );
});

for (const [name, text] of realFlows) {
  test(`${name} is kept to the last character`, () => {
    assert.equal(sourceText(parseSource(text)), text);
  });
}

test('a byte order mark is kept', () => {
  assert.equal(sourceText(parseSource('\ufeff{}\n')), '\ufeff{}\n');
});

test('characters that need no escape are read without', () => {
  const text = '"\u007f\u0085\u2028\ud83d\ude00\ud83d"';
  assert.equal(nodeValue(parseSource(text).root), JSON.parse(text));
});

const wrong: readonly (readonly [text: string, message: string])[] = [
  ['{\n  "a": 1\n  "b": 2\n}', 'Line 3, column 3: a comma is missing.'],
  ['[1,\ufeff2]', 'Line 1, column 4: "\ufeff2" must stand in double quotation marks.'],
  ['[1 2]', 'Line 1, column 4: a comma is missing.'],
  ['{"a": 1,}', 'Line 1, column 8: there is a comma too many.'],
  ['[1,\n]', 'Line 1, column 3: there is a comma too many.'],
  ['[,1]', 'Line 1, column 2: a value is missing.'],
  ['{,}', 'Line 1, column 2: there is a comma too many.'],
  ['{"a" 1}', 'Line 1, column 6: a colon is missing.'],
  ['{"a": }', 'Line 1, column 7: a value is missing.'],
  ['{"a": 1: 2}', 'Line 1, column 8: there is a colon too many.'],
  ['{a: 1}', 'Line 1, column 2: a key must stand in double quotation marks.'],
  ["{'a': 1}", 'Line 1, column 2: a key must stand in double quotation marks.'],
  ["['a']", 'Line 1, column 2: texts must stand in double quotation marks.'],
  ['["a]', 'Line 1, column 2: a quotation mark is missing at the end of this text.'],
  ['["a\nb"]', 'Line 1, column 2: a quotation mark is missing at the end of this text.'],
  ['["a\\x"]', 'Line 1, column 4: "\\x" is no escape that JSON knows.'],
  ['["\\u12"]', 'Line 1, column 3: "\\u" is no escape that JSON knows.'],
  ['[01]', 'Line 1, column 2: "01" is no number as JSON writes it.'],
  ['[.5]', 'Line 1, column 2: ".5" is no number as JSON writes it.'],
  ['[True]', 'Line 1, column 2: "True" must be true.'],
  ['[undefined]', 'Line 1, column 2: "undefined" must be null.'],
  ['[yes]', 'Line 1, column 2: "yes" must stand in double quotation marks.'],
  ['{\n  // why\n}', 'Line 2, column 3: JSON has no comments.'],
  ['[1, // why\n2]', 'Line 1, column 5: JSON has no comments.'],
  ['{"a": [1, 2}', 'Line 1, column 12: "}" stands where "]" should.'],
  ['{"a": [1,\n 2]', 'Line 2, column 4: the "{" of line 1 is not closed.'],
  ['{"a"', 'Line 1, column 5: the "{" of line 1 is not closed.'],
  ['', 'Line 1, column 1: the text is empty.'],
  [' \n', 'Line 2, column 1: the text is empty.'],
  ['{} {}', 'Line 1, column 4: the flow ends before this.'],
  ['['.repeat(201), 'Line 1, column 201: it is nested deeper than 200.'],
];
for (const [text, message] of wrong) {
  test(`${JSON.stringify(text.slice(0, 30))} is refused: ${message}`, () => {
    assert.throws(() => parseSource(text), { message });
  });
}

test('what JSON.parse refuses is refused, and nothing else', () => {
  const scraps = fc.array(
    fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '1', '-', '.', 'true', ' ', '"', '\\', '/'),
    {
      maxLength: 8,
    },
  );
  fc.assert(
    fc.property(scraps, (parts) => {
      const text = parts.join('');
      assert.equal(isRead(text, parseSource), isRead(text, JSON.parse), text);
    }),
    { numRuns: 2000 },
  );
});

function isRead(text: string, read: (text: string) => unknown): boolean {
  try {
    read(text);
    return true;
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof SyntaxError) return false;
    throw error;
  }
}
