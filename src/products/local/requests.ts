import type { JsonObject } from '../../engine/json.ts';
import type { ProductDatabase } from './database.ts';

/** Longer than any run lives: after it nobody repeats a request (limits-and-errors §1, 30 days). */
export const keptMs = 31 * 24 * 3600 * 1000;

/** What was asked for by a key, so that a repeat gives the same answer and makes nothing twice. */
export interface RequestLog {
  find(key: string): JsonObject | undefined;
  /** The answer to `key`; `make` is called when there is none yet, in the same transaction as it is noted. */
  once(key: string, nowMs: number, make: () => JsonObject): JsonObject;
}

export function requestLog(database: ProductDatabase): RequestLog {
  const findRow = database.prepare<{ resource: string }>('SELECT resource FROM requests WHERE key = ?');
  const insert = database.prepare('INSERT INTO requests (key, done_at_ms, resource) VALUES (?, ?, ?)');
  const forget = database.prepare('DELETE FROM requests WHERE done_at_ms < ?');
  const find = (key: string) => {
    const row = findRow.get(key);
    return row && (JSON.parse(row.resource) as JsonObject);
  };
  return {
    find,
    once: (key, nowMs, make) =>
      database.transaction(() => {
        const done = find(key);
        if (done) return done;
        const resource = make();
        forget.run(nowMs - keptMs);
        insert.run(key, nowMs, JSON.stringify(resource));
        return resource;
      }),
  };
}
