import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { big, bytesOf, little, wavLike } from './audio-fixture.ts';
import { audioSeconds } from './audio-seconds.ts';
import { AudioError } from './samples.ts';
import { silence } from './tones.ts';
import { wavFile } from './wav.ts';

/** MPEG 1, layer 3, 44,100 Hz, stereo: 1152 samples; 128 kbit/s take 417 bytes, 64 take 208. */
const frame128 = mpegFrame([0xff, 0xfb, 0x90, 0x00], 417);
const frame64 = mpegFrame([0xff, 0xfb, 0x50, 0x00], 208);
/** MPEG 2, layer 3, 22,050 Hz, mono: 576 samples; 64 kbit/s take 208 bytes. */
const frameMpeg2 = mpegFrame([0xff, 0xf3, 0x80, 0xc0], 208);
/** MPEG 2.5, 8,000 Hz, mono: 576 samples; 8 kbit/s take 72 bytes. */
const frameMpeg25 = mpegFrame([0xff, 0xe3, 0x18, 0xc0], 72);
/** MPEG 1, layer 2, 48,000 Hz: 1152 samples; 192 kbit/s take 576 bytes. Layer 1: 384 samples, 32 kbit/s, 32 bytes. */
const frameLayer2 = mpegFrame([0xff, 0xfd, 0xa4, 0x00], 576);
const frameLayer1 = mpegFrame([0xff, 0xff, 0x14, 0x00], 32);

function mpegFrame(header: readonly number[], length: number, inside: Uint8Array = bytesOf(), at = 4): Uint8Array {
  const frame = new Uint8Array(length);
  frame.set(header);
  frame.set(inside, at);
  return frame;
}

function times(count: number, part: Uint8Array): Uint8Array {
  return bytesOf(...new Array<Uint8Array>(count).fill(part));
}

const xing = (frames: number) =>
  mpegFrame([0xff, 0xfb, 0x90, 0x00], 417, bytesOf('Xing', big(1, 4), big(frames, 4)), 36);
const vbri = mpegFrame([0xff, 0xfb, 0x90, 0x00], 417, bytesOf('VBRI', new Array(10).fill(0), big(7, 4)), 36);
const id3 = bytesOf('ID3', [4, 0, 0], [0, 0, 1, 2], new Array(130).fill(0xff));

interface AiffLike {
  readonly frames?: number;
  readonly compression?: string;
  readonly sound?: number;
  /** Sign and exponent, then the upper half of the digits: 8,000 unless said. */
  readonly rate?: readonly [number, number];
}

function aiffLike({ frames = 8000, compression, sound = 16_000, rate = [0x400b, 0xfa000000] }: AiffLike): Uint8Array {
  const more = compression === undefined ? [] : [...bytesOf(compression), 0, 0];
  const common = [...big(1, 2), ...big(frames, 4), ...big(16, 2), ...big(rate[0], 2), ...big(rate[1], 4), 0, 0, 0, 0];
  const body = bytesOf(
    'COMM',
    big(18 + more.length, 4),
    common,
    more,
    'SSND',
    big(sound + 8, 4),
    new Uint8Array(sound + 8),
  );
  return bytesOf('FORM', big(body.length + 4, 4), compression === undefined ? 'AIFF' : 'AIFC', body);
}

function auLike(encoding: number, saidSize: number, sound: number): Uint8Array {
  const header = [24, saidSize, encoding, 8000, 1].flatMap((value) => big(value, 4));
  return bytesOf('.snd', header, new Uint8Array(sound));
}

/** As `bytesOf`, for long ones. */
function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}

const mpeg1Frame = 1152 / 44_100;
const files: { name: string; type?: string; bytes: Uint8Array; seconds: number }[] = [
  { name: 'WAV', bytes: wavFile(silence(1.25)), seconds: 1.25 },
  { name: 'WAV that is called MP3', type: 'audio/mpeg', bytes: wavFile(silence(1)), seconds: 1 },
  {
    name: 'WAV of GSM',
    bytes: wavLike({ tag: 49, bits: 0, frameBytes: 65, bytesPerSecond: 1625, data: new Uint8Array(1625) }),
    seconds: 1,
  },
  {
    name: 'WAV of ADPCM that says its number of frames',
    bytes: wavLike({
      ...{ tag: 17, bits: 4, frameBytes: 256, bytesPerSecond: 4055, data: new Uint8Array(4096) },
      before: bytesOf('fact', little(4, 4), little(8000, 4)),
    }),
    seconds: 1,
  },
  {
    name: 'WAV of ADPCM that says much more than there is',
    bytes: wavLike({
      ...{ tag: 17, bits: 4, frameBytes: 256, bytesPerSecond: 4000, data: new Uint8Array(4000) },
      before: bytesOf('fact', little(4, 4), little(0x7fffffff, 4)),
    }),
    seconds: 1,
  },
  { name: 'MP3 of one bit rate', type: 'audio/mpeg', bytes: times(100, frame128), seconds: 100 * mpeg1Frame },
  {
    name: 'MP3 with tags before and after',
    bytes: bytesOf(id3, times(10, frame128), 'TAG', new Uint8Array(125)),
    seconds: 10 * mpeg1Frame,
  },
  { name: 'MP3 of several bit rates', bytes: bytesOf(times(5, frame128), times(5, frame64)), seconds: 10 * mpeg1Frame },
  { name: 'MP3 with a Xing header', bytes: bytesOf(xing(9), times(9, frame64)), seconds: 9 * mpeg1Frame },
  { name: 'MP3 with a VBRI header', bytes: bytesOf(vbri, times(7, frame64)), seconds: 7 * mpeg1Frame },
  {
    name: 'MP3 whose header says more than can be there',
    bytes: bytesOf(xing(0x7fffffff), times(9, frame64)),
    seconds: 10 * mpeg1Frame,
  },
  {
    name: 'MP3 with damage in the middle',
    bytes: bytesOf(times(5, frame128), new Uint8Array(1000).fill(0xff), times(5, frame128)),
    seconds: 10 * mpeg1Frame,
  },
  {
    name: 'MP3 with more damage than is passed over',
    bytes: joined(times(5, frame128), new Uint8Array(300_000), times(5, frame128)),
    seconds: 5 * mpeg1Frame,
  },
  { name: 'MP3 that is cut off', bytes: times(10, frame128).subarray(0, 4000), seconds: 10 * mpeg1Frame },
  { name: 'MP3 of MPEG 2', bytes: times(10, frameMpeg2), seconds: (10 * 576) / 22_050 },
  { name: 'MP3 of MPEG 2.5', bytes: times(10, frameMpeg25), seconds: (10 * 576) / 8000 },
  { name: 'MPEG layer 2', bytes: times(10, frameLayer2), seconds: (10 * 1152) / 48_000 },
  { name: 'MPEG layer 1', bytes: times(10, frameLayer1), seconds: (10 * 384) / 48_000 },
  { name: 'AIFF', type: 'audio/aiff', bytes: aiffLike({}), seconds: 1 },
  { name: 'AIFF at 44,100', bytes: aiffLike({ rate: [0x400e, 0xac440000], frames: 4410 }), seconds: 0.1 },
  { name: 'AIFF that is cut off', bytes: aiffLike({ sound: 8000 }), seconds: 0.5 },
  { name: 'AIFF-C, not compressed', bytes: aiffLike({ compression: 'sowt' }), seconds: 1 },
  { name: 'AIFF-C of µ-law', bytes: aiffLike({ compression: 'ulaw', sound: 8000 }), seconds: 1 },
  { name: 'AIFF-C of IMA', bytes: aiffLike({ compression: 'ima4', frames: 125, sound: 34 * 125 }), seconds: 1 },
  { name: 'GSM', type: 'audio/gsm', bytes: new Uint8Array(33 * 50).fill(0xd0), seconds: 1 },
  { name: 'GSM with half a frame', type: 'audio/x-gsm', bytes: new Uint8Array(33 * 50 + 7), seconds: 1 },
  { name: 'raw µ-law', type: 'audio/ulaw; charset=binary', bytes: new Uint8Array(4000), seconds: 0.5 },
  { name: 'raw µ-law by its old name', type: 'audio/basic', bytes: new Uint8Array(4000), seconds: 0.5 },
  { name: 'AU of µ-law', type: 'audio/basic', bytes: auLike(1, 8000, 8000), seconds: 1 },
  { name: 'AU of 16 bits, from a pipe', bytes: auLike(3, 0xffffffff, 8000), seconds: 0.5 },
];
for (const { name, type = 'application/octet-stream', bytes, seconds } of files) {
  test(`${name} plays for ${Math.round(seconds * 1000)} ms`, () => {
    assert.ok(Math.abs(audioSeconds(bytes, type) - seconds) < 1e-9, String(audioSeconds(bytes, type)));
  });
}

const refused: { name: string; type?: string; bytes: Uint8Array; says: RegExp }[] = [
  { name: 'nothing', bytes: bytesOf(), says: /is none that can be played/ },
  { name: 'a page', type: 'text/html', bytes: bytesOf('<html></html>'), says: /type text\/html is none/ },
  { name: 'Ogg', type: '', bytes: bytesOf('OggS', new Uint8Array(40)), says: /type unknown is none/ },
  { name: 'MP3 in name alone', type: 'audio/mpeg', bytes: new Uint8Array(5000).fill(0xff), says: /is none/ },
  { name: 'MP3 behind much else', bytes: joined(new Uint8Array(300_000), times(5, frame128)), says: /is none/ },
  { name: 'a tag without an end', bytes: id3.subarray(0, 60), says: /is none/ },
  { name: 'AIFF without sound', bytes: bytesOf('FORM', big(4, 4), 'AIFF'), says: /lacks its format/ },
  { name: 'AIFF of no rate', bytes: aiffLike({ rate: [0, 0] }), says: /says 0 samples a second/ },
  { name: 'AU without an end', bytes: bytesOf('.snd', big(24, 4)), says: /ends in its header/ },
  { name: 'AU of an unknown encoding', bytes: auLike(99, 4, 4), says: /has encoding 99/ },
];
for (const { name, type = 'audio/mpeg', bytes, says } of refused) {
  test(`${name} is refused`, () => {
    assert.throws(
      () => audioSeconds(bytes, type),
      (error) => error instanceof AudioError && says.test(error.message),
    );
  });
}

test('whatever the bytes are, they play for a time that they can fill, or are refused', () => {
  const beginnings = [...files.map(({ bytes }) => bytes.subarray(0, 500)), bytesOf()];
  fc.assert(
    fc.property(
      fc.constantFrom(...beginnings),
      fc.uint8Array({ maxLength: 200 }),
      fc.nat({ max: 500 }),
      (start, rest, at) => {
        const bytes = bytesOf(start.subarray(0, at), rest, start.subarray(at));
        try {
          const seconds = audioSeconds(bytes, 'audio/mpeg');
          assert.ok(seconds >= 0 && Number.isFinite(seconds), String(seconds));
        } catch (error) {
          if (!(error instanceof AudioError)) throw error;
        }
      },
    ),
  );
});
