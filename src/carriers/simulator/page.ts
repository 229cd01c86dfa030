import type { NetworkPage, NetworkPageRequest } from '../network.ts';
import type { Database } from './database.ts';

/** A condition with its value; without a value it does not count. */
export type Condition = readonly [sql: string, value: string | number | undefined];

/** Rows of a table that has `created_at` and `sid`, newest first. */
export function queryPage<Row>(
  database: Database,
  table: 'messages' | 'numbers' | 'templates' | 'services' | 'service_senders' | 'calls' | 'recordings' | 'queues',
  { limit, after, before }: NetworkPageRequest,
  conditions: readonly Condition[],
  columns = '*',
): NetworkPage<Row> {
  const cursor = before ?? after;
  const given = conditions.filter(
    (condition): condition is readonly [string, string | number] => condition[1] !== undefined,
  );
  const where = given.map(([sql]) => sql);
  if (cursor) where.push(`(created_at, sid) ${before ? '>' : '<'} (?, ?)`);
  const direction = before ? 'ASC' : 'DESC';
  const rows = database
    .prepare<Row>(
      `SELECT ${columns} FROM ${table} WHERE ${where.join(' AND ')} ORDER BY created_at ${direction}, sid ${direction} LIMIT ?`,
    )
    .all(...given.map(([, value]) => value), ...(cursor ? [cursor.createdAtMs, cursor.sid] : []), limit + 1);
  const page = rows.slice(0, limit);
  return { rows: before ? page.reverse() : page, hasMore: rows.length > limit };
}
