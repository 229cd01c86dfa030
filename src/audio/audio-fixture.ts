/** Files of sound as other programs write them, and an ear that tells tones. */
import { viewOf } from './chunks.ts';

export function bytesOf(...parts: (string | number | readonly number[] | Uint8Array)[]): Uint8Array {
  const bytes = parts.flatMap((part) => {
    if (typeof part === 'string') return [...part].map((letter) => letter.charCodeAt(0));
    return typeof part === 'number' ? [part] : [...part];
  });
  return Uint8Array.from(bytes);
}

/** A number as bytes, the lowest first. */
export function little(value: number, width: number): number[] {
  return Array.from({ length: width }, (_, index) => Math.floor(value / 256 ** index) % 256);
}

/** The same, the highest first. */
export function big(value: number, width: number): number[] {
  return little(value, width).toReversed();
}

export interface WavLike {
  readonly tag?: number;
  readonly channels?: number;
  readonly rate?: number;
  readonly bits?: number;
  readonly bytesPerSecond?: number;
  readonly frameBytes?: number;
  /** More of the format chunk. */
  readonly extension?: readonly number[];
  /** Chunks before the sound. */
  readonly before?: Uint8Array;
  readonly data: Uint8Array;
  readonly saidSize?: number;
  readonly riffSize?: number;
}

export function wavLike(wav: WavLike): Uint8Array {
  const { tag = 1, channels = 1, rate = 8000, bits = 16, extension = [], before = bytesOf(), data } = wav;
  const { frameBytes = (channels * bits) / 8, bytesPerSecond = rate * frameBytes } = wav;
  const body = bytesOf(
    ...['fmt ', little(16 + extension.length, 4), little(tag, 2), little(channels, 2), little(rate, 4)],
    ...[little(bytesPerSecond, 4), little(frameBytes, 2), little(bits, 2), extension, before],
    ...['data', little(wav.saidSize ?? data.length, 4), data],
  );
  return bytesOf('RIFF', little(wav.riffSize ?? body.length + 4, 4), 'WAVE', body);
}

/** Values of floating point, the lowest byte first. */
export function floats(values: readonly number[], width: 4 | 8): Uint8Array {
  const bytes = new Uint8Array(values.length * width);
  for (const [index, value] of values.entries()) {
    if (width === 4) viewOf(bytes).setFloat32(index * 4, value, true);
    else viewOf(bytes).setFloat64(index * 8, value, true);
  }
  return bytes;
}

/** 1 for a tone of this loudness alone, 0 where it is not heard: the part of one frequency, by Goertzel's method. */
export function loudnessOf(samples: Int16Array, hertz: number, rate = 8000): number {
  const turn = (2 * Math.PI * hertz) / rate;
  let real = 0;
  let imaginary = 0;
  for (const [index, sample] of samples.entries()) {
    real += (sample / 32_768) * Math.cos(turn * index);
    imaginary += (sample / 32_768) * Math.sin(turn * index);
  }
  return (2 * Math.hypot(real, imaginary)) / samples.length;
}

/** A tone of half of full loudness, at any rate. */
export function sine(hertz: number, seconds: number, rate: number): Int16Array {
  return Int16Array.from({ length: Math.round(seconds * rate) }, (_, index) =>
    Math.round(16_384 * Math.sin((2 * Math.PI * hertz * index) / rate)),
  );
}
