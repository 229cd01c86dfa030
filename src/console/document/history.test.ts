import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Json } from '../../engine/json.ts';
import { anyFlow, opened, realFlows, smallFlow } from './document-fixture.ts';
import type { Edit, SingleEdit } from './edit.ts';
import { firstFreeOutlet } from './edits/add.ts';
import { type Editing, edit, endEntry, redo, restoreEditing, startEditing, storedEditing, undo } from './history.ts';
import { exportBeside, exportFlow } from './open.ts';
import { parseSource } from './parse.ts';
import { clipboardText, jsonOfWidget, targetsToReconnect } from './queries.ts';
import { flowView } from './view.ts';

/** What a random edit is made of; the numbers choose among what the flow has. */
interface Choice {
  readonly kind: number;
  readonly widget: number;
  readonly other: number;
  readonly number: number;
  readonly text: string;
}

const choice: fc.Arbitrary<Choice> = fc.record({
  kind: fc.nat(),
  widget: fc.nat(),
  other: fc.nat(),
  number: fc.integer({ min: -500, max: 500 }),
  text: fc.constantFrom('', 'new', 'é"\\\n', '{{widgets.ask_day.x}}', '😀', 'ask_day', 'a b', '\ud83d'),
});

/** Every kind of edit, on whatever widget is there. */
function editOf(editing: Editing, { kind, widget, other, number, text }: Choice): Edit {
  const { document } = editing;
  const { ids, states } = flowView(document);
  const id = ids[widget % (ids.length || 1)] ?? 'nobody';
  const to = ids[other % (ids.length || 1)] ?? 'nobody';
  const state = states[widget % (states.length || 1)];
  const transition = Math.abs(number) % (state?.transitions.length || 1);
  const place = { x: number, y: other % 1000 };
  const types = ['send-message', 'split-based-on', 'set-variables', 'make-http-request'];
  const type = types[other % types.length] ?? '';
  const values: readonly Json[] = [text, number, null, { [text]: [number] }, []];
  const value = values[other % values.length] ?? null;
  const outlet = { widget: id, transition };
  const free = state && firstFreeOutlet(id, state);
  const edits: readonly SingleEdit[] = [
    { do: 'add', type, place },
    { do: 'add', type, place, after: id },
    { do: 'add', type, place, from: free ?? outlet },
    { do: 'insert', type, place, on: outlet },
    { do: 'insertWidget', widget: to, place, on: outlet },
    { do: 'connect', outlet, to },
    { do: 'connect', outlet: { widget: id, event: 'sent' }, to },
    { do: 'reconnect', outlet, to },
    { do: 'disconnect', outlet },
    { do: 'move', places: [{ widget: id, ...place }] },
    { do: 'tidyUp', places: ids.map((each, index) => ({ widget: each, x: index * number, y: index })) },
    { do: 'rename', widget: id, to: `n${other % 5}` },
    { do: 'duplicate', widgets: [...new Set([id, to])], places: [place, place] },
    {
      do: 'paste',
      text: clipboardText(document, [...new Set([id, to])]) ?? '',
      places: [place],
      keepsOuterWires: number > 0,
    },
    { do: 'delete', widgets: [id] },
    { do: 'cut', widgets: [id, to] },
    { do: 'deleteAndReconnect', widgets: [id], to: targetsToReconnect(document, [id])[0] ?? id },
    { do: 'setProperty', widget: id, path: ['body'], value: text },
    { do: 'setProperty', widget: id, path: ['deep', 'er', text], value },
    { do: 'clearProperty', widget: id, path: ['body'] },
    { do: 'addRow', widget: id, path: ['variables'], row: { key: text, value: text } },
    { do: 'removeRow', widget: id, path: ['variables'], row: 0 },
    { do: 'moveRow', widget: id, path: ['variables'], row: 0, to: 1 },
    { do: 'addCondition', widget: id, type: 'equal_to', value: text, next: to },
    { do: 'addAndCondition', widget: id, transition, type: 'is_blank' },
    { do: 'changeCondition', widget: id, transition, condition: 0, type: 'contains', value: text, argument: text },
    { do: 'removeCondition', widget: id, transition, condition: 0 },
    { do: 'moveTransition', widget: id, transition, to: other % 3 },
    { do: 'removeTransition', widget: id, transition },
    { do: 'setInput', widget: id, input: text },
    { do: 'replace', find: 'ask_day', with: text },
    { do: 'setDescription', description: text },
    { do: 'setFlag', flag: 'allow_concurrent_calls', value: number > 0 },
    { do: 'setInitialState', widget: id },
    { do: 'setType', widget: id, type },
    { do: 'setWidgetText', widget: id, text: (jsonOfWidget(document, id) ?? '').replace('"type"', '"odd": 1, "type"') },
    { do: 'setFlowText', text: other % 2 === 0 ? smallFlow : exportFlow(document).replaceAll(': ', ':') },
    { do: 'addNote', note: { ...place, width: 200, height: 120, text } },
    { do: 'changeNote', note: 'note_1', to: { text } },
    { do: 'removeNote', note: 'note_1' },
    { do: 'mute', widget: id, code: 'dead-end' },
    { do: 'unmute', widget: id, code: 'dead-end' },
  ];
  const several: Edit = {
    do: 'all',
    name: 'Several',
    edits: [
      { do: 'add', type, place },
      { do: 'setDescription', description: text },
      { do: 'setProperty', widget: id, path: ['variables'], value: [number, text, value] },
    ],
  };
  return edits[kind % (edits.length + 1)] ?? several;
}

function texts({ document }: Editing): readonly [string, string] {
  return [exportFlow(document), exportBeside(document)];
}

/** Undone to the beginning, the texts on the way. */
function undoAll(editing: Editing): { readonly editing: Editing; readonly count: number } {
  let count = 0;
  let current = editing;
  for (let back = undo(current); back; back = undo(current)) {
    current = back.editing;
    count++;
  }
  return { editing: current, count };
}

function redoAll(editing: Editing): Editing {
  let current = editing;
  for (let on = redo(current); on; on = redo(current)) current = on.editing;
  return current;
}

const flows = fc.oneof(anyFlow, fc.constantFrom(smallFlow, ...realFlows.values()));
const sequence = fc.array(fc.tuple(choice, fc.constantFrom(0, 500, 5000)), { minLength: 1, maxLength: 12 });

test('undone to the beginning each flow has its bytes again, and redone the others', () => {
  const done = new Set<string>();
  fc.assert(
    fc.property(flows, sequence, (text, choices) => {
      let editing = startEditing(opened(text));
      let nowMs = 0;
      for (const [each, pauseMs] of choices) {
        nowMs += pauseMs;
        const change = editOf(editing, each);
        const edited = edit(editing, change, nowMs);
        if ('refused' in edited) continue;
        if (edited.entry) done.add(change.do);
        editing = edited.editing;
        const [flow] = texts(editing);
        assert.deepEqual(editing.document.flow, parseSource(flow), 'the tree is that of the text');
      }
      const after = texts(editing);
      const stored = restoreEditing(JSON.parse(JSON.stringify(storedEditing(editing))));
      assert.ok(!('refused' in stored));
      assert.equal(stored.done.length, editing.done.length);
      for (const each of [editing, stored]) {
        const back = undoAll(each).editing;
        assert.equal(exportFlow(back.document), text);
        assert.deepEqual(texts(redoAll(back)), after);
      }
    }),
    { numRuns: 200 },
  );
  assert.ok(done.size > 30, `nearly all kinds of edits have been made, not ${[...done].join()} alone`);
});

function edited(editing: Editing, change: Edit, atMs: number): Editing {
  const result = edit(editing, change, atMs);
  if ('refused' in result) throw new Error(result.refused);
  return result.editing;
}

test('typing is one entry until a second of rest', () => {
  let editing = startEditing(opened(smallFlow));
  const type = (value: string, atMs: number) => {
    editing = edited(editing, { do: 'setProperty', widget: 'ask_day', path: ['body'], value }, atMs);
  };
  type('W', 0);
  type('Wh', 300);
  type('Whe', 1300);
  assert.equal(editing.done.length, 1);
  assert.equal(editing.done[0]?.name, 'Edit Message body of ask_day');
  assert.equal(editing.done[0]?.steps.length, 1);
  type('When', 2301);
  assert.equal(editing.done.length, 2);
  editing = endEntry(editing);
  type('When?', 2400);
  assert.equal(editing.done.length, 3, 'leaving the field ends the entry');
  assert.equal(exportFlow(undoAll(editing).editing.document), smallFlow);
});

test('typing in another field is another entry', () => {
  let editing = startEditing(opened(smallFlow));
  editing = edited(editing, { do: 'setProperty', widget: 'ask_day', path: ['body'], value: 'a' }, 0);
  editing = edited(editing, { do: 'setProperty', widget: 'thanks', path: ['body'], value: 'a' }, 10);
  assert.equal(editing.done.length, 2);
});

test('keys that move the same cards are one entry, of one step', () => {
  let editing = startEditing(opened(smallFlow));
  for (let key = 1; key <= 15; key++) {
    const places = ['ask_day', 'thanks'].map((widget) => ({ widget, x: key * 10, y: 195 + key }));
    editing = edited(editing, { do: 'move', places }, key * 100);
  }
  assert.deepEqual(
    editing.done.map(({ name, steps }) => [name, steps.length]),
    [['Move 2 widgets', 1]],
  );
  assert.equal(exportFlow(undoAll(editing).editing.document), smallFlow);
});

test('what is typed and taken back at once leaves nothing to undo', () => {
  let editing = startEditing(opened(smallFlow));
  editing = edited(editing, { do: 'setProperty', widget: 'ask_day', path: ['body'], value: 'Which day? x' }, 0);
  editing = edited(editing, { do: 'setProperty', widget: 'ask_day', path: ['body'], value: 'Which day?' }, 10);
  assert.deepEqual(editing.done, []);
});

test('an edit after undoing forgets what could be redone, one that changes nothing does not', () => {
  const first = edited(startEditing(opened(smallFlow)), { do: 'setDescription', description: 'a' }, 0);
  const back = undo(first)?.editing ?? first;
  assert.equal(edited(back, { do: 'setDescription', description: 'Small' }, 9).undone.length, 1);
  assert.equal(edited(back, { do: 'setDescription', description: 'b' }, 9).undone.length, 0);
});

test('a history that does not belong to the text is left out', () => {
  const editing = edited(startEditing(opened(smallFlow)), { do: 'setDescription', description: 'a' }, 0);
  const restored = restoreEditing({ ...storedEditing(editing), flow: smallFlow.replace('Small', 'Other') });
  assert.ok(!('refused' in restored));
  assert.deepEqual(restored.done, []);
});
