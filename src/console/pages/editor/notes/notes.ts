/** What is done with notes, for mouse and keys alike (console §4). */
import { createStore, type Store } from '../../../app/store.ts';
import { t } from '../../../app/texts.ts';
import { showToast } from '../../../app/toasts.tsx';
import { type Note, notesOf } from '../../../document/index.ts';
import type { Editor } from '../../../editor/editor.ts';
import { toGrid } from '../../../graph/geometry.ts';

export const leastNote = { width: 200, height: 120 };

const written = new WeakMap<Editor, Store<string | undefined>>();

/** Id of the note that is being written in. */
export function writtenNote(editor: Editor): Store<string | undefined> {
  const store = written.get(editor) ?? createStore<string | undefined>(undefined);
  written.set(editor, store);
  return store;
}

/** A new note in the middle of what is shown, to be written in at once. */
export function addNote(editor: Editor): void {
  const { x, y } = editor.canvas?.centre() ?? { x: 0, y: 0 };
  const place = { x: toGrid(x - leastNote.width / 2), y: toGrid(y - leastNote.height / 2) };
  const edited = editor.do({ do: 'addNote', note: { ...place, ...leastNote, text: '' } });
  const note = edited && notesOf(edited.editing.document).at(-1);
  if (note) writtenNote(editor).set(note.id);
}

export function changeNote(editor: Editor, { id }: Note, to: Partial<Omit<Note, 'id'>>): void {
  editor.do({ do: 'changeNote', note: id, to });
}

export function removeNote(editor: Editor, { id }: Note): void {
  if (editor.do({ do: 'removeNote', note: id }) === undefined) return;
  showToast({ text: t.notes.removed, action: { label: t.canvas.undo, run: () => editor.undo() } });
  editor.canvas?.focus();
}

/** Leads the keys to a note that is drawn. */
export function focusNote(id: string): void {
  document.querySelector<HTMLElement>(`[data-note="${CSS.escape(id)}"]`)?.focus();
}
