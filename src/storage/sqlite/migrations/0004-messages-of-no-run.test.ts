import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openWriter } from '../connection.ts';
import { openSqlite } from '../index.ts';
import { migrate } from '../migrate.ts';
import { migrations } from './index.ts';

test('messages that waited and messages that left are there afterwards, as they were', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'atelier-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const before = openWriter(join(folder, 'atelier.sqlite'));
  migrate(before, migrations.slice(0, 3));
  const message = { to: '+1', from: '+2', body: 'x' };
  before.run(`
    INSERT INTO flows VALUES (1, 'FW1', 'AC1', '[]', 1, 1, 1, NULL);
    INSERT INTO executions (id, sid, flow_id, account_sid, revision, status, kind, key, flow_address, contact_address,
      initiated_by, created_ms, updated_ms, pins, state)
      VALUES (1, 'FN1', 1, 'AC1', 1, 'active', 'pair', 'k', '+2', '+1', 'SM0', 1, 1, '{}', '{"frames":[]}');
  `);
  before
    .prepare(`INSERT INTO effects VALUES (7, 'FT1.0', 1, 'AC1', 'message.send', 70, 2, 10, 20, 15, 12, NULL, ?)`)
    .run(JSON.stringify({ type: 'message.send', key: 'FT1.0', stepSid: 'FT1', message }));
  before
    .prepare(
      `INSERT INTO outbound_messages VALUES (3, 'FT0.0', 'SM1', 1, 'AC1', 'FT0', 'failed', 21610, 1, 5, 6, 'found', 'FT0.0.1',
         'opted out', ?)`,
    )
    .run(JSON.stringify(message));
  before.close();

  const storage = await openSqlite({ folder });
  t.after(() => storage.close());
  const [taken] = await storage.takeDueEffects(70, 100, 5);
  assert.deepEqual(taken, {
    effect: { type: 'message.send', key: 'FT1.0', stepSid: 'FT1', message },
    executionSid: 'FN1',
    accountSid: 'AC1',
    dueAtMs: 170,
    attempts: 3,
    createdAtMs: 10,
    begunAtMs: 70,
    unknownSinceMs: 70,
    failingSinceMs: 12,
    errorMessage: null,
    sender: null,
    takenBackAtMs: null,
  });
  const [failed] = (await storage.listOutbox('AC1', 'failed', { limit: 5 })).rows;
  assert.deepEqual(failed, {
    key: 'FT0.0',
    messageSid: 'SM1',
    accountSid: 'AC1',
    executionSid: 'FN1',
    stepSid: 'FT0',
    status: 'failed',
    errorCode: 21610,
    errorMessage: 'opted out',
    attempts: 1,
    createdAtMs: 5,
    updatedAtMs: 6,
    recovery: 'found',
    resentAs: 'FT0.0.1',
    message,
  });
});
