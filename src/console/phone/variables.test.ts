import assert from 'node:assert/strict';
import { test } from 'node:test';
import { liquidPath, typedValue, variablesOf } from './variables.ts';

const context = {
  contact: { channel: { address: '+15550002222' } },
  widgets: { ask: { inbound: { Body: '2' } }, 'a b': { x: 1 } },
  flow: { variables: { name: 'Zoe' }, data: {} },
};

test('variables come first, each as Liquid names it', () => {
  assert.deepEqual(
    variablesOf(context, [], '').map(({ liquid }) => liquid),
    ['flow.variables.name', 'flow.data', 'widgets.ask.inbound.Body', 'widgets["a b"].x', 'contact.channel.address'],
  );
});

test('the filter looks at names and values', () => {
  const found = (query: string) => variablesOf(context, [], query).map(({ liquid }) => liquid);
  assert.deepEqual(found('zoe'), ['flow.variables.name']);
  assert.deepEqual(found('ASK'), ['widgets.ask.inbound.Body']);
});

test('what the last step changed is marked, with all that is in it', () => {
  const marked = variablesOf(context, [{ path: ['widgets', 'ask'], value: {} }], '').filter(
    ({ isChanged }) => isChanged,
  );
  assert.deepEqual(
    marked.map(({ liquid }) => liquid),
    ['widgets.ask.inbound.Body'],
  );
  assert.ok(variablesOf(context, [{ path: [], value: context }], '').every(({ isChanged }) => !isChanged));
});

const typed: readonly (readonly [text: string, value: unknown])[] = [
  ['Ann', 'Ann'],
  ['7', 7],
  ['007', '007'],
  ['true', true],
  ['{"a":1}', { a: 1 }],
  ['{a', '{a'],
  ['+15550002222', '+15550002222'],
  ['', ''],
];
for (const [text, value] of typed) {
  test(`${JSON.stringify(text)} is ${JSON.stringify(value)}`, () => assert.deepEqual(typedValue(text), value));
}

test('a path is written so that Liquid reads it', () => {
  assert.equal(liquidPath(['widgets', 'a"b', 'c']), 'widgets["a\\"b"].c');
});
