/** Carriers that do not speak Twilio's webhooks, end to end: Telnyx, and an SMS gateway that settings describe. */
import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openGateway } from '../../src/carriers/http/gateway-fixture.ts';
import { sidOfId } from '../../src/carriers/http/sids.ts';
import { validateSignature } from '../../src/carriers/signature.ts';
import { openTelnyxApi, profileId } from '../../src/carriers/telnyx/api-fixture.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { listen } from '../local-server.ts';
import { type Body, openComposed } from './composed-server.ts';

const contact = '+15553000001';
const [telnyxNumber, serviceNumber, gatewayNumber] = ['+15553000002', '+15553000003', '+15553000004'];
const service = `MG${'1'.repeat(32)}`;
const secret = 'secret-of-gateway';
const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const rawKey = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64');

interface Author {
  readonly host: string;
  /** Requests so far, with their parameters. */
  readonly asked: { readonly path: string; readonly params: Body }[];
  begin(authToken: string, documents: { readonly [path: string]: readonly [type: string, body: string] }): void;
}

async function open(t: TestContext) {
  const clock = new VirtualClock(Date.UTC(2026, 0, 2, 3, 4, 5));
  const telnyx = await openTelnyxApi();
  const gateway = await openGateway();
  const author = await openAuthor(t);
  const folder = await mkdtemp(join(tmpdir(), 'atelier-carriers-'));
  t.after(async () => {
    await rm(folder, { recursive: true });
    await Promise.all([telnyx.close(), gateway.close()]);
  });
  const config = join(folder, 'atelier.yaml');
  await writeFile(config, settingsFile(telnyx, gateway));
  const env = { ATELIER_CONFIG: config, ATELIER_SAMPLES: 'off', ATELIER_ALLOW_HOSTS: author.host };
  const composed = await openComposed(t, env, { clock });
  const { server, call } = composed;
  const save = async (name: string, states: object[]) => {
    const definition = { initial_state: 'Trigger', states };
    const form = { FriendlyName: name, Status: 'published', Definition: JSON.stringify(definition) };
    return (await call('/v2/Flows', form)).body.sid as string;
  };
  const post = async (url: string, body: string, headers: { [name: string]: string }) => {
    const response = await fetch(url, { method: 'POST', headers, body });
    const answer = { status: response.status, type: response.headers.get('content-type'), text: await response.text() };
    await server.settled();
    return answer;
  };
  return {
    ...composed,
    telnyx,
    gateway,
    author,
    clock,
    save,
    call,
    /** What Telnyx posts: signed with its key. */
    telnyxPosts(url: string, body: string, type = 'application/json') {
      const time = String(Math.floor(clock.now() / 1000));
      const signature = sign(null, Buffer.from(`${time}|${body}`), privateKey).toString('base64');
      const headers = { 'content-type': type, 'telnyx-timestamp': time, 'telnyx-signature-ed25519': signature };
      return post(url, body, headers);
    },
    gatewayPosts: (url: string, body: object) =>
      post(url, JSON.stringify(body), { 'content-type': 'application/json' }),
    post,
    async steps(flow: string): Promise<string[]> {
      const { executions } = (await call(`/v2/Flows/${flow}/Executions`)).body;
      const each = await Promise.all(
        executions.map(async ({ sid }: { sid: string }) => {
          const { steps } = (await call(`/v2/Flows/${flow}/Executions/${sid}/Steps`)).body;
          return steps.toReversed().map((step: Body) => `${step.name} > ${step.transitioned_to}`);
        }),
      );
      return each.flat();
    },
    async context(flow: string): Promise<Body> {
      const { executions } = (await call(`/v2/Flows/${flow}/Executions`)).body;
      return (await call(`/v2/Flows/${flow}/Executions/${executions[0].sid}/Context`)).body.context;
    },
  };
}

function settingsFile(telnyx: { baseUrl: string; apiKey: string }, gateway: { baseUrl: string; key: string }): string {
  const settings = {
    carriers: {
      tx: {
        type: 'telnyx',
        base_url: telnyx.baseUrl,
        api_key: telnyx.apiKey,
        public_key: rawKey,
        messaging_profile_id: profileId,
      },
      gw: {
        type: 'http',
        number: gatewayNumber,
        send: {
          url: `${gateway.baseUrl}/messages`,
          headers: { Authorization: `Key ${gateway.key}`, 'X-Key': '{{key}}' },
          body: { to: '{{to}}', text: '{{body}}', files: '{{media_urls}}', report: '{{status_callback}}' },
          answer: { id: '/messages/0/id', error: '/error/text' },
        },
        inbound: { secret, fields: { from: '/from', body: '/text', id: '/id' } },
        status: { fields: { id: '/message', status: '/state' }, map: { DEAD: 'undelivered' } },
      },
    },
    numbers: {
      [telnyxNumber]: { carrier: 'tx', flow: 'Question' },
      [gatewayNumber]: { carrier: 'gw', flow: 'Hand over' },
      '+15553000005': { carrier: 'tx', flow: 'Nobody saved this' },
      '+15553000006': { carrier: 'tx' },
    },
    messaging_services: { [service]: { carrier: 'tx', flow: 'Question', numbers: [serviceNumber] } },
  };
  return JSON.stringify(settings);
}

/** A server of TwiML that checks that what asks it is signed with the account's token. */
async function openAuthor(t: TestContext): Promise<Author> {
  const asked: { path: string; params: Body }[] = [];
  let token = '';
  let documents: { readonly [path: string]: readonly [type: string, body: string] } = {};
  const server = createServer(async (request, response) => {
    const form = [...new URLSearchParams(await text(request))];
    const url = `http://${request.headers.host}${request.url}`;
    const signature = String(request.headers['x-twilio-signature']);
    assert.ok(validateSignature({ token, signature, urls: [url], form }), `${url} is signed`);
    asked.push({ path: request.url ?? '', params: Object.fromEntries(form) });
    const [type, body] = documents[request.url ?? ''] ?? ['text/plain', ''];
    response.writeHead(200, { 'content-type': type }).end(body);
  });
  const host = await listen(t, server);
  return {
    host,
    asked,
    begin(authToken, given) {
      token = authToken;
      documents = given;
    },
  };
}

const message = (name: string, body: string) => ({
  name,
  type: 'send-message',
  properties: { from: '{{flow.channel.address}}', body },
  transitions: [{ event: 'sent' }, { event: 'failed' }],
});

const question = [
  {
    name: 'Trigger',
    type: 'trigger',
    transitions: [
      { event: 'incomingMessage', next: 'ask' },
      { event: 'incomingCall', next: 'note' },
    ],
  },
  {
    name: 'ask',
    type: 'send-and-wait-for-reply',
    properties: { from: '{{flow.channel.address}}', body: 'You said {{trigger.message.Body}}', timeout: '3600' },
    transitions: [
      { event: 'incomingMessage', next: 'thanks' },
      { event: 'deliveryFailure', next: 'sorry' },
      { event: 'timeout' },
    ],
  },
  message('thanks', 'Thanks for {{widgets.ask.inbound.Body}}'),
  message('sorry', 'Sorry: {{widgets.ask.outbound.Sid}}'),
  {
    name: 'note',
    type: 'set-variables',
    properties: { variables: [{ key: 'caller', value: '{{trigger.call.From}}' }] },
    transitions: [{ event: 'next' }],
  },
];

function received(body: string, to = telnyxNumber, id = 'in-1'): string {
  return JSON.stringify({
    data: {
      event_type: 'message.received',
      payload: { id, from: { phone_number: contact }, to: [{ phone_number: to }], text: body, media: [], parts: 1 },
    },
  });
}

function finalized(id: string, status: string, errors: object[] = []): string {
  const payload = { id, from: { phone_number: telnyxNumber }, to: [{ phone_number: contact, status }], errors };
  return JSON.stringify({ data: { event_type: 'message.finalized', payload } });
}

test('Telnyx: a text starts the flow of its number, and a failed delivery is told to the widget that waits', async (t) => {
  const { server, save, telnyx, telnyxPosts, post, steps } = await open(t);
  const flow = await save('Question', question);
  for (const _ of [1, 2]) {
    const answer = await telnyxPosts(`${server.url}/carriers/tx`, received('Hi'));
    assert.deepEqual([answer.status, answer.text], [200, '']);
  }
  assert.equal(telnyx.messages.length, 1);
  const [{ webhook_url: callback, ...sent }] = telnyx.messages;
  assert.deepEqual(sent, { to: contact, from: telnyxNumber, text: 'You said Hi', use_profile_webhooks: false });
  assert.match(callback, /\/Flows\/FW\w{32}\?FlowEvent=messageStatus&Step=FT\w{32}$/);

  const id = 'b0c7e8cb-6227-4c74-9f32-000000000001';
  const report = finalized(id, 'delivery_failed', [{ code: '40001', title: 'Not routable' }]);
  const forged = await post(callback, report, {
    'content-type': 'application/json',
    'telnyx-timestamp': '1',
    'telnyx-signature-ed25519': Buffer.alloc(64).toString('base64'),
  });
  assert.equal(forged.status, 403);
  assert.equal((await telnyxPosts(callback, report)).status, 200);
  assert.deepEqual(await steps(flow), ['incomingMessage > ask', 'deliveryFailure > sorry', 'sent > Ended']);
  assert.equal(telnyx.messages[1].text, `Sorry: ${id}`);
});

test('Telnyx: a reply goes on with the run, at the flow’s own webhook too', async (t) => {
  const { server, accountSid, save, telnyx, telnyxPosts, steps } = await open(t);
  const flow = await save('Question', question);
  await telnyxPosts(`${server.url}/carriers/tx`, received('Hi'));
  const own = `${server.url}/v1/Accounts/${accountSid}/Flows/${flow}?source=own`;
  assert.equal((await telnyxPosts(own, received('Blue', telnyxNumber, 'in-2'))).status, 200);
  assert.deepEqual(await steps(flow), ['incomingMessage > ask', 'incomingMessage > thanks', 'sent > Ended']);
  assert.deepEqual(
    telnyx.messages.map((each) => each.text),
    ['You said Hi', 'Thanks for Blue'],
  );
});

test('Telnyx: a number of a messaging service is known by the service, and answered by its profile', async (t) => {
  const { server, save, telnyx, telnyxPosts, context } = await open(t);
  const flow = await save('Question', question);
  assert.equal((await telnyxPosts(`${server.url}/carriers/tx`, received('Hi', serviceNumber))).status, 200);
  const { trigger, flow: about } = await context(flow);
  assert.deepEqual([trigger.message.MessagingServiceSid, trigger.message.To], [service, serviceNumber]);
  assert.equal(about.channel.address, service);
  assert.equal(telnyx.messages[0].messaging_profile_id, profileId);
});

test('Telnyx: a call is answered with TeXML', async (t) => {
  const { server, save, telnyxPosts, context } = await open(t);
  const flow = await save('Question', question);
  const form = new URLSearchParams({
    CallSid: 'v3:abc',
    AccountSid: 'telnyx-account',
    From: contact,
    To: telnyxNumber,
    CallStatus: 'ringing',
  });
  const type = 'application/x-www-form-urlencoded';
  const answer = await telnyxPosts(`${server.url}/carriers/tx`, form.toString(), type);
  assert.deepEqual([answer.status, answer.text], [200, '<?xml version="1.0" encoding="UTF-8"?><Response/>']);
  assert.match(answer.type ?? '', /^text\/xml/);
  const { trigger, flow: about } = await context(flow);
  assert.deepEqual([trigger.call.CallSid, trigger.call.AccountSid], ['v3:abc', 'telnyx-account']);
  assert.equal(about.variables.caller, contact);
});

const refusals: {
  readonly says: string;
  readonly to?: string;
  readonly path?: string;
  readonly isForged?: boolean;
  readonly status: number;
  readonly message: RegExp;
}[] = [
  { says: 'a forged one', isForged: true, status: 403, message: /not one of carrier "tx".*check its keys/ },
  { says: 'one of no carrier', path: '/carriers/xx', status: 404, message: /no carrier "xx"/ },
  { says: 'one of the built-in network', path: '/carriers/simulator', status: 404, message: /no carrier "simulator"/ },
  { says: 'a number that is not there', to: '+15559999999', status: 404, message: /add numbers\."\+15559999999"/ },
  { says: 'a number without a flow', to: '+15553000006', status: 404, message: /add numbers\."\+15553000006"\.flow/ },
  { says: "another carrier's number", to: gatewayNumber, status: 404, message: /numbers\."\+15553000004" has "gw"/ },
  {
    says: 'a flow that is not there',
    to: '+15553000005',
    status: 404,
    message: /names "Nobody saved this", which is no/,
  },
  { says: 'a flow of two with one name', status: 404, message: /as 2 flows are called: use a SID/ },
];
for (const { says, to, path = '/carriers/tx', isForged = false, status, message: expected } of refusals) {
  test(`a carrier's webhook is refused: ${says}`, async (t) => {
    const { server, save, telnyxPosts, post } = await open(t);
    await save('Question', question);
    if (to === undefined) await save('Question', question);
    const body = received('Hi', to);
    const url = `${server.url}${path}`;
    const answer = isForged
      ? await post(url, body, { 'content-type': 'application/json' })
      : await telnyxPosts(url, body);
    const error = JSON.parse(answer.text);
    assert.deepEqual([answer.status, error.status], [status, status]);
    assert.match(error.message, expected);
  });
}

test('events that concern no flow are taken, so that they do not come again', async (t) => {
  const { server, clock, telnyx, telnyxPosts } = await open(t);
  for (const body of ['{"data":{"event_type":"10dlc.campaign.update"}}', '{}', 'no json', '']) {
    assert.equal((await telnyxPosts(`${server.url}/carriers/tx`, body)).status, 200, body);
  }
  // A report may be ahead of the answer to its send: it is looked for a second time.
  let isAnswered = false;
  const answer = telnyxPosts(`${server.url}/carriers/tx`, finalized('somebody-elses', 'delivered')).finally(() => {
    isAnswered = true;
  });
  while (!isAnswered) {
    clock.advance(10);
    await nextTurn();
  }
  assert.equal((await answer).status, 200);
  assert.equal(telnyx.messages.length, 0);
});

const handOver = (host: string) => [
  { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'hand_over' }] },
  {
    name: 'hand_over',
    type: 'add-twiml-redirect',
    properties: { url: `http://${host}/one` },
    transitions: [{ event: 'return', next: 'ask' }],
  },
  {
    name: 'ask',
    type: 'send-and-wait-for-reply',
    properties: { from: '{{flow.channel.address}}', body: 'Back with {{widgets.hand_over.colour}}', timeout: '3600' },
    transitions: [{ event: 'deliveryFailure', next: 'sorry' }],
  },
  message('sorry', 'Sorry'),
];

test('a gateway: TwiML of an answer is carried out here, the way back to the flow included', async (t) => {
  const { server, accountSid, authToken, save, gateway, gatewayPosts, author, steps, context, call } = await open(t);
  const flow = await save('Hand over', handOver(author.host));
  const back = `${server.url}/v1/Accounts/${accountSid}/Flows/${flow}?FlowEvent=return&amp;colour=green`;
  author.begin(authToken, {
    '/one': ['text/xml', '<Response><Message>One<Media>/a.png</Media></Message><Redirect>two</Redirect></Response>'],
    '/two': ['text/xml', `<Response><Sms>Two</Sms><Redirect>${back}</Redirect></Response>`],
  });
  const text = { from: contact.slice(1), text: 'Hi & bye', id: 'm-1' };
  for (const _ of [1, 2]) {
    const answer = await gatewayPosts(`${server.url}/carriers/gw?token=${secret}&source=shop`, text);
    assert.deepEqual([answer.status, answer.text], [200, '']);
  }
  assert.deepEqual(
    author.asked.map(({ path, params }) => [path, params.Body, params.From, params.To, params.MessageSid]),
    [
      ['/one', 'Hi & bye', contact, gatewayNumber, sidOfId('gw', 'm-1')],
      ['/two', 'Hi & bye', contact, gatewayNumber, sidOfId('gw', 'm-1')],
    ],
  );
  const sent = gateway.messages.map(({ body }) => JSON.parse(body));
  assert.deepEqual(sent.map(({ text: said, files, to }) => [said, files, to]).toSorted(), [
    ['Back with green', undefined, contact],
    ['One', [`http://${author.host}/a.png`], contact],
    ['Two', undefined, contact],
  ]);
  for (const [place, { report, text: said }] of sent.entries()) {
    if (said === 'Back with green') continue;
    assert.equal((await gatewayPosts(report, { message: `g-${place + 1}`, state: 'DEAD' })).status, 204);
    assert.equal((await gatewayPosts(report.replace(secret, 'x'), { message: 'g-1', state: 'DEAD' })).status, 403);
  }
  const { messages: undelivered } = (await call('/outbox/messages?Status=undelivered')).body;
  assert.deepEqual(undelivered.map(({ body }: { body: string }) => body).toSorted(), ['One', 'Two']);
  const { trigger } = await context(flow);
  assert.deepEqual([trigger.message.source, trigger.message.token], ['shop', undefined]);
  assert.deepEqual(await steps(flow), ['incomingMessage > hand_over', 'return > ask']);
});

for (const where of ['the address of the message', 'the carrier’s own address']) {
  test(`a gateway: a report at ${where} is told to the widget that waits`, async (t) => {
    const { server, authToken, save, gateway, gatewayPosts, author, steps } = await open(t);
    const flow = await save(
      'Hand over',
      handOver(author.host).with(0, {
        name: 'Trigger',
        type: 'trigger',
        transitions: [{ event: 'incomingMessage', next: 'ask' }],
      }),
    );
    author.begin(authToken, {});
    const own = `${server.url}/carriers/gw?token=${secret}`;
    await gatewayPosts(own, { from: contact, text: 'Hi', id: 'm-1' });
    const { report } = JSON.parse(gateway.messages[0]?.body ?? '');
    const url = where.startsWith('the address') ? report : own;
    assert.equal((await gatewayPosts(url.replace(secret, 'x'), { message: 'g-1', state: 'DEAD' })).status, 403);
    assert.equal((await gatewayPosts(url, { message: 'g-1', state: 'DEAD' })).status, 200);
    assert.deepEqual(await steps(flow), ['incomingMessage > ask', 'deliveryFailure > sorry', 'sent > Ended']);
  });
}

for (const body of [{}, { foo: 1 }, { from: {} }, []]) {
  test(`a gateway is told of a request that nobody can read: ${JSON.stringify(body)}`, async (t) => {
    const { gatewayPosts, server } = await open(t);
    const { status, text: said } = await gatewayPosts(`${server.url}/carriers/gw?token=${secret}`, body);
    assert.deepEqual([status, /check inbound\.fields/.test(said)], [400, true], said);
  });
}

const elsewhere: readonly { readonly says: string; readonly to: string; readonly message: RegExp }[] = [
  { says: 'another carrier’s', to: gatewayNumber, message: /numbers\."\+15553000004" has "gw"/ },
  { says: 'in no settings', to: '+15559999999', message: /add numbers\."\+15559999999"/ },
  { says: 'another flow’s', to: telnyxNumber, message: /\+15553000002 leads to flow FW\w{32}, not to FW/ },
];
for (const { says, to, message: expected } of elsewhere) {
  test(`a flow's own webhook takes no text to a number that is ${says}`, async (t) => {
    const { server, accountSid, save, telnyxPosts, steps } = await open(t);
    await save('Question', question);
    const other = await save('Other', question);
    const answer = await telnyxPosts(`${server.url}/v1/Accounts/${accountSid}/Flows/${other}`, received('Hi', to));
    assert.equal(answer.status, 403);
    assert.match(JSON.parse(answer.text).message, expected);
    assert.deepEqual((await steps(other).catch(() => [])).length, 0);
  });
}

test("a flow's own webhook takes no report on a message from a number of another carrier", async (t) => {
  const { server, accountSid, save, telnyxPosts } = await open(t);
  const flow = await save('Question', question);
  const url = `${server.url}/v1/Accounts/${accountSid}/Flows/${flow}?FlowEvent=messageStatus`;
  const report = finalized('unknown', 'delivered');
  assert.notEqual((await telnyxPosts(url, report)).status, 403);
  const foreign = await telnyxPosts(url, report.replace(telnyxNumber, gatewayNumber));
  assert.equal(foreign.status, 403);
  assert.match(JSON.parse(foreign.text).message, /is not a number of carrier "tx"/);
});

test('parameters behind a fragment are refused: no signature covers them', async (t) => {
  const { server, accountSid, save } = await open(t);
  const flow = await save('Question', question);
  const targets = [`/carriers/gw#?token=${secret}`, `/v1/Accounts/${accountSid}/Flows/${flow}?a=1#&token=${secret}`];
  for (const path of targets) {
    // `fetch` sends no fragment.
    const { hostname, port } = new URL(server.url);
    const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
    httpRequest({ hostname, port, path, method: 'POST' }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
    assert.equal(await promise, 400, path);
  }
});
