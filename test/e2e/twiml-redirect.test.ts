/** TwiML Redirect for messages, end to end: the flow, the simulated carrier, and a server of the author's TwiML. */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { type TestContext, test } from 'node:test';
import { validateSignature } from '../../src/carriers/signature.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { listen } from '../local-server.ts';
import { openComposed } from './composed-server.ts';

const [contact, number] = ['+15553000001', '+15553000002'];

interface Asked {
  readonly method: string;
  /** Path and query. */
  readonly path: string;
  readonly params: { readonly [name: string]: string };
}

interface Script {
  /** Properties of the redirect beside its URL. */
  readonly properties?: object;
  /** Where on the author's server the flow redirects to. */
  readonly path?: string;
  /** The author's answer; `back` is the way back to the flow, as it stands in XML. */
  answer(asked: Asked, back: (query?: string) => string): { readonly type?: string; readonly body: string };
}

async function open(t: TestContext, { properties = {}, path = '/twiml', answer }: Script) {
  const clock = new VirtualClock(Date.UTC(2026, 0, 2, 3, 4, 5));
  const author = await openAuthor(t);
  const composed = await openComposed(t, { ATELIER_ALLOW_HOSTS: author.host, ATELIER_SAMPLES: 'off' }, { clock });
  const { server, call, accountSid, authToken } = composed;
  const definition = {
    initial_state: 'Trigger',
    states: [
      { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'hand_over' }] },
      {
        name: 'hand_over',
        type: 'add-twiml-redirect',
        properties: { url: `http://${author.host}${path}`, ...properties },
        transitions: [
          { event: 'return', next: 'back' },
          { event: 'timeout', next: 'late' },
          { event: 'fail', next: 'failed' },
        ],
      },
      ...[
        ['back', 'Back: {{widgets.hand_over.colour}} {{widgets.hand_over.Body}}'],
        ['late', 'Late'],
        ['failed', 'Failed'],
      ].map(([name, body]) => ({
        name,
        type: 'send-message',
        properties: { from: '{{flow.channel.address}}', body },
        transitions: [{ event: 'sent' }],
      })),
    ],
  };
  const form = { FriendlyName: 'redirect', Status: 'published', Definition: JSON.stringify(definition) };
  const flow = (await call('/v2/Flows', form)).body.sid;
  const webhook = `${server.url}/v1/Accounts/${accountSid}/Flows/${flow}`;
  await call(`/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json`, { PhoneNumber: number, SmsUrl: webhook });
  const back = (query = 'FlowEvent=return&amp;colour=green') => `${webhook}?${query}`;
  author.begin(authToken, (asked) => answer(asked, back));
  const pass = async (ms: number) => {
    clock.advance(ms);
    await server.settled();
  };
  return {
    ...composed,
    webhook,
    asked: author.asked,
    pass,
    async say(body: string) {
      assert.equal((await call('/simulator/messages', { From: contact, To: number, Body: body })).status, 201);
      await server.settled();
      await pass(1_000);
    },
    /** What the contact got, oldest first. */
    async got(): Promise<string[]> {
      const { messages } = (await call(`/simulator/contacts/${contact}/messages`)).body;
      return messages
        .filter(({ direction }: { direction: string }) => direction !== 'inbound')
        .map(({ body, media }: { body: string; media: { url: string }[] }) =>
          [body, ...media.map(({ url }) => url)].join(' '),
        );
    },
    /** The steps of the first run: `name of the step > where it led`. */
    async steps(): Promise<string[]> {
      const { executions } = (await call(`/v2/Flows/${flow}/Executions`)).body;
      const { steps } = (await call(`/v2/Flows/${flow}/Executions/${executions.at(-1).sid}/Steps`)).body;
      return steps.toReversed().map((step: Record<string, string>) => `${step.name} > ${step.transitioned_to}`);
    },
    async runs(): Promise<string[]> {
      const { executions } = (await call(`/v2/Flows/${flow}/Executions`)).body;
      return executions.map(({ status }: { status: string }) => status);
    },
  };
}

/** Records what it is asked, and checks that the carrier signed it with the account's token. */
async function openAuthor(t: TestContext) {
  const asked: Asked[] = [];
  let token = '';
  let answer: (asked: Asked) => { readonly type?: string; readonly body: string } = () => ({ body: '' });
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { method = '', url: path = '' } = request;
    const form = [...new URLSearchParams(Buffer.concat(chunks).toString())];
    const url = `http://${request.headers.host}${path}`;
    const signature = String(request.headers['x-twilio-signature']);
    assert.ok(validateSignature({ token, signature, urls: [url], form }), `${method} ${path} is signed`);
    const params = Object.fromEntries(method === 'GET' ? new URL(url).searchParams : form);
    asked.push({ method, path, params });
    const { type = 'text/xml', body } = answer({ method, path, params });
    response.writeHead(200, { 'content-type': type }).end(body);
  });
  const host = await listen(t, server);
  return {
    host,
    asked,
    begin(authToken: string, how: typeof answer) {
      token = authToken;
      answer = how;
    },
  };
}

for (const method of ['POST', 'GET']) {
  test(`the author's document says its messages and comes back, by ${method}`, async (t) => {
    const { say, got, steps, asked, runs } = await open(t, {
      properties: { method },
      path: '/twiml?name={{trigger.message.Body | url_encode}}',
      answer: (_, back) => ({
        body: `<Response>
          <Message>Plain</Message>
          <Message><Body>With media</Body><Media>/cat.png</Media><Media>https://x.example/b.pdf</Media></Message>
          <Redirect method="${method}">${back()}</Redirect>
          <Message>Never reached</Message>
        </Response>`,
      }),
    });
    await say('Ana & Bo');
    const [request] = asked;
    assert.equal(request?.method, method);
    assert.match(request?.path ?? '', /^\/twiml\?name=Ana\+%26\+Bo/);
    assert.deepEqual([request?.params.Body, request?.params.From, request?.params.To], ['Ana & Bo', contact, number]);
    const all = (await got()).map((text) => text.replace(/http:\/\/127\.0\.0\.1:\d+/, 'http://author'));
    assert.deepEqual(all.toSorted(), [
      'Back: green Ana & Bo',
      'Plain',
      'With media http://author/cat.png https://x.example/b.pdf',
    ]);
    assert.deepEqual(await steps(), ['incomingMessage > hand_over', 'return > back', 'sent > Ended']);
    assert.deepEqual(await runs(), ['ended']);
  });
}

test('a chain of documents is followed, and a plain text is a reply', async (t) => {
  const { say, got, asked } = await open(t, {
    answer: ({ path }) =>
      path === '/twiml'
        ? { body: '<Response><Message>One</Message><Redirect>/next</Redirect></Response>' }
        : { type: 'text/plain', body: 'Two' },
  });
  await say('Hi');
  assert.deepEqual(
    asked.map(({ path }) => path),
    ['/twiml', '/next'],
  );
  assert.deepEqual((await got()).toSorted(), ['One', 'Two']);
});

test('a second return is ignored, whether it is repeated or late', async (t) => {
  const { say, got, steps, signed, webhook, runs } = await open(t, {
    answer: (_, back) => ({ body: `<Response><Redirect>${back()}</Redirect></Response>` }),
  });
  await say('Hi');
  assert.deepEqual(await got(), ['Back: green Hi']);
  const form = { MessageSid: `SM${'1'.repeat(32)}`, From: contact, To: number, Body: 'Hi' };
  for (const _ of [1, 2]) {
    const again = await signed(`${webhook}?FlowEvent=return&colour=red`, form);
    assert.deepEqual([again.status, again.text], [200, '<?xml version="1.0" encoding="UTF-8"?><Response/>']);
  }
  assert.deepEqual(await got(), ['Back: green Hi']);
  assert.equal((await steps()).length, 3);
  assert.deepEqual(await runs(), ['ended']);
});

test('parameters of a form come back as those of the query do, marks aside', async (t) => {
  const { say, call, signed, webhook } = await open(t, { answer: () => ({ body: '<Response/>' }) });
  await say('Hi');
  const form = { From: contact, To: number, Body: 'x', colour: 'blue' };
  await signed(`${webhook}?FlowEvent=return&shape=round`, form);
  const { executions } = (await call(webhook.replace(/.*\/Flows/, '/v2/Flows').concat('/Executions'))).body;
  const context = (await call(new URL(executions[0].links.execution_context).pathname)).body.context;
  assert.deepEqual(context.widgets.hand_over, { From: contact, To: number, Body: 'x', colour: 'blue', shape: 'round' });
});

test('nothing comes back in time: timeout', async (t) => {
  const { say, got, pass, steps } = await open(t, {
    properties: { timeout: '60' },
    answer: () => ({ body: '<Response><Message>Bye</Message></Response>' }),
  });
  await say('Hi');
  await pass(58_999);
  assert.deepEqual(await got(), ['Bye']);
  await pass(1_000);
  await pass(1_000);
  assert.deepEqual(await got(), ['Bye', 'Late']);
  assert.deepEqual(await steps(), ['incomingMessage > hand_over', 'timeout > late', 'sent > Ended']);
});

test('timeout 0 hands over for good: the run ends, and what comes back is ignored', async (t) => {
  const { say, got, steps, runs } = await open(t, {
    properties: { timeout: '0' },
    answer: (_, back) => ({ body: `<Response><Message>Bye</Message><Redirect>${back()}</Redirect></Response>` }),
  });
  await say('Hi');
  assert.deepEqual(await got(), ['Bye']);
  assert.deepEqual(await steps(), ['incomingMessage > hand_over', 'timeout > Ended']);
  assert.deepEqual(await runs(), ['ended']);
});

test("a document that breaks is not the flow's failure: it waits on", async (t) => {
  const { say, got, pass, runs } = await open(t, {
    properties: { timeout: '60' },
    answer: () => ({ body: '<Response><Message>' }),
  });
  await say('Hi');
  assert.deepEqual(await runs(), ['active']);
  await pass(60_000);
  await pass(1_000);
  assert.deepEqual(await got(), ['Late']);
});
