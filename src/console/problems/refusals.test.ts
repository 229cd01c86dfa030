/** What the validator refuses or warns of: the exact sentence, its severity, and what the fixes make of it. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../../engine/json.ts';
import { validationCatalogue } from '../../engine/validation/index.ts';
import {
  ask,
  asked,
  flow,
  gather,
  http,
  on,
  type ProblemCase,
  say,
  send,
  state,
  terms,
  testProblems,
  trigger,
} from './problem-flows-fixture.ts';

const cases: readonly ProblemCase[] = [
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
    id: 'unknown-property',
    severity: 'notice',
    message: 'timeout is not a property of Make HTTP request; it is kept and ignored.',
    flow: flow(trigger('get_price'), http('get_price', { timeout: '5' }, 'terms', 'terms'), terms),
    fixes: ['Remove'],
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

testProblems(cases);

/** Kinds with the validator's own words, and those that `wiring.test.ts` and `values.test.ts` show. */
const shownElsewhere: readonly string[] = [
  'null-value',
  'wrong-constant',
  'wrong-pattern',
  'wrong-length',
  'too-few-items',
  'too-many-items',
  'repeated-items',
  'several-triggers',
  'subflow-revisions-differ',
  'too-many-subflow-widgets',
  'too-many-subflows',
  'too-many-problems',
  'unwired-trigger',
];

test('every kind of problem of the validator is shown', () => {
  const shown = new Set<string>(cases.map(({ id }) => id));
  const missing = Object.keys(validationCatalogue).filter((id) => !shown.has(id));
  assert.deepEqual(missing.sort(), [...shownElsewhere].sort());
});
