import type { Carrier } from '../carriers/carrier.ts';
import type { EffectResult, HttpRequest, HttpResult } from '../engine/effects.ts';
import type { ExecutionEvent } from '../engine/events.ts';
import type { ExecutionState, Trigger } from '../engine/execution.ts';
import type { Limits } from '../engine/limits.ts';
import { type Env, type Outcome, resume, start } from '../engine/run.ts';
import type { Settings } from '../engine/settings.ts';
import type { Widget } from '../engine/widget.ts';
import type {
  Change,
  ChangeTarget,
  EffectRecord,
  ExecutionRecord,
  Found,
  Storage,
  StoredExecution,
} from '../storage/storage.ts';
import { buildTwiml } from '../twiml/index.ts';
import type { Clock } from './clock.ts';
import { DueWork } from './due-work.ts';
import { EffectRunner } from './effect-runner.ts';
import { type Inbound, type InboundTrigger, readInbound } from './inbound.ts';
import { pairKey } from './keys.ts';
import { OpenRequests } from './open-requests.ts';
import { NotLoaded, type Pins, Programs } from './programs.ts';
import { type ExecutionFacts, outcomeChange } from './records.ts';
import type { InboundAnswer, InboundRequest, Runtime, StartRequest, StartResult } from './runtime.ts';

/** What a webhook is answered when the flow sends by REST or is not there to answer. */
const emptyTwiml = buildTwiml([]);

/** A node that dies leaves its effects to others after this long. */
const leaseMs = 60_000;

export interface RuntimeDeps {
  readonly storage: Storage;
  readonly carrier: Carrier;
  readonly exchange: (accountSid: string, request: HttpRequest) => Promise<HttpResult>;
  readonly clock: Clock;
  readonly sid: (prefix: string) => string;
  readonly limits: Limits;
  readonly settings: Settings;
  readonly widgets: ReadonlyMap<string, Widget>;
  /** Public base of the flow webhooks, without a slash at the end; known once the server listens. */
  webhookBase(): string;
  /** How long a webhook may wait for TwiML. `WEBHOOK_BUDGET_MS` (execution-model §4) */
  readonly webhookBudgetMs?: number;
  readonly log: RuntimeLog;
}

export interface RuntimeLog {
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

/** What a transaction did to one execution, for the node to act on once it is committed. */
interface Committed {
  readonly execution: StoredExecution;
  readonly outcome: Outcome;
  readonly effects: readonly EffectRecord[];
  /** Some widget of the flow may answer the request that is open. */
  readonly answersRequests: boolean;
}

/** Creates the runtime; `begin` lets it work. */
export function createRuntime(deps: RuntimeDeps): Runtime {
  return new FlowRuntime(deps);
}

class FlowRuntime implements Runtime {
  readonly #deps: RuntimeDeps;
  readonly #programs: Programs;
  readonly #effects: EffectRunner;
  readonly #due: DueWork;
  readonly #open: OpenRequests;
  /** Deliveries that are still being answered, by dedupe key. */
  readonly #held = new Map<string, Promise<InboundAnswer>>();

  constructor(deps: RuntimeDeps) {
    this.#deps = deps;
    const { storage, clock, limits, settings, widgets, carrier, exchange, log } = deps;
    this.#programs = new Programs(storage, widgets, { limits, settings });
    this.#open = new OpenRequests(clock, deps.webhookBudgetMs ?? 3_500);
    this.#effects = new EffectRunner({
      carrier,
      exchange,
      clock,
      deliver: (record, outcome) => this.#deliverResult(record, outcome),
      postpone: async (record, dueAtMs) => {
        await storage.postponeEffect(record.effect.key, dueAtMs);
        this.#due.arm(dueAtMs);
      },
      fail: (record, error) =>
        log.error(
          { err: error, effect: record.effect.key, type: record.effect.type },
          'an effect failed and stays due',
        ),
    });
    this.#due = new DueWork({
      storage,
      clock,
      leaseMs,
      executionDays: limits.executionDays,
      onDeadline: (sid) => this.#deliver({ executionSid: sid }, { type: 'deadline' }),
      onExpired: async (sid) => {
        await this.#stop(sid, 'EXPIRED');
      },
      onEffects: (records) => this.#effects.run(records),
      fail: (error) => log.error({ err: error }, 'due work failed and is tried again'),
    });
  }

  async begin(): Promise<void> {
    await this.#due.start();
  }

  async startByRequest(request: StartRequest): Promise<StartResult> {
    const { from, to, parameters } = request;
    const key = pairKey(from, to);
    const begin: InboundTriggerOf<'incomingRequest'> = {
      event: 'incomingRequest',
      kind: 'pair',
      key,
      flowAddress: from,
      contactAddress: to,
      initiatedBy: request.requestSid,
    };
    let pins: Pins | undefined;
    const { result, committed } = await this.#change<{ result: StartResult; committed?: Committed }>(
      { flowSid: request.flowSid, keys: [key] },
      undefined,
      (found) => {
        if (found.execution) return { result: { result: { outcome: 'conflict', execution: found.execution } } };
        const begun = this.#begin(found, request.accountSid, begin, { from, to, parameters }, false, {
          get: () => pins,
          set: (resolved) => {
            pins = resolved;
          },
        });
        if (begun === undefined) return { result: { result: { outcome: 'not-found' } } };
        // The answer shows the run as it was before its first widget (rest-api §6).
        const execution: ExecutionRecord = { ...begun.committed.execution, status: 'active', endedReason: null };
        return {
          change: begun.change,
          result: { result: { outcome: 'created', execution }, committed: begun.committed },
        };
      },
    );
    if (committed) this.#act(committed);
    return result;
  }

  async endExecution(executionSid: string): Promise<ExecutionRecord | undefined> {
    return this.#stop(executionSid, 'STOPPED');
  }

  async deleteExecution(executionSid: string): Promise<boolean> {
    await this.#stop(executionSid, 'STOPPED');
    return this.#deps.storage.deleteExecution(executionSid);
  }

  async receive(request: InboundRequest): Promise<InboundAnswer> {
    const inbound = readInbound(request.params);
    if (inbound.kind === 'unclear') {
      const message = 'The webhook carries neither MessageSid, CallSid, ConversationSid nor FlowEvent';
      return { status: 400, message };
    }
    if (inbound.kind === 'dropped')
      return inbound.isNotification ? { status: 204 } : { status: 200, twiml: emptyTwiml };
    const key = dedupeKey(request, inbound);
    const held = key === undefined ? undefined : this.#held.get(key);
    return held ?? this.#receive(request, inbound, key);
  }

  async settled(): Promise<void> {
    do {
      await this.#effects.idle();
      await this.#due.settled();
    } while (!this.#effects.isIdle);
  }

  async close(): Promise<void> {
    this.#open.close();
    await this.#due.close();
    await this.#effects.close();
  }

  async #receive(
    request: InboundRequest,
    inbound: Extract<Inbound, { kind: 'event' }>,
    key: string | undefined,
  ): Promise<InboundAnswer> {
    const target = await this.#targetOf(request.flowSid, inbound);
    const nowMs = this.#deps.clock.now();
    let pins: Pins | undefined;
    const { answer, committed } = await this.#change<{ answer: InboundAnswer; committed?: Committed }>(
      target,
      key,
      (found) => {
        if (found.flow?.accountSid !== request.accountSid || found.flow.sid !== request.flowSid) {
          return { result: { answer: { status: 404 } } };
        }
        if (found.reply) return { result: { answer: { status: 200, twiml: found.reply.twiml ?? emptyTwiml } } };
        const begun = this.#take(found, request, inbound, {
          get: () => pins,
          set: (resolved) => {
            pins = resolved;
          },
        });
        if (begun === 'not-found') return { result: { answer: { status: 404 } } };
        const twiml = begun?.committed.outcome.twiml;
        const reply =
          key === undefined
            ? {}
            : {
                reply: {
                  key,
                  executionSid: begun?.committed.execution.sid ?? null,
                  twiml: twiml ?? (begun && isWorking(begun.committed) ? null : emptyTwiml),
                  createdAtMs: nowMs,
                },
              };
        return {
          change: { ...begun?.change, ...deliveryChange(found, inbound, nowMs), ...reply },
          result: {
            answer: inbound.isNotification ? { status: 204 } : { status: 200, twiml: twiml ?? emptyTwiml },
            ...(begun ? { committed: begun.committed } : {}),
          },
        };
      },
    );
    if (committed === undefined) return answer;
    if (inbound.isNotification || !isWorking(committed)) {
      this.#act(committed);
      return answer;
    }
    return this.#hold(committed, key);
  }

  /** The run under the target goes on with the event, or a new one begins. Undefined: nothing to do. */
  #take(
    found: Found,
    request: InboundRequest,
    inbound: Extract<Inbound, { kind: 'event' }>,
    pins: PinsCell,
  ): { change: Change; committed: Committed } | 'not-found' | undefined {
    const { execution } = found;
    if (execution?.status === 'active') {
      // A carrier that asks again for the same call changes nothing.
      if (inbound.event.type === 'callStatus' && inbound.trigger) return undefined;
      return this.#go(execution, inbound.event, !inbound.isNotification);
    }
    if (execution || !inbound.trigger) return undefined;
    const params = 'params' in inbound.event ? inbound.event.params : {};
    return this.#begin(found, request.accountSid, inbound.trigger, params, true, pins) ?? 'not-found';
  }

  /** Keeps the webhook open until the flow gives TwiML, needs no more of it, or patience ends. */
  async #hold(committed: Committed, key: string | undefined): Promise<InboundAnswer> {
    const { sid } = committed.execution;
    const answered = this.#open.wait(sid).then(async (twiml): Promise<InboundAnswer> => {
      if (key !== undefined) {
        const reply = { key, executionSid: sid, twiml: twiml ?? emptyTwiml, createdAtMs: this.#deps.clock.now() };
        await this.#deps.storage.change({ executionSid: sid }, undefined, () => ({
          change: { reply },
          result: undefined,
        }));
      }
      return { status: 200, twiml: twiml ?? emptyTwiml };
    });
    if (key !== undefined) {
      this.#held.set(key, answered);
      const forget = () => this.#held.delete(key);
      answered.then(forget, forget);
    }
    this.#act(committed);
    return answered;
  }

  async #targetOf(flowSid: string, inbound: Extract<Inbound, { kind: 'event' }>): Promise<ChangeTarget> {
    if (inbound.stepSid !== undefined) return { flowSid, stepSid: inbound.stepSid };
    if (inbound.delivery) {
      const delivery = await this.#deps.storage.findDelivery(inbound.delivery.messageSid);
      if (delivery) return { executionSid: delivery.executionSid };
    }
    return { flowSid, keys: inbound.keys };
  }

  /** Begins a run inside a transaction; undefined when there is no flow or nothing this contact may run. */
  #begin(
    { flow }: Found,
    accountSid: string,
    begin: InboundTriggerOf<Trigger['event']>,
    params: Trigger['params'],
    hasOpenRequest: boolean,
    pinsCell: PinsCell,
  ): { change: Change; committed: Committed } | undefined {
    if (flow === undefined || flow.accountSid !== accountSid) return undefined;
    const isTestUser = flow.testUsers.includes(begin.contactAddress);
    const revision = isTestUser ? flow.latestRevision : flow.publishedRevision;
    if (revision === null) return undefined;
    const compiled = this.#programs.flow(flow.sid, revision);
    const pins = compiled.subflows.length === 0 ? {} : pinsCell.get();
    if (pins === undefined) {
      throw new NotLoaded(async () => pinsCell.set(await this.#programs.pins(compiled, accountSid, isTestUser)));
    }
    const program = this.#programs.program(flow.sid, revision, pins);
    const nowMs = this.#deps.clock.now();
    const facts: ExecutionFacts = {
      sid: this.#deps.sid('FN'),
      accountSid,
      flowSid: flow.sid,
      revision,
      kind: begin.kind,
      key: begin.key,
      flowAddress: begin.flowAddress,
      contactAddress: begin.contactAddress,
      initiatedBy: begin.initiatedBy,
      createdAtMs: nowMs,
      pins,
    };
    const trigger: Trigger = {
      event: begin.event,
      kind: begin.kind,
      flowSid: flow.sid,
      accountSid,
      executionSid: facts.sid,
      flowAddress: begin.flowAddress,
      contactAddress: begin.contactAddress,
      params,
      isTestUser,
    };
    const outcome = this.#guarded(facts.sid, endedState(trigger), () =>
      start(program, trigger, this.#env(nowMs, hasOpenRequest)),
    );
    return this.#committed(facts, outcome, nowMs, true, answersRequests(program));
  }

  /** Takes a run on by one event inside a transaction. */
  #go(
    execution: StoredExecution,
    event: ExecutionEvent,
    hasOpenRequest: boolean,
  ): { change: Change; committed: Committed } {
    const program = this.#programs.program(execution.flowSid, execution.revision, execution.pins);
    const nowMs = this.#deps.clock.now();
    const outcome = this.#guarded(execution.sid, execution.state, () =>
      resume(program, execution.state, event, this.#env(nowMs, hasOpenRequest || this.#open.has(execution.sid))),
    );
    return this.#committed(execution, outcome, nowMs, false, answersRequests(program));
  }

  #committed(
    facts: ExecutionFacts,
    outcome: Outcome,
    nowMs: number,
    isNew: boolean,
    mayAnswer: boolean,
  ): { change: Change; committed: Committed } {
    const change = outcomeChange(facts, outcome, { nowMs, leaseMs, isNew });
    return {
      change,
      committed: { execution: change.execution, outcome, effects: change.addEffects, answersRequests: mayAnswer },
    };
  }

  /** What follows a commit: effects leave, the next deadline is watched, an open request gets its answer. */
  #act({ execution, outcome, effects }: Committed): void {
    for (const { code, message, state } of outcome.problems) {
      this.#deps.log.warn({ execution: execution.sid, flow: execution.flowSid, state, code }, message);
    }
    if (outcome.twiml !== undefined) this.#open.settle(execution.sid, outcome.twiml);
    else if (pendingEffects(execution.state) === 0) this.#open.settle(execution.sid, undefined);
    if (execution.dueAtMs !== null) this.#due.arm(execution.dueAtMs);
    this.#effects.run(effects);
  }

  async #deliverResult(record: EffectRecord, outcome: EffectResult): Promise<void> {
    const { key, stepSid } = record.effect;
    const nowMs = this.#deps.clock.now();
    const isSent = outcome.type === 'message.send' && outcome.result.ok;
    const { sid, status } = isSent ? outcome.result.resource : {};
    const deliveries =
      typeof sid === 'string' && typeof status === 'string'
        ? [
            {
              messageSid: sid,
              executionSid: record.executionSid,
              stepSid,
              status,
              errorCode: null,
              updatedAtMs: nowMs,
            },
          ]
        : [];
    await this.#deliver(
      { executionSid: record.executionSid },
      { type: 'effectResult', key, outcome },
      {
        removeEffects: [key],
        deliveries,
      },
    );
  }

  /** Hands an event to a run that may have ended meanwhile; `also` is written in any case. */
  async #deliver(target: ChangeTarget, event: ExecutionEvent, also: Change = {}): Promise<void> {
    const committed = await this.#change<Committed | undefined>(target, undefined, ({ execution }) => {
      if (execution === undefined) return { result: undefined };
      if (execution.status === 'ended') return { change: also, result: undefined };
      const gone = this.#go(execution, event, false);
      return { change: { ...gone.change, ...also }, result: gone.committed };
    });
    if (committed) this.#act(committed);
  }

  async #stop(executionSid: string, reason: 'STOPPED' | 'EXPIRED'): Promise<ExecutionRecord | undefined> {
    return this.#change({ executionSid }, undefined, ({ execution }) => {
      if (execution === undefined || execution.status === 'ended') return { result: execution };
      const nowMs = this.#deps.clock.now();
      // A stop needs no flow: it works even when its revision is gone.
      const state: ExecutionState = { ...execution.state, status: 'ended', endedReason: reason };
      const outcome: Outcome = { execution: state, steps: [], effects: [], problems: [] };
      const change = outcomeChange(execution, outcome, { nowMs, leaseMs, isNew: false });
      const ended = { ...change.execution, dueAtMs: null, runningStepSid: null };
      return { change: { ...change, execution: ended }, result: ended };
    });
  }

  /** Runs a transaction again once what it lacked is in memory. */
  async #change<T>(
    target: ChangeTarget,
    key: string | undefined,
    decide: (found: Found) => { readonly change?: Change; readonly result: T },
  ): Promise<T> {
    for (;;) {
      try {
        return await this.#deps.storage.change(target, key, decide);
      } catch (error) {
        if (!(error instanceof NotLoaded)) throw error;
        await error.load();
      }
    }
  }

  /** A fault of ours ends that one execution, loudly, and leaves the others alone. */
  #guarded(executionSid: string, state: ExecutionState, run: () => Outcome): Outcome {
    try {
      return run();
    } catch (error) {
      if (error instanceof NotLoaded) throw error;
      this.#deps.log.error({ err: error, execution: executionSid }, 'the engine failed; the execution was ended');
      const ended: ExecutionState = { ...state, status: 'ended', endedReason: 'ERROR' };
      return { execution: ended, steps: [], effects: [], problems: [] };
    }
  }

  #env(nowMs: number, hasOpenRequest: boolean): Env {
    const { limits, settings, webhookBase, sid } = this.#deps;
    return { nowMs, sid, limits, settings, webhookBase: webhookBase(), hasOpenRequest };
  }
}

type InboundTriggerOf<E extends Trigger['event']> = Omit<InboundTrigger, 'event'> & { readonly event: E };

/** Holds resolved pins between two attempts of one transaction. */
interface PinsCell {
  get(): Pins | undefined;
  set(pins: Pins): void;
}

/** The flow may still give TwiML for the request that is open: it works on effects now. */
function isWorking({ execution, outcome, answersRequests: mayAnswer }: Committed): boolean {
  return mayAnswer && outcome.twiml === undefined && pendingEffects(execution.state) > 0;
}

function answersRequests(program: ReturnType<Programs['program']>): boolean {
  return program.flow.answersRequests || [...program.subflows.values()].some((flow) => flow.answersRequests);
}

function pendingEffects(state: ExecutionState): number {
  return state.status === 'active' ? (state.frames.at(-1)?.waiting?.pendingEffects.length ?? 0) : 0;
}

/** A repeat has the same key: the carrier's retry token, else the SID of the message or call; per flow. */
function dedupeKey(request: InboundRequest, inbound: Extract<Inbound, { kind: 'event' }>): string | undefined {
  if (inbound.isNotification) return undefined;
  const { idempotencyToken: token, flowSid } = request;
  if (inbound.dedupeKey !== undefined) return `${flowSid} ${inbound.dedupeKey}`;
  return token === undefined ? undefined : `${flowSid} token:${token}`;
}

function deliveryChange(found: Found, inbound: Extract<Inbound, { kind: 'event' }>, nowMs: number): Change {
  if (!inbound.delivery || !found.execution) return {};
  const stepSid = inbound.stepSid ?? found.execution.runningStepSid ?? '';
  return {
    deliveries: [{ ...inbound.delivery, executionSid: found.execution.sid, stepSid, updatedAtMs: nowMs }],
  };
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
