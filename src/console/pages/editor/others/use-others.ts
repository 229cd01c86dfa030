/** Hears of what others save, and brings it together with the edits here; what cannot be is for a person to decide. */
import { type RefObject, useEffect, useMemo, useRef } from 'react';
import type { JsonObject } from '../../../../engine/json.ts';
import { NoAnswer } from '../../../api/client.ts';
import { findWorkingCopy, getRevision } from '../../../api/drafts.ts';
import { announce } from '../../../app/announce.tsx';
import { tellFailure } from '../../../app/failure.ts';
import { createStore, type Store } from '../../../app/store.ts';
import { t } from '../../../app/texts.ts';
import { showToast } from '../../../app/toasts.tsx';
import { definitionIn } from '../../../compare/definition.ts';
import type { Merge } from '../../../compare/merge.ts';
import { editsBetween, exportFlow } from '../../../document/index.ts';
import type { Editor } from '../../../editor/editor.ts';
import { meet } from '../../../editor/saving/meeting.ts';
import type { Base, Saver } from '../../../editor/saving/saver.ts';
import { compareTexts } from '../../../texts/compare.ts';
import type { OpenedFlow } from '../use-editor.ts';
import type { Saving } from '../use-saving.ts';

export interface Conflict {
  readonly theirs: Theirs;
  /** What both sides began with. */
  readonly common: string;
  /** How many widgets they changed. */
  readonly widgets: number;
}

export interface Theirs {
  readonly definition: string;
  /** Number of their revision; undefined: edits of theirs that are none yet. */
  readonly saved: number | undefined;
  /** What is built on once both are together. */
  readonly base: Base;
}

export interface Others {
  /** Undefined while nothing is to be decided. */
  readonly conflict: Store<Conflict | undefined>;
  /** The two sides as they are now; undefined when there is nothing to decide any more. */
  read(conflict: Conflict): Merge | undefined;
  /** Saves yours, so that it stays in the history, and then what was decided. */
  save(conflict: Conflict, merged: JsonObject): Promise<void>;
}

const tryAgainMs = 2_000;

export function useOthers({ editor, latestRevision }: OpenedFlow, { saver, state }: Saving, isMine: boolean): Others {
  const conflict = useMemo(() => createStore<Conflict | undefined>(undefined), []);
  const known = useRef<Theirs>(undefined);
  const parts = useMemo(() => ({ editor, saver, conflict, known }), [editor, saver, conflict]);
  useEffect(() => {
    if (!isMine) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isReading = false;
    let isAskedAgain = false;
    const read = async () => {
      isAskedAgain = isReading;
      if (isReading) return;
      isReading = true;
      try {
        await bringTogether(parts);
      } catch (error) {
        if (error instanceof NoAnswer) timer = setTimeout(() => void read(), tryAgainMs);
        else tellFailure(error);
      } finally {
        isReading = false;
      }
      if (isAskedAgain) await read();
    };
    const end = state.subscribe(() => {
      if (state.get().kind === 'stale') void read();
    });
    if (latestRevision > saver.base.revision) saver.pause();
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [parts, saver, state, isMine, latestRevision]);
  return useMemo(
    () => ({
      conflict,
      read({ theirs, common }) {
        const met = meet(common, theirs.definition, textOf(editor));
        return met.kind === 'conflict' ? met.merge : undefined;
      },
      async save({ theirs }, merged) {
        saver.rebase(theirs.base, false);
        conflict.set(undefined);
        known.current = theirs;
        if (theirs.saved !== undefined) {
          await saver.saveDraft(t.merging.yoursMessage(theirs.saved));
          // Somebody was faster once more: that comes first.
          if (saver.state.kind === 'stale') return;
        }
        putIn(editor, merged, theirs);
        if (theirs.saved !== undefined) await saver.saveDraft(t.merging.message(theirs.saved));
      },
    }),
    [editor, saver, conflict],
  );
}

interface Parts {
  readonly editor: Editor;
  readonly saver: Saver;
  readonly conflict: Store<Conflict | undefined>;
  /** The newest of theirs that is part of the edits here. */
  readonly known: RefObject<Theirs | undefined>;
}

async function bringTogether({ editor, saver, conflict, known }: Parts): Promise<void> {
  const theirs = await findTheirs(editor.flowSid, saver.base);
  if (saver.state.kind !== 'stale') return;
  const { base } = saver;
  const before = known.current;
  const common = before?.base.revision === base.revision ? before.definition : base.definition;
  const met = meet(common, theirs.definition, textOf(editor));
  if (met.kind === 'conflict') {
    conflict.set({ theirs, common, widgets: met.widgets });
    return;
  }
  known.current = theirs;
  conflict.set(undefined);
  switch (met.kind) {
    case 'same':
      saver.rebase(theirs.base, true);
      return;
    case 'take': {
      const entry = t.merging.entry(theirs.saved);
      editor.do({ do: 'setFlowText', text: theirs.definition, name: entry });
      saver.rebase(theirs.base, true);
      tell(editor, t.merging.taken(met.did), entry);
      return;
    }
    case 'merged': {
      const entry = putIn(editor, met.definition, theirs);
      saver.rebase(theirs.base, false);
      tell(editor, t.merging.done(compareTexts.merged(met.counts.theirs, met.counts.yours), met.did), entry);
      if (theirs.saved !== undefined) await saver.saveDraft(t.merging.message(theirs.saved));
      return;
    }
    default:
      met satisfies never;
  }
}

/** A newer revision, else edits in the working copy that are not from here. */
async function findTheirs(flowSid: string, base: Base): Promise<Theirs> {
  const latest = await getRevision(flowSid, 'draft');
  const { revision, definition } = latest;
  if (revision > base.revision) {
    return { definition, saved: revision, base: { revision, definition, version: undefined } };
  }
  const copy = await findWorkingCopy(flowSid);
  return { definition: copy?.definition ?? definition, saved: undefined, base: { ...base, version: copy?.version } };
}

/** What was merged, as one undo entry, whose name is the answer. */
function putIn(editor: Editor, merged: JsonObject, theirs: Theirs): string {
  const name = t.merging.entry(theirs.saved);
  const edits = editsBetween(definitionIn(textOf(editor)), merged);
  if (edits.length > 0) editor.do({ do: 'all', edits, name });
  return name;
}

function tell(editor: Editor, text: string, entry: string): void {
  const undo = () => {
    if (editor.state.get().editing.done.at(-1)?.name === entry) editor.undo();
  };
  showToast({ text, action: { label: t.merging.undo, run: undo } });
  announce(text);
}

function textOf(editor: Editor): string {
  return exportFlow(editor.state.get().editing.document);
}
