import type { FastifyRequest } from 'fastify';
import { createFlow, type SaveResult, updateFlow } from '../../runtime/flows.ts';
import type { FlowRecord, RevisionRecord, RevisionSummary } from '../../storage/storage.ts';
import type { ApiContext, ApiModule } from '../app.ts';
import { accountOf } from '../auth.ts';
import { isoDate } from '../dates.ts';
import { apiError, notFound } from '../errors.ts';
import { formOf } from '../forms.ts';
import { JsonText } from '../json-text.ts';
import { getFlow } from '../owned.ts';
import { readPaging, studioPage } from '../paging.ts';
import { optional, required, text } from '../parameters.ts';
import { baseUrl, type UrlConfig, webhookUrl } from '../urls.ts';
import {
  authorSid,
  checkFormSize,
  commitMessage,
  flowBodyLimit,
  friendlyName,
  invalidDefinition,
  status,
} from './flow-form.ts';

/** List, create, fetch, update, delete. Source: rest-api §4, §5. */
export const flowsV2: ApiModule = {
  access: 'account',
  register(app, context) {
    const { storage, runtime } = context;

    app.get('/v2/Flows', async (request) => {
      const paging = readPaging(request);
      return studioPage(paging, await storage.listFlows(accountOf(request).sid, paging.request), {
        key: 'flows',
        baseUrl: baseUrl(request, context),
        cursorOf: ({ flow: { createdAtMs, sid } }) => ({ createdAtMs, sid }),
        present: ({ flow, latest }) => present(request, context, flow, latest),
      });
    });

    app.post('/v2/Flows', { bodyLimit: flowBodyLimit }, async (request, reply) => {
      const form = formOf(request);
      checkFormSize(form);
      const saved = await createFlow(context, accountOf(request).sid, {
        friendlyName: required(form, 'FriendlyName', friendlyName),
        status: required(form, 'Status', status),
        definition: required(form, 'Definition', text()),
        commitMessage: optional(form, 'CommitMessage', commitMessage) ?? null,
        authorSid: optional(form, 'AuthorSid', authorSid) ?? null,
      });
      return reply.code(201).send(await presentSaved(request, context, saved));
    });

    app.get('/v2/Flows/:flowSid', async (request) => {
      return presentLatest(request, context, await getFlow(request, storage));
    });

    app.post('/v2/Flows/:flowSid', { bodyLimit: flowBodyLimit }, async (request) => {
      const flow = await getFlow(request, storage);
      const form = formOf(request);
      checkFormSize(form);
      const name = optional(form, 'FriendlyName', friendlyName);
      const definition = optional(form, 'Definition', text());
      const saved = await updateFlow(context, flow, {
        ...(name === undefined ? {} : { friendlyName: name }),
        ...(definition === undefined ? {} : { definition }),
        status: required(form, 'Status', status),
        commitMessage: optional(form, 'CommitMessage', commitMessage) ?? null,
        authorSid: optional(form, 'AuthorSid', authorSid) ?? null,
      });
      return presentSaved(request, context, saved);
    });

    app.delete('/v2/Flows/:flowSid', async (request, reply) => {
      const flow = await getFlow(request, storage);
      if (!(await runtime.deleteFlow(flow.sid))) throw notFound(request);
      return reply.code(204).send();
    });
  },
};

async function presentSaved(request: FastifyRequest, context: ApiContext, saved: SaveResult): Promise<object> {
  switch (saved.outcome) {
    case 'invalid':
      throw invalidDefinition(saved);
    case 'conflict':
      throw apiError(20409);
    case 'not-found':
      throw notFound(request);
    case 'saved': {
      const flow = await context.storage.findFlow(saved.flowSid);
      if (flow === undefined) throw notFound(request);
      return presentLatest(request, context, flow);
    }
    default:
      return saved satisfies never;
  }
}

async function presentLatest(request: FastifyRequest, context: ApiContext, flow: FlowRecord): Promise<object> {
  const latest = await context.storage.findRevision(flow.sid, flow.latestRevision);
  if (latest === undefined) throw notFound(request);
  return present(request, context, flow, latest);
}

/** `latest` without its definition, as lists have it, leaves what belongs to the definition `null` (rest-api §4). */
function present(
  request: FastifyRequest,
  config: UrlConfig,
  flow: FlowRecord,
  latest: RevisionRecord | RevisionSummary,
): object {
  const url = `${baseUrl(request, config)}/v2/Flows/${flow.sid}`;
  const full = 'definition' in latest ? latest : undefined;
  return {
    sid: flow.sid,
    account_sid: flow.accountSid,
    author_sid: latest.authorSid,
    friendly_name: latest.friendlyName,
    definition: full ? new JsonText(full.definition) : null,
    status: latest.status,
    revision: latest.revision,
    commit_message: latest.commitMessage,
    valid: full?.isValid ?? null,
    errors: full?.errors ?? null,
    warnings: full?.warnings ?? null,
    date_created: isoDate(flow.createdAtMs),
    date_updated: flow.updatedAtMs === null ? null : isoDate(flow.updatedAtMs),
    webhook_url: webhookUrl(request, config, flow.accountSid, flow.sid),
    url,
    links: { test_users: `${url}/TestUsers`, revisions: `${url}/Revisions`, executions: `${url}/Executions` },
  };
}
