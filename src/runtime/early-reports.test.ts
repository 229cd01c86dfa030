import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EarlyReports, type UnboundReport } from './early-reports.ts';

const report = (messageSid: string, status: string, accountSid?: string): UnboundReport => ({
  messageSid,
  status,
  errorCode: null,
  errorMessage: null,
  atMs: 0,
  ...(accountSid === undefined ? {} : { accountSid }),
});

function open() {
  const clock = { nowMs: 0 };
  const early = new EarlyReports({ now: () => clock.nowMs });
  return { clock, early, statuses: (sid: string) => early.of(sid).map(({ status }) => status) };
}

test('reports are kept in their order, each status once', () => {
  const { early, statuses } = open();
  for (const status of ['sent', 'delivered', 'sent', 'read']) early.keep(report('SM1', status));
  assert.deepEqual(statuses('SM1'), ['delivered', 'sent', 'read']);
  assert.deepEqual(statuses('SM2'), []);
  early.forget('SM1');
  assert.deepEqual(statuses('SM1'), []);
});

test('what another account says does not take the place of what the carrier says', () => {
  const { early, statuses } = open();
  early.keep(report('SM1', 'delivered'));
  early.keep(report('SM1', 'delivered', 'AC2'));
  assert.deepEqual(statuses('SM1'), ['delivered', 'delivered']);
});

test('a report is kept for a minute after the last one on its message', () => {
  const { clock, early, statuses } = open();
  early.keep(report('SM1', 'sent'));
  clock.nowMs = 59_999;
  early.keep(report('SM1', 'delivered'));
  clock.nowMs = 119_998;
  assert.deepEqual(statuses('SM1'), ['sent', 'delivered']);
  clock.nowMs = 119_999;
  assert.deepEqual(statuses('SM1'), []);
});

test('of more messages than can be kept the oldest go', () => {
  const { early, statuses } = open();
  for (let number = 0; number <= 10_000; number++) early.keep(report(`SM${number}`, 'sent'));
  assert.deepEqual([statuses('SM0'), statuses('SM1'), statuses('SM10000')], [[], ['sent'], ['sent']]);
});
