/** The editor in the list of commands: what can be done to the flow, and its widgets (console §4). */
import { type PageCommand, usePageCommands } from '../../app/palette/page-commands.ts';
import { t } from '../../app/texts.ts';
import { cardOf } from '../../graph/card.ts';
import { chosenCards, copyCards, deleteCards, duplicateCards, tidyUp } from './actions.ts';
import { deleteAndReconnect, type KeyParts } from './canvas-keys.ts';
import type { DrawerPanel } from './editor-search.ts';
import { alignCards, alignments, axes, distributeCards, leastToDistribute } from './in-line.ts';
import { toggleMiniMap } from './mini-map-shown.ts';
import { addNote } from './notes/notes.ts';

interface Parts {
  readonly keys: KeyParts;
  readonly isReadOnly: boolean;
  readonly showPanel: (panel: DrawerPanel) => void;
  readonly togglePhone: () => void;
}

export function useEditorCommands(parts: Parts): void {
  usePageCommands(() => {
    const { editor } = parts.keys;
    const actions = [...views(parts), ...(parts.isReadOnly ? [] : [...edits(parts.keys), ...cardEdits(parts.keys)])];
    const widgets = editor.state.get().drawing.flow.states.map((state): PageCommand => {
      const { id, name, typeTitle } = cardOf(state);
      return { key: `widget ${id}`, name, hint: typeTitle, run: () => editor.jump(id) };
    });
    return [
      { title: t.editorKeys.flow, entries: actions },
      { title: t.editorKeys.widgets, entries: widgets },
    ];
  });
}

function views({ keys: { editor }, showPanel, togglePhone }: Parts): readonly PageCommand[] {
  const { canvas, selection } = { canvas: editor.canvas, ...editor.state.get() };
  return [
    command(t.editorKeys.find, 'Mod+F', () => showPanel('find')),
    command(t.editorKeys.problems, 'Mod+J', () => showPanel('problems')),
    command(t.editorKeys.json, 'Mod+Shift+E', () => showPanel('json')),
    command(t.editorKeys.phone, 'Mod+E', togglePhone),
    command(t.editorKeys.miniMap, 'M', () => toggleMiniMap(editor)),
    command(t.editorKeys.fit, '1', () => canvas?.fit()),
    command(t.editorKeys.life, '0', () => canvas?.zoomTo(1)),
    ...(selection.size > 0 ? [command(t.editorKeys.fitSelection, '2', () => canvas?.fit([...selection]))] : []),
    command(t.editorKeys.all, 'Mod+A', () => editor.select(editor.state.get().drawing.boxes.keys())),
  ];
}

function edits({ editor, open }: KeyParts): readonly PageCommand[] {
  const { editing, selection } = editor.state.get();
  const [done, undone] = [editing.done.at(-1), editing.undone.at(-1)];
  return [
    ...(done ? [command(t.canvas.undoNamed(done.name), 'Mod+Z', () => editor.undo())] : []),
    ...(undone ? [command(t.canvas.redoNamed(undone.name), 'Mod+Shift+Z', () => editor.redo())] : []),
    command(t.editorKeys.add, 'A', () => open({ kind: 'add', isLoose: false })),
    command(t.editorKeys.addLoose, 'Shift+A', () => open({ kind: 'add', isLoose: true })),
    command(t.editorKeys.note, 'T', () => addNote(editor)),
    command(t.editorKeys.tidyUp, 'L', () => void tidyUp(editor, selection.size > 1 ? selection : undefined)),
  ];
}

function cardEdits({ editor, open, edit }: KeyParts): readonly PageCommand[] {
  const cards = chosenCards(editor);
  const [only] = cards.length === 1 ? cards : [];
  if (cards.length === 0) return [];
  return [
    ...(only === undefined
      ? []
      : [
          command(t.editorKeys.edit, 'Enter', () => edit(only)),
          command(t.editorKeys.rename, 'F2', () => open({ kind: 'rename', card: only })),
        ]),
    command(t.editorKeys.duplicate, 'Mod+D', () => duplicateCards(editor, cards)),
    command(t.editorKeys.copy, 'Mod+C', () => void copyCards(editor, cards)),
    command(t.editorKeys.delete, 'Delete', () => deleteCards(editor, cards, 'delete')),
    command(t.editorKeys.deleteAndReconnect, 'Mod+Delete', () => deleteAndReconnect(editor, cards, open)),
    ...(cards.length < 2 ? [] : alignments).map((how) =>
      command(t.editorKeys.align(t.inspector.several.alignments[how]), undefined, () => alignCards(editor, cards, how)),
    ),
    ...(cards.length < leastToDistribute ? [] : axes).map((axis) =>
      command(t.editorKeys.distribute(t.inspector.several.axes[axis]), undefined, () =>
        distributeCards(editor, cards, axis),
      ),
    ),
  ];
}

function command(name: string, keys: string | undefined, run: () => void): PageCommand {
  return { key: `editor ${name}`, name, ...(keys === undefined ? {} : { keys }), run };
}
