/** Reads WAV files of any usual form. Source: Microsoft's RIFF and WAVEFORMATEX. */
import { type Chunk, chunksOf, letters, viewOf } from './chunks.ts';
import { decodeALaw, decodeMuLaw } from './companding.ts';
import { resample } from './resample.ts';
import { AudioError, sampleRate, toSample } from './samples.ts';

/** Sound longer than this is not read: each second takes 16 kB. */
export const longestReadSeconds = 3600;

/**
 * The sound of a file as a telephone has it; channels are mixed into one. PCM of 8 to 32 bits, floating point, µ-law and
 * A-law. What is cut off at its end is read as far as it goes. Throws `AudioError`.
 */
export function readWav(bytes: Uint8Array, longestSeconds: number = longestReadSeconds): Int16Array {
  const { format, encoding, data } = formOf(bytes);
  const level = levelReader(encoding, format.frameBytes / format.channels);
  if (level === undefined) {
    throw new AudioError(
      `The WAV file has ${format.frameBytes * 8} bits in ${format.channels} channels of encoding ${encoding}, ` +
        'which is not read: PCM of 8, 16, 24 and 32 bits, floating point, µ-law and A-law are',
    );
  }
  const frames = Math.floor(data.size / format.frameBytes);
  if (frames > longestSeconds * format.rate) {
    throw new AudioError(`The WAV file is longer than ${longestSeconds} seconds`);
  }
  const view = viewOf(bytes);
  const samples = new Int16Array(frames);
  const width = format.frameBytes / format.channels;
  for (let frame = 0; frame < frames; frame++) {
    const place = data.start + frame * format.frameBytes;
    let sum = 0;
    for (let channel = 0; channel < format.channels; channel++) sum += level(view, place + channel * width);
    samples[frame] = toSample(sum / format.channels);
  }
  return resample(samples, { from: format.rate, to: sampleRate });
}

/** How long a file plays, of any encoding. Throws `AudioError`. */
export function wavSeconds(bytes: Uint8Array): number {
  const { format, encoding, data, saidFrames } = formOf(bytes);
  if (levelReader(encoding, format.frameBytes / format.channels) !== undefined) {
    return Math.floor(data.size / format.frameBytes) / format.rate;
  }
  const byBytes = format.bytesPerSecond > 0 ? data.size / format.bytesPerSecond : 0;
  // Bytes a second are rounded, the number of frames is exact; but nobody is believed who says much more than is there.
  const said = saidFrames / format.rate;
  const isCredible = said > 0 && Math.abs(said - byBytes) <= 1 + byBytes / 10;
  return isCredible ? said : byBytes;
}

interface Form {
  readonly format: {
    readonly channels: number;
    readonly rate: number;
    readonly bytesPerSecond: number;
    readonly frameBytes: number;
  };
  readonly encoding: number;
  readonly data: Chunk;
  /** Of files that are compressed; 0 when they do not say. */
  readonly saidFrames: number;
}

const pcm = 1;
const float = 3;
const aLaw = 6;
const muLaw = 7;
/** The encoding stands at the end of the chunk. */
const extensible = 0xfffe;

const mostChannels = 32;
const slowestRate = 1_000;
const fastestRate = 192_000;

function formOf(bytes: Uint8Array): Form {
  const view = viewOf(bytes);
  const kind = letters(view, 0);
  if (!['RIFF', 'RF64'].includes(kind) || letters(view, 8) !== 'WAVE') {
    throw new AudioError('This is no WAV file: it does not begin with RIFF and WAVE');
  }
  const chunks = chunksOf(view, true);
  const fmt = chunks.find(({ id }) => id === 'fmt ');
  if (fmt === undefined || fmt.size < 16) throw new AudioError('The WAV file does not say its format');
  const said = chunks.find(({ id }) => id === 'data');
  if (said === undefined) throw new AudioError('The WAV file has no sound: its data chunk is missing');
  const fact = chunks.find(({ id, size }) => id === 'fact' && size >= 4);
  const [tag, channels] = [view.getUint16(fmt.start, true), view.getUint16(fmt.start + 2, true)];
  const rate = view.getUint32(fmt.start + 4, true);
  if (rate < slowestRate || rate > fastestRate) {
    throw new AudioError(`The WAV file says ${rate} samples a second: ${slowestRate} to ${fastestRate} are read`);
  }
  if (channels < 1 || channels > mostChannels) {
    throw new AudioError(`The WAV file says ${channels} channels: 1 to ${mostChannels} are read`);
  }
  const bits = view.getUint16(fmt.start + 14, true);
  return {
    format: {
      channels,
      rate,
      bytesPerSecond: view.getUint32(fmt.start + 8, true),
      frameBytes: view.getUint16(fmt.start + 12, true) || channels * Math.ceil(bits / 8) || channels,
    },
    encoding: tag === extensible && fmt.size >= 26 ? view.getUint16(fmt.start + 24, true) : tag,
    // A program that writes into a pipe cannot come back to say how much it was: it leaves all sizes at 0.
    data: said.saidSize === 0 && view.getUint32(4, true) === 0 ? { ...said, size: bytes.length - said.start } : said,
    saidFrames: fact === undefined ? 0 : view.getUint32(fact.start, true),
  };
}

type LevelReader = (view: DataView, place: number) => number;

const full = 32_768;

/** Reads one value of `width` bytes as -1 to 1; undefined for what nobody here decodes. */
function levelReader(encoding: number, width: number): LevelReader | undefined {
  switch (`${encoding}/${width}`) {
    case `${pcm}/1`:
      return (view, place) => (view.getUint8(place) - 128) / 128;
    case `${pcm}/2`:
      return (view, place) => view.getInt16(place, true) / full;
    case `${pcm}/3`:
      return (view, place) => (view.getInt16(place + 1, true) * 256 + view.getUint8(place)) / (full * 256);
    case `${pcm}/4`:
      return (view, place) => view.getInt32(place, true) / (full * 65_536);
    case `${float}/4`:
      return (view, place) => finite(view.getFloat32(place, true));
    case `${float}/8`:
      return (view, place) => finite(view.getFloat64(place, true));
    case `${muLaw}/1`:
      return (view, place) => (muLawLevels[view.getUint8(place)] ?? 0) / full;
    case `${aLaw}/1`:
      return (view, place) => (aLawLevels[view.getUint8(place)] ?? 0) / full;
    default:
      return undefined;
  }
}

/** One value that is no number must not silence the channel beside it. */
function finite(level: number): number {
  return Number.isFinite(level) ? level : 0;
}

const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const muLawLevels = decodeMuLaw(everyByte);
const aLawLevels = decodeALaw(everyByte);
