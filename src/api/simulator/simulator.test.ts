import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import { account, type CallOptions, otherAccount, startApi } from '../../../test/e2e/api-server.ts';
import type { Network } from '../../carriers/network.ts';
import { granted, openNetwork } from '../../carriers/simulator/simulator-fixture.ts';
import { simulatorApi } from './index.ts';

const [contact, number] = ['+15550001111', '+15550002222'];
const formType = { 'content-type': 'application/x-www-form-urlencoded' };

async function open(t: TestContext) {
  const simulated = await openNetwork(t);
  const { network } = simulated;
  granted(await network.createNumber(account.sid, { phoneNumber: number }, {}));
  const waiters: (() => void)[] = [];
  const watched: Network = {
    ...network,
    readThread(accountSid, thread, signal) {
      if (signal) for (const resolve of waiters.splice(0)) resolve();
      return network.readThread(accountSid, thread, signal);
    },
  };
  const server = await startApi({ modules: simulatorApi(watched) });
  let closing: Promise<void> | undefined;
  const close = () => {
    closing ??= server.close();
    return closing;
  };
  t.after(close);
  const text = (options: CallOptions) => server.call('POST', '/simulator/messages', options);
  const reply = async (body: string) =>
    granted(await network.createMessage(account.sid, { from: number, to: contact, body }));
  /** Resolves when a request begins to wait for what is new. */
  const waits = () => new Promise<void>((resolve) => waiters.push(resolve));
  return { ...simulated, server, close, waits, text, reply };
}

const said = (messages: readonly { direction: string; body: string }[]) =>
  messages.map(({ direction, body }) => `${direction} ${body}`);

const ways: readonly { readonly says: string; readonly options: CallOptions }[] = [
  { says: 'a form', options: { form: { From: contact, To: number, Body: 'hi' } } },
  { says: 'a form as curl -d sends it', options: { body: `From=${contact}&To=${number}&Body=hi`, headers: formType } },
  {
    says: 'JSON',
    options: {
      body: JSON.stringify({ From: contact, To: number, Body: 'hi' }),
      headers: { 'content-type': 'application/json' },
    },
  },
];
for (const { says, options } of ways) {
  test(`a contact texts a number by ${says}`, async (t) => {
    const { text, network } = await open(t);
    const { status, body } = await text(options);
    assert.equal(status, 201);
    assert.deepEqual(body, {
      sid: body.sid,
      direction: 'inbound',
      from: contact,
      to: number,
      body: 'hi',
      media: [],
      content: null,
      num_segments: 1,
      status: 'received',
      error_code: null,
      date_created: '2026-01-02T03:04:00Z',
    });
    assert.equal((await network.findMessage(account.sid, body.sid))?.body, 'hi');
  });
}

test('a text to a number that nobody has says how to make it', async (t) => {
  const { text, server } = await open(t);
  const form = { From: contact, To: '+15550003333', Body: 'hi' };
  const answer = await text({ form });
  assert.deepEqual([answer.status, answer.body.code], [404, 20404]);
  assert.match(answer.body.message, /IncomingPhoneNumbers/);
  assert.equal((await text({ form: { To: number, Body: 'hi' } })).body.code, 20001);
  assert.equal((await text({ form: { ...form, To: number }, auth: null })).status, 401);
  const auth = [otherAccount.sid, otherAccount.authToken] as const;
  assert.equal((await text({ form: { ...form, To: number }, auth })).status, 404);
  assert.deepEqual((await server.call('GET', '/simulator/contacts', { auth })).body, { contacts: [] });
});

test('what was said is read oldest first, whole or after a message', async (t) => {
  const { text, reply, server, pass } = await open(t);
  const { sid } = (await text({ form: { From: contact, To: number, Body: 'hi' } })).body;
  await reply('hello');
  await pass(1_000);
  const path = `/simulator/contacts/${contact}/messages`;
  const all = (await server.call('GET', path)).body.messages;
  assert.deepEqual(said(all), ['inbound hi', 'outbound-api hello']);
  assert.deepEqual(
    all.map(({ status }: { status: string }) => status),
    ['received', 'delivered'],
  );
  assert.deepEqual(said((await server.call('GET', `${path}?after=${sid}`)).body.messages), ['outbound-api hello']);
  assert.deepEqual(said((await server.call('GET', `${path}?limit=1`)).body.messages), ['outbound-api hello']);
  assert.equal((await server.call('GET', `${path}?limit=0`)).body.code, 20001);
  const { contacts } = (await server.call('GET', '/simulator/contacts')).body;
  assert.deepEqual(
    [contacts[0].contact, contacts[0].number, contacts[0].last_message.body],
    [contact, number, 'hello'],
  );
});

test('a reader waits for the answer, or for as long as asked', async (t) => {
  const { text, reply, server, waits } = await open(t);
  const { sid } = (await text({ form: { From: contact, To: number, Body: 'hi' } })).body;
  const wait = `/simulator/contacts/${contact}/messages?wait=5&after=`;
  const waiting = server.call('GET', wait + sid);
  const sent = await reply('hello');
  assert.deepEqual(said((await waiting).body.messages), ['outbound-api hello']);
  const isWaiting = waits();
  const inVain = server.call('GET', wait + sent.sid);
  await isWaiting;
  server.clock.advance(5_000);
  assert.deepEqual((await inVain).body, { messages: [] });
});

test('live events come as they happen, resume by id, and end with the server', async (t) => {
  const { reply, server, close, pass } = await open(t);
  const listen = async (lastId?: string) => {
    const credentials = Buffer.from(`${account.sid}:${account.authToken}`).toString('base64');
    const response = await fetch(`${server.base}/simulator/events`, {
      headers: { authorization: `Basic ${credentials}`, ...(lastId === undefined ? {} : { 'last-event-id': lastId }) },
    });
    assert.equal(response.headers.get('content-type'), 'text/event-stream');
    assert.ok(response.body);
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let buffer = '';
    return async () => {
      for (;;) {
        const end = buffer.indexOf('\n\n');
        if (end !== -1) {
          const block = buffer.slice(0, end);
          buffer = buffer.slice(end + 2);
          if (block.startsWith(':')) return block;
          const [id = '', , data = ''] = block.split('\n');
          const message = JSON.parse(data.slice('data: '.length));
          return `${id.slice('id: '.length)} ${message.body} ${message.status}`;
        }
        const { value, done } = await reader.read();
        if (done) return 'end';
        buffer += value;
      }
    };
  };
  const next = await listen();
  assert.equal(await next(), ': connected');
  await reply('hello');
  const first = await next();
  assert.match(first, /^\d+ hello queued$/);
  await pass(100);
  assert.match(await next(), / hello sent$/);
  await pass(1_000);
  assert.match(await next(), / hello delivered$/);
  const again = await listen(first.split(' ')[0]);
  await again();
  assert.match(await again(), / hello delivered$/);
  const ends = [next(), again()];
  await close();
  assert.deepEqual(await Promise.all(ends), ['end', 'end']);
});

test('a reader that waits does not keep the server from closing', async (t) => {
  const { server, close, waits, text } = await open(t);
  const { sid } = (await text({ form: { From: contact, To: number, Body: 'hi' } })).body;
  const isWaiting = waits();
  const waiting = server.call('GET', `/simulator/contacts/${contact}/messages?wait=25&after=${sid}`);
  await isWaiting;
  await close();
  assert.deepEqual((await waiting).body, { messages: [] });
});
