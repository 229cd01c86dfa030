/** Opens a flow for editing: the working copy on the server, else its newest revision. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { findWorkingCopy, getRevision } from '../../api/drafts.ts';
import { type Editing, importDocument, openDocument, startEditing } from '../../document/index.ts';
import { Editor } from '../../editor/editor.ts';

export interface OpenedFlow {
  readonly editor: Editor;
  readonly name: string;
  /** Revision that the edits build on. */
  readonly baseRevision: number;
  /** Version of the working copy; undefined while there is none. */
  readonly version: string | undefined;
  readonly savedAtMs: number;
  /** Definition of the base revision. */
  readonly baseText: string;
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
  const [latest, copy] = await Promise.all([getRevision(flowSid, 'draft'), findWorkingCopy(flowSid)]);
  const text = copy?.definition ?? latest.definition;
  return {
    editor: new Editor(flowSid, editingOf(text, copy?.beside)),
    name: latest.name,
    baseRevision: copy?.baseRevision ?? latest.revision,
    version: copy?.version,
    savedAtMs: copy?.savedAtMs ?? latest.createdAtMs,
    baseText: latest.definition,
  };
}

function editingOf(text: string, beside: string | undefined): Editing {
  const document = beside === undefined ? importDocument(text) : openDocument(text, beside);
  if ('refused' in document) throw new Unreadable(document.refused, text);
  return startEditing(document);
}
