import type { Atomically, Connection, Submit } from './connection.ts';

/** A batch is cut at whichever comes first, so that no caller waits long for the others. */
const BATCH_MAX_JOBS = 256;
const BATCH_MAX_MS = 10;

/** Commits whose time is kept. */
const MEASURED_COMMITS = 1_000;

export interface GroupCommit {
  readonly submit: Submit;
  /** How long the latest commits took, in milliseconds, in no order. */
  readonly commitTimes: readonly number[];
  /** Refuses new jobs and resolves when those queued have been carried out. */
  drain(): Promise<void>;
}

interface Job {
  /** Runs inside the transaction; gives what to call once its fate is known. */
  readonly run: (atomically: Atomically) => () => void;
  readonly fail: (error: Error) => void;
}

/**
 * Runs all jobs queued in one turn of the event loop in one transaction: one flush to disk serves them all. A job sees
 * what the earlier ones of its batch wrote; one that throws leaves the others alone.
 */
export function createGroupCommit(connection: Connection): GroupCommit {
  const begin = connection.prepare('BEGIN IMMEDIATE');
  const commit = connection.prepare('COMMIT');
  const rollback = connection.prepare('ROLLBACK');
  const savepoint = connection.prepare('SAVEPOINT job');
  const release = connection.prepare('RELEASE job');
  const rollbackJob = connection.prepare('ROLLBACK TO job');
  const queue: Job[] = [];
  const commitTimes: number[] = [];
  let commits = 0;
  let isScheduled = false;
  let isDraining = false;
  const onDrained: (() => void)[] = [];

  const atomically: Atomically = (write) => {
    savepoint.run();
    try {
      write();
    } catch (error) {
      // Errors such as a full disk may have ended the whole transaction already.
      if (connection.isInTransaction) {
        rollbackJob.run();
        release.run();
      }
      throw error;
    }
    release.run();
  };

  /** Carries out jobs from the head of the queue, as many as the limits allow; gives their settlements. */
  function runBatch(taken: Job[]): (() => void)[] {
    const settlements: (() => void)[] = [];
    begin.run();
    const startedMs = performance.now();
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      taken.push(job);
      settlements.push(job.run(atomically));
      if (taken.length >= BATCH_MAX_JOBS || performance.now() - startedMs >= BATCH_MAX_MS) break;
    }
    const committingMs = performance.now();
    commit.run();
    commitTimes[commits++ % MEASURED_COMMITS] = performance.now() - committingMs;
    return settlements;
  }

  function schedule(): void {
    if (isScheduled) return;
    isScheduled = true;
    setImmediate(flush);
  }

  function flush(): void {
    const taken: Job[] = [];
    isScheduled = false;
    if (queue.length === 0) return;
    try {
      for (const settle of runBatch(taken)) settle();
    } catch (cause) {
      // Where not even a transaction could be begun, these jobs tell of it and the next try again.
      if (taken.length === 0) taken.push(...queue.splice(0, BATCH_MAX_JOBS));
      undo(taken, new Error(`Nothing was saved: ${messageOf(cause)}`, { cause }));
    }
    if (queue.length > 0) schedule();
    else for (const resolve of onDrained.splice(0)) resolve();
  }

  function undo(taken: readonly Job[], error: Error): void {
    try {
      if (connection.isInTransaction) rollback.run();
    } finally {
      for (const job of taken) job.fail(error);
    }
  }

  return {
    commitTimes,
    submit: (work) =>
      new Promise((resolve, reject) => {
        if (isDraining) {
          reject(new Error('The storage is closed'));
          return;
        }
        queue.push({
          run(withSavepoint) {
            try {
              const result = work(withSavepoint);
              return () => resolve(result);
            } catch (error) {
              // The whole batch is lost with it: see `atomically`.
              if (!connection.isInTransaction) throw error;
              return () => reject(error);
            }
          },
          fail: reject,
        });
        schedule();
      }),
    drain: () =>
      new Promise((resolve) => {
        isDraining = true;
        if (queue.length === 0) resolve();
        else onDrained.push(resolve);
      }),
  };
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
