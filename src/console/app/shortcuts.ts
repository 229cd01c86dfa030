/** Keys: what is pressed, how it is written, and the sheet of all of them. */
import { useEffect, useRef } from 'react';
import { t } from './texts.ts';

export const isMac = /Mac|iPhone|iPad/.test(navigator.platform);

/** `Mod+K` as it is written on the keys of this computer. */
export function keyCaps(keys: string): readonly string[] {
  // A plus by itself is a key.
  return keys.split(/(?<=\S)\+/).map((key) => (key === 'Mod' ? (isMac ? '⌘' : 'Ctrl') : key));
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
    title: t.editorKeys.editor,
    shortcuts: [
      { keys: 'Mod+F', does: t.editorKeys.find },
      { keys: 'Mod+J', does: t.editorKeys.problems },
      { keys: 'F8', does: t.editorKeys.nextProblem },
      { keys: 'Shift+F8', does: t.editorKeys.problemBefore },
      { keys: 'Mod+Shift+E', does: t.editorKeys.json },
      { keys: 'Mod+E', does: t.editorKeys.phone },
      { keys: 'Mod+Z', does: t.editorKeys.undo },
      { keys: 'Mod+Shift+Z', does: t.editorKeys.redo },
      { keys: 'Mod+S', does: t.editorKeys.save },
    ],
  },
  {
    title: t.editorKeys.canvas,
    shortcuts: [
      { keys: '↑ ↓ ← →', does: t.editorKeys.focus },
      { keys: '. ,', does: t.editorKeys.along },
      { keys: 'Home End', does: t.editorKeys.ends },
      { keys: 'Enter', does: t.editorKeys.edit },
      { keys: 'Space', does: t.editorKeys.pick },
      { keys: 'Shift+↓', does: t.editorKeys.pickMore },
      { keys: 'Mod+A', does: t.editorKeys.all },
      { keys: '] [', does: t.editorKeys.follows },
      { keys: 'A', does: t.editorKeys.add },
      { keys: 'Shift+A', does: t.editorKeys.addLoose },
      { keys: 'O', does: t.editorKeys.outlets },
      { keys: 'C', does: t.editorKeys.connect },
      { keys: 'F2', does: t.editorKeys.rename },
      { keys: 'Alt+↓', does: t.editorKeys.move },
      { keys: 'Alt+Shift+↓', does: t.editorKeys.moveFar },
      { keys: 'Mod+D', does: t.editorKeys.duplicate },
      { keys: 'Mod+C', does: t.editorKeys.copy },
      { keys: 'Mod+X', does: t.editorKeys.cut },
      { keys: 'Mod+V', does: t.editorKeys.paste },
      { keys: 'Mod+Shift+V', does: t.editorKeys.pasteWired },
      { keys: 'Delete', does: t.editorKeys.delete },
      { keys: 'Mod+Delete', does: t.editorKeys.deleteAndReconnect },
      { keys: 'L', does: t.editorKeys.tidyUp },
      { keys: 'T', does: t.editorKeys.note },
      { keys: 'M', does: t.editorKeys.miniMap },
      { keys: 'Mod+↓', does: t.editorKeys.pan },
      { keys: '+ −', does: t.editorKeys.zoom },
      { keys: '0', does: t.editorKeys.life },
      { keys: '1', does: t.editorKeys.fit },
      { keys: '2', does: t.editorKeys.fitSelection },
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
