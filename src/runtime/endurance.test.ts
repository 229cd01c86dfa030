/** What a runtime must bear: flows deleted under their runs, old runs, repeats at once, crashes, slow URLs. */
import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import type { MessageResult } from '../engine/effects.ts';
import {
  accountSid,
  ask,
  contact,
  emptyResponse,
  Fixture,
  look,
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

test('a run whose subflow was deleted under it ends, also after a restart', async () => {
  const child = await it.publish([trigger('wait'), ask('wait', 'In the subflow?', null)]);
  const parent = await it.publish([
    trigger('sub'),
    {
      name: 'sub',
      type: 'run-subflow',
      properties: { flow_sid: child, flow_revision: 'LatestPublished' },
      transitions: [{ event: 'completed' }, { event: 'failed' }],
    },
  ]);
  await it.text(parent, 'hello');
  await it.runtime.deleteFlow(child);
  await it.runtime.close();
  await it.storage.close();
  await it.start();
  assert.deepEqual(await it.text(parent, 'Ann'), emptyResponse);
  const [execution] = await it.executions(parent);
  assert.deepEqual([execution?.status, execution?.endedReason], ['ended', 'ERROR']);
});

test('a message to a run past its 30 days starts a new one, whether or not the sweep came by', async () => {
  const flow = await it.publish([trigger('name'), ask('name', 'Name?', null, String(40 * 86_400))]);
  await it.text(flow, 'hello');
  it.clock.advance(30 * 86_400_000);
  await it.text(flow, 'hello again');
  assert.deepEqual(it.bodies(), ['Name?', 'Name?']);
  const start = { accountSid, flowSid: flow, to: contact, from: ours, parameters: {}, requestSid: 'RQ1' };
  assert.equal((await it.runtime.startByRequest(start)).outcome, 'conflict');
  it.clock.advance(30 * 86_400_000);
  assert.equal((await it.runtime.startByRequest(start)).outcome, 'created');
});

test('deliveries of one message at once all get the TwiML that the flow gives', async () => {
  const flow = await it.publish(redirectFlow);
  const params = { MessageSid: 'SMsame', From: contact, To: ours, Body: 'hi' };
  const receive = () => it.runtime.receive({ accountSid, flowSid: flow, params });
  const answers = await Promise.all([receive(), receive(), receive()]);
  assert.deepEqual(answers, Array(3).fill({ status: 200, twiml: redirectTwiml }));
  assert.equal(it.requests.length, 1);
});

test('an HTTP request whose answer a crash swallowed is not repeated: failed', async () => {
  const flow = await it.publish([
    trigger('look'),
    { ...look, transitions: [{ event: 'success' }, { event: 'failed', next: 'sorry' }] },
    say('sorry', 'sorry'),
  ]);
  it.outside.exchange = () => new Promise(() => undefined);
  await it.runtime.receive({
    accountSid,
    flowSid: flow,
    params: { MessageSid: 'SM1', From: contact, To: ours, Body: 'x' },
  });
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(it.requests.length, 1);
  await it.crash();
  await it.start();
  await it.runtime.settled();
  assert.equal(it.requests.length, 1);
  assert.deepEqual(it.bodies(), ['sorry']);
});

test('slow URLs hold up no message', async () => {
  const slow = await it.publish([
    trigger('look'),
    { ...look, transitions: [{ event: 'success' }, { event: 'failed' }] },
  ]);
  const flow = await it.publish([trigger('hi'), say('hi', 'hi')]);
  it.outside.exchange = () => new Promise(() => undefined);
  const receive = (flowSid: string, n: number) =>
    it.runtime.receive({
      accountSid,
      flowSid,
      params: { MessageSid: `SM${n}`, From: `+1556${n}`, To: ours, Body: 'x' },
    });
  await Promise.all(Array.from({ length: 1_200 }, (_, n) => receive(slow, n)));
  await receive(flow, 9_999);
  for (let turns = 0; turns < 10 && it.sent.length === 0; turns++)
    await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(it.bodies(), ['hi']);
  await it.storage.close();
  it.runtime.close = async () => undefined;
});

test('an event that changes nothing leaves the run as it was, its date too', async () => {
  it.outside.send = async () => ({ ok: true, resource: { sid: 'SM1', status: 'queued' } });
  const flow = await it.publish([trigger('name'), ask('name', 'Name?', null)]);
  await it.text(flow, 'hello');
  const [before] = await it.executions(flow);
  it.clock.advance(5_000);
  const step = new URL(it.sent[0]?.message.statusCallback ?? '').searchParams.get('Step') ?? '';
  const params = { FlowEvent: 'messageStatus', Step: step, MessageSid: 'SM1', MessageStatus: 'sent' };
  assert.deepEqual(await it.runtime.receive({ accountSid, flowSid: flow, params }), { status: 204 });
  assert.deepEqual((await it.executions(flow))[0], before);
  assert.equal((await it.storage.findOutbound('SM1'))?.status, 'sent');
});

test('an HTTP request that a clean stop kept from being begun is made after the next start', async () => {
  const flow = await it.publish([
    trigger('hi'),
    say('hi', 'hi', 'look'),
    {
      ...look,
      transitions: [
        { event: 'success', next: 'done' },
        { event: 'failed', next: 'sorry' },
      ],
    },
    say('done', 'done'),
    say('sorry', 'sorry'),
  ]);
  let accept: (result: MessageResult) => void = () => undefined;
  it.outside.send = () =>
    new Promise((resolve) => {
      accept = resolve;
    });
  await it.runtime.receive({
    accountSid,
    flowSid: flow,
    params: { MessageSid: 'SM1', From: contact, To: ours, Body: 'x' },
  });
  const closed = it.runtime.close();
  accept({ ok: true, resource: { sid: 'SM9' } });
  await closed;
  assert.equal(it.requests.length, 0);
  await it.storage.close();
  it.outside.send = async () => ({ ok: true, resource: { sid: 'SM10' } });
  it.outside.exchange = async () => ({ ok: true, status: 200, body: '', headers: {} });
  await it.start();
  await it.runtime.settled();
  assert.equal(it.requests.length, 1);
  assert.deepEqual(it.bodies(), ['hi', 'done']);
});
