/** Opens a flow for editing: the working copy on the server, else its newest revision. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { findWorkingCopy, getRevision } from '../../api/drafts.ts';
import { type Editing, importDocument, openDocument, restoreEditing, startEditing } from '../../document/index.ts';
import { Editor } from '../../editor/editor.ts';
import { findLocalEdits } from '../../editor/saving/local-edits.ts';
import type { Base } from '../../editor/saving/saver.ts';

export interface OpenedFlow {
  readonly editor: Editor;
  readonly name: string;
  /** What the edits build on. */
  readonly base: Base;
  readonly savedAtMs: number;
  /** When edits were kept that never reached the server, and are opened here; undefined: there were none. */
  readonly restoredAtMs: number | undefined;
}

/** A definition that is no flow at all: shown as text. */
export class Unreadable extends Error {
  readonly text: string;

  constructor(reason: string, text: string) {
    super(reason);
    this.text = text;
  }
}

const openedFlow = (flowSid: string) =>
  queryOptions({
    queryKey: ['editor', flowSid],
    queryFn: () => open(flowSid),
    // Edits live in the editor from then on.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
    retry: (count, error) => !(error instanceof Unreadable) && count < 2,
  });

export function useEditor(flowSid: string) {
  return useQuery(openedFlow(flowSid));
}

async function open(flowSid: string): Promise<OpenedFlow> {
  const [latest, copy, local] = await Promise.all([
    getRevision(flowSid, 'draft'),
    findWorkingCopy(flowSid),
    // A browser without a store edits all the same.
    findLocalEdits(flowSid).catch(() => undefined),
  ]);
  const facts = { name: latest.name, savedAtMs: copy?.savedAtMs ?? latest.createdAtMs };
  const restored = local && restoreEditing(local.editing);
  if (local && restored && !('refused' in restored)) {
    return { ...facts, editor: new Editor(flowSid, restored), base: local.base, restoredAtMs: local.keptAtMs };
  }
  const base = {
    revision: copy?.baseRevision ?? latest.revision,
    definition: latest.definition,
    version: copy?.version,
  };
  const editing = editingOf(copy?.definition ?? latest.definition, copy?.beside);
  return { ...facts, editor: new Editor(flowSid, editing), base, restoredAtMs: undefined };
}

function editingOf(text: string, beside: string | undefined): Editing {
  const document = beside === undefined ? importDocument(text) : openDocument(text, beside);
  if ('refused' in document) throw new Unreadable(document.refused, text);
  return startEditing(document);
}
