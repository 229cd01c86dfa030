import assert from 'node:assert/strict';
import { test } from 'node:test';
import { account, type Body, createFlow, otherAccount } from '../../../test/e2e/api-server.ts';
import { openComposed } from '../../../test/e2e/composed-server.ts';
import { CarrierUnreachable } from '../../carriers/carrier.ts';
import { signIn, startConsole } from './console-fixture.ts';

test('a server that is well says so, with what it waits for', async (t) => {
  const server = await startConsole();
  t.after(() => server.close());
  const browser = await signIn(server);
  const flow = await createFlow(server);
  const form = { To: '+15550001001', From: '+15550001234' };
  await server.call('POST', `/v2/Flows/${flow}/Executions`, { form });
  await server.runtime.settled();
  // The widget has a whole hour, and then this minute has passed.
  server.clock.advance(60_000);
  const { status, body } = await browser.call('GET', '/console/api/health');
  assert.equal(status, 200);
  const { store, ...rest } = body;
  assert.ok(store.ready && store.commits_measured > 0 && store.commit_p50_ms <= store.commit_p99_ms);
  assert.deepEqual(rest, {
    status: 'ok',
    checked_ms: server.clock.now(),
    version: '1.2.3',
    deadlines: { due_in_an_hour: 1, late: 0 },
    effects: [],
    failed_messages: [],
    server: {
      carriers: [{ name: 'simulator', type: 'simulator', default: true }],
      disk: { free_bytes: 5, total_bytes: 10, data_bytes: 2 },
      sinks: [{ name: 'crm', events_behind: 3, last_error: 'no answer' }],
    },
  });
});

test('what fails is told with the reason, and nothing of what was written or to whom', async (t) => {
  const server = await startConsole(
    {},
    {
      refuses({ message }) {
        if (message.to === '+15550001002') return { ok: false, code: 21610, message: 'opted out' };
        throw new CarrierUnreachable('the carrier is down', { isUnsent: true });
      },
    },
  );
  t.after(() => server.close());
  const browser = await signIn(server);
  const flow = await createFlow(server);
  for (const To of ['+15550001002', '+15550001003']) {
    await server.call('POST', `/v2/Flows/${flow}/Executions`, { form: { To, From: '+15550001234' } });
  }
  await server.runtime.settled();
  const { body, text } = await browser.call('GET', '/console/api/health');
  assert.equal(body.status, 'attention');
  assert.deepEqual(
    body.failed_messages.map(({ status, error_code }: Body) => [status, error_code]),
    [['failed', 21610]],
  );
  assert.deepEqual(
    body.effects.map(({ type, failing, error_message }: Body) => [type, failing, error_message]),
    [['message.send', 1, 'the carrier is down']],
  );
  assert.doesNotMatch(text, /Your name|\+1555/);
});

test('a subaccount hears of itself, and nothing of the server', async (t) => {
  const server = await startConsole();
  t.after(() => server.close());
  await server.storage.saveAccount({ ...otherAccount, parentSid: account.sid });
  const browser = await signIn(server, [otherAccount.sid, otherAccount.authToken]);
  const { body } = await browser.call('GET', '/console/api/health');
  assert.deepEqual([body.status, body.server], ['ok', null]);
});

test('the whole server tells its carriers, its disk and its version, and signs in its own browser', async (t) => {
  const { server, accountSid } = await openComposed(t);
  const session = await fetch(`${server.url}/console/api/session`);
  const signedIn: Body = await session.json();
  assert.equal(signedIn.account_sid, accountSid);
  const cookie = session.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const health: Body = await (await fetch(`${server.url}/console/api/health`, { headers: { cookie } })).json();
  assert.match(health.version, /^\d+\.\d+\.\d+/);
  assert.deepEqual(health.server.carriers, [{ name: 'simulator', type: 'simulator', default: true }]);
  const { free_bytes, total_bytes, data_bytes } = health.server.disk;
  assert.ok(free_bytes > 0 && free_bytes < total_bytes && data_bytes > 0);
  assert.deepEqual(health.server.sinks, []);
  for (const path of [
    '/local/Tasks',
    '/simulator/contacts',
    '/outbox/messages',
    `/2010-04-01/Accounts/${accountSid}.json`,
  ]) {
    const { status } = await fetch(server.url + path, { headers: { cookie } });
    assert.notEqual(status, 401, path);
  }
  const forged = await fetch(`${server.url}/simulator/messages`, { method: 'POST', headers: { cookie } });
  assert.equal(forged.status, 403);
});
