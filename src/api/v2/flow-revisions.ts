import type { FastifyRequest } from 'fastify';
import type { FlowRecord, RevisionRecord, RevisionSummary } from '../../storage/storage.ts';
import type { ApiModule } from '../app.ts';
import { isoDate } from '../dates.ts';
import { apiError, notFound } from '../errors.ts';
import { JsonText } from '../json-text.ts';
import { getFlow } from '../owned.ts';
import { readPaging, studioPage } from '../paging.ts';
import { baseUrl, type UrlConfig } from '../urls.ts';

/** Every save of a flow, highest first. Source: rest-api §4, §5. */
export const flowRevisions: ApiModule = {
  access: 'account',
  register(app, context) {
    const { storage } = context;

    app.get('/v2/Flows/:flowSid/Revisions', async (request) => {
      const paging = readPaging(request);
      const flow = await getFlow(request, storage);
      return studioPage(paging, await storage.listRevisions(flow.sid, paging.request), {
        key: 'revisions',
        baseUrl: baseUrl(request, context),
        cursorOf: ({ revision }) => ({ createdAtMs: revision, sid: flow.sid }),
        present: (revision) => present(request, context, flow, revision),
      });
    });

    app.get<{ Params: { revision: string } }>('/v2/Flows/:flowSid/Revisions/:revision', async (request) => {
      const flow = await getFlow(request, storage);
      const number = revisionNumber(request.params.revision, flow);
      const revision = number === null ? undefined : await storage.findRevision(flow.sid, number);
      if (revision === undefined) throw notFound(request);
      return present(request, context, flow, revision);
    });
  },
};

/** The number that a word or figure in the path stands for; null when nothing was published. */
function revisionNumber(word: string, flow: FlowRecord): number | null {
  if (word === 'LatestPublished') return flow.publishedRevision;
  if (word === 'LatestRevision') return flow.latestRevision;
  if (!/^\d+$/.test(word)) throw apiError(81021);
  const number = Number(word);
  return Number.isSafeInteger(number) ? number : null;
}

function present(
  request: FastifyRequest,
  config: UrlConfig,
  flow: FlowRecord,
  revision: RevisionRecord | RevisionSummary,
): object {
  const full = 'definition' in revision ? revision : undefined;
  return {
    sid: flow.sid,
    account_sid: flow.accountSid,
    author_sid: revision.authorSid,
    friendly_name: revision.friendlyName,
    definition: full ? new JsonText(full.definition) : null,
    status: revision.status,
    revision: revision.revision,
    commit_message: revision.commitMessage,
    valid: full?.isValid ?? null,
    errors: full?.errors ?? null,
    date_created: isoDate(revision.createdAtMs),
    // A revision never changes.
    date_updated: null,
    url: `${baseUrl(request, config)}/v2/Flows/${flow.sid}/Revisions/${revision.revision}`,
  };
}
