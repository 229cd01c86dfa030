/** Changes of a small flow, one way of changing at a time: what is told, in words and as Markdown. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json, JsonObject } from '../../engine/json.ts';
import { appliedChanges, compareFlows, isSameFlow } from './compare.ts';
import {
  changeSentence,
  comparisonMarkdown,
  firstPublicationSummary,
  publicationSummary,
  revisionMessage,
} from './describe.ts';
import { comparisonMarks } from './marks.ts';
import { wordDiff } from './word-diff.ts';

const match = (value: string, next?: string): JsonObject => ({
  event: 'match',
  ...(next === undefined ? {} : { next }),
  conditions: [
    {
      friendly_name: `If value equal_to ${value}`,
      arguments: ['{{widgets.ask_day.inbound.Body}}'],
      type: 'equal_to',
      value,
    },
  ],
});

const flow = {
  description: 'Appointments',
  states: [
    {
      name: 'Trigger',
      type: 'trigger',
      transitions: [{ event: 'incomingMessage', next: 'ask_day' }],
      properties: { offset: { x: 0, y: 0 } },
    },
    {
      name: 'ask_day',
      type: 'send-and-wait-for-reply',
      transitions: [
        { event: 'incomingMessage', next: 'route_day' },
        { event: 'timeout' },
        { event: 'deliveryFailure' },
      ],
      properties: {
        offset: { x: 0, y: 200 },
        from: '{{flow.channel.address}}',
        body: 'When would suit you?',
        timeout: '3600',
        content_variables: [{ key: '1', value: 'Ann' }],
      },
    },
    {
      name: 'route_day',
      type: 'split-based-on',
      transitions: [{ event: 'noMatch' }, match('monday', 'send_map'), match('tuesday')],
      properties: { offset: { x: 0, y: 400 }, input: '{{widgets.ask_day.inbound.Body}}' },
    },
    {
      name: 'send_map',
      type: 'send-message',
      transitions: [{ event: 'sent' }, { event: 'failed' }],
      properties: { offset: { x: 0, y: 600 }, from: '{{flow.channel.address}}', body: 'Here is the way' },
    },
  ],
  initial_state: 'Trigger',
  flags: { allow_concurrent_calls: true },
} as const satisfies JsonObject;

const [trigger, ask, route, send] = flow.states;
const withStates = (...states: JsonObject[]): JsonObject => ({ ...flow, states });
const withText = (replacements: readonly (readonly [string, string])[]): JsonObject =>
  JSON.parse(replacements.reduce((text, [old, now]) => text.replaceAll(old, now), JSON.stringify(flow)));

interface Case {
  readonly what: string;
  readonly second: JsonObject;
  readonly sentences: readonly string[];
  readonly markdown: readonly string[];
  readonly moves?: number;
}

const cases: readonly Case[] = [
  {
    what: 'a text',
    second: withText([['When would suit you?', 'When suits you?']]),
    sentences: ['Changed the text of ask_day'],
    markdown: ['- ✎ **ask\\_day** Message body: "When ~~would suit~~**suits** you?"'],
  },
  {
    what: 'another property',
    second: withText([['"3600"', '"60"']]),
    sentences: ['Changed Stop waiting after of ask_day'],
    markdown: ['- ✎ **ask\\_day** Stop waiting after: "~~3600~~**60**"'],
  },
  {
    what: 'an entry of a key–value list',
    second: withText([['[{"key":"1","value":"Ann"}]', '[{"key":"2","value":"Bo"},{"key":"1","value":"Eve"}]']]),
    sentences: ['Changed Content variables of ask_day'],
    markdown: ['- ✎ **ask\\_day** Content variables:', '  - 2: empty → "Bo"', '  - 1: "Ann" → "Eve"'],
  },
  {
    what: 'a widget that is new',
    second: withStates(trigger, ask, route, send, { ...send, name: 'send_bill', properties: { body: 'Pay' } }),
    sentences: ['Added send_bill'],
    markdown: ['- + **send\\_bill** added (Send message)'],
  },
  {
    what: 'a wire that is gone',
    second: withStates(
      trigger,
      ask,
      { ...route, transitions: [{ event: 'noMatch' }, match('monday'), match('tuesday')] },
      send,
    ),
    sentences: ['route_day: "monday" now leads nowhere'],
    markdown: ['- ⇢ **route\\_day** "monday" now leads nowhere (was send\\_map)'],
  },
  {
    what: 'a widget without what leads to it',
    second: withStates(trigger, ask, {
      ...route,
      transitions: [{ event: 'noMatch' }, match('monday'), match('tuesday')],
    }),
    sentences: ['route_day: "monday" now leads nowhere', 'Removed send_map'],
    markdown: [
      '- ⇢ **route\\_day** "monday" now leads nowhere (was send\\_map)',
      '- − **send\\_map** removed (Send message)',
    ],
  },
  {
    what: 'a name, with everything that refers to it',
    second: withText([
      ['"ask_day"', '"ask"'],
      ['widgets.ask_day.', 'widgets.ask.'],
    ]),
    sentences: ['Renamed ask_day to ask'],
    markdown: ['- ✎ **ask** was ask\\_day'],
  },
  {
    what: 'a name that needs brackets',
    second: withText([
      ['"ask_day"', '"ask day"'],
      ['widgets.ask_day.', 'widgets[\\"ask day\\"].'],
    ]),
    sentences: ['Renamed ask_day to ask day'],
    markdown: ['- ✎ **ask day** was ask\\_day'],
  },
  {
    what: 'two names at once, and a text',
    second: withText([
      ['"ask_day"', '"ask"'],
      ['widgets.ask_day.', 'widgets.ask.'],
      ['"route_day"', '"route"'],
      ['Here is', 'That is'],
    ]),
    sentences: ['Renamed ask_day to ask', 'Renamed route_day to route', 'Changed the text of send_map'],
    markdown: [
      '- ✎ **ask** was ask\\_day',
      '- ✎ **route** was route\\_day',
      '- ✎ **send\\_map** Message body: "~~Here~~**That** is the way"',
    ],
  },
  {
    what: 'where a condition leads',
    second: withStates(
      trigger,
      ask,
      { ...route, transitions: [{ event: 'noMatch' }, match('monday', 'send_map'), match('tuesday', 'send_map')] },
      send,
    ),
    sentences: ['route_day: "tuesday" now leads to send_map'],
    markdown: ['- ⇢ **route\\_day** "tuesday" now leads to send\\_map'],
  },
  {
    what: 'a condition, one more and one less',
    second: withStates(
      trigger,
      ask,
      {
        ...route,
        transitions: [{ event: 'noMatch' }, match('mon', 'send_map'), match('tuesday'), match('friday', 'ask_day')],
      },
      send,
    ),
    sentences: ['Changed the conditions of route_day'],
    markdown: [
      '- ✎ **route\\_day** Conditions:',
      '  - ~~= monday~~ **= mon** → send\\_map',
      '  - **= friday** → ask\\_day',
    ],
  },
  {
    what: 'the order of conditions',
    second: withStates(
      trigger,
      ask,
      { ...route, transitions: [{ event: 'noMatch' }, match('tuesday'), match('monday', 'send_map')] },
      send,
    ),
    sentences: ['Changed the order of the conditions of route_day'],
    markdown: ['- ✎ **route\\_day** Conditions:', '  - conditions in another order'],
  },
  {
    what: 'what follows',
    second: withText([['{"event":"timeout"}', '{"event":"timeout","next":"send_map"}']]),
    sentences: ['ask_day: No reply now leads to send_map'],
    markdown: ['- ⇢ **ask\\_day** No reply now leads to send\\_map'],
  },
  {
    what: 'the flow itself',
    second: { ...flow, description: 'Visits', flags: { allow_concurrent_calls: false } },
    sentences: ['Changed the description of the flow', 'Changed whether the flow takes concurrent calls'],
    markdown: [
      '- ✎ Changed the description of the flow: "Appointments" → "Visits"',
      '- ✎ Changed whether the flow takes concurrent calls: true → false',
    ],
  },
  {
    what: 'positions alone',
    second: withText([['"y":200', '"y":220']]),
    sentences: [],
    markdown: ['r1 and r2 are the same, apart from 1 moved widget.'],
    moves: 1,
  },
  {
    what: 'the form of the file alone',
    second: withStates(send, trigger, ask, {
      ...route,
      transitions: [match('monday', 'send_map'), { event: 'noMatch', next: '' }, match('tuesday')],
    }),
    sentences: [
      'route_day is written differently, with the same meaning',
      'Written differently, with the same meaning',
    ],
    markdown: ['r1 and r2 are the same.'],
  },
];

for (const { what, second, sentences, markdown, moves = 0 } of cases) {
  test(`a change of ${what} is told`, () => {
    const comparison = compareFlows(flow, second);
    assert.deepEqual(comparison.changes.map(changeSentence), sentences);
    assert.equal(comparison.moves.length, moves);
    const text = comparisonMarkdown(comparison, { first: 'r1', second: 'r2' });
    assert.deepEqual(text.trimEnd().split('\n').slice(2), markdown);
    assert.deepEqual(appliedChanges(comparison), second);
  });
}

const summaries: readonly { second: JsonObject; message: string; summary: string; isSame?: boolean }[] = [
  { second: flow, message: 'Nothing changed', summary: 'Nothing changed', isSame: true },
  { second: withText([['Here is', 'That is']]), message: 'Changed the text of send_map', summary: '1 changed' },
  { second: withText([['"y":200', '"y":220']]), message: 'Moved ask_day', summary: '1 moved', isSame: true },
  { second: withText([['"x":0', '"x":10']]), message: 'Moved 4 widgets', summary: '4 moved', isSame: true },
  {
    second: withText([
      ['Here is', 'That is'],
      ['would suit', 'suits'],
      ['"Appointments"', '"Visits"'],
      ['{"event":"timeout"}', '{"event":"timeout","next":"send_map"}'],
      ['"y":200', '"y":220'],
    ]),
    message: 'Changed the description of the flow, and 3 more changes',
    summary: '2 changed, 1 rewired, 1 moved, settings of the flow changed',
  },
];

for (const { second, message, summary, isSame = false } of summaries) {
  test(`a revision says "${message}", its publication "${summary}"`, () => {
    const comparison = compareFlows(flow, second);
    assert.equal(revisionMessage(comparison), message);
    assert.equal(publicationSummary(comparison), summary);
    assert.equal(isSameFlow(comparison), isSame);
  });
}

test('the first publication counts widgets and connected transitions', () => {
  assert.equal(firstPublicationSummary(flow), 'First publication: 4 widgets, 3 transitions');
  assert.equal(firstPublicationSummary({ states: [trigger] }), 'First publication: 1 widget, 1 transition');
});

const texts: readonly [before: string, after: string, marked: string][] = [
  ['When would suit you?', 'When suits you?', 'When [-would suit-][+suits+] you?'],
  ['a b c', 'a c', 'a [-b -]c'],
  ['', 'new', '[+new+]'],
  ['old', '', '[-old-]'],
  ['Hi {{flow.data.name}}!', 'Hi {{flow.data.first}}!', 'Hi [-{{flow.data.name}}-][+{{flow.data.first}}+]!'],
  ['same', 'same', 'same'],
  ['Größe L', 'Größe XL', 'Größe [-L-][+XL+]'],
];

for (const [before, after, marked] of texts) {
  test(`${JSON.stringify(before)} to ${JSON.stringify(after)} word by word is ${marked}`, () => {
    const parts = wordDiff(before, after);
    const sign = { same: ['', ''], removed: ['[-', '-]'], added: ['[+', '+]'] };
    assert.equal(parts.map(({ kind, text }) => sign[kind].join(text)).join(''), marked);
  });
}

test('a text without words in common, longer than any message, is shown as a whole', () => {
  const parts = wordDiff('a '.repeat(3000), 'b '.repeat(3000));
  assert.deepEqual(
    parts.map(({ kind }) => kind),
    ['removed', 'added', 'same'],
  );
});

test('what people wrote is no Markdown', () => {
  const second = withText([['Here is the way', '<img onerror=x> **bold**\\n# [link](javascript:x)']]);
  const text = comparisonMarkdown(compareFlows(withText([['Here is the way', '']]), second), {
    first: 'r1',
    second: '`r2`',
  });
  assert.match(text, /\\<img onerror=x\\> \\\*\\\*bold\\\*\\\* ↵ \\# \\\[link\\\]\(javascript:x\)/);
  assert.match(text, /^## Changes from r1 to \\`r2\\`\n/);
});

test('the canvas shows marks, ghosts at their place, and wires', () => {
  const second = withStates(
    { ...trigger, properties: { offset: { x: 10, y: 0 } } },
    {
      ...ask,
      transitions: [
        { event: 'incomingMessage', next: 'send_bill' },
        { event: 'timeout' },
        { event: 'deliveryFailure' },
      ],
    },
    { ...send, name: 'send_bill', properties: { body: 'Pay' } },
    send,
  );
  const { marks, oldPlaces, ghosts, addedWires, removedWires } = comparisonMarks(compareFlows(flow, second));
  assert.deepEqual(Object.fromEntries(marks), { Trigger: 'moved', ask_day: 'changed', send_bill: 'added' });
  assert.deepEqual(Object.fromEntries(oldPlaces), { Trigger: { x: 0, y: 0 } });
  assert.deepEqual(ghosts, [route]);
  assert.deepEqual(addedWires, [{ from: 'ask_day', index: 0, event: 'incomingMessage', to: 'send_bill' }]);
  assert.deepEqual(
    removedWires.map(({ from, to }) => [from, to]),
    [
      ['ask_day', 'route_day'],
      ['route_day', 'send_map'],
    ],
  );
});

test('a renamed widget keeps its wires', () => {
  const second = withText([
    ['"ask_day"', '"ask"'],
    ['widgets.ask_day.', 'widgets.ask.'],
  ]);
  const { marks, addedWires, removedWires } = comparisonMarks(compareFlows(flow, second));
  assert.deepEqual(Object.fromEntries(marks), { ask: 'changed' });
  assert.deepEqual([addedWires, removedWires], [[], []]);
});

test('2,000 widgets, all renamed, are compared in little more than the time to read them', () => {
  const many = (prefix: string): JsonObject => ({
    states: Array.from(
      { length: 2000 },
      (_, at): Json => ({
        name: `${prefix}_${at}`,
        type: 'send-message',
        transitions: [{ event: 'sent', next: `${prefix}_${at + 1}` }, { event: 'failed' }],
        properties: { body: `Text ${at % 40}: {{widgets.${prefix}_${at}.outbound.Sid}}`, offset: { x: at, y: 0 } },
      }),
    ),
  });
  const startedAt = performance.now();
  const { changes } = compareFlows(many('a'), many('b'));
  assert.equal(changes.filter(({ kind }) => kind === 'renamed').length, 1999);
  // Far more than it takes: tests share their machine. What it must not do is grow with the square.
  assert.ok(performance.now() - startedAt < 10_000);
});
