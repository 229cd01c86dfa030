/** Saves the editor's flow while its page is open, and says how that stands. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { saveRevision, saveWorkingCopy } from '../../api/drafts.ts';
import { onLive } from '../../api/live.ts';
import { announce } from '../../app/announce.tsx';
import { useShortcuts } from '../../app/shortcuts.ts';
import { createStore, type Store } from '../../app/store.ts';
import { t } from '../../app/texts.ts';
import { exportBeside, exportFlow, storedEditing } from '../../document/index.ts';
import { keepLocalEdits } from '../../editor/saving/local-edits.ts';
import { type Base, Saver, type SaveState } from '../../editor/saving/saver.ts';
import { clockTime } from '../../texts/format.ts';
import type { OpenedFlow } from './use-editor.ts';

const ownAnswerMs = 400;

export interface Saving {
  readonly saver: Saver;
  readonly state: Store<SaveState>;
}

/** `isMine`: false while another tab has the flow, or may have it. */
export function useSaving(opened: OpenedFlow, isMine: boolean): Saving {
  const { editor, restoredAtMs } = opened;
  const [saving] = useState(() => openSaving(opened));
  const { saver } = saving;
  const queryClient = useQueryClient();
  const isLeft = useRef(false);
  useEffect(() => {
    if (!isMine) return;
    isLeft.current = false;
    const ends = [
      editor.onEdit((kind) => saver.edited(kind)),
      onLive('revision', ({ flow_sid: flowSid, revision }) => {
        const isNewer = () => Number(revision) > saver.base.revision;
        // Own saves are told too, mostly before their answer.
        if (flowSid === editor.flowSid && isNewer()) setTimeout(() => isNewer() && saver.pause(), ownAnswerMs);
      }),
      listen(window, 'online', () => saver.retry()),
      listen(window, 'beforeunload', (event) => {
        if (!saver.isSafe) event.preventDefault();
      }),
      // Hidden may be the last that a page hears of: what is not there yet leaves now.
      listen(document, 'visibilitychange', () => {
        if (document.visibilityState === 'hidden') void saver.saveCopy();
      }),
    ];
    if (restoredAtMs !== undefined) saver.edited('content');
    return () => {
      for (const end of ends) end();
      isLeft.current = true;
      void saver.saveDraft().then(() => {
        // What could not be saved is kept in the browser, and nobody else's business until the flow is opened again.
        if (isLeft.current) saver.close();
        return queryClient.invalidateQueries({ queryKey: ['flows'] });
      });
    };
  }, [editor, saver, isMine, restoredAtMs, queryClient]);
  useShortcuts({
    'Mod+S': () =>
      void saver.saveDraft().then(() => {
        if (saver.state.kind === 'saved') announce(t.saving.saved(clockTime(saver.state.atMs)));
      }),
  });
  return saving;
}

function openSaving({ editor, name, base, savedAtMs }: OpenedFlow): Saving {
  const state = createStore<SaveState>({ kind: 'saved', atMs: savedAtMs });
  const { flowSid } = editor;
  const now = () => editor.state.get().editing;
  const keep = (kept: Base, isSaved: boolean) =>
    keepLocalEdits(flowSid, { editing: storedEditing(now()), base: kept, keptAtMs: Date.now(), isSaved, name }).catch(
      // A browser that keeps nothing edits all the same.
      () => undefined,
    );
  const saver = new Saver(
    {
      now: () => Date.now(),
      after(ms, run) {
        const timer = setTimeout(run, ms);
        return () => clearTimeout(timer);
      },
      snapshot: () => ({ definition: exportFlow(now().document), beside: exportBeside(now().document) }),
      keep: (kept) => keep(kept, false),
      settle: (kept) => keep(kept, true),
      // 0: there is none, and one that somebody else made meanwhile is not written over.
      putCopy: (copy, version) => saveWorkingCopy(flowSid, copy, version ?? '0'),
      async postDraft({ definition }, baseRevision, message) {
        return { revision: await saveRevision(flowSid, { definition, status: 'draft', message }, baseRevision) };
      },
    },
    base,
    savedAtMs,
    (next) => state.set(next),
  );
  return { saver, state };
}

function listen<K extends string>(
  target: {
    addEventListener(type: K, listener: (event: Event) => void): void;
    removeEventListener(type: K, listener: (event: Event) => void): void;
  },
  type: K,
  listener: (event: Event) => void,
): () => void {
  target.addEventListener(type, listener);
  return () => target.removeEventListener(type, listener);
}
