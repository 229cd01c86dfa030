import type { ConsoleStorage, WorkingCopyRecord } from '../console-storage.ts';
import type { Database } from './connection.ts';

type WorkingCopyStore = Pick<ConsoleStorage, 'findWorkingCopy' | 'saveWorkingCopy' | 'deleteWorkingCopy'>;

export function workingCopyStore({ reader, writer, submit }: Database): WorkingCopyStore {
  const find = reader.prepare<WorkingCopyRecord>(
    `SELECT f.sid AS flowSid, w.version, w.base_revision AS baseRevision, w.author_sid AS authorSid,
       w.saved_ms AS savedAtMs, w.notes, w.definition
     FROM flows f JOIN working_copies w ON w.flow_id = f.id WHERE f.sid = ?`,
  );
  const findVersion = writer.prepare<{ flowId: number; version: number | null }>(
    `SELECT f.id AS flowId, w.version FROM flows f LEFT JOIN working_copies w ON w.flow_id = f.id WHERE f.sid = ?`,
  );
  const save = writer.prepare(
    `INSERT OR REPLACE INTO working_copies (flow_id, version, base_revision, author_sid, saved_ms, notes, definition)
     VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = writer.prepare('DELETE FROM working_copies WHERE flow_id = (SELECT id FROM flows WHERE sid = ?)');
  return {
    async findWorkingCopy(flowSid) {
      const row = find.get(flowSid);
      return row && { ...row };
    },
    saveWorkingCopy: (copy, expectedVersion) =>
      submit(() => {
        const { flowSid, baseRevision, authorSid, savedAtMs, notes, definition } = copy;
        const before = findVersion.get(flowSid);
        if (before === undefined) return undefined;
        const latest = before.version ?? 0;
        if (expectedVersion !== undefined && expectedVersion !== latest) return 'stale';
        // The time, so that one which comes after a deleted one has another.
        const version = Math.max(latest + 1, savedAtMs);
        save.run(before.flowId, version, baseRevision, authorSid, savedAtMs, notes, definition);
        return { ...copy, version };
      }),
    deleteWorkingCopy: (flowSid) => submit(() => remove.run(flowSid) > 0),
  };
}
