import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json, JsonObject } from '../engine/json.ts';
import { playFlow, playWidget, type Start } from '../testing/index.ts';
import { setVariables } from './set-variables.ts';

function set(variables: Json, options: { start?: Start; castBooleans?: boolean } = {}) {
  const { castBooleans, start } = options;
  const play = playWidget(
    setVariables,
    { variables },
    {
      ...(start ? { start } : {}),
      ...(castBooleans === undefined ? {} : { settings: { castBooleans } }),
    },
  );
  return { play, variables: (play.context.flow as JsonObject).variables as JsonObject };
}

const casts: { value: Json; is: Json }[] = [
  { value: '  7 ', is: 7 }, // scenario 11
  { value: '007', is: '007' }, // scenario 12
  { value: '+15551234567', is: '+15551234567' }, // scenario 12
  { value: '0', is: 0 },
  { value: '-0', is: 0 },
  { value: '-3', is: -3 },
  { value: '2.50', is: 2.5 },
  { value: '.5', is: '.5' },
  { value: '1.', is: '1.' },
  { value: '1e3', is: '1e3' },
  { value: '1,000', is: '1,000' },
  { value: '"7"', is: '"7"' },
  { value: '9007199254740991', is: 9_007_199_254_740_991 },
  { value: '9007199254740993', is: '9007199254740993' },
  { value: '12345678901234567890', is: '12345678901234567890' },
  { value: '0.12345678901234567890', is: '0.12345678901234567890' },
  { value: 'true', is: true },
  { value: ' false ', is: false },
  { value: 'True', is: 'True' },
  { value: '  two words ', is: '  two words ' },
  { value: '', is: '' },
  { value: '{{flow.variables.none}}', is: '' },
  { value: null, is: '' },
  { value: 7, is: 7 },
  { value: true, is: true },
  { value: '{"a":1}', is: '{"a":1}' },
  { value: 'null', is: 'null' },
];
for (const { value, is } of casts) {
  test(`the value ${JSON.stringify(value)} becomes ${JSON.stringify(is)}`, () => {
    const { play, variables } = set([{ key: 'k', value, type: 'string' }]);
    assert.equal(play.event, 'next');
    assert.deepEqual(variables, { k: is });
    // Both places are written (messaging page §6, behaviour 3).
    assert.deepEqual(play.output, { k: is });
  });
}

test('booleans stay text where the setting says so', () => {
  assert.deepEqual(set([{ key: 'k', value: 'true' }], { castBooleans: false }).variables, { k: 'true' });
});

const jsonForms: JsonObject[] = [
  { type: 'json_object' },
  { type: 'json' },
  { type: 'object' },
  { parse_as_json: true },
];
for (const form of jsonForms) {
  test(`${JSON.stringify(form)} keeps an object`, () => {
    const { variables } = set([{ key: 'k', value: '{"a":{"b":[1,{{ 1 | plus: 1 }}]}}', ...form }]);
    assert.deepEqual(variables, { k: { a: { b: [1, 2] } } });
  });
}

const parsed: { value: string; is: Json }[] = [
  { value: '[1,"a"]', is: [1, 'a'] },
  { value: '"7"', is: '7' },
  { value: 'null', is: '' },
  { value: ' 7 ', is: 7 },
  { value: '{{flow.data | to_json}}', is: { name: 'Ann', age: 7 } },
];
for (const { value, is } of parsed) {
  test(`parsed as JSON, ${value} is ${JSON.stringify(is)}`, () => {
    const start: Start = { event: 'incomingRequest', parameters: { name: 'Ann', age: 7 } };
    const { variables, play } = set([{ key: 'k', value, type: 'json_object' }], { start });
    assert.deepEqual([variables, play.problems], [{ k: is }, []]);
  });
}

test('what is no JSON is kept as text, with 81018', () => {
  const { variables, play } = set([{ key: 'k', value: '{a:1}', type: 'json_object' }]);
  assert.deepEqual(variables, { k: '{a:1}' });
  assert.deepEqual(
    play.problems.map(({ code }) => code),
    [81018],
  );
});

test('entries of one widget do not see each other; the last of two with one key wins', () => {
  const { variables } = set([
    { key: 'a', value: '1' },
    { key: 'b', value: '[{{flow.variables.a}}]' },
    { key: 'a', value: '2' },
  ]);
  assert.deepEqual(variables, { a: 2, b: '[]' });
});

test('keys are case-sensitive and never rendered; any key is kept', () => {
  const { variables } = set([
    { key: 'K', value: 'a' },
    { key: 'k', value: 'b' },
    { key: '{{flow.sid}}', value: 'c' },
    { key: '__proto__', value: 'd' },
    { key: 'a-b', value: 'e', index: '0' },
  ]);
  assert.deepEqual(Object.entries(variables), [
    ['K', 'a'],
    ['k', 'b'],
    ['{{flow.sid}}', 'c'],
    ['__proto__', 'd'],
    ['a-b', 'e'],
  ]);
});

for (const variables of [undefined, null, '', [], [{}], ['x'], { key: 'k' }]) {
  test(`${JSON.stringify(variables)} sets nothing`, () => {
    const { play, variables: set_ } = set(variables ?? null);
    assert.deepEqual([play.event, set_, play.output, play.problems], ['next', {}, undefined, []]);
  });
}

test('a value that cannot be rendered is empty, with 81018', () => {
  const { play, variables } = set([
    { key: 'k', value: '{{ a | nonsense }}' },
    { key: 'l', value: 'x' },
  ]);
  assert.deepEqual([play.event, variables], ['next', { k: '', l: 'x' }]);
  assert.deepEqual(
    play.problems.map(({ code }) => code),
    [81018],
  );
});

test('the documented counter counts 0, 1, 2, 3 and is first greater than 2 on the fourth visit', () => {
  const value = `{% if flow.variables.tries %}
  {{ flow.variables.tries | plus: 1 }}
{% else %}
  0
{% endif %}`;
  const definition = {
    initial_state: 'Trigger',
    states: [
      { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'count' }] },
      {
        name: 'count',
        type: 'set-variables',
        properties: { variables: [{ key: 'tries', value }] },
        transitions: [{ event: 'next', next: 'enough' }],
      },
      {
        name: 'enough',
        type: 'split-based-on',
        properties: { input: '{{flow.variables.tries}}' },
        transitions: [
          { event: 'noMatch', next: 'count' },
          { event: 'match', conditions: [{ type: 'greater_than', value: '2' }] },
        ],
      },
    ],
  };
  const play = playFlow({ definition });
  const counts = play.steps
    .filter(({ transitionedFrom }) => transitionedFrom === 'count')
    .map((step) => (play.contextAfter(step).flow as { variables: JsonObject }).variables.tries);
  assert.deepEqual(counts, [0, 1, 2, 3]);
});

test('an empty text is a value: true in a condition, missing for default and is_blank', () => {
  const { variables } = set([{ key: 'k', value: '' }]);
  assert.deepEqual(variables, { k: '' });
  const definition = {
    initial_state: 'Trigger',
    states: [
      { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'one' }] },
      {
        name: 'one',
        type: 'set-variables',
        properties: { variables: [{ key: 'k', value: '' }] },
        transitions: [{ event: 'next', next: 'two' }],
      },
      {
        name: 'two',
        type: 'set-variables',
        properties: {
          variables: [
            {
              key: 'r',
              value:
                "{% if flow.variables.k %}set{% endif %}/{{flow.variables.k | default: 'none'}}/{% if flow.variables.z %}set{% endif %}",
            },
          ],
        },
        transitions: [],
      },
    ],
  };
  assert.equal((playFlow({ definition }).context.flow as { variables: JsonObject }).variables.r, 'set/none/');
});
