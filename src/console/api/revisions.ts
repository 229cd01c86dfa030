/** The Revision History of a flow, by the public REST API v2: a list without definitions. */
import { askAll } from './client.ts';
import { resource } from './record.ts';

export interface RevisionRow {
  readonly revision: number;
  readonly status: 'draft' | 'published';
  /** What the flow was called then. */
  readonly flowName: string;
  readonly message: string | undefined;
  readonly authorSid: string | undefined;
  readonly createdAtMs: number;
}

/** Newest first. */
export async function listRevisions(flowSid: string, signal?: AbortSignal): Promise<readonly RevisionRow[]> {
  const path = `/v2/Flows/${encodeURIComponent(flowSid)}/Revisions?PageSize=1000`;
  const rows = await askAll(path, 'revisions', signal);
  return rows.map((row) => {
    const revision = resource(row, 'revision');
    return {
      revision: revision.number('revision'),
      status: revision.text('status') === 'published' ? 'published' : 'draft',
      flowName: revision.text('friendly_name'),
      message: revision.maybe('commit_message'),
      authorSid: revision.maybe('author_sid'),
      createdAtMs: revision.time('date_created') ?? 0,
    };
  });
}
