import type { OutboundMessage } from '../../engine/effects.ts';
import { deliveryRank } from '../delivery-status.ts';
import {
  type DeliveryReport,
  type EffectRecord,
  type OutboundRecord,
  type OutboxStatus,
  outboxStatuses,
  type Storage,
} from '../storage.ts';
import type { Connection, Database, Statement } from './connection.ts';
import { compareCursors, type Directions, type Range, rangeValues, readPage } from './page.ts';

// The joins hide the messages of a deleted flow at once: what has an execution needs a flow.
const columns = `o.key, o.message_sid AS messageSid, o.account_sid AS accountSid, e.sid AS executionSid,
  o.step_sid AS stepSid, o.status, o.error_code AS errorCode, o.error_message AS errorMessage, o.attempts,
  o.created_ms AS createdAtMs, o.updated_ms AS updatedAtMs, o.recovery, o.resent_as AS resentAs, o.message`;
const from = `FROM outbound_messages o LEFT JOIN executions e ON e.id = o.execution_id
  LEFT JOIN flows f ON f.id = e.flow_id WHERE (o.execution_id IS NULL OR f.id IS NOT NULL)`;
const waitingColumns = `x.key, x.account_sid AS accountSid, e.sid AS executionSid, x.attempts,
  x.error_message AS errorMessage, x.created_ms AS createdAtMs, x.effect`;
const fromWaiting = `FROM effects x LEFT JOIN executions e ON e.id = x.execution_id
  LEFT JOIN flows f ON f.id = e.flow_id WHERE (x.execution_id IS NULL OR f.id IS NOT NULL) AND x.type = 'message.send'`;

type OutboundRow = Omit<OutboundRecord, 'message'> & { readonly message: string | null };
type WaitingRow = Pick<OutboundRecord, 'accountSid' | 'executionSid' | 'attempts' | 'errorMessage' | 'createdAtMs'> & {
  readonly key: string;
  readonly effect: string;
};

type OutboundStore = Pick<
  Storage,
  'findOutbound' | 'findOutboundByKey' | 'findEarlyReport' | 'listOutbox' | 'messagesOfRun'
>;

export function outboundStore({ reader }: Database): OutboundStore {
  const bySid = outboundBySid(reader);
  const byKey = outboundByKey(reader);
  const early = reader.prepare<OutboundRow>(`SELECT ${columns} ${from} AND o.step_sid = ? AND o.key IS NULL`);
  const ofRun = reader.prepare<OutboundRow>(
    `SELECT ${columns} ${from} AND o.execution_id = (SELECT id FROM executions WHERE sid = ?) AND o.key IS NOT NULL
     ORDER BY o.id`,
  );
  const pages = outboxDirections(reader);
  return {
    async findOutbound(messageSid) {
      const row = bySid.get(messageSid);
      return row && toOutbound(row);
    },
    findOutboundByKey: async (key) => byKey(key),
    async findEarlyReport(stepSid) {
      const row = early.get(stepSid);
      return row && toOutbound(row);
    },
    async messagesOfRun(executionSid) {
      return ofRun.all(executionSid).map(toOutbound);
    },
    async listOutbox(accountSid, status, page) {
      const { rows, hasMore } = readPage(page, pages(accountSid, status ? [status] : outboxStatuses));
      return { rows, hasMore };
    },
  };
}

export function outboundBySid(connection: Connection): Statement<OutboundRow> {
  return connection.prepare(`SELECT ${columns} ${from} AND o.message_sid = ?`);
}

/** One that is still to leave too. */
export function outboundByKey(connection: Connection): (key: string) => OutboundRecord | undefined {
  const settled = connection.prepare<OutboundRow>(`SELECT ${columns} ${from} AND o.key = ?`);
  const waiting = connection.prepare<WaitingRow>(`SELECT ${waitingColumns} ${fromWaiting} AND x.key = ?`);
  return (key) => {
    const row = settled.get(key);
    if (row) return toOutbound(row);
    const effect = waiting.get(key);
    return effect && ofWaiting(effect);
  };
}

export function toOutbound({ message, ...row }: OutboundRow): OutboundRecord {
  return { ...row, message: message === null ? null : (JSON.parse(message) as OutboundMessage) };
}

function ofWaiting({ effect, ...row }: WaitingRow): OutboundRecord {
  const { stepSid, ...asked } = JSON.parse(effect) as EffectRecord['effect'];
  return {
    ...row,
    messageSid: null,
    stepSid,
    status: 'queued',
    errorCode: null,
    updatedAtMs: row.createdAtMs,
    recovery: null,
    resentAs: null,
    message: asked.type === 'message.send' ? asked.message : null,
  };
}

/** Each status has its place in an index: the pages of several are merged. */
function outboxDirections(
  reader: Connection,
): (accountSid: string, statuses: readonly OutboxStatus[]) => Directions<OutboundRecord> {
  const within = (table: string) =>
    `(${table}.created_ms, ${table}.key) < (?, ?) AND (${table}.created_ms, ${table}.key) > (?, ?)`;
  const settled = `SELECT ${columns} ${from} AND o.account_sid = ? AND o.status = ? AND o.key IS NOT NULL
    AND o.status IN ('failed', 'undelivered', 'canceled') AND ${within('o')}`;
  const waiting = `SELECT ${waitingColumns} ${fromWaiting} AND x.account_sid = ?
    AND (x.begun_ms IS NULL OR x.attempts > 1) AND ${within('x')}`;
  const read = (order: 'ASC' | 'DESC') => {
    const readSettled = reader.prepare<OutboundRow>(
      `${settled} ORDER BY o.created_ms ${order}, o.key ${order} LIMIT ?`,
    );
    const readWaiting = reader.prepare<WaitingRow>(`${waiting} ORDER BY x.created_ms ${order}, x.key ${order} LIMIT ?`);
    return (accountSid: string, status: OutboxStatus, range: Range, limit: number) =>
      status === 'queued'
        ? readWaiting.all(accountSid, ...rangeValues(range), limit).map(ofWaiting)
        : readSettled.all(accountSid, status, ...rangeValues(range), limit).map(toOutbound);
  };
  const [newest, oldest] = [read('DESC'), read('ASC')];
  return (accountSid, statuses) => ({
    newest: (range, limit) =>
      statuses
        .flatMap((status) => newest(accountSid, status, range, limit))
        .sort((a, b) => compareCursors(cursorOf(b), cursorOf(a)))
        .slice(0, limit),
    oldest: (range, limit) =>
      statuses
        .flatMap((status) => oldest(accountSid, status, range, limit))
        .sort((a, b) => compareCursors(cursorOf(a), cursorOf(b)))
        .slice(0, limit),
  });
}

function cursorOf({ createdAtMs, key }: OutboundRecord) {
  return { createdAtMs, sid: key ?? '' };
}

/** Writes what became of messages, inside a transaction. */
export function outboundWriter(writer: Connection) {
  const find = writer.prepare<{
    id: number;
    key: string | null;
    status: string;
    errorCode: number | null;
    errorMessage: string | null;
  }>(
    `SELECT id, key, status, error_code AS errorCode, error_message AS errorMessage FROM outbound_messages
     WHERE message_sid = ?`,
  );
  const save = writer.prepare(
    `INSERT INTO outbound_messages (key, message_sid, execution_id, account_sid, step_sid, status, error_code, attempts,
       created_ms, updated_ms, recovery, resent_as, error_message, message)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (key) DO UPDATE SET message_sid = excluded.message_sid, status = excluded.status,
       error_code = excluded.error_code, attempts = excluded.attempts, updated_ms = excluded.updated_ms,
       recovery = excluded.recovery, resent_as = coalesce(excluded.resent_as, resent_as), error_message = excluded.error_message`,
  );
  const remove = writer.prepare('DELETE FROM outbound_messages WHERE id = ?');
  const advance = writer.prepare(
    'UPDATE outbound_messages SET status = ?, error_code = ?, error_message = ?, updated_ms = ? WHERE id = ?',
  );

  return {
    save(record: OutboundRecord, executionId: number | null): void {
      const stored = record.messageSid === null ? undefined : find.get(record.messageSid);
      const isOurs = stored === undefined || stored.key === null || stored.key === record.key;
      const last = stored && isOurs && deliveryRank(stored.status) > deliveryRank(record.status) ? stored : record;
      if (stored && stored.key === null) remove.run(stored.id);
      save.run(
        record.key,
        // A carrier that gives one id to two messages must not undo the transaction of the second.
        isOurs ? record.messageSid : null,
        executionId,
        record.accountSid,
        record.stepSid,
        last.status,
        last.errorCode,
        record.attempts,
        record.createdAtMs,
        record.updatedAtMs,
        record.recovery,
        record.resentAs,
        last.errorMessage,
        record.message === null ? null : JSON.stringify(record.message),
      );
    },

    report(report: DeliveryReport, findIdOf: (executionSid: string) => number | undefined): void {
      const { messageSid, accountSid, status, errorCode, errorMessage, atMs, early } = report;
      const stored = find.get(messageSid);
      if (stored) {
        if (deliveryRank(status) > deliveryRank(stored.status)) {
          advance.run(status, errorCode, errorMessage, atMs, stored.id);
        }
      } else if (early) {
        const executionId = findIdOf(early.executionSid);
        if (executionId === undefined) return;
        const place = [null, messageSid, executionId, accountSid, early.stepSid] as const;
        save.run(...place, status, errorCode, 0, atMs, atMs, null, null, errorMessage, null);
      }
    },
  };
}
