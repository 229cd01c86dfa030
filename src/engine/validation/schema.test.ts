import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pointer, Report } from './report.ts';
import { checkSchema, type Schema, typeWord } from './schema.ts';

const text: Schema = { type: 'string' };
const object: Schema = { type: 'object', required: ['a'], properties: { a: text, b: { type: 'integer' } } };

// The wording is that of limits-and-errors §5.
const refused: { schema: Schema; value: unknown; problems: string[] }[] = [
  { schema: text, value: true, problems: ['# boolean found, string expected'] },
  { schema: text, value: 1, problems: ['# integer found, string expected'] },
  { schema: text, value: 1.5, problems: ['# number found, string expected'] },
  { schema: text, value: null, problems: ['# null found, string expected'] },
  { schema: text, value: [], problems: ['# array found, string expected'] },
  { schema: text, value: {}, problems: ['# object found, string expected'] },
  { schema: { type: 'boolean' }, value: 'true', problems: ['# string found, boolean expected'] },
  { schema: { type: 'integer' }, value: 1.5, problems: ['# number found, integer expected'] },
  {
    schema: { type: ['string', 'integer'] },
    value: true,
    problems: ['# boolean found, but [string, integer] is required'],
  },
  { schema: object, value: {}, problems: ['#/a is missing but it is required'] },
  { schema: object, value: { a: null }, problems: ['#/a must not be null'] },
  {
    schema: object,
    value: { b: 'x', c: 1 },
    problems: [
      '#/a is missing but it is required',
      '#/b string found, integer expected',
      'warning #/c is not defined in the schema',
    ],
  },
  {
    schema: { ...text, enum: ['a', 'b'] },
    value: 'A',
    problems: ['# does not have a value in the enumeration [a, b]'],
  },
  { schema: { const: 'x' }, value: 1, problems: ['# must be a constant value x'] },
  { schema: { ...text, pattern: '^F' }, value: 'x', problems: ['# does not match the regex pattern ^F'] },
  { schema: { ...text, minLength: 2 }, value: '😀', problems: ['# must be at least 2 characters long'] },
  { schema: { ...text, maxLength: 2 }, value: 'abc', problems: ['# may only be 2 characters long'] },
  { schema: { type: 'integer', minimum: 1 }, value: 0, problems: ['warning # must have a minimum value of 1'] },
  { schema: { type: 'integer', maximum: 1 }, value: 2, problems: ['warning # must have a maximum value of 1'] },
  {
    schema: { type: 'array', minItems: 1 },
    value: [],
    problems: ['# there must be a minimum of 1 items in the array'],
  },
  {
    schema: { type: 'array', maxItems: 1, uniqueItems: true, items: text },
    value: ['a', 'a', 1],
    problems: [
      '# there must be a maximum of 1 items in the array',
      '# the items in the array must be unique',
      '#/2 integer found, string expected',
    ],
  },
];

for (const { schema, value, problems } of refused) {
  test(`${JSON.stringify(value)} against ${JSON.stringify(schema)}: ${problems.join('; ')}`, () => {
    assert.deepEqual(problemsOf(schema, value), problems);
  });
}

const accepted: { schema: Schema; value: unknown }[] = [
  { schema: { type: 'number' }, value: 1 },
  { schema: { type: 'integer', minimum: 0, maximum: 0 }, value: 0 },
  { schema: { ...text, maxLength: 1 }, value: '😀' },
  { schema: { ...text, enum: ['a'] }, value: '' },
  { schema: { ...text, enum: ['a'], liquid: true }, value: '{{x}}' },
  { schema: object, value: { a: '', b: null } },
  { schema: { type: 'object', properties: {}, additionalProperties: true }, value: { any: 1 } },
  { schema: { type: 'object' }, value: { any: 1 } },
  { schema: {}, value: null },
];

for (const { schema, value } of accepted) {
  test(`${JSON.stringify(value)} against ${JSON.stringify(schema)} is right`, () => {
    assert.deepEqual(problemsOf(schema, value), []);
  });
}

test('a key of the prototype is neither a known key nor a value', () => {
  const schema: Schema = { type: 'object', required: ['toString'], properties: {} };
  assert.deepEqual(problemsOf(schema, JSON.parse('{"__proto__": {"toString": 1}, "constructor": 1}')), [
    '#/toString is missing but it is required',
    'warning #/__proto__ is not defined in the schema',
    'warning #/constructor is not defined in the schema',
  ]);
});

test('a value is named by its JSON type', () => {
  const words = [1, 1.5, '', true, {}, [], null].map(typeWord);
  assert.deepEqual(words, ['integer', 'number', 'string', 'boolean', 'object', 'array', 'null']);
});

test('every Liquid text is visited with its place, other texts are not', () => {
  const visited: string[] = [];
  const schema: Schema = {
    type: 'object',
    properties: { a: text, list: { type: 'array', items: { ...text, liquid: true } } },
  };
  const onTemplate = (path: readonly (string | number)[], source: string) => visited.push(`${pointer(path)} ${source}`);
  checkSchema(schema, { a: '{{a}}', list: ['{{b}}', 7, 'c'] }, ['p'], new Report(), onTemplate);
  assert.deepEqual(visited, ['#/p/list/0 {{b}}', '#/p/list/2 c']);
});

function problemsOf(schema: Schema, value: unknown): string[] {
  const report = new Report();
  checkSchema(schema, value, [], report);
  return report.findings.map(
    ({ severity, path, message }) => `${severity === 'error' ? '' : 'warning '}${pointer(path)} ${message}`,
  );
}
