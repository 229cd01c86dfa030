import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { type ApiServer, account, apiKey, createFlow, otherAccount, startApi } from '../../test/e2e/api-server.ts';
import { rawGet, rawRequest } from '../../test/e2e/raw-http.ts';
import { parseBasic } from './auth.ts';
import { acceptsCoding } from './compression.ts';

let server: ApiServer;
let flow: string;
before(async () => {
  server = await startApi();
  flow = await createFlow(server);
});
after(() => server.close());

const answers = [
  { name: 'a success', method: 'GET', path: '/v2/Flows', status: 200 },
  { name: 'a refusal', method: 'GET', path: '/v2/Flows/x', status: 404 },
  { name: 'an unknown path', method: 'GET', path: '/x', status: 404 },
  { name: 'a malformed URL', method: 'GET', path: '/v2/%zz', status: 400 },
  { name: 'a long segment', method: 'GET', path: `/v2/Flows/${'x'.repeat(300)}`, status: 404 },
  { name: 'a preflight', method: 'OPTIONS', path: '/v2/Flows', status: 204 },
  { name: 'health', method: 'GET', path: '/healthz', status: 200 },
];
for (const { name, method, path, status } of answers) {
  test(`${name} bears the usual headers`, async () => {
    const { headers, ...answer } = await server.call(method, path);
    assert.equal(answer.status, status);
    assert.match(headers.get('twilio-request-id') ?? '', /^RQ[0-9a-f]{32}$/);
    assert.match(headers.get('twilio-request-duration') ?? '', /^\d+\.\d{3}$/);
    assert.equal(headers.get('access-control-allow-origin'), '*');
    assert.equal(headers.get('access-control-allow-methods'), 'GET, POST, DELETE, OPTIONS');
    assert.equal(headers.get('access-control-allow-credentials'), 'true');
    assert.equal(headers.get('access-control-expose-headers'), 'ETag, Twilio-Request-Id');
    assert.match(headers.get('access-control-allow-headers') ?? '', /Authorization.*Idempotency-Key$/);
    assert.equal(headers.get('x-home-region'), 'us1');
    assert.equal(headers.get('strict-transport-security'), null);
  });
}

test('each request has its own id, which the log has too', async () => {
  const one = await server.call('GET', '/v2/Flows?PageSize=7');
  const other = await server.call('GET', '/v2/Flows');
  const id = one.headers.get('twilio-request-id');
  assert.notEqual(id, other.headers.get('twilio-request-id'));
  const line = server.log.find(({ reqId }) => reqId === id);
  assert.deepEqual(
    { method: line?.method, route: line?.route, status: line?.status },
    { method: 'GET', route: '/v2/Flows', status: 200 },
  );
  assert.doesNotMatch(JSON.stringify(line), /PageSize/);
});

test('concurrent requests are counted while they last', async () => {
  const gate = Promise.withResolvers<void>();
  const counting = await startApi({
    modules: [
      {
        access: 'public',
        register(app) {
          app.get('/wait', () => gate.promise.then(() => ({})));
          app.get('/pass', async () => ({}));
        },
      },
    ],
  });
  const count = async (path: string) => (await counting.call('GET', path)).headers.get('twilio-concurrent-requests');
  const waiting = Promise.all([count('/wait'), count('/wait')]);
  let seen: string | null;
  do seen = await count('/pass');
  while (seen !== '3');
  gate.resolve();
  assert.deepEqual((await waiting).toSorted(), ['1', '2']);
  assert.equal(await count('/pass'), '1');
  await counting.close();
});

test('HEAD answers like GET without the body', async () => {
  const get = await rawGet(server.port, `/v2/Flows/${flow}`, {});
  const auth = `${account.sid}:${account.authToken}`;
  const head = await rawRequest(server.port, 'HEAD', `/v2/Flows/${flow}`, { auth });
  assert.equal(head.status, 200);
  assert.equal(head.headers['content-length'], String(get.bytes.length));
  assert.equal(head.bytes.length, 0);
  const refused = await rawRequest(server.port, 'HEAD', '/v2/Flows');
  assert.equal(refused.status, 401);
});

const known = ['/v2/Flows', '/v2/Flows/Validate', '/v2/Flows/FW1/Executions/FN1/Steps/FT1/Context', '/v1/Flows/FW1'];
for (const path of known) {
  test(`OPTIONS ${path} needs no credentials`, async () => {
    const { status, text, headers } = await server.call('OPTIONS', path, { auth: null });
    assert.equal(status, 204);
    assert.equal(text, '');
    assert.match(headers.get('allow') ?? '', /OPTIONS/);
  });
}

test('OPTIONS of an unknown path is not found', async () => {
  assert.equal((await server.call('OPTIONS', '/v2/flows', { auth: null })).status, 404);
});

test('a body worth it is compressed for those who ask', async () => {
  const plain = await rawGet(server.port, `/v2/Flows/${flow}`, {});
  const packed = await rawGet(server.port, `/v2/Flows/${flow}`, { 'accept-encoding': 'gzip, deflate' });
  assert.equal(plain.headers['content-encoding'], undefined);
  assert.equal(packed.headers['content-encoding'], 'gzip');
  assert.equal(packed.headers.vary, 'Accept-Encoding');
  assert.equal(packed.headers['content-length'], String(packed.bytes.length));
  assert.deepEqual(JSON.parse(gunzipSync(packed.bytes).toString()), plain.body);
  const small = await rawGet(server.port, '/healthz', { 'accept-encoding': 'gzip' });
  assert.equal(small.headers['content-encoding'], undefined);
});

const encodings = [
  { header: undefined, gzip: false },
  { header: 'gzip', gzip: true },
  { header: 'br, GZIP;q=0.5', gzip: true },
  { header: 'gzip;q=0', gzip: false },
  { header: '*', gzip: true },
  { header: '*, gzip; q=0', gzip: false },
  { header: 'identity', gzip: false },
];
for (const { header, gzip } of encodings) {
  test(`Accept-Encoding ${header} ${gzip ? 'asks' : 'does not ask'} for gzip`, () => {
    assert.equal(acceptsCoding(header, 'gzip'), gzip);
  });
}

const credentials = [
  { header: `Basic ${btoa('a:b')}`, user: 'a', password: 'b' },
  { header: `basic  ${btoa('a:b:c')}`, user: 'a', password: 'b:c' },
  { header: `Basic ${btoa(':')}`, user: '', password: '' },
  { header: `Basic ${btoa('ab')}` },
  { header: `Basic ${btoa('a:\xff')}` },
  { header: 'Bearer abc' },
  { header: '' },
  { header: undefined },
];
for (const { header, user, password } of credentials) {
  test(`the credentials of ${header} are ${user === undefined ? 'none' : `${user} and ${password}`}`, () => {
    assert.deepEqual(parseBasic(header), user === undefined ? undefined : { user, password });
  });
}

test('a key opens the account it belongs to, and no other', async () => {
  const byKey = await server.call('GET', `/v2/Flows/${flow}`, { auth: [apiKey.sid, apiKey.secret] });
  assert.equal(byKey.status, 200);
  assert.equal(byKey.body.account_sid, account.sid);
  const wrong = await server.call('GET', '/v2/Flows', { auth: [apiKey.sid, account.authToken] });
  assert.equal(wrong.status, 401);
  const others = await server.call('GET', '/v2/Flows', { auth: [otherAccount.sid, otherAccount.authToken] });
  assert.deepEqual(others.body.flows, []);
});

test('a server that can reach its store is ready, one that cannot answers 503/20503', async () => {
  assert.deepEqual((await server.call('GET', '/readyz', { auth: null })).body, { status: 'ok' });
  const deps = { storage: { ...server.storage, isReady: async () => false } };
  const unready = await startApi({ deps });
  const { status, body, headers } = await unready.call('GET', '/readyz', { auth: null });
  await unready.close();
  assert.deepEqual([status, body.code, headers.get('retry-after')], [503, 20503, '1']);
});
