import { useComputedColorScheme } from '@mantine/core';
import { useStore } from '../../app/store.ts';
import { MiniMap } from '../../canvas/mini-map.tsx';
import type { Editor } from '../../editor/editor.ts';
import { useMiniMapShown } from './mini-map-shown.ts';
import { NotesLayer } from './notes/notes-layer.tsx';

/** What the canvas of the editor has beside cards and wires. */
export function CanvasLayers({ editor, isReadOnly }: { readonly editor: Editor; readonly isReadOnly: boolean }) {
  const { drawing } = useStore(editor.state);
  const theme = useComputedColorScheme();
  const hasMap = useMiniMapShown(editor);
  return (
    <>
      <NotesLayer editor={editor} isReadOnly={isReadOnly} />
      {hasMap && <MiniMap drawing={drawing} theme={theme} />}
    </>
  );
}
