/** A run is taken up again where it waited, with the flow as it is by then. */
import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { JsonObject } from '../../engine/json.ts';
import { Line, type LineOptions } from './line.ts';

const wait = (name: string, body: string, next: string | undefined) => ({
  name,
  type: 'send-and-wait-for-reply',
  properties: { from: '{{flow.channel.address}}', body, timeout: '3600' },
  transitions: [{ event: 'incomingMessage', ...(next ? { next } : {}) }, { event: 'timeout' }],
});

const flow = (second: string): JsonObject => ({
  states: [
    { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'ask' }], properties: {} },
    wait('ask', 'Which?', 'say'),
    wait('say', second, undefined),
  ],
  initial_state: 'Trigger',
});

async function open(t: TestContext, options: Partial<LineOptions> = {}): Promise<Line> {
  const line = await Line.open({ definition: flow('You said {{widgets.ask.inbound.Body}}'), ...options });
  t.after(() => line.close());
  return line;
}

const bodies = async (line: Line) => (await line.texts()).map(({ body }) => body);
const latest = async (line: Line) => (await line.runs())[0]?.sid ?? '';

test('another line goes on from a question, with another flow and the steps before it', async (t) => {
  const line = await open(t);
  await line.text('hi');
  await line.elapse(2);
  const [question = ''] = line.momentSids;
  await line.text('2');
  await line.elapse(2);
  assert.deepEqual(await bodies(line), ['hi', 'Which?', '2', 'You said 2']);
  const from = await line.moment(question);
  assert.ok(from);
  const other = await open(t, { definition: flow('Got {{widgets.ask.inbound.Body}}'), from });
  await other.text('3');
  await other.elapse(2);
  assert.deepEqual(await bodies(other), ['3', 'Got 3']);
  const steps = await other.steps(await latest(other));
  assert.deepEqual(
    steps.map(({ transitionedFrom, transitionedTo }) => [transitionedFrom, transitionedTo]),
    [
      ['Trigger', 'ask'],
      ['ask', 'say'],
    ],
  );
  assert.equal(new Set(steps.map(({ sid }) => sid)).size, 2);
});

test('a question that is taken up again still times out', async (t) => {
  const line = await open(t);
  await line.text('hi');
  const from = await line.moment(line.momentSids[0] ?? '');
  assert.ok(from);
  const other = await open(t, { from });
  await other.elapse(3_601);
  const steps = await other.steps(await latest(other));
  assert.deepEqual(
    steps.map(({ event }) => event),
    ['incomingMessage', 'timeout'],
  );
});

test('a run that waits follows its flow, unless what it waits in is gone', async (t) => {
  const line = await open(t);
  await line.text('hi');
  await line.follow(flow('New: {{widgets.ask.inbound.Body}}'));
  await line.text('2');
  await line.elapse(2);
  await line.follow({ states: [], initial_state: '' });
  await line.text('3');
  assert.deepEqual((await bodies(line)).slice(2), ['2', 'New: 2', '3']);
  assert.equal((await line.runs())[0]?.endedReason, 'FLOW_END');
});

test('what a run knows is changed by hand while it waits', async (t) => {
  const line = await open(t, { definition: flow('Hello {{flow.variables.name}}') });
  await line.text('hi');
  assert.equal(await line.change([{ path: ['flow', 'variables', 'name'], value: 'Ann' }]), true);
  await line.text('2');
  await line.elapse(2);
  assert.equal((await bodies(line)).at(-1), 'Hello Ann');
});

test('a contact on WhatsApp presses what a template shows', async (t) => {
  const template = {
    sid: `HX${'1'.repeat(32)}`,
    friendlyName: 'size',
    language: 'en',
    variables: {},
    types: { 'twilio/quick-reply': { body: 'Which size?', actions: [{ title: 'Large', id: 'L' }] } },
  };
  const ask = wait('ask', '', 'say');
  const definition = flow('{{widgets.ask.inbound.ButtonPayload}}');
  const states = [
    (definition.states as JsonObject[])[0],
    {
      ...ask,
      properties: {
        from: '{{flow.channel.address}}',
        message_type: 'content_template',
        content_sid: template.sid,
        timeout: '60',
      },
    },
    (definition.states as JsonObject[])[2],
  ] as JsonObject[];
  const line = await open(t, {
    definition: { ...definition, states },
    templates: [template],
    contact: 'whatsapp:+15550002222',
    number: 'whatsapp:+15550001111',
  });
  await line.text('hi');
  await line.elapse(2);
  assert.equal((await line.texts()).at(-1)?.content?.buttons[0]?.title, 'Large');
  await line.text('', { button: 'L' });
  await line.elapse(2);
  assert.equal((await bodies(line)).at(-1), 'L');
});
