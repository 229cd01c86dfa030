/** As much of a NATS server as a JetStream publish needs: for tests. Keeps what was published, repeats by id once. */
import { createServer, type Socket } from 'node:net';
import type { TestContext } from 'node:test';

export interface NatsServer {
  readonly address: string;
  readonly messages: readonly { readonly subject: string; readonly payload: string }[];
}

/** Streams exist for `subject` alone. */
export async function openNatsServer(t: TestContext, subject: string): Promise<NatsServer> {
  const messages: { subject: string; payload: string }[] = [];
  const ids = new Set<string>();
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    let inbox = '';
    let buffer: Buffer = Buffer.alloc(0);
    const { port } = server.address() as { port: number };
    const info = { server_id: 'TEST', version: '2.10.0', proto: 1, host: '127.0.0.1', port, headers: true };
    socket.write(`INFO ${JSON.stringify({ ...info, max_payload: 1_048_576, jetstream: true })}\r\n`);
    const answer = (reply: string, text: string) => {
      socket.write(`MSG ${reply} ${inbox} ${Buffer.byteLength(text)}\r\n${text}\r\n`);
    };
    const published = (words: readonly string[], headers: string, payload: string) => {
      const [, to = '', reply = ''] = words;
      // Nobody listens to other subjects: the server says so at once.
      if (to !== subject) {
        const status = 'NATS/1.0 503\r\n\r\n';
        socket.write(`HMSG ${reply} ${inbox} ${status.length} ${status.length}\r\n${status}\r\n`);
        return;
      }
      const id = /^Nats-Msg-Id: ?(.+)$/im.exec(headers)?.[1]?.trim() ?? '';
      const isRepeat = ids.has(id);
      ids.add(id);
      if (!isRepeat) messages.push({ subject: to, payload });
      answer(reply, JSON.stringify({ stream: 'TEST', seq: messages.length, duplicate: isRepeat }));
    };
    socket.on('data', (chunk) => {
      buffer = Buffer.concat([buffer, Buffer.from(chunk)]);
      for (;;) {
        const end = buffer.indexOf('\r\n');
        if (end === -1) return;
        const words = buffer.toString('utf8', 0, end).split(/\s+/);
        const verb = words[0]?.toUpperCase();
        if (verb !== 'PUB' && verb !== 'HPUB') {
          buffer = buffer.subarray(end + 2);
          if (verb === 'PING') socket.write('PONG\r\n');
          if (verb === 'SUB') inbox = words.at(-1) ?? '';
          continue;
        }
        const size = Number(words.at(-1));
        const headerSize = verb === 'HPUB' ? Number(words.at(-2)) : 0;
        const start = end + 2;
        if (buffer.length < start + size + 2) return;
        const body = buffer.subarray(start, start + size);
        buffer = buffer.subarray(start + size + 2);
        published(words, body.toString('utf8', 0, headerSize), body.toString('utf8', headerSize));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as { port: number };
  return { address: `127.0.0.1:${port}`, messages };
}
