import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyBeside, mutesOf, notesOf } from './beside.ts';
import { opened, smallFlow } from './document-fixture.ts';
import type { Edit } from './edit.ts';
import { testRefusals } from './edits/edits-fixture.ts';
import { edit, redo, startEditing, undo } from './history.ts';
import { exportBeside, exportFlow, openDocument } from './open.ts';

const note = { x: 300, y: 0, width: 200, height: 120, text: 'Ask **again**' };

function edited(edits: readonly Edit[]) {
  return edits.reduce(
    (editing, each, index) => {
      const result = edit(editing, each, index * 5000);
      if ('refused' in result) throw new Error(result.refused);
      return result.editing;
    },
    startEditing(opened(smallFlow)),
  );
}

test('notes are kept beside the flow, and are undone like all else', () => {
  const editing = edited([
    { do: 'addNote', note },
    { do: 'addNote', note: { ...note, text: 'Second' } },
    { do: 'changeNote', note: 'note_1', to: { text: 'Ask' } },
    { do: 'changeNote', note: 'note_1', to: { x: 310, y: 10 } },
    { do: 'removeNote', note: 'note_2' },
  ]);
  assert.deepEqual(notesOf(editing.document), [{ id: 'note_1', ...note, text: 'Ask', x: 310, y: 10 }]);
  assert.equal(exportFlow(editing.document), smallFlow, 'the flow itself knows nothing of them');
  assert.deepEqual(
    editing.done.map(({ name }) => name),
    ['Add note', 'Add note', 'Edit note', 'Move note', 'Delete note'],
  );
  let back = editing;
  for (let each = undo(back); each; each = undo(back)) back = each.editing;
  assert.equal(exportBeside(back.document), emptyBeside);
  for (let each = redo(back); each; each = redo(back)) back = each.editing;
  assert.equal(exportBeside(back.document), exportBeside(editing.document));
});

test('a muted warning follows the name of its widget, in one entry', () => {
  const mute = { widget: 'ask_day', code: 'dead-end' };
  const muted = edited([
    { do: 'mute', ...mute },
    { do: 'mute', ...mute },
    { do: 'rename', widget: 'ask_day', to: 'ask_when' },
  ]);
  assert.deepEqual(mutesOf(muted.document), [{ widget: 'ask_when', code: 'dead-end' }]);
  assert.equal(muted.done.length, 2);
  const back = undo(muted);
  assert.deepEqual(back && mutesOf(back.editing.document), [mute]);
  const shown = edited([
    { do: 'mute', ...mute },
    { do: 'unmute', ...mute },
  ]);
  assert.deepEqual(mutesOf(shown.document), []);
});

test('what somebody else keeps there stays, and what is no note is not shown', () => {
  const document = openDocument(smallFlow, '{"own": 1.0, "notes": [{"id": 1}, null]}');
  assert.ok(!('refused' in document));
  assert.deepEqual(notesOf(document), []);
  const result = edit(startEditing(document), { do: 'mute', widget: 'a', code: 'b' }, 0);
  assert.ok(!('refused' in result));
  assert.equal(
    exportBeside(result.editing.document),
    '{"own": 1.0, "notes": [{"id": 1}, null], "muted": [{"widget": "a", "code": "b"}]}',
  );
});

testRefusals([[{ do: 'removeNote', note: 'note_1' }, 'This note does not exist any more.']]);
