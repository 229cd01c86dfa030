/** What a test run prints. */
import { inspect } from 'node:util';
import pc from 'picocolors';
import type { FileOutcome, TestOutcome } from './outcomes.ts';

const marks = { passed: pc.green('✔'), failed: pc.red('✖'), skipped: pc.yellow('﹣'), todo: pc.yellow('…') };
const slowestFiles = 5;

/** One file: its tests, then what they printed. */
export function printFile({ file, tests, durationMs, output }: FileOutcome): void {
  const isFailed = tests.some(({ outcome }) => outcome === 'failed');
  console.log(
    `${isFailed ? marks.failed : marks.passed} ${pc.bold(file)} ${pc.dim(`${tests.length} tests, ${seconds(durationMs)}`)}`,
  );
  for (const { name, outcome } of tests) console.log(`  ${marks[outcome]} ${name}`);
  if (output !== '') console.log(output.trimEnd().replace(/^/gm, pc.dim('  │ ')));
}

/** Failures in full, the slowest files, and Node's usual figures; the last line is the result. */
export function printSummary(
  outcomes: readonly FileOutcome[],
  others: readonly TestOutcome[],
  startedAtMs: number,
): void {
  const tests = [...outcomes.flatMap((outcome) => outcome.tests), ...others];
  const failed = tests.filter(({ outcome }) => outcome === 'failed');
  for (const { file, name, error, isEcho } of failed) {
    if (isEcho) continue;
    console.log(`\n${marks.failed} ${pc.bold(`${file} › ${name}`)}`);
    if (error !== undefined) console.log(typeof error === 'string' ? error : inspect(error, { depth: 6 }));
  }
  if (outcomes.length > 1) printSlowest(outcomes);
  const count = (wanted: TestOutcome['outcome']) => tests.filter(({ outcome }) => outcome === wanted).length;
  console.log(`
# tests ${tests.length}
# pass ${count('passed')}
# fail ${failed.length}
# skipped ${count('skipped')}
# todo ${count('todo')}
# duration_ms ${Math.round(performance.now() - startedAtMs)}`);
  printResult(count('passed'), failed.length);
}

/** The last line of every run. */
export function printResult(passed: number, failed: number): void {
  console.log(`${passed} passed, ${failed} failed`);
}

function printSlowest(outcomes: readonly FileOutcome[]): void {
  const slowest = outcomes.toSorted((a, b) => b.durationMs - a.durationMs).slice(0, slowestFiles);
  console.log('\nSlowest files:');
  for (const { file, durationMs } of slowest) console.log(`  ${seconds(durationMs).padStart(8)}  ${file}`);
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
