/** Conversations whose texts leave by a Twilio-like carrier: answers are lost, reports come early and elsewhere. */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { signForm } from '../../src/carriers/signature.ts';
import { openTwilioApi } from '../../src/carriers/twilio/api-fixture.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { eventually, openComposed } from './composed-server.ts';

const ours = '+15550000001';
const contact = '+15550000002';

const flow = {
  description: 'Asks for a name in a conversation',
  initial_state: 'Trigger',
  states: [
    { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingRequest', next: 'start' }], properties: {} },
    {
      name: 'start',
      type: 'start-conversation',
      transitions: [{ event: 'created', next: 'ask' }, { event: 'failed' }],
      properties: {
        conversation_service_sid: `IS${'5'.repeat(32)}`,
        participants: [
          {
            type: 'messaging',
            messaging_binding_address: '{{contact.channel.address}}',
            messaging_binding_proxy_address: '{{flow.channel.address}}',
          },
        ],
      },
    },
    {
      name: 'ask',
      type: 'send-and-wait-for-reply',
      transitions: [{ event: 'incomingMessage' }, { event: 'timeout' }, { event: 'deliveryFailure' }],
      properties: { from: 'Bot', body: 'Your name?', timeout: '3600' },
    },
  ],
};

/** `more`: of the number. */
async function open(t: TestContext, more = '') {
  const clock = new VirtualClock(Date.now());
  const api = await openTwilioApi('twilio', clock);
  const folder = await mkdtemp(join(tmpdir(), 'atelier-conversations-'));
  t.after(async () => {
    await api.close();
    await rm(folder, { recursive: true });
  });
  const config = join(folder, 'atelier.yaml');
  await writeFile(
    config,
    `
carriers:
  main: { type: twilio, base_url: "${api.baseUrl}", account_sid: ${api.user}, auth_token: ${api.password} }
numbers:
  "${ours}": { carrier: main, flow: Names${more === '' ? '' : `, ${more}`} }
`,
  );
  const atelier = await openComposed(t, { ATELIER_CONFIG: config, ATELIER_SAMPLES: 'off' }, { clock });
  const created = await atelier.call('/v2/Flows', {
    FriendlyName: 'Names',
    Status: 'published',
    Definition: JSON.stringify(flow),
  });
  assert.equal(created.status, 201, JSON.stringify(created.body));
  return {
    api,
    atelier,
    clock,
    async begin() {
      const begun = await atelier.call(`/v2/Flows/${created.body.sid}/Executions`, { To: contact, From: ours });
      assert.equal(begun.status, 201, JSON.stringify(begun.body));
      await atelier.server.settled();
    },
    /** A report as the carrier makes it. */
    async report(url: string, sid: unknown, status: string) {
      const form = { AccountSid: api.user, MessageSid: String(sid), MessageStatus: status, From: ours, To: contact };
      const headers = { 'x-twilio-signature': signForm(api.password, url, Object.entries(form)) };
      // Nobody moves the clock: a report that is made to wait is never answered.
      const signal = AbortSignal.timeout(5_000);
      const response = await fetch(url, { method: 'POST', headers, body: new URLSearchParams(form), signal });
      return response.status;
    },
    async delivery() {
      const { conversations } = (await atelier.call('/local/conversations')).body;
      const { messages } = (await atelier.call(`/local/conversations/${conversations[0].sid}/messages`)).body;
      return messages[0].delivery;
    },
  };
}

test('a text of a conversation whose answer was lost is asked for: it left once', async (t) => {
  const { api, atelier, clock, begin, delivery } = await open(t);
  api.fault({ kind: 'answer-lost' });
  await begin();
  clock.advance(10_000);
  await atelier.server.settled();
  assert.equal(api.messages.length, 1);
  assert.equal(api.requests.filter((request) => request.startsWith('GET')).length, 1);
  assert.equal(api.messages[0]?.form.get('Body'), 'Your name?');
  assert.equal((await delivery()).total, 1);
});

test('a report on a text of a conversation that comes to the carrier’s own address is taken at once', async (t) => {
  const { api, atelier, begin, report, delivery } = await open(t);
  await begin();
  const { resource } = await eventually(async () => api.messages[0]);
  assert.equal(await report(`${atelier.server.url}/carriers/main`, resource.sid, 'delivered'), 204);
  assert.equal((await delivery()).delivered, 'all');
});

test('a text that the carrier refuses is in the outbox, and sent again it shows as delivered', async (t) => {
  const { api, atelier, begin, report, delivery } = await open(t);
  api.fault({ kind: 'broken', status: 400 });
  await begin();
  assert.deepEqual([api.messages.length, (await delivery()).failed], [0, 'all']);
  const [failed, ...others] = (await atelier.call('/outbox/messages?Status=failed')).body.messages;
  assert.deepEqual(others, []);
  const { key, execution_sid, step_sid, to, from, body } = failed;
  assert.match(key, /^IM\w{32}\.MB\w{32}$/);
  assert.deepEqual([execution_sid, step_sid, to, from, body], [null, null, contact, ours, 'Your name?']);
  const again = await atelier.call(`/outbox/messages/${key}`, { Status: 'queued' });
  assert.deepEqual([again.status, again.body.key], [201, `${key}.1`]);
  assert.equal((await atelier.call(`/outbox/messages/${key}`, { Status: 'queued' })).status, 409);
  await atelier.server.settled();
  const [sent] = api.messages;
  assert.deepEqual([sent?.form.get('To'), sent?.form.get('Body')], [contact, 'Your name?']);
  assert.deepEqual([(await delivery()).failed, (await delivery()).delivered], ['none', 'none']);
  assert.equal(await report(sent?.form.get('StatusCallback') ?? '', sent?.resource.sid, 'delivered'), 204);
  assert.equal((await delivery()).delivered, 'all');
  assert.equal((await atelier.call(`/outbox/messages/${key}.1`)).body.status, 'delivered');
});

test('delivery is heard where no flow follows the conversation', async (t) => {
  const { api, atelier, report, delivery } = await open(t);
  const made = await atelier.call('/local/conversations', {
    'MessagingBinding.Address': contact,
    'MessagingBinding.ProxyAddress': ours,
  });
  await atelier.call(`/local/conversations/${made.body.sid}/messages`, { Author: 'alice', Body: 'Hello' });
  await atelier.server.settled();
  const { form, resource } = api.messages[0] ?? assert.fail();
  const callback = form.get('StatusCallback') ?? '';
  assert.equal(await report(callback.replace('/Reports', '/Reports/x'), resource.sid, 'delivered'), 404);
  assert.equal(await report(callback, resource.sid, 'delivered'), 204);
  assert.equal((await delivery()).delivered, 'all');
  const forged = await fetch(callback, { method: 'POST', body: new URLSearchParams({ MessageStatus: 'read' }) });
  assert.equal(forged.status, 403);
});

test('texts of a conversation keep the pace of their number', async (t) => {
  const { api, atelier, clock, begin } = await open(t, 'messages_per_second: 0.5');
  await begin();
  const { conversations } = (await atelier.call('/local/conversations')).body;
  for (const body of ['one', 'two']) {
    await atelier.call(`/local/conversations/${conversations[0].sid}/messages`, { Author: 'alice', Body: body });
    await atelier.server.settled();
  }
  const counts = [api.messages.length];
  for (let times = 0; times < 3; times++) {
    clock.advance(2_000);
    await atelier.server.settled();
    counts.push(api.messages.length);
  }
  assert.deepEqual(counts, [1, 2, 3, 3]);
});
