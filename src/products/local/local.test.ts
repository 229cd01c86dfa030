import assert from 'node:assert/strict';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import fc from 'fast-check';
import type { ResourceResult, TaskRequest } from '../../engine/effects.ts';
import { documentConformance, taskConformance } from '../conformance.ts';
import type { InboxTask, TaskAction, TaskPlace, TaskStatus } from '../inbox.ts';
import { accountSid, openProducts } from '../products-fixture.ts';
import type { LocalProducts } from './index.ts';
import { openLocalProducts } from './index.ts';

taskConformance('local', async (t) => {
  const { tasks } = await openProducts(t);
  const made = () =>
    tasks
      .list(accountSid, { limit: 100 })
      .rows.toSorted((a, b) => a.number - b.number)
      .map(({ resource }) => String(resource.attributes));
  return { tasks, made };
});

documentConformance('local', openProducts);

const usual: TaskRequest = { workflow: 'WW1', channel: 'TC1', attributes: '{}', priority: 0, timeoutSeconds: 600 };

async function add({ tasks }: LocalProducts, key: string, more: Partial<TaskRequest> = {}): Promise<string> {
  return sidOf(await tasks.perform({ accountSid, key, request: { type: 'task.create', task: { ...usual, ...more } } }));
}

function sidOf(result: ResourceResult): string {
  assert.ok(result.ok);
  return String(result.resource.sid);
}

const statusOf = (task: InboxTask | undefined) => task?.resource.assignment_status;

/** What has been done to a task → the state it is in, what can be done then. */
const paths: { done: TaskAction[]; is: TaskStatus; can: { [A in TaskAction]?: TaskStatus } }[] = [
  { done: [], is: 'pending', can: { reserved: 'reserved', accepted: 'assigned', canceled: 'canceled' } },
  { done: ['reserved'], is: 'reserved', can: { accepted: 'assigned', rejected: 'pending', canceled: 'canceled' } },
  { done: ['accepted'], is: 'assigned', can: { completed: 'completed', rejected: 'pending', canceled: 'canceled' } },
  {
    done: ['accepted', 'rejected'],
    is: 'pending',
    can: { reserved: 'reserved', accepted: 'assigned', canceled: 'canceled' },
  },
  { done: ['accepted', 'completed'], is: 'completed', can: {} },
  { done: ['canceled'], is: 'canceled', can: {} },
];
const actions: TaskAction[] = ['reserved', 'accepted', 'rejected', 'completed', 'canceled'];

for (const { done, is, can } of paths) {
  for (const action of actions) {
    const result = can[action];
    const after = done.length === 0 ? 'new' : done.join(', then ');
    test(`a task that is ${after} can${result ? '' : 'not'} be ${action}`, async (t) => {
      const products = await openProducts(t);
      const sid = await add(products, 'one');
      for (const each of done) products.tasks.change(accountSid, sid, { action: each });
      assert.equal(statusOf(products.tasks.find(accountSid, sid)), is);
      const changed = products.tasks.change(accountSid, sid, { action });
      if (result === undefined) {
        assert.deepEqual(changed, { ok: false, message: `The task is ${is} and cannot be ${action}` });
      } else {
        assert.ok(changed?.ok);
        assert.equal(statusOf(changed.task), result);
      }
      assert.equal(statusOf(products.tasks.find(accountSid, sid)), result ?? is);
    });
  }
}

test('a task is its worker’s: others can neither complete nor reject it, and whoever is in charge can cancel it', async (t) => {
  const products = await openProducts(t);
  const { tasks } = products;
  const sid = await add(products, 'one');
  tasks.change(accountSid, sid, { action: 'reserved', worker: 'ann' });
  const accepted = tasks.change(accountSid, sid, { action: 'accepted', worker: 'bo' });
  assert.deepEqual(accepted, { ok: false, message: 'The task is reserved to ann: it is not for bo' });
  tasks.change(accountSid, sid, { action: 'accepted', worker: 'ann' });
  for (const action of ['completed', 'rejected'] as const) {
    assert.equal(tasks.change(accountSid, sid, { action, worker: 'bo' })?.ok, false);
  }
  assert.equal(tasks.find(accountSid, sid)?.worker, 'ann');
  const canceled = tasks.change(accountSid, sid, { action: 'canceled', worker: 'boss', reason: 'spam' });
  assert.ok(canceled?.ok);
  assert.deepEqual([canceled.task.worker, canceled.task.resource.reason], [null, 'spam']);
});

test('a reason stays with a completed task, and goes when the task is put back', async (t) => {
  const products = await openProducts(t);
  const { tasks } = products;
  const sid = await add(products, 'one');
  const reasonAfter = (action: TaskAction, reason?: string) => {
    tasks.change(accountSid, sid, { action, ...(reason === undefined ? {} : { reason }) });
    return tasks.find(accountSid, sid)?.resource.reason;
  };
  assert.equal(reasonAfter('accepted'), null);
  assert.equal(reasonAfter('rejected', 'busy'), 'busy');
  assert.equal(reasonAfter('accepted'), 'busy');
  assert.equal(reasonAfter('rejected'), null);
  reasonAfter('accepted');
  assert.equal(reasonAfter('completed', 'solved'), 'solved');
});

for (const done of [[], ['reserved'], ['accepted', 'rejected']] as const) {
  test(`a task that is ${done.at(-1) ?? 'new'} is canceled when its time is up, and not a millisecond before`, async (t) => {
    const products = await openProducts(t);
    const { tasks, clock } = products;
    const sid = await add(products, 'one', { timeoutSeconds: 60 });
    for (const action of done) tasks.change(accountSid, sid, { action, worker: 'ann' });
    clock.nowMs += 59_999;
    assert.notEqual(statusOf(tasks.find(accountSid, sid)), 'canceled');
    clock.nowMs += 1;
    const task = tasks.find(accountSid, sid);
    const { assignment_status, reason, age } = task?.resource ?? {};
    assert.deepEqual([assignment_status, reason, age, task?.worker], ['canceled', 'Task TTL Exceeded', 60, null]);
  });
}

test('a task that a person has does not run out of time', async (t) => {
  const products = await openProducts(t);
  const { tasks, clock } = products;
  const sid = await add(products, 'one', { timeoutSeconds: 60 });
  tasks.change(accountSid, sid, { action: 'accepted' });
  clock.nowMs += 24 * 3600 * 1000;
  assert.equal(statusOf(tasks.find(accountSid, sid)), 'assigned');
});

test('a task that ran out of time cannot be accepted', async (t) => {
  const products = await openProducts(t);
  const sid = await add(products, 'one', { timeoutSeconds: 1 });
  products.clock.nowMs += 1000;
  const changed = products.tasks.change(accountSid, sid, { action: 'accepted' });
  assert.deepEqual(changed, { ok: false, message: 'The task is canceled and cannot be accepted' });
});

test('the inbox shows the highest priority first, then the oldest, page by page and back', async (t) => {
  const products = await openProducts(t);
  const priorities = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 12 });
  let round = 0;
  await fc.assert(
    fc.asyncProperty(priorities, fc.integer({ min: 1, max: 4 }), async (given, limit) => {
      const account = `AC${(++round).toString().padStart(32, '0')}`;
      const wanted: [priority: number, place: number][] = [];
      for (const [place, priority] of given.entries()) {
        const request = { type: 'task.create', task: { ...usual, priority, attributes: `${place}` } } as const;
        await products.tasks.perform({ accountSid: account, key: `${round} ${place}`, request });
        wanted.push([priority, place]);
      }
      const inOrder = wanted.toSorted((a, b) => b[0] - a[0] || a[1] - b[1]).map(([, place]) => place);
      const placesOf = (rows: readonly InboxTask[]) => rows.map(({ resource }) => Number(resource.attributes));
      const forward: number[] = [];
      for (let after: TaskPlace | undefined, more = true; more; ) {
        const { rows, hasMore } = products.tasks.list(account, { limit, ...(after ? { after } : {}) });
        forward.push(...placesOf(rows));
        [after, more] = [rows.at(-1), hasMore];
      }
      assert.deepEqual(forward, inOrder);
      const back: number[] = [];
      for (let before: TaskPlace = { priority: -1, number: 0 }, more = true; more; ) {
        const { rows, hasMore } = products.tasks.list(account, { limit, before });
        back.unshift(...placesOf(rows));
        [before, more] = [rows[0] ?? before, hasMore];
      }
      assert.deepEqual(back, inOrder);
    }),
    { numRuns: 25 },
  );
});

test('accounts see their own tasks and documents alone', async (t) => {
  const products = await openProducts(t);
  const { tasks, documents } = products;
  const sid = await add(products, 'one');
  const name = { accountSid, serviceSid: 'default', uniqueName: 'a' };
  documents.write(name, '1');
  const other = `AC${'2'.repeat(32)}`;
  assert.deepEqual(tasks.list(other, { limit: 10 }).rows, []);
  assert.equal(tasks.find(other, sid), undefined);
  assert.equal(tasks.change(other, sid, { action: 'accepted' }), undefined);
  assert.equal(documents.find({ ...name, accountSid: other }), undefined);
  assert.equal(documents.remove({ ...name, accountSid: other }), false);
});

test('tasks, documents and what was done are there after a restart', async (t) => {
  const products = await openProducts(t);
  const sid = await add(products, 'one', { attributes: '{"a":1}' });
  products.documents.write({ accountSid, serviceSid: 'default', uniqueName: 'd' }, '{"a":1}');
  const next = products.reopen();
  assert.equal(next.tasks.find(accountSid, sid)?.resource.attributes, '{"a":1}');
  assert.equal(await add(next, 'one'), sid);
  assert.deepEqual(next.documents.find({ accountSid, serviceSid: 'default', uniqueName: 'd' })?.data, { a: 1 });
});

test('what was done is forgotten when nobody can repeat it any more', async (t) => {
  const products = await openProducts(t);
  const [day, request] = [24 * 3600 * 1000, { type: 'task.create', task: usual } as const];
  await add(products, 'old');
  products.clock.nowMs += 30 * day;
  await add(products, 'new');
  assert.ok(await products.tasks.findDone?.({ accountSid, key: 'old', request }, 0));
  products.clock.nowMs += 2 * day;
  await add(products, 'newer');
  assert.equal(await products.tasks.findDone?.({ accountSid, key: 'old', request }, 0), undefined);
  assert.ok(await products.tasks.findDone?.({ accountSid, key: 'new', request }, 0));
});

const refusals = [
  { title: 'data above 16 KiB', uniqueName: 'a', data: JSON.stringify('é'.repeat(8192)), code: 54006 },
  { title: 'a name above 256 characters', uniqueName: 'a'.repeat(257), data: '{}', code: 54302 },
];
for (const { title, uniqueName, data, code } of refusals) {
  test(`a document with ${title} is refused as Sync refuses it`, async (t) => {
    const { documents } = await openProducts(t);
    const request = { type: 'document.update', document: { serviceSid: 'default', uniqueName, data } } as const;
    const result = await documents.perform({ accountSid, key: 'one', request });
    assert.ok(!result.ok);
    assert.equal(result.code, code);
    assert.equal(documents.find({ accountSid, serviceSid: 'default', uniqueName }), undefined);
  });
}

test('a second process does not get the file, and a newer file is not opened', async (t) => {
  const { folder, close } = await openProducts(t);
  const options = { folder, clock: { now: () => 0 }, ids: { sid: (prefix: string) => prefix }, baseUrl: () => '' };
  assert.throws(() => openLocalProducts(options), /products\.sqlite is in use by another process$/);
  close();
  const database = new DatabaseSync(join(folder, 'products.sqlite'));
  database.exec(`UPDATE schemas SET version = 99 WHERE product = 'tasks'`);
  database.close();
  assert.throws(() => openLocalProducts(options), /from a newer Atelier \(tasks: schema 99\): start that version$/);
});
