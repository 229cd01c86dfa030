import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ApiServer, createFlow, startApi } from '../../test/e2e/api-server.ts';
import { rawGet } from '../../test/e2e/raw-http.ts';
import { withoutJsonSuffix } from './urls.ts';

let server: ApiServer;
let flow: string;
before(async () => {
  server = await startApi();
  flow = await createFlow(server);
});
after(() => server.close());

const hosts = [
  { headers: { Host: 'studio.example.com' }, base: 'http://studio.example.com' },
  { headers: { Host: 'localhost:4000' }, base: 'http://localhost:4000' },
  { headers: { Host: '[::1]:4000' }, base: 'http://[::1]:4000' },
  { headers: { Host: 'a', 'X-Forwarded-Proto': 'https' }, base: 'https://a' },
  { headers: { Host: 'a', 'X-Forwarded-Proto': 'https,http', 'X-Forwarded-Host': 'b, c' }, base: 'https://b' },
  { headers: { Host: 'a', 'X-Forwarded-Proto': 'gopher' }, base: 'http://a' },
  { headers: { Host: 'a', 'X-Forwarded-Host': 'evil.example/?"' }, base: 'http://a' },
  { headers: { Host: 'evil.example/path?x=' }, base: 'local' },
  { headers: { Host: '"><script>' }, base: 'local' },
  { headers: { Host: 'user@evil.example' }, base: 'local' },
  { headers: { Host: '' }, base: 'local' },
  { headers: { Host: 'studio.twilio.com' }, base: 'https://studio.twilio.com', webhooks: 'http://webhooks.twilio.com' },
  {
    headers: { Host: 'studio.sydney.au1.twilio.com' },
    base: 'https://studio.sydney.au1.twilio.com',
    webhooks: 'http://webhooks.twilio.com',
  },
];
for (const { headers, base, webhooks } of hosts) {
  test(`${JSON.stringify(headers)} leads back to ${base}`, async () => {
    const expected = base === 'local' ? `http://127.0.0.1:${server.port}` : base;
    const { body } = await rawGet(server.port, `/v2/Flows/${flow}`, headers);
    assert.equal(body.url, `${expected}/v2/Flows/${flow}`);
    assert.equal(body.links.executions, `${expected}/v2/Flows/${flow}/Executions`);
    assert.equal(body.webhook_url, `${webhooks ?? expected}/v1/Accounts/${body.account_sid}/Flows/${flow}`);
    const list = await rawGet(server.port, '/v2/Flows', headers);
    assert.equal(list.body.meta.url, `${expected}/v2/Flows?PageSize=50&Page=0`);
  });
}

test('a configured address wins over every header', async () => {
  const deps = { publicUrl: 'https://studio.example.com/', webhookBase: 'https://hooks.example.com' };
  const configured = await startApi({ deps });
  const sid = await createFlow(configured);
  const { body } = await configured.call('GET', `/v2/Flows/${sid}`, { headers: { 'x-forwarded-host': 'other' } });
  await configured.close();
  assert.equal(body.url, `https://studio.example.com/v2/Flows/${sid}`);
  assert.equal(body.webhook_url, `https://hooks.example.com/v1/Accounts/${body.account_sid}/Flows/${sid}`);
});

const suffixes = [
  { url: '/v2/Flows.json', route: '/v2/Flows' },
  { url: '/v2/Flows.json?PageSize=1', route: '/v2/Flows?PageSize=1' },
  { url: '/2010-04-01/Accounts/AC1/Calls.json', route: '/2010-04-01/Accounts/AC1/Calls' },
  { url: '/v2/Flows?x=.json', route: '/v2/Flows?x=.json' },
  { url: '/v2/Flows.jsonp', route: '/v2/Flows.jsonp' },
  { url: '/console/manifest.json', route: '/console/manifest.json' },
];
for (const { url, route } of suffixes) {
  test(`${url} is routed as ${route}`, () => assert.equal(withoutJsonSuffix(url), route));
}
