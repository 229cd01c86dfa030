import type { JsonObject } from '../../engine/json.ts';
import type { Storage, StreamEventRecord, StreamStorage } from '../storage.ts';
import type { Connection, Database } from './connection.ts';

type Row = Omit<StreamEventRecord, 'event'> & { readonly event: string };

const PURGED_PER_JOB = 1_000;

export function streamStore({ reader, writer, submit }: Database): Pick<Storage, keyof StreamStorage> {
  const after = reader.prepare<Row>(
    `SELECT id, type, account_sid AS accountSid, flow_sid AS flowSid, created_ms AS createdAtMs, event
     FROM stream_events WHERE id > ? ORDER BY id LIMIT ?`,
  );
  const last = reader.prepare<{ id: number | null }>('SELECT max(id) AS id FROM stream_events');
  const cursors = reader.prepare<{ sink: string; afterId: number }>(
    'SELECT sink, after_id AS afterId FROM stream_cursors ORDER BY sink',
  );
  const save = writer.prepare(
    'INSERT INTO stream_cursors VALUES (?, ?) ON CONFLICT (sink) DO UPDATE SET after_id = excluded.after_id',
  );
  const forget = writer.prepare('DELETE FROM stream_cursors WHERE sink = ?');
  const purge = writer.prepare(
    'DELETE FROM stream_events WHERE id IN (SELECT id FROM stream_events WHERE id <= ? ORDER BY id LIMIT ?)',
  );
  return {
    async streamEvents(afterId, limit) {
      return after.all(afterId, limit).map((row) => ({ ...row, event: JSON.parse(row.event) as JsonObject }));
    },
    async lastStreamEventId() {
      return last.get()?.id ?? 0;
    },
    async streamCursors() {
      return new Map(cursors.all().map(({ sink, afterId }) => [sink, afterId]));
    },
    async saveStreamCursor(sink, afterId) {
      await submit(() => save.run(sink, afterId));
    },
    async forgetStreamCursor(sink) {
      await submit(() => forget.run(sink));
    },
    async purgeStreamEvents(upToId) {
      while ((await submit(() => purge.run(upToId, PURGED_PER_JOB))) > 0);
    },
  };
}

/** Writes the events of one change. */
export function streamWriter(writer: Connection): (events: readonly Omit<StreamEventRecord, 'id'>[]) => void {
  const insert = writer.prepare(
    'INSERT INTO stream_events (type, account_sid, flow_sid, created_ms, event) VALUES (?, ?, ?, ?, ?)',
  );
  return (events) => {
    for (const { type, accountSid, flowSid, createdAtMs, event } of events) {
      insert.run(type, accountSid, flowSid, createdAtMs, JSON.stringify(event));
    }
  };
}
