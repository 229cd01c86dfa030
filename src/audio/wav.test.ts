import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { bytesOf, floats, little, loudnessOf, sine, type WavLike, wavLike } from './audio-fixture.ts';
import { AudioError } from './samples.ts';
import { wavBytes, wavFile, wavPieces } from './wav.ts';
import { readWav, wavSeconds } from './wav-reader.ts';

test('a file begins with 44 bytes that say what it is', () => {
  const file = wavFile(Int16Array.of(1, -2));
  const header = ['RIFF', little(40, 4), 'WAVEfmt ', little(16, 4), little(1, 2), little(1, 2), little(8000, 4)];
  const rest = [little(16_000, 4), little(2, 2), little(16, 2), 'data', little(4, 4), [1, 0, 0xfe, 0xff]];
  assert.deepEqual(file, bytesOf(...header, ...rest));
  assert.equal(wavBytes(2), file.length);
});

test('a file in pieces is the same file', () => {
  const samples = Int16Array.from({ length: 10 }, (_, index) => index * 1000);
  const pieces = [...wavPieces(10, [samples.subarray(0, 3), samples.subarray(3)])];
  assert.equal(pieces.length, 3);
  assert.deepEqual(bytesOf(...pieces), wavFile(samples));
});

test('what was written is read, sample by sample', () => {
  fc.assert(
    fc.property(fc.int16Array(), (samples) => {
      assert.deepEqual(readWav(wavFile(samples)), samples);
      assert.equal(wavSeconds(wavFile(samples)), samples.length / 8000);
    }),
  );
});

/** Half, silence and minus half in every form; µ-law and A-law come near. */
const forms: { name: string; wav: WavLike; samples?: readonly number[] }[] = [
  { name: 'PCM of 8 bits', wav: { bits: 8, data: bytesOf(192, 128, 64) } },
  { name: 'PCM of 16 bits', wav: { bits: 16, data: bytesOf(0, 0x40, 0, 0, 0, 0xc0) } },
  { name: 'PCM of 24 bits', wav: { bits: 24, data: bytesOf(0, 0, 0x40, 0, 0, 0, 0, 0, 0xc0) } },
  { name: 'PCM of 32 bits', wav: { bits: 32, data: bytesOf(0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0, 0xc0) } },
  { name: 'floating point of 32 bits', wav: { tag: 3, bits: 32, data: floats([0.5, 0, -0.5], 4) } },
  { name: 'floating point of 64 bits', wav: { tag: 3, bits: 64, data: floats([0.5, 0, -0.5], 8) } },
  {
    name: 'floating point beyond full, and no number',
    wav: { tag: 3, bits: 32, data: floats([7, Number.NaN, Number.NEGATIVE_INFINITY], 4) },
    samples: [32_767, 0, 0],
  },
  { name: 'µ-law', wav: { tag: 7, bits: 8, data: bytesOf(0x8f, 0xff, 0x0f) }, samples: [16_764, 0, -16_764] },
  { name: 'A-law', wav: { tag: 6, bits: 8, data: bytesOf(0xa5, 0xd5, 0x25) }, samples: [16_896, 8, -16_896] },
  {
    name: 'two channels, mixed into one',
    wav: { channels: 2, data: bytesOf(0, 0x40, 0, 0x40, 0, 0x40, 0, 0xc0, 0, 0x80, 0, 0) },
  },
  {
    name: 'the extensible form',
    wav: {
      tag: 0xfffe,
      extension: [...little(22, 2), ...little(16, 2), 0, 0, 0, 0, 1, 0, ...new Array(14).fill(0)],
      data: bytesOf(0, 0x40, 0, 0, 0, 0xc0),
    },
  },
  {
    name: 'a chunk of an odd size before the sound',
    wav: { before: bytesOf('LIST', little(3, 4), 'abc', 0), data: bytesOf(0, 0x40, 0, 0, 0, 0xc0) },
  },
  { name: 'half a sample at the end', wav: { data: bytesOf(0, 0x40, 0, 0, 0, 0xc0, 7) } },
  { name: 'a size of all ones', wav: { saidSize: 0xffffffff, data: bytesOf(0, 0x40, 0, 0, 0, 0xc0) } },
  { name: 'no sizes, from a pipe', wav: { saidSize: 0, riffSize: 0, data: bytesOf(0, 0x40, 0, 0, 0, 0xc0) } },
  { name: 'no size of a frame', wav: { frameBytes: 0, data: bytesOf(0, 0x40, 0, 0, 0, 0xc0) } },
];
for (const { name, wav, samples = [16_384, 0, -16_384] } of forms) {
  test(`reads ${name}`, () => {
    assert.deepEqual([...readWav(wavLike(wav))], samples);
    assert.equal(wavSeconds(wavLike(wav)), 3 / 8000);
  });
}

test('another rate becomes that of telephones', () => {
  const sound = sine(440, 0.5, 22_050);
  const samples = readWav(wavFile(sound, 22_050));
  assert.equal(samples.length, 4000);
  assert.ok(loudnessOf(samples, 440) > 0.49);
});

const broken: { name: string; bytes: Uint8Array; says: RegExp }[] = [
  { name: 'nothing', bytes: bytesOf(), says: /is no WAV file/ },
  { name: 'text', bytes: bytesOf('<html>not found</html>'), says: /is no WAV file/ },
  { name: 'another RIFF', bytes: bytesOf('RIFF', little(4, 4), 'AVI '), says: /is no WAV file/ },
  {
    name: 'no format',
    bytes: bytesOf('RIFF', little(12, 4), 'WAVEdata', little(0, 4)),
    says: /does not say its format/,
  },
  { name: 'no sound', bytes: wavLike({ data: bytesOf() }).subarray(0, 36), says: /has no sound/ },
  {
    name: 'MP3 within',
    bytes: wavLike({ tag: 85, data: bytesOf(1, 2) }),
    says: /16 bits in 1 channels of encoding 85/,
  },
  {
    name: 'PCM of 64 bits',
    bytes: wavLike({ bits: 64, data: bytesOf() }),
    says: /64 bits in 1 channels of encoding 1/,
  },
  { name: 'no channel', bytes: wavLike({ channels: 0, frameBytes: 2, data: bytesOf() }), says: /says 0 channels/ },
  { name: 'a rate of 1', bytes: wavLike({ rate: 1, data: bytesOf(1, 2) }), says: /1 samples a second: 1000 to 192000/ },
];
for (const { name, bytes, says } of broken) {
  test(`refuses ${name}, and says why`, () => {
    assert.throws(
      () => readWav(bytes),
      (error) => error instanceof AudioError && says.test(error.message),
    );
  });
}

test('sound that is too long is refused before it is read', () => {
  const file = wavFile(new Int16Array(8001));
  assert.throws(() => readWav(file, 1), /longer than 1 seconds/);
  assert.equal(readWav(file, 2).length, 8001);
});

test('whatever the bytes are, they are read or refused', () => {
  const header = wavLike({ data: bytesOf(1, 2, 3, 4, 5, 6, 7, 8) });
  const change = fc.tuple(fc.nat({ max: header.length - 1 }), fc.nat({ max: 255 }));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 6 }), fc.nat({ max: header.length }), (changes, length) => {
      const bytes = Uint8Array.from(header.subarray(0, length));
      for (const [place, byte] of changes) if (place < length) bytes[place] = byte;
      for (const read of [readWav, wavSeconds]) {
        try {
          read(bytes);
        } catch (error) {
          if (!(error instanceof AudioError)) throw error;
        }
      }
    }),
  );
});
