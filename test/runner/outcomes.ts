/** Runs test files and records what became of every test. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join, relative, sep } from 'node:path';
import { run } from 'node:test';

export const root = join(import.meta.dirname, '../..');
/** What the last full run found; the parity ledger reads it. */
const recordFile = join(root, 'node_modules/.cache/atelier/tests.json');
/** When no test ends for so long, those that are left hang. */
const silenceMs = 180_000;

export interface TestOutcome {
  /** From the root of the repository, with `/`. */
  readonly file: string;
  /** Names of the suites around it and its own, joined by ` › `. */
  readonly name: string;
  readonly outcome: 'passed' | 'failed' | 'skipped' | 'todo';
  readonly durationMs: number;
  readonly error?: unknown;
  /** Only its subtests failed, and they are reported themselves. */
  readonly isEcho?: boolean;
}

export interface FileOutcome {
  readonly file: string;
  readonly durationMs: number;
  readonly tests: readonly TestOutcome[];
  /** What the tests printed. */
  readonly output: string;
}

/** What is read of the runner's events; which keys are there depends on the event. */
interface EventData {
  readonly name?: string;
  readonly file?: string;
  readonly entryFile?: string;
  readonly testId?: number;
  readonly parentId?: number;
  readonly skip?: unknown;
  readonly todo?: unknown;
  readonly message?: string;
  readonly duration_ms?: number;
  readonly details?: { readonly duration_ms?: number; readonly type?: string; readonly error?: FailureError };
}

interface FailureError {
  readonly cause?: unknown;
  readonly failureType?: string;
}

interface Collected {
  readonly names: Map<number, string>;
  readonly tests: TestOutcome[];
  output: string;
}

/** Each file in a process of its own; calls `onFile` as each is done. */
export async function runTests(
  files: readonly string[],
  namePattern: string | undefined,
  onFile: (outcome: FileOutcome) => void,
): Promise<FileOutcome[]> {
  const collected = new Map<string, Collected>();
  const done: FileOutcome[] = [];
  const finish = (file: string, durationMs: number) => {
    const { tests, output } = collectedOf(collected, file);
    // A name pattern leaves most files without a test; without one, such a file tests nothing and says so.
    const isVain = tests.length === 0 && namePattern === undefined;
    const empty: TestOutcome = { file, name: 'the file holds a test', outcome: 'failed', durationMs: 0 };
    const outcome = { file, durationMs, tests: isVain ? [empty] : tests, output };
    done.push(outcome);
    if (outcome.tests.length > 0) onFile(outcome);
  };
  const abort = new AbortController();
  const watch = setTimeout(() => abort.abort(), silenceMs);
  const events = run({
    files: files.map((file) => join(root, file)),
    concurrency: Math.max(2, availableParallelism()),
    signal: abort.signal,
    ...(namePattern === undefined ? {} : { testNamePatterns: namePattern }),
  });
  for await (const { type, data } of events as AsyncIterable<{ type: string; data: EventData }>) {
    watch.refresh();
    const path = data.entryFile ?? data.file;
    if (path === undefined) continue;
    const file = relative(root, path).split(sep).join('/');
    const of = collectedOf(collected, file);
    if (type === 'test:stdout' || type === 'test:stderr') of.output += data.message ?? '';
    if (type === 'test:start') of.names.set(data.testId ?? 0, nameOf(of, data));
    if (type === 'test:summary') finish(file, data.duration_ms ?? 0);
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const isFile = data.entryFile === undefined;
    const outcome = outcomeOf(type, data, file, isFile ? 'the file runs to its end' : nameOf(of, data));
    if (isFile ? type === 'test:fail' : isReported(outcome, data)) of.tests.push(outcome);
    // A file that fell over, or holds no test, has no summary.
    if (isFile && !done.some((each) => each.file === file)) finish(file, outcome.durationMs);
  }
  clearTimeout(watch);
  return done;
}

/** Keeps the outcomes for `npm run parity`. */
export function recordOutcomes(outcomes: readonly FileOutcome[]): void {
  mkdirSync(dirname(recordFile), { recursive: true });
  const tests = outcomes.flatMap(({ tests }) => tests).map(({ error, isEcho, ...test }) => test);
  writeFileSync(recordFile, `${JSON.stringify(tests, null, 1)}\n`);
}

/** The outcomes of the last full run; none when there was no such run. */
export function recordedOutcomes(): readonly TestOutcome[] {
  return existsSync(recordFile) ? JSON.parse(readFileSync(recordFile, 'utf8')) : [];
}

function collectedOf(collected: Map<string, Collected>, file: string): Collected {
  const of = collected.get(file) ?? { names: new Map(), tests: [], output: '' };
  collected.set(file, of);
  return of;
}

function nameOf({ names }: Collected, { name = '', parentId = 0 }: EventData): string {
  const parent = names.get(parentId);
  return parent === undefined ? name : `${parent} › ${name}`;
}

function outcomeOf(type: string, data: EventData, file: string, name: string): TestOutcome {
  const { duration_ms: durationMs = 0, error } = data.details ?? {};
  const isTodo = data.todo !== undefined && data.todo !== false;
  const isSkipped = data.skip !== undefined && data.skip !== false;
  return {
    file,
    name,
    outcome: isSkipped ? 'skipped' : isTodo ? 'todo' : type === 'test:pass' ? 'passed' : 'failed',
    durationMs,
    ...(error === undefined ? {} : { error: error.cause ?? error, isEcho: error.failureType === 'subtestsFailed' }),
  };
}

/** A suite is only a heading, unless it fails by itself. */
function isReported({ outcome, isEcho }: TestOutcome, { details }: EventData): boolean {
  return details?.type !== 'suite' || (outcome === 'failed' && isEcho !== true);
}
