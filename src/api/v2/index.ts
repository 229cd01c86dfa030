import type { ApiModule } from '../app.ts';
import { executionTree } from '../executions/index.ts';
import { executionsV2 } from './executions.ts';
import { flowRevisions } from './flow-revisions.ts';
import { flowValidate } from './flow-validate.ts';
import { flowsV2 } from './flows.ts';
import { testUsers } from './test-users.ts';

export const studioV2: readonly ApiModule[] = [
  flowValidate,
  flowsV2,
  flowRevisions,
  testUsers,
  ...executionTree(executionsV2),
];
