import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { JsonObject } from '../../../engine/json.ts';
import { edit as changed, definition } from '../../compare/flow-fixture.ts';
import { opened, realFlows } from '../document-fixture.ts';
import { edit, startEditing } from '../history.ts';
import { exportFlow } from '../open.ts';
import { editsBetween } from './between.ts';

/** The text after the edits, as one. */
function edited(text: string, after: JsonObject): string {
  const edits = editsBetween(JSON.parse(text), after);
  const done = edit(startEditing(opened(text)), { do: 'all', edits, name: 'Merge' }, 0);
  if ('refused' in done) throw new Error(done.refused);
  return exportFlow(done.editing.document);
}

test('edits between two definitions lead from one to the other', () => {
  fc.assert(
    fc.property(definition, definition, fc.array(fc.nat(50), { maxLength: 6 }), (first, other, picks) => {
      const second = changed(first, other, picks);
      assert.deepEqual(JSON.parse(edited(JSON.stringify(first, null, 2), second)), second);
      assert.deepEqual(JSON.parse(edited(JSON.stringify(first), other)), other);
    }),
  );
});

for (const [name, text] of realFlows) {
  test(`one changed text of ${name} leaves all else as it is written`, () => {
    const source = exportFlow(opened(text));
    const after = JSON.parse(source);
    after.states[0].properties.note = 'new';
    const result = edited(source, after);
    assert.deepEqual(JSON.parse(result), after);
    assert.equal(result.replace(/,?\s*"note":\s*"new"/, ''), source);
  });
}

const cases = [
  {
    name: 'a state between two',
    before: '[{"name": "a"},  {"name":"c"}]',
    after: '[{"name": "a"},  {"name": "b"},  {"name":"c"}]',
  },
  {
    name: 'a number keeps its form beside a change',
    before: '[{"name":"a","x":1.0,"y":1}]',
    after: '[{"name":"a","x":1.0,"y":2}]',
  },
  {
    name: 'a state that is gone',
    before: '[{"name":"a"}, {"name":"b"}, {"name":"c"}]',
    after: '[{"name":"a"}, {"name":"c"}]',
  },
];
for (const { name, before, after } of cases) {
  test(name, () => {
    const text = (states: string) => `{"states": ${states}}`;
    assert.equal(edited(text(before), JSON.parse(text(after))), text(after));
  });
}
