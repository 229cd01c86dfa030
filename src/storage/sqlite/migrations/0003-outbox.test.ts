import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { Connection, openWriter } from '../connection.ts';
import { openSqlite } from '../index.ts';
import { migrate } from '../migrate.ts';
import { migrations } from './index.ts';

test('deliveries and effects of before are there afterwards', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'atelier-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'atelier.sqlite');
  const before = openWriter(path);
  migrate(before, migrations.slice(0, 2));
  const message = { to: '+1', from: '+2', body: 'x' };
  before.run(`
    INSERT INTO flows VALUES (1, 'FW1', 'AC1', '[]', 1, 1, 1, NULL);
    INSERT INTO executions VALUES (1, 'FN1', 1, 'AC1', 1, 'active', NULL, 'pair', 'k', '+2', '+1', 'SM0', 1, 1, NULL,
      'FT1', '{}', '{"frames":[]}');
    INSERT INTO deliveries VALUES (1, 'SM1', 1, 'FT1', 'undelivered', 30003, 5), (2, 'SM2', 99, 'FT2', 'sent', NULL, 6);
  `);
  const insert = before.prepare('INSERT INTO effects VALUES (?, ?, 1, ?, ?, ?, ?, ?)');
  insert.run(
    1,
    'FT1.0',
    'AC1',
    70,
    1,
    10,
    JSON.stringify({ type: 'message.send', key: 'FT1.0', stepSid: 'FT1', message }),
  );
  before.close();

  const storage = await openSqlite({ folder });
  t.after(() => storage.close());
  const copied = await storage.findOutbound('SM1');
  assert.deepEqual(
    [copied?.key, copied?.accountSid, copied?.status, copied?.errorCode, copied?.updatedAtMs, copied?.message],
    ['SM1', 'AC1', 'undelivered', 30003, 5, null],
  );
  assert.equal((await storage.listOutbox('AC1', 'undelivered', { limit: 5 })).rows.length, 1);
  const [taken] = await storage.takeDueEffects(70, 100, 5);
  // It was under way when that version stopped.
  assert.deepEqual([taken?.attempts, taken?.unknownSinceMs, taken?.effect.key], [2, 70, 'FT1.0']);
  const reader = new Connection(path, { readOnly: true });
  t.after(() => reader.close());
  // The message of an execution that is gone went with it.
  assert.deepEqual(
    reader
      .prepare<{ key: string }>('SELECT key FROM outbound_messages')
      .all()
      .map(({ key }) => key),
    ['SM1'],
  );
});
