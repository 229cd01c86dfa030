/** One process that runs functions, as the server sees it: from its start to its end, which can come at any moment. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { Duplex, type Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { watchMemory } from './memory.ts';
import {
  type FunctionCall,
  type LoadedFile,
  longestMessage,
  messageLine,
  parseWorkerMessage,
  processEnvironment,
  type Reply,
  readLines,
} from './messages.ts';
import { boundedLines } from './output.ts';
import { type Sandbox, sandboxFlags } from './sandbox.ts';

export interface WorkerOptions {
  readonly folder: string;
  readonly sandbox: Sandbox | undefined;
  readonly memoryMb: number;
  /** Of one call, from the moment when the process is up. */
  readonly timeoutMs: number;
  readonly environment: { readonly [name: string]: string };
  readonly maxBodyBytes: number;
}

export type Outcome =
  | { readonly type: 'reply'; readonly reply: Reply; readonly cause?: string }
  | { readonly type: 'too-large' }
  | { readonly type: 'timeout'; readonly hasReturned: boolean }
  | { readonly type: 'out-of-memory' }
  /** `how`: exit code or signal. */
  | { readonly type: 'exited'; readonly how: string }
  | { readonly type: 'unstartable'; readonly message: string }
  /** The server stops. */
  | { readonly type: 'closed' };

/** How a worker came out of a call: undefined when it cannot take another. */
export type Rest = readonly LoadedFile[] | undefined;

/** Kept lines go to `print`. */
export type PrintLine = (stream: 'stdout' | 'stderr', line: string) => void;

/** A process that is not up by then never will be. Measured: 0.1 s, on a machine that is busy 2 s. */
const startMs = 15_000;
const startedTooSlowly = { type: 'unstartable', message: `it was not up within ${startMs / 1000} s` } as const;
/** What is still to be done after the answer has this long; then the process ends. */
const restMs = 1_000;
const drainMs = 500;
/** A process is replaced when it is so old, so that its limit of processor time below never strikes a call. */
export const longestLifeMs = 60_000;

const here = fileURLToPath(import.meta.url);
const workerFolder = join(dirname(here), 'worker');
const shell = '/bin/sh';

export class WorkerProcess {
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>;
  readonly bornAtMs = Date.now();
  readonly #child: ChildProcess;
  readonly #options: WorkerOptions;
  #call: RunningCall | undefined;
  /** Why we ended it. */
  #failure: Outcome | undefined;
  #end: Outcome | undefined;
  #saidOutOfMemory = false;
  #print: PrintLine = () => {};
  #timer: NodeJS.Timeout | undefined;

  constructor(options: WorkerOptions) {
    this.#options = options;
    const { command, args } = commandLine(options);
    // The environment of the server, with its secrets, stays where it is.
    const child = spawn(command, args, {
      env: processEnvironment(options.environment),
      cwd: options.folder,
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    this.#child = child;
    this.ended = new Promise((resolve) => {
      const end = (outcome: Outcome) => {
        this.#end ??= this.#failure ?? (this.#saidOutOfMemory ? { type: 'out-of-memory' } : outcome);
        this.#call?.settle(this.#end, undefined);
        resolve();
      };
      child.once('error', ({ message }) => end({ type: 'unstartable', message }));
      // First its pipes are read to the end, as the answer may be there still; unless a child of its own holds them.
      const exited = (code: number | null, signal: string | null) =>
        end({ type: 'exited', how: signal ?? `exit code ${code ?? 0}` });
      child.once('close', exited);
      child.once('exit', (code, signal) => setTimeout(exited, drainMs, code, signal).unref());
    });
    this.#listen();
  }

  /** One call at a time. Never rejects; `rested` tells whether the process can be used again. */
  call(
    message: FunctionCall,
    print: PrintLine,
  ): { readonly outcome: Promise<Outcome>; readonly rested: Promise<Rest> } {
    const call = new RunningCall();
    this.#call = call;
    this.#print = boundedLines(print);
    const { memoryMb } = this.#options;
    this.#timer = setTimeout(() => this.#fail(startedTooSlowly), startMs);
    const stopWatching = watchMemory(this.#child.pid, memoryMb, () => this.#fail({ type: 'out-of-memory' }));
    const rest = call.outcome.then(() => setTimeout(() => this.kill(), restMs));
    void call.outcome.then(() => clearTimeout(this.#timer));
    void call.rested.then(async () => {
      stopWatching();
      clearTimeout(await rest);
    });
    if (this.#end) call.settle(this.#end, undefined);
    else this.#channel?.write(messageLine(message));
    return call;
  }

  /** Ends the process, whatever it does. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** The same, and says so to a call that is under way. */
  close(): void {
    this.#fail({ type: 'closed' });
  }

  #fail(failure: Outcome): void {
    this.#failure ??= failure;
    this.kill();
  }

  get #channel(): Duplex | undefined {
    const channel = this.#child.stdio[3];
    return channel instanceof Duplex ? channel : undefined;
  }

  #listen(): void {
    const { stdout, stderr } = this.#child;
    this.#forward(stdout, 'stdout');
    this.#forward(stderr, 'stderr');
    const channel = this.#channel;
    if (channel === undefined) return;
    // A process that ended before it read its call.
    channel.on('error', () => {});
    // A process that ends closes it, too, and tells why in its own way.
    const closed = { type: 'exited', how: 'its channel was closed' } as const;
    channel.once('end', () => setTimeout(() => this.#fail(closed), drainMs).unref());
    readLines(
      channel,
      longestMessage(this.#options.maxBodyBytes),
      (line) => this.#take(line),
      () => this.#fail({ type: 'too-large' }),
    );
  }

  #take(line: string): void {
    const message = parseWorkerMessage(line);
    const call = this.#call;
    switch (message?.type) {
      case undefined:
        this.#fail({ type: 'exited', how: 'an answer of no known form' });
        return;
      case 'begun':
        this.#begin(call);
        return;
      case 'returned':
        if (call) call.hasReturned = true;
        return;
      case 'reply':
      case 'too-large':
        call?.answer(message);
        return;
      case 'rested':
        call?.settle({ type: 'exited', how: 'no answer' }, message.isClean ? message.files : undefined);
        return;
      default:
        message satisfies never;
    }
  }

  #begin(call: RunningCall | undefined): void {
    // Once: no function lengthens its time.
    if (call === undefined || call.hasBegun) return;
    call.hasBegun = true;
    clearTimeout(this.#timer);
    const { timeoutMs } = this.#options;
    this.#timer = setTimeout(() => this.#fail({ type: 'timeout', hasReturned: call.hasReturned }), timeoutMs);
  }

  #forward(stream: Readable | null, name: 'stdout' | 'stderr'): void {
    if (stream === null) return;
    let line = '';
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      if (name === 'stderr' && /JavaScript heap out of memory|Reached heap limit/.test(chunk)) {
        this.#saidOutOfMemory = true;
      }
      const lines = (line + chunk).split('\n');
      line = (lines.pop() ?? '').slice(-longestHeldLine);
      for (const each of lines) this.#print(name, each);
    });
    stream.on('end', () => line !== '' && this.#print(name, line));
  }
}

/** A line that never ends is held up to here. */
const longestHeldLine = 8_192;

/** A call under way, and the two things it promises. */
class RunningCall {
  readonly outcome: Promise<Outcome>;
  readonly rested: Promise<Rest>;
  hasBegun = false;
  hasReturned = false;
  readonly #answer: (outcome: Outcome) => void;
  readonly #rest: (rest: Rest) => void;

  constructor() {
    const outcome = Promise.withResolvers<Outcome>();
    const rested = Promise.withResolvers<Rest>();
    this.outcome = outcome.promise;
    this.rested = rested.promise;
    this.#answer = outcome.resolve;
    this.#rest = rested.resolve;
  }

  answer(outcome: Outcome): void {
    this.#answer(outcome);
  }

  /** The end of the call; `outcome` counts where none came before. */
  settle(outcome: Outcome, rest: Rest): void {
    this.#answer(outcome);
    this.#rest(rest);
  }
}

function commandLine({ sandbox, memoryMb, timeoutMs }: WorkerOptions): { command: string; args: string[] } {
  const entry = join(workerFolder, `main${extname(here)}`);
  const args = [
    `--max-old-space-size=${memoryMb}`,
    // It says that --allow-net is new.
    '--disable-warning=ExperimentalWarning',
    ...(sandbox === undefined ? [] : sandboxFlags(sandbox, [dirname(here)])),
    entry,
  ];
  if (process.platform === 'win32' || !existsSync(shell)) return { command: process.execPath, args };
  // Should the server be killed while a function loops, nobody is left to end it but this. Threads count each.
  const cpuSeconds = 4 * Math.ceil((longestLifeMs + timeoutMs) / 1000);
  const limited = `ulimit -c 0; ulimit -t ${cpuSeconds}; exec "$0" "$@"`;
  return { command: shell, args: ['-c', limited, process.execPath, ...args] };
}
