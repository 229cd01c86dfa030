import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ListedRun } from '../../api/executions.ts';
import { joinRows, type Rows } from './rows.ts';

const row = (sid: string, createdAtMs: number, more: Partial<ListedRun> = {}): ListedRun => ({
  sid,
  createdAtMs,
  flowSid: 'FW1',
  revision: 1,
  status: 'active',
  outcome: 'active',
  endedReason: undefined,
  stuck: undefined,
  widget: 'ask',
  kind: 'pair',
  contact: '+15550001',
  address: '+15550002',
  initiatedBy: 'SM1',
  isTestUser: false,
  updatedAtMs: createdAtMs,
  dueAtMs: undefined,
  steps: 1,
  lastStep: undefined,
  lastProblem: undefined,
  ...more,
});
const sids = ({ shown, hidden }: Rows) => [shown.map(({ sid }) => sid).join(), hidden.map(({ sid }) => sid).join()];

const before: Rows = { shown: [row('c', 3), row('b', 2), row('a', 1)], hidden: [], next: 'older' };
const page = (...rows: readonly ListedRun[]) => ({ rows, next: 'newer' });

const cases = [
  { name: 'what is new comes in on top', rows: [row('d', 4), row('c', 3)], mayInsert: true, is: ['d,c,b,a', ''] },
  { name: 'what is new is held back', rows: [row('d', 4), row('c', 3)], mayInsert: false, is: ['c,b,a', 'd'] },
  { name: 'what is known is not doubled', rows: [row('c', 3), row('b', 2)], mayInsert: true, is: ['c,b,a', ''] },
  { name: 'of the same instant the higher SID is newer', rows: [row('d', 3)], mayInsert: true, is: ['d,c,b,a', ''] },
];
for (const { name, rows, mayInsert, is } of cases) {
  test(name, () => assert.deepEqual(sids(joinRows(before, page(...rows), mayInsert)), is));
}

test('what is known changes in its place, and older pages stay', () => {
  const joined = joinRows(before, page(row('c', 3, { status: 'ended' })), true);
  assert.equal(joined.shown[0]?.status, 'ended');
  assert.equal(joined.next, 'older');
});

test('what was held back is shown with what came after it', () => {
  const held = joinRows(before, page(row('d', 4)), false);
  assert.deepEqual(sids(joinRows(held, page(row('e', 5), row('d', 4)), true)), ['e,d,c,b,a', '']);
});

test('the first page is all there is', () => {
  assert.deepEqual(joinRows(undefined, page(row('a', 1)), false), { shown: [row('a', 1)], hidden: [], next: 'newer' });
});
