import type { ExecutionResource } from '../executions/resource.ts';

/** The old name of executions: same SIDs, no filter, no end by the API (rest-api §2, §8). */
export const engagementsV1: ExecutionResource = {
  version: 'v1',
  collection: 'Engagements',
  listKey: 'engagements',
  sidKey: 'engagement_sid',
  contextLink: 'engagement_context',
  createdStatus: 200,
  onConflict: 'answer-existing',
  showsOrigin: false,
  canEnd: false,
  filters: [],
};
