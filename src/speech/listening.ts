/** What all engines that listen need: a file of the sound, short enough. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { resample } from '../audio/resample.ts';
import { sampleRate, secondsOf } from '../audio/samples.ts';
import { wavFile } from '../audio/wav.ts';
import { SpeechError } from './speech.ts';

/** Gather listens for a minute, transcriptions end after two. */
const longestHeardSeconds = 600;

/** Writes the sound as WAV into the folder. Throws a `SpeechError` when it is too long. */
export async function writeSound(folder: string, samples: Int16Array, rate: number): Promise<string> {
  if (secondsOf(samples) > longestHeardSeconds) {
    throw new SpeechError(
      `The sound takes ${Math.ceil(secondsOf(samples))} seconds: at most ${longestHeardSeconds} are listened to`,
    );
  }
  const file = join(folder, 'sound.wav');
  await writeFile(file, wavFile(resample(samples, { from: sampleRate, to: rate }), rate));
  return file;
}
