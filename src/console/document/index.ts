/**
 * The document of the editor: a flow as text, with its edits.
 *
 * The text is what counts. It is held as a syntax tree that never changes and keeps every character, so that whatever
 * nobody edited is exported as it came. An edit is data (`Edit`); it becomes splices of the text, of which only what
 * they touch is read again, and these splices are what undo and redo keep.
 *
 * ```ts
 * const opened = importDocument(text);
 * if ('refused' in opened) return opened.refused;
 * const editing = startEditing(opened);
 * const edited = edit(editing, { do: 'rename', widget: 'ask_day', to: 'ask_when' }, nowMs);
 * if (!('refused' in edited)) exportFlow(edited.editing.document);
 * ```
 *
 * A widget is named by its id of `flowView`: its name, but for a second one of the same name.
 */
export { emptyBeside, type Mute, mutesOf, type Note, notesOf } from './beside.ts';
export type { Edit, SingleEdit } from './edit.ts';
export { firstFreeOutlet } from './edits/add.ts';
export { editsBetween } from './edits/between.ts';
export { friendlyNameOf } from './edits/conditions.ts';
export { clipboardStates } from './edits/copy.ts';
export { parsedOr } from './edits/flow.ts';
export type { PropertyPath } from './edits/properties.ts';
export { occurrences } from './edits/replace.ts';
export {
  type Edited,
  type Editing,
  type Entry,
  edit,
  endEntry,
  redo,
  restoreEditing,
  type StoredEditing,
  startEditing,
  storedEditing,
  undo,
} from './history.ts';
export { nameOfCopy, nameRefusal, newName } from './names.ts';
export { changedWidgets, exportBeside, exportFlow, importDocument, openDocument } from './open.ts';
export { lineAndColumn, type SyntaxProblem } from './parse.ts';
export { clipboardText, jsonOfWidget, rangeIn, rangeOf, targetsToReconnect } from './queries.ts';
export type { Outlet, Refusal } from './scene.ts';
export {
  type ConditionView,
  type FlowDocument,
  type FlowView,
  flowView,
  type Place,
  type StateView,
  type TransitionView,
} from './view.ts';
