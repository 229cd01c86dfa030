/**
 * A flow behind a number of the simulated telephone network: the real runtime, store and interpreter of TwiML in one
 * process and in virtual time. Nothing leaves it but what `fetch` and the answers let out.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Carrier } from '../../carriers/carrier.ts';
import type { TextDraft } from '../../carriers/network.ts';
import type { HandsetAct, HandsetLeg } from '../../carriers/network-calls.ts';
import { openSimulator, type Simulator } from '../../carriers/simulator/index.ts';
import type { ContextPatch } from '../../engine/context.ts';
import { compileFlow } from '../../engine/definition.ts';
import type { HttpRequest } from '../../engine/effects.ts';
import { isJsonObject, type JsonObject } from '../../engine/json.ts';
import { studioDefaults } from '../../engine/limits.ts';
import { studioSettings } from '../../engine/settings.ts';
import { VirtualClock } from '../../runtime/clock.ts';
import { createRuntime } from '../../runtime/flow-runtime.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { openSqlite } from '../../storage/sqlite/index.ts';
import type {
  ExecutionRecord,
  OutboundRecord,
  ProblemRecord,
  StepSummary,
  Storage,
  StoredExecution,
  StoredStep,
} from '../../storage/storage.ts';
import { widgetsByType } from '../../widgets/index.ts';
import { numberedSid, SidCounter } from '../sids.ts';
import type { Fate, LineOptions, LineSubflows } from './line-options.ts';
import { Loopback } from './loopback.ts';
import { changeContext, type Moment, Moments, repin, stepsOf, takeUp } from './moments.ts';
import { unreachable, usualAnswer } from './usual-answers.ts';

/** Where the flow's webhook is said to be. */
const webhookBase = 'https://studio.example.com';
const accountSid = numberedSid('AC', 1);
/** Turns of the event loop without anything new, after which all waits for time or for a person. */
const quietTurns = 12;

interface LineParts {
  readonly storage: Storage;
  readonly runtime: Runtime;
  readonly simulator: Simulator;
  readonly sids: SidCounter;
}

export type { LineOptions, LineSubflows } from './line-options.ts';

export class Line {
  readonly clock: VirtualClock;
  readonly contact: string;
  readonly number: string;
  readonly flowSid = numberedSid('FW', 1);
  readonly #folder: string;
  readonly #parts: LineParts;
  /** Of the next message that the flow sends, once. */
  nextFate: Fate | undefined;
  readonly #moments = new Moments();
  #activity = 0;
  #revision = 1;
  #definition: string;

  private constructor(
    folder: string,
    clock: VirtualClock,
    parts: LineParts,
    ends: { contact: string; number: string },
    definition: JsonObject,
  ) {
    this.#definition = JSON.stringify(definition);
    this.#folder = folder;
    this.clock = clock;
    this.#parts = parts;
    this.contact = ends.contact;
    this.number = ends.number;
  }

  static async open(options: LineOptions): Promise<Line> {
    const { contact = '+15550002222', number = '+15550001111', from } = options;
    const { nowMs = from?.atMs ?? Date.UTC(2025, 0, 6, 20) } = options;
    const folder = await mkdtemp(join(tmpdir(), 'atelier-line-'));
    const clock = new VirtualClock(nowMs);
    const sids = new SidCounter(from?.sids);
    const busy = <T>(work: Promise<T>): Promise<T> => {
      line.#activity++;
      return work.finally(() => line.#activity++);
    };
    const storage = await openSqlite({ folder });
    const log = {
      warn: () => undefined,
      error: (facts: object, message: string) => options.log?.(`${message} ${JSON.stringify(facts)}`),
    };
    const simulator = await openSimulator({
      folder,
      clock,
      http: new Loopback({
        webhookBase,
        receive: (request) => busy(runtime.receive(request)),
        fetch: (request) => busy(options.fetch?.(request) ?? Promise.resolve(usualAnswer(request))),
      }),
      tokenOf: async () => 'token',
      ids: { sid: (prefix) => sids.next(prefix) },
      fateOfNext: () => line.#takeFate('fails'),
      log,
    });
    const carrier: Carrier = {
      ...simulator.carrier,
      async send(request) {
        const code = line.#takeFate('refused');
        if (code === undefined) return simulator.carrier.send(request);
        return { ok: false, code, message: 'The message was refused' };
      },
    };
    const exchange = (kind: 'http' | 'function') => (_account: string, request: HttpRequest) =>
      busy(options.exchange?.(request, kind) ?? Promise.resolve(unreachable));
    const runtime = createRuntime({
      storage,
      carrier,
      exchange: exchange('http'),
      runFunction: exchange('function'),
      clock,
      sid: (prefix) => sids.next(prefix),
      limits: { ...studioDefaults, ...options.limits },
      settings: { ...studioSettings, ...options.settings },
      widgets: widgetsByType,
      webhookBase: () => webhookBase,
      log,
    });
    const parts = { storage, runtime, simulator, sids };
    const line = new Line(folder, clock, parts, { contact, number }, options.definition);
    await line.#publish(line.flowSid, options.definition);
    await line.#publishSubflows(options);
    if (options.templates) await simulator.network.provide(accountSid, { templates: options.templates, services: [] });
    if (from) await takeUp(storage, from, line.#revision);
    const url = `${webhookBase}/v1/Accounts/${accountSid}/Flows/${line.flowSid}`;
    const settings = { smsUrl: url, voiceUrl: url, statusCallback: url };
    await simulator.network.createNumber(accountSid, { phoneNumber: withoutChannel(number) }, settings);
    await runtime.begin();
    simulator.start();
    return line;
  }

  /** The contact, or somebody else, calls the number; gives the call's SID. `params` go into each of its webhooks. */
  async call(params: { readonly [name: string]: string } = {}, from = this.contact): Promise<string> {
    const placed = await this.#calls.place(accountSid, { from, to: this.number, params });
    if (!placed.ok) throw new Error(placed.refusal.message);
    await this.quiet();
    return placed.value.call.sid;
  }

  /** A person does something at the handset of a leg; the sentence says why not, where that is impossible. */
  async act(sid: string, act: HandsetAct): Promise<string | undefined> {
    const done = await this.#calls.act(accountSid, sid, act);
    await this.quiet();
    if (done === undefined) return `there is no call ${sid}`;
    return done.ok ? undefined : done.refusal.message;
  }

  /** The contact sends a text; the sentence says why not, where that is impossible. */
  async text(body: string, more: Partial<Omit<TextDraft, 'from' | 'to' | 'body'>> = {}): Promise<string | undefined> {
    const { network } = this.#parts.simulator;
    const draft = { from: this.contact, to: this.number, body, mediaUrls: [], params: {}, ...more };
    const sent = await network.text(accountSid, draft);
    await this.quiet();
    return sent.ok ? undefined : sent.refusal.message;
  }

  /** From now on the flow is another: for new runs, and for the latest one while it waits in a widget that is still there. */
  async follow(definition: JsonObject, subflows: LineSubflows = {}): Promise<void> {
    const text = JSON.stringify(definition);
    if (text === this.#definition) return;
    this.#definition = text;
    const revision = ++this.#revision;
    await this.#parts.storage.addRevision(this.flowSid, (latest) => ({ ...latest, revision, definition: text }));
    await this.#publishSubflows(subflows);
    const [run] = await this.runs();
    if (run?.status !== 'active') return;
    const { waitsInMain } = await this.state(run.sid);
    const states = Array.isArray(definition.states) ? definition.states : [];
    const isThere = states.some((state) => isJsonObject(state) && state.name === waitsInMain);
    const liquid = { dialect: studioSettings.liquidDialect, limits: studioDefaults.liquid };
    const references = compileFlow(definition, widgetsByType, liquid).subflows;
    if (isThere) await repin(this.#parts.storage, run.sid, revision, references);
  }

  /** Changes what the latest run knows, by hand. False: none is active. */
  async change(patch: ContextPatch): Promise<boolean> {
    const [run] = await this.runs();
    return run !== undefined && changeContext(this.#parts.storage, run.sid, patch);
  }

  /** Steps whose widget waited, which `moment` goes back to. */
  get momentSids(): readonly string[] {
    return this.#moments.stepSids;
  }

  /** The run as it waited in this step, for another line; undefined: it never did, or that was too long ago. */
  async moment(stepSid: string): Promise<Moment | undefined> {
    const found = this.#moments.find(stepSid);
    if (!found) return undefined;
    const steps = await stepsOf(this.#parts.storage, found.execution.sid);
    const { stepCount } = found.execution.state;
    return { ...found, steps: steps.filter(({ sequence }) => sequence < stepCount), sids: this.#parts.sids.counts };
  }

  /** The REST API starts a run for the contact. False: one goes on already. */
  async request(parameters: JsonObject = {}): Promise<boolean> {
    const { outcome } = await this.#parts.runtime.startByRequest({
      accountSid,
      flowSid: this.flowSid,
      to: this.contact,
      from: this.number,
      parameters,
      requestSid: numberedSid('RQ', 1),
    });
    await this.quiet();
    return outcome === 'created';
  }

  /** Time passes, and all that falls due happens in its order. */
  async elapse(seconds: number): Promise<void> {
    const untilMs = this.clock.now() + seconds * 1_000;
    await this.quiet();
    while (await this.#step(untilMs));
    this.clock.advance(Math.max(0, untilMs - this.clock.now()));
    await this.quiet();
  }

  /** Time passes until `isReached`, or nothing more is due within the seconds. False: it was not reached. */
  async elapseUntil(isReached: () => Promise<boolean>, seconds: number): Promise<boolean> {
    const untilMs = this.clock.now() + seconds * 1_000;
    await this.quiet();
    while (!(await isReached())) if (!(await this.#step(untilMs))) return isReached();
    return true;
  }

  /** Legs of calls, newest first. */
  legs(): Promise<readonly HandsetLeg[]> {
    return this.#calls.listLegs(accountSid, 1_000);
  }

  /** Texts that the contact wrote and was sent, from whatever number, oldest first. */
  async texts() {
    const { network } = this.#parts.simulator;
    return network.readThread(accountSid, { contact: this.contact, limit: 1_000 });
  }

  async leg(sid: string): Promise<HandsetLeg> {
    const leg = await this.#calls.readLeg(accountSid, sid);
    if (!leg) throw new Error(`there is no call ${sid}`);
    return leg;
  }

  /** Runs of the flow, newest first. */
  async runs(): Promise<readonly ExecutionRecord[]> {
    return (await this.#parts.storage.listExecutions(this.flowSid, {}, { limit: 1_000 })).rows;
  }

  /** Steps of a run, oldest first. */
  async steps(executionSid: string): Promise<readonly StepSummary[]> {
    return (await this.#parts.storage.listSteps(executionSid, { limit: 1_000 })).rows.toReversed();
  }

  /** The same with what each of them changed. */
  stepsWithChanges(executionSid: string): Promise<readonly StoredStep[]> {
    return stepsOf(this.#parts.storage, executionSid);
  }

  stored(executionSid: string): Promise<StoredExecution | undefined> {
    return this.#parts.storage.findStoredExecution(executionSid);
  }

  /** Messages that a run sent, each with its step. */
  sent(executionSid: string): Promise<readonly OutboundRecord[]> {
    return this.#parts.storage.messagesOfRun(executionSid);
  }

  /** Debugger entries of a run, oldest first. */
  problems(executionSid: string): Promise<readonly ProblemRecord[]> {
    return this.#parts.storage.listProblems(executionSid);
  }

  /** Context of the run's main flow, and the widget that it waits in: that of a subflow, and that of the main flow. */
  async state(executionSid: string): Promise<{
    readonly context: JsonObject;
    readonly waitsIn: string | undefined;
    readonly waitsInMain: string | undefined;
  }> {
    const frames = (await this.stored(executionSid))?.state.frames ?? [];
    return {
      context: frames[0]?.context ?? {},
      waitsIn: frames.at(-1)?.waiting?.state,
      waitsInMain: frames[0]?.waiting?.state,
    };
  }

  /** Resolves when everything waits: for time, a person, or an answer that is still open. */
  async quiet(): Promise<void> {
    for (let turns = 0, seen = this.#activity; turns < quietTurns; turns++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (seen === this.#activity) continue;
      seen = this.#activity;
      turns = 0;
    }
    const [run] = await this.runs();
    const stored = run && (await this.stored(run.sid));
    if (stored) this.#moments.note(stored, this.clock.now());
  }

  async close(): Promise<void> {
    const { storage, runtime, simulator } = this.#parts;
    await simulator.close();
    await runtime.close();
    await storage.close();
    await rm(this.#folder, { recursive: true });
  }

  #takeFate(how: Fate['how']): number | undefined {
    if (this.nextFate?.how !== how) return undefined;
    const { code } = this.nextFate;
    this.nextFate = undefined;
    return code;
  }

  get #calls() {
    return this.#parts.simulator.network.calls;
  }

  /** The next thing that is due until then happens; false: there is none. */
  async #step(untilMs: number): Promise<boolean> {
    const nextMs = this.clock.nextTimerMs();
    if (nextMs === null || nextMs > untilMs) return false;
    this.clock.advance(Math.max(0, nextMs - this.clock.now()));
    await this.quiet();
    return true;
  }

  /** Those that are not there yet. */
  async #publishSubflows({ subflows = {}, subflowRevisions = {} }: LineSubflows): Promise<void> {
    for (const [flowSid, definition] of Object.entries(subflows)) {
      if (await this.#parts.storage.findFlow(flowSid)) continue;
      await this.#publish(flowSid, definition, subflowRevisions[flowSid]);
    }
  }

  async #publish(flowSid: string, definition: JsonObject, revision = 1): Promise<void> {
    await this.#parts.storage.createFlow(
      { sid: flowSid, accountSid },
      {
        flowSid,
        revision,
        friendlyName: typeof definition.description === 'string' ? definition.description : 'Flow',
        status: 'published',
        definition: JSON.stringify(definition),
        commitMessage: null,
        authorSid: null,
        isValid: true,
        errors: [],
        warnings: [],
        createdAtMs: this.clock.now(),
      },
    );
  }
}

/** `+15550001111` of `whatsapp:+15550001111`: a number is the same one on every channel. */
function withoutChannel(address: string): string {
  return address.replace(/^[a-z]+:/, '');
}
