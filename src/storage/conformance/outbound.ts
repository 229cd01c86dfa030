import assert from 'node:assert/strict';
import fc from 'fast-check';
import { deliveryRank } from '../delivery-status.ts';
import type { DeliveryReport, OutboxStatus, Storage, StoredExecution } from '../storage.ts';
import {
  accountSid,
  apply,
  createFlow,
  effectRecord,
  ended,
  executionRecord,
  getFlow,
  insertExecution,
  outboundRecord,
  sid,
} from './records.ts';
import type { StorageTest } from './storage-test.ts';

const messageSid = sid('SM', 1);

export function outboundTests(check: StorageTest): void {
  check('a message is found whole, by its SID and by its key', async (storage) => {
    const execution = await insertExecution(storage, executionRecord(await createFlow(storage), 1));
    const record = outboundRecord(execution, 1, {
      errorCode: 30003,
      errorMessage: 'x',
      recovery: 'found',
      attempts: 3,
    });
    await apply(storage, execution, { outbound: [record] });
    assert.deepEqual(await storage.findOutbound(messageSid), record);
    assert.deepEqual(await storage.findOutboundByKey(record.key ?? ''), record);
    assert.equal(await storage.findOutbound(sid('SM', 2)), undefined);
    assert.equal(await storage.findOutboundByKey('FT.9'), undefined);
  });

  check('a message that is still to leave is found by its key as queued', async (storage) => {
    const execution = await insertExecution(storage, executionRecord(await createFlow(storage), 1));
    const effect = effectRecord(execution, 'FT.0', 100, { attempts: 2, createdAtMs: 7 });
    await apply(storage, execution, { addEffects: [effect] });
    const found = await storage.findOutboundByKey('FT.0');
    assert.deepEqual(
      [found?.status, found?.messageSid, found?.attempts, found?.createdAtMs, found?.message, found?.stepSid],
      ['queued', null, 2, 7, { to: '+1', from: '+2', body: 'hello' }, sid('FT', 1)],
    );
  });

  check('a message with its key again is overwritten, what was sent in its place stays', async (storage) => {
    const execution = await insertExecution(storage, executionRecord(await createFlow(storage), 1));
    const failed = outboundRecord(execution, 1, { status: 'failed', messageSid: null, resentAs: 'FT.1.1' });
    await apply(storage, execution, { outbound: [failed] });
    await apply(storage, execution, { outbound: [outboundRecord(execution, 1, { status: 'sent', attempts: 2 })] });
    const now = outboundRecord(execution, 1, { status: 'sent', attempts: 2, resentAs: 'FT.1.1' });
    assert.deepEqual(await storage.findOutbound(messageSid), now);
  });

  check('two messages to which a carrier gave one SID are both kept; the SID is of the first', async (storage) => {
    const execution = await insertExecution(storage, executionRecord(await createFlow(storage), 1));
    const [one, two] = [outboundRecord(execution, 1), outboundRecord(execution, 2, { messageSid })];
    await apply(storage, execution, { outbound: [one] });
    await apply(storage, execution, { outbound: [two] });
    assert.deepEqual(await storage.findOutbound(messageSid), one);
    assert.deepEqual(await storage.findOutboundByKey(two.key ?? ''), { ...two, messageSid: null });
  });

  const reports = [
    { stored: 'queued', arrives: 'sent', keeps: 'sent' },
    { stored: 'sent', arrives: 'queued', keeps: 'sent' },
    { stored: 'delivered', arrives: 'sent', keeps: 'delivered' },
    { stored: 'delivered', arrives: 'read', keeps: 'read' },
    { stored: 'undelivered', arrives: 'failed', keeps: 'failed' },
    { stored: 'delivered', arrives: 'failed', keeps: 'delivered' },
    { stored: 'delivered', arrives: 'undelivered', keeps: 'delivered' },
    { stored: 'undelivered', arrives: 'delivered', keeps: 'delivered' },
    { stored: 'sent', arrives: 'something new', keeps: 'sent' },
  ];
  for (const { stored, arrives, keeps } of reports) {
    check(`a message that is ${stored} and is told ${arrives} is ${keeps}`, async (storage) => {
      const execution = await insertExecution(storage, executionRecord(await createFlow(storage), 1));
      await apply(storage, execution, { outbound: [outboundRecord(execution, 1, { status: stored })] });
      await apply(storage, execution, { reports: [report(arrives)] });
      const found = await storage.findOutbound(messageSid);
      assert.deepEqual([found?.status, found?.errorCode], [keeps, keeps === stored ? null : codeOf(keeps)]);
    });
  }

  check('a report on a message that nobody knows changes nothing', async (storage) => {
    const execution = await insertExecution(storage, executionRecord(await createFlow(storage), 1));
    await apply(storage, execution, { reports: [report('delivered')] });
    assert.equal(await storage.findOutbound(messageSid), undefined);
  });

  check('a report that overtakes the answer of the send counts once the answer is there', async (storage) => {
    const execution = await insertExecution(storage, executionRecord(await createFlow(storage), 1));
    await apply(storage, execution, { reports: [report('failed', execution)] });
    const early = await storage.findOutbound(messageSid);
    assert.deepEqual([early?.key, early?.status], [null, 'failed']);
    assert.deepEqual(await storage.findEarlyReport(sid('FT', 1)), early);
    assert.equal(await storage.findEarlyReport(sid('FT', 2)), undefined);
    assert.deepEqual(await listed(storage, 'failed'), []);
    await apply(storage, execution, { outbound: [outboundRecord(execution, 1)] });
    const record = outboundRecord(execution, 1, { status: 'failed', errorCode: 30003, errorMessage: 'unreachable' });
    assert.deepEqual(await storage.findOutbound(messageSid), record);
    assert.deepEqual(await listed(storage, 'failed'), [record.key]);
    assert.equal(await storage.findEarlyReport(sid('FT', 1)), undefined);
  });

  check('any reports in any order, before and after the answer, end in the same status', async (storage) => {
    const execution = await insertExecution(storage, executionRecord(await createFlow(storage), 1));
    const statuses = ['accepted', 'queued', 'sending', 'sent', 'delivered', 'undelivered', 'failed', 'read'];
    let number = 1;
    const run = fc.asyncProperty(
      fc.shuffledSubarray(statuses),
      fc.nat({ max: statuses.length }),
      async (order, position) => {
        const to = sid('SM', ++number);
        const answer = outboundRecord(execution, number);
        for (const [index, status] of [...order, ''].entries()) {
          if (index === Math.min(position, order.length)) await apply(storage, execution, { outbound: [answer] });
          if (status === '') continue;
          await apply(storage, execution, { reports: [{ ...report(status, execution), messageSid: to }] });
        }
        const furthest = ['queued', ...order].toSorted((a, b) => deliveryRank(b) - deliveryRank(a))[0] ?? '';
        const found = await storage.findOutbound(to);
        assert.deepEqual([found?.key, found?.status], [answer.key, furthest]);
        assert.equal(found?.errorCode, furthest === 'queued' ? null : codeOf(furthest));
      },
    );
    await fc.assert(run, { numRuns: 100 });
  });

  check('the run of a message is found, ended too; else the one in which the step is running', async (storage) => {
    const [flowSid, otherFlow] = [await createFlow(storage, 1), await createFlow(storage, 2)];
    const one = await insertExecution(storage, executionRecord(flowSid, 1));
    const two = await insertExecution(storage, executionRecord(flowSid, 2, { runningStepSid: sid('FT', 2) }));
    await apply(storage, one, { execution: ended(one), outbound: [outboundRecord(one, 1)] });
    const find = (number: number, step: number | undefined, of = flowSid) =>
      storage.change(
        {
          flowSid: of,
          messageSid: sid('SM', number),
          ...(step === undefined ? {} : { stepSid: sid('FT', step) }),
        },
        undefined,
        ({ execution, outbound }) => ({ result: [execution?.sid, outbound?.key] }),
      );
    assert.deepEqual(await find(1, 2), [one.sid, outboundRecord(one, 1).key]);
    assert.deepEqual(await find(9, 2), [two.sid, undefined]);
    assert.deepEqual(await find(9, undefined), [undefined, undefined]);
    assert.deepEqual(await find(1, undefined, otherFlow), [undefined, undefined]);
    const outboundKey = outboundRecord(one, 1).key ?? '';
    assert.deepEqual(await storage.change({ outboundKey }, undefined, (found) => ({ result: found })), {
      execution: ended(one),
      flow: await getFlow(storage, flowSid),
      reply: undefined,
      outbound: outboundRecord(one, 1),
    });
  });

  check('messages that have not left become canceled when their execution is ended by force', async (storage) => {
    const execution = await insertExecution(storage, executionRecord(await createFlow(storage), 1));
    const begun = { begunAtMs: 7, attempts: 1 };
    const addEffects = [effectRecord(execution, 'FT.1', 100), effectRecord(execution, 'FT.2', 100, begun)];
    await apply(storage, execution, { addEffects });
    const takeBackEffectsOf = { executionSid: execution.sid, atMs: 9, unbegun: ['FT.2', 'FT.9'] };
    await apply(storage, execution, { execution: ended(execution), takeBackEffectsOf });
    assert.deepEqual(await listed(storage, 'canceled'), ['FT.2', 'FT.1']);
    const found = await storage.findOutboundByKey('FT.1');
    assert.deepEqual(found?.message, { to: '+1', from: '+2', body: 'hello' });
    assert.deepEqual([found?.stepSid, found?.updatedAtMs], [sid('FT', 1), 9]);
    assert.deepEqual(await storage.takeDueEffects(1_000, 10, 10), []);
  });

  check('of messages that may have left when their execution is ended by force the outcome counts', async (storage) => {
    const execution = await insertExecution(storage, executionRecord(await createFlow(storage), 1));
    const doubted = { unknownSinceMs: 6, attempts: 1 };
    const addEffects = [
      effectRecord(execution, 'begun', 100, { begunAtMs: 7, attempts: 1 }),
      effectRecord(execution, 'doubted', 100, doubted),
      // What is begun again on paper only may have left before.
      effectRecord(execution, 'doubted, begun', 100, { ...doubted, begunAtMs: 8 }),
    ];
    await apply(storage, execution, { addEffects });
    const takeBackEffectsOf = { executionSid: execution.sid, atMs: 9, unbegun: ['doubted, begun'] };
    await apply(storage, execution, { execution: ended(execution), takeBackEffectsOf });
    assert.deepEqual(await listed(storage, 'canceled'), []);
    const taken = await storage.takeDueEffects(1_000, 10, 10);
    assert.deepEqual(
      taken.map(({ effect, takenBackAtMs }) => [effect.key, takenBackAtMs]),
      [
        ['begun', 9],
        ['doubted', 9],
        ['doubted, begun', 9],
      ],
    );
    const wait = { dueAtMs: 2_000, attempts: 1, failingSinceMs: null, errorMessage: null, sender: null };
    await storage.putOffEffect('begun', { ...wait, unknownSinceMs: null });
    await storage.putOffEffect('doubted', { ...wait, unknownSinceMs: 10 });
    assert.deepEqual(await listed(storage, 'canceled'), ['begun']);
    assert.equal((await storage.findOutboundByKey('begun'))?.updatedAtMs, 9);
    assert.equal((await storage.findOutboundByKey('doubted'))?.status, 'queued');
  });

  check('the outbox is listed by account and status, newest first, page by page', async (storage) => {
    const execution = await insertExecution(storage, executionRecord(await createFlow(storage), 1));
    const statuses = ['failed', 'undelivered', 'delivered', 'canceled', 'failed', 'sent'];
    const outbound = statuses.map((status, index) => outboundRecord(execution, index + 1, { status }));
    const other = { accountSid: sid('AC', 2), status: 'failed' };
    await apply(storage, execution, {
      outbound: [...outbound, outboundRecord(execution, 8, other)],
      addEffects: [
        effectRecord(execution, 'waits', 100, { createdAtMs: 105 }),
        effectRecord(execution, 'was tried', 100, { createdAtMs: 105, begunAtMs: 9, attempts: 2 }),
        effectRecord(execution, 'leaves now', 100, { createdAtMs: 105, begunAtMs: 9, attempts: 1 }),
      ],
    });
    const keyOf = (number: number) => outboundRecord(execution, number).key;
    assert.deepEqual(await listed(storage, 'failed'), [keyOf(5), keyOf(1)]);
    assert.deepEqual(await listed(storage, 'undelivered'), [keyOf(2)]);
    assert.deepEqual(await listed(storage, 'queued'), ['was tried', 'waits']);
    const all = ['was tried', 'waits', keyOf(5), keyOf(4), keyOf(2), keyOf(1)].sort(byAge);
    assert.deepEqual(await listed(storage, undefined), all);
    const first = await storage.listOutbox(accountSid, undefined, { limit: 4 });
    assert.deepEqual([first.rows.map(({ key }) => key), first.hasMore], [all.slice(0, 4), true]);
    const bottom = first.rows.at(-1) ?? assert.fail();
    const after = { createdAtMs: bottom.createdAtMs, sid: bottom.key ?? '' };
    const second = await storage.listOutbox(accountSid, undefined, { limit: 4, after });
    assert.deepEqual([second.rows.map(({ key }) => key), second.hasMore], [all.slice(4), false]);
    const top = second.rows[0] ?? assert.fail();
    const before = { createdAtMs: top.createdAtMs, sid: top.key ?? '' };
    const back = await storage.listOutbox(accountSid, undefined, { limit: 3, before });
    assert.deepEqual([back.rows.map(({ key }) => key), back.hasMore], [all.slice(1, 4), true]);

    /** Newest first, as the store sorts: by time, then by key. */
    function byAge(a: string | null, b: string | null): number {
      const time = (key: string | null) => outbound.find((record) => record.key === key)?.createdAtMs ?? 105;
      return time(b) - time(a) || (String(a) < String(b) ? 1 : -1);
    }
  });
}

async function listed(storage: Storage, status: OutboxStatus | undefined): Promise<(string | null)[]> {
  return (await storage.listOutbox(accountSid, status, { limit: 10 })).rows.map(({ key }) => key);
}

function report(status: string, early?: StoredExecution): DeliveryReport {
  return {
    messageSid,
    accountSid,
    status,
    errorCode: codeOf(status),
    errorMessage: codeOf(status) === null ? null : 'unreachable',
    atMs: deliveryRank(status),
    ...(early ? { early: { executionSid: early.sid, stepSid: sid('FT', 1) } } : {}),
  };
}

function codeOf(status: string): number | null {
  return status === 'failed' || status === 'undelivered' ? 30003 : null;
}
