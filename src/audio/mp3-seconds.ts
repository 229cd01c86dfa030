/** How long an MPEG audio file plays (layers 1 to 3). Source: ISO 11172-3 and 13818-3, ID3v2, Xing's and Fraunhofer's headers. */
import { letters, viewOf } from './chunks.ts';

/** Undefined when there is no MPEG audio in it. */
export function mp3Seconds(bytes: Uint8Array): number | undefined {
  const view = viewOf(bytes);
  const start = afterTags(view);
  const junk = { leftBytes: maxJunkBytes };
  const first = nextFrame(view, start, undefined, junk);
  if (first === undefined) return undefined;
  const { rate, samples } = first.frame;
  const said = saidFrames(view, first.place, first.frame);
  const saidSeconds = (said * samples) / rate;
  // A file cannot play longer than at the lowest bit rate that there is.
  const isCredible = said > 0 && saidSeconds <= (bytes.length * 8) / lowestBitRate;
  return isCredible ? saidSeconds : scannedSeconds(view, first.place, first.frame, junk);
}

const lowestBitRate = 8_000;
/** What is no frame is passed over, but not without end: whoever asks waits meanwhile, and so do all others. */
const maxJunkBytes = 256 * 1024;
const maxTags = 16;

/** How much of what is no frame may still be passed over. */
interface Junk {
  leftBytes: number;
}

interface Frame {
  /** Bytes, header included. */
  readonly length: number;
  readonly samples: number;
  /** Samples a second. */
  readonly rate: number;
  readonly isMpeg1: boolean;
  readonly layer: number;
  readonly isMono: boolean;
}

/** Behind the tags at the beginning, of which there may be several. */
function afterTags(view: DataView): number {
  let place = 0;
  for (let tags = 0; tags < maxTags && place + 10 <= view.byteLength; tags++) {
    if (!letters(view, place).startsWith('ID3')) break;
    const size = [6, 7, 8, 9].reduce((sum, byte) => sum * 128 + (view.getUint8(place + byte) & 0x7f), 0);
    const hasFooter = (view.getUint8(place + 5) & 0x10) !== 0;
    place += 10 + size + (hasFooter ? 10 : 0);
  }
  return place;
}

/** Frames are counted one by one: exact for any mixture of bit rates, and a file of an hour has 140,000. */
function scannedSeconds(view: DataView, start: number, first: Frame, junk: Junk): number {
  let frames = 0;
  let place = start;
  for (;;) {
    const found = nextFrame(view, place, first, junk);
    if (found === undefined) return (frames * first.samples) / first.rate;
    frames++;
    place = found.place + found.frame.length;
  }
}

/** The first place from `start` on where a frame stands, and another after it or the end: two bytes alone are chance. */
function nextFrame(
  view: DataView,
  start: number,
  like: Frame | undefined,
  junk: Junk,
): { place: number; frame: Frame } | undefined {
  const last = Math.min(view.byteLength - 4, start + junk.leftBytes);
  for (let place = start; place <= last; place++) {
    const frame = frameAt(view, place);
    if (frame === undefined || (like !== undefined && !isAlike(frame, like))) continue;
    const end = place + frame.length;
    const next = frameAt(view, end);
    const isFollowed = next === undefined ? isEnd(view, end) : isAlike(next, frame);
    if (isFollowed || (like !== undefined && place === start)) {
      junk.leftBytes -= place - start;
      return { place, frame };
    }
  }
  return undefined;
}

function isEnd(view: DataView, place: number): boolean {
  return place === view.byteLength || ['TAG', 'APE', 'LYR'].includes(letters(view, place).slice(0, 3));
}

function isAlike(a: Frame, b: Frame): boolean {
  return a.rate === b.rate && a.layer === b.layer && a.isMpeg1 === b.isMpeg1;
}

const kilobits: { readonly [kind: string]: readonly number[] } = {
  '1/1': [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  '1/2': [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  '1/3': [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  '2/1': [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  '2/2': [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  '2/3': [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const rates = [44_100, 48_000, 32_000];
/** By the two bits of the version: MPEG 2.5, a reserved one, MPEG 2, MPEG 1. */
const rateDivisors = [4, undefined, 2, 1];

function frameAt(view: DataView, place: number): Frame | undefined {
  if (place + 4 > view.byteLength) return undefined;
  const header = view.getUint32(place);
  if (header >>> 21 !== 0x7ff) return undefined;
  const version = (header >>> 19) & 3;
  const layer = 4 - ((header >>> 17) & 3);
  const isMpeg1 = version === 3;
  const divisor = rateDivisors[version];
  const rate = rates[(header >>> 10) & 3];
  if (divisor === undefined || rate === undefined) return undefined;
  const kilobit = kilobits[`${isMpeg1 ? 1 : 2}/${layer}`]?.[((header >>> 12) & 15) - 1];
  if (kilobit === undefined) return undefined;
  const samples = layer === 1 ? 384 : layer === 3 && !isMpeg1 ? 576 : 1152;
  const slot = layer === 1 ? 4 : 1;
  const padding = (header >>> 9) & 1;
  const slots = Math.floor((samples * kilobit * 125) / ((rate / divisor) * slot)) + padding;
  return { length: slots * slot, samples, rate: rate / divisor, isMpeg1, layer, isMono: ((header >>> 6) & 3) === 3 };
}

/** Frames as the first one says for all; 0 when it says nothing. */
function saidFrames(view: DataView, place: number, { isMpeg1, isMono }: Frame): number {
  const sideInformation = isMpeg1 ? (isMono ? 17 : 32) : isMono ? 9 : 17;
  const xing = place + 4 + sideInformation;
  if (xing + 12 <= view.byteLength && ['Xing', 'Info'].includes(letters(view, xing))) {
    const saysFrames = (view.getUint32(xing + 4) & 1) !== 0;
    return saysFrames ? view.getUint32(xing + 8) : 0;
  }
  const vbri = place + 36;
  const isVbri = vbri + 18 <= view.byteLength && letters(view, vbri) === 'VBRI';
  return isVbri ? view.getUint32(vbri + 14) : 0;
}
