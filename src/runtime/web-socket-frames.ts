/** Frames of WebSockets, as a client writes and reads them. Source: RFC 6455 §5. */
import { randomBytes } from 'node:crypto';

export const opcodes = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

export interface Frame {
  readonly opcode: number;
  readonly isLast: boolean;
  readonly payload: Buffer;
}

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

/** Cuts what comes over the wire into frames. */
export class FrameReader {
  readonly #maxBytes: number;
  #pending: Buffer = Buffer.alloc(0);

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The frames that are complete now. Throws `FrameError`. */
  read(chunk: Buffer): Frame[] {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    const frames: Frame[] = [];
    for (let frame = this.#next(); frame; frame = this.#next()) frames.push(frame);
    return frames;
  }

  #next(): Frame | undefined {
    const data = this.#pending;
    if (data.length < 2) return undefined;
    const [first = 0, second = 0] = data;
    if ((first & 0x70) !== 0) throw new FrameError('The server uses an extension that was not asked for');
    if ((second & 0x80) !== 0) throw new FrameError('The server masks its frames');
    const short = second & 0x7f;
    const start = short < 126 ? 2 : short === 126 ? 4 : 10;
    if (data.length < start) return undefined;
    const length = short < 126 ? short : short === 126 ? data.readUInt16BE(2) : Number(data.readBigUInt64BE(2));
    if (length > this.#maxBytes) throw new FrameError(`A message is longer than ${this.#maxBytes} bytes`);
    if (data.length < start + length) return undefined;
    this.#pending = data.subarray(start + length);
    return { opcode: first & 0x0f, isLast: (first & 0x80) !== 0, payload: data.subarray(start, start + length) };
  }
}
