import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filterOf, isFiltered, readRunSearch } from './run-search.ts';

const nowMs = Date.UTC(2026, 10, 23, 14);

test('an address gives what it names, and nothing of what is no filter', () => {
  const search = { status: 'stuck', revision: '3', from: '24h', to: '2026-11-24', q: '555', widget: 'ask', page: '2' };
  assert.deepEqual(readRunSearch(search), {
    status: 'stuck',
    widget: 'ask',
    revision: '3',
    from: '24h',
    to: '2026-11-24',
    q: '555',
  });
  assert.deepEqual(readRunSearch({ status: 'odd', revision: 'r3', from: 'yesterday', to: '', contact: 7 }), {});
  assert.equal(isFiltered({}), false);
});

test('a range goes with the clock; a date stays', () => {
  assert.equal(filterOf({ from: '24h' }, 'FW1', nowMs).from, '2026-11-22T14:00:00.000Z');
  assert.equal(filterOf({ from: '2026-11-01' }, undefined, nowMs).from, '2026-11-01');
});
