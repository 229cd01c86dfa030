/** Keys: what is pressed, how it is written, and the sheet of all of them. */
import { useEffect, useRef } from 'react';
import { t } from './texts.ts';

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** `Mod+K` as it is written on the keys of this computer. */
export function keyCaps(keys: string): readonly string[] {
  return keys.split('+').map((key) => (key === 'Mod' ? (isMac ? '⌘' : 'Ctrl') : key));
}

export interface Shortcut {
  readonly keys: string;
  readonly does: string;
}

export const shortcutGroups: readonly { readonly title: string; readonly shortcuts: readonly Shortcut[] }[] = [
  {
    title: t.frame.shortcuts.everywhere,
    shortcuts: [
      { keys: 'Mod+K', does: t.frame.shortcuts.palette },
      { keys: '?', does: t.frame.shortcuts.sheet },
      { keys: 'F6', does: t.frame.shortcuts.regions },
      { keys: 'Shift+F6', does: t.frame.shortcuts.regionsBack },
      { keys: 'Esc', does: t.frame.shortcuts.close },
    ],
  },
  {
    title: t.frame.shortcuts.lists,
    shortcuts: [
      { keys: '/', does: t.frame.shortcuts.search },
      { keys: '↑', does: t.frame.shortcuts.rowBefore },
      { keys: '↓', does: t.frame.shortcuts.rowAfter },
      { keys: 'Space', does: t.frame.shortcuts.chooseRow },
    ],
  },
  {
    title: t.frame.shortcuts.executions,
    shortcuts: [
      { keys: 'N', does: t.frame.shortcuts.stepAfter },
      { keys: 'P', does: t.frame.shortcuts.stepBefore },
      { keys: 'Space', does: t.frame.shortcuts.play },
    ],
  },
];

export type Handlers = { readonly [keys: string]: () => void };

/**
 * Listens while the component is shown. Keys without `Mod` and no `F` key count outside of fields only, and none while
 * a dialog has the page.
 */
export function useShortcuts(handlers: Handlers): void {
  const latest = useRef(handlers);
  latest.current = handlers;
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      const keys = keysOf(event);
      const handler = latest.current[keys];
      if (handler === undefined || event.defaultPrevented) return;
      if (document.querySelector('[role="dialog"]') !== null) return;
      if (keys.length === 1 && isField(event.target)) return;
      event.preventDefault();
      handler();
    };
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}

/** `Mod+K`, `Shift+F6`, `?`: a sign that needs Shift is written as the sign. */
function keysOf({ key, ctrlKey, metaKey, altKey, shiftKey }: KeyboardEvent): string {
  const name = key.length === 1 && (ctrlKey || metaKey) ? key.toUpperCase() : key;
  const modifiers = [
    ...((isMac ? metaKey : ctrlKey) ? ['Mod'] : []),
    ...(altKey ? ['Alt'] : []),
    ...(shiftKey && (key.length > 1 || ctrlKey || metaKey) ? ['Shift'] : []),
  ];
  return [...modifiers, name].join('+');
}

function isField(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
