import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { account, apiKey, type Fields, otherAccount, startApi } from '../../../test/e2e/api-server.ts';
import { openProducts } from '../../products/products-fixture.ts';
import { localApi } from './index.ts';

async function open(t: TestContext) {
  const products = await openProducts(t);
  const server = await startApi({ modules: localApi(products) });
  t.after(() => server.close());
  let made = 0;
  const add = async (priority = 0, accountSid = account.sid) => {
    const task = { workflow: 'WW1', channel: 'TC1', attributes: `{"a":${++made}}`, priority, timeoutSeconds: 60 };
    const result = await products.tasks.perform({ accountSid, key: `${made}`, request: { type: 'task.create', task } });
    assert.ok(result.ok);
    return String(result.resource.sid);
  };
  const change = (sid: string, form: Fields) => server.call('POST', `/local/tasks/${sid}`, { form });
  return { products, server, add, change };
}

test('a task shows as TaskRouter shows it, and who has it', async (t) => {
  const { server, add } = await open(t);
  const sid = await add(3);
  const { status, body } = await server.call('GET', `/local/tasks/${sid}`);
  const hex = account.sid.slice(2);
  assert.equal(status, 200);
  assert.deepEqual(body, {
    sid,
    account_sid: account.sid,
    age: 0,
    assignment_status: 'pending',
    attributes: '{"a":1}',
    addons: '{}',
    date_created: '2026-01-02T03:04:05Z',
    date_updated: '2026-01-02T03:04:05Z',
    task_queue_entered_date: '2026-01-02T03:04:05Z',
    priority: 3,
    reason: null,
    task_queue_sid: `WQ${hex}`,
    task_queue_friendly_name: 'Task inbox',
    task_channel_sid: 'TC1',
    task_channel_unique_name: 'default',
    timeout: 60,
    workflow_sid: 'WW1',
    workflow_friendly_name: 'Task inbox',
    workspace_sid: `WS${hex}`,
    url: `http://atelier.example/local/tasks/${sid}`,
    links: {},
    worker_name: null,
  });
});

test('tasks are listed in pages, the highest priority first, then the oldest', async (t) => {
  const { server, add } = await open(t);
  const sids: string[] = [];
  for (const priority of [0, 5, 0, 9, 5]) sids.push(await add(priority));
  const wanted = [3, 1, 4, 0, 2].map((place) => sids[place]);
  const seen: string[] = [];
  const previous: (string | null)[] = [];
  for (let url = `${server.base}/local/tasks?AssignmentStatus=pending&PageSize=2`; url !== ''; ) {
    const { body } = await server.call('GET', url.slice(server.base.length));
    assert.equal(body.meta.key, 'tasks');
    seen.push(...body.tasks.map(({ sid }: { sid: string }) => sid));
    previous.push(body.meta.previous_page_url);
    url = body.meta.next_page_url ?? '';
    if (url !== '') assert.match(url, /AssignmentStatus=pending/);
  }
  assert.deepEqual(seen, wanted);
  assert.equal(previous[0], null);
  const { body: back } = await server.call('GET', (previous[2] ?? '').slice(server.base.length));
  assert.deepEqual(
    back.tasks.map(({ sid }: { sid: string }) => sid),
    wanted.slice(2, 4),
  );
});

test('tasks are listed by state', async (t) => {
  const { server, add, change } = await open(t);
  const [first, second] = [await add(), await add()];
  await change(first, { AssignmentStatus: 'accepted' });
  const listed = async (status: string) => {
    const { body } = await server.call('GET', `/local/tasks?AssignmentStatus=${status}`);
    return body.tasks.map(({ sid }: { sid: string }) => sid);
  };
  assert.deepEqual(await listed('pending'), [second]);
  assert.deepEqual(await listed('assigned'), [first]);
  assert.deepEqual(await listed('completed'), []);
});

test('a page that was emptied meanwhile leads back', async (t) => {
  const { server, add, change } = await open(t);
  const sids = [await add(1), await add(1), await add(0)];
  const { body: page } = await server.call('GET', '/local/tasks?AssignmentStatus=pending&PageSize=2');
  await change(sids[2] ?? '', { AssignmentStatus: 'accepted' });
  const { body: empty } = await server.call('GET', page.meta.next_page_url.slice(server.base.length));
  assert.deepEqual(empty.tasks, []);
  const { body: back } = await server.call('GET', empty.meta.previous_page_url.slice(server.base.length));
  assert.deepEqual(
    back.tasks.map(({ sid }: { sid: string }) => sid),
    sids.slice(0, 2),
  );
});

test('a task is reserved, accepted, put back, accepted again and completed', async (t) => {
  const { add, change } = await open(t);
  const sid = await add();
  const states: string[] = [];
  for (const form of [
    { AssignmentStatus: 'reserved', Worker: 'ann' },
    { AssignmentStatus: 'accepted', Worker: 'ann' },
    { AssignmentStatus: 'rejected', Worker: 'ann', Reason: 'lunch' },
    { AssignmentStatus: 'assigned', Worker: 'bo' },
    { AssignmentStatus: 'completed', Worker: 'bo', Reason: 'solved' },
  ]) {
    const { status, body } = await change(sid, form);
    assert.equal(status, 200);
    states.push(`${body.assignment_status} ${body.worker_name} ${body.reason}`);
  }
  assert.deepEqual(states, [
    'reserved ann null',
    'assigned ann null',
    'pending null lunch',
    'assigned bo lunch',
    'completed bo solved',
  ]);
});

test('of two people who accept a task at once one gets it, the other hears who has it', async (t) => {
  const { add, change } = await open(t);
  const sid = await add();
  const answers = await Promise.all(
    ['ann', 'bo'].map((Worker) => change(sid, { AssignmentStatus: 'accepted', Worker })),
  );
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 409]);
  const winner = answers.find(({ status }) => status === 200)?.body.worker_name;
  const { body } = answers.find(({ status }) => status === 409) ?? {};
  assert.deepEqual(
    [body.code, body.status, body.message],
    [20409, 409, `The task is assigned to ${winner} and cannot be accepted`],
  );
});

const faults: { title: string; method: string; path: string; form?: Fields; is: [number, number]; says?: RegExp }[] = [
  {
    title: 'a state that is none',
    method: 'GET',
    path: '/local/tasks?AssignmentStatus=open',
    is: [400, 20001],
    says: /pending or/,
  },
  { title: 'a page size that is none', method: 'GET', path: '/local/tasks?PageSize=0', is: [400, 20001] },
  { title: 'a SID that is none', method: 'GET', path: '/local/tasks/WT1', is: [404, 20404] },
  { title: 'an unknown task', method: 'GET', path: `/local/tasks/WT${'9'.repeat(32)}`, is: [404, 20404] },
  {
    title: 'a change of an unknown task',
    method: 'POST',
    path: `/local/tasks/WT${'9'.repeat(32)}`,
    form: { AssignmentStatus: 'accepted' },
    is: [404, 20404],
  },
  {
    title: 'no change',
    method: 'POST',
    path: '/local/tasks/{sid}',
    form: {},
    is: [400, 20001],
    says: /AssignmentStatus/,
  },
  {
    title: 'a change that is none',
    method: 'POST',
    path: '/local/tasks/{sid}',
    form: { AssignmentStatus: 'pending' },
    is: [400, 20001],
    says: /accepted/,
  },
  {
    title: 'a name without end',
    method: 'POST',
    path: '/local/tasks/{sid}',
    form: { AssignmentStatus: 'accepted', Worker: 'a'.repeat(1001) },
    is: [400, 20001],
    says: /Worker/,
  },
  { title: 'another method', method: 'DELETE', path: '/local/tasks/{sid}', is: [405, 20004] },
  { title: 'an unknown document', method: 'GET', path: '/local/documents/default/none', is: [404, 20404] },
  {
    title: 'an unknown document that is to go',
    method: 'DELETE',
    path: '/local/documents/default/none',
    is: [404, 20404],
  },
  {
    title: 'a document without data',
    method: 'POST',
    path: '/local/documents/default/a',
    form: {},
    is: [400, 20001],
    says: /Data/,
  },
  {
    title: 'a document that is no JSON',
    method: 'POST',
    path: '/local/documents/default/a',
    form: { Data: '{' },
    is: [400, 20001],
    says: /it must be JSON/,
  },
  {
    title: 'a document above 16 KiB',
    method: 'POST',
    path: '/local/documents/default/a',
    form: { Data: JSON.stringify('a'.repeat(16_384)) },
    is: [400, 54006],
    says: /16386 of at most 16384/,
  },
];

for (const { title, method, path, form, is, says = /./ } of faults) {
  test(`${title}: ${is.join('/')}`, async (t) => {
    const { server, add } = await open(t);
    const { status, body } = await server.call(method, path.replace('{sid}', await add()), form ? { form } : {});
    assert.deepEqual([status, body.code, body.status], [is[0], is[1], is[0]]);
    assert.match(body.message, says);
  });
}

test('a document is made, read, written over and removed', async (t) => {
  const { server } = await open(t);
  const path = `/local/documents/default/${encodeURIComponent('visits/of +1.json')}`;
  const created = await server.call('POST', path, { form: { Data: '{"a":"é"}' } });
  assert.equal(created.status, 201);
  const { sid } = created.body;
  assert.deepEqual(created.body, {
    sid,
    unique_name: 'visits/of +1.json',
    account_sid: account.sid,
    service_sid: 'default',
    url: 'http://atelier.example/local/documents/default/visits%2Fof%20%2B1.json',
    links: {},
    revision: '0',
    data: { a: 'é' },
    date_expires: null,
    date_created: '2026-01-02T03:04:05Z',
    date_updated: '2026-01-02T03:04:05Z',
    created_by: 'system',
  });
  const { status, body } = await server.call('POST', path, { form: { Data: '[1]' } });
  assert.deepEqual([status, body.sid, body.revision, body.data], [200, sid, '1', [1]]);
  assert.deepEqual((await server.call('GET', path)).body, body);
  assert.equal((await server.call('DELETE', path)).status, 204);
  assert.equal((await server.call('GET', path)).status, 404);
});

test('accounts see their own alone, by token or by key; nobody else sees anything', async (t) => {
  const { server, add } = await open(t);
  const sid = await add();
  await server.call('POST', '/local/documents/default/a', { form: { Data: '1' } });
  const others = { auth: [otherAccount.sid, otherAccount.authToken] } as const;
  const keyed = { auth: [apiKey.sid, apiKey.secret] } as const;
  for (const path of [`/local/tasks/${sid}`, '/local/documents/default/a']) {
    assert.equal((await server.call('GET', path, others)).status, 404);
    assert.equal((await server.call('GET', path, { auth: null })).status, 401);
    assert.equal((await server.call('GET', path, keyed)).status, 200);
  }
  assert.deepEqual((await server.call('GET', '/local/tasks', others)).body.tasks, []);
  const form = { AssignmentStatus: 'accepted' };
  assert.equal((await server.call('POST', `/local/tasks/${sid}`, { ...others, form })).status, 404);
  assert.equal((await server.call('DELETE', '/local/documents/default/a', others)).status, 404);
});

test('a product that is elsewhere has no inbox here', async (t) => {
  const { documents } = await openProducts(t);
  const server = await startApi({ modules: localApi({ documents }) });
  t.after(() => server.close());
  assert.equal((await server.call('GET', '/local/tasks')).status, 404);
  assert.equal((await server.call('POST', '/local/documents/default/a', { form: { Data: '1' } })).status, 201);
});
