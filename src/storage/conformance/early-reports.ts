/** Reports on messages of no run that the carrier has not answered yet. */
import assert from 'node:assert/strict';
import type { UnboundReport } from '../report-storage.ts';
import { accountSid, apply, createFlow, executionRecord, insertExecution, outboundRecord, sid } from './records.ts';
import type { StorageTest } from './storage-test.ts';

const messageSid = sid('SM', 1);

function report(status: string, change: Partial<UnboundReport> = {}): UnboundReport {
  return { messageSid, status, errorCode: 30003, errorMessage: 'off', atMs: 5, ...change };
}

export function earlyReportTests(check: StorageTest): void {
  check('they are kept in their order, each status once, across a restart', async (storage, { reopen }) => {
    for (const status of ['sent', 'read', 'delivered', 'sent'])
      assert.equal(await storage.keepReport(report(status)), true);
    await storage.keepReport(report('sent', { messageSid: sid('SM', 2) }));
    const again = await reopen();
    const kept = await again.earlyReports(messageSid);
    assert.deepEqual(
      kept,
      ['read', 'delivered', 'sent'].map((status) => report(status)),
    );
    await again.forgetReports({ messageSid });
    assert.deepEqual(await again.earlyReports(messageSid), []);
    assert.equal((await again.earlyReports(sid('SM', 2))).length, 1);
  });

  check('what one account says takes the place of nothing else', async (storage) => {
    await storage.keepReport(report('sent'));
    await storage.keepReport(report('sent', { accountSid }));
    assert.deepEqual(await storage.earlyReports(messageSid), [report('sent'), report('sent', { accountSid })]);
  });

  check('they are found by the key that they name', async (storage) => {
    const named = report('sent', { key: 'IM1.MB1' });
    await storage.keepReport(named);
    await storage.keepReport(report('read'));
    assert.deepEqual(await storage.earlyReportsOfKey('IM1.MB1'), [named]);
    assert.deepEqual(await storage.earlyReportsOfKey('IM1.MB2'), []);
  });

  check('one on a message that is known is not kept', async (storage) => {
    const execution = await insertExecution(storage, executionRecord(await createFlow(storage), 1));
    await apply(storage, execution, { outbound: [outboundRecord(execution, 1)] });
    assert.equal(await storage.keepReport(report('sent')), false);
    assert.deepEqual(await storage.earlyReports(messageSid), []);
  });

  check('they go by their age', async (storage) => {
    await storage.keepReport(report('sent', { atMs: 5 }));
    await storage.keepReport(report('read', { atMs: 6 }));
    await storage.forgetReports({ beforeMs: 6 });
    assert.deepEqual(await storage.earlyReports(messageSid), [report('read', { atMs: 6 })]);
  });
}
