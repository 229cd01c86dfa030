import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import fc from 'fast-check';
import { type ApiServer, account, askName, createFlow, startApi } from '../../test/e2e/api-server.ts';
import { rawRequest } from '../../test/e2e/raw-http.ts';

let server: ApiServer;
let flow: string;
let execution: string;
before(async () => {
  server = await startApi();
  flow = await createFlow(server);
  const form = { To: '+15550000001', From: '+15550000002' };
  execution = (await server.call('POST', `/v2/Flows/${flow}/Executions`, { form })).body.sid;
});
after(() => server.close());

const word = fc.constantFrom(
  'Flows',
  'Executions',
  'Engagements',
  'Steps',
  'Context',
  'Revisions',
  'TestUsers',
  'Validate',
);
const known = fc.constantFrom('{flow}', '{execution}', `FW${'0'.repeat(32)}`, '1', 'LatestPublished', '.json', '');
const odd = fc.string({ unit: 'binary', maxLength: 12 }).map((text) => encodeURIComponent(text.toWellFormed()));
const raw = fc.stringMatching(/^[!-~]{0,12}$/);
const segment = fc.oneof({ weight: 5, arbitrary: word }, { weight: 5, arbitrary: known }, odd, raw);
const path = fc
  .tuple(fc.constantFrom('v1', 'v2', 'v3', ''), fc.array(segment, { maxLength: 7 }))
  .map(([version, segments]) => `/${[version, ...segments].join('/')}`);
const name = fc.constantFrom(
  'FriendlyName',
  'Status',
  'Definition',
  'CommitMessage',
  'AuthorSid',
  'To',
  'From',
  'Parameters',
  'TestUsers',
  'PageSize',
  'Page',
  'PageToken',
  'DateCreatedFrom',
  'status',
  '__proto__',
  'constructor',
);
const value = fc.oneof(
  fc.constantFrom(
    'draft',
    'published',
    'ended',
    'active',
    '',
    '50',
    '-1',
    '{}',
    '[]',
    '{"__proto__":{"a":1}}',
    '\0',
    'null',
  ),
  fc.constant(JSON.stringify(askName())),
  fc.json({ maxDepth: 4 }),
  fc.string({ unit: 'binary', maxLength: 40 }).map((text) => text.toWellFormed()),
);
const fields = fc.array(fc.tuple(name, value), { maxLength: 6 });
const encoded = fields.map((pairs) => Buffer.from(new URLSearchParams(pairs).toString()));
const json = fields.map((pairs) => Buffer.from(JSON.stringify(Object.fromEntries(pairs))));
const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array));
const request = fc.record({
  method: fc.constantFrom('GET', 'POST', 'POST', 'POST', 'DELETE', 'PUT', 'HEAD', 'OPTIONS', 'PATCH', 'TRACE'),
  path,
  query: fc.oneof(
    fc.constant(''),
    fields.map((pairs) => `?${new URLSearchParams(pairs)}`),
    raw.map((text) => `?${text}`),
  ),
  type: fc.constantFrom('application/x-www-form-urlencoded', 'application/json', 'text/plain', 'a;b=c', ''),
  body: fc.oneof(encoded, json, bytes),
  host: fc.constantFrom('localhost', 'studio.twilio.com', 'a b', '"<x>', ''),
});

test('no request brings the server down or makes it fail', async () => {
  const auth = `${account.sid}:${account.authToken}`;
  await fc.assert(
    fc.asyncProperty(request, async ({ method, path: template, query, type, body, host }) => {
      const target = template.replaceAll('{flow}', flow).replaceAll('{execution}', execution) + query;
      // The one flow and its execution stay for the requests that follow.
      fc.pre(method !== 'DELETE' || !target.includes(flow));
      const headers = { ...(type === '' ? {} : { 'content-type': type }), host };
      const answer = await rawRequest(server.port, method, target, { auth, headers, body });
      assert.ok(answer.status >= 200 && answer.status < 500, `${method} ${target}: ${answer.status} ${answer.bytes}`);
      if (answer.status >= 400 && method !== 'HEAD') {
        assert.equal(answer.body?.status, answer.status, `${method} ${target}: ${answer.bytes}`);
        assert.equal(typeof answer.body.code, 'number');
      }
    }),
    { numRuns: 1000 },
  );
  assert.equal((await server.call('GET', `/v2/Flows/${flow}/Executions/${execution}/Steps`)).status, 200);
});
