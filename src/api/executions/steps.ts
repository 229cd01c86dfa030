import type { FastifyRequest } from 'fastify';
import type { ExecutionRecord, StepSummary } from '../../storage/storage.ts';
import type { ApiModule } from '../app.ts';
import { isoDate } from '../dates.ts';
import { getExecution, getStep } from '../owned.ts';
import { readPaging, studioPage } from '../paging.ts';
import { baseUrl, type UrlConfig } from '../urls.ts';
import { type ExecutionResource, executionRoutes, executionUrl } from './resource.ts';

/** Steps that have ended, newest first. Source: rest-api §4, §7. */
export function steps(resource: ExecutionResource): ApiModule {
  const routes = executionRoutes(resource);
  return {
    access: 'account',
    register(app, context) {
      const { storage } = context;

      app.get(routes.steps, async (request) => {
        const paging = readPaging(request);
        const execution = await getExecution(request, storage);
        return studioPage(paging, await storage.listSteps(execution.sid, paging.request), {
          key: 'steps',
          baseUrl: baseUrl(request, context),
          cursorOf: ({ sequence, sid }) => ({ createdAtMs: sequence, sid }),
          present: (step) => present(request, context, resource, execution, step),
        });
      });

      app.get(routes.step, async (request) => {
        const execution = await getExecution(request, storage);
        return present(request, context, resource, execution, await getStep(request, storage, execution));
      });
    },
  };
}

function present(
  request: FastifyRequest,
  config: UrlConfig,
  resource: ExecutionResource,
  execution: ExecutionRecord,
  step: StepSummary,
): object {
  const url = `${executionUrl(request, config, resource, execution)}/Steps/${step.sid}`;
  return {
    sid: step.sid,
    account_sid: execution.accountSid,
    // The flow of the run, as in the URL; the widgets of a subflow bear `parent_step_sid`.
    flow_sid: execution.flowSid,
    [resource.sidKey]: execution.sid,
    parent_step_sid: step.parentStepSid,
    name: step.event,
    context: {},
    transitioned_from: step.transitionedFrom,
    transitioned_to: step.transitionedTo,
    type: step.type,
    // A step is created when its widget is left (rest-api §7) and never changes.
    date_created: isoDate(step.endedAtMs),
    date_updated: null,
    url,
    links: { step_context: `${url}/Context` },
  };
}
