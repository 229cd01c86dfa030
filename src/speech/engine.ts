/** Runs a program that speaks or listens: without a shell, within a folder of its own, in bounded time and number. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { SpeechError } from './speech.ts';
import { createTurns } from './turns.ts';

export interface EngineSettings {
  /** Program, as a path or a name that is looked up in `PATH`. */
  readonly command: string;
  /** Of one run. */
  readonly timeoutSeconds: number;
  /** Runs at once; more wait. */
  readonly concurrency: number;
}

export interface Engine {
  /** Has a turn and an empty folder, which is removed when `work` has ended. */
  use<T>(work: (folder: string) => Promise<T>): Promise<T>;
  /**
   * Runs the program once. Text of people goes into `input` or a file, never into `args`. Rejects with a `SpeechError` when
   * the program cannot be started, fails, prints without end or takes too long.
   */
  run(folder: string, args: readonly string[], input?: string): Promise<void>;
  /** A file that the program was to write. Rejects with a `SpeechError`. */
  output(file: string): Promise<Buffer>;
}

/** Of what the program prints, which nobody reads but for its last line. */
const mostPrintedBytes = 1024 * 1024;
/** An hour of sound at 16 bits and 8 kHz; some minutes of any other. */
const mostOutputBytes = 64 * 1024 * 1024;

export function createEngine({ command, timeoutSeconds, concurrency }: EngineSettings): Engine {
  const turns = createTurns(concurrency);
  const name = basename(command);
  return {
    use: (work) =>
      turns.take(async () => {
        const folder = await mkdtemp(join(tmpdir(), 'atelier-speech-')).catch(withoutFolder);
        try {
          return await work(folder);
        } finally {
          await rm(folder, { recursive: true, force: true });
        }
      }),

    run: (folder, args, input = '') =>
      new Promise((resolve, reject) => {
        const options = {
          cwd: folder,
          env: environment(),
          timeout: timeoutSeconds * 1000,
          killSignal: 'SIGKILL',
          maxBuffer: mostPrintedBytes,
          windowsHide: true,
        } as const;
        const child = execFile(command, args, options, (error, _stdout, stderr) => {
          if (error === null) resolve();
          else reject(new SpeechError(reasonOf(error, { command, name, timeoutSeconds, stderr, input })));
        });
        // A program that ends before it has read its text says so by its exit code.
        child.stdin?.on('error', () => {});
        child.stdin?.end(input);
      }),

    async output(file) {
      const found = await stat(file).catch(() => undefined);
      if (found === undefined) throw new SpeechError(`${name} ended well, but wrote no ${basename(file)}`);
      if (found.size > mostOutputBytes) throw new SpeechError(`${name} wrote more than ${mostOutputBytes} bytes`);
      return readFile(file);
    },
  };
}

function withoutFolder(error: Error): never {
  throw new SpeechError(`No folder for files of speech can be made in ${tmpdir()}: ${error.message}`);
}

/** What a program needs to run at all; the secrets of the server are none of its business. */
const passedOn = [
  ...['PATH', 'HOME', 'LANG', 'LC_ALL', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH'],
  ...['TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'USERPROFILE', 'CUDA_VISIBLE_DEVICES', 'OMP_NUM_THREADS'],
];

function environment(): { [name: string]: string } {
  const passed = passedOn.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value]];
  });
  // Texts go through pipes and files in UTF-8, which Python does not take for granted.
  return { ...Object.fromEntries(passed), PYTHONUTF8: '1' };
}

interface Run {
  readonly command: string;
  readonly name: string;
  readonly timeoutSeconds: number;
  readonly stderr: string;
  readonly input: string;
}

function reasonOf(
  error: Error & { code?: string | number | null; killed?: boolean; signal?: string | null },
  { command, name, timeoutSeconds, stderr, input }: Run,
): string {
  switch (error.code) {
    case 'ENOENT':
      return `There is no program ${command}: install it, or say in the settings (speech) where it is`;
    case 'EACCES':
      return `The program ${command} may not be run: it needs the permission to execute`;
    case 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER':
      return `${name} printed more than ${mostPrintedBytes} bytes and was stopped`;
  }
  if (error.killed === true) return `${name} took longer than ${timeoutSeconds} seconds and was stopped`;
  const how = typeof error.code === 'number' ? `exit code ${error.code}` : (error.signal ?? error.code ?? 'an error');
  return `${name} failed with ${how}${lastWords(stderr, input)}`;
}

/** The last line that it printed, unless it repeats what somebody said. */
function lastWords(stderr: string, input: string): string {
  const line = stderr.trimEnd().split('\n').at(-1)?.trim() ?? '';
  const isQuote = input.split('\n').some((text) => text !== '' && line.includes(text));
  return line === '' || isQuote ? '' : `: ${line.slice(0, 300)}`;
}
