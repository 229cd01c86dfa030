import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import {
  createFlow,
  executionRecord,
  insertExecution,
  insertWithAll,
  sid,
  stepRecord,
} from '../conformance/records.ts';
import { Connection, openWriter } from './connection.ts';
import { openSqlite } from './index.ts';
import { migrate } from './migrate.ts';
import { migrations } from './migrations/index.ts';

test('a folder belongs to one opener at a time', async (t) => {
  const folder = join(temporaryFolder(t), 'data');
  const storage = await openSqlite({ folder });
  await assert.rejects(openSqlite({ folder }), { message: `${folder} is in use by another Atelier process` });
  // The refused one has not let go of the lock that the first one holds.
  const { code, output } = await runElsewhere(folder);
  assert.equal(code, 1);
  assert.match(output, /is in use by another Atelier process/);
  await createFlow(storage);
  await storage.close();
  const again = await openSqlite({ folder });
  assert.ok(await again.findFlow(sid('FW', 1)));
  await again.close();
});

test('folder and files are private', { skip: process.platform === 'win32' }, async (t) => {
  const folder = join(temporaryFolder(t), 'deep', 'data');
  const before = process.umask(0);
  t.after(() => process.umask(before));
  mkdirSync(folder, { recursive: true });
  const storage = await openSqlite({ folder });
  await createFlow(storage);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  const modes = readdirSync(folder).map((name) => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)]);
  const names = ['atelier.lock', 'atelier.sqlite', 'atelier.sqlite-shm', 'atelier.sqlite-wal'];
  assert.deepEqual(
    modes.sort(),
    names.map((name) => [name, '600']),
  );
  await storage.close();
});

test('a database from a newer version is refused and let go of', async (t) => {
  const folder = temporaryFolder(t);
  await (await openSqlite({ folder })).close();
  const connection = new Connection(join(folder, 'atelier.sqlite'), { readOnly: false });
  const newest = migrations.length;
  connection.run(`INSERT INTO migrations VALUES (${newest + 1}, 'later')`);
  const message = `The database is from a newer Atelier (schema ${newest + 1}, this one knows ${newest}): start that version`;
  await assert.rejects(openSqlite({ folder }), { message });
  connection.run(`DELETE FROM migrations WHERE number = ${newest + 1}`);
  connection.close();
  await (await openSqlite({ folder })).close();
});

test('migrations run once each, and one that fails leaves the schema as it was', (t) => {
  const connection = new Connection(join(temporaryFolder(t), 'test.sqlite'), { readOnly: false });
  t.after(() => connection.close());
  const first = 'CREATE TABLE a (x TEXT);';
  migrate(connection, [first]);
  assert.throws(() => migrate(connection, [first, 'CREATE TABLE b (x TEXT); nonsense;']), /nonsense/);
  migrate(connection, [first, 'CREATE TABLE b (x TEXT);']);
  const numbers = connection.prepare<{ number: number }>('SELECT number FROM migrations ORDER BY number').all();
  assert.deepEqual(
    numbers.map(({ number }) => number),
    [1, 2],
  );
});

test('all that was acknowledged survives kill -9 in the middle of writing', async (t) => {
  const folder = temporaryFolder(t);
  for (const until of [1, 200, 500]) {
    rmSync(folder, { recursive: true, force: true });
    const acknowledged = await writeUntilKilled(folder, until);
    assert.ok(acknowledged.length >= until);
    const storage = await openSqlite({ folder });
    for (const number of acknowledged) {
      const execution = executionRecord(sid('FW', 1), number);
      assert.deepEqual(await storage.findStoredExecution(execution.sid), execution);
      assert.deepEqual(await storage.findStep(stepRecord(execution, 1).sid), stepRecord(execution, 1));
    }
    // What was not acknowledged is there whole or not at all.
    const { rows } = await storage.listExecutions(sid('FW', 1), {}, { limit: 10_000 });
    for (const { sid: executionSid } of rows) {
      assert.equal((await storage.listSteps(executionSid, { limit: 5 })).rows.length, 2);
    }
    await storage.close();
  }
});

test('a commit waits for the disk', (t) => {
  const connection = openWriter(join(temporaryFolder(t), 'test.sqlite'));
  t.after(() => connection.close());
  const setting = (name: string) => Object.values(connection.prepare<object>(`PRAGMA ${name}`).get() ?? {});
  const FULL = 2;
  assert.deepEqual([setting('journal_mode'), setting('synchronous')], [['wal'], [FULL]]);
});

test('the log stays small however much is written', async (t) => {
  const folder = temporaryFolder(t);
  const storage = await openSqlite({ folder });
  const flowSid = await createFlow(storage);
  for (let number = 1; number <= 40; number += 1) {
    const key = 'x'.repeat(1_000_000) + number;
    await insertExecution(storage, executionRecord(flowSid, number, { contactAddress: key }));
  }
  const size = statSync(join(folder, 'atelier.sqlite-wal')).size;
  assert.ok(size < 24_000_000, `${size} bytes`);
  await storage.close();
});

test('what is removed leaves no row behind', async (t) => {
  const folder = temporaryFolder(t);
  const storage = await openSqlite({ folder });
  const flows = [await createFlow(storage, 1), await createFlow(storage, 2)];
  for (const [index, flowSid] of flows.entries()) await insertWithAll(storage, executionRecord(flowSid, index + 1));
  await storage.deleteExecution(sid('FN', 2));
  await storage.deleteFlow(sid('FW', 2));
  await storage.deleteFlow(sid('FW', 1));
  await storage.purge(0, 10);
  await storage.close();
  const connection = new Connection(join(folder, 'atelier.sqlite'), { readOnly: true });
  t.after(() => connection.close());
  const tables = connection.prepare<{ name: string }>("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  const full = tables.filter(({ name }) => connection.prepare(`SELECT 1 FROM ${name} LIMIT 1`).get());
  assert.deepEqual(full.map(({ name }) => name).sort(), ['migrations', 'probe', 'sqlite_sequence']);
});

/** Numbers that the child said were acknowledged before it was killed, at least `until` of them. */
async function writeUntilKilled(folder: string, until: number): Promise<number[]> {
  const child = spawn(process.execPath, [pathOf('./crash-writer.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (output.split('\n').length > until) child.kill('SIGKILL');
  });
  await once(child, 'close');
  assert.equal(child.signalCode, 'SIGKILL');
  return output.split('\n').slice(0, -1).map(Number);
}

/** Opens the folder in another process. */
async function runElsewhere(folder: string): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, [pathOf('./crash-writer.ts'), folder], { stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  await once(child, 'close');
  return { code: child.exitCode, output };
}

function pathOf(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'atelier-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
