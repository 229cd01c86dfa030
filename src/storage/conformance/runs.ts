import assert from 'node:assert/strict';
import type { RunQuery } from '../console-storage.ts';
import type { Storage, StoredExecution } from '../storage.ts';
import { accountSid, createFlow, ended, executionRecord, insertExecution, sid } from './records.ts';
import type { StorageTest } from './storage-test.ts';

const dayMs = 86_400_000;

/** A run that waits at `widget`. */
function waitingAt(execution: StoredExecution, widget: string): StoredExecution {
  const frames = execution.state.frames.map((frame) => ({ ...frame, lastState: widget }));
  return { ...execution, state: { ...execution.state, frames } };
}

async function sids(storage: Storage, query: Partial<RunQuery>, nowMs = 20_000): Promise<string[]> {
  const { rows } = await storage.listRuns({ accountSid, ...query }, nowMs, { limit: 100 });
  return rows.map((row) => row.sid);
}

export function runTests(check: StorageTest): void {
  check('are found by each of what they are', async (storage) => {
    const [one, other] = [await createFlow(storage, 1), await createFlow(storage, 2)];
    const mine = executionRecord(one, 1, { contactAddress: '+15551234' });
    await insertExecution(storage, waitingAt(mine, 'ask'));
    await insertExecution(storage, ended(executionRecord(one, 2, { revision: 2 })));
    await insertExecution(storage, { ...ended(executionRecord(one, 3)), isFailed: true });
    await insertExecution(storage, executionRecord(other, 4, { contactAddress: '+15551234' }));
    await insertExecution(storage, executionRecord(one, 5, { accountSid: sid('AC', 2) }));
    const [a, b, c, d] = [1, 2, 3, 4].map((number) => sid('FN', number));
    const cases: readonly (readonly [Partial<RunQuery>, readonly (string | undefined)[]])[] = [
      [{}, [d, c, b, a]],
      [{ flowSid: one }, [c, b, a]],
      [{ status: 'active' }, [d, a]],
      [{ status: 'active', flowSid: one }, [a]],
      [{ status: 'ended' }, [b]],
      [{ status: 'ended', flowSid: other }, []],
      [{ status: 'failed' }, [c]],
      [{ status: 'failed', flowSid: other }, []],
      [{ contact: '+15551234' }, [d, a]],
      [{ contact: '+15551234', flowSid: one }, [a]],
      [{ contact: '+1555' }, []],
      [{ search: '51234' }, [d, a]],
      [{ widget: 'ask' }, [a]],
      [{ revision: 2 }, [b]],
      [{ createdFromMs: 10_002, createdToMs: 10_004 }, [c, b]],
      [{ createdFromMs: 10_003, flowSid: one }, [c]],
      [{ flowSid: sid('FW', 9) }, []],
    ];
    for (const [query, expected] of cases)
      assert.deepEqual(await sids(storage, query), expected, JSON.stringify(query));
    assert.deepEqual(await storage.countRuns({ accountSid }, 20_000, 100), {
      active: 2,
      ended: 1,
      failed: 1,
      stuck: 0,
    });
    assert.deepEqual(await storage.countRuns({ accountSid, flowSid: other }, 20_000, 100), {
      active: 1,
      ended: 0,
      failed: 0,
      stuck: 0,
    });
    assert.equal((await storage.countRuns({ accountSid }, 20_000, 1)).active, 1);
    const found = await storage.findRun(mine.sid, 20_000);
    assert.deepEqual([found?.widget, found?.isTestUser, found?.dueAtMs, found?.stuck], ['ask', false, null, null]);
    await storage.deleteFlow(one);
    assert.equal(await storage.findRun(mine.sid, 20_000), undefined);
    assert.deepEqual(await sids(storage, {}), [d]);
  });

  check('that are stuck are found, each with the reason', async (storage) => {
    const flowSid = await createFlow(storage);
    const call = { sid: sid('CA', 1), isLive: false } as StoredExecution['state']['call'];
    const nowMs = 10 * dayMs;
    const created = { createdAtMs: nowMs - 5 * dayMs };
    const runs = [
      executionRecord(flowSid, 1, { ...created, dueAtMs: nowMs - 60_001 }),
      executionRecord(flowSid, 2, { ...created, dueAtMs: nowMs - 60_000, updatedAtMs: 0 }),
      executionRecord(flowSid, 3, { ...created, updatedAtMs: nowMs - dayMs - 1 }),
      executionRecord(flowSid, 4, { ...created, updatedAtMs: nowMs - dayMs }),
      executionRecord(flowSid, 5, { ...created, updatedAtMs: nowMs - 60_001 }),
      ended(executionRecord(flowSid, 6, { ...created, updatedAtMs: 0 })),
    ].map((run) => (run.sid === sid('FN', 5) && call ? { ...run, state: { ...run.state, call } } : run));
    for (const run of runs) await insertExecution(storage, run);
    const { rows } = await storage.listRuns({ accountSid, status: 'stuck' }, nowMs, { limit: 10 });
    assert.deepEqual(
      rows.map((row) => [row.sid, row.stuck]),
      [
        [sid('FN', 5), 'call-over'],
        [sid('FN', 3), 'no-deadline'],
        [sid('FN', 1), 'late'],
      ],
    );
    const first = await storage.listRuns({ accountSid, status: 'stuck' }, nowMs, { limit: 2 });
    assert.ok(first.next);
    const second = await storage.listRuns({ accountSid, status: 'stuck' }, nowMs, { limit: 2, after: first.next });
    assert.deepEqual(
      second.rows.map((row) => row.sid),
      [sid('FN', 1)],
    );
    assert.equal((await storage.countRuns({ accountSid }, nowMs, 100)).stuck, 3);
  });

  check('come page by page, whatever comes in meanwhile, and a search goes on where it stopped', async (storage) => {
    const flowSid = await createFlow(storage);
    // More than one page looks through, made in one millisecond each three.
    const total = 5_600;
    const make = (number: number) =>
      insertExecution(
        storage,
        ended(
          executionRecord(flowSid, number, {
            createdAtMs: Math.floor(number / 3),
            contactAddress: number % 2_000 === 7 ? '+15557' : '+15550',
          }),
        ),
      );
    await Promise.all(Array.from({ length: total }, (_, number) => make(number)));
    const seen: string[] = [];
    let pages = 0;
    let after: { createdAtMs: number; sid: string } | undefined;
    do {
      const page = await storage.listRuns({ accountSid, flowSid }, 0, { limit: 1_000, ...(after ? { after } : {}) });
      seen.push(...page.rows.map((row) => row.sid));
      after = page.next ?? undefined;
      if (pages++ === 0) await make(total + 1);
    } while (after);
    assert.equal(new Set(seen).size, total);
    assert.deepEqual(seen, seen.toSorted().toReversed());
    const query = { accountSid, flowSid, search: '5557' };
    const first = await storage.listRuns(query, 0, { limit: 10 });
    assert.deepEqual(
      first.rows.map((row) => row.sid),
      [sid('FN', 4_007), sid('FN', 2_007)],
    );
    assert.ok(first.next);
    const rest = await storage.listRuns(query, 0, { limit: 10, after: first.next });
    assert.deepEqual([rest.rows.map((row) => row.sid), rest.next], [[sid('FN', 7)], null]);
  });
}
