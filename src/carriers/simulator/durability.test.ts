import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import {
  accountSid,
  contact,
  conversation,
  granted,
  number,
  openFolder,
  openHooks,
  openNetwork,
} from './simulator-fixture.ts';

test('a text that was acknowledged survives kill -9 and arrives once, as do the status callbacks', async (t) => {
  const { base, hooks } = await openHooks(t, ({ path }) =>
    path === '/sms' ? { body: '<Response><Message>Reply</Message></Response>' } : {},
  );
  const folder = await openFolder(t);
  const script = join(import.meta.dirname, 'crash-texter.ts');
  const child = spawn(
    process.execPath,
    [script, folder, accountSid, contact, number, `${base}/sms`, `${base}/status`],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  t.after(() => child.kill('SIGKILL'));
  const exited = once(child, 'exit');
  const lines: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    lines.push(line);
    // Acknowledged, and its request is under way.
    if (lines.length === 2) break;
  }
  child.kill('SIGKILL');
  await exited;
  const sid = lines.find((line) => line !== 'asked');
  assert.equal(hooks.length, 0);

  const { settled, pass, thread } = await openNetwork(t, { folder });
  await settled();
  await pass(1_000);
  const texts = hooks.filter(({ path }) => path === '/sms');
  assert.deepEqual(
    texts.map(({ params }) => params.MessageSid),
    [sid],
  );
  assert.deepEqual(conversation(await thread()), ['< Out', '> In', '< Reply']);
  const statuses = hooks.filter(({ path }) => path === '/status').map(({ params }) => params.MessageStatus);
  assert.deepEqual(statuses.toSorted(), ['delivered', 'sent']);
  await pass(100_000);
  assert.equal(hooks.length, 3);
});

test('what was under way at a close is done after the next start', async (t) => {
  const { base, hooks, next } = await openHooks(t, () => (hooks.length === 1 ? 'hang' : {}));
  const folder = await openFolder(t);
  const first = await openNetwork(t, { folder }, { smsUrl: base });
  const arrived = next();
  const { sid } = await first.text('Hi');
  await arrived;
  await first.close();
  const second = await openNetwork(t, { folder });
  await second.settled();
  assert.deepEqual(
    hooks.map(({ params }) => params.MessageSid),
    [sid, sid],
  );
});

test('the same key makes one message, before and after a restart', async (t) => {
  const folder = await openFolder(t);
  const request = { accountSid, key: 'k', message: { to: contact, from: number, body: 'Hi' } };
  const first = await openNetwork(t, { folder });
  const results = await Promise.all([1, 2, 3].map(() => first.carrier.send(request)));
  await first.close();
  const second = await openNetwork(t, { folder });
  results.push(await second.carrier.send(request));
  assert.equal(new Set(results.map((result) => result.ok && result.resource.sid)).size, 1);
  assert.equal((await second.thread()).length, 1);
});

test('the file is private, belongs to one process, and is not opened when it is newer', async (t) => {
  const folder = await openFolder(t);
  const first = await openNetwork(t, { folder });
  const path = join(folder, 'carrier.sqlite');
  assert.equal((await stat(path)).mode & 0o777, 0o600);
  await assert.rejects(openNetwork(t, { folder }), /is in use by another process/);
  await first.close();
  const database = new DatabaseSync(path);
  database.exec('PRAGMA user_version = 999');
  database.close();
  await assert.rejects(openNetwork(t, { folder }), /from a newer Atelier/);
});

test('one job that fails leaves the others of its batch alone', async (t) => {
  const { network, carrier } = await openNetwork(t);
  const bad = network.createNumber(accountSid, { phoneNumber: '+15550003333' }, { smsUrl: Symbol('no text') as never });
  const good = Promise.all(
    [1, 2, 3].map((key) =>
      carrier.send({ accountSid, key: `${key}`, message: { to: contact, from: number, body: 'Hi' } }),
    ),
  );
  await bad;
  assert.deepEqual(
    (await good).map(({ ok }) => ok),
    [true, true, true],
  );
});

test('after the close nothing is taken any more', async (t) => {
  const { network, close, send } = await openNetwork(t);
  granted(await send());
  await close();
  await assert.rejects(network.createMessage(accountSid, { from: number, to: contact, body: 'Hi' }), /is closed/);
});
