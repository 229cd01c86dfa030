import type { EffectResult } from '../engine/effects.ts';
import type { ExecutionEvent } from '../engine/events.ts';
import type {
  Change,
  ChangeTarget,
  EffectRecord,
  Exchange,
  ExecutionRecord,
  Found,
  OutboundRecord,
  Stop,
} from '../storage/storage.ts';
import { CallWatch } from './call-watch.ts';
import type { RunHappening, RuntimeDeps } from './deps.ts';
import { DueWork } from './due-work.ts';
import { EffectRunner } from './effect-runner.ts';
import { readInbound } from './inbound.ts';
import { pairKey } from './keys.ts';
import { OpenRequests } from './open-requests.ts';
import { outboundRecord, type ResendResult, resend } from './outbound.ts';
import { type AdoptedMessage, PostedMessages, type PostRequest } from './posted.ts';
import { NotReady, PinsCell, Programs } from './programs.ts';
import { postedKeyOf, reportUrl } from './report-url.ts';
import { retryLog } from './retry-log.ts';
import { exchangeOf } from './run-events.ts';
import { type Beginning, type Committed, leaseMs, pendingEffects, Runs } from './runs.ts';
import type { InboundAnswer, InboundRequest, Runtime, StartRequest, StartResult } from './runtime.ts';
import { Senders } from './senders.ts';
import { Webhooks } from './webhooks.ts';

/** Creates the runtime; `begin` lets it work. */
export function createRuntime(deps: RuntimeDeps): Runtime {
  return new FlowRuntime(deps);
}

class FlowRuntime implements Runtime {
  readonly #deps: RuntimeDeps;
  readonly #runs: Runs;
  readonly #webhooks: Webhooks;
  readonly #senders: Senders;
  readonly #effects: EffectRunner;
  readonly #due: DueWork;
  readonly #calls: CallWatch;
  readonly #open: OpenRequests;
  readonly #posted: PostedMessages;

  constructor(deps: RuntimeDeps) {
    this.#deps = deps;
    const { storage, clock, limits, settings, widgets, carrier, exchange, log } = deps;
    this.#open = new OpenRequests(clock, deps.webhookBudgetMs ?? 3_500);
    const programs = new Programs(storage, widgets, { limits, settings });
    this.#runs = new Runs(
      deps,
      programs,
      (sid) => this.#open.has(sid),
      (accountSid, message) => this.#senders.admit(accountSid, message),
    );
    this.#webhooks = new Webhooks({
      deps,
      runs: this.#runs,
      open: this.#open,
      change: (target, key, decide) => this.#change(target, key, decide),
      expire: (sid) => this.#expire(sid),
      act: (committed) => this.#act(committed),
      senderOf: (stepSid) => this.#effects.senderOf(stepSid),
      reportOfNoRun: (report) => this.#posted.report(report),
    });
    this.#posted = new PostedMessages({
      storage,
      clock,
      times: () => this.#runs.effectTimes(clock.now()),
      tell: async (key, fate) => deps.tellPoster?.(key, fate),
      begin: (record) => this.#begin(record),
      log,
    });
    this.#senders = new Senders({
      clock,
      pace: deps.pace,
      release: async (sender, limit) => {
        const records = await storage.takeQueuedEffects(sender, clock.now(), leaseMs, limit);
        this.#effects.run(records, true);
        return records;
      },
      fail: (error) => log.error({ err: error }, 'a queue of messages could not be read and is tried again'),
    });
    this.#effects = new EffectRunner({
      carrier,
      clock,
      exchange,
      runFunction: deps.runFunction ?? exchange,
      products: deps.products,
      senders: this.#senders,
      limits: {
        patienceMs: limits.sendPatienceSeconds * 1000,
        settleMs: limits.sendSettleSeconds * 1000,
        now: () => clock.now(),
      },
      unknownOutcome: settings.unknownOutcome,
      keyOf: async (messageSid) => (await storage.findOutbound(messageSid))?.key,
      reportOf: ({ effect: { key, stepSid }, accountSid }) =>
        stepSid === null ? this.#posted.reportedOn(accountSid, key) : storage.findEarlyReport(stepSid),
      reportUrl: (accountSid, key) => reportUrl(deps.webhookBase(), accountSid, key),
      deliver: (record, outcome, recovery) => this.#deliverResult(record, outcome, recovery),
      retried: retryLog(log, clock),
      putOff: async (record, wait) => {
        await storage.putOffEffect(record.effect.key, wait);
        if (wait.dueAtMs !== null) this.#due.arm(wait.dueAtMs);
      },
      fail: (record, error) => {
        const { effect, dueAtMs } = record;
        log.error({ err: error, effect: effect.key, type: effect.type }, 'an effect failed and stays due');
        // Nobody else watches the end of its lease.
        this.#due.arm(dueAtMs ?? clock.now());
      },
    });
    this.#calls = new CallWatch({
      storage,
      clock,
      carrier,
      everySeconds: limits.callCheckSeconds,
      tell: (sid, event) => this.#deliver({ executionSid: sid }, event),
      fail: (execution, error) => log.warn({ err: error, execution }, 'a carrier could not be asked after a call'),
    });
    this.#due = new DueWork({
      storage,
      clock,
      leaseMs,
      executionDays: limits.executionDays,
      onDeadline: (sid) => this.#deliver({ executionSid: sid }, { type: 'deadline' }),
      onExpired: (sid) => this.#expire(sid),
      onEffects: (records) => this.#effects.run(records, false),
      fail: (error) => log.error({ err: error }, 'due work failed and is tried again'),
    });
  }

  async begin(): Promise<void> {
    this.#senders.restore(await this.#deps.storage.effectSenders());
    await this.#due.start();
    this.#calls.start();
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

  async endExecution(executionSid: string, by?: Stop): Promise<ExecutionRecord | undefined> {
    return this.#stop(executionSid, 'STOPPED', by ?? null);
  }

  async deleteExecution(executionSid: string): Promise<boolean> {
    await this.#stop(executionSid, 'STOPPED', null);
    return this.#deps.storage.deleteExecution(executionSid);
  }

  async deleteFlow(flowSid: string): Promise<boolean> {
    const wasThere = await this.#deps.storage.deleteFlow(flowSid);
    if (wasThere) this.#due.sweep();
    return wasThere;
  }

  async resend(accountSid: string, key: string): Promise<ResendResult> {
    const times = this.#runs.effectTimes(this.#deps.clock.now());
    const { result, record } = await this.#deps.storage.change({ outboundKey: key }, undefined, (found) => {
      const { change, ...decided } = resend(found, accountSid, times);
      return { ...(change ? { change } : {}), result: decided };
    });
    if (record) this.#begin(record);
    return result;
  }

  receive(request: InboundRequest): Promise<InboundAnswer> {
    return this.#webhooks.receive(request);
  }

  async receiveReport(params: InboundRequest['params'], accountSid?: string): Promise<boolean> {
    const inbound = readInbound(params);
    if (inbound.kind !== 'event' || inbound.delivery === undefined) return false;
    const key = postedKeyOf(params);
    return this.#posted.report({
      ...inbound.delivery,
      atMs: this.#deps.clock.now(),
      ...(accountSid === undefined ? {} : { accountSid }),
      ...(key === undefined ? {} : { key }),
    });
  }

  post(request: PostRequest): Promise<void> {
    return this.#posted.post(request);
  }

  adopt(messages: readonly AdoptedMessage[]): Promise<void> {
    return this.#posted.adopt(messages);
  }

  async settled(): Promise<void> {
    do {
      await this.#effects.idle();
      await this.#senders.idle();
      await this.#due.settled();
      await this.#calls.settled();
    } while (!this.#effects.isIdle || !this.#senders.isIdle);
  }

  async close(): Promise<void> {
    this.#open.close();
    await this.#due.close();
    await this.#calls.close();
    await this.#senders.close();
    await this.#effects.close();
  }

  /** What follows a commit: effects leave, the next deadline is watched, an open request gets its answer. */
  #act({ execution, outcome, happening, effects }: Committed): void {
    for (const { code, message, state } of outcome.problems) {
      this.#deps.log.warn({ execution: execution.sid, flow: execution.flowSid, state, code }, message);
    }
    if (outcome.twiml !== undefined) this.#open.settle(execution.sid, outcome.twiml);
    // A call stays on the line while its flow waits for something else.
    else if (pendingEffects(execution.state) === 0 && !isOnCall(execution)) this.#open.settle(execution.sid, undefined);
    this.#deps.listener?.committed(happening);
    if (execution.dueAtMs !== null) this.#due.arm(execution.dueAtMs);
    this.#effects.run(effects, true);
  }

  /** A message outside of the events of runs, after its commit. */
  #begin(record: EffectRecord): void {
    if (record.sender !== null) return;
    if (record.begunAtMs === null) this.#due.arm(this.#deps.clock.now());
    else this.#effects.run([record], true);
  }

  /** Hands a result to its run, or tells whoever posted the message. */
  async #deliverResult(
    record: EffectRecord,
    outcome: EffectResult,
    recovery: OutboundRecord['recovery'],
  ): Promise<void> {
    const { key } = record.effect;
    const outbound = outboundRecord(record, outcome, recovery, this.#deps.clock.now());
    const { executionSid } = record;
    if (executionSid === null) {
      if (outbound) await this.#posted.settle(outbound);
      return;
    }
    await this.#deliver(
      { executionSid },
      { type: 'effectResult', key, outcome },
      { removeEffects: [key], ...(outbound ? { outbound: [outbound] } : {}) },
      exchangeOf(record),
    );
  }

  /** Hands an event to a run that may have ended meanwhile; `also` is written in any case. */
  async #deliver(
    target: ChangeTarget,
    event: ExecutionEvent,
    also: Change = {},
    exchange: Exchange | null = null,
  ): Promise<void> {
    const committed = await this.#change<Committed | undefined>(target, undefined, ({ execution }) => {
      if (execution === undefined) return { result: undefined };
      if (execution.status === 'ended') return { change: also, result: undefined };
      const gone = this.#runs.go(execution, event, false, exchange);
      return { change: { ...gone.change, ...also }, result: gone.committed };
    });
    if (committed) this.#act(committed);
  }

  async #expire(executionSid: string): Promise<void> {
    await this.#stop(executionSid, 'EXPIRED', null);
  }

  async #stop(
    executionSid: string,
    reason: 'STOPPED' | 'EXPIRED',
    by: Stop | null,
  ): Promise<ExecutionRecord | undefined> {
    const { stopped, happening, effects } = await this.#deps.storage.change<{
      readonly stopped: ExecutionRecord | undefined;
      readonly happening?: RunHappening;
      readonly effects: readonly EffectRecord[];
    }>({ executionSid }, undefined, ({ execution }) => {
      if (execution === undefined || execution.status === 'ended') {
        return { result: { stopped: execution, effects: [] } };
      }
      // In this very moment: what a later one finds begun may have left.
      const unbegun = this.#effects.forget(executionSid);
      const { change, happening: told } = this.#runs.stop(execution, reason, unbegun, by);
      return { change, result: { stopped: change.execution, happening: told, effects: change.addEffects ?? [] } };
    });
    if (happening) this.#deps.listener?.committed(happening);
    // What it owed at its end.
    this.#effects.run(effects, true);
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

function isOnCall({ status, state }: Committed['execution']): boolean {
  return status === 'active' && state.call?.isLive === true;
}
