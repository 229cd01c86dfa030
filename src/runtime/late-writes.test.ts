/** What is known of an effect and cannot be written, because the disk is full. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountSid, type Fixture, look, ours, trigger } from './runtime-fixture.ts';
import { down, failing, hello, open, pass, sendTimes, taken } from './sending-fixture.ts';

/** A store whose `method` throws as long as `isFull`. */
function fillDisk(it: Fixture, method: 'change' | 'putOffEffect', isFull: () => boolean): void {
  const works = it.storage[method] as (...values: readonly unknown[]) => Promise<unknown>;
  const fails = async (...values: readonly unknown[]) => {
    if (isFull()) throw new Error('database or disk is full');
    return works(...values);
  };
  Object.assign(it.storage, { [method]: fails });
}

for (const where of ['a run', 'no run'] as const) {
  test(`what became of a message of ${where} is written when the disk has room again; it is not sent twice`, async (t) => {
    const it = await open(t, { canBeAsked: false });
    let isFull = false;
    it.outside.send = async () => {
      isFull = true;
      return taken('SM1');
    };
    fillDisk(it, 'change', () => isFull);
    if (where === 'a run') await it.text(await it.publish(hello), 'A');
    else await it.runtime.post({ accountSid, key: 'IM1.MB1', message: { to: '+15560001', from: ours, body: 'x' } });
    await pass(it, 150);
    isFull = false;
    await pass(it, 61);
    assert.equal(it.sent.length, 1);
    assert.deepEqual((await it.storage.findOutbound('SM1'))?.status, 'queued');
  });
}

test('that a message waits for its next attempt is written when the disk has room again', async (t) => {
  const it = await open(t);
  let isFull = true;
  fillDisk(it, 'putOffEffect', () => isFull);
  let asked = 0;
  it.outside.findSent = async () => void asked++;
  failing(it, down, 1);
  await it.text(await it.publish(hello), 'A');
  await pass(it, 30);
  isFull = false;
  await pass(it, 61);
  assert.deepEqual([it.sent.length, asked], [2, 0]);
});

test('what could not be written is written as the server stops', async (t) => {
  const it = await open(t);
  let isFull = false;
  it.outside.send = async () => {
    isFull = true;
    return taken('SM1');
  };
  fillDisk(it, 'change', () => isFull);
  await it.text(await it.publish(hello), 'A');
  isFull = false;
  await it.restart();
  assert.deepEqual([it.sent.length, (await it.storage.findOutbound('SM1'))?.recovery], [1, null]);
});

test('a fault of ours is tried again as what the carrier does is, and given up as that', async (t) => {
  const it = await open(t, { canBeAsked: false }, { sendPatienceSeconds: 60 });
  failing(it, new TypeError('x is not a function'));
  await it.text(await it.publish(hello), 'A');
  assert.deepEqual(await sendTimes(it, 3_600), [1, 2, 4, 8, 16, 32, 60]);
  const [failed] = (await it.storage.listOutbox(accountSid, 'failed', { limit: 5 })).rows;
  assert.match(failed?.errorMessage ?? '', /^a fault of this server \(given up after 8 attempts; it may have arrived/);
  assert.ok(it.logged.some((facts) => 'err' in facts && facts.err instanceof TypeError));
});

test('a request whose outcome a fault of ours swallowed is settled at the end of its lease', async (t) => {
  const it = await open(t);
  it.outside.exchange = () => {
    throw new TypeError('x is not a function');
  };
  const flow = await it.publish([trigger('look'), look]);
  await it.text(flow, 'A');
  await pass(it, 61);
  assert.equal((await it.executions(flow))[0]?.status, 'ended');
  assert.equal(it.requests.length, 1);
});
