/** Where problems are marked in JSON text. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonMarks } from './json-marks.ts';

const text = `{
  "name": "ask",
  "properties": {
    "body": "Hi"
  }
}`;

const cases = [
  { name: 'a value', path: ['properties', 'body'], marks: '"Hi"' },
  {
    name: 'a key that is missing, at the first line of what it is missing from',
    path: ['properties', 'from'],
    marks: '{',
  },
  { name: 'the whole, at its first line', path: [], marks: '{' },
] as const;

for (const { name, path, marks } of cases) {
  test(`a problem of ${name} is marked`, () => {
    const [mark] = jsonMarks(text, [{ path: [...path], message: 'Wrong.', severity: 'error' }]);
    assert.ok(mark);
    assert.deepEqual([text.slice(mark.start, mark.end), mark.isError], [marks, true]);
  });
}

test('what cannot be read is marked, and nothing else', () => {
  const broken = text.replace('"ask",', '"ask"');
  const marks = jsonMarks(broken, [{ path: [], message: 'Wrong.', severity: 'warning' }]);
  assert.deepEqual(
    marks.map(({ message }) => message),
    ['Line 3, column 3: a comma is missing.'],
  );
});

test('an empty text has nothing to mark', () => assert.deepEqual(jsonMarks('', []), []));
