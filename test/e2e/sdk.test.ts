/**
 * The official SDK over every operation. Against another server, or the real service: set `ATELIER_E2E_URL`,
 * `ATELIER_E2E_ACCOUNT_SID` and `ATELIER_E2E_AUTH_TOKEN`.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import twilio from 'twilio';
import { apiModules } from '../../src/api/modules.ts';
import { flowWebhook } from '../../src/api/webhooks/flow-webhook.ts';
import { type ApiServer, account, askName, startApi } from './api-server.ts';
import { sdkClient } from './sdk-client.ts';

const ourAddress = '+15550009999';
const { ATELIER_E2E_URL: url, ATELIER_E2E_ACCOUNT_SID: sid, ATELIER_E2E_AUTH_TOKEN: token } = process.env;
let server: ApiServer | undefined;
let client: twilio.Twilio;
const authToken = token ?? account.authToken;

before(async () => {
  if (url === undefined)
    server = await startApi({ modules: [...apiModules, flowWebhook({ validatesSignatures: true })] });
  client = sdkClient(url ?? server?.base ?? '', sid ?? account.sid, authToken);
});
after(() => server?.close());

let contacts = 0;
const newContact = () => `+1555${String(Date.now() % 100_000).padStart(5, '0')}${++contacts}`;

/** The contact answers: a signed request at the flow's webhook. */
async function answer(webhookUrl: string, from: string, body: string): Promise<void> {
  const params = { MessageSid: `SM${body}${contacts}`, From: from, To: ourAddress, Body: body };
  const response = await fetch(webhookUrl, {
    method: 'POST',
    headers: { 'x-twilio-signature': twilio.getExpectedTwilioSignature(authToken, webhookUrl, params) },
    body: new URLSearchParams(params),
  });
  assert.equal(response.status, 200);
  assert.match(await response.text(), /<Response\/>/);
}

/** Asks again until the answer is right; effects run beside the requests. */
async function until<T>(ask: () => Promise<T>, isRight: (answer: T) => boolean): Promise<T> {
  for (let tries = 0; tries < 500; tries++) {
    const answered = await ask();
    if (isRight(answered)) return answered;
  }
  throw new Error('what was waited for did not happen');
}

async function refusal(promise: Promise<unknown>): Promise<twilio.RestException> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason) => reason,
  );
  assert.ok(error instanceof twilio.RestException, String(error));
  return error;
}

test('v2: from the first draft to the end of a run', async () => {
  const { flows, flowValidate } = client.studio.v2;
  const form = { friendlyName: 'SDK', definition: askName() };
  assert.equal((await flowValidate.update({ ...form, status: 'published' })).valid, true);
  const wrong = await refusal(flowValidate.update({ ...form, status: 'draft', definition: {} }));
  assert.deepEqual([wrong.status, wrong.code], [400, 81022]);
  assert.ok(Array.isArray(Object(wrong.details).errors));

  const draft = await flows.create({ ...form, status: 'draft', commitMessage: 'first' });
  assert.deepEqual([draft.revision, draft.status, draft.valid, draft.commitMessage], [1, 'draft', true, 'first']);
  assert.deepEqual(draft.definition, askName());
  assert.ok(draft.dateCreated instanceof Date && !Number.isNaN(draft.dateCreated.getTime()));
  const flow = flows(draft.sid);
  const contact = newContact();
  const unpublished = await refusal(flow.executions.create({ to: contact, from: ourAddress }));
  assert.equal(unpublished.status, 404);

  const published = await flow.update({ status: 'published' });
  assert.equal(published.revision, 2);
  assert.deepEqual((await flow.fetch()).definition, askName());
  // `revisions.list()` of twilio-node 6 throws on every list, the service's own too: it reads a revision number that
  // it never sets. So the list is asked for one level below.
  await assert.rejects(flow.revisions.list(), /Cannot read properties of undefined \(reading 'toString'\)/);
  const uri = `https://studio.twilio.com/v2/Flows/${draft.sid}/Revisions`;
  const { body: revisions } = await client.request({ method: 'get', uri });
  assert.deepEqual(
    revisions.revisions.map(({ revision }: { revision: number }) => revision),
    [2, 1],
  );
  assert.equal((await flow.revisions('LatestPublished').fetch()).revision, 2);

  assert.deepEqual((await flow.testUsers().update({ testUsers: ['+15551230001', 'client:amy'] })).testUsers, [
    '+15551230001',
    'client:amy',
  ]);
  assert.equal((await flow.testUsers().fetch()).testUsers.length, 2);

  const started = await flow.executions.create({ to: contact, from: ourAddress, parameters: { order: 7 } });
  assert.deepEqual([started.status, started.flowVersion, started.contactChannelAddress], ['active', 2, contact]);
  const conflict = await refusal(flow.executions.create({ to: contact, from: ourAddress }));
  assert.deepEqual([conflict.status, conflict.code], [409, 20409]);
  assert.deepEqual(conflict.details, { conflicting_execution_sid: started.sid });
  assert.equal(conflict.moreInfo, 'https://www.twilio.com/docs/errors/20409');

  const execution = flow.executions(started.sid);
  const context = await execution.executionContext().fetch();
  assert.deepEqual(Object(context.context).flow.data, { order: 7 });
  await answer(published.webhookUrl, contact, 'Ann');
  const steps = await until(
    () => execution.steps.list(),
    (list) => list[0]?.transitionedTo === 'Ended',
  );
  assert.deepEqual(
    steps.map(({ name, type }) => [name, type]),
    [
      ['next', 'set-variables'],
      ['incomingMessage', 'send-and-wait-for-reply'],
      ['incomingRequest', 'trigger'],
    ],
  );
  const last = steps[0]?.sid ?? '';
  assert.equal((await execution.steps(last).fetch()).transitionedFrom, 'keep');
  const after = await execution.steps(last).stepContext().fetch();
  assert.deepEqual(Object(after.context).flow.variables, { name: 'Ann' });
  assert.equal((await execution.fetch()).status, 'ended');
  assert.equal((await execution.update({ status: 'ended' })).status, 'ended');

  const more = await Promise.all([1, 2, 3].map(() => flow.executions.create({ to: newContact(), from: ourAddress })));
  const active = await flow.executions.list({ status: 'active', pageSize: 2 });
  assert.deepEqual(active.map((one) => one.sid).toSorted(), more.map((one) => one.sid).toSorted());
  for (const { sid: one } of active) {
    assert.equal((await flow.executions(one).update({ status: 'ended' })).status, 'ended');
  }
  assert.equal((await flow.executions.list({ status: 'active' })).length, 0);
  const first = await flow.executions.page({ pageSize: 3 });
  const second = await first.nextPage();
  assert.deepEqual([first.instances.length, second?.instances.length], [3, 1]);
  assert.deepEqual(
    (await second?.previousPage())?.instances.map((one) => one.sid),
    first.instances.map((one) => one.sid),
  );
  const tomorrow = new Date(Date.now() + 86_400_000);
  assert.equal((await flow.executions.list({ dateCreatedFrom: tomorrow })).length, 0);

  assert.equal(await execution.remove(), true);
  assert.equal((await refusal(execution.fetch())).status, 404);
  assert.ok((await flows.list()).some((one) => one.sid === draft.sid));
  assert.equal(await flow.remove(), true);
  const gone = await refusal(flow.fetch());
  assert.deepEqual([gone.status, gone.code], [404, 20404]);
});

test('v1: flows to read, executions and engagements to run', async () => {
  const made = await client.studio.v2.flows.create({
    friendlyName: 'SDK v1',
    status: 'published',
    definition: askName(),
  });
  const { flows } = client.studio.v1;
  assert.ok((await flows.list()).some((one) => one.sid === made.sid));
  const flow = flows(made.sid);
  assert.equal((await flow.fetch()).version, 1);

  const contact = newContact();
  const started = await flow.executions.create({ to: contact, from: ourAddress });
  const again = await flow.executions.create({ to: contact, from: ourAddress });
  assert.equal(again.sid, started.sid);
  await answer(made.webhookUrl, contact, 'Bob');
  const execution = flow.executions(started.sid);
  const steps = await until(
    () => execution.steps.list(),
    (list) => list[0]?.transitionedTo === 'Ended',
  );
  const last = steps[0]?.sid ?? '';
  assert.equal((await execution.steps(last).fetch()).name, 'next');
  const context = await execution.steps(last).stepContext().fetch();
  assert.deepEqual(Object(context.context).flow.variables, { name: 'Bob' });
  assert.equal(Object((await execution.executionContext().fetch()).context).widgets.ask.inbound.Body, 'Bob');
  assert.equal((await execution.update({ status: 'ended' })).status, 'ended');
  assert.equal((await flow.executions.list()).length, 1);
  assert.equal((await execution.fetch()).sid, started.sid);

  const engaged = await flow.engagements.create({ to: newContact(), from: ourAddress });
  const engagement = flow.engagements(engaged.sid);
  assert.equal((await engagement.fetch()).status, 'active');
  assert.equal((await flow.engagements.list()).length, 2);
  assert.equal(Object((await engagement.engagementContext().fetch()).context).flow.sid, engaged.sid);
  const [step] = await engagement.steps.list();
  assert.equal((await engagement.steps(step?.sid ?? '').fetch()).engagementSid, engaged.sid);
  assert.equal(
    (
      await engagement
        .steps(step?.sid ?? '')
        .stepContext()
        .fetch()
    ).stepSid,
    step?.sid,
  );
  assert.equal(await engagement.remove(), true);
  assert.equal(await execution.remove(), true);
  assert.equal(await flow.remove(), true);
});

test('wrong credentials are told as such', async () => {
  const stranger = sdkClient(url ?? server?.base ?? '', `AC${'9'.repeat(32)}`, 'wrong');
  const refused = await refusal(stranger.studio.v2.flows.list());
  assert.deepEqual([refused.status, refused.code, refused.message], [401, 20003, 'Authenticate']);
});

test('the SDK has been through all 39 operations', { skip: url !== undefined }, () => {
  const seen = new Set(server?.log.flatMap(({ method, route }) => (route ? [`${method} ${route}`] : [])));
  const operations = [...seen].filter((line) => /\/v[12]\/Flows/.test(line));
  assert.equal(operations.length, 39, operations.toSorted().join('\n'));
});
