import type { Connection } from './connection.ts';
import { migrations } from './migrations/index.ts';

/** Brings the schema up to date in one transaction, or throws and leaves the database as it was. */
export function migrate(connection: Connection, steps: readonly string[] = migrations): void {
  connection.run('BEGIN IMMEDIATE');
  try {
    connection.run(
      'CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, applied_at TEXT NOT NULL) STRICT',
    );
    const applied = connection.prepare<{ number: number | null }>('SELECT max(number) AS number FROM migrations').get();
    const current = applied?.number ?? 0;
    if (current > steps.length) {
      throw new Error(
        `The database is from a newer Atelier (schema ${current}, this one knows ${steps.length}): start that version`,
      );
    }
    const record = connection.prepare("INSERT INTO migrations VALUES (?, datetime('now'))");
    for (const [index, sql] of steps.entries()) {
      if (index < current) continue;
      connection.run(sql);
      record.run(index + 1);
    }
    connection.run('COMMIT');
  } catch (error) {
    if (connection.isInTransaction) connection.run('ROLLBACK');
    throw error;
  }
}
