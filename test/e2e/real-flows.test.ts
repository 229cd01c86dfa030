import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type TestContext, test } from 'node:test';
import { fixtureFiles, readFixture } from '../golden/fixtures.ts';
import { flowFiles, readFlow } from '../golden/golden.ts';
import { listen } from '../local-server.ts';
import { type Composed, eventually, openComposed } from './composed-server.ts';

/** Whatever a flow asks over HTTP, this answers. */
async function openAnswers(t: TestContext): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true,"name":"Ann","results":[]}');
  });
  const host = await listen(t, server);
  return host;
}

const texts = ['hello', '1', 'yes', 'no', 'Ann', '2026-01-05', '{{flow.sid}}', ''];

test('every real flow and widget fixture publishes and is walked by messages and by REST: no 5xx, no hang', {
  concurrency: 8,
}, async (t) => {
  const answers = await openAnswers(t);
  const atelier = await openComposed(t, { ATELIER_ALLOW_HOSTS: answers, ATELIER_SAMPLES: 'off' });
  const flows = [
    ...flowFiles().map((file) => ({ file, definition: readFlow(file) })),
    ...fixtureFiles().map((file) => ({ file, definition: readFixture(file) })),
  ];
  await Promise.all(
    flows.map(({ file, definition }, index) => {
      const number = `+1555100${String(index).padStart(4, '0')}`;
      return t.test(file, () => walk(atelier, number, onLoopback(definition, answers)));
    }),
  );
});

/** The same flow with the hosts that it calls replaced by one that answers. */
function onLoopback(definition: object, answers: string): string {
  return JSON.stringify(definition).replace(/https?:\/\/[^"\\\s{}/?]+/g, `http://${answers}`);
}

async function walk({ call, accountSid, server }: Composed, number: string, definition: string): Promise<void> {
  const created = await call('/v2/Flows', { FriendlyName: number, Status: 'published', Definition: definition });
  assert.equal(created.status, 201, JSON.stringify(created.body));
  const flow = created.body.sid;
  assert.deepEqual(created.body.definition, JSON.parse(definition));
  const bought = await call(`/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json`, {
    PhoneNumber: number,
    SmsUrl: `${server.url}/v1/Accounts/${accountSid}/Flows/${flow}`,
  });
  assert.equal(bought.status, 201);

  for (const text of texts) {
    const sent = await call('/simulator/messages', { From: '+15552000000', To: number, Body: text });
    assert.ok(sent.status === 201 || (text === '' && sent.status === 400), JSON.stringify(sent.body));
    await settled(call, flow);
  }
  const started = await call(`/v2/Flows/${flow}/Executions`, {
    To: '+15552000001',
    From: number,
    Parameters: '{"name":"Ann","n":1}',
  });
  assert.equal(started.status, 201, JSON.stringify(started.body));
  await settled(call, flow);

  const { body } = await call(`/v2/Flows/${flow}/Executions?PageSize=1000`);
  for (const { sid } of body.executions) {
    const steps = await call(`/v2/Flows/${flow}/Executions/${sid}/Steps`);
    const context = await call(`/v2/Flows/${flow}/Executions/${sid}/Context`);
    assert.deepEqual([steps.status, context.status], [200, 200]);
    assert.equal(context.body.context.flow.sid, sid);
    for (const step of steps.body.steps) {
      assert.equal((await call(`/v2/Flows/${flow}/Executions/${sid}/Steps/${step.sid}/Context`)).status, 200);
    }
    assert.equal((await call(`/v2/Flows/${flow}/Executions/${sid}`, { Status: 'ended' })).body.status, 'ended');
  }
}

/** Until two looks in a row find the same steps: nothing is under way. */
async function settled(call: Composed['call'], flow: string): Promise<void> {
  let before = '';
  await eventually(async () => {
    const { body } = await call(`/v2/Flows/${flow}/Executions?PageSize=1000`);
    const [newest] = body.executions;
    const steps = newest ? await call(`/v2/Flows/${flow}/Executions/${newest.sid}/Steps`) : undefined;
    const now = JSON.stringify([body.executions, steps?.body.steps]);
    const isSame = now === before;
    before = now;
    return isSame || undefined;
  });
}
