/** What the tests that ran make of the rows. Nothing here is written by hand, so that no row can claim too much. */
import type { TestOutcome } from '../test/runner/outcomes.ts';
import type { Evidence, Row } from './row.ts';

export const statuses = {
  tested: 'tested against documented behaviour',
  inferred: 'tested against our reading: nobody documents it',
  own: "tested; a promise of Atelier's own",
  kept: 'accepted and kept: a definition with it validates and comes back; it does not act',
  'not yet': 'not there yet',
} as const;

export type Status = keyof typeof statuses;

export interface JudgedRow extends Row {
  readonly status: Status;
  /** Files of the tests that show it. */
  readonly files: readonly string[];
}

type Ran = Pick<TestOutcome, 'file' | 'name' | 'outcome'>;

/** The rows with their status, and everything in which ledger and run do not agree. */
export function judge(rows: readonly Row[], tests: readonly Ran[]): { rows: JudgedRow[]; problems: string[] } {
  const byFile = Map.groupBy(tests, ({ file }) => file);
  const problems = repeatedIds(rows).map((id) => `${id}: stands twice`);
  const judged = rows.map((row): JudgedRow => {
    const found = row.tests.map((evidence) => ({ evidence, ran: matching(byFile, evidence) }));
    problems.push(...problemsOf(row, found).map((problem) => `${row.id}: ${problem}`));
    if (row.notYet !== undefined) return { ...row, status: 'not yet', files: [] };
    const files = [...new Set(row.tests.map(({ file }) => file))];
    return { ...row, status: statusOf(row), files };
  });
  return { rows: judged, problems };
}

function statusOf({ claim, basis }: Row): Status {
  if (claim === 'kept') return 'kept';
  return basis === 'documented' ? 'tested' : basis;
}

function problemsOf(row: Row, found: readonly { evidence: Evidence; ran: readonly Ran[] }[]): string[] {
  const isWaiting = row.notYet !== undefined;
  if (isWaiting && row.notYet?.trim() === '') return ['is not yet there, and does not say why'];
  if (!isWaiting && found.length === 0) return ['has neither a test nor a reason why it is not yet there'];
  return found.flatMap(({ evidence, ran }) => {
    const passed = ran.filter(({ outcome }) => outcome === 'passed');
    if (isWaiting) {
      const [test] = passed;
      return test === undefined ? [] : [`is marked "not yet", but "${test.file} › ${test.name}" shows it`];
    }
    if (ran.length === 0) return [`no test of ${evidence.file} that ran fits ${evidence.name}`];
    return ran
      .filter(({ outcome }) => outcome !== 'passed')
      .map(({ file, name, outcome }) => `its test "${file} › ${name}" is ${outcome}`);
  });
}

function matching(byFile: ReadonlyMap<string, readonly Ran[]>, { file, name }: Evidence): readonly Ran[] {
  return byFile.get(file)?.filter((test) => name.test(test.name)) ?? [];
}

function repeatedIds(rows: readonly Row[]): string[] {
  const ids = rows.map(({ id }) => id);
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
}
