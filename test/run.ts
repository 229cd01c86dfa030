/**
 * `npm test`: the checks of form and types, every test, then the parity ledger against what really ran.
 * `npm test -- storage` runs the files whose path holds the word, and nothing more; where there is none, the tests that
 * had it in their name in the last full run.
 * `npm test -- --update-parity` writes the parity page instead of comparing it.
 */
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { join, sep } from 'node:path';
import { parseArgs } from 'node:util';
import { ledgerProblems, writeLedgerPage } from '../parity/ledger.ts';
import { refreshConsole } from '../src/console/build.ts';
import { recordedOutcomes, recordOutcomes, root, runTests, type TestOutcome } from './runner/outcomes.ts';
import { printFile, printResult, printSummary } from './runner/report.ts';

const { values, positionals } = parseArgs({
  options: { 'update-parity': { type: 'boolean', default: false } },
  allowPositionals: true,
});
process.exitCode = await main(positionals, values['update-parity']);

async function main(wanted: readonly string[], updatesParity: boolean): Promise<number> {
  const startedAtMs = performance.now();
  const all = globSync('{src,test,parity,docs}/**/*.test.ts', { cwd: root })
    .map((file) => file.split(sep).join('/'))
    .sort();
  if (wanted.length > 0) return runPart(all, wanted, startedAtMs);

  if (!(await isClean('biome check .', ['biome', 'check', '.', '--colors=off']))) return fail();
  if (!(await isClean('tsc --noEmit', ['tsc', '--noEmit']))) return fail();
  // Apart, since only there is a browser.
  const inBrowser = ['--noEmit', '-p', 'src/console'];
  if (!(await isClean(`tsc ${inBrowser.join(' ')}`, ['tsc', ...inBrowser]))) return fail();
  // Before the tests, which run beside each other and would each build it.
  await refreshConsole(console.log);
  const outcomes = await runTests(all, undefined, printFile);
  recordOutcomes(outcomes);
  const tests = outcomes.flatMap((outcome) => outcome.tests);
  if (updatesParity) writeLedgerPage(tests);
  const ledger = ledgerOutcome(ledgerProblems(tests));
  printSummary(outcomes, [ledger], startedAtMs);
  return [...tests, ledger].some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}

/** Words are parts of paths; where no path fits, they are a pattern for names of tests. */
async function runPart(all: readonly string[], words: readonly string[], startedAtMs: number): Promise<number> {
  const byPath = all.filter((file) => words.some((word) => file.includes(word.replace(/^\.\//, ''))));
  const pattern = byPath.length === 0 ? words.join(' ') : undefined;
  const files = pattern === undefined ? byPath : filesWith(pattern, all);
  if (files.some((file) => file.startsWith('test/console/'))) await refreshConsole(console.log);
  const outcomes = await runTests(files, pattern, printFile);
  printSummary(outcomes, [], startedAtMs);
  const tests = outcomes.flatMap((outcome) => outcome.tests);
  // No test at all: most likely a slip of the pen.
  return tests.length === 0 || tests.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}

/**
 * Files in which the last full run saw a test of such a name. Not all files: one of which no test is wanted runs its
 * hooks all the same, out of order, and fails or hangs.
 */
function filesWith(pattern: string, all: readonly string[]): string[] {
  const name = new RegExp(pattern);
  const seen = new Set(recordedOutcomes().flatMap((test) => (name.test(test.name) ? test.file : [])));
  return all.filter((file) => seen.has(file));
}

function ledgerOutcome(problems: readonly string[]): TestOutcome {
  const test = { file: 'parity', name: 'the ledger agrees with the tests that ran', durationMs: 0 };
  if (problems.length === 0) return { ...test, outcome: 'passed' };
  return { ...test, outcome: 'failed', error: problems.join('\n') };
}

/** Runs a tool and shows all that it says, should it fail. */
function isClean(title: string, [tool = '', ...args]: readonly string[]): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const isWindows = process.platform === 'win32';
    const child = spawn(join(root, 'node_modules/.bin', tool), args, { cwd: root, shell: isWindows });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
      });
    }
    child.on('error', reject);
    child.on('close', (code) => {
      console.log(`${code === 0 ? '✔' : '✖'} ${title}`);
      if (code !== 0) console.log(output);
      resolve(code === 0);
    });
  });
}

function fail(): number {
  printResult(0, 1);
  return 1;
}
