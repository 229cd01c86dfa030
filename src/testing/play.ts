import { foldPatches } from '../engine/context.ts';
import type { Program } from '../engine/definition.ts';
import type { Effect, ProductRequest } from '../engine/effects.ts';
import type { ExecutionEvent, WebhookParams } from '../engine/events.ts';
import type { EndedReason, ExecutionState, Step } from '../engine/execution.ts';
import type { JsonObject } from '../engine/json.ts';
import { type Limits, studioDefaults } from '../engine/limits.ts';
import type { Env, Outcome } from '../engine/outcome.ts';
import type { Problem } from '../engine/problems.ts';
import { resume, start } from '../engine/run.ts';
import { type Settings, studioSettings } from '../engine/settings.ts';
import {
  answerFor,
  type HttpAnswer,
  httpResult,
  type MessageAnswer,
  messageResult,
  type ProductAnswer,
  productResult,
} from './answers.ts';
import type { AskedProduct, MadeRequest, PlayedRun, PlayOptions, SentMessage } from './play-options.ts';
import { compileProgram } from './program.ts';
import { Schedule } from './schedule.ts';
import { numberedSid, SidCounter } from './sids.ts';
import {
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

interface DueEvent {
  readonly run: Run;
  readonly event: () => ExecutionEvent;
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
  readonly #sent: SentMessage[] = [];
  readonly #requests: MadeRequest[] = [];
  readonly #asked: AskedProduct[] = [];
  readonly #calls = new Map<string, number>();
  #pending: { readonly effect: Effect; readonly run: Run; readonly state: string }[] = [];
  readonly #due = new Schedule<DueEvent>();
  #nowMs: number;
  #hasOpenRequest = false;
  #twiml: string | undefined;

  constructor(options: PlayOptions) {
    this.#options = options;
    this.#settings = { ...studioSettings, ...options.settings };
    this.#limits = { ...studioDefaults, ...options.limits };
    this.#nowMs = options.nowMs ?? defaultNowMs;
    this.#ends = endsOf(options.start ?? {}, options.ends);
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
    return this.#sent;
  }

  /** HTTP requests and function calls of all runs, in order. */
  get requests(): readonly MadeRequest[] {
    return this.#requests;
  }

  /** What was asked of tasks, conversations and documents by all runs, in order. */
  get asked(): readonly AskedProduct[] {
    return this.#asked;
  }

  /** TwiML that the flow gave to the last webhook; undefined: it was answered with an empty `<Response/>`. */
  get twiml(): string | undefined {
    return this.#twiml;
  }

  /** Effects that wait for `answer`: an answers function left them open. */
  get pending(): readonly Effect[] {
    return this.#pending.map(({ effect }) => effect);
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
    const isConversation = run.execution.kind === 'conversation';
    const trigger = run.execution.frames[0]?.context.trigger as { conversation?: WebhookParams } | undefined;
    const conversationSid = trigger?.conversation?.ConversationSid ?? null;
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

  /** The carrier reports on a message: the last one that it accepted, unless `sid` says which. */
  messageStatus(status: string, more: { readonly errorCode?: number; readonly sid?: string } = {}): void {
    const message = this.#sent.findLast(
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
    const [oldest, ...rest] = this.#pending;
    if (!oldest) throw new Error('nothing waits for an answer');
    this.#pending = rest;
    this.#schedule(oldest.effect, oldest.run, oldest.state, answer);
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
    if (outcome.twiml !== undefined) this.#twiml = outcome.twiml;
    const waiting = outcome.execution.frames.at(-1)?.waiting;
    // A webhook stays open while the flow's own requests are under way (messaging page §11, behaviour 2).
    if (outcome.twiml !== undefined || !waiting || waiting.pendingEffects.length === 0) this.#hasOpenRequest = false;
    for (const effect of outcome.effects) this.#perform(effect, run, waiting?.state ?? '');
  }

  #perform(effect: Effect, run: Run, state: string): void {
    if (effect.type === 'message.send') {
      this.#sent.push({ ...effect.message, state, stepSid: effect.stepSid, sid: null });
    } else if (isExchange(effect)) {
      this.#requests.push({ ...effect.request, type: effect.type, state });
    } else {
      this.#asked.push({ ...effect, state });
    }
    const answer = this.#answerTo(effect, state);
    if (answer === undefined) this.#pending.push({ effect, run, state });
    else this.#schedule(effect, run, state, answer);
  }

  #answerTo(effect: Effect, state: string): Answer | undefined {
    const earlierCalls = this.#calls.get(state) ?? 0;
    this.#calls.set(state, earlierCalls + 1);
    const asking = { state, earlierCalls };
    if (effect.type === 'message.send') {
      const answer = answerFor(this.#options.messages, effect.message, asking);
      return answer === 'missing' ? {} : answer;
    }
    if (!isExchange(effect)) {
      const answer = answerFor(this.#options.products, effect as ProductRequest, asking);
      return answer === 'missing' ? {} : answer;
    }
    const isFunction = effect.type === 'function.run';
    const answers = isFunction ? this.#options.functions : this.#options.http;
    const answer = answerFor(answers, effect.request, asking);
    if (answer !== 'missing') return answer;
    const { method, url } = effect.request;
    throw new Error(
      `"${state}" asks ${method} ${url}, and nothing answers: give \`${isFunction ? 'functions' : 'http'}: { ${JSON.stringify(state)}: { … } }\``,
    );
  }

  #schedule(effect: Effect, run: Run, state: string, answer: Answer): void {
    const { key } = effect;
    const at = (seconds: number) => this.#nowMs + seconds * 1000;
    if (effect.type !== 'message.send' && !isExchange(effect)) {
      const given = answer as ProductAnswer;
      const result = productResult(given, effect, { newSid: (prefix) => this.#sids.next(prefix), accountSid });
      const outcome = { type: effect.type, result };
      this.#due.add(at(given.afterSeconds ?? 0), { run, event: () => ({ type: 'effectResult', key, outcome }) });
      return;
    }
    if (effect.type !== 'message.send') {
      const { result, afterSeconds } = httpResult(answer as HttpAnswer, this.#limits);
      const outcome = { type: effect.type, result };
      this.#due.add(at(afterSeconds), { run, event: () => ({ type: 'effectResult', key, outcome }) });
      return;
    }
    const given = answer as MessageAnswer;
    const event = (): ExecutionEvent => {
      const sid = this.#sids.next(effect.message.conversation ? 'IM' : 'SM');
      const result = messageResult(given, effect.message, { sid, accountSid, nowMs: this.#nowMs });
      if (result.ok) this.#accepted({ ...effect.message, state, stepSid: effect.stepSid, sid }, run, given);
      return { type: 'effectResult', key, outcome: { type: 'message.send', result } };
    };
    this.#due.add(at(given.afterSeconds ?? 0), { run, event });
  }

  #accepted(message: SentMessage, run: Run, answer: MessageAnswer): void {
    const place = this.#sent.findIndex((sent) => sent.stepSid === message.stepSid);
    this.#sent[place] = message;
    const reports = 'reports' in answer ? (answer.reports ?? []) : [];
    for (const { status, afterSeconds, errorCode } of reports) {
      const event = () => messageReport(message, accountSid, status, errorCode);
      this.#due.add(this.#nowMs + afterSeconds * 1000, { run, event });
    }
  }

  #nextDueMs(): number | null {
    const times = [this.#due.nextMs, this.deadlineMs].filter((time) => time !== null);
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
      const due = this.#due.take(this.#nowMs);
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

type Answer = HttpAnswer | MessageAnswer | ProductAnswer;

function isExchange(effect: Effect): effect is Extract<Effect, { type: 'http.request' | 'function.run' }> {
  return effect.type === 'http.request' || effect.type === 'function.run';
}

function stepOf({ execution }: Run): string | undefined {
  return execution.frames.at(-1)?.waiting?.stepSid;
}

/** What a store would give back: the outcome, written to JSON text and read again. */
function writtenAndRead(outcome: Outcome): Outcome {
  return JSON.parse(JSON.stringify(outcome));
}
