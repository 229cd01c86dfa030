/** Senders that have to wait, and what queues behind them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CarrierUnreachable } from '../carriers/carrier.ts';
import { ours } from './runtime-fixture.ts';
import { busy, down, failing, hello, open, sendTimes, slowSender, textFrom } from './sending-fixture.ts';

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

test('a carrier that is busy without saying for how long holds back the sender until the message is tried again', async (t) => {
  const it = await open(t);
  const flow = await it.publish(hello);
  const { send } = it.outside;
  let refusals = 2;
  it.outside.send = async (request) => {
    if (request.message.from === ours && refusals-- > 0) {
      throw new CarrierUnreachable('429', { isUnsent: true, isBusy: true });
    }
    return send(request);
  };
  await textFrom(it, flow, '+15560001', 'A');
  for (const name of ['B', 'C']) await textFrom(it, flow, `+1556000${name.charCodeAt(0)}`, name);
  await textFrom(it, flow, '+15560001', 'other', '+15550000009');
  assert.deepEqual(it.bodies(), ['hi A', 'hi other']);
  assert.deepEqual(await sendTimes(it, 10), [1, 2, 2, 2]);
  assert.deepEqual(it.bodies().slice(2), ['hi A', 'hi A', 'hi B', 'hi C']);
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
