import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { migrations } from './migrations.ts';
import { accountSid, contact, granted, number, openFolder, openNetwork } from './simulator-fixture.ts';

test('a network of the first schema goes on: its messages, its talks, its templates by name', async (t) => {
  const folder = await openFolder(t);
  const old = new DatabaseSync(join(folder, 'carrier.sqlite'));
  old.exec(migrations[0] ?? '');
  old.exec('PRAGMA user_version = 1');
  const sid = `SM${'1'.repeat(32)}`;
  old
    .prepare(
      `INSERT INTO messages (sid, account_sid, direction, from_address, to_address, contact, number, body, num_segments,
         media, content, params, messaging_service_sid, status_callback_method, status, created_at, updated_at, change)
       VALUES (?, ?, 'outbound-api', ?, ?, ?, ?, '', 1, '[]', '{"sid":"HX1","variables":null}', '{}', NULL, 'POST',
         'delivered', 1, 1, 1)`,
    )
    .run(sid, accountSid, number, contact, contact, number);
  old.prepare('INSERT INTO conversations VALUES (?, ?, ?, 1)').run(accountSid, contact, number);
  old.prepare('INSERT INTO opt_outs VALUES (?, ?, ?)').run(accountSid, number, contact);
  old.close();

  const { network, text } = await openNetwork(t, { folder }, {});
  const [talk] = await network.listConversations(accountSid);
  assert.deepEqual(
    [talk?.last.sid, talk?.last.content],
    [sid, { sid: 'HX1', variables: null, type: '', buttons: [], list: null, location: null }],
  );
  const refused = await network.createMessage(accountSid, { from: number, to: contact, body: 'Hi' });
  assert.equal(refused.ok, false);
  await text('START');
  granted(await network.createMessage(accountSid, { from: number, to: contact, body: 'Hi' }));
});

test('a file of a newer program is refused in words', async (t) => {
  const folder = await openFolder(t);
  const newer = new DatabaseSync(join(folder, 'carrier.sqlite'));
  newer.exec(`PRAGMA user_version = ${migrations.length + 1}`);
  newer.close();
  await assert.rejects(openNetwork(t, { folder }), /from a newer Atelier/);
});
