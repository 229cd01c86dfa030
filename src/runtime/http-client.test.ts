import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer as createTcpServer } from 'node:net';
import { type TestContext, test } from 'node:test';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { freePort, listen, serve } from '../../test/local-server.ts';
import { VirtualClock } from './clock.ts';
import { createHttpClient, type HttpClientOptions, type OutboundRequest } from './http-client.ts';

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A local server; gives its base URL. */
async function answering(t: TestContext, handler: Handler): Promise<string> {
  return serve(t, async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    handler(request, response, Buffer.concat(chunks).toString());
  });
}

function client(t: TestContext, options: Partial<HttpClientOptions> = {}) {
  const clock = new VirtualClock(0);
  const made = createHttpClient({ clock, allowedHosts: ['127.0.0.1'], ...options });
  t.after(() => made.close());
  const request = (url: string, more: Partial<OutboundRequest> = {}) =>
    made.request({ method: 'GET', url, timeoutMs: 10_000, maxBytes: 65_536, maxRedirects: 10, ...more });
  return { request, clock };
}

test('gives status, headers, type and text of an answer', async (t) => {
  const base = await answering(t, (request, response, body) => {
    response.writeHead(418, { 'Content-Type': 'text/plain', 'X-Two': ['a', 'b'] });
    response.end(`${request.method} ${request.url} ${request.headers['x-mine']} ${body}`);
  });
  const { request } = client(t);
  const answer = await request(`${base}/a?b=1#c`, { method: 'POST', body: 'hi', headers: { 'X-Mine': 'yes' } });
  assert.ok(answer.ok);
  assert.equal(answer.status, 418);
  assert.equal(answer.contentType, 'text/plain');
  assert.equal(answer.headers['x-two'], 'a, b');
  assert.equal(answer.body, 'POST /a?b=1 yes hi');
  assert.equal(answer.finalUrl, `${base}/a?b=1`);
});

const codings: readonly [string, (body: Buffer) => Buffer][] = [
  ['gzip', gzipSync],
  ['x-gzip', gzipSync],
  ['deflate', deflateSync],
  ['deflate', deflateRawSync],
  ['br', brotliCompressSync],
  ['deflate, gzip', (body) => gzipSync(deflateSync(body))],
  ['identity', (body) => body],
];
for (const [index, [coding, encode]] of codings.entries()) {
  test(`decodes ${coding} (${index})`, async (t) => {
    const base = await answering(t, (_request, response) => {
      response.writeHead(200, { 'Content-Encoding': coding }).end(encode(Buffer.from('Grüße '.repeat(500))));
    });
    const answer = await client(t).request(base);
    assert.ok(answer.ok);
    assert.equal(answer.body, 'Grüße '.repeat(500));
  });
}

const charsets: readonly { readonly type: string; readonly bytes: Buffer }[] = [
  { type: 'text/plain', bytes: Buffer.from('Grüße') },
  { type: 'text/plain; charset=ISO-8859-1', bytes: Buffer.from('Grüße', 'latin1') },
  { type: 'application/json;charset="utf-16le"', bytes: Buffer.from('Grüße', 'utf16le') },
  { type: 'text/plain; charset=martian', bytes: Buffer.from('Grüße') },
  { type: 'text/plain; charset=utf-8', bytes: Buffer.from('\uFEFFGrüße') },
];
for (const { type, bytes } of charsets) {
  test(`reads text of ${type}`, async (t) => {
    const base = await answering(t, (_request, response) => {
      response.writeHead(200, { 'Content-Type': type }).end(bytes);
    });
    const answer = await client(t).request(base);
    assert.ok(answer.ok);
    assert.equal(answer.body, 'Grüße');
  });
}

test('an empty body labelled gzip is an empty body', async (t) => {
  const base = await answering(t, (_request, response) => {
    response.writeHead(204, { 'Content-Encoding': 'gzip' }).end();
  });
  const answer = await client(t).request(base);
  assert.ok(answer.ok);
  assert.equal(answer.body, '');
});

const tooMuch: { readonly says: string; readonly handler: Handler }[] = [
  { says: 'a body one byte too long', handler: (_request, response) => response.end('x'.repeat(65_537)) },
  {
    says: 'a body without end',
    handler: (_request, response) => {
      const more = () => {
        while (response.write('x'.repeat(1_000)));
      };
      response.on('drain', more);
      more();
    },
  },
  {
    says: 'little that unpacks to much',
    handler: (_request, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(gzipSync(Buffer.alloc(64_000_000)));
    },
  },
  {
    says: 'much that unpacks to nothing',
    handler: (_request, response) => {
      const nothing = Buffer.concat(Array.from({ length: 5_000 }, () => gzipSync('')));
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end(nothing);
    },
  },
];
for (const { says, handler } of tooMuch) {
  test(`refuses ${says}`, async (t) => {
    const answer = await client(t).request(await answering(t, handler));
    assert.deepEqual(answer, {
      ok: false,
      reason: 'too-large',
      message: 'The response is larger than 65536 bytes',
      stage: 'exchange',
    });
  });
}

test('takes a body of exactly the limit', async (t) => {
  const base = await answering(t, (_request, response) => response.end('x'.repeat(65_536)));
  assert.equal((await client(t).request(base)).ok, true);
});

const broken: { readonly says: string; readonly handler: Handler }[] = [
  {
    says: 'a connection that breaks within the body',
    handler: (_request, response) => {
      response.writeHead(200, { 'Content-Length': 100 });
      response.write('half', () => response.destroy());
    },
  },
  {
    says: 'a damaged gzip body',
    handler: (_request, response) => {
      response.writeHead(200, { 'Content-Encoding': 'gzip' }).end('this is not gzip');
    },
  },
  {
    says: 'an encoding nobody knows',
    handler: (_request, response) => {
      response.writeHead(200, { 'Content-Encoding': 'zip' }).end('x');
    },
  },
  { says: 'no answer at all', handler: (request) => request.socket.destroy() },
];
for (const { says, handler } of broken) {
  test(`${says} is a network failure`, async (t) => {
    const answer = await client(t).request(await answering(t, handler));
    assert.ok(!answer.ok);
    assert.equal(answer.reason, 'network');
    assert.equal(answer.stage, 'exchange');
  });
}

test('a port where nobody listens is a network failure before anything was sent', async (t) => {
  const answer = await client(t).request(`http://127.0.0.1:${await freePort()}/`);
  assert.ok(!answer.ok);
  assert.deepEqual([answer.reason, answer.stage], ['network', 'connect']);
});

test('a server that does not speak TLS is a network failure', async (t) => {
  const server = createTcpServer((socket) => socket.on('error', () => {}).end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const host = await listen(t, server);
  const answer = await client(t).request(`https://${host}/`);
  assert.ok(!answer.ok);
  assert.deepEqual([answer.reason, answer.stage], ['network', 'tls']);
});

test('a name that does not resolve is a network failure', async (t) => {
  const resolve = () => Promise.reject(new Error('ENOTFOUND'));
  const answer = await client(t, { resolve }).request('http://nowhere.example/');
  assert.ok(!answer.ok);
  assert.deepEqual([answer.reason, answer.stage], ['network', 'resolve']);
});

const slow: { readonly says: string; readonly handler: (arrived: () => void) => Handler }[] = [
  { says: 'headers', handler: (arrived) => () => arrived() },
  {
    says: 'a body',
    handler: (arrived) => (_request, response) => {
      response.write('first', () => arrived());
    },
  },
  {
    says: 'the answer behind a redirect',
    handler: (arrived) => (request, response) => {
      if (request.url === '/there') arrived();
      else response.writeHead(302, { Location: '/there' }).end();
    },
  },
];
for (const { says, handler } of slow) {
  test(`stops waiting for ${says}`, async (t) => {
    const arrived = Promise.withResolvers<void>();
    const { request, clock } = client(t);
    const answer = request(
      await answering(
        t,
        handler(() => arrived.resolve()),
      ),
    );
    await arrived.promise;
    clock.advance(9_999);
    clock.advance(1);
    assert.deepEqual(await answer, {
      ok: false,
      reason: 'timeout',
      message: 'No complete answer within 10000 ms',
      stage: 'exchange',
    });
    assert.equal(clock.nextTimerMs(), null);
  });
}

test('stops waiting for a connection', async (t) => {
  const asked = Promise.withResolvers<void>();
  const resolve = () => {
    asked.resolve();
    return new Promise<never>(() => {});
  };
  const { request, clock } = client(t, { resolve });
  const answer = request('http://slow.example/', { connectTimeoutMs: 5_000 });
  await asked.promise;
  clock.advance(5_000);
  const result = await answer;
  assert.ok(!result.ok);
  assert.deepEqual([result.reason, result.stage], ['timeout', 'resolve']);
});

for (const [status, method, body] of [
  [301, 'GET', ''],
  [302, 'GET', ''],
  [303, 'GET', ''],
  [307, 'POST', 'a=1'],
  [308, 'POST', 'a=1'],
] as const) {
  test(`follows a ${status} with ${method}`, async (t) => {
    const base = await answering(t, (request, response, text) => {
      if (request.url === '/') response.writeHead(status, { Location: '/there' }).end('ignored');
      else response.end([request.method, request.headers['content-type'] ?? '', request.headers.cookie, text].join());
    });
    const type = 'application/x-www-form-urlencoded';
    const headers = { 'Content-Type': type, Cookie: 'c' };
    const answer = await client(t).request(base, { method: 'POST', headers, body: 'a=1' });
    assert.ok(answer.ok);
    assert.equal(answer.body, [method, body === '' ? '' : type, 'c', body].join());
    assert.equal(answer.finalUrl, `${base}/there`);
  });
}

test('gives up on a loop of redirects', async (t) => {
  let requests = 0;
  const base = await answering(t, (_request, response) => {
    requests++;
    response.writeHead(302, { Location: '/' }).end();
  });
  const answer = await client(t).request(base, { maxRedirects: 3 });
  assert.ok(!answer.ok);
  assert.equal(answer.reason, 'redirects');
  assert.equal(requests, 4);
});

test('with no redirects allowed, a redirect is the answer', async (t) => {
  const base = await answering(t, (_request, response) => response.writeHead(302, { Location: '/' }).end());
  const answer = await client(t).request(base, { maxRedirects: 0 });
  assert.ok(answer.ok);
  assert.equal(answer.status, 302);
});

test('sends credentials of the URL, and to no other host', async (t) => {
  const seen: (string | undefined)[] = [];
  const other = await answering(t, (request, response) => {
    seen.push(request.headers.authorization, request.headers['x-twilio-signature'] as string | undefined);
    response.end();
  });
  const base = await answering(t, (request, response) => {
    seen.push(request.headers.authorization);
    response.writeHead(307, { Location: request.url === '/' ? '/again' : other }).end();
  });
  await client(t).request(base.replace('//', '//a%40b:p%25:w@'), { headers: { 'X-Twilio-Signature': 's' } });
  const basic = `Basic ${Buffer.from('a@b:p%:w').toString('base64')}`;
  assert.deepEqual(seen, [basic, basic, undefined, undefined]);
});

for (const location of ['http://10.0.0.1/', 'http://[::1]/', 'file:///etc/passwd', 'http://']) {
  test(`does not follow a redirect to ${location}`, async (t) => {
    const base = await answering(t, (_request, response) => response.writeHead(302, { Location: location }).end());
    const answer = await client(t).request(base);
    assert.ok(!answer.ok);
    assert.equal(answer.reason, 'refused');
  });
}

test('keeps a connection for the next request', async (t) => {
  const ports = new Set<number | undefined>();
  const base = await answering(t, (request, response) => {
    ports.add(request.socket.remotePort);
    response.end('x');
  });
  const { request } = client(t);
  await request(base);
  await request(base);
  assert.equal(ports.size, 1);
});

test('a header that no request can have is refused', async (t) => {
  const answer = await client(t).request('http://127.0.0.1:1/', { headers: { 'x-a': 'b\r\nc: d' } });
  assert.equal(answer.ok, false);
});
