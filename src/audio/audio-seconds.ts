import { aiffSeconds } from './aiff-seconds.ts';
import { letters, viewOf } from './chunks.ts';
import { mp3Seconds } from './mp3-seconds.ts';
import { AudioError, sampleRate } from './samples.ts';
import { wavSeconds } from './wav-reader.ts';

/**
 * How long a file plays that `<Play>` takes: WAV, MP3, AIFF, AU, and by their content type raw GSM and µ-law. The file
 * itself is believed before its type. Throws `AudioError` for what is none of them.
 */
export function audioSeconds(bytes: Uint8Array, contentType: string): number {
  const view = viewOf(bytes);
  const type = contentType.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  switch (letters(view, 0)) {
    case 'RIFF':
    case 'RF64':
      return wavSeconds(bytes);
    case 'FORM':
      return aiffSeconds(bytes);
    case '.snd':
      return auSeconds(view);
    default:
      return rawSeconds(bytes, type) ?? mp3Seconds(bytes) ?? unknown(type);
  }
}

const gsmTypes = ['audio/gsm', 'audio/x-gsm'];
/** 20 ms of GSM 06.10 at full rate. */
const gsmFrame = { bytes: 33, seconds: 0.02 };
/** A-law is as long: one byte for each sample. */
const byteTypes = ['ulaw', 'mulaw', 'basic', 'pcmu', 'alaw', 'pcma'].flatMap((name) => [
  `audio/${name}`,
  `audio/x-${name}`,
]);

function rawSeconds(bytes: Uint8Array, type: string): number | undefined {
  if (gsmTypes.includes(type)) return Math.floor(bytes.length / gsmFrame.bytes) * gsmFrame.seconds;
  if (byteTypes.includes(type)) return bytes.length / sampleRate;
  return undefined;
}

/** Bytes of one sample by the number of the encoding. Source: Sun's audio file format. */
const auBytes: { readonly [encoding: number]: number } = { 1: 1, 2: 1, 3: 2, 4: 3, 5: 4, 6: 4, 7: 8, 27: 1 };

function auSeconds(view: DataView): number {
  if (view.byteLength < 24) throw new AudioError('The AU file ends in its header');
  const [start, said, encoding] = [view.getUint32(4), view.getUint32(8), view.getUint32(12)];
  const [rate, channels] = [view.getUint32(16), view.getUint32(20)];
  const bytes = auBytes[encoding];
  if (bytes === undefined || rate === 0 || channels === 0) {
    throw new AudioError(`The AU file has encoding ${encoding}, ${rate} samples a second, ${channels} channels`);
  }
  // All ones: written into a pipe, and as long as it is.
  const held = Math.min(said, Math.max(0, view.byteLength - start));
  return Math.floor(held / (bytes * channels)) / rate;
}

function unknown(type: string): never {
  throw new AudioError(
    `The file of type ${type === '' ? 'unknown' : type} is none that can be played: WAV, MP3, AIFF, AU, GSM, µ-law`,
  );
}
