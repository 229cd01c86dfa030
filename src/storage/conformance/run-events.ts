import assert from 'node:assert/strict';
import type { RunEventRecord } from '../console-storage.ts';
import { createFlow, executionRecord, insertExecution } from './records.ts';
import type { StorageTest } from './storage-test.ts';

export function runEventTests(check: StorageTest): void {
  const exchange = {
    request: { method: 'GET', url: 'https://api.example.com', sign: true, authenticate: false },
    attempts: 1,
    begunAtMs: 5,
  } as const;
  const records = (executionSid: string): readonly RunEventRecord[] => [
    {
      executionSid,
      atMs: 10,
      event: { type: 'incomingMessage', params: { Body: 'héllo "1"' } },
      exchange: null,
      stopped: null,
    },
    {
      executionSid,
      atMs: 10,
      event: {
        type: 'effectResult',
        key: 'FT1.0',
        outcome: { type: 'http.request', result: { ok: true, status: 200, body: '{}', headers: { etag: '1' } } },
      },
      exchange,
      stopped: null,
    },
    {
      executionSid,
      atMs: 11,
      event: { type: 'stop', reason: 'STOPPED' },
      exchange: null,
      stopped: { bySid: `SK${'1'.repeat(32)}`, through: 'console', reason: 'a test' },
    },
  ];

  check('come back as they were kept, in their order, after a restart too', async (storage, { reopen }) => {
    const flowSid = await createFlow(storage);
    const [one, other] = [executionRecord(flowSid, 1), executionRecord(flowSid, 2)];
    for (const execution of [one, other]) await insertExecution(storage, execution);
    const kept = records(one.sid);
    for (const event of kept) {
      await storage.change({ executionSid: one.sid }, undefined, () => ({
        change: { events: [event] },
        result: undefined,
      }));
    }
    assert.deepEqual(await storage.runEvents(one.sid), kept);
    assert.deepEqual(await storage.runEvents(other.sid), []);
    assert.deepEqual(await storage.runEvents('FNnone'), []);
    assert.deepEqual(await (await reopen()).runEvents(one.sid), kept);
  });
}
