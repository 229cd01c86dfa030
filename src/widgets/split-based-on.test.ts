import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../engine/json.ts';
import { type PlayWidgetOptions, playWidget } from '../testing/index.ts';
import { splitBasedOn } from './split-based-on.ts';

const input = '{{trigger.message.Body}}';

function match(next: string, ...conditions: JsonObject[]): JsonObject {
  return { event: 'match', next, conditions: conditions.map((each) => ({ friendly_name: 'x', ...each })) };
}

function split(
  body: string,
  transitions: JsonObject[],
  properties: JsonObject = { input },
  options: PlayWidgetOptions = {},
) {
  const states = ['a', 'b', 'other'].map((name) => ({ name, type: 'set-variables', properties: {}, transitions: [] }));
  const play = playWidget(splitBasedOn, properties, { start: { body }, transitions, states, ...options });
  const step = play.steps.find(({ transitionedFrom }) => transitionedFrom === 'widget');
  return { play, event: step?.event, to: step?.transitionedTo };
}

const noMatch = { event: 'noMatch', next: 'other' };

const cases: { title: string; body: string; transitions: JsonObject[]; properties?: JsonObject; to: string }[] = [
  {
    title: 'scenario 9: of two branches that match the first in the array',
    body: 'yes',
    transitions: [
      noMatch,
      match('a', { type: 'contains', value: 'e' }),
      match('b', { type: 'equal_to', value: 'yes' }),
    ],
    to: 'a',
  },
  {
    title: 'scenario 10: noMatch first in the array is used last',
    body: 'yes',
    transitions: [noMatch, match('a', { type: 'equal_to', value: 'yes' })],
    to: 'a',
  },
  {
    title: 'noMatch when nothing matches',
    body: 'no',
    transitions: [noMatch, match('a', { type: 'equal_to', value: 'yes' })],
    to: 'other',
  },
  {
    title: 'all conditions of a transition must hold',
    body: 'yes',
    transitions: [
      match('a', { type: 'equal_to', value: 'yes' }, { type: 'contains', value: 'z' }),
      match('b', { type: 'starts_with', value: 'y' }, { type: 'contains', value: 's' }),
      noMatch,
    ],
    to: 'b',
  },
  {
    title: 'a match without conditions never holds',
    body: '',
    transitions: [{ event: 'match', next: 'a' }, { event: 'match', next: 'b', conditions: [] }, noMatch],
    to: 'other',
  },
  {
    title: "a condition's own argument wins over the input",
    body: 'yes',
    transitions: [
      match('a', { type: 'equal_to', value: '+15550002222', arguments: ['{{contact.channel.address}}'] }),
      noMatch,
    ],
    to: 'a',
  },
  {
    title: 'an empty list of arguments falls back to the input',
    body: 'yes',
    transitions: [match('a', { type: 'equal_to', value: 'yes', arguments: [] }), noMatch],
    to: 'a',
  },
  {
    title: 'the value is rendered too',
    body: '+15550001111',
    transitions: [match('a', { type: 'equal_to', value: '{{flow.channel.address}}' }), noMatch],
    to: 'a',
  },
  {
    title: 'letter case and outer blanks do not count',
    body: '  YES ',
    transitions: [match('a', { type: 'equal_to', value: 'yes' }), noMatch],
    to: 'a',
  },
  {
    title: 'blank tests ignore the value',
    body: ' ',
    transitions: [match('a', { type: 'is_blank', value: 'Is Blank' }), noMatch],
    to: 'a',
  },
  {
    title: 'blank tests need no value',
    body: 'x',
    transitions: [match('a', { type: 'is_blank' }), match('b', { type: 'is_not_blank' })],
    to: 'b',
  },
  {
    title: 'a missing variable is blank',
    body: '',
    transitions: [match('a', { type: 'is_blank' })],
    properties: { input: '{{widgets.none.inbound.Body}}' },
    to: 'a',
  },
  {
    title: 'a list is its elements side by side',
    body: '',
    transitions: [match('a', { type: 'contains', value: 'blocked' }), noMatch],
    properties: { input: '{{flow.data.flags}}' },
    to: 'a',
  },
  {
    title: 'Liquid that the contact wrote is text',
    body: '{{flow.sid}}',
    transitions: [match('a', { type: 'contains', value: 'flow.sid' }), noMatch],
    to: 'a',
  },
  {
    title: 'a branch that leads nowhere is the end',
    body: 'yes',
    transitions: [{ event: 'match', conditions: [{ type: 'equal_to', value: 'yes' }] }, noMatch],
    to: 'Ended',
  },
];

for (const { title, body, transitions, properties, to } of cases) {
  test(title, () => {
    const options: PlayWidgetOptions = title.startsWith('a list')
      ? { start: { event: 'incomingRequest', parameters: { flags: ['blocked', 'vip'] } } }
      : {};
    const result = split(body, transitions, properties, options);
    assert.equal(result.to, to);
    assert.equal(result.event, to === 'other' ? 'noMatch' : 'match');
    assert.deepEqual(result.play.problems, []);
  });
}

/** Messaging page §5.1, Test vectors. */
const vectors: [left: string, type: string, right: string | undefined, holds: boolean][] = [
  ['2019-08-12', 'is_after_date', '2017-09-04', true],
  ['17:00', 'is_before_time', '16:35', false],
  ['900', 'greater_than', '1000', false],
  ['Twilio', 'is_blank', undefined, false],
  ['YES', 'matches_any_of', 'yes,yeah,yup', true],
  ['6', 'regex', '[1-5]', false],
  [' Hoot', 'starts_with', 'hoo', true],
  ['aab', 'contains', 'A', true],
  ['  YES ', 'equal_to', 'yes', true],
  ['yes', 'matches_any_of', 'Sí, yes , no', true],
  ['15', 'regex', '[1-5]', false],
  ['abc', 'less_than', '5', false],
  ['5', 'less_than', '5', false],
  ['9', 'greater_than', '10', false],
  ['', 'not_equal_to', 'x', true],
  ['9:30', 'is_before_time', '10:00', false],
  ['blockedvip', 'contains', 'blocked', true],
];
for (const [left, type, right, holds] of vectors) {
  test(`${JSON.stringify(left)} ${type} ${right ?? ''} is ${holds}`, () => {
    const condition: JsonObject = right === undefined ? { type } : { type, value: right };
    assert.equal(split(left, [match('a', condition), noMatch]).to, holds ? 'a' : 'other');
  });
}

test('writes nothing', () => {
  const { play } = split('yes', [noMatch]);
  assert.equal(play.output, undefined);
});

for (const transitions of [[], [{ event: 'noMatch' }], [{ event: 'noMatch', next: '' }]]) {
  test(`no match and ${JSON.stringify(transitions)}: 81005, the run ends`, () => {
    const { play, event, to } = split('no', [...transitions, match('a', { type: 'equal_to', value: 'yes' })]);
    assert.deepEqual([event, to, play.status], ['noMatch', 'Ended', 'ended']);
    assert.deepEqual(
      play.problems.map(({ code, level }) => [code, level]),
      [[81005, 'warning']],
    );
  });
}

test('an input that cannot be rendered: noMatch with 81018, no branch is tried', () => {
  const { play, to } = split('yes', [noMatch, match('a', { type: 'is_blank' })], { input: '{{ a | nonsense }}' });
  assert.equal(to, 'other');
  assert.deepEqual(
    play.problems.map(({ code }) => code),
    [81018],
  );
});

for (const [title, condition] of [
  ['an invalid pattern', { type: 'regex', value: '(' }],
  ['an unknown predicate', { type: 'sounds_like', value: 'yes' }],
] as const) {
  test(`${title} is false and logged; the next branch is tried`, () => {
    const { play, to } = split('yes', [noMatch, match('a', condition), match('b', { type: 'equal_to', value: 'yes' })]);
    assert.equal(to, 'b');
    assert.deepEqual(
      play.problems.map(({ code }) => code),
      [81018],
    );
  });
}
