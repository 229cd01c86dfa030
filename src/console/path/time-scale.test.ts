import assert from 'node:assert/strict';
import { test } from 'node:test';
import { timeScale } from './time-scale.ts';

test('moments lie as far apart as they are', () => {
  const scale = timeScale([0, 250, 500, 1_000]);
  assert.deepEqual(
    [0, 250, 375, 500, 1_000].map((time) => scale.at(time)),
    [0, 0.25, 0.375, 0.5, 1],
  );
  assert.deepEqual(scale.cuts, []);
});

test('a long wait is cut, and says how long it was', () => {
  const scale = timeScale([0, 1_000, 3_601_000, 3_602_000]);
  const [cut] = scale.cuts;
  assert.equal(cut?.durationMs, 3_600_000);
  assert.deepEqual([cut?.from, cut?.to], [scale.at(1_000), scale.at(3_601_000)]);
  assert.equal(scale.at(1_000), 1 / 8);
  assert.equal(scale.at(3_602_000), 1);
});

test('nothing, and a single moment, have a place', () => {
  assert.equal(timeScale([]).at(5), 1);
  assert.equal(timeScale([5]).at(5), 0);
  assert.equal(timeScale([5, 5]).at(5), 0);
});

test('what took no time is still seen between what did', () => {
  const scale = timeScale([0, 0, 100]);
  assert.equal(scale.at(100), 1);
});
