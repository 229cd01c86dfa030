import { ActionIcon, Button } from '@mantine/core';
import { useStore } from '../../app/store.ts';
import { t } from '../../app/texts.ts';
import type { Editor } from '../../editor/editor.ts';
import { Icon } from '../../theme/icons.tsx';
import { tidyUp } from './actions.ts';
import classes from './editor-page.module.css';
import { toggleMiniMap, useMiniMapShown } from './mini-map-shown.ts';
import { addNote } from './notes/notes.ts';
import { usePanel } from './use-panel.ts';

/** Undo, zoom, fit, tidy up, find, notes and the mini-map, at the lower left of the canvas. */
export function CanvasTools({ editor }: { readonly editor: Editor }) {
  const { editing, selection } = useStore(editor.state);
  const [panel, showPanel] = usePanel();
  const hasMap = useMiniMapShown(editor);
  const [done, undone] = [editing.done.at(-1), editing.undone.at(-1)];
  return (
    <div className={classes.tools} role="toolbar" aria-label={t.canvas.tools} data-region={t.canvas.tools}>
      <ActionIcon
        aria-label={done ? t.canvas.undoNamed(done.name) : t.canvas.undo}
        disabled={done === undefined}
        onClick={() => editor.undo()}
      >
        <Icon name="undo" />
      </ActionIcon>
      <ActionIcon
        aria-label={undone ? t.canvas.redoNamed(undone.name) : t.canvas.redo}
        disabled={undone === undefined}
        onClick={() => editor.redo()}
      >
        <Icon name="redo" />
      </ActionIcon>
      <ActionIcon aria-label={t.canvas.zoomOut} onClick={() => editor.canvas?.zoomBy(1 / 1.15)}>
        <Icon name="minus" />
      </ActionIcon>
      <ActionIcon aria-label={t.canvas.zoomIn} onClick={() => editor.canvas?.zoomBy(1.15)}>
        <Icon name="plus" />
      </ActionIcon>
      <Button variant="subtle" size="compact-md" onClick={() => editor.canvas?.fit()}>
        {t.canvas.fit}
      </Button>
      <Button
        variant="subtle"
        size="compact-md"
        onClick={() => void tidyUp(editor, selection.size > 1 ? selection : undefined)}
      >
        {t.canvas.tidyUp}
      </Button>
      <ActionIcon aria-label={t.find.open} aria-pressed={panel === 'find'} onClick={() => showPanel('find')}>
        <Icon name="search" />
      </ActionIcon>
      <ActionIcon aria-label={t.notes.add} onClick={() => addNote(editor)}>
        <Icon name="note" />
      </ActionIcon>
      <ActionIcon aria-label={t.canvas.miniMap} aria-pressed={hasMap} onClick={() => toggleMiniMap(editor)}>
        <Icon name="map" />
      </ActionIcon>
    </div>
  );
}
