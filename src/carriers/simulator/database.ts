import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { migrations } from './migrations.ts';

/** Jobs of one transaction, so that no caller waits long for the others. */
const maxBatch = 256;

/** A prepared statement. `Row` is what its columns spell: the one place where SQL and types meet on trust. */
export interface Statement<Row> {
  get(...values: readonly SQLInputValue[]): Row | undefined;
  all(...values: readonly SQLInputValue[]): Row[];
  /** Gives how many rows it changed. */
  run(...values: readonly SQLInputValue[]): number;
  /** Gives the id of the new row. */
  insert(...values: readonly SQLInputValue[]): number;
}

export interface Database {
  /** Prepared once per text. Reads may be made at any time: between turns of the event loop all is committed. */
  prepare<Row = never>(sql: string): Statement<Row>;
  /**
   * Runs `job` in the next transaction and resolves with what it gave once that is on disk. All jobs of one turn of the
   * event loop share a transaction. A job may run twice, when another of its batch failed: it touches the database only.
   */
  submit<T>(job: () => T): Promise<T>;
  /** Refuses new jobs, carries out those that wait, and closes the file. */
  close(): Promise<void>;
}

/** Opens `carrier.sqlite` in `folder` for this process alone. */
export function openDatabase(folder: string): Database {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, 'carrier.sqlite');
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
  return new GroupCommit(database);
}

// The lock is kept for the life of the process: two of them would send every webhook twice.
const pragmas = `
  PRAGMA locking_mode = EXCLUSIVE;
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA temp_store = MEMORY;
  PRAGMA cache_size = -32768;
  PRAGMA wal_autocheckpoint = 4000;
  PRAGMA journal_size_limit = 67108864;
`;

function migrate(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE');
  const current = Number(database.prepare('PRAGMA user_version').get()?.user_version);
  if (current > migrations.length) {
    throw new Error(`carrier.sqlite is from a newer Atelier (schema ${current}): start that version`);
  }
  for (const sql of migrations.slice(current)) database.exec(sql);
  database.exec(`PRAGMA user_version = ${migrations.length}`);
  database.exec('COMMIT');
}

interface Job {
  readonly run: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

class GroupCommit implements Database {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, Statement<unknown>>();
  readonly #queue: Job[] = [];
  #isScheduled = false;
  #isClosing = false;
  #onEmpty: (() => void) | undefined;

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
      insert: (...values) => Number(statement.run(...values).lastInsertRowid),
    };
    this.#statements.set(sql, made);
    return made as Statement<Row>;
  }

  submit<T>(job: () => T): Promise<T> {
    if (this.#isClosing) return Promise.reject(new Error('The simulated carrier is closed'));
    return new Promise<T>((resolve, reject) => {
      this.#queue.push({ run: job, resolve, reject });
      this.#schedule();
    });
  }

  async close(): Promise<void> {
    if (!this.#isClosing) {
      this.#isClosing = true;
      if (this.#queue.length > 0) await new Promise<void>((resolve) => (this.#onEmpty = resolve));
      this.#database.close();
    }
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      this.#isScheduled = false;
      const batch = this.#queue.splice(0, maxBatch);
      if (!this.#runTogether(batch)) for (const job of batch) this.#runAlone(job);
      if (this.#queue.length > 0) this.#schedule();
      else this.#onEmpty?.();
    });
  }

  /** False, with nothing written, when a job or the commit failed. */
  #runTogether(batch: readonly Job[]): boolean {
    let results: unknown[];
    try {
      results = this.#transaction(() => batch.map((job) => job.run()));
    } catch {
      return false;
    }
    for (const [index, job] of batch.entries()) job.resolve(results[index] as never);
    return true;
  }

  #runAlone(job: Job): void {
    try {
      job.resolve(this.#transaction(job.run) as never);
    } catch (error) {
      job.reject(error);
    }
  }

  #transaction<T>(work: () => T): T {
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
}

function makePrivate(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    chmodSync(path, 0o600);
  }
}
