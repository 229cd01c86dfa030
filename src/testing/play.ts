import { foldPatches } from '../engine/context.ts';
import type { Program } from '../engine/definition.ts';
import type { Effect } from '../engine/effects.ts';
import type { ExecutionEvent, WebhookParams } from '../engine/events.ts';
import type { EndedReason, ExecutionState, Step } from '../engine/execution.ts';
import type { JsonObject } from '../engine/json.ts';
import { type Limits, studioDefaults } from '../engine/limits.ts';
import type { Env, Outcome } from '../engine/outcome.ts';
import type { Problem } from '../engine/problems.ts';
import { resume, start } from '../engine/run.ts';
import { type Settings, studioSettings } from '../engine/settings.ts';
import { type Answer, Outside } from './outside.ts';
import type { AskedResource, MadeRequest, PlayedRun, PlayOptions, SentMessage } from './play-options.ts';
import { compileProgram } from './program.ts';
import { numberedSid, SidCounter } from './sids.ts';
import {
  callParams,
  conversationParams,
  type Ends,
  endsOf,
  messageParams,
  messageReport,
  type Start,
  triggerOf,
} from './webhooks.ts';

/** A Monday at noon in Studio's time zone. */
const defaultNowMs = Date.UTC(2025, 0, 6, 20);

const accountSid = numberedSid('AC', 1);
const flowSid = numberedSid('FW', 1);

interface Run extends PlayedRun {
  execution: ExecutionState;
  readonly steps: Step[];
  readonly problems: Problem[];
}

/**
 * Plays a flow in virtual time on the engine itself: nothing is sent, called or waited for. Between events each run
 * is kept as JSON text, as a store would keep it.
 */
export class Play {
  readonly #program: Program;
  readonly #options: PlayOptions;
  readonly #settings: Settings;
  readonly #limits: Limits;
  readonly #ends: Ends;
  readonly #sids = new SidCounter();
  readonly #runs: Run[] = [];
  readonly #outside: Outside<Run>;
  #nowMs: number;
  #hasOpenRequest = false;
  #twiml: string | undefined;
  readonly #told: string[] = [];

  constructor(options: PlayOptions) {
    this.#options = options;
    this.#settings = { ...studioSettings, ...options.settings };
    this.#limits = { ...studioDefaults, ...options.limits };
    this.#nowMs = options.nowMs ?? defaultNowMs;
    this.#ends = endsOf(options.start ?? {}, options.ends);
    this.#outside = new Outside({
      answers: options,
      accountSid,
      limits: this.#limits,
      newSid: (prefix) => this.#sids.next(prefix),
      now: () => this.#nowMs,
    });
    this.#program = compileProgram(options.definition, options.subflows ?? {}, {
      settings: this.#settings,
      limits: this.#limits,
      ...(options.widgets ? { widgets: options.widgets } : {}),
    });
    if (options.start !== null) this.#start(options.start ?? {});
  }

  /** Present time, epoch milliseconds. */
  get nowMs(): number {
    return this.#nowMs;
  }

  /** Every run so far, the latest last. */
  get runs(): readonly PlayedRun[] {
    return this.#runs;
  }

  /** State of the latest run. */
  get execution(): ExecutionState {
    return this.#run.execution;
  }

  get status(): 'active' | 'ended' {
    return this.#run.execution.status;
  }

  get endedReason(): EndedReason | null {
    return this.#run.execution.endedReason;
  }

  /** Name of the widget that the latest run waits in; that of the subflow, when it is in one. */
  get waitsIn(): string | undefined {
    return this.#runs.at(-1)?.execution.frames.at(-1)?.waiting?.state;
  }

  /** When the waiting widget gives up, epoch milliseconds. */
  get deadlineMs(): number | null {
    return this.#runs.at(-1)?.execution.frames.at(-1)?.waiting?.deadlineMs ?? null;
  }

  /** Context of the latest run's main flow. */
  get context(): JsonObject {
    return this.#run.execution.frames[0]?.context ?? {};
  }

  /** Context of the subflow that the latest run is in. */
  get subflowContext(): JsonObject | undefined {
    return this.#run.execution.frames[1]?.context;
  }

  /** Steps of the latest run, oldest first. */
  get steps(): readonly Step[] {
    return this.#run.steps;
  }

  /** Debugger entries of the latest run, oldest first. */
  get problems(): readonly Problem[] {
    return this.#run.problems;
  }

  /** Messages of all runs that left, in order. */
  get sent(): readonly SentMessage[] {
    return this.#outside.sent;
  }

  /** HTTP requests and function calls of all runs, in order. */
  get requests(): readonly MadeRequest[] {
    return this.#outside.requests;
  }

  /** What was asked of tasks, conversations, documents and calls by all runs, in order. */
  get asked(): readonly AskedResource[] {
    return this.#outside.asked;
  }

  /** TwiML that the flow gave to the last webhook; undefined: it was answered with an empty `<Response/>`. */
  get twiml(): string | undefined {
    return this.#twiml;
  }

  /** All TwiML that the flow gave, in order. */
  get told(): readonly string[] {
    return this.#told;
  }

  /** Effects that wait for `answer`: an answers function left them open. */
  get pending(): readonly Effect[] {
    return this.#outside.pending;
  }

  /** The context of its flow as it stood after `step`, folded from what the steps changed. */
  contextAfter(step: Step): JsonObject {
    const steps = this.#run.steps;
    const upTo = steps.slice(0, steps.indexOf(step) + 1);
    return foldPatches(upTo.filter((s) => s.parentStepSid === step.parentStepSid).map((s) => s.patch));
  }

  /** The contact sends a message: to the active run, else it starts a new one. */
  receive(text: string, params: WebhookParams = {}): void {
    const run = this.#runs.at(-1);
    if (!run || run.execution.status === 'ended') {
      if (run && this.#options.startsNewRuns === false) throw new Error(`no run is active to receive "${text}"`);
      const event = run?.execution.kind === 'conversation' ? 'incomingConversationMessage' : 'incomingMessage';
      this.#start({ event, body: text, params });
      return;
    }
    const newSid = (prefix: string) => this.#sids.next(prefix);
    const { kind, conversationSid: joined, frames } = run.execution;
    const isConversation = kind === 'conversation' || joined !== undefined;
    const trigger = frames[0]?.context.trigger as { conversation?: WebhookParams } | undefined;
    const conversationSid = joined ?? trigger?.conversation?.ConversationSid ?? null;
    const usual = isConversation
      ? conversationParams(text, this.#ends, accountSid, conversationSid, newSid)
      : messageParams(text, this.#ends, accountSid, newSid);
    this.#webhook(run, { type: 'incomingMessage', params: { ...usual, ...params }, isConversation });
  }

  /** The REST API starts a run, `flow.data` being `parameters`. An active run is in its way. */
  request(parameters: JsonObject = {}): void {
    if (this.#runs.at(-1)?.execution.status === 'active') {
      throw new Error('the contact has an active run: the REST API would answer 409');
    }
    this.#start({ event: 'incomingRequest', parameters });
  }

  /** A callback with `FlowEvent=<name>`; `stepSid` is its `Step`. */
  flowEvent(name: string, params: WebhookParams = {}, stepSid?: string): void {
    this.#webhook(this.#run, { type: 'flowEvent', name, params, ...(stepSid === undefined ? {} : { stepSid }) });
  }

  /**
   * The verb of the call that the run waits on comes back: `FlowEvent=<name>` and the step, with the parameters of
   * every request of the call.
   */
  callback(name: string, params: WebhookParams = {}): void {
    this.flowEvent(name, { ...this.#callParams('in-progress'), ...params }, this.#stepSid);
  }

  /** A status callback of the call that the run holds, or of the one that it makes. */
  callStatus(status: string, params: WebhookParams = {}): void {
    const all = { ...this.#callParams(status), ...params };
    const callSid = String(all.CallSid);
    const isHeld = this.#run.execution.call?.sid === callSid;
    const step = isHeld ? {} : { stepSid: this.#stepSid };
    this.#webhook(this.#run, { type: 'callStatus', callSid, status, params: all, ...step });
  }

  /** The carrier reports on a message: the last one that it accepted, unless `sid` says which. */
  messageStatus(status: string, more: { readonly errorCode?: number; readonly sid?: string } = {}): void {
    const message = this.#outside.sent.findLast(
      (sent) => sent.sid !== null && (more.sid === undefined || sent.sid === more.sid),
    );
    if (!message) throw new Error('no such message was accepted by the carrier');
    const run = this.#run;
    this.#deliver(run, messageReport(message, accountSid, status, more.errorCode));
    this.#settle();
  }

  /** Ends the run from outside, as the REST API does. */
  stop(): void {
    this.#deliver(this.#run, { type: 'stop', reason: 'STOPPED' });
  }

  /** Answers the oldest open effect of `pending`. */
  answer(answer: Answer): void {
    this.#outside.answerOldest(answer);
    this.#settle();
  }

  /** Time passes: what falls due on the way happens in order. */
  elapse(seconds: number): void {
    const targetMs = this.#nowMs + seconds * 1000;
    for (let next = this.#nextDueMs(); next !== null && next <= targetMs; next = this.#nextDueMs()) {
      this.#nowMs = Math.max(this.#nowMs, next);
      this.#settle();
    }
    this.#nowMs = targetMs;
  }

  get #run(): Run {
    const run = this.#runs.at(-1);
    if (!run) throw new Error('nothing has started the flow yet');
    return run;
  }

  get #stepSid(): string {
    return stepOf(this.#run) ?? '';
  }

  #callParams(status: string): WebhookParams {
    const made = this.#outside.madeCallSid;
    const sid = made ?? this.#run.execution.call?.sid ?? '';
    const { contact, address } = this.#ends;
    const [from, to] = made === undefined ? [contact, address] : [address, contact];
    return callParams({ sid, from, to, status, isInbound: made === undefined }, accountSid);
  }

  #start(given: Start): void {
    const newSid = (prefix: string) => this.#sids.next(prefix);
    this.#openWebhook(given.event !== 'incomingRequest');
    const outcome = start(
      this.#program,
      {
        ...triggerOf(given, this.#ends, accountSid, newSid),
        flowSid,
        accountSid,
        executionSid: newSid('FN'),
        flowAddress: this.#ends.address,
        contactAddress: this.#ends.contact,
        isTestUser: this.#options.isTestUser ?? false,
      },
      this.#env(),
    );
    const run: Run = { sid: outcome.execution.sid, execution: outcome.execution, steps: [], problems: [] };
    this.#runs.push(run);
    this.#take(run, outcome);
    this.#settle();
  }

  #webhook(run: Run, event: ExecutionEvent): void {
    this.#openWebhook(true);
    this.#deliver(run, event);
    this.#settle();
  }

  #openWebhook(isOpen: boolean): void {
    this.#hasOpenRequest = isOpen;
    this.#twiml = undefined;
  }

  #deliver(run: Run, event: ExecutionEvent): void {
    this.#take(run, resume(this.#program, run.execution, event, this.#env()));
  }

  #env(): Env {
    return {
      nowMs: this.#nowMs,
      sid: (prefix) => this.#sids.next(prefix),
      limits: this.#limits,
      settings: this.#settings,
      webhookBase: 'https://studio.example.com',
      hasOpenRequest: this.#hasOpenRequest,
    };
  }

  #take(run: Run, given: Outcome): void {
    const outcome = writtenAndRead(given);
    run.execution = outcome.execution;
    run.steps.push(...outcome.steps);
    run.problems.push(...outcome.problems);
    if (outcome.twiml !== undefined) {
      this.#twiml = outcome.twiml;
      this.#told.push(outcome.twiml);
    }
    const waiting = outcome.execution.frames.at(-1)?.waiting;
    // A webhook stays open while the flow's own requests are under way (messaging page §11, behaviour 2).
    if (outcome.twiml !== undefined || !waiting || waiting.pendingEffects.length === 0) this.#hasOpenRequest = false;
    for (const effect of outcome.effects) this.#outside.ask(effect, run, waiting?.state ?? '');
  }

  #nextDueMs(): number | null {
    const times = [this.#outside.nextDueMs, this.deadlineMs].filter((time) => time !== null);
    return times.length === 0 ? null : Math.min(...times);
  }

  #deadline(): void {
    const run = this.#run;
    const before = stepOf(run);
    this.#deliver(run, { type: 'deadline' });
    if (this.deadlineMs !== null && this.deadlineMs <= this.#nowMs && stepOf(run) === before) {
      throw new Error(`"${this.waitsIn}" has a deadline and makes nothing of it: it needs \`on.timeout\``);
    }
  }

  /** Everything that is due now happens; what came back goes before a deadline of the same instant. */
  #settle(): void {
    for (;;) {
      const due = this.#outside.takeDue();
      if (due) {
        this.#deliver(due.run, due.event());
      } else if (this.deadlineMs !== null && this.deadlineMs <= this.#nowMs) {
        this.#deadline();
      } else {
        return;
      }
    }
  }
}

function stepOf({ execution }: Run): string | undefined {
  return execution.frames.at(-1)?.waiting?.stepSid;
}

/** What a store would give back: the outcome, written to JSON text and read again. */
function writtenAndRead(outcome: Outcome): Outcome {
  return JSON.parse(JSON.stringify(outcome));
}
