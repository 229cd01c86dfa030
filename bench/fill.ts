/** Stores ended executions, for the read test: `fill.ts <folder> <AccountSid> <count>`. */
import type { ExecutionState } from '../src/engine/execution.ts';
import { newSid } from '../src/server/ids.ts';
import { openSqlite } from '../src/storage/sqlite/index.ts';
import type { StoredExecution } from '../src/storage/storage.ts';

/** Fills a data folder; gives the flow and one execution from the middle. */
export async function fill(
  folder: string,
  accountSid: string,
  count: number,
): Promise<{ flowSid: string; sid: string }> {
  const storage = await openSqlite({ folder });
  const flowSid = newSid('FW');
  await storage.createFlow(
    { sid: flowSid, accountSid },
    {
      flowSid,
      revision: 1,
      friendlyName: 'Filled',
      status: 'published',
      definition: '{"states":[{"name":"Trigger","type":"trigger","transitions":[]}],"initial_state":"Trigger"}',
      commitMessage: null,
      authorSid: null,
      isValid: true,
      errors: [],
      warnings: [],
      createdAtMs: Date.now(),
    },
  );
  let middle = '';
  for (let done = 0; done < count; ) {
    const batch = Math.min(2_000, count - done);
    await Promise.all(
      Array.from({ length: batch }, (_, index) => {
        const execution = ended(accountSid, flowSid, done + index);
        if (done + index === Math.floor(count / 2)) middle = execution.sid;
        return storage.change({ flowSid, keys: [execution.key] }, undefined, () => ({
          change: { execution, isNew: true },
          result: undefined,
        }));
      }),
    );
    done += batch;
  }
  await storage.close();
  return { flowSid, sid: middle };
}

function ended(accountSid: string, flowSid: string, index: number): StoredExecution {
  const sid = newSid('FN');
  const nowMs = Date.now();
  const context = {
    flow: { sid, flow_sid: flowSid, channel: { address: '+15550000001' }, variables: {}, data: {} },
    widgets: {},
  };
  const state: ExecutionState = {
    sid,
    accountSid,
    kind: 'pair',
    status: 'ended',
    endedReason: 'FLOW_END',
    isTestUser: false,
    triggerEvent: 'incomingMessage',
    stepCount: 3,
    frames: [{ flowSid, context, contextSize: 200, lastState: 'x', timesInARow: 1, stepCount: 3, waiting: null }],
  };
  return {
    sid,
    accountSid,
    flowSid,
    revision: 1,
    status: 'ended',
    endedReason: 'FLOW_END',
    kind: 'pair',
    key: `pair:${index}`,
    flowAddress: '+15550000001',
    contactAddress: `+1555${index}`,
    initiatedBy: newSid('SM'),
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    state,
    pins: {},
    dueAtMs: null,
    runningStepSid: null,
    conversationSid: null,
    callSid: null,
    isFailed: false,
  };
}

if (import.meta.main) {
  const [folder = '', accountSid = '', count = ''] = process.argv.slice(2);
  process.stdout.write(JSON.stringify(await fill(folder, accountSid, Number(count))));
}
