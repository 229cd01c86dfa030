import assert from 'node:assert/strict';
import { test } from 'node:test';
import { atelier, file, folder } from './io-fixture.ts';

test('serves until it is asked to stop; options win over the environment', async (t) => {
  let stop = () => {};
  const stopped = new Promise<void>((resolve) => {
    stop = resolve;
  });
  const health: Promise<number>[] = [];
  const { code, out, err } = await atelier(['serve', '--port', '0', '--data', folder(t)], '', {
    env: { PORT: 'not a port', ATELIER_LOG_LEVEL: 'silent' },
    stopped: () => stopped,
    onOut: (text) => {
      const url = /listens on (http:\/\/127\.0\.0\.1:\d+)\n/.exec(text)?.[1];
      if (!url || health.length > 0) return;
      health.push(fetch(`${url}/healthz`).then(({ status }) => status));
      health[0]?.finally(stop);
    },
  });
  assert.deepEqual([code, err], [0, '']);
  assert.deepEqual(await Promise.all(health), [200]);
  assert.match(out, /^ {2}account {2}AC[0-9a-f]{32}$/m);
  assert.match(out, /^ {2}token {4}[0-9a-f]{32} {3}\(shown this once, kept in \S+credentials\)$/m);
  assert.match(out, /^ {2}\+15550100001 {2}Greeting: /m);
});

for (const [argv, env] of [
  [['serve', '--port', 'x'], {}],
  [['serve'], { PORT: '70000' }],
] as const) {
  test(`${argv.join(' ')} with ${JSON.stringify(env)}: one line, exit code 2`, async () => {
    const { code, err } = await atelier(argv, '', { env });
    assert.equal(code, 2);
    assert.match(err, /^atelier: PORT is [^\n]+\n$/);
  });
}

test('a settings file that cannot be used: each problem on a line, exit code 2, nothing started', async (t) => {
  const path = file(t, 'settings.yaml', 'carrier: {}\npublic_url: x\n');
  const { code, out, err } = await atelier(['serve', '--config', path, '--port', '0']);
  assert.deepEqual([code, out], [2, '']);
  assert.deepEqual(err.replaceAll(path, 'FILE').split('\n').slice(0, -1), [
    'atelier: FILE:1:1: carrier: is not a key here; did you mean carriers?',
    'FILE:2:13: public_url: has not the form it needs: a URL that begins with http:// or https://',
  ]);
});
