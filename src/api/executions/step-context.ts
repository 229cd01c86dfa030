import { foldPatches } from '../../engine/context.ts';
import type { ApiModule } from '../app.ts';
import { getExecution, getStep } from '../owned.ts';
import { type ExecutionResource, executionRoutes, executionUrl } from './resource.ts';

/** The context of a step's flow as it stood when the step ended. Source: rest-api §7. */
export function stepContext(resource: ExecutionResource): ApiModule {
  return {
    access: 'account',
    register(app, context) {
      const { storage } = context;
      app.get(executionRoutes(resource).stepContext, async (request) => {
        const execution = await getExecution(request, storage);
        const step = await getStep(request, storage, execution);
        const patches = await storage.stepPatches(execution.sid, step.parentStepSid, step.sequence);
        return {
          account_sid: execution.accountSid,
          context: foldPatches(patches),
          flow_sid: execution.flowSid,
          [resource.sidKey]: execution.sid,
          step_sid: step.sid,
          url: `${executionUrl(request, context, resource, execution)}/Steps/${step.sid}/Context`,
        };
      });
    },
  };
}
