import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type TestContext, test } from 'node:test';
import fc from 'fast-check';
import { listen } from '../../test/local-server.ts';
import { type ServerSocket, serveSockets, textFrame } from '../../test/web-socket-server.ts';
import { VirtualClock } from './clock.ts';
import { createSocketClient } from './web-socket.ts';
import { encodeFrame, FrameReader } from './web-socket-frames.ts';

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
  assert.match((await endOf(url, [])) ?? '', /not a public address/);
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
