/** Below the canvas: the footer, and what it opens. */
import { useShortcuts } from '../../app/shortcuts.ts';
import { useStore } from '../../app/store.ts';
import { t } from '../../app/texts.ts';
import type { Editor } from '../../editor/editor.ts';
import classes from './drawer.module.css';
import type { DrawerPanel } from './editor-search.ts';
import { FindDrawer, findFieldId } from './find/find-drawer.tsx';
import { JsonDrawer } from './inspector/json-drawer.tsx';
import { goThere } from './problems/fix.ts';
import { ProblemsDrawer } from './problems/problems-drawer.tsx';
import { useProblems } from './problems/use-problems.ts';
import { usePanel } from './use-panel.ts';

interface Props {
  readonly editor: Editor;
  readonly askTarget: (card: string, event: string) => void;
}

export function Drawer({ editor, askTarget }: Props) {
  useProblems(editor);
  const problems = useStore(editor.problems);
  const [panel, show] = usePanel();
  const toggle = (wanted: DrawerPanel) => show(panel === wanted ? undefined : wanted);
  const find = () => {
    show('find');
    const field = document.getElementById(findFieldId);
    if (field instanceof HTMLInputElement) field.select();
  };
  const walk = (step: 1 | -1) => {
    const [only] = editor.state.get().selection;
    const at = problems.findIndex(({ widget }) => widget === only);
    const next = problems[(at + step + problems.length) % Math.max(1, problems.length)];
    if (next) goThere(editor, next);
  };
  useShortcuts({
    'Mod+J': () => toggle('problems'),
    'Mod+Shift+E': () => toggle('json'),
    'Mod+F': find,
    F8: () => walk(1),
    'Shift+F8': () => walk(-1),
  });
  return (
    <section className={classes.drawer} aria-label={t.problems.label} data-region={t.problems.label}>
      <div className={classes.footer}>
        <FooterButton isOpen={panel === 'problems'} onClick={() => toggle('problems')}>
          {t.problems.count(problems.length)}
        </FooterButton>
        <FooterButton isOpen={panel === 'json'} onClick={() => toggle('json')}>
          {t.inspector.tabs.json}
        </FooterButton>
        <FooterButton isOpen={panel === 'find'} onClick={() => toggle('find')}>
          {t.find.open}
        </FooterButton>
      </div>
      {panel === 'problems' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by key
        <div className={classes.content} tabIndex={0}>
          <ProblemsDrawer editor={editor} askTarget={askTarget} />
        </div>
      )}
      {panel === 'json' && (
        <div className={classes.content}>
          <JsonDrawer editor={editor} />
        </div>
      )}
      {panel === 'find' && (
        <div className={classes.content}>
          <FindDrawer editor={editor} onClose={() => show(undefined)} />
        </div>
      )}
    </section>
  );
}

interface ButtonProps {
  readonly isOpen: boolean;
  readonly onClick: () => void;
  readonly children: string;
}

function FooterButton({ isOpen, onClick, children }: ButtonProps) {
  return (
    <button type="button" className={classes.open} aria-expanded={isOpen} onClick={onClick}>
      {children}
      <span aria-hidden="true">{isOpen ? '▾' : '▴'}</span>
    </button>
  );
}
