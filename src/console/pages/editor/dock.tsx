import { t } from '../../app/texts.ts';
import type { KeyParts } from './canvas-keys.ts';
import classes from './editor-page.module.css';
import { Inspector } from './inspector/inspector.tsx';

/** Beside the canvas: what is selected. */
export function Dock({ keys }: { readonly keys: KeyParts }) {
  return (
    <aside className={classes.dock} aria-label={t.editor.dock.label} data-region={t.editor.dock.label}>
      <Inspector keys={keys} />
    </aside>
  );
}
