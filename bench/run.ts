/**
 * `npm run bench`: durable events a second and their latencies, each beside a bare program of the same durability in
 * the same run, since machines differ and are noisy. Nothing here is asserted.
 */
import { fork } from 'node:child_process';
import { signForm } from '../src/carriers/signature.ts';
import { measureEngine, median } from './engine.ts';
import { logicFlow, talkFlow } from './flows.ts';
import { get, type LoadResult, load, post } from './load.ts';

const rounds = Number(process.env.BENCH_ROUNDS ?? 5);
const requests = Number(process.env.BENCH_REQUESTS ?? 3000);
const manyExecutions = Number(process.env.BENCH_EXECUTIONS ?? 1_000_000);
const connections = 64;
const accountSid = `AC${'0'.repeat(32)}`;
const token = '0123456789abcdef0123456789abcdef';
const authorization = `Authorization: Basic ${Buffer.from(`${accountSid}:${token}`).toString('base64')}\r\n`;

interface Server {
  readonly port: number;
  readonly flowSid?: string;
  readonly sid?: string;
  ask(message: object): Promise<{ rss?: number; filled?: string }>;
  stop(): Promise<void>;
}

type MakeRequest = (n: number) => string;

async function main(): Promise<void> {
  const bare = await startServer('bare-server.ts');
  const atelier = await startServer('atelier-server.ts');
  const idle = (await atelier.ask({})).rss ?? 0;
  await measureCreate(atelier, bare);
  await measureMessages(atelier, bare);
  await atelier.stop();
  const sizes: number[] = [];
  for (const count of [1_000, manyExecutions]) sizes.push(await measureRead(bare, count));
  await bare.stop();

  const engine = measureEngine(rounds);
  print('(d) engine, simple steps in memory', `${whole(engine.perSecond)} steps/s`);
  print('    cost of steps 900–990 to that of steps 10–100', engine.lastToFirst.toFixed(2));
  print('    memory, idle', megabytes(idle));
  print('    memory after reads, 1,000 and many stored', sizes.map(megabytes).join(', '));
}

async function measureCreate(atelier: Server, bare: Server): Promise<void> {
  const flow = await publish(atelier, 'Logic', logicFlow);
  let contact = 0;
  const fields = () => ({
    To: `+1555${String(++contact).padStart(8, '0')}`,
    From: '+15550000000',
    Parameters: '{"n":7}',
  });
  await compare(
    '(a) POST …/Executions, ten widgets to the end',
    [atelier, () => post(`/v2/Flows/${flow}/Executions`, authorization, fields())],
    [bare, () => post('/executions', authorization, fields())],
  );
}

async function measureMessages(atelier: Server, bare: Server): Promise<void> {
  const flow = await publish(atelier, 'Talk', talkFlow);
  const path = `/v1/Accounts/${accountSid}/Flows/${flow}`;
  const texters = 1500;
  let message = 0;
  const text = (n: number) => ({
    MessageSid: `SM${String(++message).padStart(32, '0')}`,
    AccountSid: accountSid,
    From: `+1557${String(n % texters).padStart(8, '0')}`,
    To: '+15550000001',
    Body: 'hello',
    NumMedia: '0',
  });
  const signed: MakeRequest = (n) => {
    const fields = text(n);
    const signature = signForm(token, `http://127.0.0.1:${atelier.port}${path}`, Object.entries(fields));
    return post(path, `X-Twilio-Signature: ${signature}\r\n`, fields).replace(
      '\r\nHost: 127.0.0.1',
      `$&:${atelier.port}`,
    );
  };
  const unsigned: MakeRequest = (n) => post('/webhook', '', text(n));
  // Begin every conversation first, so that what is measured resumes one.
  await load({ port: atelier.port, connections, requests: texters, request: signed });
  await load({ port: bare.port, connections, requests: texters, request: unsigned });
  await compare('(b) a message resumes a run and sends a reply', [atelier, signed], [bare, unsigned]);
}

/** Bytes of memory that the server uses afterwards. */
async function measureRead(bare: Server, count: number): Promise<number> {
  process.stderr.write(`storing ${whole(count)} executions …\n`);
  const server = await startServer('atelier-server.ts', { BENCH_FILL: String(count) });
  const { filled } = await bare.ask({ fill: count });
  await compare(
    `(c) GET …/Executions/{Sid}, ${whole(count)} stored`,
    [server, () => get(`/v2/Flows/${server.flowSid}/Executions/${server.sid}`, authorization)],
    [bare, () => get(`/executions/${filled}`, authorization)],
  );
  const bytes = (await server.ask({})).rss ?? 0;
  await server.stop();
  return bytes;
}

/** Loads both in turn, several times; prints medians and the ratio round by round. */
async function compare(what: string, ours: [Server, MakeRequest], theirs: [Server, MakeRequest]): Promise<void> {
  const results: { ours: LoadResult; theirs: LoadResult }[] = [];
  for (let round = 0; round <= rounds; round++) {
    const pair = { ours: await once(ours), theirs: await once(theirs) };
    // The first round only warms up.
    if (round > 0) results.push(pair);
  }
  const middle = (pick: (pair: { ours: LoadResult; theirs: LoadResult }) => number) => median(results.map(pick));
  const ratio = middle((pair) => pair.ours.perSecond / pair.theirs.perSecond);
  const statuses = JSON.stringify(results.at(-1)?.ours.statuses);
  print(
    what,
    `${whole(middle((pair) => pair.ours.perSecond))}/s  p50 ${middle((pair) => pair.ours.p50).toFixed(1)} ms  p99 ${middle((pair) => pair.ours.p99).toFixed(1)} ms`,
    `bare ${whole(middle((pair) => pair.theirs.perSecond))}/s`,
    `ratio ${ratio.toFixed(2)}`,
    statuses,
  );
}

function once([server, request]: [Server, MakeRequest]): Promise<LoadResult> {
  return load({ port: server.port, connections, requests, request });
}

async function publish(server: Server, name: string, definition: object): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${server.port}/v2/Flows`, {
    method: 'POST',
    headers: { authorization: authorization.slice('Authorization: '.length).trim() },
    body: new URLSearchParams({ FriendlyName: name, Status: 'published', Definition: JSON.stringify(definition) }),
  });
  const flow = (await response.json()) as { sid?: string; message?: string };
  if (flow.sid === undefined) throw new Error(`the flow was refused: ${JSON.stringify(flow)}`);
  return flow.sid;
}

function startServer(file: string, env: Record<string, string> = {}): Promise<Server> {
  const child = fork(new URL(file, import.meta.url), {
    execArgv: ['--expose-gc'],
    env: {
      ...process.env,
      ATELIER_ACCOUNT_SID: accountSid,
      ATELIER_AUTH_TOKEN: token,
      ATELIER_LOG_LEVEL: 'error',
      ...env,
    },
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`${file} ended with ${code}`)));
    child.once('message', (ready: { port: number; flowSid?: string; sid?: string }) => {
      resolve({
        ...ready,
        ask: (message) =>
          new Promise((answer) => {
            child.once('message', answer);
            child.send(message);
          }),
        stop: () =>
          new Promise((stopped) => {
            child.removeAllListeners('exit');
            child.once('exit', () => stopped());
            child.kill('SIGKILL');
          }),
      });
    });
  });
}

function print(...columns: readonly string[]): void {
  const [first = '', ...rest] = columns;
  process.stdout.write(`${first.padEnd(56)}${rest.join('   ')}\n`);
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 / 1024)} MB`;
}

await main();
