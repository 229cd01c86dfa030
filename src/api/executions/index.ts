import type { ApiModule } from '../app.ts';
import { executionContext } from './context.ts';
import { executions } from './executions.ts';
import type { ExecutionResource } from './resource.ts';
import { stepContext } from './step-context.ts';
import { steps } from './steps.ts';

/** Everything under one collection of executions. */
export function executionTree(resource: ExecutionResource): readonly ApiModule[] {
  return [executions(resource), executionContext(resource), steps(resource), stepContext(resource)];
}
