import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationText, parseDuration } from './duration.ts';

const durations: [text: string, seconds: number | undefined][] = [
  ['90', 90],
  ['0.5', 0.5],
  ['90s', 90],
  ['5m', 300],
  ['1h30m', 5400],
  ['2d', 172_800],
  ['', undefined],
  ['h', undefined],
  ['-5', undefined],
  ['1 h', undefined],
  ['1w', undefined],
];
for (const [text, seconds] of durations) {
  test(`${JSON.stringify(text)} is ${seconds} seconds`, () => assert.equal(parseDuration(text), seconds));
}

test('seconds read as they are written', () => {
  assert.deepEqual([0, 59, 60, 3661, 90_000].map(durationText), ['0s', '59s', '1m', '1h1m1s', '1d1h']);
});
