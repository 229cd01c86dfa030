/** Messages on their way out: what is tried again and when, and what the carrier is asked for. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SendRequest } from '../carriers/carrier.ts';
import type { MessageResult } from '../engine/effects.ts';
import { accountSid, ours, say, trigger } from './runtime-fixture.ts';
import { cutOff, down, failing, hello, open, pass, sendTimes, taken, textFrom } from './sending-fixture.ts';

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

interface LateCase {
  readonly name: string;
  /** When the client gives up, and when the process dies, in seconds after the send; absent: never. */
  readonly givesUp?: number;
  readonly dies?: number;
  /** When the carrier carries the request out after all; absent: never. */
  readonly carriedOut?: number;
  /** When the message is sent again; absent: it is found. */
  readonly again?: number;
}
const lateCases: readonly LateCase[] = [
  { name: 'that had its answer awaited for 30 s, and is carried out 3 s later', givesUp: 30, carriedOut: 33 },
  { name: 'that had its answer awaited for 30 s, and is lost', givesUp: 30, again: 40 },
  { name: 'of a process that died 12 s later, and is carried out 3 s after that', dies: 12, carriedOut: 15 },
  { name: 'of a process that died 12 s later, and is lost', dies: 12, again: 22 },
];
for (const { name, givesUp, dies, carriedOut = Number.POSITIVE_INFINITY, again } of lateCases) {
  test(`a carrier that acts late is believed a while after a request was cut off ${name}`, async (t) => {
    const it = await open(t, { actsLate: true }, { sendSettleSeconds: 10 });
    const startMs = it.clock.now();
    const seconds = () => (it.clock.now() - startMs) / 1000;
    const sentAgain: number[] = [];
    it.outside.send = () =>
      new Promise((_, reject) => {
        it.outside.send = async () => {
          sentAgain.push(seconds());
          return taken('SM2');
        };
        if (givesUp !== undefined) it.clock.at(startMs + givesUp * 1000, () => reject(cutOff));
      });
    it.outside.findSent = async () => (seconds() >= carriedOut ? taken('SM1') : undefined);
    const key = 'IM1.MB1';
    await it.runtime.post({ accountSid, key, message: { to: '+15560001', from: ours, body: 'x' } });
    await pass(it, dies ?? 0);
    if (dies !== undefined) {
      await it.crash();
      await it.start();
    }
    await pass(it, 90);
    assert.deepEqual(sentAgain, again === undefined ? [] : [again]);
    const recovery = again === undefined ? 'found' : 'sent-again';
    assert.equal((await it.storage.findOutboundByKey(key))?.recovery, recovery);
  });
}

test('the settle time of a send that waited its turn at the contact begins when it is cut off', async (t) => {
  const it = await open(t, { actsLate: true }, { sendSettleSeconds: 10 });
  const startMs = it.clock.now();
  const sends: number[] = [];
  it.outside.send = () => {
    sends.push((it.clock.now() - startMs) / 1000);
    const { promise, resolve, reject } = Promise.withResolvers<MessageResult>();
    if (sends.length === 1) it.clock.at(startMs + 25_000, () => resolve(taken('SM1')));
    else if (sends.length === 2) reject(cutOff);
    else resolve(taken('SM2'));
    return promise;
  };
  it.outside.findSent = async () => undefined;
  for (const key of ['IM1.MB1', 'IM2.MB1']) {
    await it.runtime.post({ accountSid, key, message: { to: '+15560001', from: ours, body: key } });
  }
  await pass(it, 60);
  assert.deepEqual(sends, [0, 25, 35]);
});

test('what was asked before the settle time was over, and answered after it, is asked again', async (t) => {
  const it = await open(t, { actsLate: true }, { sendSettleSeconds: 10 });
  failing(it, cutOff, 1);
  const asked: number[] = [];
  const startMs = it.clock.now();
  it.outside.findSent = () => {
    asked.push((it.clock.now() - startMs) / 1000);
    if (asked.length > 1) return Promise.resolve(undefined);
    return new Promise((resolve) => it.clock.at(startMs + 12_000, () => resolve(undefined)));
  };
  await it.runtime.post({ accountSid, key: 'IM1.MB1', message: { to: '+15560001', from: ours, body: 'x' } });
  await it.runtime.settled();
  await pass(it, 30);
  assert.deepEqual([asked[0], asked.length, it.sent.length], [1, 2, 2]);
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
