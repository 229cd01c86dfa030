/** Puts one sound after the other. */
import { AudioError, sampleCount, sampleRate } from './samples.ts';
import { beep, beepSeconds, keyTones, keyTonesSeconds, tone } from './tones.ts';

export type SoundPart =
  | { readonly type: 'samples'; readonly samples: Int16Array }
  | { readonly type: 'silence'; readonly seconds: number }
  /** Tones of keys, see `keyTones`. */
  | { readonly type: 'keys'; readonly digits: string }
  | { readonly type: 'beep' }
  | { readonly type: 'tone'; readonly hertz: number; readonly seconds: number };

/** More is not made in one piece: each second takes 16 kB. */
export const longestSequenceSeconds = 3600;

/** The parts in their order. Throws `AudioError` when they are longer together than `longestSeconds`. */
export function sequence(parts: readonly SoundPart[], longestSeconds: number = longestSequenceSeconds): Int16Array {
  const lengths = parts.map(lengthOf);
  const length = lengths.reduce((sum, each) => sum + each, 0);
  if (length > longestSeconds * sampleRate) {
    throw new AudioError(
      `The parts take ${Math.ceil(length / sampleRate)} seconds: at most ${longestSeconds} are made`,
    );
  }
  const sound = new Int16Array(length);
  let place = 0;
  for (const [index, part] of parts.entries()) {
    // What is made anew is silence already.
    if (part.type !== 'silence') sound.set(soundOf(part), place);
    place += lengths[index] ?? 0;
  }
  return sound;
}

function lengthOf(part: SoundPart): number {
  switch (part.type) {
    case 'samples':
      return part.samples.length;
    case 'silence':
    case 'tone':
      return sampleCount(part.seconds);
    case 'keys':
      return sampleCount(keyTonesSeconds(part.digits));
    case 'beep':
      return sampleCount(beepSeconds);
    default:
      return part satisfies never;
  }
}

function soundOf(part: Exclude<SoundPart, { type: 'silence' }>): Int16Array {
  switch (part.type) {
    case 'samples':
      return part.samples;
    case 'tone':
      return tone([part.hertz], part.seconds);
    case 'keys':
      return keyTones(part.digits);
    case 'beep':
      return beep();
    default:
      return part satisfies never;
  }
}
