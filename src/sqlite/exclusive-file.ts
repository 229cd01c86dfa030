/** A SQLite file for one process and one connection: what the outside of Atelier keeps on this machine. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { makePrivate } from './private-file.ts';

/** A prepared statement. `Row` is what its columns spell: the one place where SQL and types meet on trust. */
export interface Statement<Row> {
  get(...values: readonly SQLInputValue[]): Row | undefined;
  all(...values: readonly SQLInputValue[]): Row[];
  /** Gives how many rows it changed. */
  run(...values: readonly SQLInputValue[]): number;
  /** Gives the id of the new row. */
  insert(...values: readonly SQLInputValue[]): number;
}

export interface ExclusiveOptions {
  /** Made if need be. */
  readonly folder: string;
  readonly fileName: string;
  /** Beyond the usual ones. */
  readonly pragmas?: string;
  /** Brings the schema up to date, inside a transaction. */
  migrate(database: DatabaseSync): void;
}

// The lock is kept for the life of the process: two of them would do everything twice.
const usualPragmas = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA temp_store = MEMORY;
  PRAGMA journal_size_limit = 67108864;
`;

export class ExclusiveFile {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, Statement<unknown>>();

  /** Throws when another process has the file, or `migrate` does. */
  constructor({ folder, fileName, pragmas = '', migrate }: ExclusiveOptions) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const path = join(folder, fileName);
    makePrivate(path);
    this.#database = new DatabaseSync(path);
    try {
      this.#database.exec(usualPragmas + pragmas);
      this.#database.exec('BEGIN IMMEDIATE');
      migrate(this.#database);
      this.#database.exec('COMMIT');
    } catch (cause) {
      this.#database.close();
      const isBusy = cause instanceof Error && 'errcode' in cause && cause.errcode === 5;
      throw isBusy ? new Error(`${path} is in use by another process`, { cause }) : cause;
    }
  }

  /** Prepared once per text. */
  prepare<Row = never>(sql: string): Statement<Row> {
    const known = this.#statements.get(sql);
    if (known) return known as Statement<Row>;
    const statement = this.#database.prepare(sql);
    const made: Statement<unknown> = {
      get: (...values) => statement.get(...values),
      all: (...values) => statement.all(...values),
      run: (...values) => Number(statement.run(...values).changes),
      insert: (...values) => Number(statement.run(...values).lastInsertRowid),
    };
    this.#statements.set(sql, made);
    return made as Statement<Row>;
  }

  /** All of `work` or nothing of it; on disk when this returns. Within another transaction it is part of that one. */
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
