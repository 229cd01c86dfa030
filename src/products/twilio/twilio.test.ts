import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { CarrierUnreachable } from '../../carriers/carrier.ts';
import type { TwilioAccount } from '../../carriers/twilio-rest.ts';
import type { TaskRequest } from '../../engine/effects.ts';
import { VirtualClock } from '../../runtime/clock.ts';
import { createHttpClient } from '../../runtime/http-client.ts';
import { claiming } from '../claims.ts';
import { documentConformance, taskConformance } from '../conformance.ts';
import { accountSid, openProducts } from '../products-fixture.ts';
import { twilioDocuments } from './documents.ts';
import { type RecordedTwilio, recordTwilio } from './recorded-fixture.ts';
import { twilioTasks } from './tasks.ts';

function accountOf(t: TestContext, { user, password }: RecordedTwilio): TwilioAccount {
  const http = createHttpClient({ clock: new VirtualClock(0), allowedHosts: ['127.0.0.1'] });
  t.after(() => http.close());
  return {
    name: 'main',
    user,
    password,
    credentials: 'auth_token of carriers.main',
    http,
    clock: { now: () => Date.now() },
  };
}

async function open(t: TestContext, more: Partial<TwilioAccount> = {}) {
  const twilio = await recordTwilio(t);
  const account = { ...accountOf(t, twilio), ...more };
  const [taskRouterUrl, flexUrl, syncUrl] = [`${twilio.url}/v1`, `${twilio.url}/v1`, `${twilio.url}/v1`];
  return {
    twilio,
    tasks: twilioTasks({ ...account, workspace: twilio.workspace, taskRouterUrl, flexUrl }),
    documents: twilioDocuments({ ...account, syncUrl }),
    made: () => twilio.tasks.map(({ attributes }) => String(attributes)),
  };
}

taskConformance('twilio', open);
documentConformance('twilio', open);

const task: TaskRequest = {
  workflow: 'WW1',
  channel: 'TC1',
  attributes: '{"a": "é"}',
  priority: 3,
  timeoutSeconds: 60,
};
const asked = (more: Partial<TaskRequest> = {}) =>
  ({ accountSid, key: 'one', request: { type: 'task.create', task: { ...task, ...more } } }) as const;

test('a task is a form with the fields of the Task resource', async (t) => {
  const { twilio, tasks } = await open(t);
  await tasks.perform(asked());
  assert.deepEqual(twilio.requests, [
    {
      method: 'POST',
      path: `/v1/Workspaces/${twilio.workspace}/Tasks`,
      query: {},
      form: { WorkflowSid: 'WW1', TaskChannel: 'TC1', Attributes: '{"a": "é"}', Priority: '3', Timeout: '60' },
    },
  ]);
});

test('a task without a channel leaves it to TaskRouter', async (t) => {
  const { twilio, tasks } = await open(t);
  await tasks.perform(asked({ channel: '' }));
  assert.equal(Object.hasOwn(twilio.requests[0]?.form ?? {}, 'TaskChannel'), false);
});

for (const { channel, shown } of [
  { channel: `TC${'1'.repeat(32)}`, shown: { task_channel_sid: `TC${'1'.repeat(32)}` } },
  { channel: 'chat', shown: { task_channel_unique_name: 'chat' } },
]) {
  test(`an interaction for the channel ${channel} is Channel and Routing as JSON`, async (t) => {
    const { twilio, tasks } = await open(t);
    const interaction = { ...task, channel, conversationSid: 'CH1', attributes: '{"channelType":"whatsapp"}' };
    await tasks.perform({ accountSid, key: 'one', request: { type: 'interaction.create', interaction } });
    const [request] = twilio.requests;
    assert.deepEqual([request?.method, request?.path], ['POST', '/v1/Interactions']);
    assert.deepEqual(JSON.parse(request?.form.Channel ?? ''), {
      type: 'whatsapp',
      initiated_by: 'api',
      properties: { media_channel_sid: 'CH1' },
    });
    assert.deepEqual(JSON.parse(request?.form.Routing ?? ''), {
      properties: {
        workspace_sid: twilio.workspace,
        workflow_sid: 'WW1',
        ...shown,
        priority: 3,
        timeout: 60,
        attributes: { channelType: 'whatsapp' },
      },
    });
  });
}

test('a refusal is a result with code and message', async (t) => {
  const { twilio, tasks, documents } = await open(t);
  const body = { code: 20001, message: 'Workflow WW1 does not exist', status: 400 };
  twilio.refuse({ status: 400, body });
  assert.deepEqual(await tasks.perform(asked()), { ok: false, code: 20001, message: 'Workflow WW1 does not exist' });
  twilio.refuse({ status: 400, body: {} });
  const document = { serviceSid: 'IS1', uniqueName: 'a', data: '{}' };
  assert.deepEqual(
    await documents.perform({ accountSid, key: 'one', request: { type: 'document.update', document } }),
    {
      ok: false,
      code: null,
      message: 'it was refused with status 400',
    },
  );
});

const unreachable: { title: string; upset: (twilio: RecordedTwilio) => void; isUnsent: boolean; says: RegExp }[] = [
  { title: '500', upset: (twilio) => twilio.refuse({ status: 500 }), isUnsent: false, says: /status 500/ },
  {
    title: '429 with Retry-After',
    upset: (twilio) => twilio.refuse({ status: 429, headers: { 'retry-after': '7' } }),
    isUnsent: true,
    says: /fewer requests/,
  },
  { title: 'a connection that is cut', upset: (twilio) => twilio.cut(), isUnsent: false, says: /cannot be reached/ },
];
for (const { title, upset, isUnsent, says } of unreachable) {
  test(`${title} is no answer: the request may be made again`, async (t) => {
    const { twilio, tasks } = await open(t);
    upset(twilio);
    await assert.rejects(tasks.perform(asked()), (error) => {
      assert.ok(error instanceof CarrierUnreachable);
      assert.equal(error.isUnsent, isUnsent);
      assert.match(error.message, says);
      if (title.includes('Retry-After')) assert.equal(error.retryAfterMs, 7000);
      return true;
    });
  });
}

test('wrong credentials name the setting, never the secret, and nothing is lost', async (t) => {
  const { tasks } = await open(t, { password: 'not-the-secret' });
  await assert.rejects(tasks.perform(asked()), (error) => {
    assert.ok(error instanceof CarrierUnreachable && error.isUnsent);
    assert.match(error.message, /check auth_token of carriers\.main/);
    assert.doesNotMatch(error.message, /not-the-secret/);
    return true;
  });
});

test('a task whose answer was lost is found, with attributes in the list or without', async (t) => {
  for (const listsAttributes of [true, false]) {
    const { twilio, tasks, made } = await open(t);
    twilio.listsAttributes = listsAttributes;
    twilio.cut();
    const sinceMs = Date.now();
    await assert.rejects(tasks.perform(asked()), CarrierUnreachable);
    const found = await tasks.findDone?.(asked({ attributes: '{ "a":"é" }' }), sinceMs);
    assert.ok(found?.ok);
    assert.deepEqual([found.resource.sid, found.resource.attributes], [twilio.tasks[0]?.sid, '{"a": "é"}']);
    assert.equal(made().length, 1);
  }
});

const others: { title: string; more: Partial<TaskRequest>; sinceMs?: number }[] = [
  { title: 'of another priority', more: { priority: 4 } },
  { title: 'of another workflow', more: { workflow: 'WW2' } },
  { title: 'with other attributes', more: { attributes: '{"a":"e"}' } },
  { title: 'from before', more: {}, sinceMs: Date.now() + 3_600_000 },
];
for (const { title, more, sinceMs = 0 } of others) {
  test(`a task ${title} is not the one that was asked for`, async (t) => {
    const { tasks } = await open(t);
    await tasks.perform(asked());
    assert.equal(await tasks.findDone?.(asked(more), sinceMs), undefined);
  });
}

test('a task that is known to be another request’s is passed over', async (t) => {
  const { twilio, tasks } = await open(t);
  await tasks.perform(asked());
  const isClaimed = async (sid: string) => sid === twilio.tasks[0]?.sid;
  assert.equal(await tasks.findDone?.({ ...asked(), isClaimed }, 0), undefined);
  assert.ok(await tasks.findDone?.({ ...asked(), isClaimed: async () => false }, 0));
});

test('of two requests that say the same and lost their answers each finds its own task, also after a restart', async (t) => {
  const products = await openProducts(t);
  const { twilio, tasks, made } = await open(t);
  const calls = ['one', 'two'].map((key) => ({ ...asked(), key }));
  for (const call of calls) {
    twilio.cut();
    await assert.rejects(claiming(tasks, products.claims).perform(call), CarrierUnreachable);
  }
  const found = await Promise.all(calls.map((call) => claiming(tasks, products.claims).findDone?.(call, 0)));
  const sids = found.map((result) => result?.ok && result.resource.sid);
  assert.deepEqual(new Set(sids), new Set(twilio.tasks.map(({ sid }) => sid)));
  const later = claiming(tasks, products.reopen().claims);
  assert.equal(await later.findDone?.({ ...asked(), key: 'three' }, 0), undefined);
  assert.equal(made().length, 2);
});

test('a task whose answer came is never taken for that of another request', async (t) => {
  const products = await openProducts(t);
  const { tasks } = await open(t);
  const claimed = claiming(tasks, products.claims);
  await claimed.perform(asked());
  assert.equal(await claimed.findDone?.({ ...asked(), key: 'two' }, 0), undefined);
  assert.ok(await claimed.findDone?.(asked(), 0));
});

test('names of services and documents are parts of the path, whatever they hold', async (t) => {
  const { twilio, documents } = await open(t);
  const document = { serviceSid: 'IS/1', uniqueName: 'a/../b?c', data: '{}' };
  await documents.perform({ accountSid, key: 'one', request: { type: 'document.update', document } });
  assert.deepEqual(
    twilio.requests.map(({ method, path }) => [method, path]),
    [
      ['POST', '/v1/Services/IS%2F1/Documents/a%2F..%2Fb%3Fc'],
      ['POST', '/v1/Services/IS%2F1/Documents'],
    ],
  );
});
