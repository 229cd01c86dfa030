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
  assert.equal(await line.act(call, { digits: '2' }), undefined);
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
  assert.match((await line.act(call, { digits: '1' })) ?? '', /The call is over/);
  assert.match((await line.act(`CA${'9'.repeat(32)}`, { digits: '1' })) ?? '', /there is no call/);
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
      return { ok: true, status: 200, contentType: 'application/json', body: '{"name":"Ana"}', headers: {} };
    },
  });
  const call = await line.call();
  await line.elapse(1.9);
  assert.deepEqual([asked, await said(line, call)], [['http https://example.com/name'], []]);
  await line.elapse(0.2);
  assert.deepEqual(await said(line, call), ['Hello Ana']);
});
