/** The problem list as a whole. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findProblems } from './index.ts';
import { splitMuted } from './problem.ts';
import { ask, asked, flow, match, send, split, terms, trigger } from './problem-flows-fixture.ts';

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
