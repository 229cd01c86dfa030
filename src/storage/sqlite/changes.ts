import { conversationOfKey } from '../run-keys.ts';
import type { Change, ChangeTarget, Found, RunTarget, Storage, StoredExecution } from '../storage.ts';
import type { Connection, Database } from './connection.ts';
import { effectCanceler, insertEffect } from './effects.ts';
import {
  activeByCall,
  activeByConversation,
  activeByKey,
  activeByStep,
  activeCallBetween,
  type ExecutionRow,
  storedBySid,
  toStored,
} from './executions.ts';
import { flowById, flowBySid, toFlow } from './flows.ts';
import { outboundByKey, outboundBySid, outboundWriter, toOutbound } from './outbound.ts';
import { runEventWriter } from './run-events.ts';
import { stepId } from './steps.ts';
import { streamWriter } from './stream-events.ts';
import { trafficWriter } from './traffic.ts';

/** The one way by which executions change: see `Storage.change`. */
export function changeStore({ writer, submit }: Database): Pick<Storage, 'change'> {
  const find = finder(writer);
  const write = changeWriter(writer);
  return {
    change: (target, inboundKey, decide) =>
      submit((atomically) => {
        const { row, found } = find(target, inboundKey);
        const { change, result } = decide(found);
        if (change) atomically(() => write(change, row, found.execution));
        return result;
      }),
  };
}

interface Sought {
  readonly row: ExecutionRow | undefined;
  readonly outbound?: NonNullable<Found['outbound']>;
}

function finder(writer: Connection) {
  const bySid = storedBySid(writer);
  const byKey = activeByKey(writer);
  const byConversation = activeByConversation(writer);
  const byStep = activeByStep(writer);
  const byCall = activeByCall(writer);
  const callBetween = activeCallBetween(writer);
  const findBySid = outboundBySid(writer);
  const findByKey = outboundByKey(writer);
  const findFlow = flowBySid(writer);
  const flowOf = flowById(writer);
  const findReply = writer.prepare<NonNullable<Found['reply']>>(
    `SELECT r.key, e.sid AS executionSid, r.twiml, r.created_ms AS createdAtMs
     FROM replies r LEFT JOIN executions e ON e.id = r.execution_id WHERE r.key = ?`,
  );

  function seek(target: ChangeTarget, flowId: number | undefined): Sought {
    if ('executionSid' in target) return { row: bySid.get(target.executionSid) };
    if ('outboundKey' in target) return senderOf(findByKey(target.outboundKey));
    if (flowId === undefined) return { row: undefined };
    if ('messageSid' in target) {
      const sent = findBySid.get(target.messageSid);
      const sender = senderOf(sent && toOutbound(sent));
      if (sender.row?.flowId === flowId || sender.outbound?.executionSid === null) return sender;
      return { row: target.stepSid === undefined ? undefined : byStep.get(target.stepSid, flowId) };
    }
    return { row: seekRun(target, flowId) };
  }

  function seekRun({ stepSid, keys = [], callSid, callBetween: pair }: RunTarget, flowId: number) {
    const running = stepSid === undefined ? undefined : byStep.get(stepSid, flowId);
    if (running) return running;
    for (const key of keys) {
      const conversationSid = conversationOfKey(key);
      const row =
        byKey.get(flowId, key) ??
        (conversationSid === undefined ? undefined : byConversation.get(flowId, conversationSid));
      if (row) return row;
    }
    const holding = callSid === undefined ? undefined : byCall.get(flowId, callSid);
    return holding ?? (pair && callBetween.get(flowId, pair.contactAddress, pair.flowAddress));
  }

  function senderOf(outbound: Found['outbound']): Sought {
    if (!outbound) return { row: undefined };
    return { row: outbound.executionSid === null ? undefined : bySid.get(outbound.executionSid), outbound };
  }

  return (target: ChangeTarget, inboundKey: string | undefined): { row: ExecutionRow | undefined; found: Found } => {
    const targetFlow = 'flowSid' in target ? findFlow.get(target.flowSid) : undefined;
    const { row, ...message } = seek(target, targetFlow?.id);
    const flow = targetFlow ?? (row && flowOf.get(row.flowId));
    const reply = inboundKey === undefined ? undefined : findReply.get(inboundKey);
    return {
      row,
      found: { execution: row && toStored(row), flow: flow && toFlow(flow), reply: reply && { ...reply }, ...message },
    };
  };
}

function changeWriter(writer: Connection) {
  const writeExecution = executionWriter(writer);
  const writeStream = streamWriter(writer);
  const countTraffic = trafficWriter(writer);
  const keepEvent = runEventWriter(writer);
  const findId = writer.prepare<{ id: number }>('SELECT id FROM executions WHERE sid = ?');
  const insertStep = writer.prepare(
    `INSERT INTO steps (id, sid, parent_step_sid, event, transitioned_from, transitioned_to, type, flow_sid, entered_ms,
       ended_ms, patch) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const writeOutbound = outboundWriter(writer);
  const addEffect = insertEffect(writer);
  const removeEffect = writer.prepare('DELETE FROM effects WHERE key = ?');
  const { takeBack } = effectCanceler(writer);
  const saveReply = writer.prepare(
    `INSERT INTO replies (key, execution_id, created_ms, twiml) VALUES (?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET execution_id = excluded.execution_id, created_ms = excluded.created_ms,
       twiml = excluded.twiml`,
  );
  const insertProblem = writer.prepare(
    `INSERT INTO problems (execution_id, account_sid, flow_sid, code, level, state, step_sid, created_ms, message)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return (change: Change, row: ExecutionRow | undefined, before: StoredExecution | undefined): void => {
    const ids = new Map(row ? [[row.sid, row.id]] : []);
    const findIdOf = (sid: string): number | undefined => {
      const id = ids.get(sid) ?? findId.get(sid)?.id;
      if (id !== undefined) ids.set(sid, id);
      return id;
    };
    const idOf = (sid: string): number => {
      const id = findIdOf(sid);
      if (id === undefined) throw new Error(`Execution ${sid} does not exist`);
      return id;
    };
    const ownerOf = ({ executionSid }: { readonly executionSid: string | null }): number | null =>
      executionSid === null ? null : idOf(executionSid);

    if (change.execution) {
      const { execution } = change;
      if (change.isNew) ids.set(execution.sid, writeExecution.insert(execution));
      else writeExecution.overwrite(idOf(execution.sid), execution, before?.sid === execution.sid ? before : undefined);
    }
    for (const step of change.steps ?? []) {
      insertStep.run(
        stepId(idOf(step.executionSid), step.sequence),
        step.sid,
        step.parentStepSid,
        step.event,
        step.transitionedFrom,
        step.transitionedTo,
        step.type,
        step.flowSid,
        step.enteredAtMs,
        step.endedAtMs,
        JSON.stringify(step.patch),
      );
    }
    // Removals first: a change that drops an execution's effects may add its last ones.
    if (change.takeBackEffectsOf !== undefined) {
      const { executionSid, ...at } = change.takeBackEffectsOf;
      takeBack(idOf(executionSid), at);
    }
    for (const key of change.removeEffects ?? []) removeEffect.run(key);
    for (const record of change.addEffects ?? []) addEffect(record, ownerOf(record));
    if (change.reply) {
      const { key, executionSid, twiml, createdAtMs } = change.reply;
      const executionId = executionSid === null ? null : (findIdOf(executionSid) ?? null);
      saveReply.run(key, executionId, createdAtMs, twiml);
    }
    for (const { executionSid, accountSid, flowSid, code, level, message, createdAtMs, ...at } of change.problems ??
      []) {
      const place = [at.state ?? null, at.stepSid ?? null];
      insertProblem.run(idOf(executionSid), accountSid, flowSid, code, level, ...place, createdAtMs, message);
    }
    for (const record of change.outbound ?? []) writeOutbound.save(record, ownerOf(record));
    for (const report of change.reports ?? []) writeOutbound.report(report, findIdOf);
    if (change.traffic) countTraffic(change.traffic);
    for (const record of change.events ?? []) keepEvent(record, idOf(record.executionSid));
    if (change.streamEvents) writeStream(change.streamEvents);
  };
}

function executionWriter(writer: Connection) {
  const findFlow = flowBySid(writer);
  const insert = writer.prepare(
    `INSERT INTO executions (sid, flow_id, account_sid, revision, status, ended_reason, kind, key, flow_address,
       contact_address, initiated_by, created_ms, pins, conversation_sid, call_sid, is_failed, is_test, updated_ms, due_ms,
       running_step_sid, is_call_over, widget, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const overwrite = writer.prepare(
    `UPDATE executions SET revision = ?, status = ?, ended_reason = ?, kind = ?, key = ?, flow_address = ?,
       contact_address = ?, initiated_by = ?, created_ms = ?, pins = ?, conversation_sid = ?, call_sid = ?, is_failed = ?,
       is_test = ?, updated_ms = ?, due_ms = ?, running_step_sid = ?, is_call_over = ?, widget = ?, state = ? WHERE id = ?`,
  );
  // SQLite rewrites every index on a column that an UPDATE names, changed or not: most events change only these.
  const advance = writer.prepare(
    `UPDATE executions SET updated_ms = ?, due_ms = ?, running_step_sid = ?, is_call_over = ?, widget = ?, state = ?
     WHERE id = ?`,
  );

  return {
    insert(execution: StoredExecution): number {
      const flow = findFlow.get(execution.flowSid);
      if (!flow) throw new Error(`Flow ${execution.flowSid} does not exist`);
      const { sid, accountSid } = execution;
      return insert.insert(sid, flow.id, accountSid, ...steadyValues(execution), ...movingValues(execution));
    },
    overwrite(id: number, execution: StoredExecution, before: StoredExecution | undefined): void {
      const steady = steadyValues(execution);
      const old = before && steadyValues(before);
      const isSteady = old?.every((value, index) => value === steady[index]) ?? false;
      if (isSteady) advance.run(...movingValues(execution), id);
      else overwrite.run(...steady, ...movingValues(execution), id);
    },
  };
}

/** Columns that stay as they are while a run goes on. */
function steadyValues(execution: StoredExecution): (string | number | null)[] {
  return [
    execution.revision,
    execution.status,
    execution.endedReason,
    execution.kind,
    execution.key,
    execution.flowAddress,
    execution.contactAddress,
    execution.initiatedBy,
    execution.createdAtMs,
    JSON.stringify(execution.pins),
    execution.conversationSid,
    execution.callSid,
    Number(execution.isFailed),
    Number(execution.state.isTestUser),
  ];
}

function movingValues({ updatedAtMs, dueAtMs, runningStepSid, state }: StoredExecution): (string | number | null)[] {
  const [main] = state.frames;
  const isCallOver = state.call !== undefined && !state.call.isLive;
  const widget = main === undefined ? null : (main.waiting?.state ?? main.lastState);
  return [updatedAtMs, dueAtMs, runningStepSid, Number(isCallOver), widget, JSON.stringify(state)];
}
