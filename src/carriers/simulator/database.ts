import type { DatabaseSync } from 'node:sqlite';
import { ExclusiveFile, type Statement } from '../../sqlite/exclusive-file.ts';
import { migrations } from './migrations.ts';

export type { Statement } from '../../sqlite/exclusive-file.ts';

/** Jobs of one transaction, so that no caller waits long for the others. */
const maxBatch = 256;

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
  return new GroupCommit(new ExclusiveFile({ folder, fileName: 'carrier.sqlite', pragmas, migrate }));
}

const pragmas = 'PRAGMA cache_size = -32768; PRAGMA wal_autocheckpoint = 4000;';

function migrate(database: DatabaseSync): void {
  const current = Number(database.prepare('PRAGMA user_version').get()?.user_version);
  if (current > migrations.length) {
    throw new Error(`carrier.sqlite is from a newer Atelier (schema ${current}): start that version`);
  }
  for (const sql of migrations.slice(current)) database.exec(sql);
  database.exec(`PRAGMA user_version = ${migrations.length}`);
}

interface Job {
  readonly run: () => unknown;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

class GroupCommit implements Database {
  readonly #file: ExclusiveFile;
  readonly #queue: Job[] = [];
  #isScheduled = false;
  #isClosing = false;
  #onEmpty: (() => void) | undefined;

  constructor(file: ExclusiveFile) {
    this.#file = file;
  }

  prepare<Row = never>(sql: string): Statement<Row> {
    return this.#file.prepare(sql);
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
      this.#file.close();
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
      results = this.#file.transaction(() => batch.map((job) => job.run()));
    } catch {
      return false;
    }
    for (const [index, job] of batch.entries()) job.resolve(results[index] as never);
    return true;
  }

  #runAlone(job: Job): void {
    try {
      job.resolve(this.#file.transaction(job.run) as never);
    } catch (error) {
      job.reject(error);
    }
  }
}
