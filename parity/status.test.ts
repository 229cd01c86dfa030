import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestOutcome } from '../test/runner/outcomes.ts';
import { ledgerPage } from './page.ts';
import { by, inferred, notYet, own, type Row, row, shown } from './row.ts';
import { areas } from './rows/index.ts';
import { judge } from './status.ts';

type Ran = Pick<TestOutcome, 'file' | 'name' | 'outcome'>;

const passed: Ran = { file: 'a.test.ts', name: 'group › it works', outcome: 'passed' };
const failed: Ran = { file: 'a.test.ts', name: 'group › it fails', outcome: 'failed' };
const skipped: Ran = { file: 'a.test.ts', name: 'group › it is skipped', outcome: 'skipped' };
const ran = [passed, failed, skipped];

const works = by('a.test.ts', /it works$/);
const the = (claim: Parameters<typeof row>[3]): Row => row('x', 'What', 'Source', claim);

const good = [
  { title: 'a documented row whose test passed is tested', row: the(shown(works)), status: 'tested' },
  { title: 'an inferred row whose test passed is inferred', row: the(inferred(works)), status: 'inferred' },
  { title: 'a row of our own is our own', row: the(own(works)), status: 'own' },
  { title: 'what is only kept is not tested', row: { ...the(shown(works)), claim: 'kept' as const }, status: 'kept' },
  { title: 'what is not there yet says so', row: the(notYet('Soon')), status: 'not yet' },
  { title: 'a test that fails shows nothing', row: the(notYet('Soon', by('a.test.ts', /fails/))), status: 'not yet' },
];
for (const { title, row, status } of good) {
  test(title, () => {
    const { rows, problems } = judge([row], ran);
    assert.deepEqual(problems, []);
    assert.equal(rows[0]?.status, status);
  });
}

const bad: { title: string; row: Row; says: RegExp }[] = [
  { title: 'a row without test and reason', row: the(shown()), says: /neither a test nor a reason/ },
  { title: 'a row with an empty reason', row: the(notYet(' ')), says: /does not say why/ },
  { title: 'a test that does not exist', row: the(shown(by('a.test.ts', /nothing/))), says: /no test of a\.test\.ts/ },
  { title: 'a test of another file', row: the(shown(by('b.test.ts', /it works/))), says: /no test of b\.test\.ts/ },
  { title: 'a test that failed', row: the(shown(by('a.test.ts', /it fails/))), says: /it fails" is failed/ },
  { title: 'a test that was skipped', row: the(shown(by('a.test.ts', /skipped/))), says: /is skipped/ },
  { title: 'one failing test among several', row: the(shown(by('a.test.ts', /it (works|fails)/))), says: /is failed/ },
  {
    title: 'one piece of evidence of two that is gone',
    row: the(shown(works, by('a.test.ts', /gone/))),
    says: /\/gone\//,
  },
  { title: 'a row marked not yet that is shown', row: the(notYet('Soon', works)), says: /marked "not yet", but/ },
];
for (const { title, row, says } of bad) {
  test(`${title} is a problem`, () => {
    const { problems } = judge([row], ran);
    assert.equal(problems.length, 1, problems.join('\n'));
    assert.match(problems[0] ?? '', says);
  });
}

test('two rows with one id are a problem', () => {
  const { problems } = judge([the(shown(works)), the(own(works))], ran);
  assert.deepEqual(problems, ['x: stands twice']);
});

test('the page has a line for every row and is the same every time', () => {
  const rows = areas.flatMap((area) => area.rows);
  const page = ledgerPage(areas, judge(rows, []).rows);
  assert.equal(page, ledgerPage(areas, judge(rows, []).rows));
  for (const { id } of rows) assert.ok(page.includes(`| \`${id}\` |`), id);
});

test('every row names its source and says what it promises', () => {
  for (const { id, what, source } of areas.flatMap((area) => area.rows)) {
    assert.match(what, /\S/, id);
    assert.match(source, /\S/, id);
  }
});
