import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../engine/json.ts';
import { type PlayWidgetOptions, playFlow, playWidget } from '../testing/index.ts';
import { sendToFlex } from './send-to-flex.ts';

const usual = { workflow: 'WW1', channel: 'TC1' };
const usualTask = { workflow: 'WW1', channel: 'TC1', attributes: '{}', priority: 0, timeoutSeconds: 3600 };
const onConversation: PlayWidgetOptions = {
  start: { event: 'incomingConversationMessage', params: { ConversationSid: 'CH5' } },
};

const play = (properties: JsonObject = usual, options: PlayWidgetOptions = {}) =>
  playWidget(sendToFlex, properties, options);

const askedFor = (properties: JsonObject, options?: PlayWidgetOptions) =>
  play({ ...usual, ...properties }, options).asked.map(({ state: _, ...request }) => request);

const tasks: { title: string; properties: JsonObject; is: JsonObject }[] = [
  { title: 'a message run makes a task of `workflow` and `channel`', properties: {}, is: {} },
  {
    title: 'Liquid in `workflow` and `channel` is rendered all the same',
    properties: { workflow: 'WW{{trigger.message.Body}}', channel: ' TC{{trigger.message.Body}} ' },
    is: { workflow: 'WWHi', channel: 'TCHi' },
  },
  {
    title: '`attributes` are rendered and kept as they are written',
    properties: { attributes: ' {"name": "{{contact.channel.address}}", "n": [1, null]}\n' },
    is: { attributes: '{"name": "+15550002222", "n": [1, null]}' },
  },
  {
    title: '`attributes` may embed an object by to_json',
    properties: { attributes: '{"memory":{{trigger.message | to_json}},"none":{{flow.data.none | to_json}}}' },
    is: {},
  },
  { title: 'blank `attributes` are {}', properties: { attributes: ' ' }, is: { attributes: '{}' } },
  {
    title: '`priority` is a number, rendered',
    properties: { priority: '1{{flow.data.none}}000' },
    is: { priority: 1000 },
  },
  { title: 'a blank `priority` is 0', properties: { priority: '' }, is: { priority: 0 } },
  { title: 'a `priority` that is no whole number is 0', properties: { priority: '-1.5' }, is: { priority: 0 } },
  {
    title: 'a `priority` beyond what TaskRouter takes is its highest',
    properties: { priority: '999999999999' },
    is: { priority: 2_147_483_647 },
  },
  { title: '`timeout` is rendered', properties: { timeout: '{{"60"}}' }, is: { timeoutSeconds: 60 } },
  { title: 'a blank `timeout` is one hour', properties: { timeout: '' }, is: { timeoutSeconds: 3600 } },
  { title: 'a `timeout` that is no number is one hour', properties: { timeout: 'soon' }, is: { timeoutSeconds: 3600 } },
  { title: '`timeout` 0 is one second', properties: { timeout: '0' }, is: { timeoutSeconds: 1 } },
  {
    title: 'a `timeout` beyond two weeks is two weeks',
    properties: { timeout: '1209601' },
    is: { timeoutSeconds: 1_209_600 },
  },
  { title: 'a `timeout` of two weeks stays', properties: { timeout: '1209600' }, is: { timeoutSeconds: 1_209_600 } },
];

for (const { title, properties, is } of tasks) {
  test(title, () => {
    const [request, ...more] = askedFor(properties);
    assert.deepEqual(more, []);
    assert.equal(request?.type, 'task.create');
    if (title.includes('to_json')) {
      const { memory, none } = JSON.parse(request.task.attributes);
      assert.deepEqual([memory.Body, none], ['Hi', null]);
    } else {
      assert.deepEqual(request.task, { ...usualTask, ...is });
    }
  });
}

test('a task that exists: callComplete, its fields in snake case, and three of them in PascalCase', () => {
  const { event, output, problems } = play({ ...usual, attributes: '{"a":1}', priority: '7' });
  assert.equal(event, 'callComplete');
  assert.deepEqual(problems, []);
  const account = '1'.padStart(32, '0');
  assert.deepEqual(output, {
    sid: `WT${account}`,
    account_sid: `AC${account}`,
    age: 0,
    assignment_status: 'pending',
    attributes: '{"a":1}',
    addons: '{}',
    date_created: '2025-01-06T20:00:00Z',
    date_updated: '2025-01-06T20:00:00Z',
    task_queue_entered_date: '2025-01-06T20:00:00Z',
    priority: 7,
    reason: null,
    task_queue_sid: `WQ${account}`,
    task_queue_friendly_name: 'Task inbox',
    task_channel_sid: 'TC1',
    task_channel_unique_name: 'default',
    timeout: 3600,
    workflow_sid: 'WW1',
    workflow_friendly_name: 'Task inbox',
    workspace_sid: `WS${account}`,
    url: `https://taskrouter.example.com/v1/Workspaces/WS${account}/Tasks/WT${account}`,
    links: {},
    Age: 0,
    Attributes: '{"a":1}',
    TaskSid: `WT${account}`,
  });
});

test('the run goes on as soon as the task exists', () => {
  const waiting = play(usual, { products: { widget: { afterSeconds: 3 } } });
  waiting.elapse(2);
  assert.equal(waiting.event, undefined);
  waiting.elapse(1);
  assert.equal(waiting.event, 'callComplete');
});

const conversations: { title: string; options: PlayWidgetOptions; attributes?: string; is: JsonObject }[] = [
  {
    title: 'a run on a conversation makes an interaction; the widget adds who is talking to the attributes',
    options: onConversation,
    is: {
      channelType: 'sms',
      customerAddress: '+15550002222',
      customerName: '+15550002222',
      from: '+15550002222',
      name: '+15550002222',
    },
  },
  {
    title: 'a channel address says what the conversation is held over',
    options: { start: { ...onConversation.start, from: 'whatsapp:+15550002222' } },
    is: {
      channelType: 'whatsapp',
      customerAddress: 'whatsapp:+15550002222',
      customerName: 'whatsapp:+15550002222',
      from: 'whatsapp:+15550002222',
      name: 'whatsapp:+15550002222',
    },
  },
  {
    title: 'a contact without an address is named by the source of the message',
    options: { start: { ...onConversation.start, from: 'ann', params: { ConversationSid: 'CH5', Source: 'CHAT' } } },
    is: { channelType: 'chat', customerAddress: 'ann', customerName: 'ann', from: 'ann', name: 'ann' },
  },
  {
    title: "attributes of the flow's own stay",
    options: onConversation,
    attributes: '{"name":"Ann","topic":"bill"}',
    is: {
      channelType: 'sms',
      customerAddress: '+15550002222',
      customerName: '+15550002222',
      from: '+15550002222',
      name: 'Ann',
      topic: 'bill',
    },
  },
];

for (const { title, options, attributes, is } of conversations) {
  test(title, () => {
    const [request] = askedFor(attributes === undefined ? {} : { attributes }, options);
    assert.equal(request?.type, 'interaction.create');
    const { attributes: made, ...interaction } = request.interaction;
    const { attributes: _, ...rest } = usualTask;
    assert.deepEqual(interaction, { ...rest, conversationSid: 'CH5' });
    assert.deepEqual(JSON.parse(made), is);
  });
}

test('an interaction that exists: callComplete with sid, `channel`, `routing` and url, and the names of its task', () => {
  const { event, output } = play(usual, onConversation);
  assert.equal(event, 'callComplete');
  const one = '1'.padStart(32, '0');
  const { routing, Attributes, ...rest } = output as { routing: { properties: JsonObject }; Attributes: string };
  assert.deepEqual(rest, {
    sid: `KD${one}`,
    channel: { type: 'sms', initiated_by: 'api', properties: { media_channel_sid: 'CH5' } },
    url: `https://flex-api.example.com/v1/Interactions/KD${one}`,
    Age: 0,
    TaskSid: `WT${one}`,
  });
  assert.deepEqual([routing.properties.sid, routing.properties.attributes], [`WT${one}`, Attributes]);
});

test('FlexContextSid is shown where the interaction has it', () => {
  const shown = play(usual, { ...onConversation, products: { widget: { resource: { FlexContextSid: 'FC1' } } } });
  assert.equal((shown.output as JsonObject).FlexContextSid, 'FC1');
});

test('flow.channel.status is handed off after an interaction, and stays away after a task', () => {
  const channelOf = (options: PlayWidgetOptions) => (play(usual, options).context.flow as JsonObject).channel;
  assert.deepEqual(channelOf(onConversation), { address: '+15550001111', status: 'handed off' });
  assert.deepEqual(channelOf({}), { address: '+15550001111' });
});

const handingOver = (settings: PlayWidgetOptions['settings'] = {}) =>
  playFlow({
    ...onConversation,
    settings,
    definition: {
      initial_state: 'Trigger',
      states: [
        { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingConversationMessage', next: 'flex' }] },
        {
          name: 'flex',
          type: 'send-to-flex',
          properties: usual,
          transitions: [{ event: 'callComplete', next: 'ask' }],
        },
        {
          name: 'ask',
          type: 'send-and-wait-for-reply',
          properties: { from: 'Bot', body: 'Anything else?', timeout: '60' },
          transitions: [{ event: 'incomingMessage' }, { event: 'timeout' }],
        },
      ],
    },
  });

test('after the hand-over messages of the conversation no longer reach the run', () => {
  const handed = handingOver();
  handed.receive('for the person');
  assert.deepEqual([handed.waitsIn, handed.problems], ['ask', []]);
  handed.elapse(60);
  assert.equal(handed.steps.at(-1)?.event, 'timeout');
});

test('after the hand-over messages of the conversation still reach the run where that is set', () => {
  const handed = handingOver({ handedOffMessages: 'deliver' });
  handed.receive('for the flow');
  assert.equal(handed.steps.at(-1)?.event, 'incomingMessage');
});

const attributesOf = (characters: number) => `{"a":"${'é'.repeat(characters - 8)}"}`;

test('attributes of 1,024 characters are taken', () => {
  assert.equal(play({ ...usual, attributes: attributesOf(1024) }).event, 'callComplete');
});

const faults: { title: string; properties: JsonObject; options?: PlayWidgetOptions; says: RegExp }[] = [
  { title: 'attributes of 1,025 characters', properties: { attributes: attributesOf(1025) }, says: /1025 of 1024/ },
  { title: 'attributes that are no JSON', properties: { attributes: '{"a":' }, says: /not a JSON object/ },
  { title: 'attributes that are no object', properties: { attributes: '[1]' }, says: /not a JSON object/ },
  {
    title: 'attributes of a conversation that are no JSON',
    properties: { attributes: '{' },
    options: onConversation,
    says: /not a JSON object/,
  },
  { title: 'a blank `workflow`', properties: { workflow: '{{flow.data.none}}' }, says: /no workflow/ },
  { title: 'a blank `channel`', properties: { channel: '' }, says: /no task channel/ },
];

for (const { title, properties, options, says } of faults) {
  test(`${title}: failedToEnqueue with 81015, nothing is asked for, nothing written`, () => {
    const refused = play({ ...usual, ...properties }, options);
    assert.deepEqual([refused.event, refused.asked, refused.output], ['failedToEnqueue', [], undefined]);
    assert.deepEqual(
      refused.problems.map(({ code, level }) => [code, level]),
      [[81015, 'error']],
    );
    assert.match(refused.problems[0]?.message ?? '', says);
  });
}

for (const options of [{}, onConversation]) {
  const what = options === onConversation ? 'an interaction' : 'a task';
  test(`${what} that is refused: failedToEnqueue with 81015 and the reason, nothing written, nothing handed off`, () => {
    const products = { widget: { refused: { code: 20001, message: 'Workflow WW1 does not exist' } } };
    const refused = play(usual, { ...options, products });
    assert.deepEqual([refused.event, refused.output], ['failedToEnqueue', undefined]);
    assert.deepEqual(
      refused.problems.map(({ code, message }) => [code, message]),
      [[81015, '"widget" created no task: Workflow WW1 does not exist.']],
    );
    assert.deepEqual((refused.context.flow as JsonObject).channel, { address: '+15550001111' });
  });
}

test('a run started by REST without a conversation: failedToEnqueue with 81020, nothing is asked for', () => {
  const refused = play(usual, { start: { event: 'incomingRequest' } });
  assert.deepEqual([refused.event, refused.asked, refused.output], ['failedToEnqueue', [], undefined]);
  assert.deepEqual(
    refused.problems.map(({ code, level }) => [code, level]),
    [[81020, 'warning']],
  );
  assert.match(refused.problems[0]?.message ?? '', /no call, message or conversation/);
});

test('a run started by REST whose conversation was opened makes an interaction for it', () => {
  const open = {
    name: 'open',
    type: 'opens-conversation',
    properties: {},
    transitions: [{ event: 'created', next: 'flex' }],
  };
  const opener = {
    ...sendToFlex,
    type: 'opens-conversation',
    events: { created: 'It is open' },
    enter: () => ({
      do: 'transition' as const,
      event: 'created',
      output: {},
      changes: [{ path: ['flow', 'channel', 'sid'], value: 'CH9' }],
    }),
  };
  const opened = playFlow({
    start: { event: 'incomingRequest' },
    widgets: [opener],
    definition: {
      initial_state: 'Trigger',
      states: [
        { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingRequest', next: 'open' }] },
        open,
        { name: 'flex', type: 'send-to-flex', properties: usual, transitions: [] },
      ],
    },
  });
  const [request] = opened.asked;
  assert.equal(request?.type, 'interaction.create');
  assert.equal(request.interaction.conversationSid, 'CH9');
  assert.equal((opened.context.flow as { channel: JsonObject }).channel.status, 'handed off');
});

test('a template that cannot be rendered: failedToEnqueue with 81018', () => {
  for (const property of ['workflow', 'channel', 'attributes', 'priority', 'timeout']) {
    const refused = play({ ...usual, [property]: '{% nonsense %}' });
    assert.deepEqual([property, refused.event, refused.asked.length], [property, 'failedToEnqueue', 0]);
    assert.deepEqual(
      refused.problems.map(({ code }) => code),
      [81018],
    );
  }
});

test('`composerStarted`, `waitUrl` and `waitUrlMethod` are accepted and do nothing for a message', () => {
  const transitions = ['callComplete', 'failedToEnqueue', 'callFailure', 'composerStarted'].map((event) => ({ event }));
  const extra = { ...usual, waitUrl: 'https://a.example/hold', waitUrlMethod: 'GET' };
  const [request] = play(extra, { transitions }).asked;
  assert.equal(request?.type, 'task.create');
  assert.deepEqual(request.task, usualTask);
});
