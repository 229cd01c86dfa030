/** A server whose numbers are at a Twilio-like carrier: the documented API, emulated, on one side, signed webhooks on the other. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { signForm } from '../../src/carriers/signature.ts';
import { openTwilioApi } from '../../src/carriers/twilio/api-fixture.ts';
import { eventually, openComposed } from './composed-server.ts';

const ours = '+15550000001';
const contact = '+15550000002';

const flow = {
  description: 'Asks for a name',
  initial_state: 'Trigger',
  flags: { allow_concurrent_calls: true },
  states: [
    { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'ask' }], properties: {} },
    {
      name: 'ask',
      type: 'send-and-wait-for-reply',
      transitions: [{ event: 'incomingMessage' }, { event: 'timeout' }, { event: 'deliveryFailure' }],
      properties: { from: '{{flow.channel.address}}', body: 'Your name?', timeout: '3600' },
    },
  ],
};

async function open(t: TestContext, settings: (api: { baseUrl: string; user: string; password: string }) => string) {
  const api = await openTwilioApi('twilio');
  const folder = await mkdtemp(join(tmpdir(), 'atelier-carrier-'));
  t.after(async () => {
    await api.close();
    await rm(folder, { recursive: true });
  });
  const config = join(folder, 'atelier.yaml');
  await writeFile(config, settings(api));
  const atelier = await openComposed(t, { ATELIER_CONFIG: config, ATELIER_SAMPLES: 'off' });
  const created = await atelier.call('/v2/Flows', {
    FriendlyName: 'Names',
    Status: 'published',
    Definition: JSON.stringify(flow),
  });
  const webhook = `${atelier.server.url}/v1/Accounts/${atelier.accountSid}/Flows/${created.body.sid}`;
  /** A webhook as the carrier makes it: signed with its own token, and its account in the parameters. */
  const post = async (url: string, params: Record<string, string>, token = api.password) => {
    const form = { AccountSid: api.user, ApiVersion: '2010-04-01', ...params };
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'x-twilio-signature': signForm(token, url, Object.entries(form)) },
      body: new URLSearchParams(form),
    });
    return { status: response.status, text: await response.text() };
  };
  const text = (sid: string, body: string, token?: string) =>
    post(webhook, { MessageSid: sid, SmsSid: sid, From: contact, To: ours, Body: body, NumMedia: '0' }, token);
  const stepsOf = async () => {
    const [execution] = (await atelier.call(`/v2/Flows/${created.body.sid}/Executions`)).body.executions;
    const { body } = await atelier.call(`/v2/Flows/${created.body.sid}/Executions/${execution.sid}/Steps`);
    return body.steps.map((step: { name: string }) => step.name).toReversed();
  };
  return { api, atelier, text, post, stepsOf };
}

const main = (api: { baseUrl: string; user: string; password: string }) => `
carriers:
  main: { type: twilio, base_url: "${api.baseUrl}", account_sid: ${api.user}, auth_token: ${api.password} }
numbers:
  "${ours}": { carrier: main, flow: Names }
`;

test('a text comes in signed by the carrier, the reply leaves by it, its failure comes back', async (t) => {
  const { api, text, post, stepsOf } = await open(t, main);
  const answer = await text(`SM${'1'.repeat(32)}`, 'Hi');
  assert.equal(answer.status, 200, answer.text);
  assert.match(answer.text, /<Response\s*\/>/);
  const { form, resource } = await eventually(async () => api.messages[0]);
  assert.deepEqual([form.get('To'), form.get('From'), form.get('Body')], [contact, ours, 'Your name?']);
  const callback = form.get('StatusCallback') ?? '';
  assert.match(callback, /FlowEvent=messageStatus&Step=FT/);
  const report = { MessageSid: String(resource.sid), MessageStatus: 'undelivered', ErrorCode: '30003' };
  assert.equal((await post(callback, report, 'f'.repeat(32))).status, 403);
  assert.equal((await post(callback, report)).status, 204);
  assert.deepEqual(await stepsOf(), ['incomingMessage', 'deliveryFailure']);
});

test('a webhook that nobody of ours signed is refused, and starts nothing', async (t) => {
  const { api, text } = await open(t, main);
  const answer = await text(`SM${'2'.repeat(32)}`, 'Hi', 'f'.repeat(32));
  assert.equal(answer.status, 403);
  assert.match(answer.text, /X-Twilio-Signature/);
  assert.equal(api.messages.length, 0);
});

test('a carrier that is busy gets the message a moment later, once', async (t) => {
  const { api, text } = await open(t, main);
  api.fault({ kind: 'busy', retryAfterSeconds: 1 });
  assert.equal((await text(`SM${'3'.repeat(32)}`, 'Hi')).status, 200);
  await eventually(async () => api.messages[0]);
  assert.equal(api.messages.length, 1);
  assert.equal(api.requests.filter((request) => request.startsWith('POST')).length, 2);
});

test('an answer that was lost is asked for: the message left once', async (t) => {
  const { api, text, atelier } = await open(t, main);
  api.fault({ kind: 'answer-lost' });
  assert.equal((await text(`SM${'4'.repeat(32)}`, 'Hi')).status, 200);
  await eventually(async () => (api.requests.some((request) => request.startsWith('GET')) ? true : undefined));
  await atelier.server.settled();
  assert.equal(api.messages.length, 1);
  assert.equal((await text(`SM${'5'.repeat(32)}`, 'Ann')).status, 200);
});
