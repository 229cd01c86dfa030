import assert from 'node:assert/strict';
import {
  accountSid,
  apply,
  createFlow,
  effectRecord,
  executionRecord,
  insertExecution,
  revisionRecord,
  sid,
  stepRecord,
} from './records.ts';
import type { StorageTest } from './storage-test.ts';

export function lifetimeTests(check: StorageTest): void {
  check('what was acknowledged is there after reopening', async (storage, opened) => {
    const flowSid = await createFlow(storage);
    await storage.addRevision(flowSid, () => revisionRecord(flowSid, 2));
    const execution = executionRecord(flowSid, 1, { dueAtMs: 7 });
    const [step, effect] = [stepRecord(execution, 0), effectRecord(execution, 'a', 1)];
    const reply = { key: 'in', executionSid: execution.sid, twiml: '<Response/>', createdAtMs: 1 };
    await apply(storage, execution, { execution, isNew: true, steps: [step], addEffects: [effect], reply });

    const again = await opened.reopen();
    assert.equal((await again.listFlows(accountSid, { limit: 5 })).rows[0]?.latest.revision, 2);
    assert.deepEqual(await again.findStoredExecution(execution.sid), execution);
    assert.deepEqual(await again.findStep(step.sid), step);
    assert.deepEqual(await again.dueExecutions(7, 1), [execution.sid]);
    assert.equal((await again.takeDueEffects(1, 10, 5)).length, 1);
    const target = { executionSid: execution.sid };
    assert.deepEqual(await again.change(target, 'in', (found) => ({ result: found.reply })), reply);
  });

  check('closing carries out what is queued, then refuses', async (storage, opened) => {
    const flowSid = await createFlow(storage);
    const writes = [1, 2, 3].map((number) => insertExecution(storage, executionRecord(flowSid, number)));
    const closed = storage.close();
    await assert.rejects(storage.setTestUsers(flowSid, []), /closed/);
    await Promise.all([...writes, closed]);
    await assert.rejects(storage.findFlow(flowSid), /closed/);
    assert.equal(await storage.isReady(), false);
    const again = await opened.reopen();
    assert.equal((await again.listExecutions(flowSid, {}, { limit: 5 })).rows.length, 3);
  });

  check('closing twice is closing once', async (storage) => {
    await Promise.all([storage.close(), storage.close()]);
    await storage.close();
  });

  check('a store that can write and read is ready', async (storage) => {
    assert.equal(await storage.isReady(), true);
    assert.equal(await storage.findFlow(sid('FW', 1)), undefined);
  });
}
