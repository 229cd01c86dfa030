/** Replies of TwiML at a gateway that does not carry it out, across `kill -9`. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { serve } from '../local-server.ts';
import { eventually } from './composed-server.ts';
import { ServerProcess } from './server-process.ts';

const [contact, number, secret] = ['+15553000001', '+15553000002', 'secret-of-gateway'];

const handOver = (url: string) => ({
  description: 'Hands over',
  initial_state: 'Trigger',
  states: [
    {
      name: 'Trigger',
      type: 'trigger',
      transitions: [{ event: 'incomingMessage', next: 'hand_over' }],
      properties: {},
    },
    { name: 'hand_over', type: 'add-twiml-redirect', properties: { url }, transitions: [{ event: 'return' }] },
  ],
});

interface Asked {
  readonly key: string;
  readonly body: string;
}

/** A gateway that takes no message until it is told to, and keeps what it was asked for. */
async function openGateway(t: TestContext) {
  const asked: Asked[] = [];
  const taken: Asked[] = [];
  const held: ServerResponse[] = [];
  const gateway = { asked, taken, takes: false, url: '' };
  gateway.url = await serve(t, async (request, response) => {
    const message = { key: String(request.headers['x-key']), body: JSON.parse(await text(request)).text };
    asked.push(message);
    if (!gateway.takes) return held.push(response);
    taken.push(message);
    return response.writeHead(202, { 'content-type': 'application/json' }).end(`{"id":"${taken.length}"}`);
  });
  return gateway;
}

test('replies survive a server that dies before the gateway takes them; the text again adds none', async (t) => {
  const gateway = await openGateway(t);
  const author = await serve(t, (_request, response) =>
    response
      .writeHead(200, { 'content-type': 'text/xml' })
      .end('<Response><Message>One</Message><Message>Two</Message></Response>'),
  );
  const server = await ServerProcess.create({
    ATELIER_LOG_LEVEL: 'fatal',
    ATELIER_ALLOW_HOSTS: new URL(author).host,
  });
  t.after(() => server.close());
  const config = join(server.folder, 'test.yaml');
  await writeFile(config, settings(gateway.url));
  server.set('ATELIER_CONFIG', config);
  await server.start();
  const definition = JSON.stringify(handOver(`${author}/twiml`));
  const flow = await server.call('/v2/Flows', {
    FriendlyName: 'Hand over',
    Status: 'published',
    Definition: definition,
  });
  const post = async () => {
    const response = await fetch(`${server.url}/carriers/gw?token=${secret}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ from: contact, text: 'Hi', id: 'm-1' }),
    });
    return response.status;
  };

  assert.equal(await post(), 200);
  await eventually(async () => gateway.asked[0]);
  await server.kill();

  gateway.takes = true;
  await server.start();
  await eventually(async () => gateway.taken[1]);
  assert.equal(await post(), 200);
  const [one, two, ...others] = gateway.taken;
  assert.deepEqual([one?.body, two?.body, others], ['One', 'Two', []]);
  assert.match(one?.key ?? '', new RegExp(`^SM\\w{32}\\.${flow.body.sid}-twiml-0$`));
  assert.equal(gateway.asked[0]?.key, one?.key);
  const { status, body } = await eventually(async () => {
    const shown = await server.call(`/outbox/messages/${two?.key}`);
    return shown.body.message_sid === null ? undefined : server.call(`/outbox/messages/${one?.key}`);
  });
  assert.deepEqual(
    [status, body.status, body.execution_sid, body.step_sid, body.recovery],
    [200, 'queued', null, null, 'sent-again'],
  );
});

function settings(gatewayUrl: string): string {
  return JSON.stringify({
    carriers: {
      gw: {
        type: 'http',
        number,
        send: {
          url: `${gatewayUrl}/messages`,
          headers: { 'X-Key': '{{key}}' },
          body: { to: '{{to}}', text: '{{body}}' },
          answer: { id: '/id' },
        },
        inbound: { secret, fields: { from: '/from', body: '/text', id: '/id' } },
      },
    },
    numbers: { [number]: { carrier: 'gw', flow: 'Hand over' } },
  });
}
