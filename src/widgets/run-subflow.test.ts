import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../engine/json.ts';
import { type PlayWidgetOptions, playWidget } from '../testing/index.ts';
import { runSubflow } from './run-subflow.ts';

const childSid = 'FW0000000000000000000000000000000c';
const ownSid = 'FW00000000000000000000000000000001';

/** A subflow of these states, entered at the first of them. */
function child(...states: JsonObject[]): JsonObject {
  const first = states[0]?.name;
  const transitions = [{ event: 'incomingParent', ...(first === undefined ? {} : { next: first }) }];
  return { initial_state: 'Trigger', states: [{ name: 'Trigger', type: 'trigger', transitions }, ...states] };
}

const setBar = child({
  name: 'set',
  type: 'set-variables',
  properties: { variables: [{ key: 'bar', value: 'from child: {{trigger.parent.parameters.name}}' }] },
  transitions: [{ event: 'next' }],
});

function run(subflow: JsonObject, properties: JsonObject = {}, options: PlayWidgetOptions = {}) {
  return playWidget(
    runSubflow,
    { flow_sid: childSid, flow_revision: 'LatestPublished', ...properties },
    { subflows: { [childSid]: subflow }, ...options },
  );
}

test('scenario 18: variables come back flat; those of the parent stay', () => {
  const before = {
    name: 'before',
    type: 'set-variables',
    properties: { variables: [{ key: 'bar', value: 'old' }] },
    transitions: [{ event: 'next', next: 'again' }],
  };
  const again = {
    name: 'again',
    type: 'run-subflow',
    properties: { flow_sid: childSid, flow_revision: 'LatestPublished' },
    transitions: [],
  };
  const play = run(
    setBar,
    { parameters: [{ key: 'name', value: 'Ann' }] },
    { states: [before, again], transitions: [{ event: 'completed', next: 'before' }] },
  );
  assert.equal(play.event, 'completed');
  assert.deepEqual(play.output, { bar: 'from child: Ann' });
  const { flow, widgets } = play.context as { flow: JsonObject; widgets: JsonObject };
  assert.deepEqual(flow.variables, { bar: 'old' });
  assert.deepEqual(widgets.again, { bar: 'from child: ' });
});

test('the steps of the subflow are in the log, under the step that ran it, in its flow', () => {
  const play = run(setBar);
  assert.deepEqual(
    play.steps.map(({ transitionedFrom, event, transitionedTo, flowSid }) => [
      transitionedFrom,
      event,
      transitionedTo,
      flowSid,
    ]),
    [
      ['Trigger', 'incomingMessage', 'widget', ownSid],
      ['Trigger', 'incomingParent', 'set', childSid],
      ['set', 'next', 'Ended', childSid],
      ['widget', 'completed', 'Ended', ownSid],
    ],
  );
  const sid = play.steps.at(-1)?.sid;
  assert.deepEqual(
    play.steps.map(({ parentStepSid }) => parentStepSid),
    [null, sid, sid, null],
  );
});

test('the subflow sees addresses, trigger, data and parent, but no widgets and variables of the parent', () => {
  const ask = {
    name: 'ask',
    type: 'send-and-wait-for-reply',
    properties: { body: 'In {{flow.flow_sid}} of {{flow.sid}}' },
    transitions: [],
  };
  const play = run(
    child(ask),
    {
      parameters: [
        { key: 'text', value: '{{flow.data}}' },
        { key: 'object', value: '{{flow.data | to_json}}', type: 'json_object' },
        { key: 'number', value: '7', type: 'string' },
      ],
    },
    { start: { event: 'incomingRequest', parameters: { a: 1 } } },
  );
  const context = play.subflowContext as {
    flow: JsonObject;
    trigger: JsonObject;
    contact: JsonObject;
    widgets: JsonObject;
  };
  const main = play.context as typeof context;
  assert.deepEqual(context.flow, { ...main.flow, flow_sid: childSid, variables: {} });
  assert.deepEqual([context.contact, context.widgets], [main.contact, {}]);
  assert.deepEqual(context.trigger, {
    ...main.trigger,
    parent: {
      parameters: { text: '{a=1}', object: { a: 1 }, number: '7' },
      flow_sid: ownSid,
      execution_sid: play.execution.sid,
      step_sid: play.execution.frames[0]?.waiting?.stepSid,
      trigger_type: 'request',
    },
  });
  assert.equal(play.sent[0]?.body, `In ${childSid} of ${play.execution.sid}`);
  // The callbacks of a subflow go to the parent's webhook (execution-model §4.1).
  assert.match(play.sent[0]?.statusCallback ?? '', new RegExp(`/Flows/${ownSid}\\?`));
});

for (const [event, type] of [
  ['incomingMessage', 'message'],
  ['incomingCall', 'call'],
  ['incomingConversationMessage', 'conversation'],
] as const) {
  test(`${event} is ${type} to the subflow`, () => {
    const play = run(
      child({ name: 'ask', type: 'send-and-wait-for-reply', properties: { body: '?' }, transitions: [] }),
      {},
      { start: { event } },
    );
    assert.equal((play.subflowContext as { trigger: { parent: JsonObject } }).trigger.parent.trigger_type, type);
  });
}

test('a wait inside suspends the run; replies go to the subflow', () => {
  const ask = {
    name: 'ask',
    type: 'send-and-wait-for-reply',
    properties: { body: '?', timeout: '60' },
    transitions: [{ event: 'incomingMessage', next: 'keep' }],
  };
  const keep = {
    name: 'keep',
    type: 'set-variables',
    properties: { variables: [{ key: 'said', value: '{{widgets.ask.inbound.Body}}' }] },
    transitions: [],
  };
  const play = run(child(ask, keep));
  assert.deepEqual([play.event, play.waitsIn], [undefined, 'ask']);
  play.receive('yes');
  assert.deepEqual([play.event, play.output, play.status], ['completed', { said: 'yes' }, 'ended']);

  const late = run(child(ask, keep));
  late.elapse(60);
  assert.deepEqual([late.event, late.output], ['completed', undefined]);
});

for (const [title, subflow] of [
  [
    'a trigger without incomingParent',
    {
      initial_state: 'Trigger',
      states: [{ name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'x' }] }],
    },
  ],
  ['a trigger that leads nowhere', child()],
  ['a failure at its end', child({ name: 'f', type: 'make-http-request', properties: { url: 'no' }, transitions: [] })],
] as const) {
  test(`${title} is completed`, () => {
    const play = run(subflow);
    assert.deepEqual([play.event, play.output, play.status], ['completed', undefined, 'ended']);
  });
}

const faults: { title: string; properties?: JsonObject; subflow?: JsonObject; code?: number }[] = [
  { title: 'a flow that does not exist', properties: { flow_sid: 'FW9' } },
  { title: 'no flow', properties: { flow_sid: null } },
  { title: 'no revision', properties: { flow_revision: null } },
  { title: 'Liquid for a flow', properties: { flow_sid: '{{flow.flow_sid}}' } },
  { title: 'itself', properties: { flow_sid: ownSid } },
  {
    title: 'a parameter that cannot be rendered',
    properties: { parameters: [{ key: 'a', value: '{% nope %}' }] },
    code: 81018,
  },
];
for (const { title, properties, code = 81024 } of faults) {
  test(`${title}: failed with ${code}, nothing written`, () => {
    const play = run(setBar, properties, { subflows: { [childSid]: setBar, [ownSid]: setBar } });
    assert.deepEqual([play.event, play.output], ['failed', undefined]);
    assert.deepEqual(
      play.problems.map((problem) => problem.code),
      [code],
    );
  });
}

test('scenario 19: a subflow that calls a subflow: 81024 and failed inside, completed outside', () => {
  const inner = {
    name: 'inner',
    type: 'run-subflow',
    properties: { flow_sid: childSid, flow_revision: '1' },
    transitions: [],
  };
  const play = run(child(inner), {}, { subflows: { [childSid]: child(inner) } });
  assert.deepEqual(
    play.steps.map(({ transitionedFrom, event }) => [transitionedFrom, event]),
    [
      ['Trigger', 'incomingMessage'],
      ['Trigger', 'incomingParent'],
      ['inner', 'failed'],
      ['widget', 'completed'],
    ],
  );
  assert.deepEqual(
    play.problems.map(({ code, state }) => [code, state]),
    [[81024, 'inner']],
  );
});

test('a revision may be a number or its text, and is looked up as that', () => {
  for (const flow_revision of [3, '3']) {
    const play = run(setBar, { flow_revision }, { subflows: { [`${childSid}@3`]: setBar } });
    assert.equal(play.event, 'completed');
  }
});

test('what is no JSON is passed as text, with 81018', () => {
  const play = run(setBar, { parameters: [{ key: 'name', value: '{', parse_as_json: true }] });
  assert.deepEqual(play.output, { bar: 'from child: {' });
  assert.deepEqual(
    play.problems.map(({ code }) => code),
    [81018],
  );
});

test('add-on results are lifted to the parent', () => {
  const play = run(setBar, {}, { start: { params: { AddOns: { status: 'ok' } } } });
  assert.deepEqual((play.context.flow as JsonObject).add_ons, { status: 'ok' });
});

test('a second visit merges with the first', () => {
  const reply = {
    name: 'ask',
    type: 'send-and-wait-for-reply',
    properties: { body: '?' },
    transitions: [{ event: 'incomingMessage', next: 'which' }],
  };
  const which = {
    name: 'which',
    type: 'split-based-on',
    properties: { input: '{{widgets.ask.inbound.Body}}' },
    transitions: [
      { event: 'noMatch', next: 'b' },
      { event: 'match', next: 'a', conditions: [{ type: 'equal_to', value: 'a' }] },
    ],
  };
  const keep = (name: string) => ({
    name,
    type: 'set-variables',
    properties: { variables: [{ key: name, value: 'x' }] },
    transitions: [],
  });
  const play = run(
    child(reply, which, keep('a'), keep('b')),
    {},
    { transitions: [{ event: 'completed', next: 'widget' }] },
  );
  play.receive('a');
  play.receive('b');
  assert.deepEqual(play.output, { a: 'x', b: 'x' });
});
