/** Beside the canvas: what is selected, and the phone. In a wide window both, else one of them (console §2). */
import { ActionIcon } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useStore } from '../../app/store.ts';
import { t } from '../../app/texts.ts';
import type { Editor } from '../../editor/editor.ts';
import { Icon } from '../../theme/icons.tsx';
import type { KeyParts } from './canvas-keys.ts';
import classes from './dock.module.css';
import { Inspector } from './inspector/inspector.tsx';
import type { Phone } from './phone/phone.ts';
import type { PhoneMode } from './phone/phone-panel.tsx';

const LazyPhone = lazy(() =>
  import('./phone/phone-dock.tsx').then(
    ({ PhoneDock }) => ({ default: PhoneDock }),
    // Without a network the rest of the editor goes on.
    () => ({ default: () => <p className={`muted ${classes.inspector}`}>{t.phone.missing}</p> }),
  ),
);

/** From here on both parts stand side by side. */
const wideWindow = '(min-width: 1440px)';

export type DockPart = 'widget' | 'phone';

export interface PhonePlace {
  readonly mode: PhoneMode | undefined;
  /** Undefined closes it. */
  readonly show: (mode: PhoneMode | undefined) => void;
  /** The phone with its conversations, once it was opened. */
  readonly kept: { current: Phone | undefined };
}

interface Props {
  readonly editor: Editor;
  readonly keys: KeyParts;
  readonly part: DockPart;
  readonly onPart: (part: DockPart) => void;
  readonly phone: PhonePlace;
}

export function Dock({ editor, keys, part, onPart, phone }: Props) {
  const isWide = useMediaQuery(wideWindow, undefined, { getInitialValueInEffect: false }) ?? false;
  const isOpen = phone.mode !== undefined;
  const isShared = isOpen && !isWide;
  const isLocked = useStore(editor.isLocked);
  const news = useNews(editor, isShared && part === 'phone');
  return (
    <>
      {(!isShared || part === 'widget') && (
        <aside
          className={classes.dock}
          data-wide={isWide || undefined}
          aria-label={t.editor.dock.label}
          data-region={t.editor.dock.label}
          data-inspector
        >
          {isShared && <Parts part={part} onPart={onPart} phone={phone} hasNews={false} />}
          {/* What is locked can still be scrolled by key. */}
          <div className={classes.inspector} tabIndex={isLocked ? 0 : undefined}>
            <Inspector keys={keys} />
          </div>
        </aside>
      )}
      {isOpen && (
        // Hidden and not gone: its path stays on the canvas.
        <aside
          hidden={isShared && part !== 'phone'}
          className={classes.phone}
          data-wide={isWide || undefined}
          aria-label={t.phone.label}
          data-region={t.phone.label}
        >
          {isShared ? (
            <Parts part={part} onPart={onPart} phone={phone} hasNews={news} />
          ) : (
            <div className={classes.parts}>
              <h2>{t.phone.label}</h2>
              <CloseButton phone={phone} />
            </div>
          )}
          <Suspense fallback={<p className={`muted ${classes.inspector}`}>{t.phone.loading}</p>}>
            <LazyPhone editor={editor} phone={phone} />
          </Suspense>
        </aside>
      )}
    </>
  );
}

interface PartsProps extends Omit<Props, 'editor' | 'keys'> {
  /** Something was selected behind the phone. */
  readonly hasNews: boolean;
}

function Parts({ part, onPart, phone, hasNews }: PartsProps) {
  const parts: readonly { readonly key: DockPart; readonly name: string }[] = [
    { key: 'widget', name: t.editor.dock.widget },
    { key: 'phone', name: t.phone.label },
  ];
  return (
    <div className={classes.parts}>
      {/* biome-ignore lint/a11y/useSemanticElements: two switches are no fieldset */}
      <div role="group" aria-label={t.editor.dock.parts} className={classes.switch}>
        {parts.map(({ key, name }) => (
          <button
            key={key}
            type="button"
            aria-pressed={part === key}
            className={classes.part}
            onClick={() => onPart(key)}
          >
            {name}
            {key === 'widget' && hasNews && (
              <span role="img" aria-label={t.editor.dock.selected} className={classes.dot} />
            )}
          </button>
        ))}
      </div>
      <CloseButton phone={phone} />
    </div>
  );
}

function CloseButton({ phone }: Pick<Props, 'phone'>) {
  return (
    <ActionIcon aria-label={t.phone.close} ml="auto" onClick={() => phone.show(undefined)}>
      <Icon name="close" />
    </ActionIcon>
  );
}

/** True once another widget was selected while nobody saw it. */
function useNews(editor: Editor, isHidden: boolean): boolean {
  const { selection } = useStore(editor.state);
  const [seen, setSeen] = useState(selection);
  useEffect(() => {
    if (!isHidden) setSeen(selection);
  }, [isHidden, selection]);
  return isHidden && selection !== seen && selection.size > 0;
}
