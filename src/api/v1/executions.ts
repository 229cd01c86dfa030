import type { ExecutionResource } from '../executions/resource.ts';

export const executionsV1: ExecutionResource = {
  version: 'v1',
  collection: 'Executions',
  listKey: 'executions',
  sidKey: 'execution_sid',
  contextLink: 'execution_context',
  createdStatus: 200,
  onConflict: 'answer-existing',
  showsOrigin: false,
  canEnd: true,
  filters: ['DateCreatedFrom', 'DateCreatedTo'],
};
