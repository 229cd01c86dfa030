import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { atelier, folder } from '../io-fixture.ts';
import { shapedError, shapedPage, twilioShaped } from '../remote/twilio-shaped-fixture.ts';

const read = (path: string) => readFileSync(path, 'utf8');
const sidOf = (n: number) => `FW${String(n).padStart(32, '0')}`;
const row = (n: number, more: object = {}) => ({
  sid: sidOf(n),
  account_sid: `AC${'0'.repeat(32)}`,
  friendly_name: `Flow ${n}`,
  status: 'draft',
  revision: 1,
  commit_message: null,
  ...more,
});

test('from a service with pages, limits and faults: what was fetched is kept, and the rest is told', async (t) => {
  let wasLimited = false;
  const server = await twilioShaped(t, (path) => {
    if (path.startsWith('/v2/Flows?')) {
      if (!wasLimited) {
        wasLimited = true;
        return { ...shapedError(429, 20429, 'Too Many Requests'), headers: { 'retry-after': '0' } };
      }
      if (path.includes('Page=1')) return shapedPage('flows', [row(3)], null);
      const next = 'https://studio.twilio.com/v2/Flows?PageSize=1000&Page=1&PageToken=x';
      return shapedPage('flows', [row(1), row(2)], next);
    }
    // The list of v1 has one that v2 does not know (rest-api §8).
    if (path.startsWith('/v1/Flows')) return shapedPage('flows', [row(1), { ...row(4), version: 7 }], null);
    if (path.includes('TestUsers')) return { body: { sid: sidOf(1), test_users: [], url: '' } };
    if (path === `/v2/Flows/${sidOf(2)}`) return shapedError(400, 20001, 'No good');
    // An invalid draft of the console, in a form that was never published through the API.
    if (path === `/v2/Flows/${sidOf(3)}`) return { body: { ...row(3), valid: false, definition: { states: 'none' } } };
    if (path === `/v2/Flows/${sidOf(1)}`) return { body: { ...row(1), definition: { states: [] } } };
    return shapedError(404, 20404, 'The requested resource was not found');
  });
  const path = folder(t);
  const argv = ['pull', '--from', server.url, '--account', 'AC1', '--token', 'x', '--folder', path];
  const { code, out, err } = await atelier(argv);
  assert.deepEqual([code, err], [1, '']);
  assert.match(out, /^Flow 2: No good \(20001\)$/m);
  assert.match(out, /^Flow 4: the API gives no definition of FW0+4: open it in the console/m);
  assert.match(out, /^2 new, 1 left out, 1 failed\.$/m);
  assert.deepEqual(JSON.parse(read(join(path, 'flow-3.json'))), { states: 'none' });
  const { flows } = JSON.parse(read(join(path, 'atelier-flows.json')));
  assert.deepEqual(
    flows.map((flow: { friendly_name: string; file: string | null }) => [flow.friendly_name, flow.file]),
    [
      ['Flow 1', 'flow-1.json'],
      ['Flow 3', 'flow-3.json'],
      ['Flow 4', null],
    ],
  );
});

test('a service that fails on the way: what was fetched is kept, and it says so', async (t) => {
  const server = await twilioShaped(t, (path) => {
    if (path.startsWith('/v2/Flows?')) return shapedPage('flows', [row(1), row(2)], null);
    if (path.includes('TestUsers')) return { body: { test_users: [] } };
    if (path === `/v2/Flows/${sidOf(1)}`) return { body: { ...row(1), definition: {} } };
    return path.includes(sidOf(2)) ? shapedError(401, 20003, 'Authenticate') : shapedError(404, 20404, 'Not found');
  });
  const path = folder(t);
  const argv = ['pull', '--from', server.url, '--account', 'AC1', '--token', 'x', '--folder', path];
  const { code, out, err } = await atelier(argv);
  assert.equal(code, 1);
  assert.match(out, /^Flow 1: /);
  assert.match(err, /does not know the credentials of AC1.*\natelier: it stopped there; what is told above is done\n$/);
  assert.equal(JSON.parse(read(join(path, 'atelier-flows.json'))).flows.length, 1);
});

test('a folder that cannot be written: one line', async (t) => {
  const server = await twilioShaped(t, (path) => {
    if (path.startsWith('/v2/Flows?')) return shapedPage('flows', [row(1)], null);
    if (path.includes('TestUsers')) return { body: { test_users: [] } };
    return path.startsWith('/v2') ? { body: { ...row(1), definition: {} } } : shapedPage('flows', [], null);
  });
  const blocked = join(folder(t), 'file');
  writeFileSync(blocked, '');
  const argv = ['pull', '--from', server.url, '--account', 'AC1', '--token', 'x', '--folder', join(blocked, 'flows')];
  const { code, err } = await atelier(argv);
  assert.equal(code, 2);
  assert.match(err, /^atelier: cannot (read|write) [^\n]+\n$/);
});
