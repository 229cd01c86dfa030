import assert from 'node:assert/strict';
import { test } from 'node:test';
import { widgets } from '../../widgets/index.ts';
import { cardOf, shortName } from './card.ts';
import { CARD_HEIGHT, CARD_WIDTH, outletPlaces, outletWidth } from './card-size.ts';
import { realFlows, state } from './flow-fixture.ts';
import { type Box, overlap } from './geometry.ts';

const widths = [
  ['', 52],
  ['Sent', 52],
  ['= 1', 52],
  ['Message', 60],
  ['Conversation', 91],
  ['a name that is far too long', 120],
  // One letter for the reader, two for the machine.
  ['☎️📞📞📞', 52],
] as const;

for (const [label, width] of widths) {
  test(`the outlet ${JSON.stringify(label)} is ${width} wide`, () => assert.equal(outletWidth(label), width));
}

test('outlets are stretched evenly to the width of the card', () => {
  const { width, places } = outletPlaces(['Sent', 'Failed']);
  assert.equal(width, CARD_WIDTH);
  assert.deepEqual(places, [
    { x: 0, width: 139 },
    { x: 139, width: 141 },
  ]);
});

test('a card grows with its outlets', () => {
  const { width, places } = outletPlaces(Array.from({ length: 6 }, () => 'Conversation'));
  assert.equal(width, 546);
  assert.equal(places.at(-1)?.x, 455);
});

for (const { type, title } of widgets) {
  test(`${type}: has a card`, () => {
    const card = cardOf(state(type));
    assert.equal(card.typeTitle, title);
    assert.equal(card.height, CARD_HEIGHT);
    assert.equal(card.hasInlet, type !== 'trigger');
    const isLegacy = /^(create-|add-member|update-sync|understand|send-to-auto)/.test(type);
    assert.equal(card.group === 'other', isLegacy, 'only legacy types are in the last group');
  });
}

test('an unknown type has a card with its wire name', () => {
  const { typeTitle, group, icon } = cardOf(state('no-such-type'));
  assert.deepEqual({ typeTitle, group, icon }, { typeTitle: 'no-such-type', group: 'other', icon: 'question' });
});

test('a card is made once for a state', () => {
  const message = state('send-message');
  assert.equal(cardOf(message), cardOf(message));
  assert.notEqual(cardOf(message), cardOf({ ...message }));
});

test('real flows: 27 of the 247 cards are wider than 280, and 2 pairs overlap', () => {
  const all = [...realFlows.values()].map(({ states }) =>
    states.flatMap((each): Box[] => {
      const { width, height } = cardOf(each);
      return each.offset === undefined ? [] : [{ ...each.offset, width, height }];
    }),
  );
  const cards = all.flat();
  assert.equal(cards.length, 247);
  assert.equal(cards.filter(({ width }) => width > CARD_WIDTH).length, 27);
  assert.equal(Math.max(...cards.map(({ width }) => width)), 973);

  const pairs = all.flatMap((flow) => flow.flatMap((a, index) => flow.slice(index + 1).map((b) => [a, b] as const)));
  assert.equal(pairs.length, 2005);
  assert.equal(pairs.filter(([a, b]) => overlap(a, b)).length, 2);
});

const names = [
  ['ask_day', 'ask_day'],
  ['exactly_21_characters', 'exactly_21_characters'],
  ['exactly_22_characters_', 'exactly_22…haracters_'],
  ['ask_for_confirmation_of_the_day', 'ask_for_co…of_the_day'],
] as const;

for (const [name, short] of names) {
  test(`${name} stands on a card as ${short}`, () => assert.equal(shortName(name, CARD_WIDTH), short));
}

test('a wider card shows more of the name', () => {
  assert.equal(shortName('ask_for_confirmation_of_the_day', 400), 'ask_for_confirmation_of_the_day');
});
