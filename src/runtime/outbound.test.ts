/** Messages that have not left when their run ends, and messages that are sent again. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountSid, ask, say, trigger } from './runtime-fixture.ts';
import { hello, open, sendTimes, slowSender, textFrom } from './sending-fixture.ts';

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
