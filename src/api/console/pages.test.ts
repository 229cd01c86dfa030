import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { brotliCompressSync, gunzipSync, gzipSync } from 'node:zlib';
import type { ApiServer } from '../../../test/e2e/api-server.ts';
import { rawRequest } from '../../../test/e2e/raw-http.ts';
import { startConsole } from './console-fixture.ts';

const script = `console.log(${JSON.stringify('x'.repeat(2_000))});`;
let folder: string;
let server: ApiServer;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atelier-console-'));
  await mkdir(join(folder, 'assets', 'workers'), { recursive: true });
  await writeFile(
    join(folder, 'index.html'),
    '<!doctype html><style nonce="__NONCE__"></style><meta content="__NONCE__">',
  );
  await writeFile(join(folder, 'assets', 'index-a1.js'), script);
  await writeFile(join(folder, 'assets', 'index-a1.js.br'), brotliCompressSync(script));
  await writeFile(join(folder, 'assets', 'index-a1.js.gz'), gzipSync(script));
  await writeFile(join(folder, 'assets', 'workers', 'elk-b2.js'), script);
  await writeFile(join(folder, 'assets', '.secret.js'), 'hidden');
  await writeFile(join(folder, 'assets', 'notes.exe'), 'unknown');
  await writeFile(join(folder, 'secret.js'), 'outside');
  server = await startConsole({ folder });
});
after(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

for (const path of ['/', '/console', '/console/']) {
  test(`${path} leads to the flows`, async () => {
    const { status, headers } = await server.call('GET', path, { auth: null });
    assert.deepEqual([status, headers.get('location')], [302, '/console/flows']);
  });
}

for (const path of [
  '/console/flows',
  '/console/flows/FW1?widget=ask',
  '/console/sign-in',
  '/console/apis',
  '/console/a.b/c',
]) {
  test(`${path} is the page`, async () => {
    const { status, text, headers } = await server.call('GET', path, { auth: null });
    assert.equal(status, 200);
    assert.equal(headers.get('content-type'), 'text/html; charset=utf-8');
    assert.equal(headers.get('cache-control'), 'no-store');
    assert.match(text, /^<!doctype html>/);
  });
}

test('the policy is the one that is written, with a nonce of its own in each answer', async () => {
  const nonces = new Set<string>();
  for (let count = 0; count < 3; count++) {
    const { text, headers } = await server.call('GET', '/console/flows', { auth: null });
    const nonce = /<style nonce="([^"]+)">/.exec(text)?.[1] ?? '';
    assert.match(nonce, /^[A-Za-z0-9+/]{24}$/);
    assert.equal(text, `<!doctype html><style nonce="${nonce}"></style><meta content="${nonce}">`);
    assert.equal(
      headers.get('content-security-policy'),
      `default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self' 'nonce-${nonce}'; img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'; object-src 'none'`,
    );
    nonces.add(nonce);
  }
  assert.equal(nonces.size, 3);
});

test('nothing of a request comes back in the headers or the page', async () => {
  const path = '/console/flows?nonce=%0d%0aSet-Cookie:%20a=b&x=__NONCE__%22%3E%3Cscript%3E';
  const { text, headers } = await server.call('GET', path, { auth: null, headers: { 'x-nonce': 'abc' } });
  assert.equal(headers.get('set-cookie'), null);
  assert.doesNotMatch(text + JSON.stringify([...headers]), /script>|Set-Cookie|abc/);
});

test('pages are for no other site', async () => {
  const { headers } = await server.call('GET', '/console/flows', { auth: null });
  assert.equal(headers.get('access-control-allow-origin'), null);
  assert.equal(headers.get('access-control-allow-credentials'), null);
  assert.equal(headers.get('referrer-policy'), 'no-referrer');
  assert.equal(headers.get('cross-origin-opener-policy'), 'same-origin');
  assert.equal(headers.get('cross-origin-resource-policy'), 'same-origin');
  assert.equal(headers.get('x-content-type-options'), 'nosniff');
  assert.equal(headers.get('x-frame-options'), 'DENY');
});

const forms = [
  { accepts: 'gzip, deflate, br', coding: 'br' },
  { accepts: 'gzip', coding: 'gzip' },
  { accepts: 'br;q=0, gzip', coding: 'gzip' },
  { accepts: 'identity', coding: undefined },
];
for (const { accepts, coding } of forms) {
  test(`a file leaves as ${coding ?? 'it is'} for those who accept ${accepts}`, async () => {
    const { status, headers, bytes } = await rawRequest(server.port, 'GET', '/console/assets/index-a1.js', {
      headers: { 'accept-encoding': accepts },
    });
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'text/javascript; charset=utf-8');
    assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable');
    assert.equal(headers['content-encoding'], coding);
    assert.equal(headers.vary, 'Accept-Encoding');
    if (coding === 'gzip') assert.equal(gunzipSync(bytes).toString(), script);
    if (coding === undefined) assert.equal(bytes.toString(), script);
  });
}

test('a file without a packed form beside it is packed on its way', async () => {
  const { headers, bytes } = await rawRequest(server.port, 'GET', '/console/assets/workers/elk-b2.js', {
    headers: { 'accept-encoding': 'br, gzip' },
  });
  assert.equal(headers['content-encoding'], 'gzip');
  assert.equal(gunzipSync(bytes).toString(), script);
});

const outside = [
  '/console/assets/../secret.js',
  '/console/assets/..%2fsecret.js',
  '/console/assets/%2e%2e/secret.js',
  '/console/assets/workers/..%2f..%2fsecret.js',
  '/console/assets/..%5csecret.js',
  '/console/assets//etc/passwd',
  '/console/assets/%2fetc%2fpasswd.js',
  '/console/assets/index-a1.js%00.css',
  '/console/assets/.secret.js',
  '/console/assets/notes.exe',
  '/console/assets/index-a1.js.br',
  '/console/assets/workers',
  '/console/assets/workers.js',
  '/console/assets/index-a1.js/x.js',
  '/console/assets/',
];
for (const path of outside) {
  test(`${path} is no file of the console`, async () => {
    const { status, bytes } = await rawRequest(server.port, 'GET', path);
    assert.equal(status, 404);
    assert.doesNotMatch(bytes.toString(), /outside|hidden|unknown|root:/);
  });
}

test('an unknown path of the API is no page', async () => {
  const { status, body } = await server.call('GET', '/console/api/nothing', { auth: null });
  assert.deepEqual([status, body.code], [404, 20404]);
});

test('a console that has not been built says how', async () => {
  const unbuilt = await startConsole();
  const { status, text, headers } = await unbuilt.call('GET', '/console/flows', { auth: null });
  await unbuilt.close();
  assert.equal(status, 503);
  assert.match(text, /npm run console/);
  const nonce = /nonce="([^"]+)"/.exec(text)?.[1] ?? 'none';
  assert.ok(headers.get('content-security-policy')?.includes(`'nonce-${nonce}'`));
});
