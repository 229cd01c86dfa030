/** What every adapter of a product must do, run by each on its own service. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { JsonObject } from '../engine/json.ts';
import type { DocumentCall, Product, ProductCall, TaskCall } from './products.ts';
import { accountSid } from './products-fixture.ts';

export interface TasksUnderTest {
  readonly tasks: Product<TaskCall>;
  /** Attributes of the tasks that were made, oldest first. */
  made(): readonly string[];
}

const task = (attributes: object): TaskCall => ({
  type: 'task.create',
  task: {
    workflow: `WW${'1'.repeat(32)}`,
    channel: `TC${'2'.repeat(32)}`,
    attributes: JSON.stringify(attributes),
    priority: 7,
    timeoutSeconds: 600,
  },
});

const interaction = (conversationSid: string): TaskCall => ({
  type: 'interaction.create',
  interaction: {
    workflow: `WW${'1'.repeat(32)}`,
    channel: 'chat',
    attributes: '{"channelType":"sms","name":"Ann"}',
    priority: 0,
    timeoutSeconds: 3600,
    conversationSid,
  },
});

const call = <T extends TaskCall | DocumentCall>(key: string, request: T): ProductCall<T> => ({
  accountSid,
  key,
  request,
});

/** As the runtime repeats what may have been done. */
async function again<T extends TaskCall | DocumentCall>(product: Product<T>, asked: ProductCall<T>, sinceMs = 0) {
  return (await product.findDone?.(asked, sinceMs)) ?? (await product.perform(asked));
}

/** Registers the suite; `open` gives an adapter on an empty service and sees to its end by `t.after`. */
export function taskConformance(name: string, open: (t: TestContext) => Promise<TasksUnderTest>): void {
  test(`${name}: a task shows as TaskRouter shows it`, async (t) => {
    const { tasks } = await open(t);
    const result = await tasks.perform(call('one', task({ a: 1 })));
    assert.ok(result.ok);
    const { resource } = result;
    assert.match(String(resource.sid), /^WT[0-9a-f]{32}$/);
    assert.match(String(resource.workspace_sid), /^WS[0-9a-f]{32}$/);
    assert.match(String(resource.task_queue_sid), /^WQ[0-9a-f]{32}$/);
    assert.match(String(resource.date_created), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const { assignment_status, attributes, priority, timeout, reason, age, addons, workflow_sid, task_channel_sid } =
      resource;
    assert.deepEqual(
      { assignment_status, attributes, priority, timeout, reason, age, addons, workflow_sid, task_channel_sid },
      {
        assignment_status: 'pending',
        attributes: '{"a":1}',
        priority: 7,
        timeout: 600,
        reason: null,
        age: 0,
        addons: '{}',
        workflow_sid: `WW${'1'.repeat(32)}`,
        task_channel_sid: `TC${'2'.repeat(32)}`,
      },
    );
    for (const key of [
      'task_queue_friendly_name',
      'task_channel_unique_name',
      'workflow_friendly_name',
      'url',
      'links',
    ]) {
      assert.ok(Object.hasOwn(resource, key), key);
    }
  });

  test(`${name}: an interaction shows its channel, and its task as the routing`, async (t) => {
    const { tasks, made } = await open(t);
    const result = await tasks.perform(call('one', interaction('CH5')));
    assert.ok(result.ok);
    assert.match(String(result.resource.sid), /^KD[0-9a-f]{32}$/);
    const { channel, routing } = result.resource as { channel: JsonObject; routing: { properties: JsonObject } };
    assert.deepEqual([channel.type, channel.properties], ['sms', { media_channel_sid: 'CH5' }]);
    assert.match(String(routing.properties.sid), /^WT/);
    const attributes = JSON.parse(made()[0] ?? '');
    assert.deepEqual(attributes, {
      channelType: 'sms',
      name: 'Ann',
      conversationSid: 'CH5',
      flexInteractionSid: result.resource.sid,
    });
  });

  test(`${name}: other requests make other tasks`, async (t) => {
    const { tasks, made } = await open(t);
    await Promise.all([1, 2, 3].map((a) => tasks.perform(call(`key ${a}`, task({ a })))));
    assert.deepEqual([...made()].sort(), ['{"a":1}', '{"a":2}', '{"a":3}']);
  });

  for (const [what, request] of [
    ['task', task({ a: 1 })],
    ['interaction', interaction('CH5')],
  ] as const) {
    test(`${name}: a repeat after asking makes no second ${what}, and shows the first`, async (t) => {
      const { tasks, made } = await open(t);
      const asked = call('one', request);
      assert.equal(await tasks.findDone?.(asked, 0), undefined);
      const first = await again(tasks, asked);
      const second = await again(tasks, asked);
      assert.deepEqual(second, first);
      assert.ok(first.ok);
      assert.equal(made().length, 1);
    });
  }

  test(`${name}: what another asked for is not taken for one's own`, async (t) => {
    const { tasks, made } = await open(t);
    await again(tasks, call('one', task({ a: 1 })));
    await again(tasks, call('two', task({ a: 2 })));
    await again(tasks, call('three', interaction('CH1')));
    await again(tasks, call('four', interaction('CH2')));
    assert.equal(made().length, 4);
  });
}

export interface DocumentsUnderTest {
  readonly documents: Product<DocumentCall>;
}

const document = (data: string, uniqueName = 'visits of +1'): DocumentCall => ({
  type: 'document.update',
  document: { serviceSid: 'default', uniqueName, data },
});

export function documentConformance(name: string, open: (t: TestContext) => Promise<DocumentsUnderTest>): void {
  test(`${name}: a document that is not there is made, and shows as Sync shows it`, async (t) => {
    const { documents } = await open(t);
    const result = await documents.perform(call('one', document('{"a":[1,null]}')));
    assert.ok(result.ok);
    const { sid, unique_name, service_sid, revision, data, url } = result.resource;
    assert.match(String(sid), /^ET[0-9a-f]{32}$/);
    assert.deepEqual([unique_name, service_sid, revision, data], ['visits of +1', 'default', '0', { a: [1, null] }]);
    assert.match(String(url), /^http/);
  });

  test(`${name}: a document that is there is written over, and counts its revisions`, async (t) => {
    const { documents } = await open(t);
    await documents.perform(call('one', document('{"a":1}')));
    const result = await documents.perform(call('two', document('{"b":2}')));
    assert.ok(result.ok);
    assert.deepEqual([result.resource.data, result.resource.revision], [{ b: 2 }, '1']);
  });

  test(`${name}: a repeat after asking writes nothing new`, async (t) => {
    const { documents } = await open(t);
    const asked = call('one', document('{"a":1}'));
    assert.equal(await documents.findDone?.(asked, 0), undefined);
    const first = await again(documents, asked);
    assert.deepEqual(await again(documents, asked), first);
  });

  test(`${name}: each name has its own document`, async (t) => {
    const { documents } = await open(t);
    for (const uniqueName of ['a', 'b']) {
      const result = await documents.perform(call(uniqueName, document('{}', uniqueName)));
      assert.ok(result.ok);
      assert.equal(result.resource.revision, '0');
    }
  });
}
