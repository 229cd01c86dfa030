import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type TestContext, test } from 'node:test';
import { validateSignature } from '../../src/carriers/signature.ts';
import { listen } from '../local-server.ts';
import { eventually, openComposed } from './composed-server.ts';

const flow = {
  description: 'A question',
  initial_state: 'Trigger',
  flags: { allow_concurrent_calls: true },
  states: [
    { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingRequest', next: 'vars' }], properties: {} },
    {
      name: 'vars',
      type: 'set-variables',
      transitions: [{ event: 'next' }],
      properties: { variables: [{ type: 'string', key: 'a', value: '1' }] },
    },
  ],
};

/** A sink that refuses as long as `isDown`. */
async function openSink(t: TestContext) {
  const events: { type: string; id: string; data: Record<string, unknown> }[] = [];
  const signatures: boolean[] = [];
  const state = { isDown: true, token: '' };
  const server = createServer(async (request, response) => {
    const body = await text(request);
    if (state.isDown) {
      response.writeHead(500).end();
      return;
    }
    const signature = String(request.headers['x-twilio-signature']);
    const urls = [`http://${request.headers.host}${request.url}`];
    signatures.push(validateSignature({ token: state.token, signature, urls, body }));
    events.push(...JSON.parse(body));
    response.writeHead(204).end();
  });
  const host = await listen(t, server);
  return { events, signatures, state, url: `http://${host}/events` };
}

test('a sink of atelier.yaml that is down is shown, and gets everything once it is back', async (t) => {
  const sink = await openSink(t);
  const folder = await mkdtemp(join(tmpdir(), 'atelier-streams-'));
  t.after(() => rm(folder, { recursive: true }));
  const config = join(folder, 'atelier.yaml');
  await writeFile(config, `streams:\n  - { name: audit, type: webhook, url: "${sink.url}", batch_ms: 0 }\n`);
  const atelier = await openComposed(t, { ATELIER_CONFIG: config, ATELIER_SAMPLES: 'off' });
  sink.state.token = atelier.authToken;
  const created = await atelier.call('/v2/Flows', {
    FriendlyName: 'x',
    Status: 'published',
    Definition: JSON.stringify(flow),
  });
  const execution = await atelier.call(`/v2/Flows/${created.body.sid}/Executions`, {
    To: '+15550002222',
    From: '+15550001111',
  });
  assert.equal(execution.status, 201);

  const failing = await eventually(async () => {
    const [status] = (await atelier.call('/streams')).body.sinks;
    return status.failed_attempts > 0 ? status : undefined;
  });
  assert.equal(failing.last_error, 'it answered with status 500');
  assert.ok(failing.events_behind >= 3);
  sink.state.isDown = false;
  await eventually(async () => (sink.events.length >= 4 ? true : undefined));
  assert.deepEqual(
    sink.events.map(({ type, data }) => [
      type.replace('com.twilio.studio.flow.', ''),
      data.transitioned_from ?? data.status,
    ]),
    [
      ['execution.started', 'started'],
      ['step.ended', 'Trigger'],
      ['step.ended', 'vars'],
      ['execution.ended', 'ended'],
    ],
  );
  assert.ok(sink.events.every(({ data }) => data.execution_sid === execution.body.sid));
  assert.ok(sink.signatures.every(Boolean));
  const [status] = (await atelier.call('/streams')).body.sinks;
  assert.deepEqual([status.events_behind, status.last_error, status.failed_attempts], [0, null, 0]);
});

test('only the main account sees how sinks are doing', async (t) => {
  const atelier = await openComposed(t, { ATELIER_SAMPLES: 'off' });
  assert.deepEqual((await atelier.call('/streams')).body, { sinks: [] });
  const response = await fetch(`${atelier.server.url}/streams`);
  assert.equal(response.status, 401);
});
