import type { DatabaseSync } from 'node:sqlite';
import { ExclusiveFile } from '../../sqlite/exclusive-file.ts';
import { migrations } from './migrations.ts';

/** `products.sqlite`: what tasks, conversations and documents on this machine are kept in. */
export type ProductDatabase = Pick<ExclusiveFile, 'prepare' | 'transaction' | 'close'>;

const fileName = 'products.sqlite';

/** Opens the file in `folder`, made if need be, for this process alone. */
export function openProductDatabase(folder: string): ProductDatabase {
  return new ExclusiveFile({ folder, fileName, migrate });
}

/** Each product counts its own migrations, so that one can change without the others. */
function migrate(database: DatabaseSync): void {
  database.exec(
    'CREATE TABLE IF NOT EXISTS schemas (product TEXT PRIMARY KEY, version INTEGER NOT NULL) STRICT, WITHOUT ROWID',
  );
  const versionOf = database.prepare('SELECT version FROM schemas WHERE product = ?');
  const record = database.prepare('INSERT OR REPLACE INTO schemas (product, version) VALUES (?, ?)');
  for (const [product, steps] of Object.entries(migrations)) {
    const current = Number(versionOf.get(product)?.version ?? 0);
    if (current > steps.length) {
      throw new Error(`${fileName} is from a newer Atelier (${product}: schema ${current}): start that version`);
    }
    for (const sql of steps.slice(current)) database.exec(sql);
    record.run(product, steps.length);
  }
}
