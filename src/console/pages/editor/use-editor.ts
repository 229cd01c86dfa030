/** Opens a flow for editing: the working copy on the server, else its newest revision. */
import { queryOptions, useQuery } from '@tanstack/react-query';
import { NoAnswer } from '../../api/client.ts';
import { findWorkingCopy, getRevision, type Revision, type WorkingCopy } from '../../api/drafts.ts';
import {
  type Editing,
  emptyBeside,
  exportBeside,
  exportFlow,
  importDocument,
  openDocument,
  restoreEditing,
  startEditing,
} from '../../document/index.ts';
import { Editor } from '../../editor/editor.ts';
import { findLocalEdits, type LocalEdits } from '../../editor/saving/local-edits.ts';
import type { Base } from '../../editor/saving/saver.ts';

export interface OpenedFlow {
  readonly editor: Editor;
  readonly name: string;
  /** What the edits build on. */
  readonly base: Base;
  /** Higher than the base where somebody saved since. */
  readonly latestRevision: number;
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
  // A browser without a store edits all the same.
  const local = await findLocalEdits(flowSid).catch(() => undefined);
  const restored = local && restoreEditing(local.editing);
  const own = local && restored && !('refused' in restored) ? { ...local, editing: restored } : undefined;
  try {
    return openedFrom(flowSid, await readServer(flowSid), own);
  } catch (error) {
    // Without an answer there is still what was edited here.
    if (!(error instanceof NoAnswer) || own === undefined || own.isSaved) throw error;
    return {
      editor: new Editor(flowSid, own.editing),
      name: own.name,
      base: own.base,
      latestRevision: own.base.revision,
      savedAtMs: own.keptAtMs,
      restoredAtMs: own.keptAtMs,
    };
  }
}

interface OnServer {
  readonly latest: Revision;
  readonly copy: WorkingCopy | null;
  /** Definition of the revision that the working copy builds on. */
  readonly baseDefinition: string;
}

async function readServer(flowSid: string): Promise<OnServer> {
  const [latest, copy] = await Promise.all([getRevision(flowSid, 'draft'), findWorkingCopy(flowSid)]);
  const isOld = copy !== null && copy.baseRevision !== latest.revision;
  const base = isOld ? await getRevision(flowSid, copy.baseRevision) : latest;
  return { latest, copy, baseDefinition: base.definition };
}

type OwnEdits = Omit<LocalEdits, 'editing'> & { readonly editing: Editing };

function openedFrom(
  flowSid: string,
  { latest, copy, baseDefinition }: OnServer,
  own: OwnEdits | undefined,
): OpenedFlow {
  const facts = {
    name: latest.name,
    latestRevision: latest.revision,
    savedAtMs: copy?.savedAtMs ?? latest.createdAtMs,
  };
  const text = copy?.definition ?? latest.definition;
  const base = {
    revision: copy?.baseRevision ?? latest.revision,
    definition: baseDefinition,
    version: copy?.version,
  };
  const isSame =
    own !== undefined &&
    exportFlow(own.editing.document) === text &&
    exportBeside(own.editing.document) === (copy?.beside ?? emptyBeside);
  // The same as on the server: what was done to it can still be undone.
  if (isSame) return { ...facts, editor: new Editor(flowSid, own.editing), base, restoredAtMs: undefined };
  if (own !== undefined && !own.isSaved) {
    return { ...facts, editor: new Editor(flowSid, own.editing), base: own.base, restoredAtMs: own.keptAtMs };
  }
  return { ...facts, editor: new Editor(flowSid, editingOf(text, copy?.beside)), base, restoredAtMs: undefined };
}

function editingOf(text: string, beside: string | undefined): Editing {
  const document = beside === undefined ? importDocument(text) : openDocument(text, beside);
  if ('refused' in document) throw new Unreadable(document.refused, text);
  return startEditing(document);
}
