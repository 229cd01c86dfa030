/** Whether the mini-map is shown: as was chosen in this browser, else for flows that are too large to see at once. */
import { useSyncExternalStore } from 'react';
import { createStore } from '../../app/store.ts';
import type { Editor } from '../../editor/editor.ts';

const storageKey = 'atelier.mini-map';
/** Widgets from which on a flow is large. */
const largeFlow = 25;

const chosen = createStore(localStorage.getItem(storageKey));

export function isMiniMapShown(editor: Editor): boolean {
  const choice = chosen.get();
  return choice === null ? editor.state.get().drawing.nodes.length >= largeFlow : choice === 'shown';
}

export function toggleMiniMap(editor: Editor): void {
  const next = isMiniMapShown(editor) ? 'hidden' : 'shown';
  localStorage.setItem(storageKey, next);
  chosen.set(next);
}

export function useMiniMapShown(editor: Editor): boolean {
  return useSyncExternalStore(
    (listener) => {
      const ends = [chosen.subscribe(listener), editor.state.subscribe(listener)];
      return () => {
        for (const end of ends) end();
      };
    },
    () => isMiniMapShown(editor),
  );
}
