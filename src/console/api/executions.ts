/** Executions as the console reads them: lists, one with its steps, one step with its context. */
import { isJsonObject, type Json, type JsonObject } from '../../engine/json.ts';
import { askJson, type Fields } from './client.ts';
import { type Resource, resource } from './record.ts';

export const outcomes = ['active', 'ended', 'failed', 'stopped'] as const;
export type Outcome = (typeof outcomes)[number];
export const runStatuses = ['active', 'ended', 'failed', 'stuck'] as const;
export type RunStatus = (typeof runStatuses)[number];

export interface RunRow {
  readonly sid: string;
  readonly flowSid: string;
  readonly revision: number;
  readonly status: 'active' | 'ended';
  readonly outcome: Outcome;
  readonly endedReason: string | undefined;
  readonly stuck: 'late' | 'no-deadline' | 'call-over' | undefined;
  /** Of the main flow: where it is, or ended. */
  readonly widget: string | undefined;
  readonly kind: string;
  readonly contact: string;
  readonly address: string;
  readonly initiatedBy: string;
  readonly isTestUser: boolean;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly dueAtMs: number | undefined;
}

export interface StepRow {
  readonly sid: string;
  readonly parentSid: string | undefined;
  /** From 0. */
  readonly sequence: number;
  readonly flowSid: string;
  readonly widget: string;
  readonly type: string;
  readonly event: string;
  /** Undefined: nowhere. */
  readonly target: string | undefined;
  readonly enteredAtMs: number;
  readonly endedAtMs: number;
}

export interface RunProblem {
  readonly code: number;
  readonly level: string;
  readonly message: string;
  readonly widget: string | undefined;
  readonly stepSid: string | undefined;
}

export interface ListedRun extends RunRow {
  readonly steps: number;
  readonly lastStep: StepRow | undefined;
  readonly lastProblem: RunProblem | undefined;
}

export interface SentMessage {
  readonly sid: string | undefined;
  readonly stepSid: string | undefined;
  readonly status: string;
  readonly errorCode: number | undefined;
  readonly errorMessage: string | undefined;
  readonly attempts: number;
  readonly to: string | undefined;
  readonly body: string | undefined;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** Where a run waits; of two the second is in a subflow. */
export interface WaitingAt {
  readonly flowSid: string;
  readonly widget: string;
  readonly stepSid: string;
  readonly enteredAtMs: number;
  readonly deadlineMs: number | undefined;
}

export interface Execution extends RunRow {
  readonly waiting: readonly WaitingAt[];
  /** Oldest first. */
  readonly steps: readonly StepRow[];
  /** Older steps than these were not sent. */
  readonly hasMoreSteps: boolean;
  readonly problems: readonly RunProblem[];
  readonly messages: readonly SentMessage[];
  readonly context: JsonObject;
  /** Revisions of its subflows, by flow and reference. */
  readonly pins: { readonly [subflowKey: string]: number };
  readonly json: Json;
}

export interface StepDetail {
  readonly contextBefore: JsonObject;
  readonly context: JsonObject;
  readonly changes: readonly { readonly path: readonly string[]; readonly value?: Json }[];
  readonly messages: readonly SentMessage[];
  readonly problems: readonly RunProblem[];
  readonly json: Json;
}

/** Which executions a list shows; times are ISO 8601. */
export interface RunFilter {
  readonly flow?: string | undefined;
  readonly status?: RunStatus | undefined;
  readonly contact?: string | undefined;
  readonly widget?: string | undefined;
  readonly revision?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** A SID, or a part of the contact's address. */
  readonly q?: string | undefined;
}

export interface RunPage {
  readonly rows: readonly ListedRun[];
  /** Where older ones begin; undefined: there are none. */
  readonly next: string | undefined;
}

const path = '/console/api/executions';
const pathOf = (sid: string) => `${path}/${encodeURIComponent(sid)}`;

export async function listRuns(
  filter: RunFilter,
  page: { readonly limit: number; readonly before?: string | undefined },
  signal?: AbortSignal,
): Promise<RunPage> {
  const query = encoded({ ...filter, limit: String(page.limit), before: page.before });
  const answer = resource(await askJson(`${path}?${query}`, signal ? { signal } : {}), 'list of executions');
  return { rows: answer.list('executions', 'execution').map(presentListed), next: answer.maybe('next') };
}

export type RunCounts = {
  readonly [status in RunStatus]: { readonly count: number; readonly isMore: boolean };
};

export async function countRuns(flow: string | undefined): Promise<RunCounts> {
  const answer = resource(await askJson(`${path}/counts?${encoded({ flow })}`), 'count of executions');
  const count = (status: RunStatus) => {
    const found = resource(answer.value(status), 'count');
    return { count: found.number('count'), isMore: found.value('more') === true };
  };
  return { active: count('active'), ended: count('ended'), failed: count('failed'), stuck: count('stuck') };
}

export async function getExecution(sid: string, signal?: AbortSignal): Promise<Execution> {
  const json = await askJson(pathOf(sid), signal ? { signal } : {});
  const run = resource(json, 'execution');
  const [context, pins] = [run.value('context'), run.value('pins')];
  return {
    ...presentRun(run),
    waiting: run.list('waiting', 'wait').map((wait) => ({
      flowSid: wait.text('flow_sid'),
      widget: wait.text('widget'),
      stepSid: wait.text('step_sid'),
      enteredAtMs: wait.number('entered_ms'),
      deadlineMs: ms(wait, 'deadline_ms'),
    })),
    steps: run.list('steps', 'step').map(presentStep),
    hasMoreSteps: run.value('has_more_steps') === true,
    problems: run.list('problems', 'problem').map(presentProblem),
    messages: run.list('messages', 'message').map(presentMessage),
    context: isJsonObject(context) ? context : {},
    pins: isJsonObject(pins)
      ? Object.fromEntries(Object.entries(pins).map(([key, revision]) => [key, Number(revision)]))
      : {},
    json: toJson(json),
  };
}

export async function getStep(executionSid: string, stepSid: string): Promise<StepDetail> {
  const json = await askJson(`${pathOf(executionSid)}/steps/${encodeURIComponent(stepSid)}`);
  const step = resource(json, 'step');
  const object = (key: string) => {
    const value = step.value(key);
    return isJsonObject(value) ? value : {};
  };
  return {
    contextBefore: object('context_before'),
    context: object('context'),
    changes: step.list('changes', 'change').map((change) => {
      const [keys, value] = [change.value('path'), change.value('value')];
      const names = Array.isArray(keys) ? keys.map(String) : [];
      return value === undefined ? { path: names } : { path: names, value: toJson(value) };
    }),
    messages: step.list('messages', 'message').map(presentMessage),
    problems: step.list('problems', 'problem').map(presentProblem),
    json: toJson(json),
  };
}

/** Ends an execution; one that has ended stays as it is. */
export async function endRun(sid: string, reason: string): Promise<RunRow> {
  return presentRun(resource(await askJson(`${pathOf(sid)}/end`, { form: { reason } }), 'execution'));
}

function presentListed(run: Resource): ListedRun {
  const [step, problem] = [run.value('last_step'), run.value('last_problem')];
  return {
    ...presentRun(run),
    steps: run.number('steps'),
    lastStep: step ? presentStep(resource(step, 'step')) : undefined,
    lastProblem: problem ? presentProblem(resource(problem, 'problem')) : undefined,
  };
}

function presentRun(run: Resource): RunRow {
  const [outcome, stuck] = [run.value('outcome'), run.value('stuck')];
  return {
    sid: run.text('execution_sid'),
    flowSid: run.text('flow_sid'),
    revision: run.number('revision'),
    status: run.text('status') === 'active' ? 'active' : 'ended',
    outcome: outcomes.find((each) => each === outcome) ?? 'ended',
    endedReason: run.maybe('ended_reason'),
    stuck: (['late', 'no-deadline', 'call-over'] as const).find((each) => each === stuck),
    widget: run.maybe('widget'),
    kind: run.text('kind'),
    contact: run.text('contact'),
    address: run.text('address'),
    initiatedBy: run.text('initiated_by'),
    isTestUser: run.value('test_user') === true,
    createdAtMs: run.number('created_ms'),
    updatedAtMs: run.number('updated_ms'),
    dueAtMs: ms(run, 'due_ms'),
  };
}

export function presentStep(step: Resource): StepRow {
  const target = step.text('transitioned_to');
  return {
    sid: step.text('step_sid'),
    parentSid: step.maybe('parent_step_sid'),
    sequence: step.number('sequence'),
    flowSid: step.text('flow_sid'),
    widget: step.text('widget'),
    type: step.text('type'),
    event: step.text('event'),
    target: target === 'Ended' ? undefined : target,
    enteredAtMs: step.number('entered_ms'),
    endedAtMs: step.number('ended_ms'),
  };
}

function presentProblem(problem: Resource): RunProblem {
  return {
    code: problem.number('code'),
    level: problem.text('level'),
    message: problem.text('message'),
    widget: problem.maybe('widget'),
    stepSid: problem.maybe('step_sid'),
  };
}

function presentMessage(message: Resource): SentMessage {
  return {
    sid: message.maybe('message_sid'),
    stepSid: message.maybe('step_sid'),
    status: message.text('status'),
    errorCode: message.number('error_code') || undefined,
    errorMessage: message.maybe('error_message'),
    attempts: message.number('attempts'),
    to: message.maybe('to'),
    body: message.maybe('body'),
    createdAtMs: message.number('created_ms'),
    updatedAtMs: message.number('updated_ms'),
  };
}

/** Null where there is none. */
function ms(from: Resource, key: string): number | undefined {
  const value = from.value(key);
  return typeof value === 'number' ? value : undefined;
}

/** What came as JSON is JSON. */
export function toJson(value: unknown): Json {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map(toJson);
  return isJsonObject(value) ? value : null;
}

function encoded(fields: Fields): string {
  const given = Object.entries(fields).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : []));
  return new URLSearchParams(given).toString();
}
