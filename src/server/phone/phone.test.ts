/** The phone of the console plays drafts: over real HTTP, on lines that leave no trace. */
import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import type { JsonObject } from '../../engine/json.ts';
import { configFromEnv, startServer } from '../index.ts';

const path = '/console/api/phone/lines';
const ends = { contact: '+15550002222', number: '+15550001111' };

async function open(t: TestContext, env: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'atelier-phone-'));
  const server = await startServer(
    configFromEnv({ PORT: '0', ATELIER_DATA: folder, ATELIER_LOG_LEVEL: 'fatal', ATELIER_SAMPLES: 'off', ...env }),
  );
  t.after(async () => {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  });
  const { account } = server.main;
  const authorization = `Basic ${Buffer.from(`${account.sid}:${account.authToken}`).toString('base64')}`;
  const ask = async (method: string, target: string, form?: Record<string, string>) => {
    const body = form === undefined ? {} : { body: new URLSearchParams(form) };
    const response = await fetch(server.url + target, { method, headers: { authorization }, ...body });
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  return {
    ask,
    line: async (definition: JsonObject, more: Record<string, string> = {}) => {
      const made = await ask('POST', path, { definition: JSON.stringify(definition), ...ends, ...more });
      assert.equal(made.status, 201, JSON.stringify(made.body));
      const act = async (form: Record<string, string>) => {
        const answer = await ask('POST', `${path}/${made.body.sid}`, form);
        assert.equal(answer.status, 200, JSON.stringify(answer.body));
        return answer.body;
      };
      return { sid: made.body.sid as string, state: made.body, act };
    },
  };
}

const said = (state: { messages: { body: string; status: string }[] }) =>
  state.messages.map(({ body, status }) => `${body} (${status})`);
const visited = (state: { runs: { steps: { widget: string; event: string }[] }[] }) =>
  state.runs.at(-1)?.steps.map(({ widget, event }) => `${widget} ${event}`);

const pizza: JsonObject = JSON.parse(
  await readFile(new URL('../../console/templates/pizza-order.json', import.meta.url), 'utf8'),
);
const ivr: JsonObject = JSON.parse(
  await readFile(new URL('../../console/templates/ivr.json', import.meta.url), 'utf8'),
);

/** Texts what the address answers. */
const asking = (url: string): JsonObject => ({
  states: [
    { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'get' }], properties: {} },
    {
      name: 'get',
      type: 'make-http-request',
      properties: { method: 'GET', url },
      transitions: [{ event: 'success', next: 'tell' }, { event: 'failed' }],
    },
    {
      name: 'tell',
      type: 'send-message',
      properties: { from: '{{flow.channel.address}}', to: '{{contact.channel.address}}', body: '{{widgets.get.body}}' },
      transitions: [{ event: 'sent' }, { event: 'failed' }],
    },
  ],
  initial_state: 'Trigger',
});

test('a draft is talked to, and time is let pass until its question gives up', async (t) => {
  const { line, ask } = await open(t);
  const { act } = await line(pizza);
  const asked = await act({ do: 'say', body: 'hi' });
  assert.equal(asked.messages.length, 2);
  assert.equal(asked.messages[1].status, 'delivered');
  const [waiting] = asked.runs[0].waiting;
  assert.equal(asked.runs[0].waiting.length, 1);
  const later = await act({ do: 'timeout' });
  assert.ok(later.now_ms >= waiting.deadline_ms);
  assert.equal(visited(later)?.at(1), `${waiting.widget} timeout`);
  assert.deepEqual((await ask('GET', '/console/api/executions')).body.executions, []);
});

test('an edit counts from the next message on, and a question is taken up again with it', async (t) => {
  const { line } = await open(t);
  const talk = await line(pizza);
  const asked = await talk.act({ do: 'say', body: 'hi' });
  const [question] = asked.moments;
  await talk.act({ do: 'say', body: '1' });
  const text = JSON.stringify(pizza).replaceAll('Margherita', 'Quattro');
  const branch = await line(JSON.parse(text), { from_line: talk.sid, from_step: question });
  assert.equal(branch.state.runs[0].steps.length, 1);
  const now = await branch.act({ do: 'say', body: '1' });
  assert.equal(now.runs[0].steps[1].step_sid, question);
});

test('what is asked of the world waits for an answer, which may hold for the whole conversation', async (t) => {
  const { line } = await open(t);
  const { act } = await line(asking('https://example.com/price?of=1'));
  const open1 = await act({ do: 'say', body: 'hi' });
  assert.deepEqual(
    open1.asks.map(({ id, kind, url }: { id: number; kind: string; url: string }) => [id, kind, url]),
    [[1, 'http', 'https://example.com/price?of=1']],
  );
  const told = await act({ do: 'answer', ask: '1', answer: 'reply', status: '200', body: 'seven', keep: 'true' });
  assert.deepEqual(said(told).slice(1), ['seven (delivered)']);
  const again = await act({ do: 'say', body: 'again' });
  assert.deepEqual([again.asks, said(again).at(-1)], [[], 'seven (delivered)']);
  const { act: other } = await line(asking('https://example.com/'));
  await other({ do: 'say', body: 'hi' });
  const failed = await other({ do: 'elapse', seconds: '11' });
  assert.deepEqual(visited(failed), ['Trigger incomingMessage', 'get failed']);
});

test('what is really called is reached by the guarded way out, and no time goes by', async (t) => {
  const web = createServer((_request, response) => setTimeout(() => response.end('really'), 300));
  await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
  t.after(() => web.close());
  const address = web.address();
  const host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const { line } = await open(t, { ATELIER_ALLOW_HOSTS: host });
  const { act } = await line(asking(`http://${host}/`));
  await act({ do: 'say', body: 'hi' });
  const told = await act({ do: 'answer', ask: '1', answer: 'really' });
  assert.deepEqual(said(told).slice(1), ['really (delivered)']);
  assert.ok(told.runs[0].steps[1].ended_ms - told.runs[0].steps[1].entered_ms < 100);
  const { act: guarded } = await line(asking('http://127.0.0.1:1/'));
  await guarded({ do: 'say', body: 'hi' });
  const refused = await guarded({ do: 'answer', ask: '1', answer: 'really' });
  assert.equal(visited(refused)?.at(-1), 'get failed');
});

test('a draft is called: it is heard until it listens, keys and words are taken, hanging up ends it', async (t) => {
  const { line } = await open(t);
  const { act } = await line(ivr);
  const heard = await act({ do: 'call' });
  const [leg] = heard.calls;
  assert.equal(leg.listening, true);
  assert.ok(leg.transcript.some(({ kind }: { kind: string }) => kind === 'said'));
  const silent = await act({ do: 'silence', call: leg.sid });
  assert.ok(silent.calls[0].transcript.length > leg.transcript.length);
  const over = await act({ do: 'act', call: leg.sid, Status: 'completed' });
  assert.deepEqual([over.calls[0].status, over.runs[0].status], ['completed', 'ended']);
});

test('variables are changed by hand', async (t) => {
  const { line } = await open(t);
  const { act } = await line(pizza);
  await act({ do: 'say', body: 'hi' });
  const changes = JSON.stringify([{ path: ['flow', 'variables', 'size'], value: 'XL' }]);
  const now = await act({ do: 'change', changes });
  assert.equal(now.runs[0].context.flow.variables.size, 'XL');
});

test('lines are of one account, few, and put away when they are closed', async (t) => {
  const { line, ask } = await open(t);
  const first = await line(pizza);
  for (let count = 0; count < 12; count++) await line(pizza);
  assert.equal((await ask('GET', `${path}/${first.sid}`)).status, 404);
  const last = await line(pizza);
  assert.equal((await ask('DELETE', `${path}/${last.sid}`)).status, 204);
  assert.equal((await ask('GET', `${path}/${last.sid}`)).status, 404);
});

const nonsense: readonly { readonly says: string; readonly form: Record<string, string> }[] = [
  { says: 'nothing', form: {} },
  { says: 'another deed', form: { do: 'dance' } },
  { says: 'an empty message', form: { do: 'say' } },
  { says: 'an answer to nothing', form: { do: 'answer', ask: '1', answer: 'really' } },
  { says: 'a definition that is none', form: { do: 'say', body: 'hi', definition: '[' } },
  { says: 'changes that are none', form: { do: 'change', changes: '{}' } },
  { says: 'a wait of years', form: { do: 'elapse', seconds: '99999999' } },
];
test('nonsense is refused', async (t) => {
  const { line, ask } = await open(t);
  const { sid } = await line(pizza);
  for (const { says, form } of nonsense) {
    const { status, body } = await ask('POST', `${path}/${sid}`, form);
    assert.deepEqual([says, status, body.code], [says, 400, 20001]);
  }
});

test('a subflow that an edit refers to is run, as the account has it', async (t) => {
  const { line, ask } = await open(t);
  const child = asking('https://example.com/child');
  const [, get, tell] = child.states as JsonObject[];
  const trigger = {
    name: 'Trigger',
    type: 'trigger',
    transitions: [{ event: 'incomingParent', next: 'get' }],
    properties: {},
  };
  const definition = JSON.stringify({
    description: 'Child',
    flags: { allow_concurrent_calls: true },
    initial_state: 'Trigger',
    states: [trigger, get, tell],
  });
  const made = await ask('POST', '/v2/Flows', { FriendlyName: 'Child', Status: 'draft', Definition: definition });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const talk = await line(pizza);
  const asked = await talk.act({ do: 'say', body: 'hi' });
  const question = asked.runs[0].waiting[0].widget;
  const states = (pizza.states as JsonObject[]).map((state) =>
    state.name === question
      ? { ...state, transitions: [{ event: 'incomingMessage', next: 'sub' }, { event: 'timeout' }] }
      : state,
  );
  const sub = {
    name: 'sub',
    type: 'run-subflow',
    properties: { flow_sid: made.body.sid, flow_revision: 'LatestDraft', parameters: [] },
    transitions: [{ event: 'completed' }, { event: 'failed' }],
  };
  const edited = JSON.stringify({ ...pizza, states: [...states, sub] });
  const now = await talk.act({ do: 'say', body: '1', definition: edited });
  assert.deepEqual(
    now.asks.map(({ url }: { url: string }) => url),
    ['https://example.com/child'],
  );
  const over = await talk.act({ do: 'answer', ask: '1', answer: 'reply', body: 'done' });
  assert.equal(visited(over)?.at(-1), 'sub completed');
});

test('a line is put away while something is asked, and so is the server', { timeout: 20_000 }, async (t) => {
  const { line, ask } = await open(t);
  const { act, sid } = await line(asking('https://example.com/'));
  await act({ do: 'say', body: 'hi' });
  assert.equal((await ask('DELETE', `${path}/${sid}`)).status, 204);
  const { act: other } = await line(asking('https://example.com/'));
  assert.equal((await other({ do: 'say', body: 'hi' })).asks.length, 1);
});
