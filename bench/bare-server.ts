/**
 * What the benchmark measures Atelier against: the least program in Fastify and `node:sqlite` that takes the same
 * requests and makes as many rows just as durable: WAL, synchronous=FULL, one commit for all requests of a turn of the
 * event loop. It knows no flows, no templates, no validation.
 */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import Fastify from 'fastify';

const database = new DatabaseSync(join(mkdtempSync(join(tmpdir(), 'bare-')), 'bare.sqlite'));
database.exec(`
  PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
  CREATE TABLE executions (id INTEGER PRIMARY KEY, sid TEXT UNIQUE, key TEXT, status TEXT, state TEXT, created INTEGER) STRICT;
  CREATE UNIQUE INDEX active ON executions (key) WHERE status = 'active';
  CREATE INDEX listed ON executions (created, sid);
  CREATE TABLE steps (id INTEGER PRIMARY KEY, sid TEXT UNIQUE, execution TEXT, sequence INTEGER, body TEXT) STRICT;
  CREATE INDEX of_execution ON steps (execution, sequence);
  CREATE TABLE replies (key TEXT PRIMARY KEY, body TEXT) STRICT;
  CREATE TABLE messages (id INTEGER PRIMARY KEY, sid TEXT UNIQUE, body TEXT, status TEXT) STRICT;
`);
const insertExecution = database.prepare(
  'INSERT INTO executions (sid, key, status, state, created) VALUES (?, ?, ?, ?, ?)',
);
const insertStep = database.prepare('INSERT INTO steps (sid, execution, sequence, body) VALUES (?, ?, ?, ?)');
const insertReply = database.prepare('INSERT INTO replies (key, body) VALUES (?, ?)');
const insertMessage = database.prepare('INSERT INTO messages (sid, body) VALUES (?, ?)');
const updateStatus = database.prepare('UPDATE messages SET status = ? WHERE sid = ?');
const findActive = database.prepare("SELECT sid, state FROM executions WHERE key = ? AND status = 'active'");
const update = database.prepare('UPDATE executions SET status = ?, state = ? WHERE sid = ?');
const findReply = database.prepare('SELECT body FROM replies WHERE key = ?');
const find = database.prepare('SELECT sid, key, status, created FROM executions WHERE sid = ?');

let queue: { work: () => void; done: () => void }[] = [];
function commit(work: () => void): Promise<void> {
  return new Promise((done) => {
    if (queue.length === 0) setImmediate(flush);
    queue.push({ work, done });
  });
}
function flush(): void {
  const batch = queue;
  queue = [];
  database.exec('BEGIN IMMEDIATE');
  for (const { work } of batch) work();
  database.exec('COMMIT');
  for (const { done } of batch) done();
}

const sid = (prefix: string) => prefix + randomBytes(16).toString('hex');
const state = JSON.stringify({
  frames: [{ context: { flow: { sid: sid('FN') }, widgets: {} }, pad: 'x'.repeat(600) }],
});
const stepBody = JSON.stringify({
  event: 'next',
  from: 'set_1',
  to: 'split_1',
  patch: [{ path: ['a', 'b'], value: 1 }],
});
const secret = '0123456789abcdef0123456789abcdef';
const token = createHash('sha256').update(secret).digest();
const agent = new Agent({ keepAlive: true, maxSockets: 64 });

const app = Fastify({ bodyLimit: 1024 * 1024 });
app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) =>
  done(null, new URLSearchParams(body as string)),
);

app.post('/executions', async (request, reply) => {
  authenticate(request.headers.authorization);
  const form = request.body as URLSearchParams;
  const execution = sid('FN');
  await commit(() => {
    insertExecution.run(execution, `${form.get('To')}|${form.get('From')}`, 'ended', state, Date.now());
    for (let sequence = 0; sequence < 11; sequence++) insertStep.run(sid('FT'), execution, sequence, stepBody);
  });
  return reply.code(201).send(present(execution));
});

app.post('/webhook', async (request, reply) => {
  const form = request.body as URLSearchParams;
  sign('/webhook', form);
  await commit(() => {
    const key = `${form.get('To')}|${form.get('From')}`;
    const message = form.get('MessageSid') ?? '';
    if (findReply.get(message)) return;
    const active = findActive.get(key) as { sid: string; state: string } | undefined;
    const execution = active?.sid ?? sid('FN');
    if (active) update.run('active', JSON.stringify(JSON.parse(active.state)), execution);
    else insertExecution.run(execution, key, 'active', state, Date.now());
    for (let sequence = 0; sequence < 2; sequence++) insertStep.run(sid('FT'), execution, sequence, stepBody);
    insertReply.run(message, '<Response/>');
  });
  // The reply to the contact is sent after the commit, is durable itself, and is reported on as a carrier does.
  const sent = sid('SM');
  await commit(() => {
    insertMessage.run(sent, stepBody);
  });
  void report(sent);
  return reply.type('text/xml').send('<Response/>');
});

app.post('/status', async (request, reply) => {
  const form = request.body as URLSearchParams;
  sign('/status', form);
  await commit(() => {
    updateStatus.run(form.get('MessageStatus'), form.get('MessageSid'));
  });
  return reply.code(204).send();
});

app.get<{ Params: { sid: string } }>('/executions/:sid', async (request, reply) => {
  authenticate(request.headers.authorization);
  const row = find.get(request.params.sid) as { sid: string } | undefined;
  return row ? present(row.sid) : reply.code(404).send({ code: 20404 });
});

/** The two status callbacks of a message, signed, each over HTTP. */
async function report(message: string): Promise<void> {
  for (const status of ['sent', 'delivered']) {
    const form = new URLSearchParams({ MessageSid: message, MessageStatus: status });
    sign('/status', form);
    await new Promise((resolve) => {
      const { port } = app.server.address() as AddressInfo;
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const call = httpRequest({ port, path: '/status', method: 'POST', agent, headers }, (response) => {
        response.resume().on('end', resolve);
      });
      call.end(form.toString());
    });
  }
}

function sign(path: string, form: URLSearchParams): string {
  const signed = [...form]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .flat()
    .join('');
  return createHmac('sha1', secret).update(`http://127.0.0.1${path}${signed}`).digest('base64');
}

function authenticate(header = ''): void {
  const [, password = ''] = Buffer.from(header.slice(6), 'base64').toString().split(':');
  const given = createHash('sha256').update(password).digest();
  if (!timingSafeEqual(given, token)) throw new Error('unauthorized');
}

function present(execution: string): object {
  const url = `http://127.0.0.1/v2/Flows/FW/Executions/${execution}`;
  return {
    sid: execution,
    account_sid: 'AC',
    flow_sid: 'FW',
    contact_channel_address: '+15550000001',
    contact_sid: 'FC',
    flow_version: 1,
    context: {},
    status: 'active',
    date_created: new Date().toISOString(),
    date_updated: new Date().toISOString(),
    initiated_by: 'RQ',
    url,
    links: { steps: `${url}/Steps`, execution_context: `${url}/Context` },
  };
}

/** Rows for the read test. */
function fill(count: number): string {
  let last = '';
  database.exec('BEGIN');
  for (let row = 0; row < count; row++) {
    last = sid('FN');
    insertExecution.run(last, `filled-${row}`, 'ended', state, Date.now());
  }
  database.exec('COMMIT');
  return last;
}

process.on('message', (message: { fill: number }) => process.send?.({ filled: fill(message.fill) }));
await app.listen({ port: 0, host: '127.0.0.1' });
const address = app.server.address();
process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
