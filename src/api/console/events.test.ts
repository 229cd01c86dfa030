import assert from 'node:assert/strict';
import { after, before, type TestContext, test } from 'node:test';
import { type ApiServer, account, askName, type Body, createFlow, otherAccount } from '../../../test/e2e/api-server.ts';
import { type Browser, signIn, startConsole } from './console-fixture.ts';

let server: ApiServer;
let browser: Browser;
before(async () => {
  server = await startConsole();
  browser = await signIn(server);
});
after(() => server.close());

interface Listening {
  /** The next event. */
  next(): Promise<{ readonly id: string; readonly name: string; readonly data: Body }>;
  /** Everything until the server ends it. */
  rest(): Promise<string>;
  leave(): void;
}

async function listen(t: TestContext, { cookie }: Browser, lastId?: string): Promise<Listening> {
  const leaving = new AbortController();
  t.after(() => leaving.abort());
  const response = await fetch(`${server.base}/console/api/events`, {
    headers: { cookie, ...(lastId === undefined ? {} : { 'last-event-id': lastId }) },
    signal: leaving.signal,
  });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'text/event-stream');
  assert.ok(response.body);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  return {
    async next() {
      for (;;) {
        const end = text.indexOf('\n\n');
        const block = text.slice(0, end);
        if (end !== -1) text = text.slice(end + 2);
        const found = /^id: (.+)\nevent: (.+)\ndata: (.+)$/.exec(block);
        if (end !== -1 && found) return { id: found[1] ?? '', name: found[2] ?? '', data: JSON.parse(found[3] ?? '') };
        if (end !== -1) continue;
        const { value, done } = await reader.read();
        assert.equal(done, false, 'the stream goes on');
        text += value;
      }
    },
    async rest() {
      for (let part = await reader.read(); !part.done; part = await reader.read()) text += part.value;
      return text;
    },
    leave: () => leaving.abort(),
  };
}

async function startRun(flow: string, to: string): Promise<string> {
  const form = { To: to, From: '+15550001234' };
  return (await server.call('POST', `/v2/Flows/${flow}/Executions`, { form })).body.sid;
}

test('a run is told from its beginning to its end, with the steps that ended', async (t) => {
  const flow = await createFlow(server);
  const events = await listen(t, browser);
  assert.equal((await events.next()).name, 'ready');
  const sid = await startRun(flow, '+15550001001');
  const began = await events.next();
  assert.equal(began.name, 'execution');
  assert.deepEqual(
    { ...began.data, steps: began.data.steps.map(({ widget, transitioned_to }: Body) => [widget, transitioned_to]) },
    {
      execution_sid: sid,
      flow_sid: flow,
      revision: 1,
      contact: '+15550001001',
      address: '+15550001234',
      kind: 'pair',
      initiated_by: began.data.initiated_by,
      is_new: true,
      status: 'active',
      ended_reason: null,
      created_ms: server.clock.now(),
      updated_ms: server.clock.now(),
      steps: [['Trigger', 'ask']],
      steps_left_out: 0,
      problems: [],
    },
  );
  // The question has left: from now on a reply is waited for.
  await server.runtime.settled();
  server.clock.advance(3_600_000);
  const moved = await events.next();
  assert.deepEqual(
    [moved.data.execution_sid, moved.data.is_new, moved.data.status, moved.data.ended_reason],
    [sid, false, 'ended', 'FLOW_END'],
  );
  assert.deepEqual(
    moved.data.steps.map(({ widget, event, entered_ms, ended_ms }: Body) => [widget, event, ended_ms - entered_ms]),
    [['ask', 'timeout', 3_600_000]],
  );
});

test('a run that is stopped is told too', async (t) => {
  const flow = await createFlow(server);
  const sid = await startRun(flow, '+15550001002');
  const events = await listen(t, browser);
  await events.next();
  await server.call('POST', `/v2/Flows/${flow}/Executions/${sid}`, { form: { Status: 'ended' } });
  const { data } = await events.next();
  assert.deepEqual([data.execution_sid, data.status, data.ended_reason, data.steps], [sid, 'ended', 'STOPPED', []]);
});

test('saved and deleted flows are told, by whatever way they were saved', async (t) => {
  const events = await listen(t, browser);
  await events.next();
  const flow = await createFlow(server, { Status: 'draft' });
  const first = await events.next();
  assert.deepEqual(
    [first.name, first.data.flow_sid, first.data.revision, first.data.status],
    ['revision', flow, 1, 'draft'],
  );
  const form = { Status: 'published', Definition: JSON.stringify(askName('Who?')), CommitMessage: 'Other words' };
  await server.call('POST', `/v2/Flows/${flow}`, { form });
  const second = await events.next();
  assert.deepEqual(
    [second.name, second.data.revision, second.data.status, second.data.commit_message, second.data.valid],
    ['revision', 2, 'published', 'Other words', true],
  );
  await server.call('DELETE', `/v2/Flows/${flow}`);
  const gone = await events.next();
  assert.deepEqual([gone.name, gone.data], ['flow-deleted', { flow_sid: flow }]);
});

test('whoever comes back gets what was missed, once and in order', async (t) => {
  const flow = await createFlow(server);
  const first = await listen(t, browser);
  const { id } = await first.next();
  first.leave();
  const sids = [await startRun(flow, '+15550002001'), await startRun(flow, '+15550002002')];
  const again = await listen(t, browser, id);
  const ready = await again.next();
  assert.deepEqual([ready.name, ready.id], ['ready', id]);
  const missed = [await again.next(), await again.next()];
  assert.deepEqual(
    missed.map(({ data }) => data.execution_sid),
    sids,
  );
  const third = await listen(t, browser, missed[0]?.id);
  await third.next();
  assert.equal((await third.next()).data.execution_sid, sids[1]);
});

const lost = ['00000000.5', 'nonsense', '', '1', `${'f'.repeat(8)}.99999999999999`];
for (const id of lost) {
  test(`whoever comes back with the id ${JSON.stringify(id)} is told to read anew`, async (t) => {
    assert.equal((await (await listen(t, browser, id)).next()).name, 'reset');
  });
}

test('what nobody looked at for long is not kept: whoever comes back is told to read anew', async (t) => {
  const flow = await createFlow(server);
  const events = await listen(t, browser);
  const { id } = await events.next();
  events.leave();
  // Until the server has noticed that the client left.
  for (let count = 0; count < 50; count++) await server.call('GET', '/healthz');
  server.clock.advance(10 * 60_000);
  await startRun(flow, '+15550003001');
  assert.equal((await (await listen(t, browser, id)).next()).name, 'reset');
});

test('an account hears of itself alone', async (t) => {
  const other = await listen(t, await signIn(server, [otherAccount.sid, otherAccount.authToken]));
  await other.next();
  await createFlow(server);
  const form = { FriendlyName: 'Theirs', Status: 'draft', Definition: JSON.stringify(askName()) };
  const auth = [otherAccount.sid, otherAccount.authToken] as const;
  const theirs = await server.call('POST', '/v2/Flows', { form, auth });
  assert.equal((await other.next()).data.flow_sid, theirs.body.sid);
});

test('a quiet stream bears a comment every 15 seconds, and ends with its session', async (t) => {
  const leaving = await signIn(server, [account.sid, account.authToken]);
  const events = await listen(t, leaving);
  await events.next();
  server.clock.advance(15_000);
  await new Promise((resolve) => setImmediate(resolve));
  await leaving.call('DELETE', '/console/api/session');
  const rest = events.rest();
  for (let count = 0; count < 3; count++) {
    await server.call('GET', '/healthz');
    server.clock.advance(15_000);
  }
  assert.match(await rest, /^(?::\n\n)*$/);
});

test('nobody listens without credentials', async () => {
  assert.equal((await server.call('GET', '/console/api/events', { auth: null })).status, 401);
});
