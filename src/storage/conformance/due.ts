import assert from 'node:assert/strict';
import type { Storage } from '../storage.ts';
import { apply, createFlow, effectRecord, ended, executionRecord, insertExecution, sid } from './records.ts';
import type { StorageTest } from './storage-test.ts';

export function dueTests(check: StorageTest): void {
  check('executions are due at their deadline while they are active, earliest first', async (storage) => {
    const flowSid = await createFlow(storage);
    const deadlines = [300, 100, 200, null];
    const runs = deadlines.map((dueAtMs, index) => executionRecord(flowSid, index + 1, { dueAtMs }));
    for (const run of runs) await insertExecution(storage, run);
    const [third, first, second] = runs.map((run) => run.sid);
    assert.deepEqual(await storage.dueExecutions(99, 10), []);
    assert.deepEqual(await storage.dueExecutions(100, 10), [first]);
    assert.deepEqual(await storage.dueExecutions(300, 10), [first, second, third]);
    assert.deepEqual(await storage.dueExecutions(300, 2), [first, second]);
    const run = runs[1] ?? assert.fail();
    await apply(storage, run, { execution: { ...ended(run), dueAtMs: 100 } });
    assert.deepEqual(await storage.dueExecutions(300, 10), [second, third]);
    assert.equal(await storage.nextDueMs(), 200);
  });

  check('executions expire by age while they are active, oldest first', async (storage) => {
    const flowSid = await createFlow(storage);
    for (const number of [3, 1, 2]) {
      await insertExecution(storage, executionRecord(flowSid, number, { createdAtMs: number * 100 }));
    }
    const over = executionRecord(flowSid, 4, { createdAtMs: 50 });
    await insertExecution(storage, ended(over));
    const sids = [1, 2, 3].map((number) => sid('FN', number));
    assert.deepEqual(await storage.expiredExecutions(301, 10), sids);
    assert.deepEqual(await storage.expiredExecutions(300, 10), sids.slice(0, 2));
    assert.deepEqual(await storage.expiredExecutions(301, 1), sids.slice(0, 1));
    assert.deepEqual(await storage.expiredExecutions(100, 10), []);
  });

  check('an effect is given out once until its lease is over, and its attempts are counted', async (storage) => {
    const flowSid = await createFlow(storage);
    const execution = await insertExecution(storage, executionRecord(flowSid, 1));
    const effect = effectRecord(execution, 'a', 100);
    await apply(storage, execution, { addEffects: [effect] });
    assert.deepEqual(await storage.takeDueEffects(99, 50, 10), []);
    assert.deepEqual(await storage.takeDueEffects(100, 50, 10), [{ ...effect, dueAtMs: 150, attempts: 1 }]);
    assert.deepEqual(await storage.takeDueEffects(149, 50, 10), []);
    assert.deepEqual(await storage.takeDueEffects(150, 50, 10), [{ ...effect, dueAtMs: 200, attempts: 2 }]);
  });

  check('effects are given out earliest first, never two times to takers at once', async (storage) => {
    const flowSid = await createFlow(storage);
    const execution = await insertExecution(storage, executionRecord(flowSid, 1));
    const dues = Array.from({ length: 40 }, (_, index) => 40 - index);
    const addEffects = dues.map((due) => effectRecord(execution, `effect ${due}`, due));
    await apply(storage, execution, { addEffects });
    assert.deepEqual(await takenKeys(storage, 3), ['effect 1', 'effect 2', 'effect 3']);
    const keys = (await Promise.all(Array.from({ length: 10 }, () => takenKeys(storage, 5)))).flat();
    assert.equal(keys.length, 37);
    assert.equal(new Set(keys).size, 37);
  });

  check('settled effects are gone, by key or all of an execution', async (storage) => {
    const flowSid = await createFlow(storage);
    const [one, two] = [executionRecord(flowSid, 1), executionRecord(flowSid, 2)];
    for (const execution of [one, two]) {
      const addEffects = ['a', 'b', 'c'].map((name) => effectRecord(execution, `${name} of ${execution.sid}`, 1));
      await apply(storage, execution, { execution, isNew: true, addEffects });
    }
    await apply(storage, one, { removeEffects: [`a of ${one.sid}`, 'never there'] });
    // The last effects of an execution that is ended by force come in the same change.
    const addEffects = [effectRecord(two, 'last', 2)];
    await apply(storage, two, { execution: ended(two), removeAllEffectsOf: two.sid, addEffects });
    assert.deepEqual(await takenKeys(storage, 10), [`b of ${one.sid}`, `c of ${one.sid}`, 'last']);
  });

  check('an effect can be postponed', async (storage) => {
    const flowSid = await createFlow(storage);
    const execution = executionRecord(flowSid, 1);
    const addEffects = [effectRecord(execution, 'a', 100)];
    await apply(storage, execution, { execution, isNew: true, addEffects });
    await storage.postponeEffect('a', 500);
    await storage.postponeEffect('never there', 500);
    assert.deepEqual(await storage.takeDueEffects(499, 10, 10), []);
    assert.equal((await storage.takeDueEffects(500, 10, 10)).length, 1);
  });

  check('an effect that was never begun is given back without counting', async (storage) => {
    const flowSid = await createFlow(storage);
    const execution = executionRecord(flowSid, 1);
    const addEffects = [effectRecord(execution, 'a', 100)];
    await apply(storage, execution, { execution, isNew: true, addEffects });
    const [first] = await storage.takeDueEffects(100, 60_000, 10);
    await storage.returnEffect('a', 200);
    await storage.returnEffect('never there', 200);
    assert.deepEqual(await storage.takeDueEffects(199, 60_000, 10), []);
    const [again] = await storage.takeDueEffects(200, 60_000, 10);
    assert.equal(again?.attempts, first?.attempts);
  });

  check('leases of a node that is gone can be ended', async (storage) => {
    const flowSid = await createFlow(storage);
    const execution = executionRecord(flowSid, 1);
    const addEffects = [effectRecord(execution, 'a', 100), effectRecord(execution, 'b', 200)];
    await apply(storage, execution, { execution, isNew: true, addEffects });
    await storage.takeDueEffects(200, 60_000, 10);
    assert.equal(await storage.releaseEffects(300), 2);
    const taken = await storage.takeDueEffects(300, 60_000, 10);
    assert.deepEqual(
      taken.map(({ attempts }) => attempts),
      [2, 2],
    );
  });

  check('the next due time is the earliest of deadlines and effects', async (storage) => {
    assert.equal(await storage.nextDueMs(), null);
    const flowSid = await createFlow(storage);
    const execution = await insertExecution(storage, executionRecord(flowSid, 1, { dueAtMs: 500 }));
    assert.equal(await storage.nextDueMs(), 500);
    await apply(storage, execution, { addEffects: [effectRecord(execution, 'a', 400)] });
    assert.equal(await storage.nextDueMs(), 400);
    await apply(storage, execution, { execution: { ...execution, dueAtMs: 300 } });
    assert.equal(await storage.nextDueMs(), 300);
    await apply(storage, execution, { execution: { ...execution, dueAtMs: null }, removeEffects: ['a'] });
    assert.equal(await storage.nextDueMs(), null);
  });
}

async function takenKeys(storage: Storage, limit: number): Promise<string[]> {
  return (await storage.takeDueEffects(1_000, 60_000, limit)).map(({ effect }) => effect.key);
}
