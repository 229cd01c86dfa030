/** The ledger held against a test run. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TestOutcome } from '../test/runner/outcomes.ts';
import { ledgerPage } from './page.ts';
import { areas } from './rows/index.ts';
import { judge } from './status.ts';

const pageFile = join(import.meta.dirname, 'README.md');
/** Lines of difference that a message shows. */
const shownLines = 12;

/** Everything in which ledger, page and run do not agree; empty when all is well. */
export function ledgerProblems(tests: readonly TestOutcome[]): string[] {
  const { rows, problems } = judgedRows(tests);
  if (problems.length > 0) return problems;
  const difference = firstDifferences(readPage(), ledgerPage(areas, rows));
  if (difference.length === 0) return [];
  return ['parity/README.md is out of date: run `npm run parity` and look at what changes', ...difference];
}

/** Writes the page as this run makes it, unless rows and run do not agree: then nothing is written. */
export function writeLedgerPage(tests: readonly TestOutcome[]): string[] {
  const { rows, problems } = judgedRows(tests);
  if (problems.length === 0) writeFileSync(pageFile, ledgerPage(areas, rows));
  return problems;
}

function judgedRows(tests: readonly TestOutcome[]) {
  return judge(
    areas.flatMap((area) => area.rows),
    tests,
  );
}

function readPage(): string {
  try {
    return readFileSync(pageFile, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
    throw error;
  }
}

/** Lines that only one of the two has, those of the page first. */
function firstDifferences(page: string, wanted: string): string[] {
  const pageLines = page.split('\n');
  const wantedLines = wanted.split('\n');
  const inPage = new Set(pageLines);
  const inWanted = new Set(wantedLines);
  const lines = [
    ...pageLines.filter((line) => !inWanted.has(line)).map((line) => `- ${line}`),
    ...wantedLines.filter((line) => !inPage.has(line)).map((line) => `+ ${line}`),
  ];
  if (lines.length === 0) return page === wanted ? [] : ['  (the same lines in another order)'];
  const more = lines.length - shownLines;
  return [...lines.slice(0, shownLines), ...(more > 0 ? [`  … and ${more} more lines`] : [])];
}
