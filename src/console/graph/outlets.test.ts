import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json } from '../../engine/json.ts';
import { predicates } from '../../engine/predicates/index.ts';
import { widgets } from '../../widgets/index.ts';
import { cardTexts } from '../texts/cards.ts';
import { state } from './flow-fixture.ts';
import { conditionLabel, eventInWords, outletsOf } from './outlets.ts';

const labels: { readonly [type: string]: string } = {
  trigger: 'Message, Call, Conversation, REST API, Subflow',
  'send-message': 'Sent, Failed',
  'send-and-wait-for-reply': 'Reply, No reply, Not delivered',
  'split-based-on': 'No match',
  'set-variables': 'Next',
  'make-http-request': 'Success, Failed',
  'run-function': 'Success, Failed',
  'run-function-v2': 'Success, Failed',
  'run-subflow': 'Completed, Failed',
  'send-to-flex': 'Task created, Not created, Call failed',
  'add-twiml-redirect': 'Return, Timeout, Failed',
  'start-conversation': 'Created, Failed',
  'resume-conversation': 'Resumed, Failed',
  'say-play': 'Done',
  'gather-input-on-call': 'Keys, Speech, No input',
  'connect-call-to': 'Call ended, Hung up',
  'make-outgoing-call-v2': 'Answered, Busy, No answer, Failed',
  'make-outgoing-call-v1': 'Answered, Machine, Busy, No answer, Failed, Hung up',
  'record-voicemail': 'Recorded, No audio, Hung up',
  'record-call': 'Success, Failed',
  'enqueue-call': 'Call ended, Not queued, Call failed',
  'capture-payments': 'Success, Too many tries, Provider error, Interrupted, Hung up, Invalid',
  'fork-stream': 'Next',
  'connect-virtual-agent': 'Return, Hung up',
  'connect-virtual-agent-v2': 'Completed, Live agent handoff, Hung up, Failed, Paused, Timeout',
  'run-conversation-relay': 'Success, Failed',
  // Nobody published their events, or they can not be run: the outlets are those of the file.
  'create-task': '',
  'create-chat-channel': '',
  'add-member-to-chat-channel': '',
  'update-sync-object': '',
  understand: '',
  'send-to-auto-pilot': '',
};

for (const { type } of widgets) {
  test(`${type}: outlets of a card without wires`, () => {
    const outlets = outletsOf(state(type));
    assert.equal(outlets.map(({ label }) => label).join(', '), labels[type]);
    assert.ok(outlets.every(({ kind, transition }) => kind !== 'unknown' && transition === undefined));
  });
}

test('the catalogue of labels names only events that there are', () => {
  for (const [type, events] of Object.entries(cardTexts.outlets)) {
    const widget = widgets.find((each) => each.type === type);
    for (const event of Object.keys(events)) assert.ok(widget && Object.hasOwn(widget.events, event), event);
  }
});

const orders: readonly { readonly title: string; readonly type: string; readonly has: Json[]; readonly ids: string }[] =
  [
    {
      title: 'outlets stand in the order of the type, not of the file',
      type: 'send-message',
      has: [{ event: 'failed' }, { event: 'sent', next: 'b' }],
      ids: 'sent→b failed',
    },
    {
      title: 'what the file leaves out is drawn as well',
      type: 'send-message',
      has: [{ event: 'failed', next: 'b' }],
      ids: 'sent failed→b',
    },
    {
      title: 'conditions keep the order of the file, No match comes last',
      type: 'split-based-on',
      has: [
        { event: 'noMatch', next: 'x' },
        { event: 'match', next: 'b' },
        { event: 'match', next: 'c' },
      ],
      ids: 'match→b match#2→c noMatch→x',
    },
    {
      title: 'an event that the type does not have comes last',
      type: 'send-message',
      has: [{ event: 'bounced', next: 'b' }, { event: 'sent' }],
      ids: 'sent failed bounced→b!',
    },
    {
      title: 'an event that stands twice has two outlets',
      type: 'set-variables',
      has: [
        { event: 'next', next: 'b' },
        { event: 'next', next: 'c' },
      ],
      ids: 'next→b next#2→c',
    },
    {
      title: 'of an unknown type all that the file has, in its order',
      type: 'no-such-type',
      has: [{ event: 'one', next: 'b' }, { event: 'two' }],
      ids: 'one→b two',
    },
    {
      title: 'an event that is accepted and never fires is drawn where the file has it',
      type: 'send-to-flex',
      has: [{ event: 'composerStarted', next: 'b' }],
      ids: 'callComplete failedToEnqueue callFailure composerStarted→b',
    },
  ];

for (const { title, type, has, ids } of orders) {
  test(title, () => {
    const drawn = outletsOf(state(type, {}, has)).map(
      ({ id, next, kind }) => `${id}${next === undefined ? '' : `→${next}`}${kind === 'unknown' ? '!' : ''}`,
    );
    assert.equal(drawn.join(' '), ids);
  });
}

test('an outlet knows its place in the file', () => {
  const outlets = outletsOf(state('split-based-on', {}, [{ event: 'noMatch' }, { event: 'match' }]));
  assert.deepEqual(
    outlets.map(({ transition }) => transition),
    [1, 0],
  );
});

test('failures and timeouts are told from other events', () => {
  const outlets = outletsOf(state('send-and-wait-for-reply'));
  assert.deepEqual(
    outlets.map(({ kind }) => kind),
    ['plain', 'mishap', 'mishap'],
  );
});

const conditions = [
  ['equal_to', '1', '', '= 1'],
  ['not_equal_to', '1', '', '≠ 1'],
  ['matches_any_of', 'yes, y', '', 'in yes, y'],
  ['does_not_match_any_of', 'no', '', 'not in no'],
  ['contains', 'x', '', 'contains x'],
  ['does_not_contain', 'x', '', 'lacks x'],
  ['starts_with', 'x', '', 'starts x'],
  ['does_not_start_with', 'x', '', 'not starts x'],
  ['is_blank', 'Is Blank', '', 'blank'],
  ['is_not_blank', 'Is Not Blank', '', 'not blank'],
  ['regex', '[1-5]', '', '/[1-5]/'],
  ['less_than', '5', '', '< 5'],
  ['greater_than', '5', '', '> 5'],
  ['is_before_time', '17:00', '', 'before 17:00'],
  ['is_after_time', '17:00', '', 'after 17:00'],
  ['is_before_date', '2026-11-23', '', 'before 2026-11-23'],
  ['is_after_date', '2026-11-23', '', 'after 2026-11-23'],
  ['equal_to', '1', 'If value equal_to 1', '= 1'],
  // The editor leaves the name behind when the condition is changed.
  ['matches_any_of', 'Agent', 'If value contains Sim', 'in Agent'],
  ['equal_to', '1', 'Sales', 'Sales'],
  ['no_such_predicate', 'x', '', 'no_such_predicate x'],
] as const;

for (const [type, value, friendlyName, label] of conditions) {
  test(`the condition ${type} ${value}, named ${JSON.stringify(friendlyName)}, is labelled ${label}`, () => {
    assert.equal(conditionLabel({ type, value, friendlyName }), label);
  });
}

test('every predicate has a short form', () => {
  assert.deepEqual(Object.keys(cardTexts.conditions).sort(), predicates.map(({ type }) => type).sort());
});

test('conditions of one transition are joined', () => {
  const match = [
    { friendly_name: '', type: 'greater_than', value: '1' },
    { friendly_name: '', type: 'less_than', value: '5' },
  ];
  assert.equal(
    outletsOf(state('split-based-on', {}, [{ event: 'match', conditions: match }]))[0]?.label,
    '> 1 and < 5',
  );
});

for (const [event, words] of [
  ['live-agent-handoff', 'Live agent handoff'],
  ['audioComplete', 'Audio complete'],
  ['next', 'Next'],
]) {
  test(`the event ${event} in words`, () => assert.equal(eventInWords(event ?? ''), words));
}
