import { useEffect } from 'react';
import type { Editor } from '../../../editor/editor.ts';
import type { Saving } from '../use-saving.ts';
import type { TabShare } from './use-tab-lock.ts';

/** Locks the editor while another tab has the flow or the window is too narrow; before it goes there, all is put where that one finds it. */
export function useShare(editor: Editor, { saver }: Saving, { holder, lock }: TabShare, isNarrow: boolean): void {
  useEffect(() => editor.isLocked.set(holder !== 'mine' || isNarrow), [editor, holder, isNarrow]);
  useEffect(() => {
    if (lock) lock.beforeGiving = () => saver.handOver();
  }, [lock, saver]);
}
