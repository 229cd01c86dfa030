import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ApiServer, account, askName, createFlow, type Fields, startApi } from '../../../test/e2e/api-server.ts';

let server: ApiServer;
before(async () => {
  server = await startApi();
});
after(() => server.close());

const get = (path: string) => server.call('GET', path);
const post = (path: string, form: Fields = {}) => server.call('POST', path, { form });

test('a flow comes back whole, as it was saved', async () => {
  const created = await post('/v2/Flows', {
    FriendlyName: 'Main ☎',
    Status: 'draft',
    Definition: JSON.stringify(askName()),
    CommitMessage: 'First draft',
    AuthorSid: `US${'a'.repeat(32)}`,
    ExternalId: 'ignored',
  });
  assert.equal(created.status, 201);
  const { sid } = created.body;
  const url = `${server.base}/v2/Flows/${sid}`;
  const flow = {
    sid,
    account_sid: account.sid,
    author_sid: `US${'a'.repeat(32)}`,
    friendly_name: 'Main ☎',
    definition: askName(),
    status: 'draft',
    revision: 1,
    commit_message: 'First draft',
    valid: true,
    errors: [],
    warnings: [],
    date_created: '2026-01-02T03:04:05Z',
    date_updated: null,
    webhook_url: `${server.base}/v1/Accounts/${account.sid}/Flows/${sid}`,
    url,
    links: { test_users: `${url}/TestUsers`, revisions: `${url}/Revisions`, executions: `${url}/Executions` },
  };
  assert.deepEqual(created.body, flow);
  assert.deepEqual((await get(`/v2/Flows/${sid}.json`)).body, flow);
  const listed = (await get('/v2/Flows')).body.flows.find((one: { sid: string }) => one.sid === sid);
  assert.deepEqual(listed, { ...flow, definition: null, valid: null, errors: null, warnings: null });
});

const texts = [
  {
    name: 'numbers as written',
    before: '"description":"A"',
    after: '"description":"A","x":[1.0,12345678901234567890,1e2,-0]',
  },
  { name: 'blanks and line ends', before: '"description"', after: '\r\n\t "description"' },
  { name: 'escapes', before: '"description":"A"', after: '"description":"\\u0041\\ud83d\\/\\u0000"' },
  {
    name: 'keys of the prototype',
    before: '"description":"A"',
    after: '"description":"A","__proto__":{"a":1},"constructor":2',
  },
];
for (const { name, before: from, after: to } of texts) {
  test(`a definition keeps ${name}`, async () => {
    const plain = JSON.stringify({ ...askName(), description: 'A', flags: undefined });
    const definition = plain.replace(from, to);
    assert.notEqual(definition, plain);
    const sid = await createFlow(server, { Definition: ` ${definition}\n` });
    const { text } = await get(`/v2/Flows/${sid}`);
    assert.ok(text.includes(`"definition":${definition},`), text);
    const revision = await get(`/v2/Flows/${sid}/Revisions/1`);
    assert.ok(revision.text.includes(`"definition":${definition},`), revision.text);
  });
}

test('a definition that was encoded twice is unwrapped once', async () => {
  const definition = JSON.stringify(askName());
  const sid = await createFlow(server, { Definition: JSON.stringify(definition) });
  assert.deepEqual((await get(`/v2/Flows/${sid}`)).body.definition, askName());
  const thrice = JSON.stringify(JSON.stringify(definition));
  const { status, body } = await post('/v2/Flows', { FriendlyName: 'A', Status: 'draft', Definition: thrice });
  assert.equal(status, 400);
  assert.equal(body.code, 81022);
});

test('a JSON body says the same as a form', async () => {
  const body = JSON.stringify({ FriendlyName: 'J', Status: 'draft', Definition: askName(), CommitMessage: null });
  const created = await server.call('POST', '/v2/Flows', { body, headers: { 'content-type': 'application/json' } });
  assert.equal(created.status, 201, created.text);
  assert.deepEqual(created.body.definition, askName());
});

test('every save is a revision of its own, and the last published one stays in use', async () => {
  const sid = await createFlow(server, { FriendlyName: 'One', CommitMessage: 'first' });
  server.clock.advance(60_000);
  const second = askName('What is your name?');
  const draft = await post(`/v2/Flows/${sid}`, { Status: 'draft', Definition: JSON.stringify(second) });
  assert.equal(draft.status, 200);
  assert.deepEqual(
    [draft.body.revision, draft.body.status, draft.body.friendly_name, draft.body.commit_message],
    [2, 'draft', 'One', null],
  );
  assert.equal(draft.body.date_updated, '2026-01-02T03:05:05Z');
  assert.deepEqual((await get(`/v2/Flows/${sid}`)).body, draft.body);
  const published = (await get(`/v2/Flows/${sid}/Revisions/LatestPublished`)).body;
  assert.deepEqual([published.revision, published.status, published.commit_message], [1, 'published', 'first']);
  const latest = (await get(`/v2/Flows/${sid}/Revisions/LatestRevision`)).body;
  assert.deepEqual([latest.revision, latest.definition], [2, second]);
  const publish = await post(`/v2/Flows/${sid}`, { Status: 'published', FriendlyName: 'Two' });
  assert.deepEqual([publish.body.revision, publish.body.friendly_name, publish.body.definition], [3, 'Two', second]);
  const { revisions, meta } = (await get(`/v2/Flows/${sid}/Revisions`)).body;
  assert.equal(meta.key, 'revisions');
  assert.deepEqual(
    revisions.map((one: { revision: number }) => one.revision),
    [3, 2, 1],
  );
  assert.deepEqual(revisions[0], {
    sid,
    account_sid: account.sid,
    author_sid: null,
    friendly_name: 'Two',
    definition: null,
    status: 'published',
    revision: 3,
    commit_message: null,
    valid: null,
    errors: null,
    date_created: '2026-01-02T03:05:05Z',
    date_updated: null,
    url: `${server.base}/v2/Flows/${sid}/Revisions/3`,
  });
});

test('nothing published means that there is no latest published revision', async () => {
  const sid = await createFlow(server, { Status: 'draft' });
  assert.equal((await get(`/v2/Flows/${sid}/Revisions/LatestPublished`)).status, 404);
  assert.equal((await get(`/v2/Flows/${sid}/Revisions/LatestRevision`)).status, 200);
});

test('a refused update saves nothing', async () => {
  const sid = await createFlow(server);
  assert.equal((await post(`/v2/Flows/${sid}`, { Status: 'published', Definition: '{}' })).status, 400);
  assert.equal((await get(`/v2/Flows/${sid}`)).body.revision, 1);
});

test('updates that meet each get a number', async () => {
  const sid = await createFlow(server);
  const answers = await Promise.all(Array.from({ length: 4 }, () => post(`/v2/Flows/${sid}`, { Status: 'draft' })));
  assert.ok(answers.every(({ status }) => status === 200 || status === 409));
  const saved = answers.filter(({ status }) => status === 200).length;
  assert.equal((await get(`/v2/Flows/${sid}`)).body.revision, 1 + saved);
});

test('a valid flow is told so, and nothing is saved', async () => {
  const before = (await get('/v2/Flows')).body.flows.length;
  const form = { FriendlyName: 'A', Status: 'published', Definition: JSON.stringify(askName()) };
  const { status, text } = await post('/v2/Flows/Validate', form);
  assert.deepEqual([status, text], [200, '{"valid":true}']);
  assert.equal((await get('/v2/Flows')).body.flows.length, before);
});

test('test users are replaced as a whole and cleared by an empty one', async () => {
  const sid = await createFlow(server);
  const url = `${server.base}/v2/Flows/${sid}/TestUsers`;
  const users = (list: readonly string[]) => ({ sid, test_users: list, url });
  assert.deepEqual((await get(`/v2/Flows/${sid}/TestUsers`)).body, users([]));
  const two = ['+15551230001', 'client:amy'];
  assert.deepEqual((await post(`/v2/Flows/${sid}/TestUsers`, { TestUsers: two })).body, users(two));
  assert.deepEqual((await get(`/v2/Flows/${sid}/TestUsers`)).body, users(two));
  const long = 'é'.repeat(150);
  assert.deepEqual((await post(`/v2/Flows/${sid}/TestUsers`, { TestUsers: long })).body, users([long]));
  assert.deepEqual((await post(`/v2/Flows/${sid}/TestUsers`, { TestUsers: '' })).body, users([]));
});

for (const version of ['v1', 'v2']) {
  test(`${version} deletes a flow once`, async () => {
    const sid = await createFlow(server);
    const deleted = await server.call('DELETE', `/${version}/Flows/${sid}`);
    assert.deepEqual([deleted.status, deleted.text], [204, '']);
    assert.equal((await server.call('DELETE', `/${version}/Flows/${sid}`)).status, 404);
    assert.equal((await get(`/v2/Flows/${sid}/Executions`)).status, 404);
  });
}

test('v1 shows a flow in its own way', async () => {
  const sid = await createFlow(server, { FriendlyName: 'Test Flow' });
  await post(`/v2/Flows/${sid}`, { Status: 'draft' });
  const url = `${server.base}/v1/Flows/${sid}`;
  const { body } = await get(`/v1/Flows/${sid}`);
  assert.deepEqual(body, {
    sid,
    account_sid: account.sid,
    friendly_name: 'Test Flow',
    status: 'draft',
    version: 2,
    date_created: '2026-01-02T03:05:05Z',
    date_updated: '2026-01-02T03:05:05Z',
    url,
    links: { engagements: `${url}/Engagements`, executions: `${url}/Executions` },
  });
  const listed = (await get('/v1/Flows?PageSize=1000')).body.flows.find((one: { sid: string }) => one.sid === sid);
  assert.deepEqual(listed, body);
});
