import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameOfCopy, nameRefusal, newName } from './names.ts';

const taken = new Set(['route_day', 'send_message_1', 'send_message_3', 'ask_day', 'ask_day_1']);

const refusals: readonly (readonly [name: string, refusal: string | undefined])[] = [
  ['confirm', undefined],
  ['ask-name_2', undefined],
  ['été'.normalize(), 'A name begins with a letter.'],
  ['aé', undefined],
  ['', 'A widget needs a name.'],
  ['route_day', 'route_day is taken.'],
  ['ask name', 'A name has no space.'],
  ['ask\tname', 'A name has no space.'],
  ['ask.name', 'A name has no period.'],
  ['1st', 'A name begins with a letter.'],
  ['_a', 'A name begins with a letter.'],
  ['a"b', 'A name has no quotation mark and no backslash.'],
];
for (const [name, refusal] of refusals) {
  test(`the name ${JSON.stringify(name)}: ${refusal ?? 'can be given'}`, () => {
    assert.equal(nameRefusal(name, taken), refusal);
  });
}

test('a new widget has the name of its type and the next free number', () => {
  assert.equal(newName('send-message', taken), 'send_message_2');
  assert.equal(newName('split-based-on', taken), 'split_based_on_1');
});

test('a copy keeps its name where that is free, and is numbered where not', () => {
  assert.equal(nameOfCopy('greet', taken), 'greet');
  assert.equal(nameOfCopy('ask_day', taken), 'ask_day_2');
  assert.equal(nameOfCopy('send_message_1', taken), 'send_message_2');
});
