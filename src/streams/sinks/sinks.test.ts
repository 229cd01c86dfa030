import assert from 'node:assert/strict';
import { createServer, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { listen } from '../../../test/local-server.ts';
import { validateSignature } from '../../carriers/signature.ts';
import { realClock } from '../../runtime/clock.ts';
import { createHttpClient } from '../../runtime/http-client.ts';
import type { StreamEventRecord } from '../../storage/storage.ts';
import { openNatsServer } from '../nats-server-fixture.ts';
import { SinkFailed } from '../sink.ts';
import { debuggerSink } from './debugger.ts';
import { type KafkaProducer, kafkaSink } from './kafka.ts';
import { natsSink } from './nats.ts';
import { webhookSink } from './webhook.ts';

const common = { name: 'audit', types: [], batchEvents: 100, batchMs: 0 };
const token = 'a'.repeat(32);

const event = (n: number): StreamEventRecord => ({
  id: n,
  type: 'com.twilio.studio.flow.step.ended',
  accountSid: 'AC1',
  flowSid: 'FW1',
  createdAtMs: 0,
  event: { id: `NO${n}`, data: { execution_sid: `FN${n % 2}`, text: 'é' } },
});

interface Received {
  readonly request: IncomingMessage;
  readonly body: string;
}

/** A real server; `answers` are statuses and headers, in turn, the last one for good. */
async function openEndpoint(t: TestContext, ...answers: { status: number; headers?: Record<string, string> }[]) {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    received.push({ request, body: await text(request) });
    const answer = answers[Math.min(received.length, answers.length) - 1] ?? { status: 200 };
    response.writeHead(answer.status, answer.headers).end('ok');
  });
  const host = await listen(t, server);
  const http = createHttpClient({ clock: realClock, allowedHosts: [host] });
  t.after(() => {
    http.close();
    server.closeAllConnections();
    server.close();
  });
  return { received, http, url: `http://${host}/events?tenant=a b` };
}

test('webhook: a batch is a JSON array, signed over the URL with the hash of the body', async (t) => {
  const { received, http, url } = await openEndpoint(t);
  const sink = webhookSink({ ...common, url, http, clock: realClock, token: async () => token });
  await sink.deliver([event(1), event(2)]);
  const [{ request, body } = assert.fail('nothing came')] = received;
  assert.deepEqual(JSON.parse(body), [event(1).event, event(2).event]);
  assert.equal(request.headers['content-type'], 'application/json');
  assert.match(request.url ?? '', /bodySHA256=[0-9a-f]{64}$/);
  const signature = String(request.headers['x-twilio-signature']);
  const urls = [`http://${request.headers.host}${request.url}`, `${url}&${request.url?.split('&')[1]}`];
  assert.ok(validateSignature({ token, signature, urls, body }));
  assert.ok(!validateSignature({ token: 'b'.repeat(32), signature, urls, body }));
});

const refusals = [
  { status: 500, message: /status 500/, retryAfterMs: undefined },
  { status: 404, message: /status 404/, retryAfterMs: undefined },
  { status: 301, message: /status 301/, retryAfterMs: undefined },
  { status: 429, headers: { 'retry-after': '7' }, message: /status 429/, retryAfterMs: 7_000 },
  { status: 503, headers: { 'retry-after': 'soon' }, message: /status 503/, retryAfterMs: undefined },
];
for (const { status, headers, message, retryAfterMs } of refusals) {
  test(`webhook: ${status} is not taken, with its reason${headers ? ` and "${headers['retry-after']}"` : ''}`, async (t) => {
    const { http, url } = await openEndpoint(t, { status, ...(headers ? { headers } : {}) });
    const sink = webhookSink({ ...common, url, http, clock: realClock, token: async () => token });
    await assert.rejects(sink.deliver([event(1)]), (error) => {
      assert.ok(error instanceof SinkFailed);
      assert.match(error.message, message);
      assert.equal(error.retryAfterMs, retryAfterMs);
      return true;
    });
  });
}

test('webhook: nobody listens, or no token is there to sign with', async (t) => {
  const { http, url } = await openEndpoint(t);
  const common2 = { ...common, http, clock: realClock };
  const away = webhookSink({ ...common2, url: 'http://127.0.0.1:1/', token: async () => token });
  await assert.rejects(away.deliver([event(1)]), SinkFailed);
  const tokenless = webhookSink({ ...common2, url, token: async () => undefined });
  await assert.rejects(tokenless.deliver([event(1)]), /no active account/);
});

test('debugger: each entry is a signed form of its own', async (t) => {
  const { received, http, url } = await openEndpoint(t);
  const sink = debuggerSink({ ...common, url, http, clock: realClock, token: async () => token });
  assert.equal(sink.batchEvents, 1);
  const entry = { Sid: 'NO1', AccountSid: 'AC1', Level: 'Error', Payload: '{"error_code":"81011"}' };
  await sink.deliver([{ ...event(1), type: 'debugger', event: entry }]);
  const [{ request, body } = assert.fail('nothing came')] = received;
  const form = [...new URLSearchParams(body)];
  assert.deepEqual(Object.fromEntries(form), entry);
  const signature = String(request.headers['x-twilio-signature']);
  assert.ok(validateSignature({ token, signature, urls: [url], form }));
});

test('NATS: events are published in order with their ids, a repeat is left out by the stream', async (t) => {
  const server = await openNatsServer(t, 'atelier.events');
  const sink = natsSink({ ...common, servers: [server.address], subject: 'atelier.events' });
  await sink.deliver([event(1), event(2)]);
  await sink.deliver([event(2), event(3)]);
  await sink.close();
  assert.deepEqual(
    server.messages.map(({ payload }) => JSON.parse(payload).id),
    ['NO1', 'NO2', 'NO3'],
  );
});

test('NATS: no stream for the subject, no server, no client: each says so', async (t) => {
  const server = await openNatsServer(t, 'atelier.events');
  const other = natsSink({ ...common, servers: [server.address], subject: 'nobody' });
  await assert.rejects(other.deliver([event(1)]), /is there a stream for the subject "nobody"/);
  await other.close();
  const away = natsSink({ ...common, servers: ['127.0.0.1:1'], subject: 'x' });
  await assert.rejects(away.deliver([event(1)]), /^SinkFailed: NATS: /);
});

test('Kafka: messages are keyed by execution and carry the id; the connection is kept', async () => {
  const sent: Parameters<KafkaProducer['send']>[0][] = [];
  const calls: string[] = [];
  const options: unknown[] = [];
  class Kafka {
    constructor(given: unknown) {
      options.push(given);
    }
    producer(): KafkaProducer {
      return {
        connect: async () => void calls.push('connect'),
        send: async (batch) => void sent.push(batch),
        disconnect: async () => void calls.push('disconnect'),
      };
    }
  }
  const sink = kafkaSink({ ...common, brokers: ['127.0.0.1:9092'], topic: 'studio', load: async () => ({ Kafka }) });
  await sink.deliver([event(1), event(2)]);
  await sink.deliver([event(3)]);
  await sink.close();
  assert.deepEqual(calls, ['connect', 'disconnect']);
  assert.deepEqual(options, [{ kafkaJS: { clientId: 'atelier', brokers: ['127.0.0.1:9092'] } }]);
  assert.deepEqual(
    sent.flatMap(({ topic, messages }) =>
      messages.map(({ key, value, headers }) => [topic, key, JSON.parse(value).id, headers.ce_id]),
    ),
    [
      ['studio', 'FN1', 'NO1', 'NO1'],
      ['studio', 'FN0', 'NO2', 'NO2'],
      ['studio', 'FN1', 'NO3', 'NO3'],
    ],
  );
});

test('Kafka: a missing client and a broker that fails are told', async () => {
  const missing = kafkaSink({ ...common, brokers: ['127.0.0.1:9092'], topic: 'studio' });
  await assert.rejects(missing.deliver([event(1)]), /npm install @confluentinc\/kafka-javascript/);
  class Kafka {
    producer(): KafkaProducer {
      return {
        connect: async () => undefined,
        send: () => Promise.reject(new Error('leader not available')),
        disconnect: async () => undefined,
      };
    }
  }
  const failing = kafkaSink({ ...common, brokers: ['x'], topic: 'studio', load: async () => ({ Kafka }) });
  await assert.rejects(failing.deliver([event(1)]), /^SinkFailed: Kafka: leader not available$/);
});
