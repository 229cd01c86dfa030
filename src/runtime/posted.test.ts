/** Messages of no run: they leave as those of runs do, and whoever posted them is told. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import type { CarrierUnreachable, SendRequest } from '../carriers/carrier.ts';
import type { MessageResult } from '../engine/effects.ts';
import { deliveryRank } from '../storage/delivery-status.ts';
import { accountSid, contact, type Fixture, type FixtureParts, ours, say, trigger } from './runtime-fixture.ts';
import { busy, cutOff, down, failing, open, sendTimes, slowSender, taken } from './sending-fixture.ts';

const key = 'IM1.MB1';
const message = { to: contact, from: ours, body: 'hello' };
const request = { accountSid, key, message };

interface Told {
  readonly it: Fixture;
  /** What whoever posts is told, `key status`, oldest first. */
  readonly told: string[];
  /** Takes the place of being told. */
  hear: ((key: string) => Promise<void>) | undefined;
  post(change?: Partial<typeof request>): Promise<void>;
  report(sid: string, status: string, account?: string): Promise<unknown>;
  status(of?: string): Promise<string | undefined>;
}

async function openTold(t: TestContext, parts: FixtureParts = {}): Promise<Told> {
  const told: string[] = [];
  const tellPoster: FixtureParts['tellPoster'] = async (of, { status }) => {
    await self.hear?.(of);
    told.push(`${of} ${status}`);
  };
  const it = await open(t, { ...parts, tellPoster });
  const self: Told = {
    it,
    told,
    hear: undefined,
    async post(change = {}) {
      await it.runtime.post({ ...request, ...change });
      await it.runtime.settled();
    },
    report: (sid, status, account) => {
      const params = { MessageSid: sid, MessageStatus: status };
      if (account === undefined) return it.runtime.receiveReport(params);
      return it.runtime.receive({ accountSid: account, flowSid: `FW${'1'.repeat(32)}`, params });
    },
    status: async (of = key) => (await it.storage.findOutboundByKey(of))?.status,
  };
  return self;
}

test('it leaves once, however often it is posted, and its poster is told', async (t) => {
  const { it, told, post } = await openTold(t);
  await Promise.all([it.runtime.post(request), it.runtime.post(request)]);
  await it.runtime.settled();
  assert.deepEqual(it.bodies(), ['hello']);
  assert.deepEqual(told, [`${key} queued`]);
  // Whoever posts it again has not heard of it.
  await post();
  assert.deepEqual(it.bodies(), ['hello']);
  assert.deepEqual(told, [`${key} queued`, `${key} queued`]);
  const stored = await it.storage.findOutboundByKey(key);
  assert.deepEqual([stored?.executionSid, stored?.stepSid, stored?.message], [null, null, message]);
});

test('a refusal is told, and kept with its reason', async (t) => {
  const { it, told, post } = await openTold(t);
  it.outside.send = async () => ({ ok: false, code: 21610, message: 'opted out' });
  await post();
  assert.deepEqual(told, [`${key} failed`]);
  const [failed] = (await it.storage.listOutbox(accountSid, 'failed', { limit: 5 })).rows;
  assert.deepEqual([failed?.key, failed?.errorCode, failed?.errorMessage], [key, 21610, 'opted out']);
});

const outages: readonly { readonly name: string; readonly error: CarrierUnreachable; readonly asked: number }[] = [
  { name: 'down', error: down, asked: 0 },
  { name: 'busy', error: busy(1), asked: 0 },
  { name: 'cut off', error: cutOff, asked: 1 },
];
for (const { name, error, asked } of outages) {
  test(`a carrier that is ${name} is tried again; meanwhile the message shows why it waits`, async (t) => {
    const { it, told, post, status } = await openTold(t);
    let count = 0;
    it.outside.findSent = async () => void count++;
    failing(it, error, 1);
    await post();
    const [waiting] = (await it.storage.listOutbox(accountSid, 'queued', { limit: 5 })).rows;
    assert.deepEqual([waiting?.key, waiting?.errorMessage, waiting?.attempts], [key, error.message, 1]);
    await it.elapse(1);
    assert.deepEqual([it.sent.length, count, told], [2, asked, [`${key} queued`]]);
    assert.equal((await it.storage.findOutboundByKey(key))?.errorMessage, null);
    assert.equal(await status(), 'queued');
  });
}

test('it takes its turn in the pace of its sender, with the messages of runs', async (t) => {
  const { it, post } = await openTold(t, { pace: slowSender });
  const flow = await it.publish([trigger('hi'), say('hi', 'of a run')]);
  await post({ key: 'a.a' });
  await it.text(flow, 'x');
  await post({ key: 'b.b', message: { ...message, to: '+15550000009' } });
  assert.deepEqual(it.bodies(), ['hello']);
  assert.deepEqual(await sendTimes(it, 10), [2, 4]);
  assert.deepEqual(it.bodies(), ['hello', 'of a run', 'hello']);
});

test('what was posted leaves after a crash', async (t) => {
  const { it, told } = await openTold(t);
  it.outside.send = () => new Promise(() => {});
  await it.runtime.post(request);
  await it.crash();
  it.outside.send = async () => taken('SM2');
  it.outside.findSent = async () => undefined;
  await it.start();
  await it.runtime.settled();
  assert.deepEqual(told, [`${key} queued`]);
  assert.equal((await it.storage.findOutboundByKey(key))?.recovery, 'sent-again');
});

test('its poster is told before the outbox settles it: after a crash in between it is told again', async (t) => {
  const self = await openTold(t);
  const { it, told } = self;
  self.hear = () => new Promise(() => {});
  await it.runtime.post(request);
  await new Promise((resolve) => setImmediate(resolve));
  assert.equal(it.sent.length, 1);
  await it.crash();
  self.hear = undefined;
  it.outside.findSent = async () => taken('SM1');
  await it.start();
  await it.runtime.settled();
  assert.deepEqual([it.sent.length, told], [1, [`${key} queued`]]);
});

for (const canBeAsked of [true, false]) {
  test(`what became of it is told until that is heard, and it is not sent again: carrier asked ${canBeAsked}`, async (t) => {
    const self = await openTold(t, { canBeAsked });
    const { it, told, post, status } = self;
    let tries = 0;
    self.hear = async () => {
      tries++;
      throw new Error('database is locked');
    };
    it.outside.send = async () => taken('SM1');
    await post();
    await sendTimes(it, 7_200);
    assert.deepEqual([it.sent.length, told], [1, []]);
    assert.ok(tries > 100 && tries < 150, `${tries} tries in two hours`);
    self.hear = undefined;
    await it.elapse(60);
    assert.deepEqual([it.sent.length, told, await status()], [1, [`${key} queued`], 'queued']);
    assert.deepEqual((await it.storage.findOutbound('SM1'))?.key, key);
  });
}

for (const named of [key, 'IM2.MB2']) {
  const names = named === key ? 'it' : 'another message';
  test(`a report that names ${names} tells what left, across a crash, where the carrier cannot be asked`, async (t) => {
    const { it, told } = await openTold(t, { canBeAsked: false });
    it.outside.send = () => new Promise(() => {});
    await it.runtime.post(request);
    while (it.sent.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const callback = new URL(it.sent[0]?.message.statusCallback ?? '');
    assert.equal(callback.pathname, `/v1/Accounts/${accountSid}/Reports`);
    callback.searchParams.set('OutboxKey', named);
    for (const [account, MessageStatus] of [
      [accountSid, 'delivered'],
      [accountSid, 'sent'],
      [`AC${'2'.repeat(32)}`, 'read'],
    ]) {
      await it.runtime.receiveReport(
        { ...Object.fromEntries(callback.searchParams), MessageSid: 'SM1', MessageStatus: MessageStatus ?? '' },
        account,
      );
    }
    await it.crash();
    it.outside.send = async () => taken('SM2');
    await it.start();
    await it.runtime.settled();
    const stored = await it.storage.findOutboundByKey(key);
    const found = named === key ? [1, 'SM1', 'delivered', 'found'] : [2, 'SM2', 'queued', 'sent-again'];
    assert.deepEqual([it.sent.length, stored?.messageSid, stored?.status, stored?.recovery], found);
    assert.equal(told[0], `${key} ${found[2]}`);
  });
}

test('an attempt that was made before the outbox knew it is asked for first', async (t) => {
  const { it, told } = await openTold(t);
  const asked: string[] = [];
  it.outside.findSent = async (given: SendRequest) => {
    asked.push(given.key);
    return taken('SM1');
  };
  const doubt = { createdAtMs: it.clock.now() - 60_000 };
  await it.runtime.post({ ...request, doubt });
  await it.runtime.settled();
  assert.deepEqual([asked, it.sent.length, told], [[key], 0, [`${key} queued`]]);
});

test('a report is told and counts, at the address of any flow of its account', async (t) => {
  const { it, told, post, report, status } = await openTold(t);
  it.outside.send = async () => taken('SM1');
  await post();
  assert.deepEqual(await report('SM1', 'delivered', `AC${'2'.repeat(32)}`), { status: 404 });
  assert.deepEqual([await status(), told.length], ['queued', 1]);
  assert.deepEqual(await report('SM1', 'sent', accountSid), { status: 204 });
  assert.equal(await report('SM1', 'delivered'), true);
  assert.equal(await report('SM1', 'sent'), true);
  assert.deepEqual([await status(), told], ['delivered', ['queued', 'sent', 'delivered'].map((is) => `${key} ${is}`)]);
  assert.equal(await report('SM2', 'sent'), false);
});

/** Posts a message whose answer is still to come. */
async function underWay({ it }: Told, sid: string, of = key): Promise<() => Promise<void>> {
  let accept: (result: MessageResult) => void = () => undefined;
  it.outside.send = () =>
    new Promise((resolve) => {
      accept = resolve;
    });
  const before = it.sent.length;
  await it.runtime.post({ ...request, key: of });
  while (it.sent.length === before) await new Promise((resolve) => setImmediate(resolve));
  return async () => {
    accept(taken(sid));
    await it.runtime.settled();
  };
}

test('any reports in any order, before and after the answer, end in the same status', async (t) => {
  const self = await openTold(t);
  let count = 0;
  const reports = ['queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed', 'read'];
  const run = fc.asyncProperty(
    fc.shuffledSubarray(reports),
    fc.nat({ max: reports.length }),
    async (order, position) => {
      const [of, sid] = [`IM${++count}.MB1`, `SM${count}`];
      const answer = await underWay(self, sid, of);
      for (const step of order.toSpliced(position, 0, 'answer')) {
        await (step === 'answer' ? answer() : self.report(sid, step));
      }
      const furthest = ['queued', ...order].toSorted((a, b) => deliveryRank(b) - deliveryRank(a))[0];
      assert.equal(await self.status(of), furthest);
      assert.ok(self.told.includes(`${of} ${furthest}`));
    },
  );
  await fc.assert(run, { numRuns: 40 });
});

test('a report that comes while the answer is being written counts', async (t) => {
  const self = await openTold(t);
  self.hear = async () => {
    self.hear = undefined;
    await self.report('SM1', 'delivered');
  };
  await (await underWay(self, 'SM1'))();
  assert.equal(await self.status(), 'delivered');
  assert.deepEqual(self.told, [`${key} queued`, `${key} delivered`]);
});

for (const where of ['the carrier', 'a flow'] as const) {
  test(`a report that races with the answer is told, whether it comes to the address of ${where}`, async (t) => {
    const self = await openTold(t);
    const flowSid = await self.it.publish([trigger('hi'), say('hi', 'hi')]);
    // The report begins a little later each time, until it finds the message settled.
    for (let turns = 0; turns < 40; turns++) {
      const [of, sid] = [`IM${turns}.MB1`, `SM${turns}`];
      let reported: Promise<unknown> | undefined;
      self.hear = async () => {
        self.hear = undefined;
        const params = { MessageSid: sid, MessageStatus: 'delivered' };
        let started = Promise.resolve();
        for (let turn = 0; turn < turns; turn++) started = started.then(() => {});
        const { runtime } = self.it;
        reported = started.then<unknown>(() =>
          where === 'a flow' ? runtime.receive({ accountSid, flowSid, params }) : runtime.receiveReport(params),
        );
      };
      await (await underWay(self, sid, of))();
      await reported;
      assert.equal(await self.status(of), 'delivered');
      assert.ok(self.told.includes(`${of} delivered`), `after ${turns} turns`);
    }
  });
}

test('a report that comes early to the flow of another account does not count', async (t) => {
  const self = await openTold(t);
  const answer = await underWay(self, 'SM1');
  await self.report('SM1', 'delivered', `AC${'2'.repeat(32)}`);
  await answer();
  assert.equal(await self.status(), 'queued');
});

for (const first of ['IM1.MB1', 'SM1.FW1-twiml-0']) {
  test(`${first} is sent again, and its poster is told of each`, async (t) => {
    const { it, told, post } = await openTold(t);
    it.outside.send = async () => ({ ok: false, code: 21610, message: 'opted out' });
    await post({ key: first });
    for (const again of [first, `${first}.1`, `${first}.2`]) {
      assert.deepEqual(
        (await Promise.all([1, 2].map(() => it.runtime.resend(accountSid, again)))).map(({ outcome }) => outcome),
        ['queued', 'refused'],
      );
      await it.runtime.settled();
    }
    assert.deepEqual(
      told,
      ['', '.1', '.2', '.3'].map((times) => `${first}${times} failed`),
    );
    const last = await it.storage.findOutboundByKey(`${first}.3`);
    assert.deepEqual([last?.executionSid, last?.stepSid, last?.message], [null, null, message]);
  });
}

test('a message that still waits cannot be sent again, nor one of another account', async (t) => {
  const { it, post } = await openTold(t);
  failing(it, down);
  await post();
  const refused = await it.runtime.resend(accountSid, key);
  assert.match(refused.outcome === 'refused' ? refused.message : '', /is still to leave/);
  assert.deepEqual(await it.runtime.resend(`AC${'2'.repeat(32)}`, key), { outcome: 'not-found' });
});

test('messages of no run go when an execution of their age would', async (t) => {
  const { it, post, status } = await openTold(t);
  await post();
  await it.elapse(29 * 86_400);
  assert.equal(await status(), 'queued');
  await it.elapse(2 * 86_400);
  await it.elapse(60);
  assert.equal(await status(), undefined);
});
