/** Frames of WebSockets, as a client writes and reads them. Source: RFC 6455 §5. */
import { randomBytes } from 'node:crypto';

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface Frame {
  readonly opcode: number;
  readonly isLast: boolean;
  readonly payload: Buffer;
}

const leastHeadBytes = 2;

/** What came is no WebSocket, or more than is read. */
export class FrameError extends Error {
  override readonly name = 'FrameError';
}

/** A whole frame; everything that a client sends is masked. */
export function encodeFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload;
  const mask = randomBytes(4);
  const extended = length < 126 ? Buffer.alloc(0) : Buffer.alloc(length < 65_536 ? 2 : 8);
  if (extended.length === 2) extended.writeUInt16BE(length);
  else if (extended.length === 8) extended.writeBigUInt64BE(BigInt(length));
  const head = Buffer.from([0x80 | opcode, 0x80 | (length < 126 ? length : extended.length === 2 ? 126 : 127)]);
  const masked = Buffer.from(payload);
  for (let place = 0; place < length; place++) masked[place] = (payload[place] ?? 0) ^ (mask[place % 4] ?? 0);
  return Buffer.concat([head, extended, mask, masked]);
}

/** Cuts what comes over the wire into frames. Bytes are put together once, however small the pieces are that they come in. */
export class FrameReader {
  readonly #maxBytes: number;
  #chunks: Buffer[] = [];
  #bytes = 0;
  /** With fewer there is nothing new to be found out. */
  #needed = leastHeadBytes;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The frames that are complete now. Throws `FrameError`: nothing can be read after it. */
  read(chunk: Buffer): Frame[] {
    this.#chunks.push(chunk);
    this.#bytes += chunk.length;
    const frames: Frame[] = [];
    while (this.#bytes >= this.#needed) {
      const [only] = this.#chunks;
      const data = this.#chunks.length === 1 && only ? only : Buffer.concat(this.#chunks);
      const frame = this.#frameIn(data);
      const rest = frame ? data.subarray(frame.end) : data;
      this.#chunks = rest.length === 0 ? [] : [rest];
      this.#bytes = rest.length;
      if (frame) frames.push(frame);
    }
    return frames;
  }

  /** The first frame of `data`; undefined, with what is needed for it, when it is not complete. */
  #frameIn(data: Buffer): (Frame & { readonly end: number }) | undefined {
    const [first = 0, second = 0] = data;
    if ((first & 0x70) !== 0) throw new FrameError('The server uses an extension that was not asked for');
    if ((second & 0x80) !== 0) throw new FrameError('The server masks its frames');
    const short = second & 0x7f;
    const start = short < 126 ? leastHeadBytes : short === 126 ? 4 : 10;
    this.#needed = start;
    if (data.length < start) return undefined;
    const length = short < 126 ? short : short === 126 ? data.readUInt16BE(2) : Number(data.readBigUInt64BE(2));
    if (length > this.#maxBytes) throw new FrameError(`A message is longer than ${this.#maxBytes} bytes`);
    const end = start + length;
    this.#needed = end;
    if (data.length < end) return undefined;
    this.#needed = leastHeadBytes;
    return { opcode: first & 0x0f, isLast: (first & 0x80) !== 0, payload: data.subarray(start, end), end };
  }
}
