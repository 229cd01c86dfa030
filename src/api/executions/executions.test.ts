import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import {
  type ApiServer,
  account,
  askName,
  createFlow,
  type Fields,
  otherAccount,
  startApi,
} from '../../../test/e2e/api-server.ts';

let server: ApiServer;
let flow: string;
before(async () => {
  server = await startApi();
  flow = await createFlow(server);
});
after(() => server.close());

const get = (path: string) => server.call('GET', path);
const post = (path: string, form: Fields = {}) => server.call('POST', path, { form });
let contacts = 0;
const newPair = () => ({ To: `+1555000${String(++contacts).padStart(4, '0')}`, From: '+15559990000' });

/** An answer of the contact, as the webhook would bring it. */
async function reply(pair: { readonly To: string; readonly From: string }, body: string): Promise<void> {
  const params = { MessageSid: `SM${body}${contacts}`, From: pair.To, To: pair.From, Body: body };
  await server.runtime.receive({ accountSid: account.sid, flowSid: flow, params });
  await server.runtime.settled();
}

const versions = [
  { tree: '/v2/Flows/{flow}/Executions', created: 201, hasOrigin: true, contextLink: 'execution_context' },
  { tree: '/v1/Flows/{flow}/Executions', created: 200, hasOrigin: false, contextLink: 'execution_context' },
  { tree: '/v1/Flows/{flow}/Engagements', created: 200, hasOrigin: false, contextLink: 'engagement_context' },
];
for (const { tree, created, hasOrigin, contextLink } of versions) {
  test(`POST ${tree} starts a run and answers before it moves`, async () => {
    const path = tree.replace('{flow}', flow);
    const pair = newPair();
    const answer = await post(path, { ...pair, Parameters: '{"n":1.5,"t":"é"}', ExternalId: 'ignored' });
    assert.equal(answer.status, created, answer.text);
    const { sid } = answer.body;
    const url = `${server.base}${path}/${sid}`;
    assert.deepEqual(answer.body, {
      sid,
      account_sid: account.sid,
      flow_sid: flow,
      contact_channel_address: pair.To,
      contact_sid: `FC${'0'.repeat(32)}`,
      ...(hasOrigin ? { flow_version: 1, initiated_by: answer.headers.get('twilio-request-id') } : {}),
      context: {},
      status: 'active',
      date_created: '2026-01-02T03:04:05Z',
      date_updated: '2026-01-02T03:04:05Z',
      url,
      links: { steps: `${url}/Steps`, [contextLink]: `${url}/Context` },
    });
    await server.runtime.settled();
    assert.deepEqual((await get(`${path}/${sid}`)).body, answer.body);
    const { context } = (await get(`${path}/${sid}/Context`)).body;
    assert.deepEqual(context.flow.data, { n: 1.5, t: 'é' });
    assert.deepEqual(context.trigger, { request: { from: pair.From, to: pair.To, parameters: { n: 1.5, t: 'é' } } });
    const list = (await get(path)).body;
    assert.deepEqual(list[list.meta.key][0], answer.body);
    assert.equal((await server.call('DELETE', `${path}/${sid}`)).status, 204);
    assert.equal((await get(`${path}/${sid}`)).status, 404);
    assert.equal((await server.call('DELETE', `${path}/${sid}`)).status, 404);
  });
}

for (const collection of ['Executions', 'Engagements']) {
  test(`v1 ${collection} answers the active run instead of a second one`, async () => {
    const pair = newPair();
    const one = await post(`/v1/Flows/${flow}/${collection}`, pair);
    const other = await post(`/v1/Flows/${flow}/${collection}`, pair);
    assert.deepEqual([one.status, other.status], [200, 200]);
    assert.equal(other.body.sid, one.body.sid);
  });
}

test('steps tell the run, newest first, each with the context it left behind', async () => {
  const pair = newPair();
  const { sid } = (await post(`/v2/Flows/${flow}/Executions`, pair)).body;
  await server.runtime.settled();
  const path = `/v2/Flows/${flow}/Executions/${sid}`;
  const waiting = (await get(`${path}/Steps`)).body.steps;
  // The widget that waits is not listed yet.
  assert.deepEqual(waiting.map(shape), [['Trigger', 'incomingRequest', 'ask', 'trigger']]);
  server.clock.advance(2_000);
  await reply(pair, 'Ann');
  const { steps } = (await get(`${path}/Steps`)).body;
  assert.deepEqual(steps.map(shape), [
    ['keep', 'next', 'Ended', 'set-variables'],
    ['ask', 'incomingMessage', 'keep', 'send-and-wait-for-reply'],
    ['Trigger', 'incomingRequest', 'ask', 'trigger'],
  ]);
  const [keep, ask] = steps;
  const url = `${server.base}${path}/Steps/${ask.sid}`;
  assert.deepEqual(ask, {
    sid: ask.sid,
    account_sid: account.sid,
    flow_sid: flow,
    execution_sid: sid,
    parent_step_sid: null,
    name: 'incomingMessage',
    context: {},
    transitioned_from: 'ask',
    transitioned_to: 'keep',
    type: 'send-and-wait-for-reply',
    date_created: '2026-01-02T03:04:07Z',
    date_updated: null,
    url,
    links: { step_context: `${url}/Context` },
  });
  assert.deepEqual((await get(`${path}/Steps/${ask.sid}`)).body, ask);
  const asked = (await get(`${path}/Steps/${ask.sid}/Context`)).body;
  assert.equal(asked.context.widgets.ask.inbound.Body, 'Ann');
  assert.deepEqual(asked.context.flow.variables, {});
  const { context, ...around } = (await get(`${path}/Steps/${keep.sid}/Context`)).body;
  assert.deepEqual(context.flow.variables, { name: 'Ann' });
  assert.deepEqual(around, {
    account_sid: account.sid,
    flow_sid: flow,
    execution_sid: sid,
    step_sid: keep.sid,
    url: `${server.base}${path}/Steps/${keep.sid}/Context`,
  });
  const whole = (await get(`${path}/Context`)).body;
  assert.deepEqual(whole, {
    account_sid: account.sid,
    context,
    flow_sid: flow,
    execution_sid: sid,
    url: `${server.base}${path}/Context`,
  });
  const engagement = `/v1/Flows/${flow}/Engagements/${sid}`;
  const old = (await get(`${engagement}/Steps/${ask.sid}`)).body;
  assert.deepEqual([old.engagement_sid, 'execution_sid' in old], [sid, false]);
  assert.deepEqual((await get(`${engagement}/Steps/${ask.sid}/Context`)).body.context, asked.context);
  assert.equal((await get(`${engagement}/Context`)).body.engagement_sid, sid);
  assert.equal((await get(path)).body.status, 'ended');
});

function shape(step: { transitioned_from: string; name: string; transitioned_to: string; type: string }): string[] {
  return [step.transitioned_from, step.name, step.transitioned_to, step.type];
}

test('a step belongs to one execution only', async () => {
  const one = (await post(`/v2/Flows/${flow}/Executions`, newPair())).body.sid;
  const other = (await post(`/v2/Flows/${flow}/Executions`, newPair())).body.sid;
  const step = (await get(`/v2/Flows/${flow}/Executions/${one}/Steps`)).body.steps[0].sid;
  assert.equal((await get(`/v2/Flows/${flow}/Executions/${other}/Steps/${step}`)).status, 404);
  const otherFlow = await createFlow(server);
  assert.equal((await get(`/v2/Flows/${otherFlow}/Executions/${one}`)).status, 404);
});

for (const version of ['v1', 'v2']) {
  test(`${version} ends an execution, and ending it again changes nothing`, async () => {
    const pair = newPair();
    const { sid } = (await post(`/${version}/Flows/${flow}/Executions`, pair)).body;
    const path = `/${version}/Flows/${flow}/Executions/${sid}`;
    server.clock.advance(1_000);
    const untouched = await post(path);
    assert.deepEqual([untouched.status, untouched.body.status], [200, 'active']);
    const ended = await post(path, { Status: 'ended' });
    assert.deepEqual([ended.status, ended.body.status], [200, 'ended']);
    assert.notEqual(ended.body.date_updated, ended.body.date_created);
    server.clock.advance(1_000);
    assert.deepEqual((await post(path, { Status: 'ended' })).body, ended.body);
    assert.notEqual((await post(`/${version}/Flows/${flow}/Executions`, pair)).body.sid, sid);
  });
}

test('a contact that is no test user needs a published revision, a test user the latest', async () => {
  const draft = await createFlow(server, { Status: 'draft' });
  const pair = newPair();
  const path = `/v2/Flows/${draft}/Executions`;
  assert.equal((await post(path, pair)).status, 404);
  await post(`/v2/Flows/${draft}/TestUsers`, { TestUsers: pair.To });
  assert.equal((await post(path, pair)).status, 201);
  await post(`/v2/Flows/${draft}`, { Status: 'published' });
  await post(`/v2/Flows/${draft}`, { Status: 'draft', Definition: JSON.stringify(askName('Name?')) });
  assert.equal((await post(path, newPair())).body.flow_version, 2);
});

test('lists are filtered by status and by the time of creation', async () => {
  const sid = await createFlow(server);
  const path = `/v2/Flows/${sid}/Executions`;
  const runs: string[] = [];
  const from = new Date(server.clock.now()).toISOString();
  for (let count = 0; count < 3; count++) {
    runs.unshift((await post(path, newPair())).body.sid);
    server.clock.advance(60_000);
  }
  await post(`${path}/${runs[1]}`, { Status: 'ended' });
  const second = encodeURIComponent(new Date(Date.parse(from) + 60_000).toISOString());
  const east = encodeURIComponent(new Date(Date.parse(from) + 60_000 + 7_200_000).toISOString().replace('Z', '+02:00'));
  const [third, middle, first] = runs;
  const cases = [
    { query: '', found: [third, middle, first] },
    { query: '?status=active', found: [third, first] },
    { query: '?Status=ended', found: [middle] },
    { query: `?DateCreatedFrom=${second}`, found: [third, middle] },
    { query: `?DateCreatedTo=${second}`, found: [first] },
    { query: `?DateCreatedFrom=${east}`, found: [third, middle] },
    { query: `?DateCreatedFrom=${east.replace('%2B', '+')}&status=active`, found: [third] },
    { query: '?status=', found: [third, middle, first] },
  ];
  for (const { query, found } of cases) {
    const { body } = await get(path + query);
    assert.deepEqual(
      body.executions.map((one: { sid: string }) => one.sid),
      found,
      query,
    );
  }
  const { meta } = (await get(`${path}?status=active&PageSize=1&DateCreatedTo=2030-01-01`)).body;
  assert.equal(meta.url, `${server.base}${path}?status=active&DateCreatedTo=2030-01-01&PageSize=1&Page=0`);
  assert.match(meta.next_page_url, /\?status=active&DateCreatedTo=2030-01-01&PageSize=1&Page=1&PageToken=PT/);
  const v1 = (await get(`/v1/Flows/${sid}/Executions?status=active`)).body.executions;
  assert.equal(v1.length, 3);
  const engagements = (await get(`/v1/Flows/${sid}/Engagements?DateCreatedTo=2001-01-01`)).body.engagements;
  assert.equal(engagements.length, 3);
});

test('creates above the configured rate are refused for that account, and allowed again after a while', async () => {
  const limited = await startApi({ deps: { createsPerSecond: 2, clock: server.clock } });
  const sid = await createFlow(limited);
  const create = () => limited.call('POST', `/v2/Flows/${sid}/Executions`, { form: newPair() });
  assert.deepEqual([(await create()).status, (await create()).status], [201, 201]);
  const refused = await create();
  assert.deepEqual([refused.status, refused.body.code, refused.headers.get('retry-after')], [429, 20429, '1']);
  const auth: [string, string] = [otherAccount.sid, otherAccount.authToken];
  const other = await limited.call('POST', `/v2/Flows/${sid}/Executions`, { form: newPair(), auth });
  assert.equal(other.status, 404);
  server.clock.advance(500);
  assert.equal((await create()).status, 201);
  assert.equal((await create()).status, 429);
  await limited.close();
});
