import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { migrations } from './migrations.ts';

/** A prepared statement. `Row` is what its columns spell: the one place where SQL and types meet on trust. */
export interface Statement<Row> {
  get(...values: readonly SQLInputValue[]): Row | undefined;
  all(...values: readonly SQLInputValue[]): Row[];
  /** Gives how many rows it changed. */
  run(...values: readonly SQLInputValue[]): number;
}

/** `products.sqlite`: what tasks, conversations and documents on this machine are kept in. */
export interface ProductDatabase {
  /** Prepared once per text. */
  prepare<Row = never>(sql: string): Statement<Row>;
  /** All of `work` or nothing of it; on disk when this returns. Within another transaction it is part of that one. */
  transaction<T>(work: () => T): T;
  close(): void;
}

const fileName = 'products.sqlite';

/** Opens the file in `folder`, made if need be, for this process alone. */
export function openProductDatabase(folder: string): ProductDatabase {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, fileName);
  makePrivate(path);
  const database = new DatabaseSync(path);
  try {
    database.exec(pragmas);
    migrate(database);
  } catch (cause) {
    database.close();
    const isBusy = cause instanceof Error && 'errcode' in cause && cause.errcode === 5;
    throw isBusy ? new Error(`${path} is in use by another process`, { cause }) : cause;
  }
  return new Connection(database);
}

// The lock is kept for the life of the process: two of them would each let a task expire.
const pragmas = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA temp_store = MEMORY;
  PRAGMA journal_size_limit = 67108864;
`;

/** Each product counts its own migrations, so that one can change without the others. */
function migrate(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE');
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
  database.exec('COMMIT');
}

class Connection implements ProductDatabase {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, Statement<unknown>>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  prepare<Row = never>(sql: string): Statement<Row> {
    const known = this.#statements.get(sql);
    if (known) return known as Statement<Row>;
    const statement = this.#database.prepare(sql);
    const made: Statement<unknown> = {
      get: (...values) => statement.get(...values),
      all: (...values) => statement.all(...values),
      run: (...values) => Number(statement.run(...values).changes),
    };
    this.#statements.set(sql, made);
    return made as Statement<Row>;
  }

  transaction<T>(work: () => T): T {
    if (this.#database.isTransaction) return work();
    this.prepare('BEGIN IMMEDIATE').run();
    try {
      const result = work();
      this.prepare('COMMIT').run();
      return result;
    } catch (error) {
      // A full disk may have ended the transaction already.
      if (this.#database.isTransaction) this.prepare('ROLLBACK').run();
      throw error;
    }
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }
}

function makePrivate(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    chmodSync(path, 0o600);
  }
}
