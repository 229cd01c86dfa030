/** Servers of WebSockets for tests: what the client of `runtime/` talks to. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import { type Lifetime, listen } from './local-server.ts';

const proofSuffix = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export interface ServerSocket {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Messages so far, parsed. */
  readonly messages: readonly Message[];
  send(message: object): void;
  /** Bytes as they are. */
  write(bytes: Buffer): void;
  close(): void;
}

// biome-ignore lint/suspicious/noExplicitAny: messages of many shapes, read by tests that name what they expect
export type Message = any;

/** Listens until the end of the test; `onMessage` hears all that clients say. Gives `ws://host:port`. */
export async function serveSockets(
  t: Lifetime,
  onMessage: (socket: ServerSocket, message: Message) => void = () => {},
): Promise<{ readonly url: string; readonly sockets: readonly ServerSocket[] }> {
  const sockets: ServerSocket[] = [];
  const server = createServer((_request, response) => response.writeHead(404).end());
  server.on('upgrade', (request, duplex) => {
    const socket = duplex as Socket;
    const key = String(request.headers['sec-websocket-key']);
    const proof = createHash('sha1')
      .update(key + proofSuffix)
      .digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${proof}\r\n\r\n`,
    );
    const messages: Message[] = [];
    const made: ServerSocket = {
      path: request.url ?? '',
      headers: request.headers,
      messages,
      send: (message) => socket.write(textFrame(JSON.stringify(message))),
      write: (bytes) => socket.write(bytes),
      close: () => socket.end(Buffer.from([0x88, 0x02, 0x03, 0xe8])),
    };
    sockets.push(made);
    let pending: Buffer = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      pending = Buffer.concat([pending, chunk]);
      for (let frame = takeFrame(pending); frame; frame = takeFrame(pending)) {
        pending = frame.rest;
        if (frame.opcode === 8) socket.end();
        if (frame.opcode !== 1) continue;
        const message: Message = JSON.parse(frame.text);
        messages.push(message);
        onMessage(made, message);
      }
    });
    socket.on('error', () => {});
    t.after(() => socket.destroy());
  });
  return { url: `ws://${await listen(t, server)}`, sockets };
}

/** A message of a server, which masks nothing. */
export function textFrame(text: string, first = 0x81): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  const head = length < 126 ? Buffer.from([first, length]) : Buffer.from([first, 126, length >> 8, length & 0xff]);
  return Buffer.concat([head, payload]);
}

function takeFrame(
  data: Buffer,
): { readonly opcode: number; readonly text: string; readonly rest: Buffer } | undefined {
  if (data.length < 2) return undefined;
  const [first = 0, second = 0] = data;
  const short = second & 0x7f;
  const lengthEnd = short < 126 ? 2 : short === 126 ? 4 : 10;
  if (data.length < lengthEnd + 4) return undefined;
  const length = short < 126 ? short : short === 126 ? data.readUInt16BE(2) : Number(data.readBigUInt64BE(2));
  const start = lengthEnd + 4;
  if (data.length < start + length) return undefined;
  const payload = Buffer.from(data.subarray(start, start + length));
  for (let place = 0; place < length; place++)
    payload[place] = (payload[place] ?? 0) ^ (data[lengthEnd + (place % 4)] ?? 0);
  return { opcode: first & 0x0f, text: payload.toString(), rest: data.subarray(start + length) };
}
