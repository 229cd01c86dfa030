import type { ConsoleStorage, RunPage, RunQuery, RunSummary, StuckReason } from '../console-storage.ts';
import type { Cursor } from '../storage.ts';
import type { Database } from './connection.ts';
import { fromExecutions, type RecordRow, recordColumns, toRecord } from './executions.ts';
import { flowBySid } from './flows.ts';
import { compareCursors, type Range, rangeValues } from './page.ts';

/** Runs that one page looks through, however few of them fit: what a search costs at most. */
const searchedRuns = 5_000;
const runsPerRead = 250;

const lateMs = 60_000;
const longWaitMs = 86_400_000;

type RunRow = RecordRow & {
  readonly widget: string | null;
  readonly isTest: number;
  readonly dueAtMs: number | null;
  readonly isCallOver: number;
};

type RunStore = Pick<ConsoleStorage, 'listRuns' | 'findRun' | 'countRuns'>;

/** Runs in a range, newest first. */
type Read = (range: Range, limit: number) => readonly RunRow[];

export function runStore({ reader }: Database): RunStore {
  const findFlow = flowBySid(reader);
  const columns = `SELECT ${recordColumns}, e.widget, e.is_test AS isTest, e.due_ms AS dueAtMs,
    e.is_call_over AS isCallOver`;
  // The index is named: each list stands or falls with being read in the order that it has.
  const newest = (index: string, where: string) => {
    const from = `FROM executions e INDEXED BY ${index} CROSS JOIN flows f ON f.id = e.flow_id`;
    const range = '(e.created_ms, e.sid) < (?, ?) AND (e.created_ms, e.sid) > (?, ?)';
    return reader.prepare<RunRow>(
      `${columns} ${from} WHERE ${where} AND ${range} ORDER BY e.created_ms DESC, e.sid DESC LIMIT ?`,
    );
  };
  const ofAccount = newest('executions_of_account', 'e.account_sid = ?');
  const ofContact = newest('executions_of_contact', 'e.account_sid = ? AND e.contact_address = ?');
  const ofFlow = newest('executions_by_flow', 'e.flow_id = ? AND e.status = ?');
  const active = newest('executions_active_age', "e.status = 'active'");
  const failed = newest('executions_failed', 'e.account_sid = ? AND e.is_failed = 1');
  const withoutDeadline = newest(
    'executions_without_deadline',
    "e.account_sid = ? AND e.status = 'active' AND e.due_ms IS NULL",
  );
  const one = reader.prepare<RunRow>(`${columns} ${fromExecutions} WHERE e.sid = ?`);
  const late = reader.prepare<RunRow>(
    `${columns} FROM executions e INDEXED BY executions_due CROSS JOIN flows f ON f.id = e.flow_id
     WHERE e.status = 'active' AND e.due_ms IS NOT NULL AND e.due_ms < ? ORDER BY e.due_ms LIMIT ?`,
  );

  /** The narrowest list that has every run of the query. */
  function listOf({ accountSid, flowSid, contact, status }: RunQuery, nowMs: number): Read {
    if (status === 'stuck') return stuckOf(accountSid, nowMs);
    if (contact !== undefined)
      return (range, limit) => ofContact.all(accountSid, contact, ...rangeValues(range), limit);
    if (status === 'failed') return (range, limit) => failed.all(accountSid, ...rangeValues(range), limit);
    if (flowSid !== undefined) {
      const id = findFlow.get(flowSid)?.id ?? -1;
      const statuses = status === undefined ? ['active', 'ended'] : [status];
      return merged(statuses.map((each) => (range, limit) => ofFlow.all(id, each, ...rangeValues(range), limit)));
    }
    if (status === 'active') return (range, limit) => active.all(...rangeValues(range), limit);
    return (range, limit) => ofAccount.all(accountSid, ...rangeValues(range), limit);
  }

  /** Late ones are few, while the server is well: they are read whole, up to what one page looks through. */
  function stuckOf(accountSid: string, nowMs: number): Read {
    const lateOnes = late.all(nowMs - lateMs, searchedRuns).sort((a, b) => compareCursors(b, a));
    return merged([
      (range, limit) => lateOnes.filter((row) => isWithin(row, range)).slice(0, limit),
      (range, limit) => withoutDeadline.all(accountSid, ...rangeValues(range), limit),
    ]);
  }

  function walk(query: RunQuery, nowMs: number, limit: number, after: Cursor | undefined): RunPage {
    const read = listOf(query, nowMs);
    const rows: RunSummary[] = [];
    const above = { createdAtMs: query.createdFromMs ?? Number.MIN_SAFE_INTEGER, sid: '' };
    let below = lower(after, { createdAtMs: query.createdToMs ?? Number.MAX_SAFE_INTEGER, sid: '' });
    for (let looked = 0; looked < searchedRuns; looked += runsPerRead) {
      const found = read({ below, above }, runsPerRead);
      for (const row of found) {
        below = { createdAtMs: row.createdAtMs, sid: row.sid };
        const run = toSummary(row, nowMs);
        if (fits(run, query)) rows.push(run);
        if (rows.length === limit)
          return { rows, next: row === found.at(-1) && found.length < runsPerRead ? null : below };
      }
      if (found.length < runsPerRead) return { rows, next: null };
    }
    return { rows, next: below };
  }

  return {
    listRuns: async (query, nowMs, { limit, after }) => walk(query, nowMs, limit, after),
    async findRun(sid, nowMs) {
      const row = one.get(sid);
      return row && toSummary(row, nowMs);
    },
    async countRuns(query, nowMs, max) {
      const count = (status: NonNullable<RunQuery['status']>) =>
        walk({ ...query, status }, nowMs, max, undefined).rows.length;
      return { active: count('active'), ended: count('ended'), failed: count('failed'), stuck: count('stuck') };
    },
  };
}

function merged(lists: readonly Read[]): Read {
  return (range, limit) =>
    lists
      .flatMap((read) => read(range, limit))
      .sort((a, b) => compareCursors(b, a))
      .slice(0, limit);
}

function isWithin(row: Cursor, { below, above }: Range): boolean {
  return compareCursors(row, below) < 0 && compareCursors(row, above) > 0;
}

function lower(a: Cursor | undefined, b: Cursor): Cursor {
  return a !== undefined && compareCursors(a, b) < 0 ? a : b;
}

function toSummary({ isTest, isCallOver, ...row }: RunRow, nowMs: number): RunSummary {
  return { ...row, ...toRecord(row), isTestUser: isTest === 1, stuck: stuckReason({ ...row, isCallOver }, nowMs) };
}

function stuckReason(
  { status, dueAtMs, isCallOver, updatedAtMs }: Pick<RunRow, 'status' | 'dueAtMs' | 'isCallOver' | 'updatedAtMs'>,
  nowMs: number,
): StuckReason | null {
  if (status === 'ended') return null;
  if (dueAtMs !== null) return dueAtMs < nowMs - lateMs ? 'late' : null;
  if (isCallOver === 1 && updatedAtMs < nowMs - lateMs) return 'call-over';
  return updatedAtMs < nowMs - longWaitMs ? 'no-deadline' : null;
}

function fits(run: RunSummary, query: RunQuery): boolean {
  return (
    run.accountSid === query.accountSid &&
    (query.flowSid === undefined || run.flowSid === query.flowSid) &&
    (query.status === undefined || hasStatus(run, query.status)) &&
    (query.contact === undefined || run.contactAddress === query.contact) &&
    (query.widget === undefined || run.widget === query.widget) &&
    (query.revision === undefined || run.revision === query.revision) &&
    (query.search === undefined || run.contactAddress.toLowerCase().includes(query.search.toLowerCase()))
  );
}

function hasStatus(run: RunSummary, status: NonNullable<RunQuery['status']>): boolean {
  if (status === 'failed') return run.isFailed;
  if (status === 'stuck') return run.stuck !== null;
  return run.status === status && !run.isFailed;
}
