/** A small flow for each kind of problem: the exact sentence, its severity, and what the fixes make of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json, JsonObject } from '../../engine/json.ts';
import { validationCatalogue } from '../../engine/validation/index.ts';
import { withEdits } from './edits-fixture.ts';
import { findProblems, type Surroundings } from './index.ts';
import { type Edit, type FlowProblem, type ProblemId, type Severity, splitMuted } from './problem.ts';

const on = (event: string, next?: string): JsonObject => (next === undefined ? { event } : { event, next });
const state = (name: string, type: string, properties: JsonObject, ...transitions: JsonObject[]): JsonObject => ({
  name,
  type,
  transitions,
  properties,
});
const from = '{{flow.channel.address}}';
const trigger = (next: string | undefined, event = 'incomingMessage') =>
  state('Trigger', 'trigger', {}, on(event, next));
const send = (name: string, body: string, next?: string) =>
  state(name, 'send-message', { from, body }, on('sent', next), on('failed'));
const ask = (name: string, reply?: string, silence?: string, failure?: string, more: JsonObject = {}) =>
  state(
    name,
    'send-and-wait-for-reply',
    { from, body: 'Which?', timeout: '3600', ...more },
    on('incomingMessage', reply),
    on('timeout', silence),
    on('deliveryFailure', failure),
  );
const say = (name: string, text: string, next?: string) =>
  state(name, 'say-play', { say: text, loop: 1 }, on('audioComplete', next));
const http = (name: string, properties: JsonObject, success?: string, failed?: string) =>
  state(
    name,
    'make-http-request',
    { method: 'GET', url: 'https://example.com', ...properties },
    on('success', success),
    on('failed', failed),
  );
const set = (name: string, variables: JsonObject, next?: string) =>
  state(
    name,
    'set-variables',
    { variables: Object.entries(variables).map(([key, value]): Json => ({ key, value })) },
    on('next', next),
  );
const input = '{{widgets.ask_day.inbound.Body}}';
const match = (type: string, value: string, next?: string, argument = input): JsonObject => ({
  ...on('match', next),
  conditions: [{ friendly_name: 'If', arguments: [argument], type, value }],
});
const split = (name: string, noMatch: string | undefined, ...matches: JsonObject[]) =>
  state(name, 'split-based-on', { input }, on('noMatch', noMatch), ...matches);
const gather = (properties: JsonObject, ...transitions: JsonObject[]) =>
  state('gather_1', 'gather-input-on-call', { say: 'Press', timeout: 5, ...properties }, ...transitions);
const flow = (...states: JsonObject[]): JsonObject => ({ states, initial_state: 'Trigger' });

interface Case {
  readonly id: ProblemId;
  readonly severity: Severity;
  readonly message: string;
  readonly flow: JsonObject;
  /** Labels of all fixes, in their order. */
  readonly fixes?: readonly string[];
  /** Edits of the first fix. */
  readonly edits?: readonly Edit[];
  readonly surroundings?: Surroundings;
  /** Other problems that come with it. */
  readonly beside?: readonly ProblemId[];
}

/** A question with all its wires, and a conversation that ends. */
const asked = ask('ask_day', 'terms', 'terms', 'terms');
const terms = send('terms', 'These are the terms');

const cases: readonly Case[] = [
  {
    id: 'missing',
    severity: 'error',
    message: 'get_price needs a Request URL.',
    flow: flow(
      trigger('get_price'),
      state('get_price', 'make-http-request', {}, on('success'), on('failed', 'terms')),
      terms,
    ),
  },
  {
    id: 'missing',
    severity: 'warning',
    message: 'ask_day needs a Message body.',
    flow: flow(trigger('ask_day'), ask('ask_day', 'terms', 'terms', 'terms', { body: '' }), terms),
  },
  {
    id: 'missing',
    severity: 'error',
    message: 'ask_day needs "event".',
    flow: flow(trigger('ask_day'), { ...asked, transitions: [...(asked.transitions as Json[]), {}] }, terms),
  },
  {
    id: 'wrong-type',
    severity: 'error',
    message: 'Stop waiting after of ask_day is the number 60; Studio wants the text "60".',
    flow: flow(trigger('ask_day'), ask('ask_day', 'terms', 'terms', 'terms', { timeout: 60 }), terms),
    fixes: ['Convert'],
    edits: [{ do: 'set', path: ['states', 1, 'properties', 'timeout'], value: '60' }],
  },
  {
    id: 'wrong-type',
    severity: 'error',
    message: 'Stop gathering after of gather_1 is the text "5"; Studio wants the number 5.',
    flow: flow(
      trigger('gather_1', 'incomingCall'),
      gather({ timeout: '5' }, on('keypress', 'bye'), on('timeout', 'bye')),
      say('bye', 'Bye'),
    ),
    fixes: ['Convert'],
  },
  {
    id: 'wrong-type',
    severity: 'error',
    message: 'Stop gathering after of gather_1 is the text "{{flow.data.x}}"; Studio wants a whole number.',
    flow: flow(
      trigger('gather_1', 'incomingCall'),
      gather({ timeout: '{{flow.data.x}}' }, on('keypress', 'bye'), on('timeout', 'bye')),
      say('bye', 'Bye'),
    ),
  },
  {
    id: 'not-in-enumeration',
    severity: 'error',
    message: 'Request method of get_price is "put"; it can be GET or POST.',
    flow: flow(trigger('get_price'), http('get_price', { method: 'put' }, 'terms', 'terms'), terms),
    fixes: ['Set POST'],
  },
  {
    id: 'not-in-enumeration',
    severity: 'error',
    message: 'Request method of get_price is "post"; it can be GET or POST.',
    flow: flow(trigger('get_price'), http('get_price', { method: 'post' }, 'terms', 'terms'), terms),
    fixes: ['Set POST'],
  },
  {
    id: 'out-of-range',
    severity: 'warning',
    message: 'Stop gathering after of gather_1 is 45; at most 30.',
    flow: flow(
      trigger('gather_1', 'incomingCall'),
      gather({ timeout: 45 }, on('keypress', 'bye'), on('timeout', 'bye')),
      say('bye', 'Bye'),
    ),
    fixes: ['Set 30'],
  },
  {
    id: 'unknown-target',
    severity: 'error',
    message: 'ask_day leads to "confrim", which does not exist. Did you mean "confirm"?',
    flow: flow(trigger('ask_day'), ask('ask_day', 'confrim', 'confirm', 'confirm'), send('confirm', 'Fine')),
    fixes: ['Connect to confirm', 'Disconnect'],
    edits: [{ do: 'connect', state: 1, transition: 0, event: 'incomingMessage', to: 'confirm' }],
  },
  {
    id: 'unknown-event',
    severity: 'error',
    message: '"recordingError" is not an event of Record Voicemail, so this transition never fires.',
    flow: flow(
      trigger('voicemail', 'incomingCall'),
      state(
        'voicemail',
        'record-voicemail',
        {},
        on('recordingComplete'),
        on('recordingError', 'bye'),
        on('hangup', 'bye'),
      ),
      say('bye', 'Bye'),
    ),
    fixes: ['Remove'],
    edits: [{ do: 'remove', path: ['states', 1, 'transitions', 1] }],
  },
  {
    id: 'unknown-widget-type',
    severity: 'error',
    message: '"http-request" is not a widget type. Did you mean Make HTTP request?',
    flow: flow(
      trigger('get_price'),
      state(
        'get_price',
        'http-request',
        { method: 'PUT', body: 'x' },
        on('success', 'terms'),
        on('error', 'terms'),
        on('failed', 'terms'),
      ),
      terms,
    ),
    fixes: ['Change type to Make HTTP request'],
    edits: [
      { do: 'set', path: ['states', 1, 'type'], value: 'make-http-request' },
      { do: 'set', path: ['states', 1, 'properties', 'method'], value: 'GET' },
      {
        do: 'set',
        path: ['states', 1, 'properties', 'url'],
        value: 'https://example.com/members?number={{contact.channel.address | url_encode}}',
      },
      { do: 'remove', path: ['states', 1, 'transitions', 1] },
    ],
  },
  {
    id: 'duplicate-name',
    severity: 'error',
    message: 'Two widgets are called send_1.',
    flow: flow(trigger('send_1'), send('send_1', 'A'), send('send_1', 'B')),
    fixes: ['Rename to send_2'],
    beside: ['unreachable'],
  },
  {
    id: 'unusual-name',
    severity: 'notice',
    message: '"Ask name" has a space; Liquid needs widgets["Ask name"].',
    flow: flow(
      trigger('Ask name'),
      ask('Ask name', 'terms', 'terms', 'terms'),
      send('terms', '{{widgets["Ask name"].inbound.Body}}'),
    ),
    fixes: ['Rename to Ask_name'],
    edits: [{ do: 'rename', state: 1, to: 'Ask_name' }],
  },
  {
    id: 'missing-trigger',
    severity: 'error',
    message: 'The flow has no Trigger.',
    flow: { states: [terms], initial_state: 'terms' },
    beside: ['initial-state-not-trigger'],
  },
  {
    id: 'unknown-initial-state',
    severity: 'error',
    message: 'The flow starts at "start", which does not exist.',
    flow: { ...flow(trigger('terms'), terms), initial_state: 'start' },
    fixes: ['Start at Trigger'],
  },
  {
    id: 'initial-state-not-trigger',
    severity: 'warning',
    message: 'The flow starts at "terms", which is not its Trigger.',
    flow: { ...flow(trigger('terms'), terms), initial_state: 'terms' },
    fixes: ['Start at Trigger'],
  },
  {
    id: 'invalid-property',
    severity: 'error',
    message: "Flow of run_menu must be a flow's SID, without variables.",
    flow: flow(
      trigger('run_menu'),
      state(
        'run_menu',
        'run-subflow',
        { flow_sid: '{{flow.data.sid}}', flow_revision: 'LatestPublished' },
        on('completed'),
        on('failed', 'terms'),
      ),
      terms,
    ),
    fixes: ['Choose flow…'],
  },
  {
    id: 'subflow-missing',
    severity: 'warning',
    message: `Flow of run_menu, FW${'1'.repeat(32)}, is not in this account.`,
    flow: flow(
      trigger('run_menu'),
      state(
        'run_menu',
        'run-subflow',
        { flow_sid: `FW${'1'.repeat(32)}`, flow_revision: 'LatestPublished' },
        on('completed'),
        on('failed', 'terms'),
      ),
      terms,
    ),
    fixes: ['Choose flow…'],
    surroundings: { flowSids: new Set([`FW${'2'.repeat(32)}`]) },
  },
  {
    id: 'too-many-items',
    severity: 'warning',
    message: '2,104 widgets with subflows; Studio allows 2,000.',
    flow: flow(trigger('terms'), terms),
    surroundings: { subflowWidgets: 2102 },
  },
  {
    id: 'limit-length',
    severity: 'warning',
    message: 'Message body of terms has 1,812 characters; at most 1,600.',
    flow: flow(trigger('terms'), send('terms', 'x'.repeat(1812))),
  },
  {
    id: 'liquid-error',
    severity: 'warning',
    message: 'Message body of ask_day: "{{" is not closed (line 2).',
    flow: flow(
      trigger('ask_day'),
      ask('ask_day', 'terms', 'terms', 'terms', { body: 'Hello\n{{flow.data.name' }),
      terms,
    ),
    fixes: ['Close it'],
    edits: [{ do: 'set', path: ['states', 1, 'properties', 'body'], value: 'Hello\n{{flow.data.name}}' }],
  },
  {
    id: 'liquid-error',
    severity: 'warning',
    message: 'Message body of terms: expected a value before "|" (line 1).',
    flow: flow(trigger('terms'), send('terms', '{{ | upcase }}')),
  },
  {
    id: 'unknown-filter',
    severity: 'warning',
    message: '"uper" is not a filter. Did you mean upcase?',
    flow: flow(trigger('terms'), send('terms', '{{ flow.data.name | uper }}')),
    fixes: ['Replace with upcase'],
  },
  {
    id: 'unknown-filter',
    severity: 'warning',
    message: '"blink" is not a filter.',
    flow: flow(trigger('terms'), send('terms', '{{ flow.data.name | blink }}')),
  },
  {
    id: 'unknown-filter',
    severity: 'warning',
    message: '"upcse" is not a filter. Did you mean upcase?',
    flow: flow(trigger('terms'), send('terms', 'Hi\n{{ flow.data.name | upcse }}')),
    fixes: ['Replace with upcase'],
    edits: [{ do: 'set', path: ['states', 1, 'properties', 'body'], value: 'Hi\n{{ flow.data.name | upcase }}' }],
  },
  {
    id: 'unknown-tag',
    severity: 'warning',
    message: '"asign" is not a tag. Did you mean assign?',
    flow: flow(trigger('terms'), send('terms', "{% asign a = 'b' %}{{ a }}")),
    fixes: ['Replace with assign'],
  },
  {
    id: 'bad-regex',
    severity: 'warning',
    message: 'Condition 2 of route: "(" is not closed in the regular expression.',
    flow: flow(
      trigger('ask_day'),
      ask('ask_day', 'route', 'terms', 'terms'),
      split('route', 'terms', match('equal_to', '1', 'terms'), match('regex', '(a', 'terms')),
      terms,
    ),
  },
  {
    id: 'bad-json',
    severity: 'warning',
    message: 'Attributes of to_agent is not JSON once filled in.',
    flow: flow(
      trigger('to_agent'),
      state(
        'to_agent',
        'send-to-flex',
        {
          workflow: `WW${'1'.repeat(32)}`,
          channel: `TC${'1'.repeat(32)}`,
          attributes: '{"name": "{{flow.data.name}}", "age": {{flow.data.age}},}',
        },
        on('callComplete'),
        on('failedToEnqueue', 'terms'),
        on('callFailure'),
      ),
      terms,
    ),
  },
  {
    id: 'dead-end',
    severity: 'warning',
    message: 'Nothing follows ask_day after Reply: the execution ends there.',
    flow: flow(trigger('ask_day'), ask('ask_day', undefined, 'terms', 'terms'), terms),
    fixes: ['Connect…', 'It ends here on purpose'],
  },
  {
    id: 'unwired-timeout',
    severity: 'warning',
    message: 'If nobody answers ask_day within 1 h, the execution just ends.',
    flow: flow(trigger('ask_day'), ask('ask_day', 'terms', undefined, 'terms'), terms),
    fixes: ['New message'],
  },
  {
    id: 'unwired-timeout',
    severity: 'warning',
    message: 'If nobody answers ask_again within 1 min 30 s, the execution just ends.',
    flow: flow(
      trigger('ask_day'),
      ask('ask_day', 'ask_again', 'terms', 'terms'),
      ask('ask_again', 'terms', undefined, 'terms', { timeout: '90' }),
      terms,
    ),
    fixes: ['Connect to terms', 'New message'],
    edits: [{ do: 'connect', state: 2, transition: 1, event: 'timeout', to: 'terms' }],
  },
  {
    id: 'unwired-timeout',
    severity: 'warning',
    message: 'If nobody answers gather_1 within 5 s, the execution just ends.',
    flow: flow(
      trigger('gather_1', 'incomingCall'),
      gather({}, on('keypress', 'bye'), on('timeout')),
      say('bye', 'Bye'),
    ),
    fixes: ['New message'],
    edits: [
      {
        do: 'add',
        type: 'say-play',
        name: 'say_play_1',
        properties: { say: 'We did not hear from you. Write to us again whenever you like.', loop: 1 },
        from: { state: 1, transition: 1, event: 'timeout' },
      },
    ],
  },
  {
    id: 'unwired-failure',
    severity: 'warning',
    message: 'If get_price fails, the contact hears nothing.',
    flow: flow(trigger('get_price'), http('get_price', {}, 'terms'), terms),
    fixes: ['New message'],
  },
  {
    id: 'unwired-failure',
    severity: 'notice',
    message: 'If the message of ask_day is not delivered, the execution just ends.',
    flow: flow(trigger('ask_day'), ask('ask_day', 'terms', 'terms'), terms),
    fixes: ['Connect…'],
  },
  {
    id: 'no-match-unwired',
    severity: 'warning',
    message: 'route_day ends the execution for any answer but 1, 2, 3.',
    flow: flow(
      trigger('ask_day'),
      ask('ask_day', 'route_day', 'terms', 'terms'),
      split('route_day', undefined, match('equal_to', '1', 'terms'), match('equal_to', '2'), match('equal_to', '3')),
      terms,
    ),
    fixes: ['Connect to ask_day again', 'New message'],
    edits: [{ do: 'connect', state: 2, transition: 0, event: 'noMatch', to: 'ask_day' }],
  },
  {
    id: 'unreachable',
    severity: 'warning',
    message: 'Nothing leads to send_old.',
    flow: flow(trigger('terms'), terms, send('send_old', 'Old', 'terms')),
    fixes: ['Delete', 'Show'],
    edits: [{ do: 'delete', state: 2 }],
  },
  {
    id: 'unwired-trigger',
    severity: 'warning',
    message: 'No trigger is connected: this flow can not start.',
    flow: flow(trigger(undefined), terms),
    fixes: ['Connect Message to terms'],
    edits: [{ do: 'connect', state: 0, transition: 0, event: 'incomingMessage', to: 'terms' }],
  },
  {
    id: 'unwired-trigger',
    severity: 'warning',
    message: 'No trigger is connected: this flow can not start.',
    flow: flow(trigger(undefined), say('bye', 'Bye')),
    fixes: ['Connect Call to bye'],
    edits: [{ do: 'connect', state: 0, transition: undefined, event: 'incomingCall', to: 'bye' }],
  },
  {
    id: 'unknown-variable',
    severity: 'warning',
    message: 'flow.variables.nmae is never set. Did you mean name?',
    flow: flow(
      trigger('set'),
      set('set', { name: 'Ann' }, 'terms'),
      send('terms', 'Hi {{ flow.variables.nmae | upcase }}'),
    ),
    fixes: ['Replace with name'],
    edits: [{ do: 'set', path: ['states', 2, 'properties', 'body'], value: 'Hi {{ flow.variables.name | upcase }}' }],
  },
  {
    id: 'unknown-widget-ref',
    severity: 'warning',
    message: '{{widgets.ask_dya…}} in terms: there is no widget ask_dya.',
    flow: flow(
      trigger('ask_day'),
      asked,
      send('terms', '{{widgets.ask_dya.inbound.Body}} {{widgets["ask_dya"].outbound.Sid}}'),
    ),
    fixes: ['Replace with ask_day'],
    edits: [
      {
        do: 'set',
        path: ['states', 2, 'properties', 'body'],
        value: '{{widgets.ask_day.inbound.Body}} {{widgets["ask_day"].outbound.Sid}}',
      },
    ],
  },
  {
    id: 'unknown-widget-ref',
    severity: 'warning',
    message: '{{widgets.old_ask…}} in terms: there is no widget old_ask.',
    flow: flow(trigger('terms'), send('terms', '{{widgets.old_ask.inbound.Body}}')),
  },
  {
    id: 'not-yet-run',
    severity: 'warning',
    message: "terms uses ask_day's answer, but ask_day never runs before it.",
    flow: flow(
      trigger('terms'),
      send('terms', 'Hi {{widgets.ask_day.inbound.Body}}', 'ask_day'),
      ask('ask_day', 'bye', 'bye', 'bye'),
      send('bye', 'Bye'),
    ),
  },
  {
    id: 'unknown-output',
    severity: 'notice',
    message: 'ask_day has no Digits; replies are in inbound.Body.',
    flow: flow(trigger('ask_day'), asked, send('terms', 'You said {{widgets.ask_day.Digits}}')),
    fixes: ['Replace with inbound.Body'],
    edits: [
      { do: 'set', path: ['states', 2, 'properties', 'body'], value: 'You said {{widgets.ask_day.inbound.Body}}' },
    ],
  },
  {
    id: 'loop-without-wait',
    severity: 'warning',
    message: 'a → b → a never waits: the execution is stopped after 1,000 steps.',
    flow: flow(trigger('a'), send('a', 'A', 'b'), send('b', 'B', 'a')),
  },
  {
    id: 'loop-without-wait',
    severity: 'warning',
    message: 'get_price → get_price never waits: the execution is stopped after 10 visits.',
    flow: flow(trigger('get_price'), http('get_price', {}, 'terms', 'get_price'), terms),
  },
  {
    id: 'shadowed-condition',
    severity: 'notice',
    message: 'Condition 3 of route can never match: condition 1 is the same.',
    flow: flow(
      trigger('ask_day'),
      ask('ask_day', 'route', 'terms', 'terms'),
      split(
        'route',
        'terms',
        match('equal_to', 'Yes', 'terms'),
        match('equal_to', 'no'),
        match('equal_to', ' yes ', 'ask_day'),
      ),
      terms,
    ),
    fixes: ['Remove'],
    edits: [{ do: 'remove', path: ['states', 2, 'transitions', 3] }],
  },
  {
    id: 'split-argument-differs',
    severity: 'notice',
    message: "Condition 2 tests another value than the split's input.",
    flow: flow(
      trigger('ask_day'),
      ask('ask_day', 'route', 'terms', 'terms'),
      split('route', 'terms', match('equal_to', '1'), match('equal_to', '2', 'terms', '{{flow.data.x}}')),
      terms,
    ),
    fixes: ['Use the input'],
  },
  {
    id: 'regex-alternation',
    severity: 'notice',
    message: 'a|b may match parts on Studio; write (?:a|b).',
    flow: flow(
      trigger('ask_day'),
      ask('ask_day', 'route', 'terms', 'terms'),
      split('route', 'terms', match('regex', 'a|b')),
      terms,
    ),
    fixes: ['Rewrite'],
  },
  {
    id: 'speech-not-wired',
    severity: 'notice',
    message: 'gather_1 listens to keys only, because Speech is not connected.',
    flow: flow(
      trigger('gather_1', 'incomingCall'),
      gather({ hints: 'sales, support' }, on('keypress', 'bye'), on('speech'), on('timeout', 'bye')),
      say('bye', 'Bye'),
    ),
  },
  {
    id: 'channel-mismatch',
    severity: 'warning',
    message: 'say_hi speaks, but messages can reach it too.',
    flow: flow(
      state('Trigger', 'trigger', {}, on('incomingMessage', 'say_hi'), on('incomingCall', 'say_hi')),
      say('say_hi', 'Hi'),
    ),
    fixes: ['Show path'],
  },
  {
    id: 'secret-in-property',
    severity: 'warning',
    message: 'URL of get_price seems to hold a password.',
    flow: flow(
      trigger('get_price'),
      http('get_price', { url: 'https://ann:swordfish@example.com/' }, 'terms', 'terms'),
      terms,
    ),
  },
  {
    id: 'unknown-property',
    severity: 'notice',
    message: 'timeout is not a property of Make HTTP request; it is kept and ignored.',
    flow: flow(trigger('get_price'), http('get_price', { timeout: '5' }, 'terms', 'terms'), terms),
    fixes: ['Remove'],
  },
  {
    id: 'not-runnable',
    severity: 'warning',
    message: 'Send To Autopilot is retired: the execution ends there.',
    flow: flow(
      trigger('bot'),
      state(
        'bot',
        'send-to-auto-pilot',
        { autopilot_assistant_sid: `UA${'1'.repeat(32)}`, body: 'x', from, timeout: 60 },
        on('sessionEnded'),
        on('failure'),
        on('timeout'),
      ),
    ),
  },
  {
    id: 'rest-only',
    severity: 'error',
    message: 'talk works only in executions started by REST, and REST API leads nowhere.',
    flow: flow(
      trigger('talk'),
      state(
        'talk',
        'resume-conversation',
        { conversation_service_sid: `IS${'1'.repeat(32)}` },
        on('resumed'),
        on('failed', 'terms'),
      ),
      terms,
    ),
  },
];

for (const { id, severity, message, flow: definition, fixes = [], edits, surroundings, beside = [] } of cases) {
  test(`${id}: ${message}`, () => {
    const problems = findProblems(definition, surroundings);
    const problem = problems.find((each) => each.id === id && each.message === message);
    assert.ok(problem, JSON.stringify(problems, null, 1));
    assert.deepEqual(problems.map((each) => each.id).sort(), [id, ...beside].sort());
    assert.equal(problem.severity, severity);
    assert.deepEqual(
      problem.fixes.map(({ label }) => label),
      fixes,
    );
    const [first] = problem.fixes;
    if (edits !== undefined) assert.deepEqual(first && 'edits' in first ? first.edits : undefined, edits);
    checkFixes(definition, problem, surroundings);
  });
}

/** Each fix that makes edits removes its problem and makes no error. */
function checkFixes(definition: JsonObject, problem: FlowProblem, surroundings: Surroundings = {}): void {
  const errors = findProblems(definition, surroundings).filter(({ severity }) => severity === 'error').length;
  for (const fix of problem.fixes) {
    if (!('edits' in fix)) continue;
    const after = findProblems(withEdits(definition, fix.edits), surroundings);
    assert.ok(!after.some(({ id, message }) => id === problem.id && message === problem.message), fix.label);
    assert.ok(after.filter(({ severity }) => severity === 'error').length <= errors, `${fix.label} makes an error`);
  }
}

/** No flow of this size shows them; they have the validator's words, or those of a case above. */
const shownElsewhere: readonly string[] = [
  'null-value',
  'wrong-constant',
  'wrong-pattern',
  'wrong-length',
  'too-few-items',
  'repeated-items',
  'unknown-event',
  'several-triggers',
  'subflow-revisions-differ',
  'too-many-subflow-widgets',
  'too-many-subflows',
  'too-many-problems',
];

test('every kind of problem of the validator is shown here, or has nothing of its own', () => {
  const shown = new Set<string>(cases.map(({ id }) => id));
  assert.deepEqual(
    Object.keys(validationCatalogue).filter((id) => !shown.has(id) && !shownElsewhere.includes(id)),
    [],
  );
});

test('a flow without problems has none', () => {
  assert.deepEqual(findProblems(flow(trigger('ask_day'), asked, terms)), []);
});

test('a missing target and an unwired timeout are one error and one warning', () => {
  const problems = findProblems(flow(trigger('ask_day'), ask('ask_day', 'trems', undefined, 'terms'), terms));
  assert.deepEqual(
    problems.map(({ id, severity }) => [id, severity]),
    [
      ['unknown-target', 'error'],
      ['unwired-timeout', 'warning'],
    ],
  );
});

test('a question, a split and three answers: No reply and No match lead nowhere', () => {
  const definition = flow(
    trigger('ask_day'),
    ask('ask_day', 'route_day'),
    split(
      'route_day',
      undefined,
      match('equal_to', '1', 'one'),
      match('equal_to', '2', 'two'),
      match('equal_to', '3', 'three'),
    ),
    send('one', '1'),
    send('two', '2'),
    send('three', '3'),
  );
  const warnings = findProblems(definition).filter(({ severity }) => severity !== 'notice');
  assert.deepEqual(
    warnings.map(({ id }) => id),
    ['unwired-timeout', 'no-match-unwired'],
  );
});

test('problems stand in document order, the flow’s own first', () => {
  const definition = {
    ...flow(
      trigger('ask_day'),
      ask('ask_day', undefined, undefined, 'b', { body: 5, from: 5 }),
      send('b', '{{ x | y }}', 'c'),
    ),
    initial_state: 'nobody',
  };
  assert.deepEqual(
    findProblems(definition).map(({ widget, id }) => `${widget ?? 'flow'} ${id}`),
    [
      'flow unknown-initial-state',
      'ask_day dead-end',
      'ask_day unwired-timeout',
      'ask_day wrong-type',
      'ask_day wrong-type',
      'b unknown-target',
      'b unknown-filter',
    ],
  );
});

test('muted problems are set apart, by widget and kind; errors are not', () => {
  const problems = findProblems(flow(trigger('ask_day'), ask('ask_day', 'nobody', undefined, 'terms'), terms));
  const { shown, muted } = splitMuted(problems, [
    { widget: 'ask_day', id: 'unwired-timeout' },
    { widget: 'ask_day', id: 'unknown-target' },
    { widget: 'terms', id: 'dead-end' },
  ]);
  assert.deepEqual([shown.map(({ id }) => id), muted.map(({ id }) => id)], [['unknown-target'], ['unwired-timeout']]);
});
