import type { ExecutionState } from '../../engine/execution.ts';
import type { ExecutionRecord, Storage, StoredExecution } from '../storage.ts';
import type { Connection, Database, Statement } from './connection.ts';
import { flowBySid } from './flows.ts';
import { compareCursors, type Directions, rangeValues, readPage } from './page.ts';

// The join hides the executions of a deleted flow at once.
export const fromExecutions = 'FROM executions e JOIN flows f ON f.id = e.flow_id';
export const recordColumns = `e.sid, e.account_sid AS accountSid, f.sid AS flowSid, e.revision, e.status,
  e.ended_reason AS endedReason, e.is_failed AS isFailed, e.kind, e.key, e.flow_address AS flowAddress, e.contact_address AS contactAddress,
  e.initiated_by AS initiatedBy, e.created_ms AS createdAtMs, e.updated_ms AS updatedAtMs`;
const selectStored = `SELECT e.id, e.flow_id AS flowId, ${recordColumns}, e.due_ms AS dueAtMs,
  e.running_step_sid AS runningStepSid, e.conversation_sid AS conversationSid,
  e.call_sid AS callSid, e.pins, e.state ${fromExecutions}`;

/** A record with its booleans as SQLite has them. */
export type RecordRow = Omit<ExecutionRecord, 'isFailed'> & { readonly isFailed: number };

export type ExecutionRow = Omit<StoredExecution, 'state' | 'pins' | 'isFailed'> & {
  readonly isFailed: number;
  readonly id: number;
  readonly flowId: number;
  readonly pins: string;
  readonly state: string;
};

type ExecutionStore = Pick<
  Storage,
  | 'findExecution'
  | 'findStoredExecution'
  | 'listExecutions'
  | 'dueExecutions'
  | 'quietCallExecutions'
  | 'expiredExecutions'
>;

export function executionStore({ reader }: Database): ExecutionStore {
  const findRecord = reader.prepare<RecordRow>(`SELECT ${recordColumns} ${fromExecutions} WHERE e.sid = ?`);
  const findStored = storedBySid(reader);
  const findFlow = flowBySid(reader);
  const pages = executionDirections(reader);
  const due = reader.prepare<{ sid: string }>(
    `SELECT e.sid ${fromExecutions}
     WHERE e.status = 'active' AND e.due_ms IS NOT NULL AND e.due_ms <= ? ORDER BY e.due_ms LIMIT ?`,
  );
  // The index holds none but active executions with a call.
  const quietCalls = reader.prepare<{ sid: string }>(
    `SELECT sid FROM executions INDEXED BY executions_call
     WHERE status = 'active' AND call_sid IS NOT NULL AND updated_ms < ?`,
  );
  const expired = reader.prepare<{ sid: string }>(
    `SELECT e.sid ${fromExecutions} WHERE e.status = 'active' AND e.created_ms < ? ORDER BY e.created_ms LIMIT ?`,
  );

  return {
    async findExecution(sid) {
      const row = findRecord.get(sid);
      return row && toRecord(row);
    },
    async findStoredExecution(sid) {
      const row = findStored.get(sid);
      return row && toStored(row);
    },
    async listExecutions(flowSid, filter, page) {
      const flow = findFlow.get(flowSid);
      if (!flow) return { rows: [], hasMore: false };
      // The empty SID sorts before all others: the first millisecond is in, the last one is out.
      const within = {
        ...(filter.createdFromMs !== undefined && { above: { createdAtMs: filter.createdFromMs, sid: '' } }),
        ...(filter.createdToMs !== undefined && { below: { createdAtMs: filter.createdToMs, sid: '' } }),
      };
      const { rows, hasMore } = readPage(page, pages(flow.id, filter.status), within);
      return { rows: rows.map(toRecord), hasMore };
    },
    async dueExecutions(nowMs, limit) {
      return due.all(nowMs, limit).map((row) => row.sid);
    },
    async quietCallExecutions(sinceMs) {
      return quietCalls.all(sinceMs).map((row) => row.sid);
    },
    async expiredExecutions(createdBeforeMs, limit) {
      return expired.all(createdBeforeMs, limit).map((row) => row.sid);
    },
  };
}

export function storedBySid(connection: Connection): Statement<ExecutionRow> {
  return connection.prepare(`${selectStored} WHERE e.sid = ?`);
}

export function activeByKey(connection: Connection): Statement<ExecutionRow> {
  return connection.prepare(`${selectStored} WHERE e.flow_id = ? AND e.key = ? AND e.status = 'active'`);
}

export function activeByConversation(connection: Connection): Statement<ExecutionRow> {
  return connection.prepare(
    `${selectStored} WHERE e.flow_id = ? AND e.conversation_sid = ? AND e.status = 'active' ORDER BY e.id DESC LIMIT 1`,
  );
}

export function activeByCall(connection: Connection): Statement<ExecutionRow> {
  return connection.prepare(
    `${selectStored} WHERE e.flow_id = ? AND e.call_sid = ? AND e.status = 'active' ORDER BY e.id DESC LIMIT 1`,
  );
}

export function activeCallBetween(connection: Connection): Statement<ExecutionRow> {
  return connection.prepare(
    `${selectStored} WHERE e.flow_id = ? AND e.contact_address = ? AND e.flow_address = ? AND e.kind = 'call'
       AND e.status = 'active' ORDER BY e.id DESC LIMIT 1`,
  );
}

export function activeByStep(connection: Connection): Statement<ExecutionRow> {
  return connection.prepare(`${selectStored} WHERE e.running_step_sid = ? AND e.flow_id = ? AND e.status = 'active'`);
}

export function toStored({ id: _id, flowId: _flowId, ...row }: ExecutionRow): StoredExecution {
  return {
    ...row,
    isFailed: row.isFailed === 1,
    pins: JSON.parse(row.pins) as StoredExecution['pins'],
    state: JSON.parse(row.state) as ExecutionState,
  };
}

export function toRecord(row: RecordRow): ExecutionRecord {
  return { ...row, isFailed: row.isFailed === 1 };
}

/** One index serves both lists: without a status, the pages of both are merged. */
function executionDirections(
  reader: Connection,
): (flowId: number, status: ExecutionRecord['status'] | undefined) => Directions<RecordRow> {
  const select = `SELECT ${recordColumns} ${fromExecutions} WHERE e.flow_id = ? AND e.status = ?
    AND (e.created_ms, e.sid) < (?, ?) AND (e.created_ms, e.sid) > (?, ?)`;
  const newest = reader.prepare<RecordRow>(`${select} ORDER BY e.created_ms DESC, e.sid DESC LIMIT ?`);
  const oldest = reader.prepare<RecordRow>(`${select} ORDER BY e.created_ms, e.sid LIMIT ?`);
  return (flowId, status) => {
    const statuses = status ? [status] : (['active', 'ended'] as const);
    return {
      newest: (range, limit) =>
        statuses
          .flatMap((each) => newest.all(flowId, each, ...rangeValues(range), limit))
          .sort((a, b) => compareCursors(b, a))
          .slice(0, limit),
      oldest: (range, limit) =>
        statuses
          .flatMap((each) => oldest.all(flowId, each, ...rangeValues(range), limit))
          .sort(compareCursors)
          .slice(0, limit),
    };
  };
}
