import type { ApiModule } from '../app.ts';
import { notFound } from '../errors.ts';
import { getExecution } from '../owned.ts';
import { type ExecutionResource, executionRoutes, executionUrl } from './resource.ts';

/** The most recent context of the main flow. Source: rest-api §7, execution-model §7. */
export function executionContext(resource: ExecutionResource): ApiModule {
  return {
    access: 'account',
    register(app, context) {
      app.get(executionRoutes(resource).context, async (request) => {
        const execution = await getExecution(request, context.storage);
        const stored = await context.storage.findStoredExecution(execution.sid);
        if (stored === undefined) throw notFound(request);
        return {
          account_sid: execution.accountSid,
          context: stored.state.frames[0]?.context ?? {},
          flow_sid: execution.flowSid,
          [resource.sidKey]: execution.sid,
          url: `${executionUrl(request, context, resource, execution)}/Context`,
        };
      });
    },
  };
}
