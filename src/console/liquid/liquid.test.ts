/** Templates in the inspector: samples, previews, completion, faults, and the test of conditions. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { predicates } from '../../engine/predicates/index.ts';
import { importDocument } from '../document/open.ts';
import { flowView } from '../document/view.ts';
import { candidatesFor, pathText } from './candidates.ts';
import { completionAt } from './completion.ts';
import { testSplit } from './condition-test.ts';
import { templateFaults } from './faults.ts';
import { previewOf } from './preview.ts';
import { inventedSample } from './sample.ts';

const nowMs = Date.UTC(2026, 10, 23, 14, 5);

function flowOf(states: readonly object[]) {
  const document = importDocument(JSON.stringify({ states, initial_state: 'Trigger' }));
  assert.ok(!('refused' in document));
  return flowView(document);
}

const flow = flowOf([
  { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'ask_day' }], properties: {} },
  {
    name: 'ask_day',
    type: 'send-and-wait-for-reply',
    transitions: [{ event: 'incomingMessage', next: 'set_day' }],
    properties: { body: 'When?' },
  },
  {
    name: 'set_day',
    type: 'set-variables',
    transitions: [{ event: 'next', next: 'thank' }],
    properties: { variables: [{ key: 'day', value: '{{widgets.ask_day.inbound.Body | downcase}}' }] },
  },
  { name: 'thank', type: 'send-message', transitions: [{ event: 'sent', next: 'late one' }], properties: {} },
  { name: 'late one', type: 'make-http-request', transitions: [], properties: {} },
]);

const sample = inventedSample(flow, 'FW1', nowMs);

test('a sample has the trigger that is connected, every widget, and variables as their templates give them', () => {
  assert.deepEqual(Object.keys(Object(sample.trigger)), ['message']);
  assert.deepEqual(Object.keys(Object(sample.widgets)), ['ask_day', 'set_day', 'thank', 'late one']);
  assert.equal(previewText('{{flow.variables.day}} {{widgets.set_day.day}}'), 'yes yes');
});

function previewText(source: string): string {
  const preview = previewOf(source, sample, nowMs);
  assert.ok('text' in preview);
  return preview.text;
}

const previews = [
  { source: 'Hello', parts: [['plain', 'Hello']] },
  {
    source: 'Hi {{contact.channel.address}}!',
    parts: [
      ['plain', 'Hi '],
      ['filled', '+15550001001'],
      ['plain', '!'],
    ],
  },
  {
    source: 'Day: {{flow.variables.nothing}}.',
    parts: [
      ['plain', 'Day: '],
      ['missing', ''],
      ['plain', '.'],
    ],
  },
  // Marks inside of a captured text would count as its letters: nothing is told apart then.
  { source: '{% capture a %}{{"xy"}}{% endcapture %}{{a | size}}', parts: [['plain', '2']] },
  { source: 'a {{- "b" -}} c', parts: [['plain', 'abc']] },
  { source: '', parts: [] },
];

for (const { source, parts } of previews) {
  test(`the preview of ${JSON.stringify(source)} tells its parts apart`, () => {
    const preview = previewOf(source, sample, nowMs);
    assert.ok('parts' in preview);
    assert.deepEqual(
      preview.parts.map(({ kind, text }) => [kind, text]),
      parts,
    );
  });
}

test('a template that cannot be rendered says why', () => {
  assert.deepEqual(previewOf('{{ 1 | uper }}', sample, nowMs), { fault: 'Unknown filter "uper"' });
});

const candidates = candidatesFor(flow, 'set_day', sample);
const find = (path: string) => candidates.find((each) => each.path === path);

test('what can have run before is certain, what comes later may be empty', () => {
  assert.equal(find('widgets.ask_day.inbound.Body')?.isCertain, true);
  assert.equal(find('widgets.ask_day.inbound.Body')?.sample, 'Yes');
  assert.equal(find('widgets["late one"].status_code')?.isCertain, false);
  assert.equal(find('flow.variables.day')?.isCertain, false);
  assert.equal(candidatesFor(flow, 'thank', sample).find(({ path }) => path === 'flow.variables.day')?.isCertain, true);
});

test('a path comes once, and the trigger that is connected comes before the others', () => {
  const paths = candidates.map(({ path }) => path);
  assert.equal(new Set(paths).size, paths.length);
  assert.ok(paths.includes('trigger.message.Body'));
  assert.ok(!paths.some((path) => path.startsWith('trigger.call')));
});

test('names that Liquid cannot read behind a dot stand in brackets', () => {
  assert.equal(pathText(['widgets', 'a b', 'body']), 'widgets["a b"].body');
});

const completions = [
  { typed: 'Hi {{|', from: 5, has: 'contact.channel.address' },
  { typed: 'Hi {{wid|', from: 5, has: 'widgets.ask_day.inbound.Body' },
  { typed: '{{ widgets.ask_day.|', from: 3, has: 'widgets.ask_day.inbound' },
  { typed: '{{ widgets["la|', from: 3, has: 'widgets["late one"].body' },
  { typed: '{{ a | up|', from: 7, has: 'upcase' },
  { typed: '{{ a |', at: 6, from: 6, has: 'upcase' },
  { typed: '{% i|', from: 3, has: 'if' },
  { typed: '{%|', from: 2, has: 'if' },
  { typed: '{% if contact.|', from: 6, has: 'contact.channel.address' },
  { typed: '{% assign mine = 1 %}{{ m|', from: 24, has: 'mine' },
  { typed: '{% for x in y %}{{ |', from: 19, has: 'forloop' },
  { typed: '{% for x in y %}{% endfor %}{{ |', from: 31, lacks: 'forloop' },
  { typed: 'Hi wid|' },
  { typed: '{{ a }} wid|' },
  { typed: '{{ "wid|' },
  { typed: '{{ 12|' },
];

for (const { typed, at = typed.lastIndexOf('|'), from, has, lacks } of completions) {
  test(`at the end of ${typed} there ${from === undefined ? 'is nothing to complete' : `is ${has ?? 'something'}`}`, () => {
    const source = at === typed.length ? typed : typed.slice(0, at);
    const found = completionAt(source, source.length, () => candidates);
    assert.equal(found?.from, from);
    const texts = found?.options.map(({ text }) => text) ?? [];
    if (has !== undefined) assert.ok(texts.includes(has), texts.join());
    if (lacks !== undefined) assert.ok(!texts.includes(lacks));
  });
}

const faults = [
  { source: 'Hello {{contact.channel.address}}' },
  { source: '{{ 1 | uper }}', at: 'uper', message: '"uper" is not a filter. Did you mean upcase?' },
  { source: 'a {{ b', at: '{{ b', message: '"{{" is not closed.' },
  {
    source: '{{widgets.ask_dya.inbound}}',
    at: '.ask_dya',
    message: 'widgets.ask_dya is not a widget. Did you mean ask_day?',
  },
  {
    source: '{{flow.variables.dya}}',
    at: '.dya',
    message: 'flow.variables.dya is never set. Did you mean day?',
  },
];

for (const { source, at, message } of faults) {
  test(`${source} is ${message === undefined ? 'fine' : `marked: ${message}`}`, () => {
    assert.deepEqual(
      templateFaults(source, flow).map((fault) => [source.slice(fault.start, fault.end), fault.message]),
      message === undefined ? [] : [[at, message]],
    );
  });
}

const conditions = predicates.map(({ type, usesValue }) => ({
  event: 'match',
  conditions: [{ friendly_name: type, arguments: ['{{a}}'], type, value: usesValue ? '5' : 'x' }],
}));
const split = flowOf([{ name: 's', type: 'split-based-on', transitions: conditions, properties: { input: '{{a}}' } }]);

const verdicts = [
  { value: '5', matches: ['equal_to', 'matches_any_of', 'is_not_blank', 'regex', 'contains', 'starts_with'] },
  {
    value: ' ',
    matches: ['not_equal_to', 'does_not_match_any_of', 'is_blank', 'does_not_contain', 'does_not_start_with'],
  },
  {
    value: '4',
    matches: [
      'not_equal_to',
      'does_not_match_any_of',
      'is_not_blank',
      'does_not_contain',
      'does_not_start_with',
      'less_than',
    ],
  },
];

for (const { value, matches } of verdicts) {
  test(`of the ${predicates.length} predicates with 5, the value ${JSON.stringify(value)} fits ${matches.length}`, () => {
    const state = split.states[0];
    assert.ok(state);
    const tested = testSplit(state, value, {}, nowMs);
    const fitting = predicates.filter((_, at) => tested.verdicts.get(at)?.[0]?.isMatch).map(({ type }) => type);
    assert.deepEqual(fitting, matches);
    assert.equal(
      tested.taken,
      predicates.findIndex(({ type }) => type === matches[0]),
    );
  });
}

test('all conditions of one transition must hold, and one that tests another value is tested with the sample', () => {
  const both = flowOf([
    {
      name: 's',
      type: 'split-based-on',
      properties: { input: '{{a}}' },
      transitions: [
        { event: 'noMatch' },
        {
          event: 'match',
          conditions: [
            { type: 'equal_to', arguments: ['{{a}}'], value: '1' },
            { type: 'equal_to', arguments: ['{{b}}'], value: '{{c}}' },
          ],
        },
      ],
    },
  ]).states[0];
  assert.ok(both);
  assert.equal(testSplit(both, '1', { b: 'x', c: 'X' }, nowMs).taken, 1);
  assert.equal(testSplit(both, '1', { b: 'y', c: 'X' }, nowMs).taken, undefined);
});
