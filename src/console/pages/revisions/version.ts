/** One side of a comparison: a revision by its number, the draft, or what is published. */
import { queryOptions } from '@tanstack/react-query';
import { findWorkingCopy, getRevision } from '../../api/drafts.ts';
import { findPublished } from '../../api/flows.ts';
import { t } from '../../app/texts.ts';
import { findLocalEdits } from '../../editor/saving/local-edits.ts';

export type VersionName = number | 'draft' | 'published';

export interface Version {
  /** `r12`, or `draft`. */
  readonly label: string;
  readonly definition: string;
  /** Of a revision, or of the one that the draft builds on. */
  readonly revision: number;
}

/** Undefined for what names no version. */
export function versionName(word: string): VersionName | undefined {
  if (word === 'draft' || word === 'published') return word;
  return /^[1-9]\d{0,14}$/.test(word) ? Number(word) : undefined;
}

/** Null: nothing was published yet. `Refused` with 404 where the flow has no such revision. */
export const versionQuery = (flowSid: string, name: VersionName | undefined) =>
  queryOptions({
    queryKey: ['version', flowSid, name],
    queryFn: () => (name === undefined ? null : readVersion(flowSid, name)),
    staleTime: typeof name === 'number' ? Number.POSITIVE_INFINITY : 0,
  });

async function readVersion(flowSid: string, name: VersionName): Promise<Version | null> {
  if (name === 'draft') return readDraft(flowSid);
  const number = name === 'published' ? await findPublished(flowSid) : name;
  if (number === null) return null;
  const { definition, revision } = await getRevision(flowSid, number);
  return { label: t.revisions.name(revision), definition, revision };
}

/** As the editor would open it: edits that only this browser has, else the working copy, else the newest revision. */
async function readDraft(flowSid: string): Promise<Version> {
  const [latest, copy, local] = await Promise.all([
    getRevision(flowSid, 'draft'),
    findWorkingCopy(flowSid),
    findLocalEdits(flowSid).catch(() => undefined),
  ]);
  const own = local?.isSaved === false ? local.editing.flow : undefined;
  return {
    label: t.revisions.draft,
    definition: own ?? copy?.definition ?? latest.definition,
    revision: copy?.baseRevision ?? latest.revision,
  };
}
