import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fields, integer, optional, template, text } from '../fields.ts';
import { studioDefaults } from '../limits.ts';
import { defineWidget, transition, type Widget } from '../widget.ts';
import { type ValidationOptions, type ValidationProblem, validateDefinition } from './index.ts';

const common = { title: '', summary: '', source: '', channels: ['message', 'request'], example: {} } as const;

// Invented widgets: the validator knows none by its type but the trigger.
const trigger = defineWidget({
  ...common,
  type: 'trigger',
  properties: fields({}),
  events: { incomingMessage: '', incomingRequest: '' },
  enter: () => transition('incomingMessage'),
});
const speak = defineWidget({
  ...common,
  type: 'speak',
  properties: fields({ body: template({ title: '' }), loop: optional(integer({ title: '', maximum: 3 })) }),
  events: { done: '' },
  silentEvents: ['mumbled'],
  enter: () => transition('done'),
});
const choose = defineWidget({
  ...common,
  type: 'choose',
  properties: fields({}),
  events: { other: '', when: '' },
  repeatableEvent: 'when',
  conditionTypes: [
    { type: 'is', usesValue: true },
    { type: 'is_nothing', usesValue: false },
  ],
  enter: () => transition('other'),
});
const old = defineWidget({
  ...common,
  type: 'old',
  properties: fields({ code: optional(text({ title: '' })) }),
  events: {},
  acceptsAnyEvent: true,
  validate: ({ code }) => (code === 'bad' ? [{ path: 'code', message: 'is bad' }] : []),
  enter: () => ({ do: 'end', reason: 'ERROR' }),
});
const widgets = new Map<string, Widget>([trigger, speak, choose, old].map((widget) => [widget.type, widget]));

const condition = { friendly_name: '', arguments: ['{{a}}'], type: 'is', value: '1' };
const valid: { name: string; states: unknown[] }[] = [
  { name: 'a trigger without name and properties', states: [{ type: 'trigger', transitions: [wire('Trigger')] }] },
  {
    name: 'next as null and as ""',
    states: [
      speaking([
        { event: 'done', next: null },
        { event: 'done', next: '' },
      ]),
    ],
  },
  { name: 'an event that never fires', states: [speaking([{ event: 'mumbled' }])] },
  {
    name: 'conditions, also without a value where none is used',
    states: [
      {
        name: 'a',
        type: 'choose',
        properties: {},
        transitions: [
          { event: 'other', conditions: [] },
          { event: 'when', conditions: [condition, { ...condition, type: 'is_nothing', value: null }] },
          { event: 'when', conditions: [{ ...condition, arguments: [] }] },
        ],
      },
    ],
  },
  {
    name: 'any event of a type that accepts any',
    states: [{ name: 'a', type: 'old', properties: {}, transitions: [{ event: 'x', conditions: [] }] }],
  },
];

for (const { name, states } of valid) {
  test(`valid: ${name}`, () => {
    const first = { type: 'trigger', name: 'Trigger', properties: {}, transitions: [wire('Trigger')] };
    const all = states.some((state) => JSON.stringify(state).includes('"trigger"')) ? states : [first, ...states];
    assert.deepEqual(validate({ states: all, initial_state: 'Trigger' }), { errors: [], warnings: [] });
  });
}

test("a widget's own check is reported at its property", () => {
  const state = { name: 'a', type: 'old', properties: { code: 'bad' }, transitions: [] };
  const { errors } = validate({ states: [triggerTo('a'), state], initial_state: 'Trigger' });
  assert.deepEqual(errors, [
    { code: 'invalid-property', message: 'is bad', property_path: '#/states/1/properties/code' },
  ]);
});

test('templates are read in the dialect that is set', () => {
  // `where` is a filter of Shopify's that Studio lacks.
  const counts = (['studio', 'shopify'] as const).map(
    (liquidDialect) => validate(flowSaying('{{ a | where: "b" }}'), { liquidDialect }).warnings.length,
  );
  assert.deepEqual(counts, [1, 0]);
});

test('a definition of ten thousand levels is checked without exhausting the stack', () => {
  let deep: unknown = 'end';
  for (let level = 0; level < 10_000; level++) deep = level % 2 === 0 ? [deep] : { deep };
  for (const definition of [deep, { states: deep }, { states: [deep] }, flowSaying(deep), { initial_state: deep }]) {
    assert.ok(validate(definition).errors.length > 0);
  }
});

test('any JSON value gets the same answer twice, and never throws', () => {
  const anything = fc.jsonValue({ maxDepth: 6 }).map((value) => JSON.parse(JSON.stringify(value)));
  fc.assert(fc.property(anything, checksTwiceAlike), { numRuns: 300 });
});

test('anything in the place of a part of a flow gets the same answer twice, and never throws', () => {
  const key = fc.constantFrom(
    'states',
    'name',
    'type',
    'transitions',
    'properties',
    'conditions',
    'event',
    'next',
    'x',
  );
  const leaf = fc.oneof(fc.constantFrom('trigger', 'speak', 'choose', 'old', 'a', 'when', ''), fc.jsonValue());
  const { node } = fc.letrec((tie) => ({
    node: fc.oneof(
      { maxDepth: 5, withCrossShrink: true },
      leaf,
      fc.array(tie('node'), { maxLength: 4 }),
      fc.dictionary(key, tie('node'), { maxKeys: 5 }),
    ),
  }));
  fc.assert(
    fc.property(node, node, (states, next) => {
      checksTwiceAlike({ states, initial_state: next });
      checksTwiceAlike({ states: [states, speaking([next]), triggerTo(next)], flags: next });
    }),
    { numRuns: 300 },
  );
});

function checksTwiceAlike(definition: unknown): void {
  const first = validate(definition);
  assert.deepEqual(validate(definition), first);
  const imported = validate(definition, { level: 'import' });
  assert.equal(imported.errors.length + imported.warnings.length, first.errors.length + first.warnings.length);
}

function validate(
  definition: unknown,
  more: Partial<ValidationOptions> = {},
): { errors: ValidationProblem[]; warnings: ValidationProblem[] } {
  return validateDefinition(definition, { widgets, level: 'strict', limits: studioDefaults, ...more });
}

function wire(next: unknown) {
  return { event: 'incomingMessage', next };
}

function triggerTo(next: unknown) {
  return { name: 'Trigger', type: 'trigger', properties: {}, transitions: [wire(next)] };
}

function speaking(transitions: unknown[], body: unknown = 'Hi') {
  return { name: 'a', type: 'speak', properties: { body }, transitions };
}

function flowSaying(body: unknown) {
  return { states: [triggerTo('a'), speaking([], body)], initial_state: 'Trigger' };
}
