/** Moments of a run that it can be taken up from: on another line, with another definition. */
import { applyPatch, type ContextPatch } from '../../engine/context.ts';
import { type SubflowReference, subflowKey } from '../../engine/definition.ts';
import type { ExecutionState } from '../../engine/execution.ts';
import { type JsonObject, jsonSize } from '../../engine/json.ts';
import type { StepSummary, Storage, StoredExecution, StoredStep } from '../../storage/storage.ts';

/** A run as it waited, and the steps that led there. */
export interface Moment {
  readonly atMs: number;
  readonly execution: StoredExecution;
  readonly steps: readonly StoredStep[];
  /** SIDs that are given out: those of the other line follow them. */
  readonly sids: ReadonlyMap<string, number>;
}

/** Oldest ones are forgotten beyond so many. */
const keptMoments = 500;

/** The moments of a line, by the step that was waiting. */
export class Moments {
  readonly #kept = new Map<string, Pick<Moment, 'atMs' | 'execution'>>();

  /** The steps that can be gone back to, in their order. */
  get stepSids(): readonly string[] {
    return [...this.#kept.keys()];
  }

  /** Keeps how the run stands. A run that holds a live call, or waits for an answer, cannot be taken up by another line. */
  note(execution: StoredExecution, atMs: number): void {
    const waiting = execution.state.frames.at(-1)?.waiting;
    const isFree = execution.status === 'active' && execution.state.call?.isLive !== true;
    if (!isFree || !waiting || waiting.pendingEffects.length > 0 || this.#kept.has(waiting.stepSid)) return;
    this.#kept.set(waiting.stepSid, { atMs, execution });
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= keptMoments) break;
      this.#kept.delete(oldest);
    }
  }

  find(stepSid: string): Pick<Moment, 'atMs' | 'execution'> | undefined {
    return this.#kept.get(stepSid);
  }
}

/** Steps of a run with what they changed, oldest first. */
export async function stepsOf(storage: Storage, executionSid: string): Promise<readonly StoredStep[]> {
  const summaries: readonly StepSummary[] = (await storage.listSteps(executionSid, { limit: 1_000 })).rows.toReversed();
  const steps = await Promise.all(summaries.map(({ sid }) => storage.findStep(sid)));
  return steps.filter((step) => step !== undefined);
}

/** Puts the run into another store, waiting in revision `revision` of its flow. */
export async function takeUp(storage: Storage, { execution, steps }: Moment, revision: number): Promise<void> {
  const target = { executionSid: execution.sid };
  await storage.change(target, undefined, () => ({
    change: { execution: { ...execution, revision }, isNew: true, steps },
    result: undefined,
  }));
}

/** The run goes on in another revision of its flow, with the subflows that this one refers to. */
export async function repin(
  storage: Storage,
  executionSid: string,
  revision: number,
  references: readonly SubflowReference[],
): Promise<void> {
  const pins: { [subflowKey: string]: number } = {};
  for (const reference of references) {
    const isNumber = /^\d+$/.test(reference.revision);
    const published = (await storage.findFlow(reference.flowSid))?.publishedRevision ?? undefined;
    const number = isNumber ? Number(reference.revision) : published;
    if (number !== undefined) pins[subflowKey(reference)] = number;
  }
  await storage.change({ executionSid }, undefined, ({ execution }) =>
    execution === undefined
      ? { result: undefined }
      : {
          change: { execution: { ...execution, revision, pins: { ...execution.pins, ...pins } } },
          result: undefined,
        },
  );
}

/** Changes the context of the flow that waits. False: the run is over. */
export async function changeContext(storage: Storage, executionSid: string, patch: ContextPatch): Promise<boolean> {
  return storage.change({ executionSid }, undefined, ({ execution }) =>
    execution?.status === 'active'
      ? { change: { execution: { ...execution, state: withContext(execution.state, patch) } }, result: true }
      : { result: false },
  );
}

function withContext(state: ExecutionState, patch: ContextPatch): ExecutionState {
  const top = state.frames.length - 1;
  const frames = state.frames.map((frame, index) => {
    if (index !== top) return frame;
    const context: JsonObject = applyPatch(frame.context, patch);
    return { ...frame, context, contextSize: jsonSize(context) };
  });
  return { ...state, frames };
}
