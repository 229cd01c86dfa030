/** Recordings of calls that nobody heard: real files all the same, of exactly the length that was recorded. */
import { sampleCount, sampleRate } from './samples.ts';
import { endlessTone } from './tones.ts';
import { wavBytes, wavPieces } from './wav.ts';

/** Stands for what was said where nobody gave a sound. */
export const recordingHertz = 440;

/** A WAV file whose pieces are made as they are asked for: four hours take no more memory than a second. */
export interface Recording {
  readonly bytes: number;
  pieces(): Iterable<Uint8Array>;
}

/** `seconds` of `sound`, cut or filled with silence; of a tone where there is none. */
export function recording(seconds: number, sound?: Int16Array): Recording {
  const count = sampleCount(seconds);
  return { bytes: wavBytes(count), pieces: () => wavPieces(count, blocks(count, sound)) };
}

function* blocks(count: number, sound: Int16Array | undefined): Generator<Int16Array> {
  const tone = sound === undefined ? endlessTone(recordingHertz) : undefined;
  for (let place = 0; place < count; place += sampleRate) {
    const length = Math.min(sampleRate, count - place);
    if (tone !== undefined) yield tone.subarray(0, length);
    else yield filled(sound?.subarray(place, place + length), length);
  }
}

function filled(samples: Int16Array | undefined, length: number): Int16Array {
  if (samples?.length === length) return samples;
  const block = new Int16Array(length);
  block.set(samples ?? []);
  return block;
}
