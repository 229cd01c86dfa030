import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { configFromEnv } from './config.ts';
import { setupOf } from './setup.ts';

const file = `
carriers:
  shop:
    type: http
    number: "+15551234567"
    send: { method: GET, url: "https://sms.example.com/send?key=hidden&to={{to}}&text={{body}}" }
  main:
    type: telnyx
    api_key: hidden
    public_key: "hidden"
limits: { httpSeconds: 5, liquid: { loopIterations: 50 } }
functions:
  map: [{ from: https://x-1.twil.io, to: "http://me:hidden@127.0.0.1:3000/" }]
`;

test('what is set is shown beside what is usual, and nothing that is secret', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'setup-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'atelier.yaml'), file);
  mkdirSync(join(folder, 'functions', 'orders'), { recursive: true });
  for (const name of ['store.protected.js', 'orders/new.js', 'notes.txt', '.hidden.js']) {
    writeFileSync(join(folder, 'functions', name), '');
  }
  const config = configFromEnv({ ATELIER_CONFIG: join(folder, 'atelier.yaml'), ATELIER_LOG_LEVEL: 'error' });
  const byName = new Map([
    ['shop', {} as never],
    ['simulator', {} as never],
  ]);
  const setup = setupOf(config, { byName, routes: { fallback: 'shop' } as never });
  const functions = await setup.functions();
  assert.equal(setup.file, join(folder, 'atelier.yaml'));
  const changed = setup.values.filter(({ value, usual }) => JSON.stringify(value) !== JSON.stringify(usual));
  assert.deepEqual(
    changed
      .filter(({ name }) => name !== 'ATELIER_LOCAL_SIGN_IN')
      .map(({ name, value, usual }) => [name, value, usual]),
    [
      ['ATELIER_LOG_LEVEL', 'error', 'warn'],
      ['limits.httpSeconds', 5, 10],
      ['limits.liquid.loopIterations', 50, 15],
    ],
  );
  assert.deepEqual(setup.carriers, [
    { name: 'shop', type: 'http', isDefault: true, given: { number: '+15551234567', send: null } },
    { name: 'simulator', type: 'simulator', isDefault: false, given: {} },
  ]);
  assert.deepEqual(functions, {
    folder: join(folder, 'functions'),
    paths: ['/orders/new', '/store'],
    mappings: [{ from: 'https://x-1.twil.io/', to: 'http://127.0.0.1:3000/' }],
  });
  assert.ok(!JSON.stringify([setup, functions]).includes('hidden'));
});
