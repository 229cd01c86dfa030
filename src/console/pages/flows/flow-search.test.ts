import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type FlowSearch, searchFlows } from './flow-search.ts';

const flows = [
  { sid: 'FW1', name: 'Pizza order', latest: 'draft', changedAtMs: 3 },
  { sid: 'FW2', name: 'appointment 10', latest: 'published', changedAtMs: 1 },
  { sid: 'FW3', name: 'Appointment 9', latest: 'published', changedAtMs: 2 },
] as const;

const searches: readonly { readonly search: FlowSearch; readonly finds: readonly string[] }[] = [
  { search: {}, finds: ['FW1', 'FW3', 'FW2'] },
  { search: { sort: 'changed' }, finds: ['FW2', 'FW3', 'FW1'] },
  // Capitals do not count, numbers count as numbers.
  { search: { sort: 'name' }, finds: ['FW3', 'FW2', 'FW1'] },
  { search: { sort: '-name' }, finds: ['FW1', 'FW2', 'FW3'] },
  { search: { q: ' PIZZA' }, finds: ['FW1'] },
  { search: { q: 'fw2' }, finds: ['FW2'] },
  { search: { q: 'fw' }, finds: [] },
  { search: { status: 'published', q: '9' }, finds: ['FW3'] },
];

for (const { search, finds } of searches) {
  test(`${JSON.stringify(search)} finds ${finds.join(', ') || 'nothing'}`, () => {
    assert.deepEqual(
      searchFlows(flows, search).map(({ sid }) => sid),
      finds,
    );
  });
}
