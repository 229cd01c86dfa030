import assert from 'node:assert/strict';
import type { ProblemRecord, StepSummary, StoredStep } from '../storage.ts';
import { accountSid, apply, createFlow, executionRecord, insertExecution, sid, stepRecord } from './records.ts';
import type { StorageTest } from './storage-test.ts';

export function stepTests(check: StorageTest): void {
  check('a step is found with its patch, a list shows it without', async (storage) => {
    const flowSid = await createFlow(storage);
    const execution = await insertExecution(storage, executionRecord(flowSid, 1));
    const step = stepRecord(execution, 0, {
      parentStepSid: sid('FT', 9),
      flowSid: sid('FW', 9),
      patch: [
        { path: [], value: JSON.parse('{"__proto__":{"é":[1,null,true]}}') },
        { path: ['flow', '__proto__', 'gone'] },
      ],
    });
    await apply(storage, execution, { steps: [step] });
    assert.deepEqual(await storage.findStep(step.sid), step);
    assert.deepEqual(await storage.listSteps(execution.sid, { limit: 5 }), { rows: [summary(step)], hasMore: false });
    assert.equal(await storage.findStep(sid('FT', 5)), undefined);
  });

  check('steps are listed by execution, last first', async (storage) => {
    const flowSid = await createFlow(storage);
    const [one, two] = [executionRecord(flowSid, 1), executionRecord(flowSid, 2)];
    for (const execution of [one, two]) {
      const steps = [0, 1, 2].map((sequence) => stepRecord(execution, sequence));
      await apply(storage, execution, { execution, isNew: true, steps });
    }
    const { rows } = await storage.listSteps(one.sid, { limit: 10 });
    assert.deepEqual(
      rows,
      [2, 1, 0].map((sequence) => summary(stepRecord(one, sequence))),
    );
    assert.deepEqual(await storage.listSteps(sid('FN', 3), { limit: 10 }), { rows: [], hasMore: false });
  });

  check('patches are those of one frame up to a step, oldest first', async (storage) => {
    const flowSid = await createFlow(storage);
    const [one, two] = [executionRecord(flowSid, 1), executionRecord(flowSid, 2)];
    const parents = [null, sid('FT', 7), sid('FT', 7), null, sid('FT', 8)];
    for (const execution of [one, two]) {
      const steps = parents.map((parentStepSid, sequence) => stepRecord(execution, sequence, { parentStepSid }));
      await apply(storage, execution, { execution, isNew: true, steps });
    }
    const cases = [
      { parent: null, upTo: 4, gives: [0, 3] },
      { parent: null, upTo: 3, gives: [0, 3] },
      { parent: null, upTo: 2, gives: [0] },
      { parent: sid('FT', 7), upTo: 4, gives: [1, 2] },
      { parent: sid('FT', 7), upTo: 1, gives: [1] },
      { parent: sid('FT', 8), upTo: 3, gives: [] },
    ];
    for (const { parent, upTo, gives } of cases) {
      const expected = gives.map((sequence) => stepRecord(one, sequence).patch);
      assert.deepEqual(await storage.stepPatches(one.sid, parent, upTo), expected);
    }
    assert.deepEqual(await storage.stepPatches(sid('FN', 3), null, 4), []);
  });

  check('problems are listed in the order in which they came', async (storage) => {
    const flowSid = await createFlow(storage);
    const [one, two] = [executionRecord(flowSid, 1), executionRecord(flowSid, 2)];
    const problem = (executionSid: string, message: string, place = {}): ProblemRecord => {
      const about = { accountSid, flowSid, executionSid, createdAtMs: 3 };
      return { code: 81014, level: 'error', message, ...place, ...about };
    };
    const [b, a] = [problem(one.sid, 'b', { state: 'http', stepSid: sid('FT', 1) }), problem(one.sid, 'a')];
    await apply(storage, one, { execution: one, isNew: true, problems: [b] });
    await apply(storage, two, { execution: two, isNew: true, problems: [problem(two.sid, 'other')] });
    await apply(storage, one, { problems: [a] });
    assert.deepEqual(await storage.listProblems(one.sid), [b, a]);
    assert.deepEqual(await storage.listProblems(sid('FN', 3)), []);
  });
}

function summary({ patch: _patch, ...rest }: StoredStep): StepSummary {
  return rest;
}
