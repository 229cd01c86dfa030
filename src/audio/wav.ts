/** Writes WAV files: PCM, 16 bits, mono. Of any length, since they can be written block by block. */
import { viewOf } from './chunks.ts';
import { sampleRate } from './samples.ts';

const headerBytes = 44;

/** A whole file. */
export function wavFile(samples: Int16Array, rate: number = sampleRate): Uint8Array {
  const file = new Uint8Array(wavBytes(samples.length));
  file.set(wavHeader(samples.length, rate));
  file.set(pcmBytes(samples), headerBytes);
  return file;
}

/** A file of `count` samples, piece by piece: first its header, then what the blocks hold. */
export function* wavPieces(count: number, blocks: Iterable<Int16Array>): Generator<Uint8Array> {
  yield wavHeader(count, sampleRate);
  for (const block of blocks) yield pcmBytes(block);
}

/** Size of a file of `count` samples. */
export function wavBytes(count: number): number {
  return headerBytes + count * 2;
}

function wavHeader(count: number, rate: number): Uint8Array {
  const header = new Uint8Array(headerBytes);
  const view = viewOf(header);
  const text = (place: number, word: string) => {
    for (let index = 0; index < word.length; index++) header[place + index] = word.charCodeAt(index);
  };
  text(0, 'RIFF');
  view.setUint32(4, wavBytes(count) - 8, true);
  text(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  text(36, 'data');
  view.setUint32(40, count * 2, true);
  return header;
}

/** Little-endian, whatever the machine is. */
function pcmBytes(samples: Int16Array): Uint8Array {
  const bytes = new Uint8Array(samples.length * 2);
  const view = viewOf(bytes);
  for (const [index, sample] of samples.entries()) view.setInt16(index * 2, sample, true);
  return bytes;
}
