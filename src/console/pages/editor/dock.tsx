import { useStore } from '../../app/store.ts';
import { t } from '../../app/texts.ts';
import type { Editor } from '../../editor/editor.ts';
import classes from './editor-page.module.css';

/** Beside the canvas: what is selected. */
export function Dock({ editor }: { readonly editor: Editor }) {
  const { selection } = useStore(editor.state);
  return (
    <aside className={classes.dock} aria-label={t.editor.dock.label} data-region={t.editor.dock.label} data-inspector>
      {selection.size === 0 && <p className="muted">{t.editor.dock.nothing}</p>}
      {selection.size === 1 && <h2>{[...selection][0]}</h2>}
    </aside>
  );
}
