import assert from 'node:assert/strict';
import { test } from 'node:test';
import { durationMs } from './duration.ts';

const cases: readonly [text: string, ms: number | undefined][] = [
  ['PT10M', 600_000],
  ['PT60M', 3_600_000],
  ['P1DT2H3M4S', 93_784_000],
  ['P2W', 1_209_600_000],
  ['PT1.5S', 1_000],
  ['PT0S', 0],
  ['P', undefined],
  ['PT', undefined],
  ['P1Y', undefined],
  ['P1M', undefined],
  ['10M', undefined],
  ['pt10m', undefined],
  ['', undefined],
  [`PT${'9'.repeat(30)}H`, undefined],
];
for (const [text, ms] of cases) {
  test(`${JSON.stringify(text)} is ${ms === undefined ? 'no duration' : `${ms} ms`}`, () => {
    assert.equal(durationMs(text), ms);
  });
}
