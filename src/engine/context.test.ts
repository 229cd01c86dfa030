import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { applyPatch, type ContextPatch, foldPatches, outputPatch, valueAt } from './context.ts';
import type { Json, JsonObject } from './json.ts';

const patches: { title: string; before: JsonObject; patch: ContextPatch; after: JsonObject }[] = [
  {
    title: 'sets a value',
    before: { a: { b: 1 } },
    patch: [{ path: ['a', 'c'], value: 2 }],
    after: { a: { b: 1, c: 2 } },
  },
  { title: 'makes objects on the way', before: {}, patch: [{ path: ['a', 'b'], value: 1 }], after: { a: { b: 1 } } },
  {
    title: 'an object takes the place of another value',
    before: { a: [1] },
    patch: [{ path: ['a', 'b'], value: 1 }],
    after: { a: { b: 1 } },
  },
  {
    title: 'a path without a value goes',
    before: { a: { b: 1, c: 2 } },
    patch: [{ path: ['a', 'b'] }],
    after: { a: { c: 2 } },
  },
  { title: 'an empty path is everything', before: { a: 1 }, patch: [{ path: [], value: { b: 2 } }], after: { b: 2 } },
  {
    title: 'changes go in order',
    before: {},
    patch: [
      { path: ['a'], value: 1 },
      { path: ['a'], value: 2 },
    ],
    after: { a: 2 },
  },
  { title: 'null is a value', before: {}, patch: [{ path: ['a'], value: null }], after: { a: null } },
];
for (const { title, before, patch, after } of patches) {
  test(title, () => assert.deepEqual(applyPatch(before, patch), after));
}

const outputs: { title: string; old?: JsonObject; output: JsonObject; is: JsonObject | undefined; mode?: 'replace' }[] =
  [
    { title: 'the first output stands as it is', output: { a: 1 }, is: { a: 1 } },
    { title: 'an empty output writes nothing', output: {}, is: undefined },
    { title: 'an empty output leaves the old one', old: { a: 1 }, output: {}, is: { a: 1 } },
    {
      title: 'new keys replace old ones, others stay',
      old: { a: { x: 1 }, b: 2 },
      output: { a: { y: 1 } },
      is: { a: { y: 1 }, b: 2 },
    },
    {
      title: 'parsed merges one level deeper',
      old: { parsed: { x: { p: 1 }, y: 2 } },
      output: { parsed: { x: { q: 1 } } },
      is: { parsed: { x: { q: 1 }, y: 2 } },
    },
    {
      title: 'parsed over no object is replaced',
      old: { parsed: 'x' },
      output: { parsed: { x: 1 } },
      is: { parsed: { x: 1 } },
    },
    { title: 'replace forgets the old output', old: { a: 1 }, output: { b: 2 }, is: { b: 2 }, mode: 'replace' },
  ];
for (const { title, old, output, is, mode = 'merge' } of outputs) {
  test(title, () => {
    const context: JsonObject = { widgets: old ? { w: old } : {} };
    const after = applyPatch(context, outputPatch(context, 'w', output, ['parsed'], mode));
    assert.deepEqual(valueAt(after, ['widgets', 'w']), is);
  });
}

test('valueAt reads own properties only', () => {
  assert.deepEqual(
    [['a', 'b'], ['a', 'toString'], ['b'], ['a', 'b', 'c'], ['l', '0'], []].map((path) =>
      valueAt({ a: { b: 1 }, l: [1] }, path),
    ),
    [1, undefined, undefined, undefined, undefined, { a: { b: 1 }, l: [1] }],
  );
});

const key = fc.constantFrom('a', 'b', 'c', '__proto__');
const value = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>;
const change = fc.record({ path: fc.array(key, { minLength: 1, maxLength: 4 }), value }, { requiredKeys: ['path'] });
const patch = fc.array(change as fc.Arbitrary<ContextPatch[number]>, { maxLength: 5 });

test('patches change nothing but their result, however objects are shared between them', () => {
  fc.assert(
    fc.property(fc.array(patch, { maxLength: 6 }), (list) => {
      const text = JSON.stringify(list);
      const mine = new WeakSet<object>();
      let shared: JsonObject = {};
      let alone: JsonObject = {};
      for (const each of list) {
        shared = applyPatch(shared, each, mine);
        alone = applyPatch(structuredClone(alone), structuredClone(each));
      }
      assert.equal(JSON.stringify(shared), JSON.stringify(alone));
      assert.equal(JSON.stringify(foldPatches(list)), JSON.stringify(alone));
      assert.equal(JSON.stringify(list), text);
    }),
  );
});
