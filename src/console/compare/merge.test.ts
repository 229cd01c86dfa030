/** Merges of two small edits of one flow: what comes together by itself, and what somebody must decide. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Json, JsonObject } from '../../engine/json.ts';
import { compareTexts } from '../texts/compare.ts';
import { type Choice, type ConflictReason, mergeFlows } from './merge.ts';

const base = {
  states: [
    { name: 'Trigger', type: 'trigger', transitions: [{ event: 'incomingMessage', next: 'ask' }] },
    {
      name: 'ask',
      type: 'send-and-wait-for-reply',
      transitions: [{ event: 'incomingMessage', next: 'bye' }, { event: 'timeout' }],
      properties: {
        body: 'When?',
        timeout: '60',
        offset: { x: 0, y: 0 },
        content_variables: [{ key: '1', value: 'a' }],
      },
    },
    {
      name: 'bye',
      type: 'send-message',
      transitions: [{ event: 'sent' }],
      properties: { body: 'You said {{widgets.ask.inbound.Body}}', offset: { x: 0, y: 200 } },
    },
  ],
  initial_state: 'Trigger',
} as const satisfies JsonObject;

type Replacement = readonly [old: string, now: string];
const by = (...replacements: Replacement[]): JsonObject =>
  JSON.parse(replacements.reduce((text, [old, now]) => text.replaceAll(old, now), JSON.stringify(base)));
const [trigger, ask, bye] = base.states;
const withStates = (...states: JsonObject[]): JsonObject => ({ ...base, states });
const renameTo = (name: string): readonly Replacement[] => [
  ['"ask"', `"${name}"`],
  ['widgets.ask.', `widgets.${name}.`],
];
const note = (body: string): JsonObject => ({
  name: 'note',
  type: 'send-message',
  transitions: [],
  properties: { body },
});
const withoutBye = withStates(trigger, { ...ask, transitions: [{ event: 'incomingMessage' }, { event: 'timeout' }] });

const merges: readonly { what: string; theirs: JsonObject; yours: JsonObject; merged: JsonObject; counts?: string }[] =
  [
    {
      what: 'two properties of one widget',
      theirs: by(['When?', 'When is it?']),
      yours: by(['"60"', '"90"'], ['"sent"}', '"sent","next":"ask"}']),
      merged: by(['When?', 'When is it?'], ['"60"', '"90"'], ['"sent"}', '"sent","next":"ask"}']),
      counts: 'Merged: 1 of theirs, 2 of yours.',
    },
    {
      what: 'two entries of one list',
      theirs: by(['[{"key":"1","value":"a"}]', '[{"key":"1","value":"a"},{"key":"2","value":"b"}]']),
      yours: by(['[{"key":"1","value":"a"}]', '[{"key":"1","value":"x"}]']),
      merged: by(['[{"key":"1","value":"a"}]', '[{"key":"1","value":"x"},{"key":"2","value":"b"}]']),
    },
    {
      what: 'two transitions of one widget',
      theirs: by(['"event":"incomingMessage","next":"bye"', '"event":"incomingMessage","next":"ask"']),
      yours: by(['"timeout"}', '"timeout","next":"bye"}']),
      merged: by(
        ['"event":"incomingMessage","next":"bye"', '"event":"incomingMessage","next":"ask"'],
        ['"timeout"}', '"timeout","next":"bye"}'],
      ),
    },
    {
      what: 'the same edit on both sides',
      theirs: by(['When?', 'Why?']),
      yours: by(['When?', 'Why?']),
      merged: by(['When?', 'Why?']),
    },
    {
      what: 'a new name there and a new text here, with a new reference to the old name',
      theirs: by(...renameTo('ask_day')),
      yours: by(['When?', 'Why?'], ['You said', '{{ widgets.ask.outbound.Sid }}: you said']),
      merged: by(
        ['When?', 'Why?'],
        ['You said', '{{ widgets.ask.outbound.Sid }}: you said'],
        ['widgets.ask.', 'widgets.ask_day.'],
        ['"ask"', '"ask_day"'],
      ),
    },
    {
      what: 'a widget added on each side behind the same one',
      theirs: withStates(trigger, ask, bye, { ...note('A'), name: 'note_b' }),
      yours: withStates(trigger, ask, bye, { ...note('B'), name: 'note_a' }),
      merged: withStates(trigger, ask, bye, { ...note('B'), name: 'note_a' }, { ...note('A'), name: 'note_b' }),
    },
    {
      what: 'a widget moved on both sides: yours count',
      theirs: by(['"x":0,"y":0', '"x":10,"y":10']),
      yours: by(['"x":0,"y":0', '"x":50,"y":50']),
      merged: by(['"x":0,"y":0', '"x":50,"y":50']),
      counts: 'Merged: 0 of theirs, 0 of yours.',
    },
    {
      what: 'a widget deleted there and only moved here',
      theirs: withoutBye,
      yours: by(['"x":0,"y":200', '"x":0,"y":300']),
      merged: withoutBye,
    },
  ];

for (const { what, theirs, yours, merged, counts } of merges) {
  test(`merges ${what}`, () => {
    const merge = mergeFlows(base, theirs, yours);
    assert.deepEqual(merge.conflicts, []);
    assert.deepEqual(merge.resolve(new Map()), merged);
    if (counts) assert.equal(compareTexts.merged(merge.counts.theirs, merge.counts.yours), counts);
  });
}

interface ConflictCase {
  readonly what: string;
  readonly theirs: JsonObject;
  readonly yours: JsonObject;
  readonly reason: ConflictReason;
  readonly sides: readonly [base: Json | undefined, theirs: Json | undefined, yours: Json | undefined];
  readonly results: readonly (readonly [Choice, JsonObject])[];
}

const changedBye = by(['You said', 'Did you say']);

const conflicts: readonly ConflictCase[] = [
  {
    what: 'one property changed differently',
    theirs: by(['When?', 'Why?']),
    yours: by(['When?', 'Who?']),
    reason: 'changed-twice',
    sides: ['When?', 'Why?', 'Who?'],
    results: [
      [{ take: 'base' }, base],
      [{ take: 'theirs' }, by(['When?', 'Why?'])],
      [{ take: 'yours' }, by(['When?', 'Who?'])],
      [{ edit: 'Why and who?' }, by(['When?', 'Why and who?'])],
    ],
  },
  {
    what: 'one wire connected differently',
    theirs: by(['"timeout"}', '"timeout","next":"bye"}']),
    yours: by(['"timeout"}', '"timeout","next":"ask"}']),
    reason: 'changed-twice',
    sides: [undefined, 'bye', 'ask'],
    results: [
      [{ take: 'base' }, base],
      [{ take: 'theirs' }, by(['"timeout"}', '"timeout","next":"bye"}'])],
    ],
  },
  {
    what: 'a widget deleted there and changed here',
    theirs: withoutBye,
    yours: changedBye,
    reason: 'deleted-against-changed',
    sides: [
      bye,
      undefined,
      { ...bye, properties: { ...bye.properties, body: 'Did you say {{widgets.ask.inbound.Body}}' } },
    ],
    results: [
      [{ take: 'theirs' }, withoutBye],
      [
        { take: 'base' },
        withStates(trigger, { ...ask, transitions: [{ event: 'incomingMessage' }, { event: 'timeout' }] }, bye),
      ],
    ],
  },
  {
    what: 'a property removed there and changed here',
    theirs: by(['"timeout":"60",', '']),
    yours: by(['"60"', '"90"']),
    reason: 'deleted-against-changed',
    sides: ['60', undefined, '90'],
    results: [
      [{ take: 'theirs' }, by(['"timeout":"60",', ''])],
      [{ take: 'yours' }, by(['"60"', '"90"'])],
    ],
  },
  {
    what: 'a widget renamed twice',
    theirs: by(...renameTo('ask_day')),
    yours: by(...renameTo('ask_when')),
    reason: 'renamed-twice',
    sides: ['ask', 'ask_day', 'ask_when'],
    results: [
      [{ take: 'base' }, base],
      [{ take: 'theirs' }, by(...renameTo('ask_day'))],
      [{ take: 'yours' }, by(...renameTo('ask_when'))],
      [{ edit: 'question' }, by(...renameTo('question'))],
    ],
  },
  {
    what: 'widgets of one name added with other content',
    theirs: withStates(trigger, ask, bye, note('A')),
    yours: withStates(trigger, ask, bye, note('B')),
    reason: 'added-twice',
    sides: [undefined, note('A'), note('B')],
    results: [
      [{ take: 'base' }, base],
      [{ take: 'theirs' }, withStates(trigger, ask, bye, note('A'))],
      [{ edit: note('C') }, withStates(trigger, ask, bye, note('C'))],
    ],
  },
  {
    what: 'a name given there that is taken here',
    theirs: by(...renameTo('note')),
    yours: withStates(trigger, ask, bye, note('B')),
    reason: 'same-name',
    sides: ['ask', 'note', 'ask'],
    results: [[{ take: 'yours' }, withStates(trigger, ask, bye, note('B'))]],
  },
  {
    what: 'a wire to a widget that is deleted there',
    theirs: withoutBye,
    yours: by(['"timeout"}', '"timeout","next":"bye"}']),
    reason: 'leads-to-deleted',
    sides: [undefined, undefined, 'bye'],
    results: [[{ take: 'theirs' }, withoutBye]],
  },
];

for (const { what, theirs, yours, reason, sides, results } of conflicts) {
  test(`asks about ${what}`, () => {
    const merge = mergeFlows(base, theirs, yours);
    const [conflict] = merge.conflicts;
    assert.equal(merge.conflicts.length, 1);
    assert.ok(conflict);
    assert.equal(conflict.reason, reason);
    assert.deepEqual([conflict.base, conflict.theirs, conflict.yours], sides);
    assert.equal(merge.resolve(new Map()), undefined);
    for (const [choice, merged] of results) {
      assert.deepEqual(merge.resolve(new Map([[conflict.id, choice]])), merged, JSON.stringify(choice));
    }
  });
}

test('asks about conditions put in another order on both sides', () => {
  const match = (value: string): JsonObject => ({
    event: 'match',
    conditions: [{ type: 'equal_to', arguments: [''], value }],
  });
  const split = (...values: string[]): JsonObject => ({
    states: [{ name: 'route', type: 'split-based-on', transitions: values.map(match), properties: {} }],
  });
  const merge = mergeFlows(split('1', '2', '3'), split('2', '1', '3'), split('1', '3', '2'));
  assert.deepEqual(
    merge.conflicts.map(({ reason }) => reason),
    ['reordered-twice'],
  );
  const [{ id = '' } = {}] = merge.conflicts;
  assert.deepEqual(merge.resolve(new Map([[id, { take: 'theirs' }]])), split('2', '1', '3'));
  // Moved on one side and added to on the other, there is nothing to ask.
  const added = mergeFlows(split('1', '2'), split('2', '1'), split('1', '2', '3'));
  assert.deepEqual(added.resolve(new Map()), split('2', '3', '1'));
});
