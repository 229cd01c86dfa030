import assert from 'node:assert/strict';
import type { Traffic, TrafficCount } from '../console-storage.ts';
import type { Storage } from '../storage.ts';
import { createFlow, executionRecord, insertExecution } from './records.ts';
import type { StorageTest } from './storage-test.ts';

const hourMs = 3_600_000;

export function trafficTests(check: StorageTest): void {
  const taken = (flowSid: string, change: Partial<TrafficCount> = {}): TrafficCount => ({
    flowSid,
    revision: 1,
    isTestUser: false,
    atMs: 10 * hourMs + 5,
    kind: 'transition',
    widget: 'ask',
    event: 'timeout',
    target: 'remind',
    ...change,
  });
  const sorted = (rows: readonly Traffic[]) =>
    rows.map(({ widget, kind, event, target, count }) => [widget, kind, event, target, count].join(' ')).toSorted();
  const all = { revision: 1, fromMs: 0, toMs: 100 * hourMs, withTestUsers: false };

  async function count(storage: Storage, flowSid: string, counts: readonly TrafficCount[]): Promise<void> {
    const execution = await insertExecution(storage, executionRecord(flowSid, 1));
    await storage.change({ executionSid: execution.sid }, undefined, () => ({
      change: { traffic: counts },
      result: undefined,
    }));
  }

  check('is summed by revision, range, and who caused it', async (storage) => {
    const flowSid = await createFlow(storage);
    await count(storage, flowSid, [
      taken(flowSid),
      taken(flowSid, { atMs: 11 * hourMs }),
      taken(flowSid, { target: '' }),
      taken(flowSid, { kind: 'failed', event: '', target: '' }),
      taken(flowSid, { isTestUser: true }),
      taken(flowSid, { revision: 2 }),
      taken(flowSid, { flowSid: `FW${'e'.repeat(32)}` }),
    ]);
    const everything = ['ask failed   1', 'ask transition timeout  1', 'ask transition timeout remind 2'];
    assert.deepEqual(sorted(await storage.traffic({ ...all, flowSid })), everything);
    assert.deepEqual(sorted(await storage.traffic({ ...all, flowSid, withTestUsers: true })), [
      ...everything.slice(0, 2),
      'ask transition timeout remind 3',
    ]);
    const hour = { fromMs: 10 * hourMs + 59 * 60_000, toMs: 11 * hourMs };
    assert.deepEqual(sorted(await storage.traffic({ ...all, ...hour, flowSid })), [
      ...everything.slice(0, 2),
      'ask transition timeout remind 1',
    ]);
    assert.deepEqual(sorted(await storage.traffic({ ...all, flowSid, revision: 2 })), [
      'ask transition timeout remind 1',
    ]);
  });

  check('is counted with its change, or not at all, and is gone with its flow', async (storage) => {
    const flowSid = await createFlow(storage);
    const execution = await insertExecution(storage, executionRecord(flowSid, 1));
    const failing = storage.change({ executionSid: execution.sid }, undefined, () => ({
      change: { traffic: [taken(flowSid)], isNew: true, execution },
      result: undefined,
    }));
    await assert.rejects(failing);
    assert.deepEqual(await storage.traffic({ ...all, flowSid }), []);
    await storage.change({ executionSid: execution.sid }, undefined, () => ({
      change: { traffic: [taken(flowSid)] },
      result: undefined,
    }));
    assert.equal((await storage.traffic({ ...all, flowSid })).length, 1);
    await storage.deleteFlow(flowSid);
    assert.deepEqual(await storage.traffic({ ...all, flowSid }), []);
  });
}
