/** Turns what the engine decided into what the store writes. */
import type { OutboundMessage } from '../engine/effects.ts';
import type { Outcome } from '../engine/outcome.ts';
import type { Change, EffectRecord, ProblemRecord, StoredExecution, StoredStep } from '../storage/storage.ts';
import { trafficOf } from './failed-end.ts';

/** Facts of a run that its events never change. */
export type ExecutionFacts = Omit<
  StoredExecution,
  | 'status'
  | 'endedReason'
  | 'isFailed'
  | 'updatedAtMs'
  | 'state'
  | 'dueAtMs'
  | 'runningStepSid'
  | 'conversationSid'
  | 'callSid'
>;

export interface EffectTimes {
  readonly nowMs: number;
  /** How long the committing node has for an effect before another attempt may begin. */
  readonly leaseMs: number;
  /** The queue that a message has to join; null: it may leave now. */
  readonly admit: (accountSid: string, message: OutboundMessage) => string | null;
}

/** The change that stores an outcome. */
export function outcomeChange(
  facts: ExecutionFacts,
  outcome: Outcome,
  at: EffectTimes & { readonly isNew: boolean; readonly isFailed: boolean },
): Change & { readonly execution: StoredExecution; readonly addEffects: readonly EffectRecord[] } {
  const { execution: state } = outcome;
  const waiting = state.frames.at(-1)?.waiting ?? null;
  const execution: StoredExecution = {
    ...facts,
    status: state.status,
    endedReason: state.endedReason,
    isFailed: at.isFailed,
    updatedAtMs: at.nowMs,
    state,
    dueAtMs: waiting?.deadlineMs ?? null,
    runningStepSid: waiting?.stepSid ?? null,
    conversationSid: state.conversationSid ?? null,
    callSid: state.call?.sid ?? null,
  };
  const steps: StoredStep[] = outcome.steps.map((step) => ({ ...step, executionSid: facts.sid }));
  const owner = { accountSid: facts.accountSid, executionSid: facts.sid };
  const addEffects = outcome.effects.map((effect) => newEffect(effect, owner, at));
  return {
    execution,
    isNew: at.isNew,
    steps,
    addEffects,
    problems: problemRecords(facts, outcome, at.nowMs),
    traffic: trafficOf(facts, outcome, at.isFailed, at.nowMs),
  };
}

/** An effect that was decided just now: begun as soon as it is committed, or queued behind its sender. */
export function newEffect(
  effect: EffectRecord['effect'],
  { accountSid, executionSid }: Pick<EffectRecord, 'accountSid' | 'executionSid'>,
  { nowMs, leaseMs, admit }: EffectTimes,
): EffectRecord {
  const sender = effect.type === 'message.send' ? admit(accountSid, effect.message) : null;
  const isBegun = sender === null;
  return {
    effect,
    executionSid,
    accountSid,
    dueAtMs: isBegun ? nowMs + leaseMs : null,
    attempts: isBegun ? 1 : 0,
    createdAtMs: nowMs,
    begunAtMs: isBegun ? nowMs : null,
    unknownSinceMs: null,
    failingSinceMs: null,
    errorMessage: null,
    sender,
    takenBackAtMs: null,
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
