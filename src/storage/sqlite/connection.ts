import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

/** A prepared statement. `Row` is what its column aliases spell: the one place where SQL and types meet on trust. */
export interface Statement<Row> {
  get(...values: readonly SQLInputValue[]): Row | undefined;
  all(...values: readonly SQLInputValue[]): Row[];
  /** Runs it and gives how many rows it changed. */
  run(...values: readonly SQLInputValue[]): number;
  /** Runs an INSERT and gives the new row's id. */
  insert(...values: readonly SQLInputValue[]): number;
}

export function openWriter(path: string): Connection {
  const connection = new Connection(path, { readOnly: false });
  connection.run(writerPragmas);
  return connection;
}

export function openReader(path: string): Connection {
  const connection = new Connection(path, { readOnly: true });
  connection.run(readerPragmas);
  return connection;
}

// The log is copied back into the database every 16 MB: seldom enough that a page written often is copied once, often
// enough that a start after a crash has little to read.
const writerPragmas = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = FULL;
  PRAGMA foreign_keys = ON;
  PRAGMA temp_store = MEMORY;
  PRAGMA cache_size = -65536;
  PRAGMA wal_autocheckpoint = 4000;
  PRAGMA journal_size_limit = 67108864;
`;

// SQLite empties this connection's cache after every commit of the other: the memory map is what serves it.
const readerPragmas = `
  PRAGMA query_only = ON;
  PRAGMA temp_store = MEMORY;
  PRAGMA cache_size = -8192;
  PRAGMA mmap_size = 1073741824;
`;

/** One SQLite connection with its statements, each prepared once. */
export class Connection {
  /** Text of every statement prepared, for the test that reads their query plans. */
  readonly texts: string[] = [];
  readonly #database: DatabaseSync;

  constructor(path: string, options: { readonly readOnly: boolean }) {
    this.#database = new DatabaseSync(path, { ...options, timeout: 5_000 });
  }

  get isOpen(): boolean {
    return this.#database.isOpen;
  }

  get isInTransaction(): boolean {
    return this.#database.isTransaction;
  }

  /** Runs one or more statements that give no rows. */
  run(sql: string): void {
    this.#database.exec(sql);
  }

  prepare<Row = never>(sql: string): Statement<Row> {
    const statement = this.#database.prepare(sql);
    this.texts.push(sql);
    return {
      get: (...values) => this.#open(statement).get(...values) as Row | undefined,
      all: (...values) => this.#open(statement).all(...values) as Row[],
      run: (...values) => Number(this.#open(statement).run(...values).changes),
      insert: (...values) => Number(this.#open(statement).run(...values).lastInsertRowid),
    };
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  #open(statement: StatementSync): StatementSync {
    if (!this.#database.isOpen) throw new Error('The storage is closed');
    return statement;
  }
}

/** What the parts of the adapter share. */
export interface Database {
  /** Read-only: sees what is committed. */
  readonly reader: Connection;
  /** Used inside `submit` only. */
  readonly writer: Connection;
  readonly submit: Submit;
}

/**
 * Queues a job for the next transaction; resolves with what it gave once that is on disk. A job that writes with more
 * than one statement does so inside `atomically`, so that a failure half-way undoes this job alone.
 */
export type Submit = <T>(job: (atomically: Atomically) => T) => Promise<T>;

export type Atomically = (write: () => void) => void;
