/** Sound as telephones have it: mono, 8,000 samples a second, 16 bits. */

/** Samples of one second of a call. */
export const sampleRate = 8_000;

/** Sound that cannot be read; `message` says what is wrong with it and what would do. */
export class AudioError extends Error {
  override readonly name = 'AudioError';
}

export function secondsOf(samples: Int16Array): number {
  return samples.length / sampleRate;
}

/** Samples that `seconds` take, to the nearest one. */
export function sampleCount(seconds: number): number {
  return Math.round(Math.max(0, seconds) * sampleRate);
}

/** One sample of -1 to 1 as 16 bits; what is louder is cut, what is no number is silence. */
export function toSample(level: number): number {
  const scaled = Math.round(level * 32_768);
  return Math.max(-32_768, Math.min(32_767, Number.isNaN(scaled) ? 0 : scaled));
}
