import type { ConsoleStorage, RunEventRecord } from '../console-storage.ts';
import type { Connection, Database } from './connection.ts';

interface EventRow {
  readonly atMs: number;
  readonly event: string;
  readonly exchange: string | null;
  readonly stopped: string | null;
}

export function runEventStore({ reader }: Database): Pick<ConsoleStorage, 'runEvents'> {
  const read = reader.prepare<EventRow>(
    `SELECT v.at_ms AS atMs, v.event, v.exchange, v.stopped
     FROM run_events v JOIN executions e ON e.id = v.execution_id JOIN flows f ON f.id = e.flow_id WHERE e.sid = ? ORDER BY v.id`,
  );
  return {
    runEvents: async (executionSid) =>
      read.all(executionSid).map(({ atMs, event, exchange, stopped }) => ({
        executionSid,
        atMs,
        event: JSON.parse(event),
        exchange: exchange === null ? null : JSON.parse(exchange),
        stopped: stopped === null ? null : JSON.parse(stopped),
      })),
  };
}

/** Keeps an event of an execution, inside the transaction of what it did. */
export function runEventWriter(writer: Connection): (record: RunEventRecord, executionId: number) => void {
  const insert = writer.prepare(
    'INSERT INTO run_events (execution_id, at_ms, event, exchange, stopped) VALUES (?, ?, ?, ?, ?)',
  );
  return ({ atMs, event, exchange, stopped }, executionId) => {
    insert.run(
      executionId,
      atMs,
      JSON.stringify(event),
      exchange && JSON.stringify(exchange),
      stopped && JSON.stringify(stopped),
    );
  };
}
