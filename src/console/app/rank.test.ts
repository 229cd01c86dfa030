import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ranked } from './rank.ts';

const entries = ['Flows', 'Pizza order', 'Reorder cakes', 'Order status'].map((name) => ({ name }));

const searches = [
  { query: '', finds: ['Flows', 'Pizza order', 'Reorder cakes', 'Order status'] },
  { query: 'order', finds: ['Order status', 'Pizza order', 'Reorder cakes'] },
  { query: '  ORDER p ', finds: ['Pizza order'] },
  { query: 'status order', finds: ['Order status'] },
  { query: 'tea', finds: [] },
];

for (const { query, finds } of searches) {
  test(`${JSON.stringify(query)} finds ${finds.length}`, () => {
    assert.deepEqual(
      ranked(entries, query).map(({ name }) => name),
      finds,
    );
  });
}
