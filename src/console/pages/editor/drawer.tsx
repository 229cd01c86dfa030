/** Below the canvas: the footer, and what it opens. */
import { useState } from 'react';
import { useShortcuts } from '../../app/shortcuts.ts';
import { useStore } from '../../app/store.ts';
import { t } from '../../app/texts.ts';
import type { Editor } from '../../editor/editor.ts';
import classes from './drawer.module.css';
import { goThere } from './problems/fix.ts';
import { ProblemsDrawer } from './problems/problems-drawer.tsx';
import { useProblems } from './problems/use-problems.ts';

interface Props {
  readonly editor: Editor;
  readonly askTarget: (card: string, event: string) => void;
}

export function Drawer({ editor, askTarget }: Props) {
  useProblems(editor);
  const problems = useStore(editor.problems);
  const [isOpen, setOpen] = useState(false);
  const walk = (step: 1 | -1) => {
    const [only] = editor.state.get().selection;
    const at = problems.findIndex(({ widget }) => widget === only);
    const next = problems[(at + step + problems.length) % Math.max(1, problems.length)];
    if (next) goThere(editor, next);
  };
  useShortcuts({ 'Mod+J': () => setOpen(!isOpen), F8: () => walk(1), 'Shift+F8': () => walk(-1) });
  return (
    <section className={classes.drawer} aria-label={t.problems.label} data-region={t.problems.label}>
      <button type="button" className={classes.footer} aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {t.problems.count(problems.length)}
        <span aria-hidden="true">{isOpen ? '▾' : '▴'}</span>
      </button>
      {isOpen && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by key
        <div className={classes.content} tabIndex={0}>
          <ProblemsDrawer editor={editor} askTarget={askTarget} />
        </div>
      )}
    </section>
  );
}
