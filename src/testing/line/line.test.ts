import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { type TestContext, test } from 'node:test';
import type { JsonObject } from '../../engine/json.ts';
import { Line, type LineOptions } from './line.ts';

const bookshop: JsonObject = JSON.parse(
  await readFile(new URL('../../../samples/bookshop-line.json', import.meta.url), 'utf8'),
);

async function open(t: TestContext, options: Partial<LineOptions> = {}): Promise<Line> {
  const line = await Line.open({ definition: bookshop, ...options });
  t.after(() => line.close());
  return line;
}

async function events(line: Line): Promise<string[]> {
  const [run] = await line.runs();
  return (await line.steps(run?.sid ?? '')).map(({ transitionedFrom, event }) => `${transitionedFrom} ${event}`);
}

const said = async (line: Line, sid: string) =>
  (await line.leg(sid)).transcript.flatMap(({ kind, text }) => (kind === 'said' ? [String(text)] : []));

test('a call is played to its end in no time', async (t) => {
  const line = await open(t);
  const startMs = line.clock.now();
  const call = await line.call();
  await line.elapse(15);
  assert.equal((await said(line, call)).length, 3, 'it asks again');
  await line.act(call, { digits: '2' });
  await line.elapse(6);
  assert.equal((await line.leg(call)).doing?.verb, 'Record');
  await line.act(call, { hangsUp: true });
  await line.elapse(10);
  assert.equal(line.clock.now() - startMs, 31_000);
  assert.deepEqual(await events(line), [
    'Trigger incomingCall',
    'menu timeout',
    'say_again audioComplete',
    'menu keypress',
    'which_key match',
    'greeting audioComplete',
    'voicemail hangup',
    'thanks sent',
  ]);
  const texts = await line.texts();
  assert.match(texts[0]?.body ?? '', /^Thank you for your message of \d+ seconds/);
});

test('texts and calls of one contact are runs of their own', async (t) => {
  const line = await open(t);
  await line.call();
  await line.text('when?');
  await line.elapse(1);
  assert.deepEqual(
    (await line.runs()).map(({ kind, status }) => [kind, status]),
    [
      ['pair', 'ended'],
      ['call', 'active'],
    ],
  );
});

test('the same call gives the same bytes', async (t) => {
  const record = async () => {
    const line = await open(t);
    const call = await line.call();
    await line.elapse(4);
    await line.act(call, { speech: { text: 'opening hours', confidence: 0.8 } });
    await line.elapse(20);
    const [run] = await line.runs();
    return JSON.stringify([await line.leg(call), run, await line.steps(run?.sid ?? '')]);
  };
  assert.equal(await record(), await record());
});

test('what cannot be done is said', async (t) => {
  const line = await open(t);
  const call = await line.call();
  await line.act(call, { hangsUp: true });
  await assert.rejects(line.act(call, { digits: '1' }), { name: 'RefusedError', message: /The call is over/ });
  await assert.rejects(line.act(`CA${'9'.repeat(32)}`, { digits: '1' }), /there is no call/);
});

test('requests go where they are sent, and sounds last as long as they do', async (t) => {
  const asked: string[] = [];
  const definition: JsonObject = {
    initial_state: 'Trigger',
    states: [
      { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingCall', next: 'look' }] },
      {
        name: 'look',
        type: 'make-http-request',
        properties: { method: 'GET', url: 'https://example.com/name' },
        transitions: [{ event: 'success', next: 'jingle' }, { event: 'failed' }],
      },
      {
        name: 'jingle',
        type: 'say-play',
        properties: { play: 'https://example.com/jingle.wav', loop: 2 },
        transitions: [{ event: 'audioComplete', next: 'hello' }],
      },
      {
        name: 'hello',
        type: 'say-play',
        properties: { say: 'Hello {{widgets.look.parsed.name}}', loop: 1 },
        transitions: [{ event: 'audioComplete' }],
      },
    ],
  };
  const line = await open(t, {
    definition,
    exchange: async ({ url }, kind) => {
      asked.push(`${kind} ${url}`);
      return { json: { name: 'Ana' }, afterSeconds: 2 };
    },
  });
  const call = await line.call();
  await line.elapse(3.9);
  assert.deepEqual([asked, await said(line, call)], [['http https://example.com/name'], []]);
  await line.elapse(0.2);
  assert.deepEqual(await said(line, call), ['Hello Ana']);
});

const trigger: JsonObject = {
  name: 'Trigger',
  type: 'trigger',
  properties: {},
  transitions: [{ event: 'incomingCall', next: 'first' }],
};

/** A flow of one widget, and one that is said after it. */
const flowOf = (type: string, properties: JsonObject, event: string, say = 'Done'): JsonObject => ({
  description: 'Line',
  initial_state: 'Trigger',
  states: [
    trigger,
    { name: 'first', type, properties, transitions: [{ event, next: 'then' }] },
    { name: 'then', type: 'say-play', properties: { say, loop: 1 }, transitions: [{ event: 'audioComplete' }] },
  ],
});

const look = flowOf(
  'make-http-request',
  { method: 'GET', url: 'https://example.com/name' },
  'success',
  'Hello {{widgets.first.parsed.name}}',
);

test('a definition that a server refuses is refused, unless the line is lenient', async (t) => {
  const broken = { ...look, states: [trigger] };
  await assert.rejects(open(t, { definition: broken }), /The flow would be refused .*\n {2}at #\/states\/0/);
  await assert.rejects(open(t, { subflows: { FW1: broken } }), /FW1 would be refused/);
  const line = await open(t, { definition: broken, isLenient: true });
  await line.call();
  await line.elapse(1);
  assert.equal((await line.runs())[0]?.status, 'ended');
});

test('a request is answered later, in real time, or never', async (t) => {
  const line = await open(t, { definition: look, exchange: () => undefined });
  const call = await line.call();
  await line.elapse(1);
  assert.deepEqual(
    line.pending.map(({ kind, request }) => [kind, request.url]),
    [['http', 'https://example.com/name']],
  );
  await line.answer({ json: { name: 'Ben' } });
  await line.elapse(3);
  assert.deepEqual([line.pending, await said(line, call)], [[], ['Hello Ben']]);
  await assert.rejects(line.answer({ status: 200 }), { name: 'RefusedError', message: 'no request is open' });

  const real = await open(t, {
    definition: look,
    exchange: async () => {
      for (let turns = 0; turns < 100; turns++) await new Promise((resolve) => setImmediate(resolve));
      return { json: { name: 'Cleo' } };
    },
  });
  const answered = await real.call();
  await real.elapse(0.1);
  assert.deepEqual(await said(real, answered), ['Hello Cleo'], 'real work takes no time of the clock');

  const silent = await open(t, { definition: look, exchange: () => undefined });
  await silent.call();
  await silent.elapse(11);
  assert.equal(silent.pending.length, 0);
  const [run] = await silent.runs();
  assert.match((await silent.problems(run?.sid ?? ''))[0]?.message ?? '', /no answer within 10 seconds/);
});

test('a line closes while answers are open, or are still to come', async () => {
  for (const exchange of [() => undefined, () => ({ status: 200, afterSeconds: 5 })]) {
    const line = await Line.open({ definition: look, exchange });
    await line.call();
    await line.close();
  }
});

test('TwiML elsewhere is a request of its own kind', async (t) => {
  const definition = flowOf('add-twiml-redirect', { url: 'https://example.com/twiml' }, 'return');
  const line = await open(t, {
    definition,
    exchange: (_request, kind) => ({ body: `<Response><Say>${kind}</Say></Response>`, contentType: 'text/xml' }),
  });
  const call = await line.call();
  await line.elapse(1);
  assert.deepEqual(await said(line, call), ['document']);
});

test('an agent takes a caller from a queue', async (t) => {
  const line = await open(t, { definition: flowOf('enqueue-call', { queue_name: 'support' }, 'callComplete') });
  const call = await line.call();
  await line.elapse(5);
  const agent = await line.takeFromQueue('support');
  await line.act(agent, { speech: { text: 'How can I help?', confidence: undefined } });
  assert.ok((await line.leg(call)).transcript.some(({ kind, text }) => kind === 'heard' && text === 'How can I help?'));
  await line.act(agent, { hangsUp: true });
  await line.elapse(1);
  assert.deepEqual(await said(line, call), ['Done']);
});

test('what was recorded has an address, and can be played', async (t) => {
  const record = flowOf('record-voicemail', { timeout: 5, play_beep: 'false' }, 'recordingComplete');
  const [, first] = record.states as JsonObject[];
  const again = {
    name: 'then',
    type: 'say-play',
    properties: { play: '{{widgets.first.RecordingUrl}}', loop: 1 },
    transitions: [{ event: 'audioComplete' }],
  };
  const line = await open(t, { definition: { ...record, states: [trigger, first ?? {}, again] } });
  const call = await line.call();
  await line.act(call, { recording: { seconds: 7 } });
  await line.elapse(10);
  const played = (await line.leg(call)).transcript.find(({ kind }) => kind === 'played');
  assert.match(String(played?.url), /^https:\/\/studio\.example\.com\/2010-04-01\/Accounts\/AC\w+\/Recordings\/RE\w+$/);
  assert.equal(played?.seconds, 7);
});

test('a stream goes to its server, and time passes as on the wall meanwhile', async (t) => {
  const sent: string[] = [];
  const definition = flowOf(
    'fork-stream',
    {
      stream_action: 'start',
      stream_transport_type: 'websocket',
      stream_url: 'wss://audio.example.com/',
      stream_name: 's',
    },
    'next',
    'Streamed',
  );
  const line = await open(t, {
    definition,
    openSocket: (_url, _headers, listener) => {
      setImmediate(() => listener.onOpen());
      return { send: (text) => void sent.push(JSON.parse(text).event), close: () => listener.onClose(undefined) };
    },
  });
  const call = await line.call();
  assert.ok(line.isConnected);
  const startedMs = performance.now();
  await line.elapse(0.3);
  assert.ok(performance.now() - startedMs > 250);
  assert.deepEqual([...new Set(sent)], ['connected', 'start', 'media']);
  await line.act(call, { hangsUp: true });
  assert.ok(!line.isConnected);
});
