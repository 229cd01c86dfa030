import type { EffectResult } from '../engine/effects.ts';
import type { ExecutionEvent } from '../engine/events.ts';
import type { Change, ChangeTarget, EffectRecord, ExecutionRecord, Found } from '../storage/storage.ts';
import type { RuntimeDeps } from './deps.ts';
import { DueWork } from './due-work.ts';
import { EffectRunner } from './effect-runner.ts';
import { pairKey } from './keys.ts';
import { OpenRequests } from './open-requests.ts';
import { outboundRecord } from './outbound.ts';
import { NotReady, PinsCell, Programs } from './programs.ts';
import { type Beginning, type Committed, leaseMs, pendingEffects, Runs } from './runs.ts';
import type { InboundAnswer, InboundRequest, Runtime, StartRequest, StartResult } from './runtime.ts';
import { Webhooks } from './webhooks.ts';

/** Creates the runtime; `begin` lets it work. */
export function createRuntime(deps: RuntimeDeps): Runtime {
  return new FlowRuntime(deps);
}

class FlowRuntime implements Runtime {
  readonly #deps: RuntimeDeps;
  readonly #runs: Runs;
  readonly #webhooks: Webhooks;
  readonly #effects: EffectRunner;
  readonly #due: DueWork;
  readonly #open: OpenRequests;

  constructor(deps: RuntimeDeps) {
    this.#deps = deps;
    const { storage, clock, limits, settings, widgets, carrier, exchange, log } = deps;
    this.#open = new OpenRequests(clock, deps.webhookBudgetMs ?? 3_500);
    const programs = new Programs(storage, widgets, { limits, settings });
    this.#runs = new Runs(deps, programs, (sid) => this.#open.has(sid));
    this.#webhooks = new Webhooks({
      deps,
      runs: this.#runs,
      open: this.#open,
      change: (target, key, decide) => this.#change(target, key, decide),
      expire: (sid) => this.#expire(sid),
      act: (committed) => this.#act(committed),
    });
    this.#effects = new EffectRunner({
      carrier,
      exchange,
      runFunction: deps.runFunction ?? exchange,
      products: deps.products,
      clock,
      deliver: (record, outcome) => this.#deliverResult(record, outcome),
      putOff: async (record, wait) => {
        await storage.putOffEffect(record.effect.key, wait);
        if (wait.dueAtMs !== null) this.#due.arm(wait.dueAtMs);
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
      onExpired: (sid) => this.#expire(sid),
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
    const begin: Beginning = {
      event: 'incomingRequest',
      kind: 'pair',
      key,
      flowAddress: from,
      contactAddress: to,
      initiatedBy: request.requestSid,
    };
    const pins = new PinsCell();
    const { result, committed } = await this.#change<{ result: StartResult; committed?: Committed }>(
      { flowSid: request.flowSid, keys: [key] },
      undefined,
      (found) => {
        if (found.flow?.accountSid !== request.accountSid) return { result: { result: { outcome: 'not-found' } } };
        const { execution: active } = found;
        if (active && this.#runs.isExpired(active)) throw new NotReady(() => this.#expire(active.sid));
        if (found.execution) return { result: { result: { outcome: 'conflict', execution: found.execution } } };
        const begun = this.#runs.begin(found, request.accountSid, begin, { from, to, parameters }, false, pins);
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

  async deleteFlow(flowSid: string): Promise<boolean> {
    const wasThere = await this.#deps.storage.deleteFlow(flowSid);
    if (wasThere) this.#due.sweep();
    return wasThere;
  }

  receive(request: InboundRequest): Promise<InboundAnswer> {
    return this.#webhooks.receive(request);
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

  /** What follows a commit: effects leave, the next deadline is watched, an open request gets its answer. */
  #act({ execution, outcome, effects }: Committed): void {
    for (const { code, message, state } of outcome.problems) {
      this.#deps.log.warn({ execution: execution.sid, flow: execution.flowSid, state, code }, message);
    }
    if (outcome.twiml !== undefined) this.#open.settle(execution.sid, outcome.twiml);
    else if (pendingEffects(execution.state) === 0) this.#open.settle(execution.sid, undefined);
    this.#deps.listener?.committed();
    if (execution.dueAtMs !== null) this.#due.arm(execution.dueAtMs);
    this.#effects.run(effects);
  }

  async #deliverResult(record: EffectRecord, outcome: EffectResult): Promise<void> {
    const { key } = record.effect;
    const outbound = outboundRecord(record, outcome, this.#deps.clock.now());
    await this.#deliver(
      { executionSid: record.executionSid },
      { type: 'effectResult', key, outcome },
      { removeEffects: [key], ...(outbound ? { outbound: [outbound] } : {}) },
    );
  }

  /** Hands an event to a run that may have ended meanwhile; `also` is written in any case. */
  async #deliver(target: ChangeTarget, event: ExecutionEvent, also: Change = {}): Promise<void> {
    const committed = await this.#change<Committed | undefined>(target, undefined, ({ execution }) => {
      if (execution === undefined) return { result: undefined };
      if (execution.status === 'ended') return { change: also, result: undefined };
      const gone = this.#runs.go(execution, event, false);
      return { change: { ...gone.change, ...also }, result: gone.committed };
    });
    if (committed) this.#act(committed);
  }

  async #expire(executionSid: string): Promise<void> {
    await this.#stop(executionSid, 'EXPIRED');
  }

  async #stop(executionSid: string, reason: 'STOPPED' | 'EXPIRED'): Promise<ExecutionRecord | undefined> {
    const stopped = await this.#deps.storage.change({ executionSid }, undefined, ({ execution }) => {
      if (execution === undefined || execution.status === 'ended') return { result: execution };
      const change = this.#runs.stop(execution, reason);
      return { change, result: change.execution };
    });
    this.#deps.listener?.committed();
    return stopped;
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
        if (!(error instanceof NotReady)) throw error;
        await error.prepare();
      }
    }
  }
}
