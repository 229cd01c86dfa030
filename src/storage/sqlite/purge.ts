import type { Storage } from '../storage.ts';
import type { Connection, Database } from './connection.ts';
import { stepIds } from './steps.ts';

/** Executions removed by one job, so that the events queued behind it do not wait long. */
const EXECUTIONS_PER_JOB = 25;
const ROWS_PER_JOB = 500;

export function purgeStore({ writer, submit }: Database): Pick<Storage, 'deleteExecution' | 'purge'> {
  const remove = remover(writer);
  const findVisible = writer.prepare<{ id: number }>(
    'SELECT e.id FROM executions e JOIN flows f ON f.id = e.flow_id WHERE e.sid = ?',
  );
  const findOld = writer.prepare<{ id: number }>(
    "SELECT id FROM executions WHERE status = 'ended' AND created_ms < ? ORDER BY created_ms LIMIT ?",
  );
  const findDeletedFlow = writer.prepare<{ id: number }>('SELECT flow_id AS id FROM deleted_flows LIMIT 1');
  const findOfFlow = writer.prepare<{ id: number }>('SELECT id FROM executions WHERE flow_id = ? LIMIT ?');
  const forgetFlow = writer.prepare('DELETE FROM deleted_flows WHERE flow_id = ?');
  const removeOldRows = [
    'DELETE FROM replies WHERE id IN (SELECT id FROM replies WHERE created_ms < ? ORDER BY created_ms LIMIT ?)',
    `DELETE FROM outbound_messages WHERE id IN (SELECT id FROM outbound_messages WHERE execution_id IS NULL
       AND created_ms < ? ORDER BY created_ms LIMIT ?)`,
  ].map((sql) => writer.prepare(sql));

  /** Each gives how many executions it removed; 0 when there are none left of its kind. */
  const removeOfDeletedFlows = (limit: number) =>
    submit((atomically) => {
      for (let flow = findDeletedFlow.get(); flow; flow = findDeletedFlow.get()) {
        const rows = findOfFlow.all(flow.id, limit);
        if (rows.length === 0) forgetFlow.run(flow.id);
        else return removeAll(rows, atomically);
      }
      return 0;
    });
  const removeOld = (createdBeforeMs: number) => (limit: number) =>
    submit((atomically) => removeAll(findOld.all(createdBeforeMs, limit), atomically));

  function removeAll(rows: readonly { readonly id: number }[], atomically: (write: () => void) => void): number {
    atomically(() => {
      for (const { id } of rows) remove(id);
    });
    return rows.length;
  }

  return {
    deleteExecution: (sid) =>
      submit((atomically) => {
        const row = findVisible.get(sid);
        return row !== undefined && removeAll([row], atomically) > 0;
      }),

    async purge(createdBeforeMs, limit) {
      let removed = 0;
      for (const removeSome of [removeOfDeletedFlows, removeOld(createdBeforeMs)]) {
        for (let count = 1; count > 0 && removed < limit; removed += count) {
          count = await removeSome(Math.min(EXECUTIONS_PER_JOB, limit - removed));
        }
      }
      for (const removeRows of removeOldRows) {
        while ((await submit(() => removeRows.run(createdBeforeMs, ROWS_PER_JOB))) > 0);
      }
      return removed;
    },
  };
}

/** Removes an execution with all that belongs to it. */
function remover(writer: Connection): (id: number) => void {
  const removeSteps = writer.prepare('DELETE FROM steps WHERE id >= ? AND id <= ?');
  const removeRest = ['effects', 'replies', 'problems', 'outbound_messages', 'run_events'].map((table) =>
    writer.prepare(`DELETE FROM ${table} WHERE execution_id = ?`),
  );
  const removeExecution = writer.prepare('DELETE FROM executions WHERE id = ?');
  return (id) => {
    removeSteps.run(...stepIds(id));
    for (const statement of removeRest) statement.run(id);
    removeExecution.run(id);
  };
}
