import assert from 'node:assert/strict';
import { test } from 'node:test';
import { countdown, durationInWords } from './phone-words.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

const cases: readonly (readonly [ms: number, words: string, countdown: string])[] = [
  [0, '0 s', '0:00'],
  [42 * second, '42 s', '0:42'],
  [minute, '1 min', '1:00'],
  [3 * minute + 4 * second, '3 min 04 s', '3:04'],
  [59 * minute + 12 * second, '59 min', '59:12'],
  [hour - 2 * second, '1 h', '59:58'],
  [hour, '1 h', '1:00:00'],
  [90 * minute, '1 h 30 min', '1:30:00'],
  [24 * hour, '1 d', '1 d'],
  [27 * hour, '1 d 3 h', '1 d 3 h'],
];
for (const [ms, words, left] of cases) {
  test(`${ms} ms are ${words}, and ${left} on a clock`, () => {
    assert.deepEqual([durationInWords(ms), countdown(ms)], [words, left]);
  });
}
