import assert from 'node:assert/strict';
import { test } from 'node:test';
import twilio from 'twilio';
import { eventually, openComposed } from './composed-server.ts';

/** The official SDK with every Twilio host led to one server. */
class LocalClient extends twilio.RequestClient {
  readonly #base: string;

  constructor(base: string) {
    super();
    this.#base = base;
  }

  override request: twilio.RequestClient['request'] = (options) =>
    super.request({ ...options, uri: options.uri.replace(/^https:\/\/[a-z.]+\.twilio\.com/, this.#base) });
}

test('the official SDK sends and reads messages, keeps numbers, makes keys and subaccounts', async (t) => {
  const { server, accountSid, authToken } = await openComposed(t);
  const httpClient = new LocalClient(server.url);
  const client = twilio(accountSid, authToken, { httpClient });

  const sent = await client.messages.create({ from: '+15550100001', to: '+15553000001', body: 'Hello' });
  assert.match(sent.sid, /^SM[0-9a-f]{32}$/);
  assert.equal(sent.status, 'queued');
  const delivered = await eventually(async () => {
    const message = await client.messages(sent.sid).fetch();
    return message.status === 'delivered' ? message : undefined;
  });
  assert.equal(delivered.body, 'Hello');
  const listed = await client.messages.list({ to: '+15553000001' });
  assert.deepEqual(
    listed.map(({ sid }) => sid),
    [sent.sid],
  );

  await assert.rejects(client.messages.create({ from: '+15550100001', to: '+15005550001', body: 'x' }), {
    status: 400,
    code: 21211,
  });

  const number = await client.incomingPhoneNumbers.create({
    phoneNumber: '+15553000002',
    smsUrl: 'https://example.com/a',
  });
  assert.equal(number.phoneNumber, '+15553000002');
  const changed = await client.incomingPhoneNumbers(number.sid).update({ smsUrl: 'https://example.com/b' });
  assert.equal(changed.smsUrl, 'https://example.com/b');
  assert.ok((await client.incomingPhoneNumbers.list()).some(({ sid }) => sid === number.sid));
  await client.incomingPhoneNumbers(number.sid).remove();
  await assert.rejects(client.incomingPhoneNumbers(number.sid).fetch(), { status: 404 });

  const key = await client.newKeys.create({ friendlyName: 'ci' });
  const byKey = twilio(key.sid, key.secret, { accountSid, httpClient });
  assert.equal((await byKey.studio.v2.flows.list()).length, 5);
  await client.keys(key.sid).remove();
  await assert.rejects(byKey.studio.v2.flows.list(), { status: 401, code: 20003 });

  const sub = await client.api.v2010.accounts.create({ friendlyName: 'Team B' });
  const ofSub = twilio(sub.sid, sub.authToken, { httpClient });
  assert.deepEqual(await ofSub.studio.v2.flows.list(), []);
  assert.equal((await client.studio.v2.flows.list()).length, 5);
  await client.api.v2010.accounts(sub.sid).update({ status: 'suspended' });
  await assert.rejects(ofSub.studio.v2.flows.list(), { status: 403 });
});

test('a flow published by the SDK is texted from a handset and read over the API', async (t) => {
  const { server, accountSid, authToken, call } = await openComposed(t, { ATELIER_SAMPLES: 'off' });
  const client = twilio(accountSid, authToken, { httpClient: new LocalClient(server.url) });
  const flow = await client.studio.v2.flows.create({
    friendlyName: 'Echo',
    status: 'published',
    definition: {
      initial_state: 'Trigger',
      states: [
        { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'reply' }] },
        {
          name: 'reply',
          type: 'send-message',
          properties: {
            from: '{{flow.channel.address}}',
            to: '{{contact.channel.address}}',
            body: 'You said {{trigger.message.Body}}',
          },
          transitions: [{ event: 'sent' }, { event: 'failed' }],
        },
      ],
    },
  });
  // The number points at the flow's webhook as the flow itself names it.
  await client.incomingPhoneNumbers.create({ phoneNumber: '+15553000003', smsUrl: flow.webhookUrl });
  await call('/simulator/messages', { From: '+15553000004', To: '+15553000003', Body: 'hi' });
  const [execution] = await eventually(async () => {
    const ended = await client.studio.v2.flows(flow.sid).executions.list({ status: 'ended' });
    return ended.length > 0 ? ended : undefined;
  });
  assert.equal(execution?.contactChannelAddress, '+15553000004');
  const steps = await client.studio.v2
    .flows(flow.sid)
    .executions(execution?.sid ?? '')
    .steps.list();
  assert.deepEqual(
    steps.map(({ name, transitionedFrom, transitionedTo }) => [name, transitionedFrom, transitionedTo]),
    [
      ['sent', 'reply', 'Ended'],
      ['incomingMessage', 'Trigger', 'reply'],
    ],
  );
  const thread = await call('/simulator/contacts/+15553000004/messages');
  assert.deepEqual(
    thread.body.messages.map(({ body }: { body: string }) => body),
    ['hi', 'You said hi'],
  );
});
