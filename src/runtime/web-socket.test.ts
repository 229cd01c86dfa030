import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { listen } from '../../test/local-server.ts';
import { type ServerSocket, serveSockets, textFrame } from '../../test/web-socket-server.ts';
import { VirtualClock } from './clock.ts';
import { createSocketClient } from './web-socket.ts';
import { encodeFrame, FrameReader } from './web-socket-frames.ts';

/** Source: RFC 6455 §1.3. */
const proofSuffix = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';

/** A connection, and what was heard on it: messages, then how it ended. */
function connect(url: string, allowedHosts: readonly string[] = ['127.0.0.1'], clock = new VirtualClock(0)) {
  const heard: string[] = [];
  const waiting: (() => void)[] = [];
  const hear = (what: string) => {
    heard.push(what);
    for (const resolve of waiting.splice(0)) resolve();
  };
  const socket = createSocketClient({ clock, allowedHosts })(
    url,
    { 'x-test': '1' },
    {
      onOpen: () => hear('open'),
      onMessage: hear,
      onClose: (error) => hear(`closed: ${error}`),
    },
  );
  return {
    socket,
    heard,
    async until(count: number) {
      while (heard.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
      return heard;
    },
  };
}

test('messages go both ways, long ones and those in parts too', async (t) => {
  const long = 'ä'.repeat(40_000);
  const { url, sockets } = await serveSockets(t, (socket, { say }: { say: string }) => {
    if (say !== long) return;
    socket.write(textFrame('"par', 0x01));
    socket.write(Buffer.from([0x89, 0x01, 0x78]));
    socket.write(textFrame('ts"', 0x80));
    socket.close();
  });
  const { socket, until } = connect(`${url}/path?a=1`);
  await until(1);
  socket.send(JSON.stringify({ say: 'short' }));
  socket.send(JSON.stringify({ say: long }));
  assert.deepEqual(await until(3), ['open', '"parts"', 'closed: undefined']);
  const [seen] = sockets;
  assert.deepEqual([seen?.path, seen?.headers['x-test'], seen?.messages.length], ['/path?a=1', '1', 2]);
});

test('a client that closes is heard no more', async (t) => {
  const { url } = await serveSockets(t);
  const { socket, until, heard } = connect(url);
  await until(1);
  socket.close();
  socket.close();
  socket.send('lost');
  assert.deepEqual(heard, ['open', 'closed: undefined']);
});

const faults: readonly { readonly says: string; readonly bytes: Buffer; readonly error: RegExp }[] = [
  { says: 'a masked frame', bytes: Buffer.from([0x81, 0x80, 0, 0, 0, 0]), error: /masks/ },
  { says: 'an extension', bytes: Buffer.from([0xc1, 0x00]), error: /extension/ },
  { says: 'a message without end', bytes: Buffer.from([0x81, 127, 0, 0, 0, 1, 0, 0, 0, 0]), error: /longer/ },
];
for (const { says, bytes, error } of faults) {
  test(`${says} ends the connection`, async (t) => {
    const { url, sockets } = await serveSockets(t);
    const { until } = connect(url);
    await until(1);
    (sockets[0] as ServerSocket).write(bytes);
    assert.match((await until(2)).at(-1) ?? '', error);
  });
}

async function plainServer(t: TestContext) {
  const server = createServer((_request, response) => response.writeHead(403).end());
  return `ws://${await listen(t, server)}`;
}

test('what is no WebSocket, and what may not be reached, is closed with the reason', async (t) => {
  const url = await plainServer(t);
  const endOf = async (address: string, allowed?: readonly string[]) => (await connect(address, allowed).until(1))[0];
  assert.equal(await endOf(url), 'closed: The server answered with the status 403');
  assert.match((await endOf(url, [])) ?? '', /not a public address; name it in ATELIER_ALLOW_HOSTS/);
  for (const address of ['http://127.0.0.1/', 'wss:', '']) {
    assert.equal(await endOf(address), 'closed: The address is no ws: or wss: URL');
  }
});

test('a server that does not answer is given up after five seconds', async (t) => {
  const server = createServer();
  server.on('upgrade', () => {});
  const clock = new VirtualClock(0);
  const url = `ws://${await listen(t, server)}`;
  const { until } = connect(url, undefined, clock);
  await once(server, 'upgrade');
  clock.advance(5_000);
  assert.deepEqual(await until(1), ['closed: No connection within 5000 ms']);
});

/** A server that opens connections and does nothing more: what it has of them, and what it has read. */
async function deafServer(t: TestContext) {
  const server = createServer();
  const opened = new Promise<Duplex>((resolve) => {
    server.on('upgrade', (request, socket: Duplex) => {
      const proof = createHash('sha1').update(`${request.headers['sec-websocket-key']}${proofSuffix}`).digest('base64');
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${proof}\r\n\r\n`,
      );
      socket.on('error', () => {});
      t.after(() => socket.destroy());
      resolve(socket);
    });
  });
  return { url: `ws://${await listen(t, server)}`, opened };
}

/** What the peer still sends, nobody takes any more. */
async function isRefused(peer: Duplex): Promise<void> {
  for (let tries = 0; tries < 10_000 && !peer.destroyed; tries++) {
    peer.write('still here');
    await setImmediate();
  }
  assert.ok(peer.destroyed, 'the client still takes what it is sent');
}

test('a server that sends on after a fault is not read', async (t) => {
  const { url, opened } = await deafServer(t);
  const { until } = connect(url);
  const socket = await opened;
  socket.resume();
  socket.write(Buffer.from([0x81, 127, 0, 0, 0, 1, 0, 0, 0, 0]));
  assert.match((await until(2)).at(-1) ?? '', /longer/);
  await isRefused(socket);
});

test('a server that reads nothing is left when it has kept too much', async (t) => {
  const { url, opened } = await deafServer(t);
  const { socket, until } = connect(url);
  (await opened).pause();
  await until(1);
  const text = 'x'.repeat(100_000);
  for (let count = 0; count < 200; count++) socket.send(text);
  assert.equal((await until(2)).at(-1), 'closed: The server does not read what it is sent');
  const peer = await opened;
  peer.resume();
  await isRefused(peer);
});

test('a server that does not close is left after five seconds', async (t) => {
  const clock = new VirtualClock(0);
  const { url, opened } = await deafServer(t);
  const { socket, until } = connect(url, undefined, clock);
  await until(1);
  const peer = await opened;
  // It hears of the end, and keeps its own end open.
  const ended = once(peer, 'end');
  peer.resume();
  socket.close();
  await ended;
  clock.advance(5_000);
  await isRefused(peer);
  assert.equal(clock.nextTimerMs(), null);
});

test('a message of very many parts is put together in a moment', async (t) => {
  const parts = 50_000;
  const { url } = await serveSockets(t, (socket) => {
    const more = Buffer.concat(
      Array.from({ length: parts }, (_, place) => textFrame(place % 2 === 0 ? '' : 'a', 0x00)),
    );
    socket.write(Buffer.concat([textFrame('', 0x01), more, textFrame('!', 0x80)]));
  });
  const { socket, until } = connect(url);
  await until(1);
  socket.send('{}');
  assert.equal((await until(2))[1], `${'a'.repeat(parts / 2)}!`);
});

test('a long frame in very small pieces costs no more than its length', () => {
  const payload = Buffer.alloc(1_000_000, 97);
  const head = Buffer.alloc(10);
  head[0] = 0x81;
  head[1] = 127;
  head.writeBigUInt64BE(BigInt(payload.length), 2);
  const wire = Buffer.concat([head, payload]);
  const reader = new FrameReader(payload.length);
  let copied = 0;
  const { concat } = Buffer;
  Buffer.concat = (list, ...rest) => {
    const joined = concat(list, ...rest);
    copied += joined.length;
    return joined;
  };
  try {
    let frames = 0;
    for (let place = 0; place < wire.length; place += 100)
      frames += reader.read(wire.subarray(place, place + 100)).length;
    assert.equal(frames, 1);
  } finally {
    Buffer.concat = concat;
  }
  assert.ok(copied < 2 * wire.length, `${copied} bytes were copied`);
});

test('frames survive however the wire cuts them', () => {
  const messages = fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 5 });
  fc.assert(
    fc.property(messages, fc.integer({ min: 1, max: 50 }), (payloads, size) => {
      // Unmasked, as a server writes.
      const wire = Buffer.concat(payloads.map((payload) => unmasked(encodeFrame(1, Buffer.from(payload)))));
      const reader = new FrameReader(1_000);
      const read = [];
      for (let place = 0; place < wire.length; place += size)
        read.push(...reader.read(wire.subarray(place, place + size)));
      assert.deepEqual(
        read.map(({ payload }) => [...payload]),
        payloads.map((payload) => [...payload]),
      );
    }),
  );
});

function unmasked(frame: Buffer): Buffer {
  const [first = 0, second = 0] = frame;
  const lengthEnd = (second & 0x7f) === 126 ? 4 : 2;
  const mask = frame.subarray(lengthEnd, lengthEnd + 4);
  const payload = frame.subarray(lengthEnd + 4).map((byte, place) => byte ^ (mask[place % 4] ?? 0));
  return Buffer.concat([Buffer.from([first, second & 0x7f]), frame.subarray(2, lengthEnd), payload]);
}
