import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openWriter } from '../connection.ts';
import { openSqlite } from '../index.ts';
import { migrate } from '../migrate.ts';
import { migrations } from './index.ts';

test('runs of before are found by where they are and how they ended, and go on as they were', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'atelier-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const before = openWriter(join(folder, 'atelier.sqlite'));
  migrate(before, migrations.slice(0, 5));
  before.run("INSERT INTO flows VALUES (1, 'FW1', 'AC1', '[]', 1, 1, 1, NULL)");
  const insert = before.prepare(
    `INSERT INTO executions (id, sid, flow_id, account_sid, revision, status, ended_reason, kind, key, flow_address,
       contact_address, initiated_by, created_ms, updated_ms, due_ms, running_step_sid, call_sid, pins, state)
     VALUES (?, ?, 1, 'AC1', 1, ?, ?, 'pair', ?, '+2', '+1', 'SM0', ?, 1, ?, ?, ?, '{}', ?)`,
  );
  const waiting = { frames: [{ lastState: 'ask', waiting: { state: 'ask' } }], isTestUser: true };
  const over = { frames: [{ lastState: 'say', waiting: { state: 'say' } }], call: { sid: 'CA1', isLive: false } };
  insert.run(5, 'FN1', 'active', null, 'a', 1, 70, 'FT1', null, JSON.stringify(waiting));
  insert.run(6, 'FN2', 'active', null, 'b', 2, null, null, 'CA1', JSON.stringify(over));
  insert.run(
    7,
    'FN3',
    'ended',
    'STEP_LIMIT',
    'c',
    3,
    null,
    null,
    null,
    '{"frames":[{"lastState":"loop","waiting":null}]}',
  );
  insert.run(8, 'FN4', 'ended', 'FLOW_END', 'd', 4, null, null, null, '{"frames":[]}');
  before.run("INSERT INTO steps VALUES (5242880, 'FT0', NULL, 'e', 'Trigger', 'ask', 'trigger', 'FW1', 1, 1, '[]')");
  before.close();

  const storage = await openSqlite({ folder });
  t.after(() => storage.close());
  const { rows } = await storage.listRuns({ accountSid: 'AC1' }, 100_000, { limit: 10 });
  assert.deepEqual(
    rows.map(({ sid, widget, isFailed, isTestUser, stuck }) => [sid, widget, isFailed, isTestUser, stuck]),
    [
      ['FN4', null, false, false, null],
      ['FN3', 'loop', true, false, null],
      ['FN2', 'say', false, false, 'call-over'],
      ['FN1', 'ask', false, true, 'late'],
    ],
  );
  assert.deepEqual(await storage.dueExecutions(70, 5), ['FN1']);
  assert.deepEqual((await storage.findStoredExecution('FN1'))?.state, waiting);
  assert.equal((await storage.listSteps('FN1', { limit: 5 })).rows[0]?.sid, 'FT0');
});
