import { useSyncExternalStore } from 'react';
import { flowView, type StateView } from '../../../document/index.ts';
import type { Editor, EditorState } from '../../../editor/editor.ts';

/** A part of the editor's state; what `select` gives must be the same object as long as it says the same. */
export function useEditorValue<T>(editor: Editor, select: (state: EditorState) => T): T {
  return useSyncExternalStore(editor.state.subscribe, () => select(editor.state.get()));
}

/** The widget of this id; undefined once it is gone. */
export function useStateView(editor: Editor, id: string): StateView | undefined {
  return useEditorValue(editor, ({ editing }) => flowView(editing.document).find(id));
}

/** What is typed is heard as it is typed: no edit of a field is announced. */
export const unannounced = () => '';
