import assert from 'node:assert/strict';
import { accountSid, createFlow, effectRecord, ended, executionRecord, insertExecution, sid } from './records.ts';
import type { StorageTest } from './storage-test.ts';

const hourMs = 3_600_000;

export function healthTests(check: StorageTest): void {
  check('tells how long commits take', async (storage) => {
    await createFlow(storage);
    const { commits } = await storage.health(accountSid, 0);
    assert.ok(commits.measured > 0);
    assert.ok(commits.p50Ms !== null && commits.p99Ms !== null && commits.p50Ms <= commits.p99Ms);
  });

  check("counts the account's deadlines that come and that are late", async (storage) => {
    const flowSid = await createFlow(storage);
    const nowMs = 10 * hourMs;
    const dues = [nowMs - 60_001, nowMs - 60_000, nowMs, nowMs + hourMs - 1, nowMs + hourMs];
    for (const [index, dueAtMs] of dues.entries()) {
      await insertExecution(storage, executionRecord(flowSid, index, { dueAtMs }));
    }
    await insertExecution(storage, executionRecord(flowSid, 7, { dueAtMs: nowMs, accountSid: sid('AC', 2) }));
    await insertExecution(storage, ended(executionRecord(flowSid, 8, { dueAtMs: nowMs })));
    const { deadlines } = await storage.health(accountSid, nowMs);
    assert.deepEqual(deadlines, { dueInAnHour: 3, late: 1 });
  });

  check('tells what effects do, and why those that fail do', async (storage) => {
    const flowSid = await createFlow(storage);
    const execution = await insertExecution(storage, executionRecord(flowSid, 1));
    const request = { type: 'http.request', stepSid: sid('FT', 1), request: {} } as const;
    const addEffects = [
      effectRecord(execution, 'k1', 10, { begunAtMs: 5 }),
      effectRecord(execution, 'k2', 10, { failingSinceMs: 7, errorMessage: 'later' }),
      effectRecord(execution, 'k3', 10, { failingSinceMs: 6, errorMessage: 'no answer' }),
      effectRecord(execution, 'k4', 10, { effect: { ...request, key: 'k4' } as never }),
      effectRecord(execution, 'k5', 10, { accountSid: sid('AC', 2) }),
    ];
    await storage.change({ executionSid: execution.sid }, undefined, () => ({
      change: { addEffects },
      result: undefined,
    }));
    const { effects } = await storage.health(accountSid, 0);
    assert.deepEqual(effects, [
      { type: 'message.send', underWay: 1, waiting: 2, failing: 2, failingSinceMs: 6, errorMessage: 'no answer' },
      { type: 'http.request', underWay: 0, waiting: 1, failing: 0, failingSinceMs: null, errorMessage: null },
    ]);
  });
}
