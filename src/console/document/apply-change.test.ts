import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyChange } from './apply-change.ts';
import { anyFlow, anyJson } from './document-fixture.ts';
import { JsonSyntaxError, parseSource } from './parse.ts';
import { changeOf, composed, difference, inverse, spliceText } from './splice.ts';
import { isContainer, type Source, sourceText } from './syntax.ts';

const piece = fc.constantFrom(
  '',
  '',
  '1',
  ',',
  '"x"',
  '"',
  ' ',
  '\n',
  '[]',
  '{"k": 1}',
  ',"k":2',
  ',3',
  ']',
  '}',
  ']],[[',
);
const cuts = fc.array(fc.tuple(fc.nat(), fc.nat({ max: 6 }), piece), { minLength: 1, maxLength: 3 });

/** Splices at places of the text that do not overlap. */
function changeIn(text: string, places: readonly (readonly [number, number, string])[]) {
  let end = 0;
  const ordered = places.map(([at, length, inserted]) => [at % (text.length + 1), length, inserted] as const);
  const splices = ordered
    .toSorted(([left], [right]) => left - right)
    .map(([at, length, inserted]) => {
      const start = Math.max(at, end);
      end = Math.min(text.length, start + length);
      return { at: start, removed: text.slice(start, end), inserted };
    });
  return changeOf(splices);
}

test('a changed tree is the tree of the changed text, whatever changes', () => {
  fc.assert(
    fc.property(fc.oneof(anyJson, anyFlow), cuts, (text, places) => {
      const change = changeIn(text, places);
      const expected = parsed(spliceText(text, change));
      const found = attempt(() => applyChange(parseSource(text), change));
      assert.deepEqual(found, expected);
    }),
    { numRuns: 3000 },
  );
});

test('a change taken back gives the text', () => {
  fc.assert(
    fc.property(anyJson, cuts, (text, places) => {
      const change = changeIn(text, places);
      assert.equal(spliceText(spliceText(text, change), inverse(change)), text);
    }),
  );
});

test('two changes that follow each other are one', () => {
  const place = fc.tuple(fc.nat({ max: 9 }), fc.nat({ max: 3 }), fc.constantFrom('', 'x', 'yz'));
  const pair = fc.integer({ min: 1, max: 2 }).chain((length) => {
    const places = fc.array(place, { minLength: length, maxLength: length });
    return fc.tuple(places, places);
  });
  fc.assert(
    fc.property(pair, ([first, second]) => {
      const text = '0123456789';
      const before = changeIn(text, first);
      const between = spliceText(text, before);
      const after = changeIn(between, second);
      const joined = composed(before, after);
      if (joined) assert.equal(spliceText(text, joined), spliceText(between, after));
    }),
    { numRuns: 3000 },
  );
});

test('the difference of two texts makes one of the other', () => {
  fc.assert(
    fc.property(anyJson, anyJson, (before, after) => {
      const splice = difference(before, after);
      assert.equal(spliceText(before, splice ? [splice] : []), after);
    }),
  );
});

test('what a change does not touch stays the same object', () => {
  const text = '{"a": [{"x": 1}, {"x": 2}, {"x": 3}], "b": {}}';
  const kept = (at: number, removed: string, inserted: string) => {
    const before = parseSource(text);
    const after = applyChange(before, [{ at, removed, inserted }]);
    return items(after).map((item) => items(before).indexOf(item));
  };
  assert.deepEqual(kept(text.indexOf('2'), '2', '20'), [0, -1, 2], 'a value changes');
  assert.deepEqual(kept(text.indexOf(']'), '', ', {"x": 4}'), [0, 1, 2, -1], 'one is added');
  assert.deepEqual(kept(text.indexOf(', {"x": 2'), ', {"x": 2}', ''), [0, 2], 'one goes');
  assert.deepEqual(kept(text.indexOf(', "b"'), ', "b": {}', ''), [0, 1, 2], 'a member beside goes');
});

function items({ root }: Source): readonly unknown[] {
  const list = isContainer(root) ? root.children[0]?.value : undefined;
  return list && isContainer(list) ? list.children.map(({ value }) => value) : [];
}

function parsed(text: string): Source | undefined {
  return attempt(() => parseSource(text));
}

function attempt(read: () => Source): Source | undefined {
  try {
    const source = read();
    assert.equal(typeof sourceText(source), 'string');
    return source;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}
