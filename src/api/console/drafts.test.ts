import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  type ApiServer,
  account,
  apiKey,
  askName,
  createFlow,
  otherAccount,
  startedAtMs,
} from '../../../test/e2e/api-server.ts';
import { type Browser, signIn, startConsole } from './console-fixture.ts';

let server: ApiServer;
let browser: Browser;
before(async () => {
  server = await startConsole();
  browser = await signIn(server, [apiKey.sid, apiKey.secret]);
});
after(() => server.close());

const json = { 'content-type': 'application/json' };

function save(flow: string, base: number | string | null, body: object) {
  const headers = { ...json, ...(base === null ? {} : { 'if-match': typeof base === 'number' ? `"${base}"` : base }) };
  return browser.call('POST', `/console/api/flows/${flow}/revisions`, { headers, body: JSON.stringify(body) });
}

function edit(flow: string, body: object, headers: { readonly [name: string]: string } = {}) {
  const options = { headers: { ...json, ...headers }, body: JSON.stringify(body) };
  return browser.call('PUT', `/console/api/flows/${flow}/working-copy`, options);
}

const good = JSON.stringify(askName());
const texts = [
  { name: 'as a program writes it', text: good },
  { name: 'with blanks around and within', text: `\r\n  ${JSON.stringify(askName(), null, '\t')}\n\n` },
  { name: 'with a byte order mark', text: `\ufeff${good}` },
  {
    name: 'with numbers and escapes of its own',
    text: good.replace('"x":0', '"x":0.0e1').replace('Your', '\\u0059our ☃ 😀'),
  },
];
for (const { name, text } of texts) {
  test(`a definition ${name} comes back to the byte, and REST answers what it always did`, async () => {
    const flow = await createFlow(server);
    const saved = await save(flow, 1, { definition: text, status: 'draft', commit_message: 'Why' });
    assert.equal(saved.status, 201, saved.text);
    assert.equal(saved.headers.get('etag'), '"2"');
    const read = await browser.call('GET', `/console/api/flows/${flow}/revisions/2`);
    assert.equal(read.body.definition, text);
    assert.deepEqual(read.body, {
      flow_sid: flow,
      revision: 2,
      friendly_name: 'Ask name',
      status: 'draft',
      commit_message: 'Why',
      author_sid: apiKey.sid,
      valid: true,
      created_ms: startedAtMs,
      errors: [],
      warnings: [],
      definition: text,
    });
    const rest = await server.call('GET', `/v2/Flows/${flow}/Revisions/2`);
    assert.ok(rest.text.includes(`"definition":${text.trim()},`));
  });
}

test('a revision is read by its number, as the draft, or as what is published', async () => {
  const flow = await createFlow(server);
  await save(flow, 1, { definition: JSON.stringify(askName('Who?')), status: 'draft' });
  const revision = async (word: string) => {
    const { status, body } = await browser.call('GET', `/console/api/flows/${flow}/revisions/${word}`);
    return status === 200 ? body.revision : status;
  };
  assert.deepEqual(
    await Promise.all(['1', '2', 'draft', 'published', '3', '0', 'x', '-1'].map(revision)),
    [1, 2, 2, 1, 404, 404, 404, 404],
  );
});

const bad = [
  { name: 'an unknown target', text: good.replace('"next":"keep"', '"next":"gone"') },
  { name: 'no states', text: '{}' },
  { name: 'states that are no list', text: '{"states":7,"initial_state":[]}' },
  { name: 'states of no shape', text: '{"states":[null,7,{"name":{},"transitions":"x"}],"initial_state":"Trigger"}' },
];
for (const { name, text } of bad) {
  test(`a draft with ${name} is saved as not valid, and neither published nor taken by REST`, async () => {
    const flow = await createFlow(server);
    const saved = await save(flow, 1, { definition: text, status: 'draft' });
    assert.deepEqual([saved.status, saved.body.valid, saved.body.revision], [201, false, 2], saved.text);
    assert.ok(saved.body.errors.length > 0);
    const rest = await server.call('GET', `/v2/Flows/${flow}`);
    assert.deepEqual([rest.body.valid, rest.body.revision, rest.body.errors], [false, 2, saved.body.errors]);
    const published = await save(flow, 2, { definition: text, status: 'published' });
    assert.deepEqual([published.status, published.body.code], [400, 81022]);
    const byRest = await server.call('POST', `/v2/Flows/${flow}`, { form: { Status: 'draft', Definition: text } });
    assert.deepEqual([byRest.status, byRest.body.code], [400, 81022]);
  });

  test(`a test user of a draft with ${name} does no harm`, async () => {
    const flow = await createFlow(server);
    await server.call('POST', `/v2/Flows/${flow}/TestUsers`, { form: { TestUsers: '+15550009999' } });
    await save(flow, 1, { definition: text, status: 'draft' });
    const start = (To: string) =>
      server.call('POST', `/v2/Flows/${flow}/Executions`, { form: { To, From: '+15550001234' } });
    assert.ok([201, 404].includes((await start('+15550009999')).status));
    assert.equal((await start('+15550008888')).status, 201);
  });
}

for (const text of ['{"states":[', 'null', '[]', '"{}"', ' ']) {
  test(`${JSON.stringify(text)} is no draft revision, and stays a working copy`, async () => {
    const flow = await createFlow(server);
    const saved = await save(flow, 1, { definition: text, status: 'draft' });
    assert.deepEqual([saved.status, saved.body.code], [400, 81022]);
    assert.equal((await edit(flow, { definition: text, base_revision: 1 })).status, 200);
    const copy = await browser.call('GET', `/console/api/flows/${flow}/working-copy`);
    assert.equal(copy.body.definition, text);
  });
}

test('a save on a revision that is not the latest is refused with 412, and changes nothing', async () => {
  const flow = await createFlow(server);
  await server.call('POST', `/v2/Flows/${flow}`, { form: { Status: 'draft', CommitMessage: 'by REST' } });
  const { status, body } = await save(flow, 1, { definition: good, status: 'draft' });
  assert.deepEqual(
    [status, body.code, body.message, body.details],
    [412, 20412, 'Revision 2 was saved elsewhere', { revision: 2, author_sid: null, saved_ms: startedAtMs }],
  );
  assert.equal((await server.call('GET', `/v2/Flows/${flow}`)).body.revision, 2);
});

test('of two who save at the same time one is refused', async () => {
  const flow = await createFlow(server);
  const saves = await Promise.all([1, 2].map(() => save(flow, 1, { definition: good, status: 'draft' })));
  assert.deepEqual(saves.map(({ status }) => status).toSorted(), [201, 412]);
});

for (const header of [null, '14', '*', '"x"', 'W/"1"', '"1", "2"', '"-1"']) {
  test(`a save with If-Match ${header} is refused`, async () => {
    const flow = await createFlow(server);
    const { status, body } = await save(flow, header, { definition: good, status: 'draft' });
    assert.deepEqual([status, body.code], [400, 20001]);
  });
}

test('the author is who signed in, whatever the body says', async () => {
  const flow = await createFlow(server);
  const byAccount = await signIn(server);
  const options = {
    headers: { ...json, 'if-match': '"1"' },
    body: JSON.stringify({ definition: good, status: 'draft', author_sid: `US${'1'.repeat(32)}` }),
  };
  const saved = await byAccount.call('POST', `/console/api/flows/${flow}/revisions`, options);
  assert.equal(saved.body.author_sid, account.sid);
  assert.equal((await server.call('GET', `/v2/Flows/${flow}`)).body.author_sid, account.sid);
});

test('a working copy is replaced in place, makes no revision, and ends with the one it becomes', async () => {
  const flow = await createFlow(server);
  assert.equal((await browser.call('GET', `/console/api/flows/${flow}/working-copy`)).status, 204);
  const first = await edit(flow, { definition: '{', base_revision: 1, notes: { ask: { text: 'Why?' } } });
  assert.deepEqual(
    [first.status, first.body.base_revision, first.body.author_sid, first.body.saved_ms],
    [200, 1, apiKey.sid, startedAtMs],
  );
  const copy = await browser.call('GET', `/console/api/flows/${flow}/working-copy`);
  assert.deepEqual(copy.body, { ...first.body, notes: { ask: { text: 'Why?' } }, definition: '{' });
  assert.equal(copy.headers.get('etag'), first.headers.get('etag'));
  await edit(flow, { definition: good, base_revision: 1 });
  assert.equal((await server.call('GET', `/v2/Flows/${flow}`)).body.revision, 1);
  await save(flow, 1, { definition: good, status: 'draft' });
  assert.equal((await browser.call('GET', `/console/api/flows/${flow}/working-copy`)).status, 204);
});

test('an edit of a working copy that somebody replaced is refused with 412', async () => {
  const flow = await createFlow(server);
  const first = await edit(flow, { definition: '{', base_revision: 1 }, { 'if-match': '"0"' });
  const seen = { 'if-match': first.headers.get('etag') ?? '' };
  const second = await edit(flow, { definition: '{}', base_revision: 1 }, seen);
  assert.equal(second.status, 200);
  const late = await edit(flow, { definition: '[]', base_revision: 1 }, seen);
  assert.deepEqual([late.status, late.body.code, late.body.details], [412, 20412, second.body]);
});

test('a working copy is thrown away', async () => {
  const flow = await createFlow(server);
  await edit(flow, { definition: '{', base_revision: 1 });
  const path = `/console/api/flows/${flow}/working-copy`;
  assert.deepEqual(
    [(await browser.call('DELETE', path)).status, (await browser.call('DELETE', path)).status],
    [204, 404],
  );
});

const refused = [
  { name: 'without a definition', body: { base_revision: 1 }, status: 400 },
  { name: 'without a base', body: { definition: '{}' }, status: 400 },
  { name: 'on a revision to come', body: { definition: '{}', base_revision: 2 }, status: 400 },
  { name: 'with notes of another form', body: { definition: '{}', base_revision: 1, notes: 'x' }, status: 400 },
  { name: 'with a definition too large', body: { definition: 'x'.repeat(8_388_609), base_revision: 1 }, status: 413 },
];
for (const { name, body, status } of refused) {
  test(`a working copy ${name} is refused`, async () => {
    assert.equal((await edit(await createFlow(server), body)).status, status);
  });
}

test('flows of another account are not there', async () => {
  const flow = await createFlow(server);
  const other = await signIn(server, [otherAccount.sid, otherAccount.authToken]);
  const body = JSON.stringify({ definition: good, status: 'draft', base_revision: 1 });
  for (const [method, path] of [
    ['GET', 'working-copy'],
    ['PUT', 'working-copy'],
    ['DELETE', 'working-copy'],
    ['GET', 'revisions/1'],
    ['POST', 'revisions'],
  ] as const) {
    const options = method === 'GET' ? {} : { headers: { ...json, 'if-match': '"1"' }, body };
    const { status } = await other.call(method, `/console/api/flows/${flow}/${path}`, options);
    assert.equal(status, 404, `${method} ${path}`);
  }
});
