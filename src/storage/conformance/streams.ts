import assert from 'node:assert/strict';
import { apply, createFlow, executionRecord, insertExecution } from './records.ts';
import type { StorageTest } from './storage-test.ts';

const event = (n: number) => ({
  type: 'com.example.happened',
  accountSid: 'AC1',
  flowSid: 'FW1',
  createdAtMs: 1_000 + n,
  event: { n, text: 'é' },
});

export function streamTests(check: StorageTest): void {
  check('events of changes are read in order, from after any of them', async (storage) => {
    assert.equal(await storage.lastStreamEventId(), 0);
    const execution = await insertExecution(storage, executionRecord(await createFlow(storage), 1));
    await apply(storage, execution, { streamEvents: [event(1), event(2)] });
    await apply(storage, execution, { streamEvents: [event(3)] });
    const all = await storage.streamEvents(0, 10);
    assert.deepEqual(
      all.map(({ id: _, ...rest }) => rest),
      [event(1), event(2), event(3)],
    );
    const ids = all.map(({ id }) => id);
    assert.deepEqual(
      ids,
      ids.toSorted((a, b) => a - b),
    );
    assert.equal(await storage.lastStreamEventId(), ids[2]);
    assert.deepEqual(await storage.streamEvents(ids[0] ?? 0, 1), [all[1]]);
  });

  check('a change that fails leaves no event behind', async (storage) => {
    const execution = await insertExecution(storage, executionRecord(await createFlow(storage), 1));
    await assert.rejects(
      storage.change({ executionSid: execution.sid }, undefined, () => ({
        change: { execution, isNew: true, streamEvents: [event(1)] },
        result: undefined,
      })),
    );
    assert.deepEqual(await storage.streamEvents(0, 10), []);
  });

  check(
    'cursors are kept, moved and forgotten; ids go on after a purge and a reopening',
    async (storage, { reopen }) => {
      const execution = await insertExecution(storage, executionRecord(await createFlow(storage), 1));
      await apply(storage, execution, { streamEvents: [event(1), event(2)] });
      const last = await storage.lastStreamEventId();
      await storage.saveStreamCursor('a', 1);
      await storage.saveStreamCursor('b', 1);
      await storage.saveStreamCursor('a', last);
      await storage.forgetStreamCursor('b');
      await storage.purgeStreamEvents(last);
      const again = await reopen();
      assert.deepEqual([...(await again.streamCursors())], [['a', last]]);
      assert.deepEqual(await again.streamEvents(0, 10), []);
      assert.equal(await again.lastStreamEventId(), 0);
      await apply(again, execution, { streamEvents: [event(3)] });
      assert.ok((await again.lastStreamEventId()) > last);
    },
  );
}
