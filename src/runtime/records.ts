/** Turns what the engine decided into what the store writes. */
import type { Outcome } from '../engine/outcome.ts';
import type { Change, EffectRecord, ProblemRecord, StoredExecution, StoredStep } from '../storage/storage.ts';

/** Facts of a run that its events never change. */
export type ExecutionFacts = Omit<
  StoredExecution,
  'status' | 'endedReason' | 'updatedAtMs' | 'state' | 'dueAtMs' | 'runningStepSid' | 'conversationSid'
>;

/**
 * The change that stores an outcome. `leaseMs`: how long the committing node has for the effects before another
 * attempt may begin.
 */
export function outcomeChange(
  facts: ExecutionFacts,
  outcome: Outcome,
  at: { readonly nowMs: number; readonly leaseMs: number; readonly isNew: boolean },
): Change & { readonly execution: StoredExecution; readonly addEffects: readonly EffectRecord[] } {
  const { execution: state } = outcome;
  const waiting = state.frames.at(-1)?.waiting ?? null;
  const execution: StoredExecution = {
    ...facts,
    status: state.status,
    endedReason: state.endedReason,
    updatedAtMs: at.nowMs,
    state,
    dueAtMs: waiting?.deadlineMs ?? null,
    runningStepSid: waiting?.stepSid ?? null,
    conversationSid: state.conversationSid ?? null,
  };
  const steps: StoredStep[] = outcome.steps.map((step) => ({ ...step, executionSid: facts.sid }));
  const addEffects: EffectRecord[] = outcome.effects.map((effect) => ({
    effect,
    executionSid: facts.sid,
    accountSid: facts.accountSid,
    dueAtMs: at.nowMs + at.leaseMs,
    attempts: 1,
    createdAtMs: at.nowMs,
    begunAtMs: at.nowMs,
    unknownSinceMs: null,
    failingSinceMs: null,
    sender: null,
  }));
  return {
    execution,
    isNew: at.isNew,
    steps,
    addEffects,
    problems: problemRecords(facts, outcome, at.nowMs),
  };
}

export function problemRecords(facts: ExecutionFacts, { problems }: Outcome, nowMs: number): ProblemRecord[] {
  return problems.map((problem) => ({
    ...problem,
    accountSid: facts.accountSid,
    flowSid: facts.flowSid,
    executionSid: facts.sid,
    createdAtMs: nowMs,
  }));
}
