import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ago, counted, number, shortSid } from './format.ts';

const nowMs = Date.UTC(2026, 10, 23, 14, 5);
const minutes = 60_000;

const times = [
  { passedMs: 0, says: /^just now$/ },
  { passedMs: 59_999, says: /^just now$/ },
  { passedMs: 2 * minutes, says: /^2 min ago$/ },
  { passedMs: 59 * minutes, says: /^59 min ago$/ },
  { passedMs: 60 * minutes, says: /^1 hr ago$/ },
  { passedMs: 23.9 * 60 * minutes, says: /^23 hr ago$/ },
  // The hour depends on the zone of the machine.
  { passedMs: 48 * 60 * minutes, says: /^2[012] Nov 2026, \d\d:05$/ },
  // A clock that is ahead of this one.
  { passedMs: -5 * minutes, says: /2026, \d\d:10$/ },
];

for (const { passedMs, says } of times) {
  test(`${passedMs / minutes} minutes ago reads ${says.source}`, () => {
    assert.match(ago(nowMs - passedMs, nowMs), says);
  });
}

test('counts have their plural and separators', () => {
  assert.deepEqual(
    [0, 1, 2, 1204].map((count) => counted(count, 'widget', 'widgets')),
    ['0 widgets', '1 widget', '2 widgets', '1,204 widgets'],
  );
  assert.equal(number(1234567), '1,234,567');
});

test('a SID is cut in the middle', () => {
  assert.equal(shortSid('FW12ab00000000000000000000000000009f'), 'FW12ab…9f');
  assert.equal(shortSid('FW12'), 'FW12');
});
