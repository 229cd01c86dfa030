/**
 * What the event streams tell of a run, in Twilio's shape: CloudEvents 1.0. Source: execution-model §12; debugger
 * entries: limits-and-errors §6.
 */
import { createHash } from 'node:crypto';
import type { Step } from '../engine/execution.ts';
import type { JsonObject } from '../engine/json.ts';
import type { Problem } from '../engine/problems.ts';
import type { RunHappening } from '../runtime/deps.ts';
import type { StreamEventRecord } from '../storage/storage.ts';

export const eventTypes = [
  'com.twilio.studio.flow.execution.started',
  'com.twilio.studio.flow.step.ended',
  'com.twilio.studio.flow.execution.ended',
] as const;

/** Debugger entries travel as forms, to sinks of their own (limits-and-errors §6). */
export const debuggerType = 'debugger';

export type StreamEventType = (typeof eventTypes)[number] | typeof debuggerType;

const [startedType, stepType, endedType] = eventTypes;

/** Version 2 changed metadata only (execution-model §12). */
const executionSchema = 'https://events-schemas.twilio.com/Studio.FlowExecutionEvent/2';
const stepSchema = 'https://events-schemas.twilio.com/Studio.FlowStepEvent/1';

/** A step outside a subflow has no `parent_step_sid` (inferred, execution-model §12). `NULL_PARENT_STEP` */
const showsNullParentStep = false;

type Event = Omit<StreamEventRecord, 'id'>;

/** The events of one change to a run, in order; only those that `wants` lets through are made. */
export function eventsOf(happening: RunHappening, wants: (type: StreamEventType) => boolean): Event[] {
  const { execution, isNew, status, steps, problems } = happening;
  return [
    ...(isNew && wants(startedType) ? [executionEvent(happening, startedType)] : []),
    ...(wants(stepType) ? steps.map((step) => stepEvent(execution, step)) : []),
    ...(wants(debuggerType) ? problems.map((problem, place) => debuggerEvent(happening, problem, place)) : []),
    ...(status === 'ended' && wants(endedType) ? [executionEvent(happening, endedType)] : []),
  ];
}

function executionEvent({ execution, endedReason, nowMs }: RunHappening, type: typeof startedType | typeof endedType) {
  const isEnd = type === endedType;
  const createdAtMs = isEnd ? nowMs : execution.createdAtMs;
  return cloudEvent(execution, type, execution.sid, executionSchema, createdAtMs, {
    execution_sid: execution.sid,
    account_sid: execution.accountSid,
    flow_sid: execution.flowSid,
    contact_channel_address: execution.contactAddress,
    status: isEnd ? 'ended' : 'started',
    ...(isEnd ? { ended_reason: endedReason } : {}),
    date_created: date(execution.createdAtMs),
    ...(isEnd ? { date_updated: date(nowMs) } : {}),
    started_by: execution.initiatedBy,
    flow_revision: execution.revision,
  });
}

function stepEvent(execution: RunHappening['execution'], step: Step): Event {
  return cloudEvent(execution, stepType, step.sid, stepSchema, step.endedAtMs, {
    execution_sid: execution.sid,
    account_sid: execution.accountSid,
    flow_sid: execution.flowSid,
    step_sid: step.sid,
    ...(step.parentStepSid !== null || showsNullParentStep ? { parent_step_sid: step.parentStepSid } : {}),
    name: step.event,
    transitioned_from: step.transitionedFrom,
    transitioned_to: step.transitionedTo,
    date_created: date(step.endedAtMs),
  });
}

function cloudEvent(
  { accountSid, flowSid }: RunHappening['execution'],
  type: StreamEventType,
  sid: string,
  dataschema: string,
  createdAtMs: number,
  data: JsonObject,
): Event {
  const event = {
    specversion: '1.0',
    type,
    source: accountSid,
    id: eventId(type, sid),
    dataschema,
    datacontenttype: 'application/json',
    time: date(createdAtMs),
    data,
  };
  return { type, accountSid, flowSid, createdAtMs, event };
}

/** The form of the debugger webhook. Source: limits-and-errors §6. */
function debuggerEvent({ execution, nowMs }: RunHappening, problem: Problem, place: number): Event {
  const { accountSid, flowSid, sid } = execution;
  const id = eventId(debuggerType, `${sid} ${problem.stepSid ?? ''} ${problem.code} ${place} ${nowMs}`);
  const event = {
    Sid: id,
    AccountSid: accountSid,
    Level: problem.level === 'error' ? 'Error' : 'Warning',
    Timestamp: date(nowMs),
    Payload: JSON.stringify({
      resource_sid: sid,
      service_sid: flowSid,
      error_code: String(problem.code),
      more_info: { msg: problem.message, widget: problem.state ?? '', step_sid: problem.stepSid ?? '' },
      webhook: {},
    }),
  };
  return { type: debuggerType, accountSid, flowSid, createdAtMs: nowMs, event };
}

/** The same for the same thing at every telling, so that whoever listens can leave out repeats. */
function eventId(type: string, sid: string): string {
  return `NO${createHash('sha256').update(`${type} ${sid}`).digest('hex').slice(0, 32)}`;
}

/** With milliseconds, unlike the dates of the REST API (execution-model §12). */
function date(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
