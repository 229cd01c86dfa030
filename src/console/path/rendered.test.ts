import assert from 'node:assert/strict';
import { test } from 'node:test';
import { studioDefaults } from '../../engine/limits.ts';
import { studioSettings } from '../../engine/settings.ts';
import { readFlowView } from '../graph/flow-view.ts';
import { renderProperties, testConditions } from './rendered.ts';

const facts = (context: Parameters<typeof renderProperties>[1]['context']) => ({
  context,
  nowMs: 0,
  settings: studioSettings,
  limits: studioDefaults,
});

test('each property is rendered with the context that its widget was entered with', () => {
  const properties = {
    offset: { x: 1, y: 2 },
    body: 'Hi {{flow.data.name}}',
    plain: 'yes',
    parameters: [{ key: 'size', value: '{{widgets.ask.Body}}' }],
    empty: null,
    broken: '{{ x | uper }}',
  };
  assert.deepEqual(
    renderProperties(properties, facts({ flow: { data: { name: 'Ana' } } })).map(({ path, text, error }) => [
      path.join('.'),
      text,
      error,
    ]),
    [
      ['body', 'Hi Ana', undefined],
      ['plain', 'yes', undefined],
      ['parameters.0.key', 'size', undefined],
      ['parameters.0.value', '', undefined],
      ['empty', '', undefined],
      ['broken', '', 'Unknown filter "uper"'],
    ],
  );
});

const condition = (type: string, value: string, argument = '{{flow.data.x}}') => ({
  friendly_name: 'c',
  type,
  value,
  arguments: [argument],
});
const split = {
  name: 'route',
  type: 'split-based-on',
  properties: { input: '{{flow.data.x}}' },
  transitions: [
    { event: 'noMatch' },
    { event: 'match', conditions: [condition('equal_to', '1')] },
    { event: 'match', conditions: [condition('contains', '2'), condition('is_blank', '')] },
    { event: 'match', conditions: [condition('not_equal_to', '{{flow.data.y}}')] },
    { event: 'match', conditions: [condition('equal_to', '2')] },
  ],
};

test('conditions are tested in their order, each with what it compared, until one transition holds', () => {
  const [state] = readFlowView({ states: [split] }).states;
  const tested = testConditions(split, state?.transitions ?? [], facts({ flow: { data: { x: '2', y: '7' } } }));
  assert.deepEqual(
    tested.map(({ transition, left, right, verdict }) => [transition, left, right, verdict]),
    [
      [0, '2', '1', 'fails'],
      [1, '2', '2', 'holds'],
      [1, '2', undefined, 'fails'],
      [2, '2', '7', 'holds'],
      [3, '2', '2', 'not reached'],
    ],
  );
});
