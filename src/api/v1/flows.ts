import type { FastifyRequest } from 'fastify';
import type { FlowRecord, RevisionSummary } from '../../storage/storage.ts';
import type { ApiModule } from '../app.ts';
import { accountOf } from '../auth.ts';
import { isoDate } from '../dates.ts';
import { notFound } from '../errors.ts';
import { getFlow } from '../owned.ts';
import { readPaging, studioPage } from '../paging.ts';
import { baseUrl, type UrlConfig } from '../urls.ts';

/** Read and delete only: v1 cannot write flows (rest-api §8). */
export const flowsV1: ApiModule = {
  access: 'account',
  register(app, context) {
    const { storage, runtime } = context;

    app.get('/v1/Flows', async (request) => {
      const paging = readPaging(request);
      return studioPage(paging, await storage.listFlows(accountOf(request).sid, paging.request), {
        key: 'flows',
        baseUrl: baseUrl(request, context),
        cursorOf: ({ flow: { createdAtMs, sid } }) => ({ createdAtMs, sid }),
        present: ({ flow, latest }) => present(request, context, flow, latest),
      });
    });

    app.get('/v1/Flows/:flowSid', async (request) => {
      const flow = await getFlow(request, storage);
      const latest = await storage.findRevision(flow.sid, flow.latestRevision);
      if (latest === undefined) throw notFound(request);
      return present(request, context, flow, latest);
    });

    app.delete('/v1/Flows/:flowSid', async (request, reply) => {
      const flow = await getFlow(request, storage);
      if (!(await runtime.deleteFlow(flow.sid))) throw notFound(request);
      return reply.code(204).send();
    });
  },
};

function present(request: FastifyRequest, config: UrlConfig, flow: FlowRecord, latest: RevisionSummary): object {
  const url = `${baseUrl(request, config)}/v1/Flows/${flow.sid}`;
  return {
    sid: flow.sid,
    account_sid: flow.accountSid,
    friendly_name: latest.friendlyName,
    status: latest.status,
    version: latest.revision,
    date_created: isoDate(flow.createdAtMs),
    date_updated: flow.updatedAtMs === null ? null : isoDate(flow.updatedAtMs),
    url,
    links: { engagements: `${url}/Engagements`, executions: `${url}/Executions` },
  };
}
