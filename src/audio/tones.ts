/** Sounds that a telephone network makes itself. */
import { AudioError, sampleCount, sampleRate, toSample } from './samples.ts';

/** A quarter of full: two tones of a key together stay clear of the top. */
const level = 0.25;
/** Tones swell and fade so long: at once, they would click. */
const fadeSeconds = 0.005;

export function silence(seconds: number): Int16Array {
  return new Int16Array(sampleCount(seconds));
}

/** One or several tones at once. */
export function tone(hertz: readonly number[], seconds: number): Int16Array {
  const length = sampleCount(seconds);
  const fade = Math.min(sampleCount(fadeSeconds), length / 2);
  return Int16Array.from({ length }, (_, index) => {
    const loudness = Math.min(1, (index + 1) / fade, (length - index) / fade);
    return toSample(level * loudness * waves(hertz, index));
  });
}

/** One second that joins its own end, for a tone of any length. Whole numbers of hertz. */
export function endlessTone(hertz: number): Int16Array {
  return Int16Array.from({ length: sampleRate }, (_, index) => toSample(level * waves([hertz], index)));
}

/** Told before a recording begins (inferred: the service only says that there is one). */
export const beepSeconds = 0.5;
const beepHertz = 1_000;

export function beep(): Int16Array {
  return tone([beepHertz], beepSeconds);
}

/** Rows and columns of the keys. Source: ITU-T Q.23. */
const rows = [697, 770, 852, 941];
const columns = [1209, 1336, 1477, 1633];
const keys = ['123A', '456B', '789C', '*0#D'];

/** Of one key, and until the next (inferred: what exchanges take for sure, ITU-T Q.24 asks for 40 ms each). */
const keySeconds = 0.1;
const gapSeconds = 0.1;
/** `w` and `W` between keys. Source: widgets-voice §1. */
const pauses: { readonly [letter: string]: number } = { w: 0.5, W: 1 };

/** Digits of `<Play>` and `sendDigits`: `0-9 A-D * #`, `w` and `W` for pauses. Throws `AudioError` for another character. */
export function keyTones(digits: string): Int16Array {
  const sound = new Int16Array(sampleCount(keyTonesSeconds(digits)));
  let place = 0;
  for (const key of digits) {
    const hertz = keyHertz(key);
    if (hertz !== undefined) sound.set(tone(hertz, keySeconds), place);
    place += sampleCount(secondsOfKey(key));
  }
  return sound;
}

/** How long they take. */
export function keyTonesSeconds(digits: string): number {
  return sampleCount([...digits].reduce((sum, key) => sum + secondsOfKey(key), 0)) / sampleRate;
}

function secondsOfKey(key: string): number {
  const pause = Object.hasOwn(pauses, key) ? pauses[key] : undefined;
  if (pause !== undefined) return pause;
  if (keyHertz(key) !== undefined) return keySeconds + gapSeconds;
  throw new AudioError(`There is no key ${JSON.stringify(key)}: digits are 0-9, A-D, * and #, w and W are pauses`);
}

function keyHertz(key: string): readonly [number, number] | undefined {
  const row = keys.findIndex((each) => each.includes(key));
  const [low, high] = [rows[row], columns[keys[row]?.indexOf(key) ?? -1]];
  return low === undefined || high === undefined ? undefined : [low, high];
}

function waves(hertz: readonly number[], index: number): number {
  return hertz.reduce((sum, each) => sum + Math.sin((2 * Math.PI * each * index) / sampleRate), 0);
}
