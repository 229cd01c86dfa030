/** What carriers report on messages, in whatever order it comes. Source: carrier page §B3. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import type { MessageResult } from '../engine/effects.ts';
import { deliveryRank } from '../storage/delivery-status.ts';
import { accountSid, ask, contact, Fixture, ours, say, trigger } from './runtime-fixture.ts';

const messageSid = `SM${'7'.repeat(32)}`;
const sending = [trigger('hi'), say('hi', 'hi', 'q'), ask('q', 'Well?', null)];
const asking = [
  trigger('q'),
  {
    ...ask('q', 'Well?', null),
    transitions: [
      { event: 'incomingMessage', next: null },
      { event: 'timeout', next: null },
      { event: 'deliveryFailure', next: null },
    ],
  },
];

interface Sent {
  readonly it: Fixture;
  readonly flow: string;
  /** The carrier answers the send. */
  answer(): Promise<void>;
  report(status: string, more?: { readonly [name: string]: string }): Promise<unknown>;
  status(): Promise<string | undefined>;
}

/** A message that has left and that the carrier has not answered yet. */
async function send(t: TestContext, states: Parameters<Fixture['publish']>[0]): Promise<Sent> {
  const it = await Fixture.open();
  t.after(() => it.close());
  return sendOn(it, states);
}

async function sendOn(it: Fixture, states: Parameters<Fixture['publish']>[0]): Promise<Sent> {
  const flow = await it.publish(states);
  const sid = it.sid('SM');
  let accept: (result: MessageResult) => void = () => undefined;
  const { send: sendNext } = it.outside;
  it.outside.send = () =>
    new Promise((resolve) => {
      it.outside.send = sendNext;
      accept = resolve;
    });
  const before = it.sent.length;
  const params = { MessageSid: it.sid('SM'), From: contact, To: ours, Body: 'hello' };
  await it.runtime.receive({ accountSid, flowSid: flow, params });
  while (it.sent.length === before) await new Promise((resolve) => setImmediate(resolve));
  const callback = new URL(it.sent[before]?.message.statusCallback ?? '');
  return {
    it,
    flow,
    async answer() {
      accept({ ok: true, resource: { sid, status: 'queued' } });
      await it.runtime.settled();
    },
    report: (status, more = {}) =>
      it.runtime.receive({
        accountSid,
        flowSid: flow,
        params: { ...Object.fromEntries(callback.searchParams), MessageSid: sid, MessageStatus: status, ...more },
      }),
    status: async () => (await it.storage.findOutbound(sid))?.status,
  };
}

/** `answer` is the carrier's answer to the send. */
const orders = [
  { order: ['answer', 'sent', 'delivered'], ends: 'delivered' },
  { order: ['answer', 'delivered', 'sent'], ends: 'delivered' },
  { order: ['delivered', 'answer', 'sent'], ends: 'delivered' },
  { order: ['delivered', 'sent', 'answer'], ends: 'delivered' },
  { order: ['sent', 'answer', 'delivered'], ends: 'delivered' },
  { order: ['sent', 'answer'], ends: 'sent' },
  { order: ['answer'], ends: 'queued' },
  { order: ['answer', 'sent', 'undelivered'], ends: 'undelivered' },
  { order: ['undelivered', 'answer', 'sent'], ends: 'undelivered' },
  { order: ['answer', 'delivered', 'undelivered'], ends: 'delivered' },
  { order: ['undelivered', 'delivered', 'answer'], ends: 'delivered' },
  { order: ['read', 'answer', 'delivered', 'sent'], ends: 'read' },
  { order: ['sent', 'sent', 'answer', 'sent'], ends: 'sent' },
];
for (const { order, ends } of orders) {
  test(`reports in the order ${order.join(', ')} end as ${ends}`, async (t) => {
    const sent = await send(t, sending);
    for (const step of order) await (step === 'answer' ? sent.answer() : sent.report(step));
    assert.equal(await sent.status(), ends);
    // The run has gone on by the answer, whatever was reported.
    assert.ok((await sent.it.path(sent.flow)).includes('sent: hi → q'));
  });
}

test('any reports in any order end in the same status', async (t) => {
  const it = await Fixture.open();
  t.after(() => it.close());
  const reports = ['queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed', 'read'];
  const run = fc.asyncProperty(
    fc.shuffledSubarray(reports),
    fc.nat({ max: reports.length }),
    async (order, position) => {
      const sent = await sendOn(it, sending);
      const steps = order.toSpliced(position, 0, 'answer');
      for (const step of steps) await (step === 'answer' ? sent.answer() : sent.report(step));
      const furthest = ['queued', ...order].toSorted((a, b) => deliveryRank(b) - deliveryRank(a))[0];
      assert.equal(await sent.status(), furthest);
    },
  );
  await fc.assert(run, { numRuns: 40 });
});

const waits = [
  { name: 'a failure makes the waiting run take its failure', order: ['answer', 'undelivered'], fails: true },
  {
    name: 'a failure that overtakes the answer counts once it is there',
    order: ['undelivered', 'answer'],
    fails: true,
  },
  { name: 'a failure after delivered is ignored', order: ['answer', 'delivered', 'undelivered'], fails: false },
  { name: 'a failure after read is ignored', order: ['answer', 'read', 'failed'], fails: false },
  { name: 'a failure counts once', order: ['answer', 'undelivered', 'undelivered', 'failed'], fails: true },
];
for (const { name, order, fails } of waits) {
  test(name, async (t) => {
    const sent = await send(t, asking);
    for (const step of order) await (step === 'answer' ? sent.answer() : sent.report(step));
    const path = await sent.it.path(sent.flow);
    assert.equal(path.at(-1), fails ? 'deliveryFailure: q → Ended' : 'incomingMessage: Trigger → q');
  });
}

test('a report on a message that nobody knows is answered and changes nothing', async (t) => {
  const sent = await send(t, asking);
  await sent.answer();
  const before = await sent.it.executions(sent.flow);
  assert.deepEqual(await sent.report('failed', { MessageSid: messageSid }), { status: 204 });
  assert.equal(await sent.it.storage.findOutbound(messageSid), undefined);
  assert.deepEqual(await sent.it.executions(sent.flow), before);
  assert.deepEqual(await sent.report('failed', { MessageSid: messageSid, Step: `FT${'9'.repeat(32)}` }), {
    status: 204,
  });
});

test('a report finds its message when the run has moved on, and when it has ended', async (t) => {
  const sent = await send(t, sending);
  await sent.answer();
  await sent.report('sent');
  assert.equal(await sent.status(), 'sent');
  const [execution] = await sent.it.executions(sent.flow);
  await sent.it.runtime.endExecution(execution?.sid ?? '');
  await sent.report('undelivered', { ErrorCode: '30003', ErrorMessage: 'Unreachable destination handset' });
  const { rows } = await sent.it.storage.listOutbox(accountSid, 'undelivered', { limit: 5 });
  assert.deepEqual(
    rows.map(({ errorCode, errorMessage }) => [errorCode, errorMessage]),
    [[30003, 'Unreachable destination handset']],
  );
});

for (const canBeAsked of [true, false]) {
  test(`a report tells that a message left whose answer a crash swallowed: carrier asked ${canBeAsked}`, async (t) => {
    const it = await Fixture.open({}, { canBeAsked });
    t.after(() => it.close());
    const sent = await sendOn(it, asking);
    await sent.report('delivered');
    await it.crash();
    await it.start();
    await it.runtime.settled();
    assert.equal(it.sent.length, 1);
    const stored = await it.storage.findOutboundByKey(it.sent[0]?.key ?? '');
    assert.deepEqual([stored?.status, stored?.recovery], ['delivered', 'found']);
    await it.text(sent.flow, 'yes');
    assert.equal((await it.path(sent.flow)).at(-1), 'incomingMessage: q → Ended');
  });
}

test('a report that overtakes the answer of a message sent again is kept too', async (t) => {
  const sent = await send(t, sending);
  const { it } = sent;
  await sent.answer();
  await sent.report('undelivered');
  const key = it.sent[0]?.key ?? '';
  let accept: (result: MessageResult) => void = () => undefined;
  it.outside.send = () =>
    new Promise((resolve) => {
      accept = resolve;
    });
  await it.runtime.resend(accountSid, key);
  await new Promise((resolve) => setImmediate(resolve));
  await sent.report('delivered', { MessageSid: messageSid });
  accept({ ok: true, resource: { sid: messageSid, status: 'queued' } });
  await it.runtime.settled();
  const again = await it.storage.findOutbound(messageSid);
  assert.deepEqual([again?.key, again?.status], [`${key}.1`, 'delivered']);
});
