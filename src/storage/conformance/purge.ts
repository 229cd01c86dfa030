import assert from 'node:assert/strict';
import type { Storage, StoredExecution } from '../storage.ts';
import { createFlow, ended, executionRecord, insertExecution, insertWithAll, sid, stepRecord } from './records.ts';
import type { StorageTest } from './storage-test.ts';

export function purgeTests(check: StorageTest): void {
  check('a deleted execution is gone with all that belongs to it', async (storage) => {
    const flowSid = await createFlow(storage);
    const [one, two] = [executionRecord(flowSid, 1), executionRecord(flowSid, 2)];
    for (const execution of [one, two]) await insertWithAll(storage, execution);
    assert.equal(await storage.deleteExecution(one.sid), true);
    assert.equal(await storage.deleteExecution(one.sid), false);
    assert.deepEqual(await whatIsLeft(storage, one), nothing);
    assert.deepEqual(await whatIsLeft(storage, two), everything);
    const taken = await storage.takeDueEffects(10, 10, 10);
    assert.deepEqual(
      taken.map(({ executionSid }) => executionSid),
      [two.sid],
    );
  });

  check('the executions of a deleted flow are gone at once', async (storage) => {
    const [flowSid, otherFlow] = [await createFlow(storage, 1), await createFlow(storage, 2)];
    const one = executionRecord(flowSid, 1, { dueAtMs: 1, runningStepSid: sid('FT', 1) });
    const two = executionRecord(otherFlow, 2, { dueAtMs: 2 });
    for (const execution of [one, two]) await insertWithAll(storage, execution);
    await storage.deleteFlow(flowSid);
    // A reply may stay until it is old: a repeated request is still known for one.
    assert.deepEqual(await whatIsLeft(storage, one), { ...nothing, reply: true });
    assert.deepEqual(await whatIsLeft(storage, two), everything);
    assert.deepEqual(await storage.dueExecutions(10, 10), [two.sid]);
    assert.deepEqual(await storage.expiredExecutions(1e6, 10), [two.sid]);
    assert.equal(await storage.nextDueMs(), 1);
    assert.equal((await storage.takeDueEffects(10, 10, 10)).length, 1);
    assert.equal(await storage.deleteExecution(one.sid), false);
    await createFlow(storage, 1);
    assert.deepEqual(await storage.listExecutions(flowSid, {}, { limit: 10 }), { rows: [], hasMore: false });
    assert.equal(await storage.purge(0, 10), 1);
    assert.deepEqual(await whatIsLeft(storage, one), nothing);
  });

  check('a purge removes old executions that have ended, as many as it may', async (storage) => {
    const flowSid = await createFlow(storage);
    const runs = Array.from({ length: 100 }, (_, index) => executionRecord(flowSid, index + 1, { createdAtMs: index }));
    await Promise.all(runs.map((run) => insertExecution(storage, run.createdAtMs === 5 ? run : ended(run))));
    assert.equal(await storage.purge(90, 60), 60);
    assert.equal(await storage.purge(90, 60), 29);
    assert.equal(await storage.purge(90, 60), 0);
    const { rows } = await storage.listExecutions(flowSid, {}, { limit: 100 });
    assert.deepEqual(rows.map((row) => row.createdAtMs).reverse(), [5, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99]);
  });

  check('a purge removes executions of deleted flows, active ones too, as many as it may', async (storage) => {
    const flows = [await createFlow(storage, 1), await createFlow(storage, 2), await createFlow(storage, 3)];
    const runs = Array.from({ length: 90 }, (_, index) => executionRecord(flows[index % 3] ?? '', index + 1));
    await Promise.all(runs.map((run) => insertExecution(storage, run)));
    for (const flowSid of flows.slice(0, 2)) await storage.deleteFlow(flowSid);
    assert.equal(await storage.purge(0, 40), 40);
    assert.equal(await storage.purge(0, 40), 20);
    assert.equal(await storage.purge(0, 40), 0);
    assert.equal((await storage.listExecutions(flows[2] ?? '', {}, { limit: 100 })).rows.length, 30);
  });

  check('a purge removes replies of that age', async (storage) => {
    const target = { executionSid: sid('FN', 1) };
    for (const createdAtMs of [1, 2]) {
      const reply = { key: `in ${createdAtMs}`, executionSid: null, twiml: '', createdAtMs };
      await storage.change(target, undefined, () => ({ change: { reply }, result: undefined }));
    }
    assert.equal(await storage.purge(2, 10), 0);
    const find = (key: string) => storage.change(target, key, ({ reply }) => ({ result: reply?.key }));
    assert.equal(await find('in 1'), undefined);
    assert.equal(await find('in 2'), 'in 2');
  });
}

const everything = {
  execution: true,
  stored: true,
  listed: true,
  step: true,
  steps: 1,
  patches: 1,
  problems: 1,
  events: 1,
  outbound: true,
  found: true,
  reply: true,
};
const nothing: typeof everything = {
  execution: false,
  stored: false,
  listed: false,
  step: false,
  steps: 0,
  patches: 0,
  problems: 0,
  events: 0,
  outbound: false,
  found: false,
  reply: false,
};

async function whatIsLeft(storage: Storage, execution: StoredExecution): Promise<typeof everything> {
  const { sid: executionSid, flowSid } = execution;
  const listed = await storage.listExecutions(flowSid, {}, { limit: 100 });
  const found = await storage.change({ flowSid, keys: [execution.key] }, `reply of ${executionSid}`, (all) => ({
    result: all,
  }));
  return {
    execution: (await storage.findExecution(executionSid)) !== undefined,
    stored: (await storage.findStoredExecution(executionSid)) !== undefined,
    listed: listed.rows.some((row) => row.sid === executionSid),
    step: (await storage.findStep(stepRecord(execution, 0).sid)) !== undefined,
    steps: (await storage.listSteps(executionSid, { limit: 10 })).rows.length,
    patches: (await storage.stepPatches(executionSid, null, 10)).length,
    problems: (await storage.listProblems(executionSid)).length,
    events: (await storage.runEvents(executionSid)).length,
    outbound:
      (await storage.findOutbound(`message of ${executionSid}`)) !== undefined ||
      (await storage.findOutboundByKey(`sent by ${executionSid}`)) !== undefined,
    found: found.execution !== undefined,
    reply: found.reply !== undefined,
  };
}
