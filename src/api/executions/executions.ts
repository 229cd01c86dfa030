import type { FastifyRequest } from 'fastify';
import type { ExecutionFilter, ExecutionRecord, Stop } from '../../storage/storage.ts';
import type { ApiContext, ApiModule } from '../app.ts';
import { accountOf, authorOf } from '../auth.ts';
import { isoDate } from '../dates.ts';
import { apiError, notFound } from '../errors.ts';
import { type Form, formOf, queryOf } from '../forms.ts';
import { getExecution, getFlow } from '../owned.ts';
import { givenFilters, readPaging, studioPage } from '../paging.ts';
import { address, date, invalid, jsonObject, oneOf, optional, required } from '../parameters.ts';
import { baseUrl } from '../urls.ts';
import { type ExecutionResource, executionRoutes, executionUrl } from './resource.ts';

/** Deprecated on the service, "a static placeholder" there too (rest-api §4, inferred). */
const contactSid = `FC${'0'.repeat(32)}`;

/** List, create, fetch, end, delete. Source: rest-api §6. */
export function executions(resource: ExecutionResource): ApiModule {
  const routes = executionRoutes(resource);
  return {
    access: 'account',
    register(app, context) {
      const { storage, runtime } = context;

      app.get(routes.list, async (request) => {
        const query = queryOf(request);
        const paging = readPaging(request, query);
        const filter = readFilter(query, resource);
        const flow = await getFlow(request, storage);
        return studioPage(paging, await storage.listExecutions(flow.sid, filter, paging.request), {
          key: resource.listKey,
          baseUrl: baseUrl(request, context),
          filters: givenFilters(query, resource.filters),
          cursorOf: ({ createdAtMs, sid }) => ({ createdAtMs, sid }),
          present: (execution) => present(request, context, resource, execution),
        });
      });

      app.post(routes.list, async (request, reply) => {
        const flow = await getFlow(request, storage);
        const execution = await create(request, context, resource, flow.sid);
        return reply.code(resource.createdStatus).send(present(request, context, resource, execution));
      });

      app.get(routes.one, async (request) => {
        return present(request, context, resource, await getExecution(request, storage));
      });

      if (resource.canEnd) {
        app.post(routes.one, async (request) => {
          const status = optional(formOf(request), 'Status', oneOf('active', 'ended'));
          const execution = await getExecution(request, storage);
          if (status === 'active') throw invalid('Status', 'an execution can only be set to ended');
          // Without a status nothing changes: Terraform sends an empty update after each create (rest-api §11).
          const ended = status === undefined ? execution : await runtime.endExecution(execution.sid, stopOf(request));
          if (ended === undefined) throw notFound(request);
          return present(request, context, resource, ended);
        });
      }

      app.delete(routes.one, async (request, reply) => {
        const execution = await getExecution(request, storage);
        if (!(await runtime.deleteExecution(execution.sid))) throw notFound(request);
        return reply.code(204).send();
      });
    },
  };
}

function stopOf(request: FastifyRequest): Stop {
  return { bySid: authorOf(request), through: 'api', reason: null };
}

async function create(
  request: FastifyRequest,
  { runtime, limits, allowsCreate }: ApiContext,
  resource: ExecutionResource,
  flowSid: string,
): Promise<ExecutionRecord> {
  const accountSid = accountOf(request).sid;
  if (!allowsCreate(accountSid)) throw apiError(20429, { headers: { 'retry-after': '1' } });
  const form = formOf(request);
  const to = required(form, 'To', address);
  const from = required(form, 'From', address);
  const parameters = optional(form, 'Parameters', jsonObject(limits.parametersBytes)) ?? {};
  if (Buffer.byteLength(to) + Buffer.byteLength(from) > limits.contactBytes) throw apiError(81023);
  const started = await runtime.startByRequest({ accountSid, flowSid, to, from, parameters, requestSid: request.id });
  if (started.outcome === 'not-found') throw notFound(request);
  if (started.outcome === 'conflict' && resource.onConflict === 'refuse') {
    const { sid } = started.execution;
    throw apiError(20409, {
      message: `Execution ${sid} is already active for this contact. End the active Execution before creating a new one`,
      details: { conflicting_execution_sid: sid },
    });
  }
  return started.execution;
}

function readFilter(query: Form, { filters }: ExecutionResource): ExecutionFilter {
  const read = <T>(name: string, reader: (value: string, name: string) => T) =>
    filters.includes(name) ? optional(query, name, reader) : undefined;
  const statusReader = oneOf('active', 'ended');
  const status = read('status', statusReader) ?? read('Status', statusReader);
  const createdFromMs = read('DateCreatedFrom', date);
  const createdToMs = read('DateCreatedTo', date);
  return {
    ...(status === undefined ? {} : { status }),
    ...(createdFromMs === undefined ? {} : { createdFromMs }),
    ...(createdToMs === undefined ? {} : { createdToMs }),
  };
}

function present(
  request: FastifyRequest,
  context: ApiContext,
  resource: ExecutionResource,
  execution: ExecutionRecord,
): object {
  const url = executionUrl(request, context, resource, execution);
  return {
    sid: execution.sid,
    account_sid: execution.accountSid,
    flow_sid: execution.flowSid,
    contact_channel_address: execution.contactAddress,
    contact_sid: contactSid,
    ...(resource.showsOrigin ? { flow_version: execution.revision } : {}),
    // The data is only under `/Context` (rest-api §4).
    context: {},
    status: execution.status,
    date_created: isoDate(execution.createdAtMs),
    date_updated: isoDate(execution.updatedAtMs),
    ...(resource.showsOrigin ? { initiated_by: execution.initiatedBy } : {}),
    url,
    links: { steps: `${url}/Steps`, [resource.contextLink]: `${url}/Context` },
  };
}
