/** Makes the edit that another page asked for, a revert for one: as an undo entry, and as a revision at once. */
import { useEffect } from 'react';
import { t } from '../../app/texts.ts';
import { showToast } from '../../app/toasts.tsx';
import type { Editor } from '../../editor/editor.ts';
import { takeHandedOver } from '../../editor/handed-over.ts';
import type { Saving } from './use-saving.ts';

export function useHandedOver(editor: Editor, { saver }: Saving, isReady: boolean): void {
  useEffect(() => {
    const asked = isReady ? takeHandedOver(editor.flowSid) : undefined;
    if (asked === undefined) return;
    const { text, entry, message, done } = asked;
    if (editor.do({ do: 'setFlowText', text, name: entry }) === undefined) return;
    void saver.saveDraft(message);
    showToast({ text: done, action: { label: t.revisions.revert.undo, run: () => editor.undo() } });
  }, [editor, saver, isReady]);
}
