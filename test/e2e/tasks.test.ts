/** Contacts handed over to people, on the whole server: a flow makes a task, a person takes it by HTTP. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { temporaryFolder } from '../../src/products/products-fixture.ts';
import { recordTwilio } from '../../src/products/twilio/recorded-fixture.ts';
import { VirtualClock } from '../../src/runtime/clock.ts';
import { type Composed, openComposed } from './composed-server.ts';

const [contact, number] = ['+15552000001', '+15551000001'];

/** Asks for a name, hands over, says goodbye. */
const definition = {
  description: 'Hands over',
  initial_state: 'Trigger',
  states: [
    { name: 'Trigger', type: 'trigger', properties: {}, transitions: [{ event: 'incomingMessage', next: 'ask' }] },
    {
      name: 'ask',
      type: 'send-and-wait-for-reply',
      properties: { from: '{{flow.channel.address}}', body: 'Your name?', timeout: '60' },
      transitions: [{ event: 'incomingMessage', next: 'flex' }, { event: 'timeout' }, { event: 'deliveryFailure' }],
    },
    {
      name: 'flex',
      type: 'send-to-flex',
      properties: {
        workflow: `WW${'1'.repeat(32)}`,
        channel: `TC${'2'.repeat(32)}`,
        attributes: '{"name":{{widgets.ask.inbound.Body | to_json}}}',
        priority: '5',
        timeout: '600',
      },
      transitions: [
        { event: 'callComplete', next: 'thanks' },
        { event: 'failedToEnqueue', next: 'sorry' },
        { event: 'callFailure' },
      ],
    },
    ...[
      ['thanks', 'Someone will write: {{widgets.flex.sid}}'],
      ['sorry', 'Nobody is there'],
    ].map(([name, body]) => ({
      name,
      type: 'send-message',
      properties: { from: '{{flow.channel.address}}', to: '{{contact.channel.address}}', body },
      transitions: [{ event: 'sent' }, { event: 'failed' }],
    })),
  ],
};

async function converse(t: TestContext, env: Record<string, string> = {}) {
  const clock = new VirtualClock(Date.UTC(2026, 0, 2, 3, 4, 5));
  const atelier = await openComposed(t, { ATELIER_SAMPLES: 'off', ...env }, { clock });
  const { call, server, accountSid } = atelier;
  const form = { FriendlyName: 'Hands over', Status: 'published', Definition: JSON.stringify(definition) };
  const flow = await call('/v2/Flows', form);
  assert.equal(flow.status, 201, JSON.stringify(flow.body));
  const webhook = `${server.url}/v1/Accounts/${accountSid}/Flows/${flow.body.sid}`;
  await call(`/2010-04-01/Accounts/${accountSid}/IncomingPhoneNumbers.json`, { PhoneNumber: number, SmsUrl: webhook });
  for (const body of ['Hi', 'Ann "A"']) {
    await call('/simulator/messages', { From: contact, To: number, Body: body });
    await server.settled();
  }
  return { ...atelier, clock, flowSid: flow.body.sid as string };
}

async function lastSaid({ call, server }: Composed): Promise<string> {
  await server.settled();
  const { body } = await call(`/simulator/contacts/${encodeURIComponent(contact)}/messages`);
  return body.messages.at(-1).body;
}

test('a flow hands its contact over: the task is in the inbox, is accepted and completed, and the run has gone on', async (t) => {
  const atelier = await converse(t);
  const { call, flowSid } = atelier;
  const { body: inbox } = await call('/local/tasks?AssignmentStatus=pending');
  assert.equal(inbox.tasks.length, 1);
  const [task] = inbox.tasks;
  assert.deepEqual(JSON.parse(task.attributes), { name: 'Ann "A"' });
  assert.deepEqual([task.priority, task.timeout, task.workflow_sid], [5, 600, `WW${'1'.repeat(32)}`]);
  assert.equal(await lastSaid(atelier), `Someone will write: ${task.sid}`);

  const at = `/local/tasks/${task.sid}`;
  assert.equal((await call(at, { AssignmentStatus: 'accepted', Worker: 'bo' })).body.assignment_status, 'assigned');
  const done = await call(at, { AssignmentStatus: 'completed', Worker: 'bo', Reason: 'answered' });
  assert.deepEqual([done.body.assignment_status, done.body.reason], ['completed', 'answered']);
  assert.equal((await call('/local/tasks?AssignmentStatus=pending')).body.tasks.length, 0);
  assert.equal((await call(at, { AssignmentStatus: 'accepted' })).status, 409);

  const { body: runs } = await call(`/v2/Flows/${flowSid}/Executions`);
  assert.deepEqual(
    runs.executions.map(({ status }: { status: string }) => status),
    ['ended'],
  );
});

test('a task that nobody takes in its time is canceled', async (t) => {
  const { call, clock } = await converse(t);
  clock.advance(600_000);
  const { body } = await call('/local/tasks');
  assert.deepEqual([body.tasks[0].assignment_status, body.tasks[0].reason], ['canceled', 'Task TTL Exceeded']);
});

test('with the Twilio adapter the task is made in TaskRouter, with the credentials of the carrier', async (t) => {
  const twilio = await recordTwilio(t);
  const folder = await temporaryFolder(t);
  const file = join(folder, 'atelier.yaml');
  await writeFile(
    file,
    `carriers:
  main: { type: twilio, account_sid: ${twilio.user}, auth_token: "\${TOKEN}" }
default_carrier: simulator
products:
  tasks: { adapter: twilio, carrier: main, workspace: ${twilio.workspace}, taskrouter_url: "${twilio.url}/v1" }
`,
  );
  const atelier = await converse(t, { ATELIER_CONFIG: file, TOKEN: twilio.password });
  assert.deepEqual(
    twilio.requests.map(({ method, path, form }) => [method, path, form.Attributes, form.Priority, form.Timeout]),
    [['POST', `/v1/Workspaces/${twilio.workspace}/Tasks`, '{"name":"Ann \\"A\\""}', '5', '600']],
  );
  assert.match(await lastSaid(atelier), /^Someone will write: WT/);
  assert.equal((await atelier.call('/local/tasks')).status, 404);
});

test('a refusal of TaskRouter is failedToEnqueue', async (t) => {
  const twilio = await recordTwilio(t);
  twilio.refuse({ status: 400, body: { code: 20001, message: 'Workflow does not exist', status: 400 } });
  const folder = await temporaryFolder(t);
  const file = join(folder, 'atelier.yaml');
  await writeFile(
    file,
    `carriers:
  main: { type: twilio, account_sid: ${twilio.user}, auth_token: ${twilio.password} }
default_carrier: simulator
products:
  tasks: { adapter: twilio, carrier: main, workspace: ${twilio.workspace}, taskrouter_url: "${twilio.url}/v1" }
`,
  );
  assert.equal(await lastSaid(await converse(t, { ATELIER_CONFIG: file })), 'Nobody is there');
});
