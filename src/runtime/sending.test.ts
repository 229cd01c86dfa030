/** Messages on their way out: what is tried again and when, what is asked for, who waits for whom. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { CarrierUnreachable, type SendRequest } from '../carriers/carrier.ts';
import type { MessageResult } from '../engine/effects.ts';
import type { JsonObject } from '../engine/json.ts';
import type { Limits } from '../engine/limits.ts';
import { accountSid, ask, Fixture, type FixtureParts, ours, say, trigger } from './runtime-fixture.ts';

const hello = [
  trigger('hi'),
  {
    ...say('hi', 'hi {{trigger.message.Body}}'),
    transitions: [
      { event: 'sent', next: null },
      { event: 'failed', next: null },
    ],
  },
];
const down = new CarrierUnreachable('the carrier cannot be reached', { isUnsent: true });
const cutOff = new CarrierUnreachable('the connection ended', { isUnsent: false });
const busy = (seconds: number) => new CarrierUnreachable('429', { isUnsent: true, retryAfterMs: seconds * 1000 });

async function open(t: TestContext, parts: FixtureParts = {}, limits: Partial<Limits> = {}): Promise<Fixture> {
  const it = await Fixture.open(limits, parts);
  t.after(() => it.close());
  return it;
}

/** A carrier that refuses `times` sends with `error`, then takes them. */
function failing(it: Fixture, error: Error, times = Number.POSITIVE_INFINITY): void {
  const { send } = it.outside;
  let left = times;
  it.outside.send = async (request) => {
    if (left-- > 0) throw error;
    it.outside.send = send;
    return send(request);
  };
}

/** Seconds from `startMs` at which sends were begun, as time passes in steps of a second. */
async function sendTimes(it: Fixture, seconds: number): Promise<number[]> {
  const startMs = it.clock.now();
  const times: number[] = [];
  let seen = it.sent.length;
  while (it.clock.now() < startMs + seconds * 1000) {
    const next = it.clock.nextTimerMs() ?? Number.POSITIVE_INFINITY;
    await it.elapse((Math.min(next, startMs + seconds * 1000) - it.clock.now()) / 1000);
    for (; seen < it.sent.length; seen++) times.push(Math.round((it.clock.now() - startMs) / 1000));
  }
  return times;
}

const textFrom = (it: Fixture, flow: string, contact: string, body: string, to = ours) =>
  it.text(flow, body, { From: contact, To: to });

test('a carrier that is down for an hour loses nothing: attempts are ever rarer, up to five minutes, and the run waits', async (t) => {
  const it = await open(t);
  const flow = await it.publish(hello);
  failing(it, down);
  await it.text(flow, 'A');
  assert.deepEqual(await sendTimes(it, 3_600), [
    ...[1, 2, 4, 8, 16, 32, 64, 128, 256, 512],
    ...Array.from({ length: 10 }, (_, index) => 812 + index * 300),
  ]);
  assert.equal((await it.executions(flow))[0]?.status, 'active');
  it.outside.send = async () => ({ ok: true, resource: { sid: 'SM1', status: 'queued' } });
  await it.elapse(300);
  assert.deepEqual((await it.path(flow)).at(-1), 'sent: hi → Ended');
  const sent = await it.storage.findOutbound('SM1');
  assert.deepEqual([sent?.status, sent?.attempts], ['queued', 22]);
});

test('a carrier that is down for longer than patience lasts: failed, and the message stays visible', async (t) => {
  const it = await open(t, {}, { sendPatienceSeconds: 60 });
  const flow = await it.publish(hello);
  failing(it, down);
  await it.text(flow, 'A');
  assert.deepEqual(await sendTimes(it, 600), [1, 2, 4, 8, 16, 32, 60]);
  assert.deepEqual((await it.path(flow)).at(-1), 'failed: hi → Ended');
  const { rows } = await it.storage.listOutbox(accountSid, 'failed', { limit: 5 });
  assert.deepEqual(
    rows.map(({ status, attempts, errorMessage, message }) => [status, attempts, errorMessage, message?.body]),
    [['failed', 8, 'the carrier cannot be reached (given up after 8 attempts)', 'hi A']],
  );
});

test('a carrier that is down while the server starts again: attempts and patience go on counting', async (t) => {
  const it = await open(t, {}, { sendPatienceSeconds: 60 });
  const flow = await it.publish(hello);
  failing(it, down);
  await it.text(flow, 'A');
  await it.elapse(1);
  await it.elapse(1);
  await it.restart();
  assert.equal(it.sent.length, 3, 'nothing leaves before its time');
  assert.deepEqual(await sendTimes(it, 600), [2, 6, 14, 30, 58]);
  assert.equal((await it.storage.listOutbox(accountSid, 'failed', { limit: 5 })).rows[0]?.attempts, 8);
});

test('why a message is tried again is logged, once a minute however many there are', async (t) => {
  const it = await open(t);
  const flow = await it.publish(hello);
  failing(it, down);
  for (const contact of ['+15560001', '+15560002', '+15560003']) await textFrom(it, flow, contact, 'A');
  assert.equal(it.logged.length, 1);
  await sendTimes(it, 64);
  assert.equal(it.logged.length, 2);
});

test('a message that surely did not leave is sent again without asking', async (t) => {
  const it = await open(t);
  const flow = await it.publish(hello);
  let asked = 0;
  it.outside.findSent = async () => void asked++;
  failing(it, down, 2);
  await it.text(flow, 'A');
  await it.elapse(1);
  await it.elapse(2);
  assert.deepEqual([it.sent.length, asked], [3, 0]);
});

const unknowns: readonly {
  readonly name: string;
  readonly found: MessageResult | undefined;
  readonly sends: number;
  readonly recovery: string;
}[] = [
  { name: 'has it: not sent again', found: taken('SM7'), sends: 1, recovery: 'found' },
  { name: 'has not got it: sent again', found: undefined, sends: 2, recovery: 'sent-again' },
];
for (const { name, found, sends, recovery } of unknowns) {
  test(`the outcome of a send is unknown, and the carrier ${name}`, async (t) => {
    const it = await open(t);
    const flow = await it.publish(hello);
    failing(it, cutOff, 1);
    const keys: string[] = [];
    it.outside.findSent = async ({ key }) => {
      keys.push(key);
      return found;
    };
    await it.text(flow, 'A');
    await it.elapse(1);
    assert.equal(it.sent.length, sends);
    assert.deepEqual(keys, [it.sent[0]?.key]);
    assert.deepEqual((await it.path(flow)).at(-1), 'sent: hi → Ended');
    assert.equal((await it.storage.findOutboundByKey(it.sent[0]?.key ?? ''))?.recovery, recovery);
  });
}

test('a carrier that cannot be asked just now is asked until it answers, and nothing is sent meanwhile', async (t) => {
  const it = await open(t);
  const flow = await it.publish(hello);
  failing(it, cutOff, 1);
  let answers = 3;
  it.outside.findSent = async () => {
    if (answers-- > 0) throw down;
    return taken('SM7');
  };
  await it.text(flow, 'A');
  assert.deepEqual(await sendTimes(it, 60), []);
  assert.deepEqual((await it.path(flow)).at(-1), 'sent: hi → Ended');
});

test('a carrier that acts late is believed only after a while when it has no such message', async (t) => {
  const it = await open(t, { actsLate: true }, { sendSettleSeconds: 10 });
  const flow = await it.publish(hello);
  failing(it, cutOff, 1);
  let asked = 0;
  it.outside.findSent = async () => void asked++;
  await it.text(flow, 'A');
  assert.deepEqual(await sendTimes(it, 60), [10]);
  assert.equal(asked, 2);
  const sent = await it.storage.findOutboundByKey(it.sent[0]?.key ?? '');
  assert.deepEqual([sent?.attempts, sent?.recovery], [2, 'sent-again']);
});

test('a carrier that acts late is given the same time after a crash', async (t) => {
  const it = await open(t, { actsLate: true }, { sendSettleSeconds: 10 });
  const flow = await it.publish(hello);
  it.outside.send = () => new Promise(() => undefined);
  const params = { MessageSid: 'SM1', From: '+15560001', To: ours, Body: 'A' };
  await it.runtime.receive({ accountSid, flowSid: flow, params });
  await new Promise((resolve) => setImmediate(resolve));
  await it.crash();
  it.outside.send = async () => taken('SM8');
  it.clock.advance(3_000);
  await it.start();
  await it.runtime.settled();
  assert.equal(it.sent.length, 1);
  assert.deepEqual(await sendTimes(it, 60), [7]);
});

const policies = [
  { unknownOutcome: 'resend', sends: 2, ends: 'sent: hi → Ended' },
  { unknownOutcome: 'fail', sends: 1, ends: 'failed: hi → Ended' },
] as const;
for (const { unknownOutcome, sends, ends } of policies) {
  test(`an unknown outcome at a carrier that cannot be asked: ${unknownOutcome}`, async (t) => {
    const it = await open(t, { canBeAsked: false, settings: { unknownOutcome } });
    const flow = await it.publish(hello);
    failing(it, cutOff, 1);
    await it.text(flow, 'A');
    await it.elapse(1);
    assert.equal(it.sent.length, sends);
    assert.deepEqual((await it.path(flow)).at(-1), ends);
    const { rows } = await it.storage.listOutbox(accountSid, 'failed', { limit: 5 });
    assert.equal(rows.length, unknownOutcome === 'fail' ? 1 : 0);
  });
}

test('two sends of the same text with unknown outcome never take the same message of the carrier for theirs', async (t) => {
  const it = await open(t);
  // Two flows say the same to the same contact.
  const flows = [
    await it.publish([trigger('a'), say('a', 'same')]),
    await it.publish([trigger('a'), say('a', 'same')]),
  ];
  const there: string[] = [];
  it.outside.send = async () => {
    // The first arrives, the answer is lost; the second is lost on the way.
    if (there.length === 0) there.push('SM1');
    throw cutOff;
  };
  it.outside.findSent = async ({ isClaimed }: SendRequest) => {
    for (const sid of there) if (!(await isClaimed?.(sid))) return taken(sid);
    return undefined;
  };
  for (const flow of flows) {
    await it.runtime.receive({
      accountSid,
      flowSid: flow,
      params: { MessageSid: `SM${flow}`, From: '+15560001', To: ours, Body: 'x' },
    });
  }
  await it.runtime.settled();
  it.outside.send = async () => {
    there.push('SM2');
    return taken('SM2');
  };
  await it.elapse(1);
  await it.elapse(10);
  assert.deepEqual(there, ['SM1', 'SM2']);
  assert.notEqual((await it.storage.findOutbound('SM1'))?.key, (await it.storage.findOutbound('SM2'))?.key);
  for (const flow of flows) assert.deepEqual((await it.path(flow)).at(-1), 'sent: a → Ended');
});

test('a send that waits for its answer is not taken for another one of the same text', async (t) => {
  const it = await open(t);
  const flows = [
    await it.publish([trigger('a'), say('a', 'same')]),
    await it.publish([trigger('a'), say('a', 'same')]),
  ];
  let accept: (result: MessageResult) => void = () => undefined;
  it.outside.send = async () => {
    // It never arrives.
    it.outside.send = () =>
      new Promise((resolve) => {
        accept = resolve;
      });
    throw cutOff;
  };
  it.outside.findSent = async ({ isClaimed }: SendRequest) => ((await isClaimed?.('SM2')) ? undefined : taken('SM2'));
  await textFrom(it, flows[0] ?? '', '+15560001', 'x');
  const params = { MessageSid: 'SMx', From: '+15560001', To: ours, Body: 'x' };
  await it.runtime.receive({ accountSid, flowSid: flows[1] ?? '', params });
  it.clock.advance(1_000);
  for (let turns = 0; turns < 10; turns++) await new Promise((resolve) => setImmediate(resolve));
  // The second has arrived and is not answered yet; the first is due and would be shown it.
  it.outside.send = async () => taken('SM3');
  accept(taken('SM2'));
  await it.runtime.settled();
  assert.deepEqual(
    [(await it.storage.findOutbound('SM2'))?.key, (await it.storage.findOutbound('SM3'))?.key],
    [it.sent[1]?.key, it.sent[0]?.key],
  );
});

test('Retry-After holds back the whole sender, and no other; then its messages leave in order', async (t) => {
  const it = await open(t);
  const flow = await it.publish(hello);
  const { send } = it.outside;
  let isBusy = true;
  it.outside.send = async (request) => {
    if (isBusy && request.message.from === ours) throw busy(30);
    return send(request);
  };
  await textFrom(it, flow, '+15560001', 'A');
  for (const name of ['B', 'C', 'D']) await textFrom(it, flow, `+1556000${name.charCodeAt(0)}`, name);
  await textFrom(it, flow, '+15560001', 'other', '+15550000009');
  assert.deepEqual(it.bodies(), ['hi A', 'hi other']);
  await it.elapse(29);
  assert.equal(it.sent.length, 2);
  isBusy = false;
  await sendTimes(it, 2);
  assert.deepEqual(it.bodies().slice(2), ['hi A', 'hi B', 'hi C', 'hi D']);
  await textFrom(it, flow, '+15560009', 'E');
  assert.equal(it.bodies().at(-1), 'hi E');
});

test('Retry-After is honoured after a restart too', async (t) => {
  const it = await open(t);
  const flow = await it.publish(hello);
  failing(it, busy(30), 1);
  await textFrom(it, flow, '+15560001', 'A');
  await textFrom(it, flow, '+15560002', 'B');
  await it.elapse(10);
  await it.restart();
  assert.deepEqual(it.bodies(), ['hi A']);
  const times = await sendTimes(it, 60);
  assert.deepEqual(
    [it.bodies(), times],
    [
      ['hi A', 'hi A', 'hi B'],
      [20, 20],
    ],
  );
});

test('a sender with a pace queues: one after another, in order, while others go on', async (t) => {
  const it = await open(t, { pace: slowSender });
  const flow = await it.publish(hello);
  const names = ['A', 'B', 'C', 'D', 'E'];
  for (const name of names) await textFrom(it, flow, `+1556000${name.charCodeAt(0)}`, name);
  await textFrom(it, flow, '+15560001', 'other', '+15550000009');
  assert.deepEqual(it.bodies(), ['hi A', 'hi other']);
  assert.deepEqual(await sendTimes(it, 10), [2, 4, 6, 8]);
  assert.deepEqual(it.bodies().slice(2), ['hi B', 'hi C', 'hi D', 'hi E']);
  await textFrom(it, flow, '+15560001', 'F');
  assert.equal(it.bodies().at(-1), 'hi F');
});

test('what queues behind its pace leaves in order after a crash, and new messages line up behind it', async (t) => {
  const it = await open(t, { pace: slowSender });
  const flow = await it.publish(hello);
  for (const name of ['A', 'B', 'C']) await textFrom(it, flow, `+1556000${name.charCodeAt(0)}`, name);
  await it.crash();
  it.clock.advance(60_000);
  await it.start();
  await it.runtime.settled();
  await textFrom(it, flow, '+15560001', 'D');
  const times = await sendTimes(it, 20);
  assert.deepEqual(it.bodies(), ['hi A', 'hi B', 'hi C', 'hi D']);
  assert.deepEqual(times, [2, 4]);
});

test('a paced message that fails is tried again at its turn', async (t) => {
  const it = await open(t, { pace: slowSender });
  const flow = await it.publish(hello);
  failing(it, down, 1);
  await textFrom(it, flow, '+15560001', 'A');
  await textFrom(it, flow, '+15560002', 'B');
  const times = await sendTimes(it, 20);
  assert.deepEqual(
    [it.bodies(), times],
    [
      ['hi A', 'hi A', 'hi B'],
      [2, 4],
    ],
  );
});

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

/** One message in two seconds from our number. */
function slowSender(account: string, { from }: JsonObject | { readonly from?: string }) {
  return from === ours ? { key: `${account} ${from}`, perSecond: 0.5 } : undefined;
}

function taken(sid: string): MessageResult {
  return { ok: true, resource: { sid, status: 'queued' } };
}
