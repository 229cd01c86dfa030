/** What holds for any flows, whatever changed in them. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../../engine/json.ts';
import { appliedChanges, compareFlows } from './compare.ts';
import { anyDefinition, definition, edit } from './flow-fixture.ts';
import { type Choice, mergeFlows } from './merge.ts';
import { definitionOf, placesOf } from './places.ts';
import { type TextPart, wordDiff } from './word-diff.ts';

const picks = fc.array(fc.nat(99), { maxLength: 6 });
const runs = { numRuns: 100 };

test('a definition taken apart and put together again is the same', () => {
  fc.assert(
    fc.property(
      fc.oneof(anyDefinition, fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true })),
      (flow) => {
        assert.deepEqual(definitionOf(placesOf(flow as JsonObject)), flow);
      },
    ),
    runs,
  );
});

test('all differences made in the first give the second', () => {
  fc.assert(
    fc.property(anyDefinition, anyDefinition, (first, second) => {
      assert.deepEqual(appliedChanges(compareFlows(first, second)), second);
    }),
    runs,
  );
  fc.assert(
    fc.property(definition, definition, picks, (first, other, edits) => {
      const second = edit(first, other, edits);
      assert.deepEqual(appliedChanges(compareFlows(first, second)), second);
    }),
    runs,
  );
});

test('a flow differs in nothing from itself', () => {
  fc.assert(
    fc.property(anyDefinition, (flow) => {
      const { changes, moves, differences } = compareFlows(flow, structuredClone(flow));
      assert.deepEqual({ changes, moves, differences }, { changes: [], moves: [], differences: [] });
    }),
    runs,
  );
});

test('what differs is told: no change in words means the same JSON', () => {
  fc.assert(
    fc.property(anyDefinition, anyDefinition, (first, second) => {
      const { changes, moves } = compareFlows(first, second);
      if (changes.length + moves.length === 0) assert.deepEqual(second, first);
    }),
    runs,
  );
});

test('a text compared word by word is made of its parts, before and after', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', ' ', '\n', '.', '{{x}}', 'é', '😀'), maxLength: 30 });
  fc.assert(
    fc.property(text, text, (before, after) => {
      const parts = wordDiff(before, after);
      const without = (kind: TextPart['kind']) =>
        parts.flatMap((part) => (part.kind === kind ? [] : [part.text])).join('');
      assert.deepEqual([without('added'), without('removed')], [before, after]);
    }),
  );
});

test('a merge with an unchanged side gives the other one', () => {
  fc.assert(
    fc.property(anyDefinition, anyDefinition, (base, side) => {
      assert.deepEqual(mergeFlows(base, base, side).resolve(new Map()), side);
      assert.deepEqual(mergeFlows(base, side, base).resolve(new Map()), side);
      assert.deepEqual(mergeFlows(base, side, side).resolve(new Map()), side);
    }),
    runs,
  );
});

test('a merge is the same both ways, but for positions and for whose side is whose', () => {
  fc.assert(
    fc.property(definition, definition, definition, picks, picks, (base, some, others, edits, moreEdits) => {
      const one = edit(base, some, edits);
      const other = edit(base, others, moreEdits);
      const there = mergeFlows(base, one, other);
      const back = mergeFlows(base, other, one);
      assert.deepEqual(there.conflicts.map(({ id }) => id).sort(), back.conflicts.map(({ id }) => id).sort());
      assert.deepEqual(there.counts, { theirs: back.counts.yours, yours: back.counts.theirs });
      const sides = new Map(back.conflicts.map((conflict) => [conflict.id, conflict]));
      for (const { id, theirs, yours } of there.conflicts) {
        assert.deepEqual([theirs, yours], [sides.get(id)?.yours, sides.get(id)?.theirs]);
      }
      const taking = (take: 'theirs' | 'yours') =>
        new Map(there.conflicts.map(({ id }): [string, Choice] => [id, { take }]));
      assert.deepEqual(withoutOffsets(there.resolve(taking('theirs'))), withoutOffsets(back.resolve(taking('yours'))));
    }),
    runs,
  );
});

test('what only one side changed is in the merge, which comes only when all is decided', () => {
  fc.assert(
    fc.property(definition, definition, definition, picks, picks, (base, some, others, edits, moreEdits) => {
      const theirs = edit(base, some, edits);
      const yours = edit(base, others, moreEdits);
      const { conflicts, resolve } = mergeFlows(base, theirs, yours);
      if (conflicts.length > 0) assert.equal(resolve(new Map()), undefined);
      for (const take of ['base', 'theirs', 'yours'] as const) {
        const merged = resolve(new Map(conflicts.map(({ id }) => [id, { take }])));
        assert.ok(merged !== undefined);
        for (const name of namesOf(base)) {
          const isKept = [theirs, yours].every((side) => namesOf(side).has(name));
          if (isKept) assert.ok(namesOf(merged).has(name), `${name} is lost`);
        }
        if (conflicts.length > 0) continue;
        for (const [side, other] of [[theirs, yours] as const, [yours, theirs] as const]) {
          for (const change of compareFlows(base, side).changes) {
            if (change.kind === 'added') assert.ok(namesOf(merged).has(change.widget), `${change.widget} is lost`);
            if (change.kind === 'removed')
              assert.ok(!namesOf(merged).has(change.widget) || namesOf(other).has(change.widget));
          }
        }
      }
    }),
    runs,
  );
});

function namesOf(flow: JsonObject): Set<unknown> {
  return new Set((flow.states as readonly JsonObject[]).map(({ name }) => name));
}

function withoutOffsets(flow: JsonObject | undefined): unknown {
  return JSON.parse(JSON.stringify(flow), (key, value) => (key === 'offset' ? undefined : value));
}
