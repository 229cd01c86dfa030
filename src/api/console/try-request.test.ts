import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ApiServer, createFlow, otherAccount } from '../../../test/e2e/api-server.ts';
import { serve } from '../../../test/local-server.ts';
import { studioDefaults } from '../../engine/limits.ts';
import { studioSettings } from '../../engine/settings.ts';
import { realClock } from '../../runtime/clock.ts';
import { createExchange } from '../../runtime/exchange.ts';
import { createHttpClient } from '../../runtime/http-client.ts';
import { type Browser, signIn, startConsole } from './console-fixture.ts';

let server: ApiServer;
let browser: Browser;
before(async () => {
  const client = createHttpClient({ clock: realClock, allowedHosts: ['127.0.0.1'] });
  const exchange = createExchange({ client, limits: studioDefaults, tokenOf: async () => 'token' });
  server = await startConsole({ outside: { exchange, runFunction: exchange, settings: studioSettings } });
  browser = await signIn(server);
});
after(() => server.close());

async function attempt(type: string, properties: object) {
  const form = { type, properties: JSON.stringify(properties) };
  return (await browser.call('POST', '/console/api/try', { form })).body;
}

test('a request is made as the widget makes it, and its answer is what the widget would keep', async (t) => {
  const base = await serve(t, (request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ asked: request.url }));
  });
  const parameters = [{ key: 'size', value: 'L & {{not a template}}' }];
  const { request, answer, event, output, duration_ms } = await attempt('make-http-request', {
    method: 'GET',
    url: `${base}/price`,
    parameters,
  });
  assert.deepEqual([request.method, request.url], ['GET', `${base}/price?size=L+%26+%7B%7Bnot+a+template%7D%7D`]);
  assert.deepEqual([answer.status, answer.bytes > 0, answer.headers['content-type']], [200, true, 'application/json']);
  assert.equal(event, 'success');
  assert.deepEqual(Object.keys(output), ['body', 'content_type', 'status_code', 'parsed']);
  assert.equal(typeof duration_ms, 'number');
});

test('a function is called with its signature', async (t) => {
  let signature: unknown;
  const base = await serve(t, (request, response) => {
    signature = request.headers['x-twilio-signature'];
    response.statusCode = 500;
    response.end('no');
  });
  const { event, answer, request } = await attempt('run-function', {
    url: `${base}/store`,
    parameters: [{ key: 'a', value: '1' }],
  });
  assert.deepEqual([event, answer.status, request.body, request.signed], ['fail', 500, 'a=1', true]);
  assert.equal(typeof signature, 'string');
});

const kept = [
  { name: 'a private address', properties: { url: 'http://10.1.2.3/' }, shows: 'failed', is: 'refused' },
  { name: 'no URL', properties: { url: 'price' }, shows: 'fault', is: 'its URL is not valid after rendering' },
  {
    name: "the account's credentials for a foreign host",
    properties: { url: 'http://127.0.0.1:1/', add_twilio_auth: true },
    shows: 'fault',
    is: "it may not send the account's credentials to 127.0.0.1",
  },
];
for (const { name, properties, shows, is } of kept) {
  test(`${name} is not asked`, async () => {
    const { answer, fault } = await attempt('make-http-request', properties);
    assert.equal(shows === 'fault' ? fault : answer.failed, is);
  });
}

test('a widget that makes no request cannot be tried', async () => {
  const form = { type: 'send-message', properties: '{}' };
  assert.equal((await browser.call('POST', '/console/api/try', { form })).status, 400);
});

test('samples are the latest executions that reached a widget, with their context', async () => {
  const flow = await createFlow(server);
  const start = async (to: string) => {
    const form = { To: to, From: '+15550001234' };
    await server.call('POST', `/v2/Flows/${flow}/Executions`, { form });
    await server.runtime.settled();
  };
  await start('+15550001001');
  server.clock.advance(1_000);
  await start('+15550001002');
  const samples = async (widget: string) =>
    (await browser.call('GET', `/console/api/flows/${flow}/samples?widget=${widget}`)).body.samples;
  const found = await samples('ask');
  assert.deepEqual(
    found.map(({ contact }: { contact: string }) => contact),
    ['+15550001002', '+15550001001'],
  );
  assert.equal(found[0].context.contact.channel.address, '+15550001002');
  assert.deepEqual(await samples('nowhere'), []);
});

test('the flow of another account has no samples', async () => {
  const stranger = await signIn(server, [otherAccount.sid, otherAccount.authToken]);
  const flow = await createFlow(server);
  assert.equal((await stranger.call('GET', `/console/api/flows/${flow}/samples?widget=ask`)).status, 404);
});
