/** Forms made from definitions, and the small readings that their fields need. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { widgets, widgetsByType } from '../../widgets/index.ts';
import { amountIn, secondsText, unitOf } from './duration.ts';
import { chosenOption, formOf, hiddenKeys, mainField, otherProperties, placeholderOf } from './form.ts';
import { alternativesOf } from './hints.ts';
import { doubledKeys, pastedRows } from './rows.ts';
import { messageLength } from './segments.ts';
import { storedInWords } from './stored-value.ts';

function fieldOf(type: string, key: string) {
  const widget = widgetsByType.get(type);
  const field = widget && formOf(widget).fields.find((each) => each.key === key);
  assert.ok(field, `${type} has no ${key}`);
  return field;
}

const kinds = [
  ['send-message', 'body', 'liquid'],
  ['send-message', 'media_url', 'media'],
  ['send-message', 'attributes', 'json'],
  ['send-message', 'content_variables', 'table'],
  ['send-message', 'shorten_urls', 'switch'],
  ['send-and-wait-for-reply', 'timeout', 'duration'],
  ['send-to-flex', 'priority', 'number-text'],
  ['send-to-flex', 'workflow', 'text'],
  ['gather-input-on-call', 'timeout', 'integer'],
  ['gather-input-on-call', 'profanity_filter', 'text-switch'],
  ['record-voicemail', 'trim', 'select'],
  ['set-variables', 'variables', 'variables'],
  ['capture-payments', 'valid_card_types', 'list'],
  ['start-conversation', 'participants', 'value'],
  ['run-conversation-relay', 'dtmf_detection', 'value'],
  ['run-subflow', 'flow_sid', 'flow'],
] as const;

for (const [type, key, kind] of kinds) {
  test(`${key} of ${type} is a field of kind ${kind}`, () => assert.equal(fieldOf(type, key).kind, kind));
}

test('every property of every widget has one field, but for the one that a choice writes', () => {
  for (const widget of widgets) {
    const keys = formOf(widget).fields.map(({ key }) => key);
    const { chosenBy } = alternativesOf(widget.type) ?? {};
    assert.deepEqual(
      keys,
      Object.keys(widget.properties.properties).filter((key) => key !== chosenBy),
      widget.type,
    );
  }
});

test('every key of a choice is a property of its type', () => {
  for (const widget of widgets) {
    for (const key of alternativesOf(widget.type)?.options.flatMap(({ keys }) => keys) ?? []) {
      assert.ok(fieldOf(widget.type, key));
    }
  }
});

test('a field knows its limits, its default, and whether it must be there', () => {
  const digits = fieldOf('gather-input-on-call', 'number_of_digits');
  assert.deepEqual([digits.minimum, digits.maximum, digits.isRequired], [0, 30, false]);
  assert.equal(fieldOf('send-message', 'from').isRequired, true);
  assert.equal(placeholderOf(fieldOf('send-and-wait-for-reply', 'timeout')), '3600 (default)');
  assert.equal(placeholderOf(digits), undefined);
  assert.deepEqual(fieldOf('make-http-request', 'method').choices, ['GET', 'POST']);
});

const options = [
  { type: 'say-play', properties: {}, chosen: 'say', hidden: ['play', 'digits'] },
  { type: 'say-play', properties: { play: 'https://a.test/b.mp3' }, chosen: 'play', hidden: ['say', 'digits'] },
  { type: 'say-play', properties: { say: 'Hi', digits: '1' }, chosen: 'say', hidden: ['play'] },
  { type: 'send-message', properties: {}, chosen: 'body', hidden: ['content_sid', 'content_variables'] },
  {
    type: 'send-message',
    properties: { message_type: 'content_template', body: '' },
    chosen: 'content_sid',
    hidden: ['body', 'media_url'],
  },
];

for (const { type, properties, chosen, hidden } of options) {
  test(`${type} with ${JSON.stringify(properties)} uses ${chosen}`, () => {
    const alternatives = alternativesOf(type);
    assert.ok(alternatives);
    assert.equal(chosenOption(alternatives, properties), chosen);
    assert.deepEqual([...hiddenKeys(alternatives, chosen, properties)], hidden);
  });
}

test('what the type does not know is another property, but not the place of the card', () => {
  const properties = { offset: { x: 0, y: 0 }, body: 'Hi', colour: 'red' };
  assert.deepEqual(otherProperties(widgetsByType.get('send-message'), properties), ['colour']);
  assert.deepEqual(otherProperties(undefined, properties), ['body', 'colour']);
});

const durations = [
  { text: '3600', unit: 'h', amount: '1' },
  { text: '90', unit: 's', amount: '90' },
  { text: '600', unit: 'min', amount: '10' },
  { text: '0', unit: 's', amount: '0' },
  { text: '{{flow.variables.wait}}', unit: 's', amount: '{{flow.variables.wait}}' },
  { text: '1.5', unit: 's', amount: '1.5' },
] as const;

for (const { text, unit, amount } of durations) {
  test(`${text} seconds are ${amount} ${unit}`, () => {
    assert.equal(unitOf(text), unit);
    assert.equal(amountIn(text, unit), amount);
    assert.equal(secondsText(amount, unit), text);
  });
}

test('an amount that is not whole in a unit is not shown in it', () => {
  assert.equal(amountIn('90', 'h'), undefined);
  assert.equal(amountIn('{{a}}', 'min'), undefined);
});

const lengths = [
  { text: '', characters: 0, segments: 0, isGsm: true },
  { text: 'Which topping?', characters: 14, segments: 1, isGsm: true },
  { text: 'a'.repeat(160), characters: 160, segments: 1, isGsm: true },
  { text: 'a'.repeat(161), characters: 161, segments: 2, isGsm: true },
  { text: '€'.repeat(80), characters: 80, segments: 1, isGsm: true },
  // Of 153 places the last stays empty, since € takes two.
  { text: '€'.repeat(153), characters: 153, segments: 3, isGsm: true },
  { text: 'Grüße', characters: 5, segments: 1, isGsm: true },
  { text: 'Привет', characters: 6, segments: 1, isGsm: false },
  { text: '🙂'.repeat(35), characters: 35, segments: 1, isGsm: false },
  { text: '🙂'.repeat(36), characters: 36, segments: 2, isGsm: false },
];

for (const { text, ...expected } of lengths) {
  test(`${text.slice(0, 14)}${text.length > 14 ? '…' : ''} (${text.length}) takes ${expected.segments} segments`, () =>
    assert.deepEqual(messageLength(text), expected));
}

const pasted = [
  {
    text: '{"a": 1, "b": "x"}',
    rows: [
      ['a', '1'],
      ['b', 'x'],
    ],
  },
  { text: '[{"key": "a", "value": "{{b}}"}]', rows: [['a', '{{b}}']] },
  {
    text: 'a=1&b=two%20words',
    rows: [
      ['a', '1'],
      ['b', 'two words'],
    ],
  },
  { text: 'https://example.com/p?size=L', rows: [['size', 'L']] },
  { text: 'hello', rows: undefined },
  { text: 'a = b', rows: undefined },
  { text: '[1, 2]', rows: undefined },
];

for (const { text, rows } of pasted) {
  test(`${text} pasted gives ${rows === undefined ? 'no rows' : rows.length}`, () =>
    assert.deepEqual(
      pastedRows(text)?.map(({ key, value }) => [key, value]),
      rows,
    ));
}

test('keys that stand twice are known', () => {
  assert.deepEqual([...doubledKeys(['a', 'b', 'a', '', ''])], ['a']);
});

const stored = [
  { rendered: '7', row: {}, words: 'number 7' },
  { rendered: '007', row: {}, words: 'text 007' },
  { rendered: 'true', row: {}, words: 'true' },
  { rendered: '{"a": 1}', row: {}, words: 'text {"a": 1}' },
  { rendered: '{"a": 1}', row: { type: 'json_object' }, words: 'object' },
  { rendered: '[1]', row: { parse_as_json: true }, words: 'list' },
  { rendered: 'oops', row: { type: 'json_object' }, words: 'not JSON: kept as text' },
];

for (const { rendered, row, words } of stored) {
  test(`${rendered} with ${JSON.stringify(row)} is stored as ${words}`, () =>
    assert.equal(storedInWords(rendered, row, true), words));
}

const mains = [
  ['send-and-wait-for-reply', {}, 'body'],
  ['send-message', { message_type: 'content_template' }, 'content_sid'],
  ['say-play', { play: 'https://example.com/a.wav' }, 'play'],
  ['make-http-request', {}, 'url'],
  ['split-based-on', {}, 'input'],
  ['set-variables', {}, 'variables'],
  ['trigger', {}, undefined],
] as const;

for (const [type, properties, key] of mains) {
  test(`${type} with ${JSON.stringify(properties)} is first of all about ${key}`, () => {
    const widget = widgetsByType.get(type);
    assert.ok(widget);
    assert.equal(mainField(formOf(widget), properties), key);
  });
}
