import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loudnessOf, sine } from './audio-fixture.ts';
import { resample } from './resample.ts';

const rates = [6000, 8000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000, 96_000];
for (const from of rates) {
  test(`a tone of 440 Hz at ${from} samples a second is the same at 8,000`, () => {
    const sound = resample(sine(440, 1, from), { from, to: 8000 });
    assert.equal(sound.length, 8000);
    assert.ok(Math.abs(loudnessOf(sound, 440) - 0.5) < 0.01, String(loudnessOf(sound, 440)));
  });
}

for (const { hertz, from, mirror } of [
  { hertz: 5000, from: 22_050, mirror: 3000 },
  { hertz: 7000, from: 16_000, mirror: 1000 },
  { hertz: 9000, from: 48_000, mirror: 1000 },
]) {
  test(`a tone of ${hertz} Hz, too high for a telephone, is not heard at ${mirror} Hz`, () => {
    const sound = resample(sine(hertz, 1, from), { from, to: 8000 });
    assert.ok(loudnessOf(sound, mirror) < 0.01, String(loudnessOf(sound, mirror)));
  });
}

test('a higher rate for engines keeps the tone', () => {
  const sound = resample(sine(440, 1, 8000), { from: 8000, to: 16_000 });
  assert.equal(sound.length, 16_000);
  assert.ok(Math.abs(loudnessOf(sound, 440, 16_000) - 0.5) < 0.01);
});

test('silence stays silence, nothing stays nothing, and full loudness does not wrap around', () => {
  assert.deepEqual(resample(new Int16Array(441), { from: 44_100, to: 8000 }), new Int16Array(80));
  assert.deepEqual(resample(new Int16Array(0), { from: 44_100, to: 8000 }), new Int16Array(0));
  const loud = new Int16Array(1000).fill(32_767);
  assert.deepEqual(resample(loud, { from: 11_025, to: 8000 }), new Int16Array(726).fill(32_767));
});
