/** The draft of a flow: its newest revision, and the working copy of edits that are no revision yet (console §7). */
import { ask, askJson, isRecord } from './client.ts';
import { type Resource, resource } from './record.ts';

export interface WorkingCopy {
  readonly definition: string;
  /** What is kept beside the flow, as text. */
  readonly beside: string | undefined;
  readonly baseRevision: number;
  /** Of this copy: the next save builds on it. */
  readonly version: string;
  readonly savedAtMs: number;
}

export interface Revision {
  readonly revision: number;
  readonly status: 'draft' | 'published';
  readonly name: string;
  readonly message: string | undefined;
  readonly authorSid: string | undefined;
  readonly createdAtMs: number;
  /** As it was saved, to the byte. */
  readonly definition: string;
}

const flowPath = (sid: string) => `/console/api/flows/${encodeURIComponent(sid)}`;

/** Null when there is none: the newest revision is all there is. */
export async function findWorkingCopy(flowSid: string): Promise<WorkingCopy | null> {
  const answer = await askJson(`${flowPath(flowSid)}/working-copy`);
  return answer === undefined ? null : presentCopy(answer);
}

/** `revision`: a number, or the newest draft or published one. */
export async function getRevision(flowSid: string, revision: number | 'draft' | 'published'): Promise<Revision> {
  return presentRevision(await askJson(`${flowPath(flowSid)}/revisions/${revision}`));
}

/** Replaces the working copy; `Refused` with 412 where `version` is not the newest. */
export async function saveWorkingCopy(
  flowSid: string,
  copy: { readonly definition: string; readonly beside: string; readonly baseRevision: number },
  version: string | undefined,
): Promise<{ readonly version: string }> {
  const form = { definition: copy.definition, notes: copy.beside, base_revision: String(copy.baseRevision) };
  const answer = await askJson(`${flowPath(flowSid)}/working-copy`, {
    method: 'PUT',
    form,
    ...(version === undefined ? {} : { ifMatch: version }),
  });
  return { version: String(resource(answer, 'working copy').value('version')) };
}

export interface NewRevision {
  readonly definition: string;
  readonly status: 'draft' | 'published';
  readonly message?: string | undefined;
  readonly name?: string | undefined;
}

/** The next revision, on top of `baseRevision`: `Refused` with 412 where there is a newer one, 81022 where it is not valid. */
export async function saveRevision(
  flowSid: string,
  { definition, status, message, name }: NewRevision,
  baseRevision: number,
): Promise<number> {
  const form = { definition, status, commit_message: message, friendly_name: name };
  const answer = await askJson(`${flowPath(flowSid)}/revisions`, { form, ifMatch: String(baseRevision) });
  return resource(answer, 'revision').number('revision');
}

export async function deleteWorkingCopy(flowSid: string): Promise<void> {
  await ask(`${flowPath(flowSid)}/working-copy`, { method: 'DELETE' });
}

function presentCopy(answer: unknown): WorkingCopy {
  const copy = resource(answer, 'working copy');
  const notes = copy.value('notes');
  return {
    definition: copy.text('definition'),
    beside: isRecord(notes) ? `${JSON.stringify(notes, null, 2)}\n` : undefined,
    baseRevision: copy.number('base_revision'),
    version: String(copy.value('version')),
    savedAtMs: copy.number('saved_ms'),
  };
}

export function presentRevision(answer: unknown): Revision {
  const revision: Resource = resource(answer, 'revision');
  return {
    revision: revision.number('revision'),
    status: revision.text('status') === 'published' ? 'published' : 'draft',
    name: revision.text('friendly_name'),
    message: revision.maybe('commit_message'),
    authorSid: revision.maybe('author_sid'),
    createdAtMs: revision.number('created_ms'),
    definition: revision.text('definition'),
  };
}
