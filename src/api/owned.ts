/** Lookups that see the caller's own account only; all else is 404, malformed SIDs too (rest-api §1). */
import type { FastifyRequest } from 'fastify';
import type { ExecutionRecord, FlowRecord, Storage, StoredStep } from '../storage/storage.ts';
import { accountOf } from './auth.ts';
import { notFound } from './errors.ts';
import { isSid } from './parameters.ts';

/** The SID in the path under `name`; 404 when it has another form. */
export function sidParam(request: FastifyRequest, name: string, prefix: string): string {
  const params = request.params as { readonly [name: string]: string | undefined };
  const sid = params[name] ?? '';
  if (!isSid(sid, prefix)) throw notFound(request);
  return sid;
}

/** The flow under `:flowSid` of the path. */
export async function getFlow(request: FastifyRequest, storage: Storage): Promise<FlowRecord> {
  const flow = await storage.findFlow(sidParam(request, 'flowSid', 'FW'));
  if (flow?.accountSid !== accountOf(request).sid) throw notFound(request);
  return flow;
}

/** The execution under `:executionSid` of the flow under `:flowSid`. */
export async function getExecution(request: FastifyRequest, storage: Storage): Promise<ExecutionRecord> {
  const flowSid = sidParam(request, 'flowSid', 'FW');
  const execution = await storage.findExecution(sidParam(request, 'executionSid', 'FN'));
  // An execution names its flow and account, and is gone with its flow: one read says all.
  if (execution?.flowSid !== flowSid || execution.accountSid !== accountOf(request).sid) throw notFound(request);
  return execution;
}

/** The step under `:stepSid` of `execution`. */
export async function getStep(
  request: FastifyRequest,
  storage: Storage,
  execution: ExecutionRecord,
): Promise<StoredStep> {
  const step = await storage.findStep(sidParam(request, 'stepSid', 'FT'));
  if (step?.executionSid !== execution.sid) throw notFound(request);
  return step;
}
