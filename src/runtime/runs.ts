import type { Program } from '../engine/definition.ts';
import type { ExecutionEvent } from '../engine/events.ts';
import { type ExecutionState, endedBy, type Trigger } from '../engine/execution.ts';
import type { Env, Outcome } from '../engine/outcome.ts';
import { resume, start, takesMessages } from '../engine/run.ts';
import type { Change, EffectRecord, Exchange, Found, Stop, StoredExecution } from '../storage/storage.ts';
import type { RunHappening, RuntimeDeps } from './deps.ts';
import { isFailedEnd } from './failed-end.ts';
import type { InboundTrigger } from './inbound.ts';
import { NotReady, type PinsCell, type Programs } from './programs.ts';
import { type EffectTimes, type ExecutionFacts, outcomeChange } from './records.ts';
import { eventRecord } from './run-events.ts';

/** A node that dies leaves its effects to others after this long. */
export const leaseMs = 60_000;

const dayMs = 86_400_000;

/** How a run begins: by a webhook or by REST. */
export type Beginning = Omit<InboundTrigger, 'event'> & { readonly event: Trigger['event'] };

/** What a transaction did to one execution, for the node to act on once it is committed. */
export interface Committed {
  readonly execution: StoredExecution;
  readonly outcome: Outcome;
  readonly happening: RunHappening;
  /** Those that may begin now. */
  readonly effects: readonly EffectRecord[];
  /** Some widget of the flow may answer the request that is open. */
  readonly answersRequests: boolean;
}

/** A run that is ended by force: what is written, and what happened. */
export interface Stopped {
  readonly change: Change & { readonly execution: StoredExecution };
  readonly happening: RunHappening;
}

/** What a transaction writes and what the node does after it. */
export interface Decided {
  readonly change: Change;
  readonly committed: Committed;
}

/** Applies the engine inside a transaction: everything here is synchronous, and throws `NotReady` for what is not in memory. */
export class Runs {
  readonly #deps: RuntimeDeps;
  readonly #programs: Programs;
  readonly #isOpen: (executionSid: string) => boolean;
  readonly #admit: EffectTimes['admit'];

  /** `isOpen`: a webhook of this execution waits for TwiML. */
  constructor(
    deps: RuntimeDeps,
    programs: Programs,
    isOpen: (executionSid: string) => boolean,
    admit: EffectTimes['admit'],
  ) {
    this.#deps = deps;
    this.#programs = programs;
    this.#isOpen = isOpen;
    this.#admit = admit;
  }

  /** Begins a run inside a transaction; undefined when there is no flow or nothing this contact may run. */
  begin(
    { flow }: Found,
    accountSid: string,
    beginning: Beginning,
    params: Trigger['params'],
    hasOpenRequest: boolean,
    pinsCell: PinsCell,
  ): Decided | undefined {
    if (flow === undefined || flow.accountSid !== accountSid) return undefined;
    const isTestUser = flow.testUsers.includes(beginning.contactAddress);
    const revision = isTestUser ? flow.latestRevision : flow.publishedRevision;
    if (revision === null) return undefined;
    const compiled = this.#programs.flow(flow.sid, revision);
    if (compiled === undefined) return undefined;
    const pins = compiled.subflows.length === 0 ? {} : pinsCell.value;
    if (pins === undefined) {
      throw new NotReady(async () => {
        pinsCell.value = await this.#programs.pins(compiled, accountSid, isTestUser);
      });
    }
    const program = this.#programs.program(flow.sid, revision, pins);
    if (program === undefined) return undefined;
    const nowMs = this.#deps.clock.now();
    const facts: ExecutionFacts = {
      sid: this.#deps.sid('FN'),
      accountSid,
      flowSid: flow.sid,
      revision,
      kind: beginning.kind,
      key: beginning.key,
      flowAddress: beginning.flowAddress,
      contactAddress: beginning.contactAddress,
      initiatedBy: beginning.initiatedBy,
      createdAtMs: nowMs,
      pins,
    };
    const trigger: Trigger = {
      event: beginning.event,
      kind: beginning.kind,
      flowSid: flow.sid,
      accountSid,
      executionSid: facts.sid,
      flowAddress: beginning.flowAddress,
      contactAddress: beginning.contactAddress,
      params,
      isTestUser,
    };
    const outcome = this.#guarded(facts.sid, endedState(trigger), () =>
      start(program, trigger, this.#env(nowMs, hasOpenRequest)),
    );
    return this.#committed(facts, outcome, nowMs, true, answersRequests(program));
  }

  /** True for a run that waits for a message, or whose flow is gone: it is the one to say so. */
  takesMessages(execution: StoredExecution): boolean {
    const program = this.#programs.program(execution.flowSid, execution.revision, execution.pins);
    return program === undefined || takesMessages(program, execution.state);
  }

  /** What the flow says of a second call of the contact. Undefined: there is nothing this contact may run. */
  allowsConcurrentCalls({ flow }: Found, contactAddress: string): boolean | undefined {
    const revision = flow && (flow.testUsers.includes(contactAddress) ? flow.latestRevision : flow.publishedRevision);
    if (flow === undefined || revision === null || revision === undefined) return undefined;
    return this.#programs.flow(flow.sid, revision)?.allowConcurrentCalls;
  }

  /** Takes a run on by one event inside a transaction; `exchange`: the one that the event is the result of. */
  go(
    execution: StoredExecution,
    event: ExecutionEvent,
    hasOpenRequest: boolean,
    exchange: Exchange | null = null,
  ): Decided {
    const program = this.#programs.program(execution.flowSid, execution.revision, execution.pins);
    const nowMs = this.#deps.clock.now();
    // Its flow was deleted a moment ago: nothing is left to run.
    if (program === undefined) return this.#committed(execution, failed(execution.state), nowMs, false, false);
    const outcome = this.#guarded(execution.sid, execution.state, () =>
      resume(program, execution.state, event, this.#env(nowMs, hasOpenRequest || this.#isOpen(execution.sid))),
    );
    const decided = this.#committed(execution, outcome, nowMs, false, answersRequests(program));
    const events = [eventRecord(execution.sid, event, nowMs, { exchange })];
    // Most delivery reports change nothing: the run is not written again.
    if (!isUntouched(execution.state, outcome)) return { ...decided, change: { ...decided.change, events } };
    const { problems = [], streamEvents = [] } = decided.change;
    const told = problems.length > 0 ? { problems, events } : {};
    return { change: { ...told, streamEvents }, committed: { ...decided.committed, execution } };
  }

  /** True for a run past its age: it must be ended before anything else (limits-and-errors §1). */
  isExpired({ status, createdAtMs }: StoredExecution): boolean {
    const { limits, clock } = this.#deps;
    return status === 'active' && createdAtMs <= clock.now() - limits.executionDays * dayMs;
  }

  /**
   * Ends a run by force. Needs no flow: it works even when its revision is gone. `unbegun`: keys of effects that have been
   * given out and not been begun.
   */
  stop(
    execution: StoredExecution,
    reason: 'STOPPED' | 'EXPIRED',
    unbegun: readonly string[],
    stopped: Stop | null,
  ): Stopped {
    const outcome: Outcome = { ...endedBy(execution.state, reason), steps: [], problems: [] };
    const nowMs = this.#deps.clock.now();
    const happening = happeningOf(execution, outcome, nowMs, false);
    const change = outcomeChange(execution, outcome, {
      ...this.effectTimes(nowMs),
      isNew: false,
      ...this.#fate(outcome),
    });
    return {
      happening,
      change: {
        ...change,
        ...this.#told(happening),
        events: [eventRecord(execution.sid, { type: 'stop', reason }, nowMs, { stopped })],
        execution: { ...change.execution, dueAtMs: null, runningStepSid: null },
        // Who stops a run wants nothing more of it; what it had decided before it ended by itself still leaves.
        takeBackEffectsOf: { executionSid: execution.sid, atMs: nowMs, unbegun },
      },
    };
  }

  effectTimes(nowMs: number): EffectTimes {
    return { nowMs, leaseMs, admit: this.#admit };
  }

  #committed(facts: ExecutionFacts, outcome: Outcome, nowMs: number, isNew: boolean, mayAnswer: boolean): Decided {
    const happening = happeningOf(facts, outcome, nowMs, isNew);
    const change = {
      ...outcomeChange(facts, outcome, { ...this.effectTimes(nowMs), isNew, ...this.#fate(outcome) }),
      ...this.#told(happening),
    };
    return {
      change,
      committed: {
        execution: change.execution,
        outcome,
        happening,
        effects: change.addEffects.filter(({ sender }) => sender === null),
        answersRequests: mayAnswer,
      },
    };
  }

  #fate(outcome: Outcome): { readonly isFailed: boolean } {
    return { isFailed: isFailedEnd(outcome, this.#deps.widgets) };
  }

  /** What the event streams are told of it. */
  #told(happening: RunHappening): Pick<Change, 'streamEvents'> {
    const { listener } = this.#deps;
    return listener === undefined ? {} : { streamEvents: listener.record(happening) };
  }

  /** A fault of ours ends that one execution, loudly, and leaves the others alone. */
  #guarded(executionSid: string, state: ExecutionState, run: () => Outcome): Outcome {
    try {
      return run();
    } catch (error) {
      if (error instanceof NotReady) throw error;
      this.#deps.log.error({ err: error, execution: executionSid }, 'the engine failed; the execution was ended');
      return failed(state);
    }
  }

  #env(nowMs: number, hasOpenRequest: boolean): Env {
    const { limits, settings, webhookBase, sid } = this.#deps;
    return { nowMs, sid, limits, settings, webhookBase: webhookBase(), hasOpenRequest };
  }
}

function happeningOf(facts: ExecutionFacts, outcome: Outcome, nowMs: number, isNew: boolean): RunHappening {
  const { status, endedReason } = outcome.execution;
  const { steps, problems } = outcome;
  return { execution: { ...facts, updatedAtMs: nowMs }, status, endedReason, isNew, steps, problems, nowMs };
}

/** Effects whose result the run waits for. */
export function pendingEffects(state: ExecutionState): number {
  return state.status === 'active' ? (state.frames.at(-1)?.waiting?.pendingEffects.length ?? 0) : 0;
}

function isUntouched(before: ExecutionState, { execution, steps, effects }: Outcome): boolean {
  return (
    execution.status === before.status &&
    steps.length === 0 &&
    effects.length === 0 &&
    execution.call === before.call &&
    execution.frames.length === before.frames.length &&
    execution.frames.every((frame, index) => frame === before.frames[index])
  );
}

/** Ended by a fault, without a step. */
function failed(state: ExecutionState): Outcome {
  return { ...endedBy(state, 'ERROR'), steps: [], problems: [] };
}

function answersRequests(program: Program): boolean {
  return program.flow.answersRequests || [...program.subflows.values()].some((flow) => flow.answersRequests);
}

/** The state of a run that ended before it could begin. */
function endedState(trigger: Trigger): ExecutionState {
  return {
    sid: trigger.executionSid,
    accountSid: trigger.accountSid,
    kind: trigger.kind,
    status: 'ended',
    endedReason: 'ERROR',
    isTestUser: trigger.isTestUser,
    triggerEvent: trigger.event,
    stepCount: 0,
    frames: [],
  };
}
