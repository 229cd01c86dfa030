/** What the version before the outbox left. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { accountSid } from '../../products-fixture.ts';
import { contact, Fixture, ours } from './conversations-fixture.ts';
import { conversationTables } from './tables.ts';

/** A conversation, and a text that it began to send. */
function leaveText(folder: string, unknownSinceMs: number | null): void {
  const database = new DatabaseSync(join(folder, 'products.sqlite'));
  const [conversation, participant, message] = ['CH', 'MB', 'IM'].map((prefix) => prefix + '1'.repeat(32));
  const at = Date.UTC(2026, 0, 2, 3, 4, 0);
  database.exec(`
    CREATE TABLE schemas (product TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID;
    INSERT INTO schemas VALUES ('conversations', 2);
    ${conversationTables.slice(0, 2).join('')}
    INSERT INTO conversations (sid, account_sid, service_sid, attributes, state, created_at_ms, updated_at_ms)
      VALUES ('${conversation}', '${accountSid}', 'IS1', '{}', 'active', ${at}, ${at});
    INSERT INTO participants (sid, account_sid, conversation_sid, address, proxy_address, created_at_ms)
      VALUES ('${participant}', '${accountSid}', '${conversation}', '${contact}', '${ours}', ${at});
    INSERT INTO conversation_messages (sid, account_sid, conversation_sid, place, author, source, body, media, attributes,
      created_at_ms) VALUES ('${message}', '${accountSid}', '${conversation}', 0, 'Bot', 'API', 'one', '[]', '{}', ${at});
    INSERT INTO conversation_deliveries (message_sid, participant_sid, status)
      VALUES ('${message}', '${participant}', 'queued');
    INSERT INTO conversation_work (lane, account_sid, message_sid, participant_sid, attempts, created_at_ms, due_at_ms,
      unknown_since_ms) VALUES ('${participant}', '${accountSid}', '${message}', '${participant}', 1, ${at}, ${at},
      ${unknownSinceMs});
  `);
  database.close();
}

/** A text of the same conversation that had left before, and what the carrier calls it. */
function leaveSent(folder: string, carrierSid: string): void {
  const database = new DatabaseSync(join(folder, 'products.sqlite'));
  const [conversation, participant, message] = ['CH1', 'MB1', 'IM2'].map(
    (sid) => sid.slice(0, 2) + sid.slice(2).repeat(32),
  );
  const at = Date.UTC(2026, 0, 2, 3, 3, 0);
  database.exec(`
    INSERT INTO conversation_messages (sid, account_sid, conversation_sid, place, author, source, body, media, attributes,
      created_at_ms) VALUES ('${message}', '${accountSid}', '${conversation}', 1, 'Bot', 'API', 'one', '[]', '{}', ${at});
    INSERT INTO conversation_deliveries (message_sid, participant_sid, carrier_sid, status)
      VALUES ('${message}', '${participant}', '${carrierSid}', 'sent');
  `);
  database.close();
}

const upgrades = [
  { name: 'had begun, and that arrived, is asked for and not repeated', isBegun: true, hasArrived: true, asked: 1 },
  { name: 'had begun, and that did not arrive, is asked for and sent', isBegun: true, hasArrived: false, asked: 1 },
  { name: 'had not begun is sent', isBegun: false, hasArrived: false, asked: 0 },
];
for (const { name, isBegun, hasArrived, asked } of upgrades) {
  test(`after an upgrade a text whose send the version before ${name}`, async (t) => {
    const fixture = await Fixture.open(t, (folder, { carrier, clock }) => {
      leaveText(folder, isBegun ? clock.now() - 5_000 : null);
      const key = `IM${'1'.repeat(32)}.MB${'1'.repeat(32)}`;
      if (hasArrived) carrier.take({ accountSid, key, message: { to: contact, from: ours, body: 'one' } });
    });
    await fixture.elapse(1);
    assert.deepEqual(fixture.carrier.bodies, [`${contact}: one`]);
    assert.equal(fixture.carrier.asked.length, asked);
    await fixture.report({ MessageSid: `SM${'0'.repeat(32)}`, MessageStatus: 'delivered' });
    assert.equal((fixture.delivery(`CH${'1'.repeat(32)}`) as { delivered: string }).delivered, 'all');
  });
}

test('after an upgrade a text is not taken for one of the same words that left before', async (t) => {
  const fixture = await Fixture.open(t, (folder, { carrier, clock }) => {
    leaveText(folder, clock.now() - 5_000);
    leaveSent(folder, 'SM5');
    carrier.findSent = async ({ isClaimed }) =>
      (await isClaimed?.('SM5')) ? undefined : { ok: true, resource: { sid: 'SM5', status: 'sent' } };
  });
  await fixture.elapse(1);
  assert.deepEqual(fixture.carrier.bodies, [`${contact}: one`]);
});

test('after an upgrade reports on texts that left before count, once they are known to the outbox', async (t) => {
  const fixture = await Fixture.open(t, (folder) => {
    leaveText(folder, null);
    leaveSent(folder, 'SM5');
  });
  assert.equal(await fixture.report({ MessageSid: 'SM5', MessageStatus: 'delivered' }), true);
  const [, left] = fixture.store.messages(accountSid, `CH${'1'.repeat(32)}`, { limit: 5 })?.rows ?? [];
  assert.match(JSON.stringify(left?.resource.delivery), /"delivered":"all"/);
  const known = await fixture.storage.findOutbound('SM5');
  assert.deepEqual([known?.status, known?.message?.to], ['delivered', contact]);
});

test('texts of before that cannot be handed over stay, and nothing is sent before them', async (t) => {
  const fixture = await Fixture.open(t, (folder, it) => {
    leaveText(folder, null);
    leaveSent(folder, 'SM5');
    it.isFull = true;
  });
  assert.deepEqual(fixture.carrier.bodies, []);
  fixture.isFull = false;
  await fixture.elapse(300);
  assert.deepEqual(fixture.carrier.bodies, [`${contact}: one`]);
  assert.equal((await fixture.storage.findOutbound('SM5'))?.status, 'sent');
});
