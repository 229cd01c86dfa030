/** Reads the body of a response: decodes it, counts it while it comes, and turns it into text. */
import type { IncomingMessage } from 'node:http';
import { pipeline, Readable, type Transform } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate, createInflateRaw } from 'node:zlib';

/** The body is longer than the caller takes. */
export class BodyTooLarge extends Error {
  constructor(maxBytes: number) {
    super(`The response is larger than ${maxBytes} bytes`);
    this.name = 'BodyTooLarge';
  }
}

/** What compression may add to a small body. */
const compressionSlackBytes = 1024;

/**
 * The whole decoded body. `maxBytes` limits the decoded bytes, so that little that unpacks to much is caught; what comes
 * over the wire is limited too, so that nothing that unpacks to nothing comes for ever.
 */
export async function readBody(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const wire = limited(response, maxBytes + compressionSlackBytes, maxBytes);
  const chunks: Buffer[] = [];
  for await (const chunk of limited(await decoded(wire, codingsOf(response)), maxBytes, maxBytes)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

/** Text in the charset of `contentType`; UTF-8 when there is none or an unknown one. A byte order mark is dropped. */
export function textOf(body: Buffer, contentType: string | undefined): string {
  const label = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(contentType ?? '')?.[1] ?? 'utf-8';
  return decoderFor(label).decode(body);
}

function decoderFor(label: string): TextDecoder {
  try {
    return new TextDecoder(label);
  } catch {
    return new TextDecoder();
  }
}

async function* limited(source: AsyncIterable<Buffer>, maxBytes: number, statedBytes: number): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of source) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new BodyTooLarge(statedBytes);
    yield chunk;
  }
}

function codingsOf(response: IncomingMessage): string[] {
  return (response.headers['content-encoding'] ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
}

async function decoded(wire: AsyncGenerator<Buffer>, codings: readonly string[]): Promise<AsyncIterable<Buffer>> {
  if (codings.length === 0) return wire;
  if (codings.length > 2) throw new Error('The response is encoded more than twice');
  const first = await wire.next();
  // An empty body is no valid stream of any coding, yet answers without content are labelled so.
  if (first.done) return wire;
  const start = first.value;
  const decoders = codings.toReversed().map((coding, index) => decoderOf(coding, index === 0 ? start[0] : undefined));
  const last = decoders.at(-1);
  if (!last) return wire;
  // Errors reach the reader through `last`, which pipeline destroys with them.
  pipeline([Readable.from(resumed(start, wire)), ...decoders], () => {});
  return last;
}

async function* resumed(first: Buffer, rest: AsyncGenerator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

function decoderOf(coding: string, start: number | undefined): Transform {
  switch (coding) {
    case 'gzip':
    case 'x-gzip':
      return createGunzip();
    case 'br':
      return createBrotliDecompress();
    case 'deflate':
      // Some servers leave the zlib frame out, whose first byte ends in 8.
      return start === undefined || (start & 0x0f) === 8 ? createInflate() : createInflateRaw();
    default:
      throw new Error(`The response has the unknown encoding ${coding}`);
  }
}
