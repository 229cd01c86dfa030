import type { Claims } from '../claims.ts';
import type { ProductDatabase } from './database.ts';
import { keptMs } from './requests.ts';

/** Claims that outlast the process. */
export function storedClaims(database: ProductDatabase, clock: { now(): number }): Claims {
  const find = database.prepare<{ key: string }>('SELECT key FROM claims WHERE sid = ?');
  const insert = database.prepare('INSERT OR IGNORE INTO claims (sid, key, taken_at_ms) VALUES (?, ?, ?)');
  const forget = database.prepare('DELETE FROM claims WHERE taken_at_ms < ?');
  const isOthers = (sid: string, key: string) => {
    const owner = find.get(sid);
    return owner !== undefined && owner.key !== key;
  };
  return {
    isOthers,
    take: (sid, key) =>
      database.transaction(() => {
        forget.run(clock.now() - keptMs);
        insert.run(sid, key, clock.now());
        return !isOthers(sid, key);
      }),
  };
}
