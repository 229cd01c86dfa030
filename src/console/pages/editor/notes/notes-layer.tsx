/** Notes on the canvas, over its cards. */
import { ViewportPortal } from '@xyflow/react';
import { useMemo } from 'react';
import { useStore } from '../../../app/store.ts';
import { notesOf } from '../../../document/index.ts';
import type { Editor } from '../../../editor/editor.ts';
import { NoteCard } from './note-card.tsx';
import { writtenNote } from './notes.ts';

interface Props {
  readonly editor: Editor;
  readonly isReadOnly: boolean;
}

export function NotesLayer({ editor, isReadOnly }: Props) {
  const { document } = useStore(editor.state).editing;
  const written = useStore(writtenNote(editor));
  // The flow itself has no notes.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text beside the flow is what makes other notes
  const notes = useMemo(() => notesOf(document), [document.beside]);
  return (
    <ViewportPortal>
      {notes.map((note) => (
        <NoteCard key={note.id} editor={editor} note={note} isWritten={written === note.id} isReadOnly={isReadOnly} />
      ))}
    </ViewportPortal>
  );
}
