/** How long an AIFF or AIFF-C file plays. Source: Apple's Audio Interchange File Format. */
import { chunksOf, letters, viewOf } from './chunks.ts';
import { AudioError } from './samples.ts';

export function aiffSeconds(bytes: Uint8Array): number {
  const view = viewOf(bytes);
  const chunks = chunksOf(view, false);
  const common = chunks.find(({ id, size }) => id === 'COMM' && size >= 18);
  const sound = chunks.find(({ id }) => id === 'SSND');
  if (common === undefined || sound === undefined) throw new AudioError('The AIFF file lacks its format or its sound');
  const channels = view.getUint16(common.start);
  const said = view.getUint32(common.start + 2);
  const bits = view.getUint16(common.start + 6);
  const rate = extendedFloat(view, common.start + 8);
  if (!(rate >= 1 && rate <= 1e6) || channels === 0) {
    throw new AudioError(`The AIFF file says ${rate} samples a second in ${channels} channels`);
  }
  const compression = common.size >= 22 ? letters(view, common.start + 18) : 'NONE';
  // Eight bytes stand before the sound. What the file says more than it holds is not played.
  const held = (Math.max(0, sound.size - 8) * 8) / (channels * bitsOf(compression, bits));
  return Math.min(said * (compression === 'ima4' ? imaPacketFrames : 1), Math.floor(held)) / rate;
}

/** ima4 counts packets of so many frames, each of 34 bytes. */
const imaPacketFrames = 64;

/** Bits of one sample as it is stored, at least. */
function bitsOf(compression: string, bits: number): number {
  switch (compression.toLowerCase()) {
    case 'ima4':
      return (34 * 8) / imaPacketFrames;
    case 'ulaw':
    case 'alaw':
      return 8;
    case 'mac3':
      return 8 / 3;
    case 'mac6':
      return 8 / 6;
    default:
      return Math.max(8, Math.ceil(bits / 8) * 8);
  }
}

/** The 80 bits of SANE and of old processors: an exponent, then 64 bits without a hidden one. */
function extendedFloat(view: DataView, place: number): number {
  const exponent = (view.getUint16(place) & 0x7fff) - 16_383;
  return view.getUint32(place + 2) * 2 ** (exponent - 31) + view.getUint32(place + 6) * 2 ** (exponent - 63);
}
