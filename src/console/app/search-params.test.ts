import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSearch, safeNext, stringifySearch } from './search-params.ts';

test('parameters stay text, and empty ones leave the address', () => {
  assert.equal(stringifySearch({ q: '+1 555', status: undefined, sort: '' }), '?q=%2B1+555');
  assert.equal(stringifySearch({}), '');
  assert.deepEqual(parseSearch('?q=12&x=true'), { q: '12', x: 'true' });
});

const targets = [
  { next: '/console/flows?q=a', goes: '/flows?q=a' },
  { next: '/console/', goes: '/' },
  { next: '/console', goes: undefined },
  { next: '/docs', goes: undefined },
  { next: '//example.com/console/', goes: undefined },
  { next: 'https://example.com/console/', goes: undefined },
  { next: '/console/\\example.com', goes: undefined },
  { next: 7, goes: undefined },
];

for (const { next, goes } of targets) {
  test(`after signing in, next=${next} leads to ${goes ?? 'the first page'}`, () => {
    assert.equal(safeNext(next), goes);
  });
}
