/** Messages that have not left when their run ends, and messages that are sent again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MessageResult } from '../engine/effects.ts';
import { accountSid, ask, ours, say, trigger } from './runtime-fixture.ts';
import {
  cutOff,
  down,
  failing,
  hello,
  open,
  pass,
  sendTimes,
  slowSender,
  taken,
  textFrom,
  turns,
} from './sending-fixture.ts';

test('a run that is stopped takes back what has not left; it can be sent all the same', async (t) => {
  const it = await open(t, { pace: slowSender });
  const flow = await it.publish(hello);
  await textFrom(it, flow, '+15560001', 'A');
  await textFrom(it, flow, '+15560002', 'B');
  const [second] = await it.executions(flow);
  await it.runtime.endExecution(second?.sid ?? '');
  assert.deepEqual(await sendTimes(it, 20), []);
  const [canceled] = (await it.storage.listOutbox(accountSid, 'canceled', { limit: 5 })).rows;
  assert.equal(canceled?.message?.body, 'hi B');
  assert.equal((await it.runtime.resend(accountSid, canceled?.key ?? '')).outcome, 'queued');
  await sendTimes(it, 20);
  assert.deepEqual(it.bodies(), ['hi A', 'hi B']);
});

test('what a run decided before it ended by itself still leaves', async (t) => {
  const it = await open(t, { pace: slowSender });
  const flow = await it.publish([trigger('q'), ask('q', 'question {{trigger.message.Body}}', null)]);
  await textFrom(it, flow, '+15560001', 'A');
  await textFrom(it, flow, '+15560002', 'B');
  const [run] = await it.executions(flow);
  const stored = await it.storage.findStoredExecution(run?.sid ?? '');
  // Somebody's server ends the step from outside, before its message has left.
  const params = { FlowEvent: 'timeout', Step: stored?.runningStepSid ?? '' };
  await it.runtime.receive({ accountSid, flowSid: flow, params });
  assert.equal((await it.executions(flow))[0]?.endedReason, 'FLOW_END');
  await sendTimes(it, 20);
  assert.deepEqual(it.bodies(), ['question A', 'question B']);
});

test('a message that failed is sent again once, as a new one; the run does not hear of it', async (t) => {
  const it = await open(t);
  const flow = await it.publish([
    trigger('hi'),
    { ...say('hi', 'hi'), transitions: [{ event: 'sent' }, { event: 'failed', next: 'q' }] },
    ask('q', 'Still there?', null),
  ]);
  let isRefusing = true;
  const { send } = it.outside;
  it.outside.send = async (request) =>
    isRefusing && request.message.body === 'hi' ? { ok: false, code: 21610, message: 'opted out' } : send(request);
  await it.text(flow, 'x');
  const [failed] = (await it.storage.listOutbox(accountSid, undefined, { limit: 5 })).rows;
  assert.deepEqual([failed?.status, failed?.errorCode, failed?.errorMessage], ['failed', 21610, 'opted out']);
  isRefusing = false;
  const key = failed?.key ?? '';
  const before = await it.path(flow);
  const again = await Promise.all([it.runtime.resend(accountSid, key), it.runtime.resend(accountSid, key)]);
  await it.runtime.settled();
  assert.deepEqual(again[0], { outcome: 'queued', key: `${key}.1` });
  assert.equal(again[1]?.outcome, 'refused');
  assert.deepEqual(it.bodies(), ['hi', 'Still there?', 'hi']);
  assert.deepEqual(await it.path(flow), before);
  assert.equal((await it.storage.findOutboundByKey(key))?.resentAs, `${key}.1`);
  const sent = await it.storage.findOutboundByKey(`${key}.1`);
  assert.deepEqual([sent?.status, sent?.resentAs], ['queued', null]);
  const refused = await it.runtime.resend(accountSid, `${key}.1`);
  assert.match(refused.outcome === 'refused' ? refused.message : '', /is queued: only one that is failed/);
  assert.deepEqual(await it.runtime.resend(`AC${'2'.repeat(32)}`, key), { outcome: 'not-found' });
  await it.text(flow, 'yes');
  assert.equal((await it.executions(flow))[0]?.status, 'ended');
});

test('a message that was sent again and failed again can be sent again', async (t) => {
  const it = await open(t);
  const flow = await it.publish(hello);
  it.outside.send = async () => ({ ok: false, code: 21610, message: 'opted out' });
  await it.text(flow, 'x');
  const key = it.sent[0]?.key ?? '';
  for (const again of [key, `${key}.1`, `${key}.2`]) {
    assert.equal((await it.runtime.resend(accountSid, again)).outcome, 'queued');
    await it.runtime.settled();
  }
  const { rows } = await it.storage.listOutbox(accountSid, 'failed', { limit: 5 });
  assert.deepEqual(rows.map(({ resentAs }) => resentAs).sort(), [`${key}.1`, `${key}.2`, `${key}.3`, null].sort());
});

interface DoubtCase {
  readonly name: string;
  readonly canBeAsked?: boolean;
  /** What the carrier knows of the message. */
  readonly found?: MessageResult;
  readonly ends: readonly [status: string, messageSid: string | null];
}
const doubts: readonly DoubtCase[] = [
  { name: 'had it: it left', found: taken('SM7'), ends: ['queued', 'SM7'] },
  { name: 'did not have it: it is taken back', ends: ['canceled', null] },
  { name: 'cannot be asked: it may have left, and is not repeated', canBeAsked: false, ends: ['failed', null] },
];
for (const { name, canBeAsked = true, found, ends } of doubts) {
  for (const where of ['between two attempts', 'while it leaves, and then the server dies'] as const) {
    test(`a run is stopped ${where}; the carrier ${name}`, async (t) => {
      const it = await open(t, { actsLate: true, canBeAsked });
      it.outside.findSent = async () => found;
      if (where === 'between two attempts') failing(it, cutOff, 1);
      else it.outside.send = () => new Promise(() => {});
      const flow = await it.publish(hello);
      const params = { MessageSid: 'SM1', From: '+15560001', To: ours, Body: 'A' };
      await it.runtime.receive({ accountSid, flowSid: flow, params });
      await turns();
      const [run] = await it.executions(flow);
      await it.runtime.endExecution(run?.sid ?? '');
      const key = it.sent[0]?.key ?? '';
      assert.equal((await it.storage.findOutboundByKey(key))?.status, 'queued', 'nobody knows yet');
      if (where !== 'between two attempts') {
        await it.crash();
        await it.start();
      }
      await pass(it, 60);
      const settled = await it.storage.findOutboundByKey(key);
      assert.deepEqual([settled?.status, settled?.messageSid, it.sent.length], [...ends, 1]);
    });
  }
}

test('a message that fails to leave after its run was stopped is taken back', async (t) => {
  const it = await open(t);
  const refused = Promise.withResolvers<MessageResult>();
  it.outside.send = () => refused.promise;
  const flow = await it.publish(hello);
  const params = { MessageSid: 'SM1', From: '+15560001', To: ours, Body: 'A' };
  await it.runtime.receive({ accountSid, flowSid: flow, params });
  await turns();
  const [run] = await it.executions(flow);
  await it.runtime.endExecution(run?.sid ?? '');
  refused.reject(down);
  await pass(it, 60);
  const [canceled] = (await it.storage.listOutbox(accountSid, undefined, { limit: 5 })).rows;
  assert.deepEqual([canceled?.status, it.sent.length], ['canceled', 1]);
});

test('a message that waits for another one to its contact is taken back, and leaves once when it is sent again', async (t) => {
  const it = await open(t);
  const first = Promise.withResolvers<MessageResult>();
  const { send } = it.outside;
  it.outside.send = () => {
    it.outside.send = send;
    return first.promise;
  };
  const flows = [await it.publish([trigger('a'), say('a', 'one')]), await it.publish([trigger('a'), say('a', 'two')])];
  for (const flowSid of flows) {
    const params = { MessageSid: `SM${flowSid}`, From: '+15560001', To: ours, Body: 'x' };
    await it.runtime.receive({ accountSid, flowSid, params });
  }
  await turns();
  const [run] = await it.executions(flows[1] ?? '');
  await it.runtime.endExecution(run?.sid ?? '');
  const [canceled] = (await it.storage.listOutbox(accountSid, 'canceled', { limit: 5 })).rows;
  assert.equal((await it.runtime.resend(accountSid, canceled?.key ?? '')).outcome, 'queued');
  first.resolve(taken('SM1'));
  await it.runtime.settled();
  assert.deepEqual(it.bodies(), ['one', 'two']);
});
