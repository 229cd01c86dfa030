import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../engine/json.ts';
import { type PlayWidgetOptions, playWidget } from '../testing/index.ts';
import { addMemberToChatChannel } from './add-member-to-chat-channel.ts';
import { createChatChannel } from './create-chat-channel.ts';
import { createTask } from './create-task.ts';
import { sendToAutoPilot } from './send-to-auto-pilot.ts';
import { understand } from './understand.ts';
import { updateSyncObject } from './update-sync-object.ts';

const running = [createTask, createChatChannel, addMemberToChatChannel, updateSyncObject];
const legacy = [...running, understand];

/** Events of the state → the one that is taken. Source: messaging page §13.1. */
const branches = [
  { events: ['success', 'failed'], taken: 'failed' },
  { events: ['fail'], taken: 'fail' },
  { events: ['failure'], taken: 'failure' },
  { events: ['done', 'error', 'failed'], taken: 'error' },
];

const leadingTo = (events: readonly string[], taken: string) => ({
  transitions: events.map((event) => ({ event, next: event === taken ? 'after' : 'elsewhere' })),
  states: ['after', 'elsewhere'].map(leadingNowhere),
});

for (const widget of legacy) {
  for (const { events, taken } of branches) {
    test(`${widget.type} with properties that say nothing and the events ${events.join(', ')} takes ${taken}`, () => {
      const play = playWidget(widget, { any: ['thing'] }, leadingTo(events, taken));
      assert.equal(play.event, taken);
      assert.ok(play.steps.some(({ transitionedTo }) => transitionedTo === 'after'));
      assert.deepEqual(play.asked, []);
      assert.deepEqual(
        play.problems.map(({ code }) => code),
        [81020],
      );
    });
  }

  test(`${widget.type} without an event that means failure ends the run`, () => {
    const play = playWidget(widget, {}, { transitions: [{ event: 'done', next: 'after' }] });
    assert.equal(play.event, 'failed');
    assert.equal(play.endedReason, 'ERROR');
    assert.equal(play.output, undefined);
  });

  test(`${widget.type} takes any properties, and never fails in any other way`, () => {
    const properties = fc.dictionary(fc.string(), fc.jsonValue({ depthSize: 'small' }));
    fc.assert(
      fc.property(properties, (given) => {
        const read = JSON.parse(JSON.stringify(given)) as JsonObject;
        assert.equal(playWidget(widget, read, { transitions: [{ event: 'failed' }] }).status, 'ended');
      }),
      { numRuns: 50 },
    );
  });
}

const successes = [
  { events: ['failed', 'success', 'created'], taken: 'success' },
  { events: ['created', 'failed'], taken: 'created' },
  { events: ['error', 'done', 'sent'], taken: 'sent' },
  { events: ['timeout', 'failedToEnqueue', 'goesOn', 'other'], taken: 'goesOn' },
];

for (const widget of running) {
  for (const { events, taken } of successes) {
    test(`${widget.type} with properties that can be read and the events ${events.join(', ')} takes ${taken}`, () => {
      const play = playWidget(widget, widget.example, leadingTo(events, taken));
      assert.equal(play.event, taken);
      assert.ok(play.steps.some(({ transitionedTo }) => transitionedTo === 'after'));
      assert.deepEqual(play.problems, []);
    });
  }

  test(`${widget.type} shows what was made, \`sid\` and all`, () => {
    const play = playWidget(widget, widget.example, { transitions: [] });
    assert.equal(play.event, 'success');
    const { sid } = play.output as { sid: string };
    assert.match(sid, /^(WT|CH|MB|ET)0{31}1$/);
  });

  test(`${widget.type} that is refused takes failed and says why`, () => {
    const products = { widget: { refused: { code: 20404, message: 'The service was not found' } } };
    const play = playWidget(widget, widget.example, { products, transitions: [{ event: 'ok' }, { event: 'failed' }] });
    assert.deepEqual([play.event, play.output], ['failed', undefined]);
    assert.equal(play.problems[0]?.code, widget === createTask ? 81015 : 81020);
    assert.match(play.problems[0]?.message ?? '', /: it was refused: The service was not found\.$/);
  });
}

const requests: { widget: (typeof running)[number]; title: string; properties: JsonObject; is: JsonObject }[] = [
  {
    widget: createTask,
    title: 'reads workflow, channel, attributes, priority and timeout',
    properties: {
      workflow: 'WW1',
      channel: 'TC1',
      attributes: '{"a":"{{trigger.message.Body}}"}',
      priority: 3,
      timeout: '60',
    },
    is: { workflow: 'WW1', channel: 'TC1', attributes: '{"a":"Hi"}', priority: 3, timeoutSeconds: 60 },
  },
  {
    widget: createTask,
    title: 'reads other spellings, and attributes that are an object or a list of keys and values',
    properties: {
      workflowSid: 'WW1',
      taskChannel: 'voice',
      taskAttributes: [{ key: 'a', value: '{{trigger.message.Body}}' }],
    },
    is: { workflow: 'WW1', channel: 'voice', attributes: '{"a":"Hi"}', priority: 0, timeoutSeconds: 3600 },
  },
  {
    widget: createChatChannel,
    title: 'reads service, names and attributes',
    properties: { service: 'IS1', unique_name: 'a{{trigger.message.Body}}', friendly_name: 'F', attributes: { a: 1 } },
    is: { serviceSid: 'IS1', uniqueName: 'aHi', friendlyName: 'F', attributes: '{"a":1}' },
  },
  {
    widget: createChatChannel,
    title: 'reads other spellings and leaves out what is blank',
    properties: { chatServiceSid: 'IS1', uniqueName: ' ', name: 'F' },
    is: { serviceSid: 'IS1', friendlyName: 'F' },
  },
  {
    widget: addMemberToChatChannel,
    title: 'reads service, channel and identity',
    properties: { service: 'IS1', channel: 'CH1', identity: '{{trigger.message.Body}}' },
    is: { serviceSid: 'IS1', channelSid: 'CH1', identity: 'Hi' },
  },
  {
    widget: updateSyncObject,
    title: 'reads service, document and data as text',
    properties: { service: 'IS1', document: 'd', data: '{"a":{{trigger.message.Body | to_json}}}' },
    is: { serviceSid: 'IS1', uniqueName: 'd', data: '{"a":"Hi"}' },
  },
  {
    widget: updateSyncObject,
    title: 'reads data as an object, in which a quote of the contact stays text; the service is the default one',
    properties: { unique_name: 'd', data: { a: ['{{trigger.message.Body}}', 1, null], b: { c: true } } },
    is: { serviceSid: 'default', uniqueName: 'd', data: '{"a":["\\"Hi\\"",1,null],"b":{"c":true}}' },
  },
];

for (const { widget, title, properties, is } of requests) {
  test(`${widget.type} ${title}`, () => {
    const body = title.includes('quote') ? '"Hi"' : 'Hi';
    const [asked] = playWidget(widget, properties, { start: { body }, transitions: [] }).asked;
    assert.ok(asked);
    const { state: _, type: __, ...rest } = asked;
    assert.deepEqual(Object.values(rest), [is]);
  });
}

test('add-member-to-chat-channel finds service and channel of the run as Send Message does', () => {
  const start: PlayWidgetOptions['start'] = { params: { ChannelSid: 'CH1', InstanceSid: 'IS1' } };
  const [asked] = playWidget(addMemberToChatChannel, { identity: 'a' }, { start, transitions: [] }).asked;
  assert.equal(asked?.type, 'member.add');
  assert.deepEqual(asked.member, { serviceSid: 'IS1', channelSid: 'CH1', identity: 'a' });
});

const unusable = [
  { widget: createTask, properties: { attributes: '{}' }, code: 81020, says: /its workflow cannot be found/ },
  { widget: createTask, properties: { workflow: 'WW1', attributes: '{' }, code: 81015, says: /not a JSON object/ },
  { widget: createChatChannel, properties: { friendly_name: 'F' }, code: 81020, says: /its chat service cannot/ },
  { widget: addMemberToChatChannel, properties: { channel: 'C', identity: 'a' }, code: 81020, says: /chat service/ },
  { widget: addMemberToChatChannel, properties: { service: 'I', identity: 'a' }, code: 81020, says: /its channel/ },
  { widget: addMemberToChatChannel, properties: { service: 'I', channel: 'C' }, code: 81020, says: /its member/ },
  { widget: updateSyncObject, properties: { data: '{}' }, code: 81020, says: /its document/ },
  { widget: updateSyncObject, properties: { document: 'd' }, code: 81020, says: /its data cannot be found/ },
  { widget: updateSyncObject, properties: { document: 'd', data: '{' }, code: 81020, says: /not valid JSON/ },
];

for (const { widget, properties, code, says } of unusable) {
  test(`${widget.type} with ${JSON.stringify(properties)} takes failed and says why`, () => {
    const play = playWidget(widget, properties, { transitions: [{ event: 'success' }, { event: 'failed' }] });
    assert.deepEqual([play.event, play.asked], ['failed', []]);
    assert.equal(play.problems[0]?.code, code);
    assert.match(play.problems[0]?.message ?? '', says);
  });
}

test('understand has no product any more, whatever its properties say', () => {
  const play = playWidget(
    understand,
    { assistant: 'UA1' },
    { transitions: [{ event: 'success' }, { event: 'failed' }] },
  );
  assert.equal(play.event, 'failed');
  assert.match(play.problems[0]?.message ?? '', /its type is retired/);
});

test('send-to-auto-pilot takes failure, and writes nothing', () => {
  const play = playWidget(sendToAutoPilot, sendToAutoPilot.example);
  assert.equal(play.event, 'failure');
  assert.equal(play.status, 'ended');
  assert.equal(play.output, undefined);
  assert.equal(play.problems[0]?.code, 81020);
  assert.match(play.problems[0]?.message ?? '', /its type is retired/);
});

/** A state that waits for nothing: the run ends there. */
function leadingNowhere(name: string) {
  return { name, type: 'set-variables', transitions: [], properties: {} };
}
