/** The processes that functions run in: a few at once, kept for the next call of the same function. */
import { stat } from 'node:fs/promises';
import { fileStamp } from './file-stamp.ts';
import type { FunctionCall, LoadedFile } from './messages.ts';
import { longestLifeMs, type Outcome, type PrintLine, type WorkerOptions, WorkerProcess } from './worker-process.ts';

export interface PoolOptions {
  /** Calls under way at once; more wait. */
  readonly concurrency: number;
  /** How long they wait. */
  readonly patienceMs: number;
}

export interface Job {
  /** A process serves one function of one account: neither finds anything of another there. */
  readonly key: string;
  readonly worker: WorkerOptions;
  readonly call: FunctionCall;
  readonly print: PrintLine;
}

/** `busy`: no process became free in time. */
export type PoolOutcome = Outcome | { readonly type: 'busy' };

export interface Ran {
  readonly outcome: PoolOutcome;
  /** Calls under way when this one began, itself included. */
  readonly underWay: number;
}

interface IdleWorker {
  readonly key: string;
  readonly worker: WorkerProcess;
  readonly files: readonly LoadedFile[];
  readonly timer: NodeJS.Timeout;
}

/** Processes that wait for another call, and for how long. */
const maxIdle = 8;
const idleMs = 30_000;
/** A new process takes about as long to start, on a busy machine. */
const startMs = 250;

export class WorkerPool {
  readonly #options: PoolOptions;
  readonly #idle: IdleWorker[] = [];
  /** Workers that have answered and are not free yet, by key. */
  readonly #resting = new Map<string, Promise<unknown>>();
  readonly #alive = new Set<WorkerProcess>();
  readonly #queue: ((turn: 'free' | 'closed') => void)[] = [];
  #underWay = 0;
  #isClosed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
  }

  /** Never rejects. Resolves with the answer; the process may have to tidy up after that. */
  async run({ key, worker: options, call, print }: Job): Promise<Ran> {
    const turn = await this.#turn();
    const underWay = this.#underWay;
    if (turn !== 'free') return { outcome: { type: turn }, underWay };
    try {
      const worker = (await this.#idleWorker(key)) ?? this.#newWorker(options);
      const { outcome, rested } = worker.call(call, print);
      const kept = this.#keep(key, worker, rested);
      const answer = await outcome;
      this.#noteRest(key, kept);
      return { outcome: answer, underWay };
    } catch (error) {
      // Node throws at once where a process cannot even be tried, e.g. for an environment with a zero byte.
      this.#free();
      const message = error instanceof Error ? error.message : String(error);
      return { outcome: { type: 'unstartable', message }, underWay };
    }
  }

  /** Ends every process. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const take of this.#queue.splice(0)) take('closed');
    for (const { timer } of this.#idle.splice(0)) clearTimeout(timer);
    const workers = [...this.#alive];
    for (const worker of workers) worker.close();
    await Promise.all(workers.map(({ ended }) => ended));
  }

  async #turn(): Promise<'free' | 'busy' | 'closed'> {
    if (this.#isClosed) return 'closed';
    if (this.#underWay < this.#options.concurrency) {
      this.#underWay++;
      return 'free';
    }
    return new Promise((resolve) => {
      const take = (turn: 'free' | 'closed') => {
        clearTimeout(timer);
        resolve(turn);
      };
      const timer = setTimeout(() => {
        this.#queue.splice(this.#queue.indexOf(take), 1);
        resolve('busy');
      }, this.#options.patienceMs);
      this.#queue.push(take);
    });
  }

  /** Passes the place of a call on to the next one in line. */
  #free(): void {
    const next = this.#queue.shift();
    if (next) next('free');
    else this.#underWay--;
  }

  async #keep(key: string, worker: WorkerProcess, rested: Promise<readonly LoadedFile[] | undefined>): Promise<void> {
    const files = await rested;
    const isWorn = Date.now() - worker.bornAtMs > longestLifeMs;
    if (files === undefined || isWorn || this.#isClosed) worker.kill();
    else this.#rest({ key, worker, files });
    this.#free();
  }

  #noteRest(key: string, kept: Promise<void>): void {
    this.#resting.set(key, kept);
    void kept.then(() => {
      if (this.#resting.get(key) === kept) this.#resting.delete(key);
    });
  }

  #rest(rested: Omit<IdleWorker, 'timer'>): void {
    const timer = setTimeout(() => this.#retire(rested.worker), idleMs);
    timer.unref();
    this.#idle.push({ ...rested, timer });
    const oldest = this.#idle.length > maxIdle ? this.#idle[0] : undefined;
    if (oldest) this.#retire(oldest.worker);
  }

  #retire(worker: WorkerProcess): void {
    const place = this.#idle.findIndex((each) => each.worker === worker);
    if (place === -1) return;
    for (const { timer } of this.#idle.splice(place, 1)) clearTimeout(timer);
    worker.kill();
  }

  /** One whose files are as they were: an edit counts from the next call on. */
  async #idleWorker(key: string): Promise<WorkerProcess | undefined> {
    for (;;) {
      const place = this.#idle.findLastIndex((each) => each.key === key);
      const [found] = place === -1 ? [] : this.#idle.splice(place, 1);
      if (found === undefined) {
        const resting = this.#resting.get(key);
        if (resting === undefined || (await withinStart(resting)) === 'late') return undefined;
        continue;
      }
      clearTimeout(found.timer);
      if ((await areUnchanged(found.files)) && this.#alive.has(found.worker)) return found.worker;
      found.worker.kill();
    }
  }

  #newWorker(options: WorkerOptions): WorkerProcess {
    const worker = new WorkerProcess(options);
    this.#alive.add(worker);
    void worker.ended.then(() => {
      this.#alive.delete(worker);
      this.#retire(worker);
    });
    return worker;
  }
}

/** `late`: a new process is there as soon. */
async function withinStart(resting: Promise<unknown>): Promise<unknown> {
  const late = Promise.withResolvers<'late'>();
  const timer = setTimeout(late.resolve, startMs, 'late');
  const winner = await Promise.race([resting, late.promise]);
  clearTimeout(timer);
  return winner;
}

async function areUnchanged(files: readonly LoadedFile[]): Promise<boolean> {
  const stamps = await Promise.all(files.map(({ path }) => stat(path).then(fileStamp, () => 'gone')));
  return stamps.every((stamp, index) => stamp === files[index]?.stamp);
}
