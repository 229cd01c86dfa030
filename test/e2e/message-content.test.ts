/** Templates, buttons, media, services and opt-outs in running flows, on the whole server. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { openComposed } from './composed-server.ts';

const [contact, number] = ['+15553000001', '+15553000002'];
const [templateSid, serviceSid] = [`HX${'1'.repeat(32)}`, `MG${'1'.repeat(32)}`];

const types = {
  'twilio/quick-reply': {
    body: 'Coming, {{1}}?',
    actions: [
      { title: 'Yes!', id: 'yes' },
      { title: 'No', id: 'no' },
    ],
  },
};

type Properties = { readonly [name: string]: unknown };

/** Asks, then repeats what the carrier said of the question and what came back. */
function asking(properties: Properties, said: string): object {
  const from = '{{flow.channel.address}}';
  return {
    initial_state: 'Trigger',
    states: [
      {
        name: 'Trigger',
        type: 'trigger',
        transitions: ['incomingMessage', 'incomingRequest'].map((event) => ({ event, next: 'ask' })),
      },
      {
        name: 'ask',
        type: 'send-and-wait-for-reply',
        properties: { from, timeout: '3600', ...properties },
        transitions: [
          { event: 'incomingMessage', next: 'said' },
          { event: 'deliveryFailure', next: 'refused' },
        ],
      },
      { name: 'said', type: 'send-message', properties: { from, body: said }, transitions: [{ event: 'sent' }] },
      {
        name: 'refused',
        type: 'set-variables',
        properties: { variables: [{ key: 'code', value: '{{widgets.ask.outbound.ErrorCode}}' }] },
        transitions: [{ event: 'next' }],
      },
    ],
  };
}

async function open(t: TestContext, definition: object, channel = '') {
  const clock = new VirtualClock(Date.UTC(2026, 0, 2, 3, 4, 5));
  const composed = await openComposed(t, { ATELIER_SAMPLES: 'off' }, { clock });
  const { server, call, accountSid } = composed;
  const form = { FriendlyName: 'content', Status: 'published', Definition: JSON.stringify(definition) };
  const flow = (await call('/v2/Flows', form)).body.sid;
  const webhook = `${server.url}/v1/Accounts/${accountSid}/Flows/${flow}`;
  const numbers = `/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json`;
  const own = (await call(numbers, { PhoneNumber: number, SmsUrl: webhook })).body;
  assert.equal((await call('/v1/Content', { sid: templateSid, types: JSON.stringify(types) })).status, 201);
  const pass = async (ms = 1_000) => {
    clock.advance(ms);
    await server.settled();
  };
  const say = async (fields: Record<string, string>) => {
    const ends = { From: `${channel}${contact}`, To: `${channel}${number}` };
    const said = await call('/simulator/messages', { ...ends, ...fields });
    assert.equal(said.status, 201, JSON.stringify(said.body));
    await server.settled();
    await pass();
    return said.body;
  };
  const got = async () => {
    const { messages } = (await call(`/simulator/contacts/${channel}${contact}/messages`)).body;
    return messages.filter(({ direction }: { direction: string }) => direction !== 'inbound');
  };
  const latest = async () => {
    const [run] = (await call(`/v2/Flows/${flow}/Executions`)).body.executions;
    const { context } = (await call(`/v2/Flows/${flow}/Executions/${run.sid}/Context`)).body;
    return { run, context };
  };
  return { ...composed, flow, own, clock, pass, say, got, latest };
}

const template = {
  message_type: 'content_template',
  content_sid: templateSid,
  content_variables: [{ key: '{{1}}', value: '{{trigger.message.Body}}' }],
};

test('a template asks, its button answers: outbound has the text, inbound the payload', async (t) => {
  const said = '{{widgets.ask.inbound.Body}} {{widgets.ask.inbound.ButtonPayload}} {{widgets.ask.inbound.ProfileName}}';
  const { say, got, latest } = await open(t, asking(template, said), 'whatsapp:');
  await say({ Body: 'Ana', ProfileName: 'Ana B.' });
  const [question] = await got();
  assert.deepEqual([question.body, question.content.buttons.length], ['Coming, Ana?', 2]);
  await say({ Button: 'yes', ProfileName: 'Ana B.' });
  assert.equal((await got()).at(-1).body, 'Yes! yes Ana B.');
  const { outbound, inbound } = (await latest()).context.widgets.ask;
  assert.deepEqual([outbound.Body, outbound.Sid, outbound.Status], ['Coming, Ana?', question.sid, 'queued']);
  assert.match(outbound.Sid, /^SM/);
  assert.deepEqual([inbound.WaId, inbound.OriginalRepliedMessageSid], [contact.slice(1), question.sid]);
});

test('an unknown template, and an empty variable on WhatsApp, are delivery failures with their codes', async (t) => {
  for (const [code, properties] of [
    [21655, { ...template, content_sid: `HX${'9'.repeat(32)}` }],
    [21656, { ...template, content_variables: [{ key: '1', value: '{{flow.data.none}}' }] }],
  ] as const) {
    const { say, latest } = await open(t, asking(properties, ''), 'whatsapp:');
    await say({ Body: 'Ana' });
    assert.equal((await latest()).context.flow.variables.code, code);
  }
});

test('free words outside of the window of WhatsApp fail after they were taken', async (t) => {
  const { call, flow, latest, server, pass } = await open(t, asking({ body: 'Hello?' }, ''), 'whatsapp:');
  const form = { From: `whatsapp:${number}`, To: `whatsapp:${contact}` };
  assert.equal((await call(`/v2/Flows/${flow}/Executions`, form)).status, 201);
  await server.settled();
  assert.equal((await latest()).run.status, 'active');
  await pass();
  const { run, context } = await latest();
  assert.deepEqual([run.status, context.flow.variables.code], ['ended', 63016]);
});

test('media goes both ways: MM messages, addresses and types', async (t) => {
  const properties = { body: 'Send one', media_url: 'https://x.example/a.png' };
  const said =
    '{{widgets.ask.outbound.NumMedia}} {{widgets.ask.inbound.NumMedia}} {{widgets.ask.inbound.MediaContentType1}}';
  const { say, got, latest, call, pass, accountSid } = await open(t, asking(properties, said));
  await say({ Body: 'Hi' });
  const [question] = await got();
  assert.deepEqual(question.media, [{ url: 'https://x.example/a.png', content_type: 'image/png' }]);
  const sent = new URLSearchParams({ From: contact, To: number });
  for (const url of ['https://x.example/1.jpg', 'https://x.example/2.pdf']) sent.append('MediaUrl', url);
  assert.equal((await call('/simulator/messages', sent as unknown as Record<string, string>)).status, 201);
  await pass();
  await pass();
  assert.ok((await got()).some(({ body }: { body: string }) => body === '1 2 application/pdf'));
  const { outbound, inbound } = (await latest()).context.widgets.ask;
  assert.match(outbound.Sid, /^MM/);
  assert.match(inbound.MessageSid, /^MM/);
  assert.deepEqual([inbound.MediaUrl0, inbound.MediaUrl1], ['https://x.example/1.jpg', 'https://x.example/2.pdf']);
  const list = await call(`/2010-04-01/Accounts/${accountSid}/Messages/${question.sid}/Media.json`);
  assert.equal(list.body.media_list.length, 1);
});

test('a number in a service: the flow answers as the service, from the number that the contact knows', async (t) => {
  const { call, own, say, got, latest } = await open(t, asking({ body: 'Yes?' }, 'Thanks'));
  const service = (await call('/v1/Services', { FriendlyName: 'main', UseInboundWebhookOnNumber: 'true' })).body;
  assert.equal((await call(`/v1/Services/${service.sid}/PhoneNumbers`, { PhoneNumberSid: own.sid })).status, 201);
  await say({ Body: 'Hi' });
  const { context } = await latest();
  assert.equal(context.flow.channel.address, service.sid);
  assert.equal(context.trigger.message.MessagingServiceSid, service.sid);
  await say({ Body: 'Sure' });
  assert.deepEqual(
    (await got()).map(({ body, from }: { body: string; from: string }) => `${from} ${body}`),
    [`${number} Yes?`, `${number} Thanks`],
  );
});

test('scenario 8: a run that was started from a number is not found by a reply to its service', async (t) => {
  const { call, own, flow, say, server, pass } = await open(t, asking({ body: 'Yes?' }, 'Thanks'));
  const service = (await call('/v1/Services', { FriendlyName: 'main', UseInboundWebhookOnNumber: 'true' })).body;
  await call(`/v1/Services/${service.sid}/PhoneNumbers`, { PhoneNumberSid: own.sid });
  await call(`/v2/Flows/${flow}/Executions`, { From: number, To: contact });
  await server.settled();
  await pass();
  await say({ Body: 'Sure' });
  const { executions } = (await call(`/v2/Flows/${flow}/Executions`)).body;
  assert.deepEqual(
    executions.map((run: { status: string }) => run.status),
    ['active', 'active'],
  );
});

test('who said STOP is not written to: the flow is told, and hears the word', async (t) => {
  const { say, latest, got } = await open(t, asking({ body: 'Yes?' }, 'Thanks'));
  await say({ Body: 'STOP' });
  assert.equal((await latest()).context.trigger.message.Body, 'STOP');
  assert.equal((await latest()).context.flow.variables.code, 21610);
  assert.match((await got())[0].body, /^You have successfully been unsubscribed/);
  await say({ Body: 'START' });
  assert.equal((await got()).at(-1).body, 'Yes?');
});

test('templates, services and the strictness of the network come from atelier.yaml', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'atelier-settings-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'atelier.yaml');
  writeFileSync(
    file,
    `
content:
  ${templateSid}:
    variables: { "1": there }
    body: 'Hi {{1}}'
messaging_services:
  ${serviceSid}:
    friendly_name: main
    numbers: ["${number}"]
    smart_encoding: false
    opt_out: { stop: { words: [basta], reply: Goodbye } }
simulator: { own_senders_only: true }
`,
  );
  const { call, accountSid } = await openComposed(t, { ATELIER_CONFIG: file, ATELIER_SAMPLES: 'off' });
  const shown = (await call(`/v1/Content/${templateSid}`)).body;
  assert.deepEqual(shown.types, { 'twilio/text': { body: 'Hi {{1}}' } });
  const service = (await call(`/v1/Services/${serviceSid}`)).body;
  assert.deepEqual(
    [service.friendly_name, service.smart_encoding, service.use_inbound_webhook_on_number],
    ['main', false, true],
  );
  const messages = `/2010-04-01/Accounts/${accountSid}/Messages.json`;
  const sent = await call(messages, { MessagingServiceSid: serviceSid, To: contact, ContentSid: templateSid });
  assert.deepEqual([sent.status, sent.body.body], [201, 'Hi there']);
  const foreign = await call(messages, { From: '+15553000009', To: contact, Body: 'Hi' });
  assert.deepEqual([foreign.status, foreign.body.code], [400, 21606]);
});
