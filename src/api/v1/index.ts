import type { ApiModule } from '../app.ts';
import { executionTree } from '../executions/index.ts';
import { engagementsV1 } from './engagements.ts';
import { executionsV1 } from './executions.ts';
import { flowsV1 } from './flows.ts';

export const studioV1: readonly ApiModule[] = [
  flowsV1,
  ...executionTree(executionsV1),
  ...executionTree(engagementsV1),
];
