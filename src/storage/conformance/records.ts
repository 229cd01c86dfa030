import assert from 'node:assert/strict';
import type { ExecutionState } from '../../engine/execution.ts';
import type { JsonObject } from '../../engine/json.ts';
import type {
  Change,
  EffectRecord,
  ExecutionRecord,
  FlowRecord,
  OutboundRecord,
  RevisionRecord,
  Storage,
  StoredExecution,
  StoredStep,
} from '../storage.ts';

export const accountSid = sid('AC', 1);

/** `FW` and 7 give `FW00000000000000000000000000000007`. */
export function sid(prefix: string, number: number): string {
  return prefix + number.toString(16).padStart(32, '0');
}

export function revisionRecord(
  flowSid: string,
  revision: number,
  change: Partial<RevisionRecord> = {},
): RevisionRecord {
  return {
    flowSid,
    revision,
    friendlyName: `Flow, revision ${revision}`,
    status: 'draft',
    definition: `{"description":"${revision}"}`,
    commitMessage: null,
    authorSid: null,
    isValid: true,
    errors: [],
    warnings: [],
    createdAtMs: 1_000 + revision,
    ...change,
  };
}

/** Saves a flow with one revision and gives its SID. */
export async function createFlow(storage: Storage, number = 1, change: Partial<RevisionRecord> = {}): Promise<string> {
  const flowSid = sid('FW', number);
  await storage.createFlow({ sid: flowSid, accountSid }, revisionRecord(flowSid, 1, change));
  return flowSid;
}

export async function getFlow(storage: Storage, flowSid: string): Promise<FlowRecord> {
  const flow = await storage.findFlow(flowSid);
  assert.ok(flow, `${flowSid} is stored`);
  return flow;
}

export function executionRecord(
  flowSid: string,
  number: number,
  change: Partial<StoredExecution> = {},
): StoredExecution {
  const executionSid = sid('FN', number);
  return {
    sid: executionSid,
    accountSid,
    flowSid,
    revision: 1,
    status: 'active',
    endedReason: null,
    isFailed: false,
    kind: 'pair',
    key: `pair ${number}`,
    flowAddress: '+15550001',
    contactAddress: `+1555${number}`,
    initiatedBy: sid('SM', number),
    createdAtMs: 10_000 + number,
    updatedAtMs: 10_000 + number,
    state: executionState(executionSid, flowSid, {}),
    pins: {},
    dueAtMs: null,
    runningStepSid: null,
    conversationSid: null,
    callSid: null,
    ...change,
  };
}

export function executionState(executionSid: string, flowSid: string, context: JsonObject): ExecutionState {
  return {
    sid: executionSid,
    accountSid,
    kind: 'pair',
    status: 'active',
    endedReason: null,
    isTestUser: false,
    triggerEvent: 'incomingMessage',
    stepCount: 0,
    frames: [
      { flowSid, context, contextSize: 1_000, lastState: 'Trigger', timesInARow: 1, stepCount: 0, waiting: null },
    ],
  };
}

/** The execution as it is after it has ended. */
export function ended(execution: StoredExecution): StoredExecution {
  return { ...execution, status: 'ended', endedReason: 'FLOW_END', dueAtMs: null, runningStepSid: null };
}

/** What a read without state gives of an execution. */
export function withoutState(execution: StoredExecution): ExecutionRecord {
  const { state: _state, pins: _pins, dueAtMs: _dueAtMs, runningStepSid: _step, ...rest } = execution;
  const { conversationSid: _conversationSid, callSid: _callSid, ...record } = rest;
  return record;
}

export async function insertExecution(storage: Storage, execution: StoredExecution): Promise<StoredExecution> {
  await apply(storage, execution, { execution, isNew: true });
  return execution;
}

export function stepRecord(execution: StoredExecution, sequence: number, change: Partial<StoredStep> = {}): StoredStep {
  return {
    executionSid: execution.sid,
    sid: `FT${execution.sid.slice(-16)}${sequence.toString(16).padStart(16, '0')}`,
    parentStepSid: null,
    sequence,
    event: 'next',
    transitionedFrom: `state ${sequence}`,
    transitionedTo: `state ${sequence + 1}`,
    type: 'set-variables',
    flowSid: execution.flowSid,
    enteredAtMs: 20_000 + sequence,
    endedAtMs: 20_001 + sequence,
    patch: [{ path: ['flow', 'variables', 'n'], value: sequence }],
    ...change,
  };
}

export function effectRecord(
  execution: StoredExecution,
  key: string,
  dueAtMs: number,
  change: Partial<EffectRecord> = {},
): EffectRecord {
  return {
    effect: { type: 'message.send', key, stepSid: sid('FT', 1), message: { to: '+1', from: '+2', body: 'hello' } },
    executionSid: execution.sid,
    accountSid,
    dueAtMs,
    attempts: 0,
    createdAtMs: 5,
    begunAtMs: null,
    unknownSinceMs: null,
    failingSinceMs: null,
    errorMessage: null,
    sender: null,
    takenBackAtMs: null,
    ...change,
  };
}

/** A message of the execution; number 7 is `SM…7` and has the key `FT….7`. */
export function outboundRecord(
  execution: StoredExecution,
  number: number,
  change: Partial<OutboundRecord> = {},
): OutboundRecord {
  return {
    key: `${sid('FT', 1)}.${number}`,
    messageSid: sid('SM', number),
    accountSid,
    executionSid: execution.sid,
    stepSid: sid('FT', 1),
    status: 'queued',
    errorCode: null,
    errorMessage: null,
    attempts: 1,
    createdAtMs: 100 + number,
    updatedAtMs: 100 + number,
    recovery: null,
    resentAs: null,
    message: { to: '+1', from: '+2', body: `message ${number}` },
    ...change,
  };
}

/** Applies one change, to whatever is stored. */
export async function apply(storage: Storage, execution: StoredExecution, change: Change): Promise<void> {
  await storage.change({ executionSid: execution.sid }, undefined, () => ({ change, result: undefined }));
}

/** Stores an execution with one of each thing that can belong to it. */
export async function insertWithAll(storage: Storage, execution: StoredExecution): Promise<void> {
  const { sid: executionSid, flowSid } = execution;
  await apply(storage, execution, {
    execution,
    isNew: true,
    steps: [stepRecord(execution, 0)],
    addEffects: [effectRecord(execution, `effect of ${executionSid}`, 1)],
    reply: { key: `reply of ${executionSid}`, executionSid, twiml: '<Response/>', createdAtMs: 1 },
    problems: [{ code: 81000, level: 'warning', message: 'm', accountSid, flowSid, executionSid, createdAtMs: 1 }],
    events: [{ executionSid, atMs: 1, event: { type: 'deadline' }, exchange: null, stopped: null }],
    outbound: [
      outboundRecord(execution, 1, { key: `sent by ${executionSid}`, messageSid: `message of ${executionSid}` }),
    ],
  });
}
