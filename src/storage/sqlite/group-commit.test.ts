import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { Connection } from './connection.ts';
import { createGroupCommit } from './group-commit.ts';

test('jobs of one turn share a transaction and see each other', async (t) => {
  const { connection, group, add, count } = openTable(t);
  const wasInTransaction: boolean[] = [];
  const counts = await Promise.all(
    [1, 2, 3].map((value) =>
      group.submit(() => {
        wasInTransaction.push(connection.isInTransaction);
        add.run(value);
        return count();
      }),
    ),
  );
  assert.deepEqual(counts, [1, 2, 3]);
  assert.deepEqual(wasInTransaction, [true, true, true]);
  assert.equal(connection.isInTransaction, false);
});

test('a promise resolves after the commit', async (t) => {
  const { path, group, add } = openTable(t);
  const other = new Connection(path, { readOnly: true });
  t.after(() => other.close());
  const seen = other.prepare<{ count: number }>('SELECT count(*) AS count FROM numbers');
  await Promise.all(
    Array.from({ length: 600 }, async (_, index) => {
      const before = await group.submit(() => {
        add.run(index);
        return index;
      });
      assert.ok((seen.get()?.count ?? 0) > before, `${before} is committed`);
    }),
  );
});

test('a job that fails half-way is undone alone', async (t) => {
  const { group, add, count } = openTable(t);
  const jobs = [1, 2, 3].map((value) =>
    group.submit((atomically) =>
      atomically(() => {
        add.run(value);
        if (value === 2) throw new Error('no');
      }),
    ),
  );
  const outcomes = await Promise.allSettled(jobs);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  assert.equal(count(), 2);
});

test('when the commit fails every job of the batch is told, nothing is saved, and the next batch goes on', async (t) => {
  const { group, add, count, addOrphan } = openTable(t);
  // A deferred foreign key is looked at by COMMIT only.
  const jobs = [group.submit(() => add.run(1)), group.submit(() => addOrphan.run(99)), group.submit(() => add.run(2))];
  for (const outcome of await Promise.allSettled(jobs)) {
    assert.equal(outcome.status, 'rejected');
    assert.match(String(outcome.reason), /Nothing was saved: FOREIGN KEY constraint failed/);
  }
  assert.equal(count(), 0);
  await group.submit(() => add.run(3));
  assert.equal(count(), 1);
});

test('a full disk fails the batch, says so, and the next batch goes on', async (t) => {
  const { connection, group, add, count } = openTable(t);
  connection.run('PRAGMA max_page_count = 20');
  const jobs = [10, 1_000_000].map((size) => group.submit(() => add.run('x'.repeat(size))));
  for (const outcome of await Promise.allSettled(jobs)) {
    assert.equal(outcome.status, 'rejected');
    assert.match(String(outcome.reason), /Nothing was saved: database or disk is full/);
  }
  assert.equal(count(), 0);
  connection.run('PRAGMA max_page_count = 1000000');
  await group.submit(() => add.run('y'.repeat(1_000_000)));
  assert.equal(count(), 1);
});

test('when no transaction can begin every job is told, and later ones go on', async (t) => {
  const { connection, group, add, count } = openTable(t);
  connection.run('BEGIN');
  await assert.rejects(
    group.submit(() => add.run(1)),
    /Nothing was saved: cannot start a transaction/,
  );
  await group.submit(() => add.run(2));
  assert.equal(count(), 1);
});

test('a job may queue another', async (t) => {
  const { group, add, count } = openTable(t);
  const inner: Promise<number>[] = [];
  await group.submit(() => {
    inner.push(group.submit(() => add.run(2)));
    add.run(1);
  });
  await Promise.all(inner);
  assert.equal(count(), 2);
});

test('draining carries out what is queued and refuses the rest', async (t) => {
  const { group, add, count } = openTable(t);
  const jobs = Array.from({ length: 600 }, (_, index) => group.submit(() => add.run(index)));
  const drained = group.drain();
  await assert.rejects(
    group.submit(() => add.run(1)),
    /closed/,
  );
  await Promise.all([drained, group.drain()]);
  assert.equal(count(), 600);
  await Promise.all(jobs);
  await group.drain();
});

function openTable(t: TestContext) {
  const folder = mkdtempSync(join(tmpdir(), 'atelier-'));
  const path = join(folder, 'test.sqlite');
  const connection = new Connection(path, { readOnly: false });
  t.after(() => {
    connection.close();
    rmSync(folder, { recursive: true });
  });
  connection.run(`
    PRAGMA journal_mode = WAL;
    CREATE TABLE numbers (id INTEGER PRIMARY KEY, value);
    CREATE TABLE orphans (number_id INTEGER REFERENCES numbers (id) DEFERRABLE INITIALLY DEFERRED);
  `);
  const add = connection.prepare('INSERT INTO numbers (value) VALUES (?)');
  const addOrphan = connection.prepare('INSERT INTO orphans VALUES (?)');
  const counting = connection.prepare<{ count: number }>('SELECT count(*) AS count FROM numbers');
  const count = () => counting.get()?.count ?? assert.fail();
  return { path, connection, group: createGroupCommit(connection), add, addOrphan, count };
}
