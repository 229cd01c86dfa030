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

  check('executions with a call are quiet while nothing changes them', async (storage) => {
    const flowSid = await createFlow(storage);
    const calls = [100, 200, 300].map((updatedAtMs, index) =>
      executionRecord(flowSid, index + 1, { kind: 'call', callSid: sid('CA', index + 1), updatedAtMs }),
    );
    for (const run of [...calls, executionRecord(flowSid, 4, { updatedAtMs: 100 })])
      await insertExecution(storage, run);
    const [first, second, third] = calls;
    assert.ok(first && second && third);
    assert.deepEqual((await storage.quietCallExecutions(201)).toSorted(), [first.sid, second.sid]);
    await apply(storage, first, { execution: ended(first) });
    await apply(storage, second, { execution: { ...second, updatedAtMs: 400 } });
    assert.deepEqual(await storage.quietCallExecutions(301), [third.sid]);
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
    assert.deepEqual(await storage.takeDueEffects(100, 50, 10), [
      { ...effect, dueAtMs: 150, attempts: 1, begunAtMs: 100 },
    ]);
    assert.deepEqual(await storage.takeDueEffects(149, 50, 10), []);
    assert.deepEqual(await storage.takeDueEffects(150, 50, 10), [
      { ...effect, dueAtMs: 200, attempts: 2, begunAtMs: 150, unknownSinceMs: 150 },
    ]);
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
    await apply(storage, two, {
      execution: ended(two),
      takeBackEffectsOf: { executionSid: two.sid, atMs: 9, unbegun: [] },
      addEffects,
    });
    assert.deepEqual(await takenKeys(storage, 10), [`b of ${one.sid}`, `c of ${one.sid}`, 'last']);
  });

  check('an effect that is put off waits as it is told, and no attempt of it is under way', async (storage) => {
    const flowSid = await createFlow(storage);
    const execution = executionRecord(flowSid, 1);
    const effect = effectRecord(execution, 'a', 100);
    await apply(storage, execution, { execution, isNew: true, addEffects: [effect] });
    await storage.takeDueEffects(100, 60_000, 10);
    const wait = {
      dueAtMs: 500,
      attempts: 7,
      unknownSinceMs: 90,
      failingSinceMs: 80,
      errorMessage: 'down',
      sender: null,
    };
    await storage.putOffEffect('a', wait);
    await storage.putOffEffect('never there', wait);
    assert.equal(await storage.nextDueMs(), 500);
    assert.equal(await storage.releaseEffects(110), 0);
    assert.deepEqual(await storage.takeDueEffects(499, 60_000, 10), []);
    assert.deepEqual(await storage.takeDueEffects(500, 60_000, 10), [
      { ...effect, ...wait, dueAtMs: 60_500, attempts: 8, begunAtMs: 500 },
    ]);
  });

  check('what queues behind a sender is given out in the order in which it was decided', async (storage) => {
    const flowSid = await createFlow(storage);
    const execution = executionRecord(flowSid, 1);
    const queued = { dueAtMs: null, sender: 'x' };
    const addEffects = [
      effectRecord(execution, 'c', 100),
      effectRecord(execution, 'a', 0, queued),
      effectRecord(execution, 'b', 0, queued),
      effectRecord(execution, 'other', 0, { ...queued, sender: 'y' }),
    ];
    await apply(storage, execution, { execution, isNew: true, addEffects });
    const queues = async () => (await storage.effectSenders()).map(({ sender, notBeforeMs }) => [sender, notBeforeMs]);
    assert.deepEqual(await queues(), [
      ['x', null],
      ['y', null],
    ]);
    assert.equal(await storage.nextDueMs(), 100);
    await storage.takeDueEffects(100, 60_000, 10);
    // The first that was decided comes back to the head of the queue.
    await storage.putOffEffect('c', {
      sender: 'x',
      dueAtMs: 150,
      attempts: 1,
      unknownSinceMs: null,
      failingSinceMs: 100,
      errorMessage: null,
    });
    assert.equal(await storage.nextDueMs(), null);
    assert.deepEqual(await storage.takeDueEffects(160, 60_000, 10), []);
    assert.deepEqual((await queues())[0], ['x', 150]);
    const take = async (limit: number) =>
      (await storage.takeQueuedEffects('x', 200, 60_000, limit)).map(({ effect: { key } }) => key);
    assert.deepEqual(await take(2), ['c', 'a']);
    assert.deepEqual(await take(2), ['b']);
    assert.deepEqual(await take(2), []);
    assert.deepEqual(await queues(), [['y', null]]);
    // A lease that ends makes it due like anything else.
    assert.equal((await storage.takeDueEffects(60_200, 60_000, 10)).length, 3);
  });

  check('leases of a node that is gone can be ended', async (storage) => {
    const flowSid = await createFlow(storage);
    const execution = executionRecord(flowSid, 1);
    const addEffects = [
      effectRecord(execution, 'a', 100),
      effectRecord(execution, 'b', 200),
      effectRecord(execution, 'under way nowhere', 400),
    ];
    await apply(storage, execution, { execution, isNew: true, addEffects });
    await storage.takeDueEffects(200, 60_000, 10);
    assert.equal(await storage.releaseEffects(300), 2);
    const taken = await storage.takeDueEffects(300, 60_000, 10);
    assert.deepEqual(
      taken.map(({ attempts, unknownSinceMs }) => [attempts, unknownSinceMs]),
      [
        [2, 300],
        [2, 300],
      ],
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
