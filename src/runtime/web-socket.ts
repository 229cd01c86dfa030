/**
 * A client of WebSockets that goes only where requests may go. The one of the platform looks names up by itself, so that
 * nobody could tell where it connects.
 */
import { createHash, randomBytes } from 'node:crypto';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Duplex } from 'node:stream';
import type { Clock } from './clock.ts';
import { createHttpGuard, type HttpGuard, type Resolve } from './http-guard.ts';
import { encodeFrame, type Frame, FrameReader, opcodes } from './web-socket-frames.ts';

const connectTimeoutMs = 5_000;
/** A server that does not close after it was told so is left. */
const closeTimeoutMs = 5_000;
const maxMessageBytes = 1024 * 1024;
/** More that the other side does not read ends the connection. */
const maxUnsentBytes = 4 * 1024 * 1024;
/** Makes the proof that the server speaks the protocol. Source: RFC 6455 §1.3. */
const proofSuffix = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

export interface SocketListener {
  onOpen(): void;
  onMessage(text: string): void;
  /** Once, and the last thing that is heard; `error` when it was not meant to end so. */
  onClose(error: string | undefined): void;
}

export interface ClientSocket {
  /** Lost when the connection is not open. */
  send(text: string): void;
  close(): void;
}

export type OpenSocket = (
  url: string,
  headers: { readonly [name: string]: string },
  listener: SocketListener,
) => ClientSocket;

/** `allowedHosts` as for the HTTP client. */
export function createSocketClient({
  clock,
  allowedHosts = [],
  resolve,
}: {
  readonly clock: Clock;
  readonly allowedHosts?: readonly string[];
  readonly resolve?: Resolve;
}): OpenSocket {
  const guard = createHttpGuard(allowedHosts, resolve);
  return (url, headers, listener) => {
    const connection = new Connection(listener, clock);
    connection.open(guard, url, headers);
    return connection;
  };
}

class Connection implements ClientSocket {
  readonly #listener: SocketListener;
  readonly #frames = new FrameReader(maxMessageBytes);
  #socket: Duplex | undefined;
  #abort: () => void = () => {};
  readonly #clock: Clock;
  /** The message that comes in parts, in a buffer with room for more. */
  #parts: Buffer = Buffer.alloc(0);
  #partBytes = 0;
  #isClosed = false;

  constructor(listener: SocketListener, clock: Clock) {
    this.#listener = listener;
    this.#clock = clock;
  }

  open(guard: HttpGuard, address: string, headers: { readonly [name: string]: string }): void {
    const url = webAddress(address);
    const fault = url ? faultOf(guard, url) : 'The address is no ws: or wss: URL';
    if (!url || fault !== undefined) {
      // After the caller has its connection.
      queueMicrotask(() => this.#end(fault));
      return;
    }
    const key = randomBytes(16).toString('base64');
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = send(url, {
      lookup: guard.lookupFor(url),
      headers: {
        ...headers,
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': key,
      },
    });
    const cancel = this.#clock.at(this.#clock.now() + connectTimeoutMs, () => {
      request.destroy(new Error(`No connection within ${connectTimeoutMs} ms`));
    });
    this.#abort = () => request.destroy();
    request.once('upgrade', (response: IncomingMessage, socket: Duplex, head: Buffer) => {
      cancel();
      this.#upgraded(response, socket, head, key);
    });
    request.once('response', (response) => {
      cancel();
      response.destroy();
      this.#end(`The server answered with the status ${response.statusCode}`);
    });
    request.on('error', (error) => {
      cancel();
      this.#end(error.message);
    });
    request.end();
  }

  send(text: string): void {
    this.#write(opcodes.text, Buffer.from(text));
  }

  close(): void {
    if (this.#isClosed) return;
    // 1000: all that was to be said is said.
    this.#write(opcodes.close, Buffer.from([0x03, 0xe8]));
    this.#end(undefined);
  }

  #upgraded(response: IncomingMessage, socket: Duplex, head: Buffer, key: string): void {
    const proof = createHash('sha1')
      .update(key + proofSuffix)
      .digest('base64');
    if (this.#isClosed || response.headers['sec-websocket-accept'] !== proof) {
      socket.destroy();
      this.#end('The server does not speak WebSocket');
      return;
    }
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', (error) => this.#end(error.message));
    socket.on('close', () => this.#end('The connection broke'));
    this.#listener.onOpen();
    if (head.length > 0) this.#read(head);
  }

  #read(chunk: Buffer): void {
    if (this.#isClosed) return;
    try {
      for (const frame of this.#frames.read(chunk)) {
        if (this.#isClosed) return;
        this.#take(frame);
      }
    } catch (error) {
      this.#end(messageOf(error));
    }
  }

  #take({ opcode, isLast, payload }: Frame): void {
    switch (opcode) {
      case opcodes.ping:
        this.#write(opcodes.pong, payload);
        break;
      case opcodes.pong:
        break;
      case opcodes.close:
        this.#write(opcodes.close, payload.subarray(0, 2));
        this.#end(undefined);
        break;
      default:
        this.#takePart(payload, isLast);
    }
  }

  #takePart(payload: Buffer, isLast: boolean): void {
    const isWhole = isLast && this.#partBytes === 0;
    if (!isWhole && !this.#keepPart(payload)) return;
    if (!isLast) return;
    const text = (isWhole ? payload : this.#parts.subarray(0, this.#partBytes)).toString();
    this.#parts = Buffer.alloc(0);
    this.#partBytes = 0;
    this.#listener.onMessage(text);
  }

  /** Copied, into twice the room whenever it gets too small: parts may be many, and of no length. */
  #keepPart(payload: Buffer): boolean {
    const bytes = this.#partBytes + payload.length;
    if (bytes > maxMessageBytes) {
      this.#end(`A message is longer than ${maxMessageBytes} bytes`);
      return false;
    }
    if (bytes > this.#parts.length) {
      const wider = Buffer.alloc(Math.min(maxMessageBytes, 2 * bytes));
      this.#parts.copy(wider, 0, 0, this.#partBytes);
      this.#parts = wider;
    }
    payload.copy(this.#parts, this.#partBytes);
    this.#partBytes = bytes;
    return true;
  }

  #write(opcode: number, payload: Buffer): void {
    const socket = this.#socket;
    if (!socket || this.#isClosed || !socket.writable) return;
    socket.write(encodeFrame(opcode, payload));
    if (socket.writableLength > maxUnsentBytes) this.#end('The server does not read what it is sent');
  }

  #end(error: string | undefined): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const socket = this.#socket;
    if (!socket) this.#abort();
    // Nobody is left who would read what still comes, or wait for what does not go out.
    else if (error !== undefined) socket.destroy();
    else {
      socket.end();
      const cancel = this.#clock.at(this.#clock.now() + closeTimeoutMs, () => socket.destroy());
      socket.once('close', cancel);
    }
    this.#listener.onClose(error);
  }
}

/** `wss:` as `https:`, `ws:` as `http:`: the handshake is a request. */
function webAddress(address: string): URL | undefined {
  if (!/^wss?:\/\//i.test(address) || !URL.canParse(address)) return undefined;
  const url = new URL(address.replace(/^ws/i, 'http'));
  url.hash = '';
  return url;
}

/** Why the address may not be reached. */
function faultOf(guard: HttpGuard, url: URL): string | undefined {
  try {
    guard.check(url);
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
