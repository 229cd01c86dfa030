import type { ExecutionResource } from '../executions/resource.ts';

export const executionsV2: ExecutionResource = {
  version: 'v2',
  collection: 'Executions',
  listKey: 'executions',
  sidKey: 'execution_sid',
  contextLink: 'execution_context',
  createdStatus: 201,
  onConflict: 'refuse',
  showsOrigin: true,
  canEnd: true,
  // `Status` with a capital is ours (ext): every other parameter has one.
  filters: ['status', 'Status', 'DateCreatedFrom', 'DateCreatedTo'],
};
