import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loudnessOf } from './audio-fixture.ts';
import { recording } from './recording.ts';
import { AudioError } from './samples.ts';
import { sequence } from './sequence.ts';
import { beep, keyTones, keyTonesSeconds, silence, tone } from './tones.ts';
import { readWav } from './wav-reader.ts';

const low = [697, 770, 852, 941];
const high = [1209, 1336, 1477, 1633];

/** The key that is heard. */
function heard(samples: Int16Array): string | undefined {
  const loudest = (tones: readonly number[]) => tones.findIndex((hertz) => loudnessOf(samples, hertz) > 0.2);
  return ['123A', '456B', '789C', '*0#D'][loudest(low)]?.[loudest(high)];
}

for (const key of '0123456789ABCD*#') {
  test(`the key ${key} sounds as itself, for 0.1 s and 0.1 s of silence`, () => {
    const samples = keyTones(key);
    assert.equal(samples.length, 1600);
    assert.equal(heard(samples.subarray(0, 800)), key);
    assert.deepEqual(samples.subarray(800), silence(0.1));
  });
}

test('w and W pause between keys', () => {
  const samples = keyTones('1wW2');
  assert.equal(samples.length / 8000, 0.2 + 0.5 + 1 + 0.2);
  assert.equal(heard(samples.subarray(0, 800)), '1');
  assert.equal(heard(samples.subarray(1.7 * 8000, 1.8 * 8000)), '2');
  assert.deepEqual(samples.subarray(1600, 1.7 * 8000), silence(1.5));
});

for (const digits of ['E', 'a', ' ', '1-2', 'constructor']) {
  test(`${JSON.stringify(digits)} is not a row of keys`, () => {
    assert.throws(() => keyTonesSeconds(digits), AudioError);
    assert.throws(() => keyTones(digits), /There is no key "/);
  });
}

test('a tone has its length, its pitch, and soft ends', () => {
  const samples = tone([440], 1);
  assert.equal(samples.length, 8000);
  assert.ok(Math.abs(loudnessOf(samples, 440) - 0.25) < 0.01);
  assert.ok(Math.abs(samples[1] ?? 0) < 400 && Math.abs(samples[7998] ?? 0) < 400);
  assert.equal(tone([440], 0).length, 0);
});

test('parts come one after the other', () => {
  const samples = sequence([
    { type: 'samples', samples: Int16Array.of(1, 2) },
    { type: 'silence', seconds: 0.5 },
    { type: 'beep' },
    { type: 'keys', digits: '5' },
    { type: 'tone', hertz: 440, seconds: 1 },
  ]);
  assert.equal(samples.length, 2 + 4000 + 4000 + 1600 + 8000);
  assert.deepEqual(samples.subarray(0, 4002), Int16Array.of(1, 2, ...silence(0.5)));
  assert.deepEqual(samples.subarray(4002, 8002), beep());
  assert.equal(heard(samples.subarray(8002, 8802)), '5');
  assert.deepEqual(samples.subarray(9602), tone([440], 1));
  assert.deepEqual(sequence([]), new Int16Array(0));
});

test('parts that are too long together are not made', () => {
  const parts = [{ type: 'silence', seconds: 2 } as const, { type: 'beep' } as const];
  assert.throws(() => sequence(parts, 2), /take 3 seconds: at most 2 are made/);
  assert.equal(sequence(parts, 3).length, 20_000);
});

/** The file as it is served. */
function fileOf({ bytes, pieces }: ReturnType<typeof recording>): Uint8Array {
  const file = Uint8Array.from([...pieces()].flatMap((piece) => [...piece]));
  assert.equal(file.length, bytes);
  return file;
}

for (const seconds of [0, 0.1, 1, 2.5]) {
  test(`a recording of ${seconds} s is a WAV file with a tone of 440 Hz`, () => {
    const samples = readWav(fileOf(recording(seconds)));
    assert.equal(samples.length, seconds * 8000);
    if (seconds > 0) assert.ok(Math.abs(loudnessOf(samples, 440) - 0.25) < 0.02);
  });
}

test('a recording of given sound is cut or filled to its length', () => {
  const sound = tone([600], 1.5);
  assert.deepEqual(readWav(fileOf(recording(1.2, sound))), sound.subarray(0, 9600));
  assert.deepEqual(readWav(fileOf(recording(2, sound))), Int16Array.of(...sound, ...silence(0.5)));
});

test('a recording of a day is made piece by piece', () => {
  const { bytes, pieces } = recording(86_400);
  assert.equal(bytes, 44 + 86_400 * 16_000);
  const [header, first, second] = pieces();
  assert.equal(header?.length, 44);
  assert.deepEqual(first, second);
});
