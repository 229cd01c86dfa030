import assert from 'node:assert/strict';
import { test } from 'node:test';
import { account, otherAccount } from '../../../test/e2e/api-server.ts';
import { signIn, startConsole } from './console-fixture.ts';

test('what the server is set to is shown to the main account', async (t) => {
  const server = await startConsole();
  t.after(() => server.close());
  const { status, body } = await (await signIn(server)).call('GET', '/console/api/setup');
  assert.equal(status, 200);
  assert.deepEqual(body, {
    file: '/shop/atelier.yaml',
    values: [{ name: 'limits.httpSeconds', value: 5, usual: 10, variable: 'ATELIER_LIMITS' }],
    carriers: [{ name: 'main', type: 'twilio', default: true, given: { account_sid: 'AC1', auth_token: null } }],
    functions: { folder: '/shop/functions', paths: ['/store'], mappings: [] },
  });
});

test('and to no subaccount', async (t) => {
  const server = await startConsole();
  t.after(() => server.close());
  await server.storage.saveAccount({ ...otherAccount, parentSid: account.sid });
  const browser = await signIn(server, [otherAccount.sid, otherAccount.authToken]);
  const { status, body } = await browser.call('GET', '/console/api/setup');
  assert.deepEqual([status, body.code], [403, 20403]);
});
