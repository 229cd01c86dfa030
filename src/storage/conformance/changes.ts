import assert from 'node:assert/strict';
import { conversationKey } from '../run-keys.ts';
import type { ChangeTarget, Found, InboundReply, RunTarget, Storage } from '../storage.ts';
import {
  apply,
  createFlow,
  ended,
  executionRecord,
  executionState,
  getFlow,
  insertExecution,
  sid,
  stepRecord,
  withoutState,
} from './records.ts';
import type { StorageTest } from './storage-test.ts';

export function changeTests(check: StorageTest): void {
  check('an execution is read back whole, and without its state where that is not asked for', async (storage) => {
    const flowSid = await createFlow(storage);
    const context = JSON.parse('{"flow":{"__proto__":{"x":1},"constructor":null},"text":"é\\u0000😀\\ud800"}');
    const execution = executionRecord(flowSid, 1, {
      state: executionState(sid('FN', 1), flowSid, context),
      pins: { [`${sid('FW', 9)} 3`]: 7 },
      dueAtMs: 99,
      runningStepSid: sid('FT', 1),
    });
    await insertExecution(storage, execution);
    assert.deepEqual(await storage.findStoredExecution(execution.sid), execution);
    assert.deepEqual(await storage.findExecution(execution.sid), withoutState(execution));
    const stored = await storage.findStoredExecution(execution.sid);
    assert.equal(JSON.stringify(stored?.state), JSON.stringify(execution.state));
  });

  check('an execution is overwritten whole', async (storage) => {
    const flowSid = await createFlow(storage);
    const execution = await insertExecution(storage, executionRecord(flowSid, 1));
    const advanced = {
      ...execution,
      updatedAtMs: 50_000,
      dueAtMs: 60_000,
      runningStepSid: sid('FT', 1),
      state: executionState(execution.sid, flowSid, { flow: { n: 1 } }),
    };
    await apply(storage, execution, { execution: advanced });
    assert.deepEqual(await storage.findStoredExecution(execution.sid), advanced);
    const over = { ...ended(advanced), key: 'other', pins: { a: 2 }, initiatedBy: 'CA1', contactAddress: '+9' };
    await apply(storage, execution, { execution: over });
    assert.deepEqual(await storage.findStoredExecution(execution.sid), over);
  });

  check('what does not exist is not found', async (storage) => {
    const flowSid = await createFlow(storage);
    const targets: ChangeTarget[] = [
      { executionSid: sid('FN', 1) },
      { flowSid: sid('FW', 2), keys: ['a'] },
      { flowSid: sid('FW', 2), stepSid: sid('FT', 1) },
      { flowSid: sid('FW', 2), messageSid: sid('SM', 1), stepSid: sid('FT', 1) },
      { outboundKey: 'none' },
    ];
    for (const target of targets) {
      assert.deepEqual(await look(storage, target), { execution: undefined, flow: undefined, reply: undefined });
    }
    assert.deepEqual((await look(storage, { flowSid, keys: [] })).flow, await getFlow(storage, flowSid));
    assert.equal(await storage.findExecution(sid('FN', 1)), undefined);
    assert.equal(await storage.findStoredExecution(sid('FN', 1)), undefined);
  });

  check('a target by SID finds active and ended executions', async (storage) => {
    const flowSid = await createFlow(storage);
    const execution = await insertExecution(storage, executionRecord(flowSid, 1));
    const flow = await getFlow(storage, flowSid);
    const target = { executionSid: execution.sid };
    assert.deepEqual(await look(storage, target), { execution, flow, reply: undefined });
    await apply(storage, execution, { execution: ended(execution) });
    assert.deepEqual(await look(storage, target), { execution: ended(execution), flow, reply: undefined });
  });

  check('a target by keys finds the active execution of the first key that has one', async (storage) => {
    const [flowSid, otherFlow] = [await createFlow(storage, 1), await createFlow(storage, 2)];
    const [one, two] = [executionRecord(flowSid, 1, { key: 'a' }), executionRecord(flowSid, 2, { key: 'b' })];
    for (const execution of [one, two]) await insertExecution(storage, execution);
    const find = async (keys: string[], of = flowSid) => (await look(storage, { flowSid: of, keys })).execution?.sid;
    assert.equal(await find(['a', 'b']), one.sid);
    assert.equal(await find(['b', 'a']), two.sid);
    assert.equal(await find(['none', 'b']), two.sid);
    assert.equal(await find(['none']), undefined);
    assert.equal(await find(['a', 'b'], otherFlow), undefined);
    await apply(storage, two, { execution: ended(two) });
    assert.equal(await find(['b', 'a']), one.sid);
  });

  check('the key of a conversation finds the active run that began with it or has joined it', async (storage) => {
    const [flowSid, otherFlow] = [await createFlow(storage, 1), await createFlow(storage, 2)];
    const key = conversationKey(sid('CH', 1));
    const find = async (of = flowSid) => (await look(storage, { flowSid: of, keys: [key] })).execution;
    const joined = await insertExecution(storage, executionRecord(flowSid, 1));
    assert.equal(await find(), undefined);
    const after = { ...joined, conversationSid: sid('CH', 1) };
    await apply(storage, joined, { execution: after });
    assert.deepEqual(await find(), after);
    assert.equal(await find(otherFlow), undefined);
    const begun = await insertExecution(storage, executionRecord(flowSid, 2, { key }));
    assert.deepEqual(await find(), begun);
    await apply(storage, begun, { execution: ended(begun) });
    assert.deepEqual(await find(), after);
    await apply(storage, joined, { execution: ended(after) });
    assert.equal(await find(), undefined);
  });

  check(
    'a target by call finds the active run that holds it, before the latest call between the addresses',
    async (storage) => {
      const [flowSid, otherFlow] = [await createFlow(storage, 1), await createFlow(storage, 2)];
      const [first, second] = [
        executionRecord(flowSid, 1, { kind: 'call', callSid: sid('CA', 1) }),
        executionRecord(flowSid, 2, { kind: 'call', callSid: sid('CA', 2), contactAddress: '+15551' }),
      ];
      const { flowAddress, contactAddress } = first;
      const callBetween = { flowAddress, contactAddress };
      const find = async (target: Omit<RunTarget, 'flowSid'>, of = flowSid) =>
        (await look(storage, { flowSid: of, ...target })).execution?.sid;
      for (const execution of [first, second]) await insertExecution(storage, execution);
      assert.equal(await find({ callSid: sid('CA', 1) }), first.sid);
      assert.equal(await find({ callSid: sid('CA', 1) }, otherFlow), undefined);
      assert.equal(await find({ callSid: sid('CA', 1), callBetween }), first.sid);
      assert.equal(await find({ callSid: sid('CA', 3) }), undefined);
      assert.equal(await find({ callSid: sid('CA', 3), callBetween }), second.sid);
      assert.equal(await find({ callBetween: { ...callBetween, contactAddress: 'nobody' } }), undefined);
      await apply(storage, second, { execution: ended(second) });
      assert.equal(await find({ callSid: sid('CA', 2), callBetween }), first.sid);
      const other = executionRecord(flowSid, 3, {
        callSid: sid('CA', 4),
        contactAddress: '+15551',
        runningStepSid: sid('FT', 1),
      });
      await insertExecution(storage, other);
      assert.equal(await find({ callSid: sid('CA', 1), stepSid: sid('FT', 1) }), other.sid);
      assert.equal(await find({ callBetween }), first.sid, 'a run that made a call is not one that a call began');
    },
  );

  check('a target by step finds the active execution in which it runs', async (storage) => {
    const [flowSid, otherFlow] = [await createFlow(storage, 1), await createFlow(storage, 2)];
    const execution = executionRecord(flowSid, 1, { runningStepSid: sid('FT', 1) });
    await insertExecution(storage, execution);
    const find = async (number: number, of = flowSid) =>
      (await look(storage, { flowSid: of, stepSid: sid('FT', number) })).execution?.sid;
    assert.equal(await find(1), execution.sid);
    assert.equal(await find(1, otherFlow), undefined);
    assert.equal(await find(2), undefined);
    await apply(storage, execution, { execution: { ...execution, runningStepSid: sid('FT', 2) } });
    assert.equal(await find(1), undefined);
    assert.equal(await find(2), execution.sid);
    await apply(storage, execution, { execution: { ...ended(execution), runningStepSid: sid('FT', 2) } });
    assert.equal(await find(2), undefined);
  });

  check('a change without writes gives its result', async (storage) => {
    const target = { executionSid: sid('FN', 1) };
    assert.deepEqual(await storage.change(target, undefined, () => ({ result: { a: 1 } })), { a: 1 });
  });

  check('a reply is found under its key and can be completed later', async (storage) => {
    const flowSid = await createFlow(storage);
    const execution = executionRecord(flowSid, 1);
    const open: InboundReply = { key: 'in 1', executionSid: execution.sid, twiml: null, createdAtMs: 1 };
    await apply(storage, execution, { execution, isNew: true, reply: open });
    const target = { executionSid: execution.sid };
    assert.deepEqual((await look(storage, target, 'in 1')).reply, open);
    await apply(storage, execution, { reply: { ...open, twiml: '<Response/>' } });
    assert.deepEqual((await look(storage, target, 'in 1')).reply, { ...open, twiml: '<Response/>' });
    assert.equal((await look(storage, target, 'in 2')).reply, undefined);
    assert.equal((await look(storage, target)).reply, undefined);
  });

  check('a reply may belong to no execution', async (storage) => {
    const reply: InboundReply = { key: 'in', executionSid: null, twiml: '<Response/>', createdAtMs: 1 };
    const target = { executionSid: sid('FN', 1) };
    await storage.change(target, 'in', () => ({ change: { reply }, result: undefined }));
    assert.deepEqual((await look(storage, target, 'in')).reply, reply);
  });

  check('a change applies as a whole or not at all', async (storage) => {
    const flowSid = await createFlow(storage);
    const execution = await insertExecution(storage, executionRecord(flowSid, 1));
    const step = stepRecord(execution, 0);
    await apply(storage, execution, { steps: [step] });
    const reply: InboundReply = { key: 'in', executionSid: execution.sid, twiml: null, createdAtMs: 1 };
    // The second step repeats one that is stored.
    const change = { execution: ended(execution), reply, steps: [stepRecord(execution, 1), step] };
    await assert.rejects(apply(storage, execution, change));
    assert.deepEqual(await look(storage, { executionSid: execution.sid }, 'in'), {
      execution,
      flow: await getFlow(storage, flowSid),
      reply: undefined,
    });
    assert.equal((await storage.listSteps(execution.sid, { limit: 5 })).rows.length, 1);
  });

  check('an execution of an unknown flow is refused', async (storage) => {
    await assert.rejects(insertExecution(storage, executionRecord(sid('FW', 2), 1)), /FW0+2 does not exist/);
    assert.equal(await storage.findExecution(sid('FN', 1)), undefined);
  });

  check('two active executions cannot have one key in a flow, but in two flows', async (storage) => {
    const [flowSid, otherFlow] = [await createFlow(storage, 1), await createFlow(storage, 2)];
    const first = await insertExecution(storage, executionRecord(flowSid, 1, { key: 'a' }));
    await insertExecution(storage, executionRecord(otherFlow, 2, { key: 'a' }));
    await assert.rejects(insertExecution(storage, executionRecord(flowSid, 3, { key: 'a' })));
    await apply(storage, first, { execution: ended(first) });
    await insertExecution(storage, executionRecord(flowSid, 3, { key: 'a' }));
  });
}

/** What a change of this target finds. */
function look(storage: Storage, target: ChangeTarget, inboundKey?: string): Promise<Found> {
  return storage.change(target, inboundKey, (found) => ({ result: found }));
}
