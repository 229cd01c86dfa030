/**
 * Executions and their steps are served three times, from one table: v2 Executions, v1 Executions, and v1 Engagements,
 * the old name. What differs is data. Source: rest-api §2, §4, §8.
 */
import type { FastifyRequest } from 'fastify';
import { baseUrl, type UrlConfig } from '../urls.ts';

export interface ExecutionResource {
  readonly version: 'v1' | 'v2';
  readonly collection: 'Executions' | 'Engagements';
  /** Top-level array of a list, and `meta.key`. */
  readonly listKey: 'executions' | 'engagements';
  /** Key under which contexts and steps name their execution. */
  readonly sidKey: 'execution_sid' | 'engagement_sid';
  /** Name of the link to the context. */
  readonly contextLink: 'execution_context' | 'engagement_context';
  readonly createdStatus: 200 | 201;
  /** The contact has an active execution: 409, or that one as if it were new. */
  readonly onConflict: 'refuse' | 'answer-existing';
  /** Shows `flow_version` and `initiated_by`. */
  readonly showsOrigin: boolean;
  /** `POST` on one execution ends it. */
  readonly canEnd: boolean;
  readonly filters: readonly string[];
}

/** Routes of the collection, with the parameters that `owned.ts` reads. */
export function executionRoutes({ version, collection }: ExecutionResource) {
  const list = `/${version}/Flows/:flowSid/${collection}`;
  const one = `${list}/:executionSid`;
  return {
    list,
    one,
    context: `${one}/Context`,
    steps: `${one}/Steps`,
    step: `${one}/Steps/:stepSid`,
    stepContext: `${one}/Steps/:stepSid/Context`,
  };
}

/** Absolute URL of an execution. */
export function executionUrl(
  request: FastifyRequest,
  config: UrlConfig,
  { version, collection }: ExecutionResource,
  execution: { readonly flowSid: string; readonly sid: string },
): string {
  return `${baseUrl(request, config)}/${version}/Flows/${execution.flowSid}/${collection}/${execution.sid}`;
}
