import assert from 'node:assert/strict';
import { isJsonObject } from '../../engine/json.ts';
import type { InboundReply, Storage, StoredExecution } from '../storage.ts';
import {
  createFlow,
  executionRecord,
  executionState,
  insertExecution,
  revisionRecord,
  sid,
  stepRecord,
} from './records.ts';
import type { StorageTest } from './storage-test.ts';

export function concurrencyTests(check: StorageTest): void {
  check('50 revisions added at once are numbered without gap or repeat', async (storage) => {
    const flowSid = await createFlow(storage);
    const saved = await Promise.all(
      numbers(50).map(() => storage.addRevision(flowSid, ({ revision }) => revisionRecord(flowSid, revision + 1))),
    );
    assert.deepEqual(ascending(saved.map((record) => record?.revision ?? 0)), numbers(50, 2));
    assert.equal((await storage.findFlow(flowSid))?.latestRevision, 51);
    const { rows } = await storage.listRevisions(flowSid, { limit: 100 });
    assert.deepEqual(
      rows.map(({ revision }) => revision),
      numbers(51).reverse(),
    );
  });

  check('of 100 starts at once for one contact, one begins a run and all get it', async (storage) => {
    const flowSid = await createFlow(storage);
    const sids = await Promise.all(numbers(100).map((number) => startOrFind(storage, flowSid, number)));
    assert.equal(new Set(sids).size, 1);
    assert.equal((await storage.listExecutions(flowSid, {}, { limit: 100 })).rows.length, 1);
  });

  check('1,000 events for one execution at once are each seen by the next', async (storage) => {
    const flowSid = await createFlow(storage);
    const execution = await insertExecution(storage, withCount(executionRecord(flowSid, 1), 0));
    const counts = await Promise.all(numbers(1_000).map(() => increment(storage, execution.sid)));
    assert.deepEqual(ascending(counts), numbers(1_000));
    assert.equal(countOf(await storage.findStoredExecution(execution.sid)), 1_000);
    const { rows } = await storage.listSteps(execution.sid, { limit: 2_000 });
    assert.equal(rows.length, 1_000);
  });

  check('an event that fails writes nothing and leaves those beside it alone', async (storage) => {
    const flowSid = await createFlow(storage);
    const execution = await insertExecution(storage, withCount(executionRecord(flowSid, 1), 0));
    const outcomes = await Promise.allSettled(
      numbers(90).map((number) => {
        if (number % 3 === 0) return decideThrows(storage, execution.sid);
        if (number % 3 === 1) return insertExecution(storage, executionRecord(flowSid, 1));
        return increment(storage, execution.sid);
      }),
    );
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 30);
    assert.equal(countOf(await storage.findStoredExecution(execution.sid)), 30);
  });

  check('of 100 requests at once with one key, one is carried out and all get its reply', async (storage) => {
    const flowSid = await createFlow(storage);
    const execution = await insertExecution(storage, withCount(executionRecord(flowSid, 1), 0));
    const target = { executionSid: execution.sid };
    const replies = await Promise.all(
      numbers(100).map((number) =>
        storage.change<InboundReply>(target, 'message 1', ({ execution: found, reply }) => {
          if (reply || !found) return { result: reply ?? assert.fail('the execution is there') };
          const twiml = `<Response>${number}</Response>`;
          const answer = { key: 'message 1', executionSid: found.sid, twiml, createdAtMs: number };
          return { change: { execution: withCount(found, countOf(found) + 1), reply: answer }, result: answer };
        }),
      ),
    );
    assert.equal(new Set(replies.map(({ twiml }) => twiml)).size, 1);
    assert.equal(countOf(await storage.findStoredExecution(execution.sid)), 1);
  });
}

function startOrFind(storage: Storage, flowSid: string, number: number): Promise<string> {
  return storage.change({ flowSid, keys: ['contact'] }, undefined, ({ execution: found }) => {
    if (found) return { result: found.sid };
    const execution = executionRecord(flowSid, number, { key: 'contact' });
    return { change: { execution, isNew: true }, result: execution.sid };
  });
}

/** One event: adds 1 to the count in the state and records a step. */
function increment(storage: Storage, executionSid: string): Promise<number> {
  return storage.change({ executionSid }, undefined, ({ execution }) => {
    const before = execution ?? assert.fail('the execution is there');
    const count = countOf(before) + 1;
    return { change: { execution: withCount(before, count), steps: [stepRecord(before, count)] }, result: count };
  });
}

async function decideThrows(storage: Storage, executionSid: string): Promise<void> {
  const refusal = new Error(sid('XX', 1));
  const promise = storage.change({ executionSid }, undefined, () => {
    throw refusal;
  });
  await assert.rejects(promise, refusal);
  throw refusal;
}

function withCount(execution: StoredExecution, count: number): StoredExecution {
  return { ...execution, state: executionState(execution.sid, execution.flowSid, { flow: { count } }) };
}

function countOf(execution: StoredExecution | undefined): number {
  const flow = execution?.state.frames[0]?.context.flow;
  return isJsonObject(flow) && typeof flow.count === 'number' ? flow.count : assert.fail('the count is there');
}

function numbers(count: number, from = 1): number[] {
  return Array.from({ length: count }, (_, index) => index + from);
}

function ascending(values: readonly number[]): number[] {
  return values.toSorted((a, b) => a - b);
}
