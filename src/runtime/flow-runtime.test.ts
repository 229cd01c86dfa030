import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { MessageResult } from '../engine/effects.ts';
import {
  accountSid,
  ask,
  contact,
  emptyResponse,
  Fixture,
  ours,
  redirectFlow,
  redirectTwiml,
  say,
  trigger,
} from './runtime-fixture.ts';

let it: Fixture;
beforeEach(async () => {
  it = await Fixture.open();
});
afterEach(() => it.close());

const greeting = [trigger('name'), ask('name', 'Name?', 'bye'), say('bye', 'Hi {{widgets.name.inbound.Body}}')];

test('a message starts a run, the answer goes on, the end frees the contact', async () => {
  const flow = await it.publish(greeting);
  assert.deepEqual(await it.text(flow, 'hello'), emptyResponse);
  assert.deepEqual(it.bodies(), ['Name?']);
  await it.text(flow, 'Ann');
  assert.deepEqual(it.bodies(), ['Name?', 'Hi Ann']);
  assert.deepEqual(await it.path(flow), [
    'incomingMessage: Trigger → name',
    'incomingMessage: name → bye',
    'sent: bye → Ended',
  ]);
  await it.text(flow, 'again');
  assert.equal((await it.executions(flow)).length, 2);
});

test('the same MessageSid again gets the same answer and changes nothing', async () => {
  const flow = await it.publish(greeting);
  const first = await it.text(flow, 'hello', { MessageSid: 'SMsame' });
  assert.deepEqual(await it.text(flow, 'hello', { MessageSid: 'SMsame' }), first);
  assert.deepEqual(await it.path(flow), ['incomingMessage: Trigger → name']);
  assert.deepEqual(it.bodies(), ['Name?']);
});

test('a hundred deliveries of one message at once start one run', async () => {
  const flow = await it.publish(greeting);
  const params = { MessageSid: 'SMsame', From: contact, To: ours, Body: 'hi' };
  await Promise.all(Array.from({ length: 100 }, () => it.runtime.receive({ accountSid, flowSid: flow, params })));
  await it.runtime.settled();
  assert.equal((await it.executions(flow)).length, 1);
  assert.equal(it.sent.length, 1);
});

test('a second REST start of an active pair conflicts and names the run', async () => {
  const flow = await it.publish(greeting);
  const request = { accountSid, flowSid: flow, to: contact, from: ours, parameters: {}, requestSid: 'RQ1' };
  const first = await it.runtime.startByRequest(request);
  assert.equal(first.outcome, 'created');
  const second = await it.runtime.startByRequest(request);
  assert.equal(second.outcome, 'conflict');
  assert.equal('execution' in second && second.execution.sid, 'execution' in first && first.execution.sid);
  const other = await it.runtime.startByRequest({ ...request, to: '+15550000009' });
  assert.equal(other.outcome, 'created');
});

test('REST parameters are read as flow.data and trigger.request.parameters', async () => {
  const flow = await it.publish([
    trigger('tell'),
    say('tell', '{{flow.data.n | plus: 1}} {{trigger.request.parameters.n}} {{trigger.request.to}}'),
  ]);
  const parameters = { n: 41 };
  await it.runtime.startByRequest({
    accountSid,
    flowSid: flow,
    to: contact,
    from: ours,
    parameters,
    requestSid: 'RQ1',
  });
  await it.runtime.settled();
  assert.deepEqual(it.bodies(), [`42 41 ${contact}`]);
});

test('the deadline fires once, in virtual time, also after a restart', async () => {
  const flow = await it.publish([trigger('name'), ask('name', 'Name?', null, '60')]);
  await it.text(flow, 'hello');
  await it.elapse(59);
  assert.equal((await it.executions(flow))[0]?.status, 'active');
  await it.runtime.close();
  await it.storage.close();
  it.clock.advance(3600_000);
  await it.start();
  await it.runtime.settled();
  assert.deepEqual(await it.path(flow), ['incomingMessage: Trigger → name', 'timeout: name → Ended']);
});

test('a reply one second before the deadline wins', async () => {
  const flow = await it.publish([trigger('name'), ask('name', 'Name?', null, '60')]);
  await it.text(flow, 'hello');
  await it.elapse(59);
  await it.text(flow, 'Ann');
  await it.elapse(10);
  assert.deepEqual((await it.path(flow)).at(-1), 'incomingMessage: name → Ended');
});

const afterCrash: { name: string; findSent: MessageResult | undefined; sends: number }[] = [
  { name: 'is not sent again when the carrier has it', findSent: { ok: true, resource: { sid: 'SMx' } }, sends: 1 },
  { name: 'is sent again when the carrier has not', findSent: undefined, sends: 2 },
];
for (const { name, findSent, sends } of afterCrash) {
  test(`after a crash with unknown outcome a message ${name}`, async () => {
    const flow = await it.publish(greeting);
    it.outside.send = () => new Promise(() => undefined);
    const params = { MessageSid: 'SM1', From: contact, To: ours, Body: 'hi' };
    await it.runtime.receive({ accountSid, flowSid: flow, params });
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(it.sent.length, 1);
    await it.crash();
    it.outside.send = async () => ({ ok: true, resource: { sid: 'SMx' } });
    it.outside.findSent = async () => findSent;
    await it.start();
    await it.runtime.settled();
    assert.equal(it.sent.length, sends);
    assert.equal(new Set(it.sent.map(({ key }) => key)).size, 1);
    await it.text(flow, 'Ann');
    assert.deepEqual((await it.path(flow)).at(-1), 'sent: bye → Ended');
  });
}

test('a reply that overtakes the answer to our own send is not lost', async () => {
  const flow = await it.publish(greeting);
  let accept: (result: MessageResult) => void = () => undefined;
  it.outside.send = () =>
    new Promise((resolve) => {
      accept = resolve;
    });
  const receive = (body: string) =>
    it.runtime.receive({
      accountSid,
      flowSid: flow,
      params: { MessageSid: `SM${body}`, From: contact, To: ours, Body: body },
    });
  await receive('hello');
  await receive('Ann');
  it.outside.send = async () => ({ ok: true, resource: { sid: 'SM9' } });
  accept({ ok: true, resource: { sid: 'SM8' } });
  await it.runtime.settled();
  assert.deepEqual(it.bodies(), ['Name?', 'Hi Ann']);
});

test('a run stays on its revision; a new one takes the newest published; a test user gets the draft', async () => {
  const flow = await it.publish([trigger('one'), ask('one', 'one', 'end'), say('end', 'still one')]);
  await it.text(flow, 'hello');
  await it.revise(flow, [trigger('two'), say('two', 'two')], 'published');
  await it.revise(flow, [trigger('draft'), say('draft', 'draft')], 'draft');
  await it.text(flow, 'go on');
  await it.text(flow, 'hello');
  assert.deepEqual(it.bodies(), ['one', 'still one', 'two']);
  await it.storage.setTestUsers(flow, [contact]);
  await it.text(flow, 'hello');
  assert.equal(it.bodies().at(-1), 'draft');
});

test('a flow that was never published is not there for its webhook or for REST', async () => {
  const flow = await it.publish(greeting, { status: 'draft' });
  assert.deepEqual(await it.text(flow, 'hello'), { status: 404 });
  const start = { accountSid, flowSid: flow, to: contact, from: ours, parameters: {}, requestSid: 'RQ1' };
  assert.deepEqual(await it.runtime.startByRequest(start), { outcome: 'not-found' });
});

const notFound = [
  { name: 'another account', accountSid: `AC${'2'.repeat(32)}`, hasFlow: true },
  { name: 'an unknown flow', accountSid, hasFlow: false },
];
for (const { name, accountSid: account, hasFlow } of notFound) {
  test(`a webhook for ${name} is answered 404`, async () => {
    const flow = await it.publish(greeting);
    const flowSid = hasFlow ? flow : `FW${'9'.repeat(32)}`;
    const params = { MessageSid: 'SM1', From: contact, To: ours, Body: 'hi' };
    assert.deepEqual(await it.runtime.receive({ accountSid: account, flowSid, params }), { status: 404 });
  });
}

test('a subflow runs at the revision pinned when the run began and gives its variables back', async () => {
  const child = await it.publish([
    trigger('wait'),
    ask('wait', 'In the subflow, {{trigger.parent.parameters.who}}?', 'keep'),
    {
      name: 'keep',
      type: 'set-variables',
      properties: { variables: [{ key: 'answer', value: '{{widgets.wait.inbound.Body}}' }] },
      transitions: [{ event: 'next' }],
    },
  ]);
  const parent = await it.publish([
    trigger('sub'),
    {
      name: 'sub',
      type: 'run-subflow',
      properties: { flow_sid: child, flow_revision: 'LatestPublished', parameters: [{ key: 'who', value: 'Ann' }] },
      transitions: [{ event: 'completed', next: 'tell' }, { event: 'failed' }],
    },
    say('tell', 'You said {{widgets.sub.answer}}'),
  ]);
  await it.text(parent, 'hello');
  await it.revise(child, [trigger('nothing')], 'published');
  await it.text(parent, 'yes');
  assert.deepEqual(it.bodies(), ['In the subflow, Ann?', 'You said yes']);
  assert.deepEqual(await it.path(parent), [
    'incomingMessage: Trigger → sub',
    'incomingParent: Trigger → wait',
    'incomingMessage: wait → keep',
    'next: keep → Ended',
    'completed: sub → tell',
    'sent: tell → Ended',
  ]);
});

const undelivered = { MessageStatus: 'undelivered', ErrorCode: '30003', FlowEvent: 'messageStatus' };
test('an undelivered report of the message it waits on makes Send & Wait take deliveryFailure, once', async () => {
  const flow = await it.publish(greeting);
  await it.text(flow, 'hello');
  const callback = new URL(it.sent[0]?.message.statusCallback ?? '').searchParams.get('Step') ?? '';
  const [execution] = await it.executions(flow);
  const stored = await it.storage.findStoredExecution(execution?.sid ?? '');
  const outbound = stored?.state.frames[0]?.waiting?.memory.outbound as { Sid: string };
  const params = { ...undelivered, Step: callback, MessageSid: outbound.Sid };
  for (let times = 0; times < 2; times++) {
    assert.deepEqual(await it.runtime.receive({ accountSid, flowSid: flow, params }), { status: 204 });
  }
  assert.deepEqual(await it.path(flow), ['incomingMessage: Trigger → name', 'deliveryFailure: name → Ended']);
  assert.equal((await it.storage.findOutbound(outbound.Sid))?.status, 'undelivered');
});

test('a webhook stays open while the flow works towards its TwiML, and a repeat gets the same', async () => {
  const flow = await it.publish(redirectFlow);
  assert.deepEqual(await it.text(flow, 'hi', { MessageSid: 'SMa' }), { status: 200, twiml: redirectTwiml });
  assert.deepEqual(await it.text(flow, 'hi', { MessageSid: 'SMa' }), { status: 200, twiml: redirectTwiml });
});

test('FlowEvent=return brings the run back with every parameter', async () => {
  const flow = await it.publish(redirectFlow);
  await it.text(flow, 'hi');
  await it.text(flow, 'hi', { FlowEvent: 'return', foo: 'bar' });
  assert.deepEqual(it.bodies(), ['back with bar']);
});

test('nothing comes back from the redirect: timeout', async () => {
  const flow = await it.publish(redirectFlow);
  await it.text(flow, 'hi');
  await it.elapse(5);
  assert.deepEqual(it.bodies(), ['late']);
});

test('a webhook is answered empty when the carrier would lose patience', async () => {
  const flow = await it.publish(redirectFlow);
  it.outside.exchange = () => new Promise(() => undefined);
  const params = { MessageSid: 'SM1', From: contact, To: ours, Body: 'hi' };
  const answer = it.runtime.receive({ accountSid, flowSid: flow, params });
  while (it.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
  it.clock.advance(3_500);
  assert.deepEqual(await answer, emptyResponse);
  await it.storage.close();
  it.runtime.close = async () => undefined;
});

test('ending a run stops its timer; ending it again changes nothing', async () => {
  const flow = await it.publish(greeting);
  await it.text(flow, 'hello');
  const [execution] = await it.executions(flow);
  const ended = await it.runtime.endExecution(execution?.sid ?? '');
  assert.equal(ended?.status, 'ended');
  it.clock.advance(7_200_000);
  await it.runtime.settled();
  assert.deepEqual(await it.runtime.endExecution(execution?.sid ?? ''), ended);
  assert.deepEqual(await it.path(flow), ['incomingMessage: Trigger → name']);
  assert.equal(await it.runtime.endExecution('FNnone'), undefined);
});

test('a run of 30 days is ended and removed; the next message starts at the top', async () => {
  const flow = await it.publish([trigger('name'), ask('name', 'Name?', null, String(40 * 86_400))]);
  await it.text(flow, 'hello');
  await it.elapse(30 * 86_400 + 3_600);
  await it.elapse(3_600);
  assert.deepEqual(await it.executions(flow), []);
  await it.text(flow, 'hello');
  assert.deepEqual(it.bodies(), ['Name?', 'Name?']);
});

test('a message into a run that waits for none is ignored and logged as 81002', async () => {
  const flow = await it.publish(redirectFlow);
  await it.text(flow, 'hi');
  assert.deepEqual(await it.text(flow, 'hello?'), emptyResponse);
  const [execution] = await it.executions(flow);
  const codes = (await it.storage.listProblems(execution?.sid ?? '')).map(({ code }) => code);
  assert.deepEqual(codes, [81016, 81002]);
});

test('a webhook that says nothing of what it is gets 400', async () => {
  const flow = await it.publish(greeting);
  const answer = await it.runtime.receive({ accountSid, flowSid: flow, params: { hello: 'world' } });
  assert.equal(answer.status, 400);
});

test('an event for a run that has ended never starts a new one', async () => {
  const flow = await it.publish(greeting);
  assert.deepEqual(await it.text(flow, 'x', { FlowEvent: 'return' }), emptyResponse);
  assert.deepEqual(await it.executions(flow), []);
});

test('a deleted flow takes its runs with it: no timer, no late result, no row is left', async () => {
  const flow = await it.publish(greeting);
  await it.text(flow, 'hello');
  const [execution] = await it.executions(flow);
  const sid = execution?.sid ?? '';
  assert.equal(await it.runtime.deleteFlow(flow), true);
  assert.equal(await it.runtime.deleteFlow(flow), false);
  assert.deepEqual(await it.text(flow, 'Ann'), { status: 404 });
  await it.elapse(7_200);
  assert.equal(await it.storage.findExecution(sid), undefined);
  assert.equal(await it.storage.purge(it.clock.now(), 10), 0);
  assert.deepEqual(it.bodies(), ['Name?']);
});
