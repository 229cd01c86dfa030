import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type ApiServer, askName, type Body, createFlow, otherAccount } from '../../../test/e2e/api-server.ts';
import { type Browser, signIn, startConsole } from './console-fixture.ts';

let server: ApiServer;
let browser: Browser;
before(async () => {
  server = await startConsole();
  browser = await signIn(server);
});
after(() => server.close());

async function start(flow: string, to: string): Promise<string> {
  const form = { To: to, From: '+15550001234' };
  const { body } = await server.call('POST', `/v2/Flows/${flow}/Executions`, { form });
  await server.runtime.settled();
  return body.sid;
}

async function list(query: string): Promise<Body[]> {
  const { status, body, text } = await browser.call('GET', `/console/api/executions?${query}`);
  assert.equal(status, 200, text);
  return body.executions;
}

async function one(sid: string): Promise<Body> {
  return (await browser.call('GET', `/console/api/executions/${sid}`)).body;
}

/** A flow that goes from the trigger to one widget, whose events lead nowhere. */
function alone(type: string, properties: object, events: readonly string[], conditions?: object[]): string {
  const transitions = events.map((event) => ({ event, ...(event === 'match' ? { next: 'it', conditions } : {}) }));
  return JSON.stringify({
    initial_state: 'Trigger',
    flags: { allow_concurrent_calls: true },
    states: [
      {
        name: 'Trigger',
        type: 'trigger',
        transitions: [{ event: 'incomingRequest', next: 'it' }],
        properties: { offset: { x: 0, y: 0 } },
      },
      { name: 'it', type, transitions, properties: { offset: { x: 0, y: 200 }, ...properties } },
    ],
  });
}

const http = { method: 'GET', url: 'https://api.example.com', content_type: 'application/json' };
const message = { from: '{{flow.channel.address}}', to: '{{contact.channel.address}}', body: 'hi' };
const compare = [{ friendly_name: 'x', arguments: ['{{flow.data.x}}'], type: 'equal_to', value: '1' }];
const endings = [
  {
    name: 'a failure event that leads nowhere',
    definition: alone('make-http-request', http, ['success', 'failed']),
    is: ['failed', 'FLOW_END', 'it'],
  },
  {
    name: 'a template that cannot be rendered',
    definition: alone('send-message', { ...message, body: '{{ "a" | uper }}' }, ['sent', 'failed']),
    is: ['failed', 'FLOW_END', 'it'],
  },
  {
    name: 'a branch without next',
    definition: alone('send-message', message, ['sent', 'failed']),
    is: ['ended', 'FLOW_END', 'it'],
  },
  {
    name: 'no match',
    definition: alone('split-based-on', { input: '{{flow.data.x}}' }, ['noMatch', 'match'], compare),
    is: ['ended', 'FLOW_END', 'it'],
  },
];
for (const { name, definition, is } of endings) {
  test(`an execution that ends at ${name} has ${is[0]}`, async () => {
    const flow = await createFlow(server, { Definition: definition });
    const sid = await start(flow, '+15550001001');
    const run = await one(sid);
    assert.deepEqual([run.outcome, run.ended_reason, run.widget], is);
    const status = is[0] ?? '';
    assert.deepEqual(
      (await list(`flow=${flow}&status=${status}`)).map(({ execution_sid }) => execution_sid),
      [sid],
    );
    const counts = await browser.call('GET', `/console/api/executions/counts?flow=${flow}`);
    assert.deepEqual(counts.body[status], { count: 1, more: false });
  });
}

test('an execution that was stopped, or timed out, has not failed', async () => {
  const flow = await createFlow(server);
  const [stopped, late] = [await start(flow, '+15550002001'), await start(flow, '+15550002002')];
  await server.call('POST', `/v2/Flows/${flow}/Executions/${stopped}`, { form: { Status: 'ended' } });
  server.clock.advance(3_600_000);
  await server.runtime.settled();
  assert.deepEqual(
    [await one(stopped), await one(late)].map(({ outcome, widget }) => [outcome, widget]),
    [
      ['stopped', 'ask'],
      ['ended', 'ask'],
    ],
  );
});

test('an execution is found by each of what it is, and shown with where it is', async () => {
  const flow = await createFlow(server);
  const sid = await start(flow, '+15550003001');
  const other = await start(flow, '+15550003002');
  const now = new Date(server.clock.now()).toISOString();
  const later = new Date(server.clock.now() + 1_000).toISOString();
  const both = [other, sid];
  const cases: readonly (readonly [string, readonly string[]])[] = [
    [`flow=${flow}`, both],
    ['q=0003001', [sid]],
    [`q=${sid}`, [sid]],
    [`q=${sid}&flow=FW${'f'.repeat(32)}`, []],
    [`q=FN${'f'.repeat(32)}`, []],
    ['contact=%2B15550003001', [sid]],
    ['contact=+15550003001', [sid]],
    [`flow=${flow}&widget=ask`, both],
    [`flow=${flow}&widget=keep`, []],
    [`flow=${flow}&revision=1&status=active`, both],
    [`flow=${flow}&revision=2`, []],
    [`flow=${flow}&from=${now}&to=${later}`, both],
    [`flow=${flow}&from=${later}`, []],
    [`flow=${flow}&status=stuck`, []],
  ];
  for (const [query, expected] of cases) {
    const found = (await list(query)).map(({ execution_sid }) => execution_sid);
    assert.deepEqual(found, expected.toSorted().toReversed(), query);
  }
  const [row] = await list(`q=${sid}`);
  assert.deepEqual(
    { ...row, last_step: [row.last_step.widget, row.last_step.event, row.last_step.transitioned_to] },
    {
      execution_sid: sid,
      flow_sid: flow,
      revision: 1,
      status: 'active',
      outcome: 'active',
      ended_reason: null,
      stuck: null,
      widget: 'ask',
      kind: 'pair',
      contact: '+15550003001',
      address: '+15550001234',
      initiated_by: row.initiated_by,
      test_user: false,
      created_ms: server.clock.now(),
      updated_ms: server.clock.now(),
      due_ms: server.clock.now() + 3_600_000,
      steps: 1,
      last_step: ['Trigger', 'incomingRequest', 'ask'],
      last_problem: null,
    },
  );
});

test('executions come page by page', async () => {
  const flow = await createFlow(server);
  const sids: string[] = [];
  for (let count = 0; count < 5; count++) sids.push(await start(flow, `+1555000400${count}`));
  const seen: string[] = [];
  let next: string | null = '';
  while (next !== null) {
    const before: string = next === '' ? '' : `&before=${next}`;
    const { body } = await browser.call('GET', `/console/api/executions?flow=${flow}&limit=2${before}`);
    seen.push(...body.executions.map(({ execution_sid }: Body) => execution_sid));
    next = body.next;
  }
  assert.deepEqual(seen, sids.toSorted().toReversed());
});

const refused = [
  'status=done',
  'flow=x',
  'limit=0',
  'limit=201',
  'before=x',
  "before=1.FN'--",
  'from=yesterday',
  'revision=a',
];
for (const query of refused) {
  test(`a list with ${query} is refused`, async () => {
    const { status, body } = await browser.call('GET', `/console/api/executions?${query}`);
    assert.deepEqual([status, body.code], [400, 20001]);
  });
}

test('one execution has its steps, what it waits for, its messages and its context', async () => {
  const flow = await createFlow(server);
  const sid = await start(flow, '+15550005001');
  const waiting = await one(sid);
  assert.deepEqual(
    waiting.waiting.map(({ widget, deadline_ms, pending_effects }: Body) => [widget, deadline_ms, pending_effects]),
    [['ask', server.clock.now() + 3_600_000, 0]],
  );
  server.clock.advance(3_600_000);
  await server.runtime.settled();
  const run = await one(sid);
  assert.deepEqual(
    run.steps.map(({ widget, event, transitioned_to }: Body) => [widget, event, transitioned_to]),
    [
      ['Trigger', 'incomingRequest', 'ask'],
      ['ask', 'timeout', 'Ended'],
    ],
  );
  assert.deepEqual(
    run.messages.map(({ body, status, to }: Body) => [body, status, to]),
    [['Your name?', 'queued', '+15550005001']],
  );
  assert.deepEqual([run.waiting, run.pins, run.has_more_steps, run.problems], [[], {}, false, []]);
  assert.equal(run.context.contact.channel.address, '+15550005001');
  const earlier = await browser.call('GET', `/console/api/executions/${sid}?steps_before=1`);
  assert.deepEqual(
    earlier.body.steps.map(({ sequence }: Body) => sequence),
    [0],
  );
});

test('a step has the context before and after it, and what it changed', async () => {
  const definition = alone('set-variables', { variables: [{ key: 'size', value: 'L' }] }, ['next']);
  const flow = await createFlow(server, { Definition: definition });
  const sid = await start(flow, '+15550006001');
  const { step_sid } = (await one(sid)).steps[1];
  const { body } = await browser.call('GET', `/console/api/executions/${sid}/steps/${step_sid}`);
  assert.deepEqual([body.widget, body.event], ['it', 'next']);
  assert.equal(body.context_before.flow.variables?.size, undefined);
  assert.equal(body.context.flow.variables.size, 'L');
  assert.ok(body.changes.some(({ path }: Body) => path.join('.') === 'flow.variables.size'));
});

test('problems are told with their widgets', async () => {
  const definition = alone('make-http-request', http, ['success', 'failed']);
  const flow = await createFlow(server, { Definition: definition });
  const run = await one(await start(flow, '+15550007001'));
  assert.ok(run.problems.length > 0);
  assert.equal(run.problems[0].widget, 'it');
});

test('executions of another account are not there', async () => {
  const flow = await createFlow(server);
  const sid = await start(flow, '+15550008001');
  const other = await signIn(server, [otherAccount.sid, otherAccount.authToken]);
  const { step_sid } = (await one(sid)).steps[0];
  for (const path of [`/${sid}`, `/${sid}/steps/${step_sid}`, `/FN${'f'.repeat(32)}`, '/FN1']) {
    assert.equal((await other.call('GET', `/console/api/executions${path}`)).status, 404, path);
  }
  for (const query of ['', `?flow=${flow}`, `?q=${sid}`, '?contact=%2B15550008001', '?status=active']) {
    assert.deepEqual((await other.call('GET', `/console/api/executions${query}`)).body.executions, []);
  }
  assert.equal((await other.call('GET', '/console/api/executions/counts')).body.active.count, 0);
});

test('traffic has each transition, and where runs ended and failed, of one revision and range', async () => {
  const flow = await createFlow(server);
  for (const to of ['+15550009001', '+15550009002']) await start(flow, to);
  const stopped = await start(flow, '+15550009003');
  await server.call('POST', `/v2/Flows/${flow}/Executions/${stopped}`, { form: { Status: 'ended' } });
  server.clock.advance(3_600_000);
  await server.runtime.settled();
  const traffic = async (query = '') => (await browser.call('GET', `/console/api/flows/${flow}/traffic${query}`)).body;
  const { widgets, transitions, revision } = await traffic();
  assert.equal(revision, 1);
  const byName = (rows: Body[]) => rows.toSorted((a, b) => (a.widget < b.widget ? -1 : 1));
  assert.deepEqual(byName(widgets), [
    { widget: 'Trigger', in: 0, out: 3, ended: 0, failed: 0 },
    { widget: 'ask', in: 3, out: 2, ended: 3, failed: 0 },
  ]);
  assert.deepEqual(byName(transitions), [
    { widget: 'Trigger', event: 'incomingRequest', target: 'ask', count: 3 },
    { widget: 'ask', event: 'timeout', target: null, count: 2 },
  ]);
  const from = new Date(server.clock.now()).toISOString();
  assert.deepEqual((await traffic(`?from=${from}`)).transitions.length, 1);
  const later = new Date(server.clock.now() + 3_600_000).toISOString();
  assert.deepEqual((await traffic(`?from=${later}`)).transitions, []);
});

test('traffic of test users counts only when it is asked for, and that of other revisions never', async () => {
  const flow = await createFlow(server);
  await server.call('POST', `/v2/Flows/${flow}/TestUsers`, { form: { TestUsers: '+15550009901' } });
  const form = { Status: 'draft', Definition: JSON.stringify(askName('Who?')) };
  await server.call('POST', `/v2/Flows/${flow}`, { form });
  await start(flow, '+15550009901');
  await start(flow, '+15550009902');
  const count = async (query: string) =>
    (await browser.call('GET', `/console/api/flows/${flow}/traffic?${query}`)).body.transitions.map(
      ({ count: times }: Body) => times,
    );
  assert.deepEqual(await Promise.all(['revision=1', 'revision=2', 'revision=2&test_users=true', ''].map(count)), [
    [1],
    [],
    [1],
    [1],
  ]);
  assert.equal((await browser.call('GET', `/console/api/flows/${flow}/traffic?revision=3`)).status, 404);
});

test('the record of an execution holds what took it on, and who ended it', async () => {
  const flow = await createFlow(server);
  const sid = await start(flow, '+15550004001');
  const path = `/console/api/executions/${sid}`;
  const ended = await browser.call('POST', `${path}/end`, { form: { reason: ' wrong number ' } });
  assert.deepEqual([ended.body.status, ended.body.outcome], ['ended', 'stopped']);
  const { body } = await browser.call('GET', `${path}/record`);
  assert.equal(body.trigger_event, 'incomingRequest');
  assert.equal(body.limits.stepsPerExecution, 1_000);
  assert.deepEqual(
    body.events.map(({ event }: Body) => event.type),
    ['effectResult', 'stop'],
  );
  const { by_sid, through, reason } = body.events.at(-1).stopped;
  assert.deepEqual([by_sid.slice(0, 2), through, reason], ['AC', 'console', 'wrong number']);
});

test('a request is kept with its answer, and with how often it was tried', async () => {
  const flow = await createFlow(server, { Definition: alone('make-http-request', http, ['success', 'failed']) });
  const sid = await start(flow, '+15550004002');
  const { body } = await browser.call('GET', `/console/api/executions/${sid}/record`);
  const [{ event, exchange }] = body.events;
  assert.deepEqual(event.outcome.result, { ok: false, reason: 'refused', message: 'no network in tests' });
  assert.deepEqual([exchange.request.url, exchange.attempts], ['https://api.example.com/', 1]);
});
