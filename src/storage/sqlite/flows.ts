import type { JsonObject } from '../../engine/json.ts';
import type { FlowRecord, RevisionRecord, RevisionSummary, Storage } from '../storage.ts';
import type { Connection, Database, Statement } from './connection.ts';
import { type Directions, rangeValues, readPage } from './page.ts';

const flowColumns = `f.id, f.sid, f.account_sid AS accountSid, f.test_users AS testUsers,
  f.latest_revision AS latestRevision, f.published_revision AS publishedRevision, f.created_ms AS createdAtMs,
  f.updated_ms AS updatedAtMs`;
const summaryColumns = `f.sid AS flowSid, r.revision, r.friendly_name AS friendlyName, r.status,
  r.author_sid AS authorSid, r.created_ms AS savedAtMs, r.commit_message AS commitMessage`;
const revisionColumns = `${summaryColumns}, r.is_valid AS isValid, r.errors, r.warnings, r.definition,
  r.sent_text AS sentText`;
const inRange = '(f.created_ms, f.sid) < (?, ?) AND (f.created_ms, f.sid) > (?, ?)';

type FlowRow = Omit<FlowRecord, 'testUsers'> & { readonly id: number; readonly testUsers: string };
type SummaryRow = Omit<RevisionSummary, 'createdAtMs'> & { readonly savedAtMs: number };
type RevisionRow = SummaryRow & {
  readonly isValid: number;
  readonly errors: string;
  readonly warnings: string;
  readonly definition: string;
  readonly sentText: string | null;
};

type FlowStore = Pick<
  Storage,
  | 'createFlow'
  | 'addRevision'
  | 'findFlow'
  | 'listFlows'
  | 'findRevision'
  | 'listRevisions'
  | 'setTestUsers'
  | 'deleteFlow'
>;

export function flowStore({ reader, writer, submit }: Database): FlowStore {
  const readFlow = flowBySid(reader);
  const findFlow = flowBySid(writer);
  const readRevision = revisionByNumber(reader);
  const findRevision = revisionByNumber(writer);
  const insertFlow = writer.prepare(
    `INSERT INTO flows (sid, account_sid, test_users, latest_revision, published_revision, created_ms)
     VALUES (?, ?, '[]', ?, ?, ?)`,
  );
  const insertRevision = writer.prepare(
    `INSERT INTO revisions (flow_id, revision, friendly_name, status, author_sid, is_valid, created_ms, commit_message,
       errors, warnings, definition, sent_text) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const advanceFlow = writer.prepare(
    'UPDATE flows SET latest_revision = ?, published_revision = coalesce(?, published_revision), updated_ms = ? WHERE id = ?',
  );
  const removeWorkingCopy = writer.prepare('DELETE FROM working_copies WHERE flow_id = ?');
  const setTestUsers = writer.prepare('UPDATE flows SET test_users = ? WHERE sid = ?');
  const deleteFlow = writer.prepare('DELETE FROM flows WHERE id = ?');
  const rememberDeleted = writer.prepare('INSERT INTO deleted_flows (flow_id) VALUES (?)');
  const flowPages = flowDirections(reader);
  const revisionPages = revisionDirections(reader);

  const writeRevision = (flowId: number, revision: RevisionRecord) =>
    insertRevision.run(
      flowId,
      revision.revision,
      revision.friendlyName,
      revision.status,
      revision.authorSid,
      Number(revision.isValid),
      revision.createdAtMs,
      revision.commitMessage,
      JSON.stringify(revision.errors),
      JSON.stringify(revision.warnings),
      revision.definition,
      revision.sentText ?? null,
    );

  return {
    createFlow: ({ sid, accountSid }, first) =>
      submit((atomically) =>
        atomically(() => {
          const { revision, createdAtMs } = first;
          writeRevision(insertFlow.insert(sid, accountSid, revision, publishedBy(first), createdAtMs), first);
        }),
      ),

    addRevision: (flowSid, build, { endsWorkingCopy } = { endsWorkingCopy: false }) =>
      submit((atomically) => {
        const flow = findFlow.get(flowSid);
        const latest = flow && findRevision.get(flowSid, flow.latestRevision);
        if (!flow || !latest) return undefined;
        const next = build(toRevision(latest));
        if (next.revision !== flow.latestRevision + 1) {
          throw new Error(`Revision ${next.revision} of ${flowSid} does not follow ${flow.latestRevision}`);
        }
        atomically(() => {
          writeRevision(flow.id, next);
          advanceFlow.run(next.revision, publishedBy(next), next.createdAtMs, flow.id);
          if (endsWorkingCopy) removeWorkingCopy.run(flow.id);
        });
        return next;
      }),

    async findFlow(sid) {
      const row = readFlow.get(sid);
      return row && toFlow(row);
    },

    async listFlows(accountSid, page) {
      const { rows, hasMore } = readPage(page, flowPages(accountSid));
      return { rows: rows.map((row) => ({ flow: toFlow(row), latest: toSummary(row) })), hasMore };
    },

    async findRevision(flowSid, revision) {
      const row = readRevision.get(flowSid, revision);
      return row && toRevision(row);
    },

    async listRevisions(flowSid, page) {
      const { rows, hasMore } = readPage(page, revisionPages(flowSid));
      return { rows: rows.map(toSummary), hasMore };
    },

    setTestUsers: (flowSid, testUsers) => submit(() => setTestUsers.run(JSON.stringify(testUsers), flowSid) > 0),

    deleteFlow: (sid) =>
      submit((atomically) => {
        const flow = findFlow.get(sid);
        if (!flow) return false;
        atomically(() => {
          deleteFlow.run(flow.id);
          rememberDeleted.run(flow.id);
        });
        return true;
      }),
  };
}

export function flowBySid(connection: Connection): Statement<FlowRow> {
  return connection.prepare(`SELECT ${flowColumns} FROM flows f WHERE f.sid = ?`);
}

export function flowById(connection: Connection): Statement<FlowRow> {
  return connection.prepare(`SELECT ${flowColumns} FROM flows f WHERE f.id = ?`);
}

export function toFlow(row: FlowRow): FlowRecord {
  return {
    sid: row.sid,
    accountSid: row.accountSid,
    testUsers: JSON.parse(row.testUsers) as readonly string[],
    latestRevision: row.latestRevision,
    publishedRevision: row.publishedRevision,
    createdAtMs: row.createdAtMs,
    updatedAtMs: row.updatedAtMs,
  };
}

function revisionByNumber(connection: Connection): Statement<RevisionRow> {
  return connection.prepare(
    `SELECT ${revisionColumns} FROM flows f JOIN revisions r ON r.flow_id = f.id WHERE f.sid = ? AND r.revision = ?`,
  );
}

function flowDirections(reader: Connection): (accountSid: string) => Directions<FlowRow & SummaryRow> {
  const select = `SELECT ${flowColumns}, ${summaryColumns}
    FROM flows f JOIN revisions r ON r.flow_id = f.id AND r.revision = f.latest_revision
    WHERE f.account_sid = ? AND ${inRange}`;
  const newest = reader.prepare<FlowRow & SummaryRow>(`${select} ORDER BY f.created_ms DESC, f.sid DESC LIMIT ?`);
  const oldest = reader.prepare<FlowRow & SummaryRow>(`${select} ORDER BY f.created_ms, f.sid LIMIT ?`);
  return (accountSid) => ({
    newest: (range, limit) => newest.all(accountSid, ...rangeValues(range), limit),
    oldest: (range, limit) => oldest.all(accountSid, ...rangeValues(range), limit),
  });
}

function revisionDirections(reader: Connection): (flowSid: string) => Directions<SummaryRow> {
  const select = `SELECT ${summaryColumns} FROM flows f JOIN revisions r ON r.flow_id = f.id
    WHERE f.sid = ? AND r.revision < ? AND r.revision > ?`;
  const newest = reader.prepare<SummaryRow>(`${select} ORDER BY r.revision DESC LIMIT ?`);
  const oldest = reader.prepare<SummaryRow>(`${select} ORDER BY r.revision LIMIT ?`);
  return (flowSid) => ({
    newest: ({ below, above }, limit) => newest.all(flowSid, below.createdAtMs, above.createdAtMs, limit),
    oldest: ({ below, above }, limit) => oldest.all(flowSid, below.createdAtMs, above.createdAtMs, limit),
  });
}

function toSummary(row: SummaryRow): RevisionSummary {
  return {
    flowSid: row.flowSid,
    revision: row.revision,
    friendlyName: row.friendlyName,
    status: row.status,
    commitMessage: row.commitMessage,
    authorSid: row.authorSid,
    createdAtMs: row.savedAtMs,
  };
}

function toRevision(row: RevisionRow): RevisionRecord {
  return {
    ...toSummary(row),
    definition: row.definition,
    ...(row.sentText === null ? {} : { sentText: row.sentText }),
    isValid: row.isValid === 1,
    errors: JSON.parse(row.errors) as readonly JsonObject[],
    warnings: JSON.parse(row.warnings) as readonly JsonObject[],
  };
}

function publishedBy({ status, revision }: RevisionRecord): number | null {
  return status === 'published' ? revision : null;
}
