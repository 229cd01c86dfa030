import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noteLines } from './note-text.ts';

const cases: readonly { readonly text: string; readonly shown: readonly string[] }[] = [
  { text: '', shown: [''] },
  { text: 'Ask **twice**, then `hang up`.', shown: ['Ask |<b>twice</b>|, then |<code>hang up</code>|.'] },
  { text: '- one\n* two\nthree', shown: ['• one', '• two', 'three'] },
  { text: 'See [the page](https://example.com/a).', shown: ['See the page (https://example.com/a).'] },
  { text: '[x](javascript:alert(1))', shown: ['x (javascript:alert(1)'.concat(')')] },
  { text: '<img src=x onerror=alert(1)>', shown: ['<img src=x onerror=alert(1)>'] },
  { text: '2 ** 3 and **open', shown: ['2 ** 3 and **open'] },
];

for (const { text, shown } of cases) {
  test(`${JSON.stringify(text)} is shown as ${shown.join(' / ')}`, () => {
    const tags = { text: ['', ''], bold: ['<b>', '</b>'], code: ['<code>', '</code>'] };
    const lines = noteLines(text).map(
      ({ isItem, parts }) =>
        (isItem ? '• ' : '') + parts.map(({ kind, text: part }) => tags[kind].join(part)).join('|'),
    );
    assert.deepEqual(lines, shown);
  });
}
