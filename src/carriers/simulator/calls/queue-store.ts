/** The queues of accounts; who waits in them is in memory. */
import type { NetworkPage, NetworkPageRequest } from '../../network.ts';
import type { Database } from '../database.ts';
import { queryPage } from '../page.ts';

export interface StoredQueue {
  readonly sid: string;
  readonly accountSid: string;
  readonly friendlyName: string;
  readonly maxSize: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export type QueueStore = ReturnType<typeof queueStore>;

export function queueStore(database: Database) {
  const insert = database.prepare('INSERT INTO queues VALUES (?, ?, ?, ?, ?, ?)');
  const update = database.prepare('UPDATE queues SET friendly_name = ?, max_size = ?, updated_at = ? WHERE sid = ?');
  const remove = database.prepare('DELETE FROM queues WHERE sid = ?');
  const bySid = database.prepare<QueueRow>('SELECT * FROM queues WHERE account_sid = ? AND sid = ?');
  const byName = database.prepare<QueueRow>('SELECT * FROM queues WHERE account_sid = ? AND friendly_name = ?');
  return {
    add: (queue: StoredQueue) =>
      insert.run(queue.sid, queue.accountSid, queue.friendlyName, queue.maxSize, queue.createdAtMs, queue.updatedAtMs),
    update: ({ sid, friendlyName, maxSize, updatedAtMs }: StoredQueue) =>
      update.run(friendlyName, maxSize, updatedAtMs, sid),
    remove: (sid: string) => remove.run(sid),
    find(accountSid: string, sid: string): StoredQueue | undefined {
      const row = bySid.get(accountSid, sid);
      return row && stored(row);
    },
    findByName(accountSid: string, name: string): StoredQueue | undefined {
      const row = byName.get(accountSid, name);
      return row && stored(row);
    },
    list(accountSid: string, page: NetworkPageRequest): NetworkPage<StoredQueue> {
      const { rows, hasMore } = queryPage<QueueRow>(database, 'queues', page, [['account_sid = ?', accountSid]]);
      return { rows: rows.map(stored), hasMore };
    },
  };
}

interface QueueRow {
  readonly sid: string;
  readonly account_sid: string;
  readonly friendly_name: string;
  readonly max_size: number;
  readonly created_at: number;
  readonly updated_at: number;
}

function stored(row: QueueRow): StoredQueue {
  return {
    sid: row.sid,
    accountSid: row.account_sid,
    friendlyName: row.friendly_name,
    maxSize: row.max_size,
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
  };
}
