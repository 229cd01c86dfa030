/** Brings together what a replay needs, runs it, and compares it with the record. */
import { compileFlow, type Flow, type Program, subflowKey } from '../../../engine/definition.ts';
import type { Step, Trigger } from '../../../engine/execution.ts';
import { triggerSubtrees } from '../../../engine/initial-context.ts';
import { isJsonObject, parseJson } from '../../../engine/json.ts';
import { widgetsByType } from '../../../widgets/index.ts';
import { Refused } from '../../api/client.ts';
import { findWorkingCopy, getRevision } from '../../api/drafts.ts';
import { type Execution, getExecution } from '../../api/executions.ts';
import { getRunRecord, type RunRecord } from '../../api/run-record.ts';
import { type Difference, firstDifference, type Way } from '../../replay/difference.ts';
import { type Replayed, type ReplayRecord, replay } from '../../replay/replay.ts';
import { type RunFlow, runFlow } from '../execution/use-execution.ts';

export type ReplayOn = 'draft' | 'published' | number;

export interface ReplayResult {
  readonly execution: Execution;
  /** On which it was run now. */
  readonly flow: RunFlow;
  /** The draft has edits that are no revision yet. */
  readonly isEdited: boolean;
  /** On which it was run then. */
  readonly recordedFlow: RunFlow;
  readonly was: Way;
  readonly now: Way;
  readonly difference: Difference | undefined;
  /** Where it asks for what the record has no answer to. */
  readonly unansweredAt: string | undefined;
}

export class NothingRecorded extends Error {}
export class NeverPublished extends Error {}
export class NotRunnable extends Error {}

export async function runReplay(executionSid: string, accountSid: string, on: ReplayOn): Promise<ReplayResult> {
  const [execution, record] = await Promise.all([getExecution(executionSid), getRunRecord(executionSid)]);
  if (record.events.length === 0 && execution.status === 'ended' && hasWaited(execution)) throw new NothingRecorded();
  const [target, own] = await Promise.all([
    definitionOf(execution.flowSid, on),
    getRevision(execution.flowSid, execution.revision),
  ]);
  const facts = recordOf(execution, record, accountSid);
  const [program, ownProgram] = await Promise.all([
    programOf(target.definition, execution, record),
    programOf(own.definition, execution, record),
  ]);
  const played = replay(program, facts);
  const was = recordedWay(execution, replay(ownProgram, facts));
  const now = wayOf(played);
  return {
    execution,
    flow: runFlow(execution.flowSid, target),
    isEdited: target.isEdited,
    recordedFlow: runFlow(execution.flowSid, own),
    was,
    now,
    difference: firstDifference(was, now),
    unansweredAt: played.isUnanswered ? played.waitsAt : undefined,
  };
}

/** One that went through without a wait has no events, and needs none. */
function hasWaited({ steps }: Execution): boolean {
  return steps.some(({ enteredAtMs, endedAtMs }) => endedAtMs > enteredAtMs);
}

/** The draft is what the editor shows: with its edits. */
async function definitionOf(flowSid: string, on: ReplayOn) {
  if (on !== 'draft') {
    const found = await getRevision(flowSid, on).catch((error: unknown) => {
      if (error instanceof Refused && error.status === 404) throw new NeverPublished();
      throw error;
    });
    return { ...found, isEdited: false };
  }
  const [latest, copy] = await Promise.all([getRevision(flowSid, 'draft'), findWorkingCopy(flowSid)]);
  return copy === null ? { ...latest, isEdited: false } : { ...latest, definition: copy.definition, isEdited: true };
}

async function programOf(definition: string, { pins }: Execution, record: RunRecord): Promise<Program> {
  const flow = compiled(definition, record);
  const references = await Promise.all(
    flow.subflows.map(async (reference) => {
      const key = subflowKey(reference);
      const pinned = pins[key];
      // One that is not there fails as it would on the server.
      const found = await getRevision(reference.flowSid, pinned ?? 'published').catch(() => undefined);
      return found === undefined ? [] : [[key, compiled(found.definition, record)] as const];
    }),
  );
  return { flow, subflows: new Map(references.flat()) };
}

function compiled(definition: string, { settings, limits }: RunRecord): Flow {
  const parsed = parseJson(definition);
  if (!isJsonObject(parsed)) throw new NotRunnable();
  return compileFlow(parsed, widgetsByType, { dialect: settings.liquidDialect, limits: limits.liquid });
}

function recordOf(execution: Execution, record: RunRecord, accountSid: string): ReplayRecord {
  const { steps, waiting, context } = execution;
  const event: Trigger['event'] = record.triggerEvent === 'incomingParent' ? 'incomingRequest' : record.triggerEvent;
  const trigger = isJsonObject(context.trigger) ? context.trigger[triggerSubtrees[event]] : undefined;
  return {
    trigger: {
      event,
      kind: record.kind,
      flowSid: execution.flowSid,
      accountSid,
      executionSid: execution.sid,
      flowAddress: execution.address,
      contactAddress: execution.contact,
      params: isJsonObject(trigger) ? trigger : {},
      isTestUser: record.isTestUser,
    },
    startedAtMs: execution.createdAtMs,
    events: record.events,
    widgets: new Map([
      ...steps.map(({ sid, widget }) => [sid, widget] as const),
      ...waiting.map(({ stepSid, widget }) => [stepSid, widget] as const),
    ]),
    settings: record.settings,
    limits: record.limits,
  };
}

function wayOf({ steps, messages, waitsAt }: Replayed): Way {
  return { waitsAt, steps: steps.map((step) => pathStep(step, messages.get(step.sid) ?? [])) };
}

/** As it was recorded; its messages are those that the same revision sends again, where that goes the same way. */
function recordedWay({ steps, waiting }: Execution, again: Replayed): Way {
  const isSame =
    steps.length === again.steps.length &&
    steps.every(({ widget, event }, index) => {
      const step = again.steps[index];
      return step?.transitionedFrom === widget && step.event === event;
    });
  return {
    waitsAt: waiting.at(-1)?.widget,
    steps: steps.map(({ widget, event, target }, index) => {
      const sid = again.steps[index]?.sid ?? '';
      return { widget, event, target, messages: isSame ? (again.messages.get(sid) ?? []) : undefined };
    }),
  };
}

function pathStep({ transitionedFrom, transitionedTo, event }: Step, messages: readonly string[]) {
  const target = transitionedTo === 'Ended' ? undefined : transitionedTo;
  return { widget: transitionedFrom, event, target, messages };
}
