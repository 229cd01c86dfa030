import assert from 'node:assert/strict';
import type { WorkingCopyRecord } from '../console-storage.ts';
import { createFlow, revisionRecord, sid } from './records.ts';
import type { StorageTest } from './storage-test.ts';

export function workingCopyTests(check: StorageTest): void {
  const copyOf = (flowSid: string, change: Partial<WorkingCopyRecord> = {}): Omit<WorkingCopyRecord, 'version'> => ({
    flowSid,
    baseRevision: 1,
    authorSid: sid('SK', 1),
    savedAtMs: 5_000,
    notes: '{"a":1}',
    definition: '\ufeff{ "no": json,,\r\n',
    ...change,
  });

  check('is kept to the byte, valid or not, over a restart too', async (storage, { reopen }) => {
    const flowSid = await createFlow(storage);
    const saved = await storage.saveWorkingCopy(copyOf(flowSid));
    assert.deepEqual(saved, { ...copyOf(flowSid), version: 5_000 });
    assert.deepEqual(await (await reopen()).findWorkingCopy(flowSid), saved);
  });

  check('is replaced, each time with a higher version', async (storage) => {
    const flowSid = await createFlow(storage);
    await storage.saveWorkingCopy(copyOf(flowSid));
    const second = copyOf(flowSid, { definition: '{}', notes: null, authorSid: null });
    assert.deepEqual(await storage.saveWorkingCopy(second), { ...second, version: 5_001 });
    assert.deepEqual(await storage.findWorkingCopy(flowSid), { ...second, version: 5_001 });
  });

  check('is replaced only where it is the one that was seen', async (storage) => {
    const flowSid = await createFlow(storage);
    assert.equal(await storage.saveWorkingCopy(copyOf(flowSid), 1), 'stale');
    const copies = await Promise.all([1, 2, 3].map(() => storage.saveWorkingCopy(copyOf(flowSid), 0)));
    assert.equal(copies.filter((copy) => copy === 'stale').length, 2);
    assert.equal(await storage.saveWorkingCopy(copyOf(flowSid), 4_999), 'stale');
    assert.deepEqual(await storage.saveWorkingCopy(copyOf(flowSid), 5_000), { ...copyOf(flowSid), version: 5_001 });
  });

  check('is deleted, by itself, by the revision that it became, or with its flow', async (storage) => {
    const [one, other] = [await createFlow(storage, 1), await createFlow(storage, 2)];
    for (const flowSid of [one, other]) await storage.saveWorkingCopy(copyOf(flowSid));
    assert.equal(await storage.deleteWorkingCopy(one), true);
    assert.equal(await storage.deleteWorkingCopy(one), false);
    assert.ok(await storage.findWorkingCopy(other));
    await storage.addRevision(other, () => revisionRecord(other, 2));
    assert.ok(await storage.findWorkingCopy(other));
    await storage.addRevision(other, () => revisionRecord(other, 3), { endsWorkingCopy: true });
    assert.equal(await storage.findWorkingCopy(other), undefined);
    await storage.saveWorkingCopy(copyOf(other));
    await storage.deleteFlow(other);
    assert.equal(await storage.findWorkingCopy(other), undefined);
    assert.equal(await storage.saveWorkingCopy(copyOf(other)), undefined);
  });
}
