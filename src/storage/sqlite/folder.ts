import { chmodSync, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { makePrivate } from '../../sqlite/private-file.ts';

const SQLITE_BUSY = 5;

export interface DataFolder {
  readonly databasePath: string;
  /** Lets another process have the folder. */
  unlock(): void;
}

/**
 * Makes the folder private and takes it for this process. The lock is SQLite's own on a file beside the database, so
 * the operating system drops it when the process dies, however it dies.
 */
export function takeFolder(folder: string): DataFolder {
  makeFolder(folder);
  // A mounted volume may belong to someone else; the files are private all the same.
  if (statSync(folder).uid === process.getuid?.()) chmodSync(folder, 0o700);
  const lockPath = join(folder, 'atelier.lock');
  const databasePath = join(folder, 'atelier.sqlite');
  makePrivate(lockPath);
  makePrivate(databasePath);
  const lock = new DatabaseSync(lockPath);
  try {
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE');
  } catch (cause) {
    lock.close();
    if (!isBusy(cause)) throw cause;
    throw new Error(`${folder} is in use by another Atelier process`, { cause });
  }
  return {
    databasePath,
    unlock() {
      if (lock.isOpen) lock.close();
    },
  };
}

/** One level at a time: `recursive` never ends where the system takes no folder, such as below `/proc`. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  const parent = dirname(folder);
  if (parent !== folder) makeFolder(parent);
  mkdirSync(folder, { mode: 0o700 });
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}
