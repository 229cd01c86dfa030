import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Cursor, ExecutionFilter, ExecutionRecord, Page, PageRequest, Storage } from '../storage.ts';
import {
  accountSid,
  apply,
  createFlow,
  ended,
  executionRecord,
  insertExecution,
  revisionRecord,
  sid,
  stepRecord,
} from './records.ts';
import type { StorageTest } from './storage-test.ts';

export function pagingTests(check: StorageTest): void {
  check('executions page both ways like a sorted array', async (storage) => {
    let flows = 0;
    let executions = 0;
    await fc.assert(
      fc.asyncProperty(manyRuns, filters, fc.integer({ min: 1, max: 7 }), async (runs, filter, limit) => {
        flows += 1;
        const flowSid = await createFlow(storage, flows);
        const stored = runs.map(({ createdAtMs, isEnded }) => {
          executions += 1;
          const execution = executionRecord(flowSid, scatter(executions), { createdAtMs });
          return isEnded ? ended(execution) : execution;
        });
        await Promise.all(stored.map((execution) => insertExecution(storage, execution)));
        const expected = stored.filter((execution) => matches(execution, filter)).sort(newestFirst);
        const list = (page: PageRequest) => storage.listExecutions(flowSid, filter, page);
        await assertPages(
          list,
          expected.map((execution) => execution.sid),
          (row) => row.sid,
          (row) => row,
          limit,
        );
      }),
      { numRuns: 40 },
    );
  });

  check('a walk meets every row that stays once, in order, whatever comes and goes', async (storage) => {
    const flowSid = await createFlow(storage);
    const stays = await insertMany(storage, flowSid, 20, 100);
    const goes = await insertMany(storage, flowSid, 20, 200);
    const met: ExecutionRecord[] = [];
    let after: Cursor | undefined;
    for (let page = 0; ; page += 1) {
      const { rows, hasMore } = await storage.listExecutions(flowSid, {}, { limit: 3, ...(after && { after }) });
      met.push(...rows);
      after = rows.at(-1);
      if (!hasMore) break;
      // One newer and one older row come, one goes: at times the very row that the next page begins after.
      await insertExecution(storage, executionRecord(flowSid, 300 + page, { createdAtMs: 1_000 }));
      await insertExecution(storage, executionRecord(flowSid, 400 + page, { createdAtMs: 0 }));
      const gone = goes.find((execution) => execution.sid === after?.sid) ?? goes[page];
      if (gone) await storage.deleteExecution(gone.sid);
    }
    assert.deepEqual(met, met.toSorted(newestFirst));
    const sids = met.map((row) => row.sid);
    assert.equal(new Set(sids).size, sids.length);
    assert.deepEqual(
      stays.filter((execution) => !sids.includes(execution.sid)),
      [],
    );
  });

  check('the way back gives the rows nearest to the cursor, newest first', async (storage) => {
    const flowSid = await createFlow(storage);
    const runs = (await insertMany(storage, flowSid, 10, 1)).sort(newestFirst);
    const before = runs[6] ?? assert.fail();
    const page = await storage.listExecutions(flowSid, {}, { limit: 2, before });
    assert.deepEqual(
      page.rows.map((row) => row.sid),
      runs.slice(4, 6).map((execution) => execution.sid),
    );
    assert.equal(page.hasMore, true);
  });

  const bounds = [
    { filter: { createdFromMs: 100 }, gives: [200, 100] },
    { filter: { createdFromMs: 101 }, gives: [200] },
    { filter: { createdToMs: 100 }, gives: [] },
    { filter: { createdToMs: 200 }, gives: [100] },
    { filter: { createdFromMs: 100, createdToMs: 201 }, gives: [200, 100] },
    { filter: { createdFromMs: 201, createdToMs: 100 }, gives: [] },
    { filter: { status: 'active', createdFromMs: 100 }, gives: [100] },
    { filter: { status: 'ended' }, gives: [200] },
  ] as const;
  for (const { filter, gives } of bounds) {
    check(`the filter ${JSON.stringify(filter)} gives ${JSON.stringify(gives)}`, async (storage) => {
      const flowSid = await createFlow(storage);
      await insertExecution(storage, executionRecord(flowSid, 1, { createdAtMs: 100 }));
      await insertExecution(storage, ended(executionRecord(flowSid, 2, { createdAtMs: 200 })));
      const { rows } = await storage.listExecutions(flowSid, filter, { limit: 5 });
      assert.deepEqual(
        rows.map((row) => row.createdAtMs),
        gives,
      );
    });
  }

  check('flows page both ways', async (storage) => {
    const numbers = [4, 1, 3, 2, 5];
    for (const number of numbers) await createFlow(storage, number, { createdAtMs: Math.ceil(number / 2) });
    await assertPages(
      (page) => storage.listFlows(accountSid, page),
      [5, 4, 3, 2, 1].map((number) => sid('FW', number)),
      ({ flow }) => flow.sid,
      ({ flow }) => flow,
      2,
    );
  });

  check('revisions page both ways', async (storage) => {
    const flowSid = await createFlow(storage);
    for (let number = 2; number <= 5; number += 1) {
      await storage.addRevision(flowSid, () => revisionRecord(flowSid, number));
    }
    await assertPages(
      (page) => storage.listRevisions(flowSid, page),
      [5, 4, 3, 2, 1],
      ({ revision }) => revision,
      ({ revision }) => ({ createdAtMs: revision, sid: flowSid }),
      2,
    );
  });

  check('steps page both ways', async (storage) => {
    const flowSid = await createFlow(storage);
    const execution = executionRecord(flowSid, 1);
    const steps = [0, 1, 2, 3, 4].map((sequence) => stepRecord(execution, sequence));
    await apply(storage, execution, { execution, isNew: true, steps });
    await assertPages(
      (page) => storage.listSteps(execution.sid, page),
      [4, 3, 2, 1, 0],
      ({ sequence }) => sequence,
      ({ sequence, sid: stepSid }) => ({ createdAtMs: sequence, sid: stepSid }),
      2,
    );
  });
}

/** Few instants, so that many rows share one. */
const manyRuns = fc.array(fc.record({ createdAtMs: fc.integer({ min: 1, max: 6 }), isEnded: fc.boolean() }), {
  maxLength: 25,
});

const filters: fc.Arbitrary<ExecutionFilter> = fc.record(
  {
    status: fc.constantFrom('active', 'ended'),
    createdFromMs: fc.integer({ min: 0, max: 7 }),
    createdToMs: fc.integer({ min: 0, max: 7 }),
  },
  { requiredKeys: [] },
);

/** Walks the whole list down and up again and compares every page with `expected`. */
async function assertPages<T, Id>(
  list: (page: PageRequest) => Promise<Page<T>>,
  expected: readonly Id[],
  idOf: (row: T) => Id,
  cursorOf: (row: T) => Cursor,
  limit: number,
): Promise<void> {
  let last: T | undefined;
  for (let from = 0; ; from += limit) {
    const { rows, hasMore } = await list({ limit, ...(last && { after: cursorOf(last) }) });
    assert.deepEqual(rows.map(idOf), expected.slice(from, from + limit));
    assert.equal(hasMore, expected.length > from + limit);
    last = rows.at(-1) ?? last;
    if (!hasMore) break;
  }
  if (last === undefined) return;
  let first = last;
  for (let to = expected.length - 1; ; to -= limit) {
    const { rows, hasMore } = await list({ limit, before: cursorOf(first) });
    assert.deepEqual(rows.map(idOf), expected.slice(Math.max(0, to - limit), Math.max(0, to)));
    assert.equal(hasMore, to > limit);
    first = rows[0] ?? first;
    if (!hasMore) break;
  }
}

function insertMany(storage: Storage, flowSid: string, count: number, from: number) {
  const runs = Array.from({ length: count }, (_, index) =>
    executionRecord(flowSid, from + index, { createdAtMs: 10 + Math.floor(index / 3) }),
  );
  return Promise.all(runs.map((run) => insertExecution(storage, run)));
}

function matches(execution: ExecutionRecord, { status, createdFromMs, createdToMs }: ExecutionFilter): boolean {
  return (
    (status === undefined || execution.status === status) &&
    execution.createdAtMs >= (createdFromMs ?? 0) &&
    execution.createdAtMs < (createdToMs ?? Number.MAX_SAFE_INTEGER)
  );
}

function newestFirst(a: Cursor, b: Cursor): number {
  if (a.createdAtMs !== b.createdAtMs) return b.createdAtMs - a.createdAtMs;
  return a.sid < b.sid ? 1 : -1;
}

/** Distinct numbers in no order: the order of SIDs is not that of inserts. */
function scatter(number: number): number {
  return (number * 7_919) % 1_000_003;
}
