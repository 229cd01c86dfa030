/** Messages of no run: they queue, leave and are looked up as those of runs, and go by their age. */
import assert from 'node:assert/strict';
import type { Change, EffectRecord, OutboundRecord, Storage } from '../storage.ts';
import {
  accountSid,
  apply,
  createFlow,
  effectRecord,
  executionRecord,
  insertExecution,
  outboundRecord,
  sid,
} from './records.ts';
import type { StorageTest } from './storage-test.ts';

const key = 'IM1.MB1';

export function noRunTests(check: StorageTest): void {
  check('a message of no run is due, found, put off and settled as any other', async (storage) => {
    const effect = waiting(100);
    await write(storage, { addEffects: [effect] });
    const queued = await storage.findOutboundByKey(key);
    assert.deepEqual([queued?.status, queued?.executionSid, queued?.stepSid], ['queued', null, null]);
    assert.equal(await storage.nextDueMs(), 100);
    assert.deepEqual(await storage.takeDueEffects(100, 50, 10), [
      { ...effect, dueAtMs: 150, attempts: 1, begunAtMs: 100 },
    ]);
    const wait = { dueAtMs: 500, attempts: 1, unknownSinceMs: 100, failingSinceMs: 90, sender: null };
    await storage.putOffEffect(key, { ...wait, errorMessage: 'the carrier is down' });
    const [listed] = (await storage.listOutbox(accountSid, 'queued', { limit: 5 })).rows;
    assert.deepEqual([listed?.key, listed?.attempts, listed?.errorMessage], [key, 1, 'the carrier is down']);
    await write(storage, { removeEffects: [key], outbound: [settled()] });
    assert.deepEqual(await storage.takeDueEffects(1_000, 50, 10), []);
    assert.deepEqual(await storage.findOutboundByKey(key), settled());
    assert.deepEqual(await storage.findOutbound(sid('SM', 1)), settled());
  });

  check('it queues behind its sender with those of runs, in the order in which they were decided', async (storage) => {
    const execution = await insertExecution(storage, executionRecord(await createFlow(storage), 1));
    const queue = { dueAtMs: null, sender: 'x' };
    await apply(storage, execution, { addEffects: [effectRecord(execution, 'FT1.0', 0, queue)] });
    await write(storage, { addEffects: [waiting(0, queue)] });
    await apply(storage, execution, { addEffects: [effectRecord(execution, 'FT1.1', 0, queue)] });
    const taken = await storage.takeQueuedEffects('x', 10, 50, 5);
    assert.deepEqual(
      taken.map(({ effect, executionSid }) => [effect.key, executionSid]),
      [
        ['FT1.0', execution.sid],
        [key, null],
        ['FT1.1', execution.sid],
      ],
    );
  });

  check('an effect whose key is known, waiting or settled, stays as it is', async (storage) => {
    await write(storage, { addEffects: [waiting(100, { attempts: 3 })] });
    await write(storage, { addEffects: [waiting(200), waiting(300)] });
    const [first, ...more] = await storage.takeDueEffects(1_000, 50, 10);
    assert.deepEqual([first?.attempts, first?.createdAtMs, more], [4, 5, []]);
    await write(storage, { removeEffects: [key], outbound: [settled()] });
    await write(storage, { addEffects: [waiting(100)] });
    assert.deepEqual(await storage.takeDueEffects(1_000, 50, 10), []);
    assert.deepEqual(await storage.findOutboundByKey(key), settled());
  });

  check('a transaction finds it by its key, without a run: while it waits, and after', async (storage) => {
    const find = () => storage.change({ outboundKey: key }, undefined, (found) => ({ result: found }));
    const none = { execution: undefined, flow: undefined, reply: undefined };
    assert.deepEqual(await find(), none);
    await write(storage, { addEffects: [waiting(100)] });
    const { outbound, ...rest } = await find();
    assert.deepEqual(rest, none);
    assert.deepEqual([outbound?.status, outbound?.messageSid], ['queued', null]);
    await write(storage, { removeEffects: [key], outbound: [settled()] });
    assert.deepEqual((await find()).outbound, settled());
  });

  check('a report on it counts, and finds no run, whatever flow it comes to', async (storage) => {
    const flowSid = await createFlow(storage);
    await write(storage, { outbound: [settled()] });
    const messageSid = sid('SM', 1);
    const report = { messageSid, accountSid, status: 'undelivered', errorCode: 30003, errorMessage: 'off', atMs: 9 };
    const found = await storage.change({ flowSid, messageSid }, undefined, ({ execution, outbound }) => ({
      change: { reports: [report] },
      result: { execution, outbound },
    }));
    assert.deepEqual(found, { execution: undefined, outbound: settled() });
    const [listed] = (await storage.listOutbox(accountSid, 'undelivered', { limit: 5 })).rows;
    assert.deepEqual([listed?.key, listed?.errorCode, listed?.errorMessage], [key, 30003, 'off']);
  });

  check('a purge removes those that are settled and old, however many', async (storage) => {
    const many = Array.from({ length: 600 }, (_, number) =>
      settled({ key: `IM${number}.MB1`, messageSid: sid('SM', number), createdAtMs: number }),
    );
    await write(storage, { outbound: many, addEffects: [waiting(1_000, { createdAtMs: 1 })] });
    assert.equal(await storage.purge(599, 10), 0);
    assert.equal(await storage.findOutboundByKey('IM0.MB1'), undefined);
    assert.equal(await storage.findOutboundByKey('IM598.MB1'), undefined);
    assert.equal((await storage.findOutboundByKey('IM599.MB1'))?.createdAtMs, 599);
  });

  check('it stays when every flow and execution goes', async (storage) => {
    const flowSid = await createFlow(storage);
    const execution = await insertExecution(storage, executionRecord(flowSid, 1));
    await write(storage, { addEffects: [waiting(100)] });
    await storage.deleteExecution(execution.sid);
    await storage.deleteFlow(flowSid);
    await storage.purge(0, 10);
    assert.equal((await storage.takeDueEffects(100, 50, 10)).length, 1);
  });
}

function waiting(dueAtMs: number, change: Partial<EffectRecord> = {}): EffectRecord {
  return {
    effect: { type: 'message.send', key, stepSid: null, message: { to: '+1', from: '+2', body: 'hello' } },
    executionSid: null,
    accountSid,
    dueAtMs,
    attempts: 0,
    createdAtMs: 5,
    begunAtMs: null,
    unknownSinceMs: null,
    failingSinceMs: null,
    errorMessage: null,
    sender: null,
    takenBackAtMs: null,
    ...change,
  };
}

function settled(change: Partial<OutboundRecord> = {}): OutboundRecord {
  const { executionSid: _, ...record } = outboundRecord(executionRecord(sid('FW', 1), 1), 1, { key, stepSid: null });
  return { ...record, executionSid: null, ...change };
}

async function write(storage: Storage, change: Change): Promise<void> {
  await storage.change({ outboundKey: key }, undefined, () => ({ change, result: undefined }));
}
