import type { ReportStorage, UnboundReport } from '../report-storage.ts';
import type { Database } from './connection.ts';

interface ReportRow {
  readonly messageSid: string;
  readonly accountSid: string;
  readonly key: string | null;
  readonly status: string;
  readonly errorCode: number | null;
  readonly errorMessage: string | null;
  readonly atMs: number;
}

const columns = `message_sid AS messageSid, account_sid AS accountSid, key, status, error_code AS errorCode,
  error_message AS errorMessage, at_ms AS atMs`;
/** In the column of the account, where the report may be about any. */
const anyAccount = '';

export function reportStore({ reader, writer, submit }: Database): ReportStorage {
  const findKnown = writer.prepare<{ id: number }>('SELECT id FROM outbound_messages WHERE message_sid = ?');
  // Replaced, so that what was said last comes last.
  const keep = writer.prepare(
    `INSERT OR REPLACE INTO early_reports (message_sid, account_sid, key, status, error_code, error_message, at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const ofMessage = reader.prepare<ReportRow>(
    `SELECT ${columns} FROM early_reports WHERE message_sid = ? ORDER BY id LIMIT 100`,
  );
  const ofKey = reader.prepare<ReportRow>(`SELECT ${columns} FROM early_reports WHERE key = ? ORDER BY id LIMIT 100`);
  const forgetMessage = writer.prepare('DELETE FROM early_reports WHERE message_sid = ?');
  const forgetOld = writer.prepare('DELETE FROM early_reports WHERE at_ms < ?');
  return {
    keepReport: ({ messageSid, accountSid = anyAccount, key = null, status, errorCode, errorMessage, atMs }) =>
      submit(() => {
        if (findKnown.get(messageSid)) return false;
        keep.run(messageSid, accountSid, key, status, errorCode, errorMessage, atMs);
        return true;
      }),
    earlyReports: async (messageSid) => ofMessage.all(messageSid).map(toReport),
    earlyReportsOfKey: async (key) => ofKey.all(key).map(toReport),
    async forgetReports(which) {
      await submit(() => ('messageSid' in which ? forgetMessage.run(which.messageSid) : forgetOld.run(which.beforeMs)));
    },
  };
}

function toReport({ accountSid, key, ...row }: ReportRow): UnboundReport {
  return { ...row, ...(accountSid === anyAccount ? {} : { accountSid }), ...(key === null ? {} : { key }) };
}
