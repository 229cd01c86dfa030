import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { Connection } from './connection.ts';
import { compose } from './index.ts';
import { migrate } from './migrate.ts';

/** Steps of a plan that read or sort a whole table, and why each may. */
const allowed = new Map([
  ['SCAN accounts', 'a handful of rows, all of them wanted'],
  ['USE TEMP B-TREE FOR ORDER BY (accounts)', 'the same'],
  ['SCAN stream_cursors', 'one row for each sink, all of them wanted'],
  ['SCAN executions USING INDEX executions_call', 'the calls that go on, all of them wanted'],
  ['SCAN effects', 'the first ten thousand only'],
  ['SCAN deleted_flows', 'empty but while a purge is due; the first row only'],
]);

const folder = mkdtempSync(join(tmpdir(), 'atelier-'));
const connection = new Connection(join(folder, 'plans.sqlite'), { readOnly: false });
migrate(connection);
compose(connection, connection, () => {});
after(() => {
  connection.close();
  rmSync(folder, { recursive: true });
});

const statements = [...new Set(connection.texts)].filter((text) => /^(SELECT|INSERT|UPDATE|DELETE)/.test(text));
const met = new Set<string>();

for (const text of statements) {
  test(`uses an index: ${text.replaceAll(/\s+/g, ' ')}`, () => {
    for (const step of fullReadings(text)) {
      assert.ok(allowed.has(step), step);
      met.add(step);
    }
  });
}

test('every statement was looked at and every exception is needed', () => {
  assert.ok(statements.length > 50, `${statements.length} statements`);
  assert.deepEqual([...met].sort(), [...allowed.keys()].sort());
});

test('a full reading is noticed', () => {
  assert.deepEqual(fullReadings('SELECT * FROM steps WHERE event = 1 ORDER BY type'), [
    'SCAN steps',
    'USE TEMP B-TREE FOR ORDER BY',
  ]);
});

function fullReadings(text: string): string[] {
  const plan = connection.prepare<{ detail: string }>(`EXPLAIN QUERY PLAN ${text}`);
  const values = Array.from({ length: text.split('?').length - 1 }, () => 1);
  const ofAccounts = /FROM accounts/.test(text) ? ' (accounts)' : '';
  return plan
    .all(...values)
    .map(({ detail }) => (detail.startsWith('USE TEMP') ? detail + ofAccounts : detail))
    .filter((step) => step.startsWith('SCAN') || step.startsWith('USE TEMP'));
}
