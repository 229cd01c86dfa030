import assert from 'node:assert/strict';
import { test } from 'node:test';
import { csv } from './csv.ts';

const cases = [
  { row: ['a', 1], is: 'a,1' },
  { row: ['say "hi", twice'], is: '"say ""hi"", twice"' },
  { row: ['two\nlines'], is: '"two\nlines"' },
  { row: ['=1+1', '@x', '-a', '+15550001001', -5], is: "'=1+1,'@x,'-a,+15550001001,-5" },
  { row: [], is: '' },
];
for (const { row, is } of cases) {
  test(`${JSON.stringify(row)} is written as ${is}`, () => assert.equal(csv([row]), `${is}\r\n`));
}
