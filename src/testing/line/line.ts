/**
 * A flow behind a number of the simulated telephone network: the real runtime, store and interpreter of TwiML in one
 * process and in virtual time. Nothing leaves it but what `fetch` and the answers let out.
 */
import { rm } from 'node:fs/promises';
import type { Granted, TextDraft } from '../../carriers/network.ts';
import type { HandsetAct, HandsetLeg } from '../../carriers/network-calls.ts';
import type { ContextPatch } from '../../engine/context.ts';
import { compileFlow } from '../../engine/definition.ts';
import { isJsonObject, type JsonObject } from '../../engine/json.ts';
import { studioDefaults } from '../../engine/limits.ts';
import { studioSettings } from '../../engine/settings.ts';
import type { VirtualClock } from '../../runtime/clock.ts';
import type {
  ExecutionRecord,
  OutboundRecord,
  ProblemRecord,
  StepSummary,
  StoredExecution,
  StoredStep,
} from '../../storage/storage.ts';
import { buildTwiml, element } from '../../twiml/index.ts';
import { widgetsByType } from '../../widgets/index.ts';
import type { HttpAnswer } from '../answers.ts';
import { numberedSid } from '../sids.ts';
import type { Fate, LineOptions, LineSubflows } from './line-options.ts';
import { type LineParts, openParts, webhookBase } from './line-parts.ts';
import { changeContext, type Moment, Moments, repin, stepsOf, takeUp } from './moments.ts';
import type { PendingRequest } from './outside.ts';
import { RefusedError } from './refused.ts';

const accountSid = numberedSid('AC', 1);
/** Turns of the event loop without anything new, after which all waits for time or for a person. */
const quietTurns = 12;

export type { LineOptions, LineSubflows } from './line-options.ts';

export class Line {
  readonly clock: VirtualClock;
  readonly contact: string;
  readonly number: string;
  readonly flowSid = numberedSid('FW', 1);
  readonly #parts: LineParts;
  /** Of the next message that the flow sends, once. */
  nextFate: Fate | undefined;
  readonly #moments = new Moments();
  #activity = 0;
  #revision = 1;
  #definition: string;

  private constructor(parts: LineParts, ends: { contact: string; number: string }, definition: JsonObject) {
    this.#definition = JSON.stringify(definition);
    this.clock = parts.clock;
    this.#parts = parts;
    this.contact = ends.contact;
    this.number = ends.number;
  }

  /** Throws when a server would refuse a definition. */
  static async open(options: LineOptions): Promise<Line> {
    const { contact = '+15550002222', number = '+15550001111', from, templates } = options;
    const parts = await openParts(options, {
      stirred: () => line.#activity++,
      takeFate: (how) => line.#takeFate(how),
    });
    const { storage, runtime, simulator } = parts;
    const line = new Line(parts, { contact, number }, options.definition);
    await line.#publish(line.flowSid, options.definition);
    await line.#publishSubflows(options);
    if (templates) await simulator.network.provide(accountSid, { templates, services: [] });
    if (from) await takeUp(storage, from, line.#revision);
    const url = `${webhookBase}/v1/Accounts/${accountSid}/Flows/${line.flowSid}`;
    const settings = { smsUrl: url, voiceUrl: url, statusCallback: url };
    await simulator.network.createNumber(accountSid, { phoneNumber: withoutChannel(number) }, settings);
    await runtime.begin();
    simulator.start();
    return line;
  }

  /**
   * The contact, or somebody else, calls the number; gives the call's SID. `params` go into each of its webhooks.
   * Throws `RefusedError`.
   */
  async call(params: { readonly [name: string]: string } = {}, from = this.contact): Promise<string> {
    const { call } = granted(await this.#calls.place(accountSid, { from, to: this.number, params }));
    await this.quiet();
    return call.sid;
  }

  /** A person does something at the handset of a leg. Throws `RefusedError` where that is impossible now. */
  async act(sid: string, act: HandsetAct): Promise<void> {
    const done = await this.#calls.act(accountSid, sid, act);
    await this.quiet();
    if (done === undefined) throw new RefusedError(`there is no call ${sid}`);
    granted(done);
  }

  /**
   * An agent takes the first who waits in a queue (in a workflow, by its SID) and talks with them; gives the SID of the
   * agent's leg, which waits in its turn where nobody does. Throws `RefusedError`.
   */
  async takeFromQueue(queue: string, agent = '+15550007777'): Promise<string> {
    const twiml = buildTwiml([element('Dial', {}, element('Queue', {}, queue))]);
    const { sid } = granted(await this.#calls.create(accountSid, { from: this.number, to: agent, twiml }));
    const rings = async () => (await this.leg(sid)).call.status === 'ringing';
    await this.elapseUntil(rings, 1);
    await this.act(sid, { answer: 'true' });
    return sid;
  }

  /** The contact sends a text. Throws `RefusedError`. */
  async text(body: string, more: Partial<Omit<TextDraft, 'from' | 'to' | 'body'>> = {}): Promise<void> {
    const { network } = this.#parts.simulator;
    const draft = { from: this.contact, to: this.number, body, mediaUrls: [], params: {}, ...more };
    granted(await network.text(accountSid, draft));
    await this.quiet();
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

  /** Requests that `exchange` left open, the oldest first. */
  get pending(): readonly PendingRequest[] {
    return this.#parts.outside.pending;
  }

  /** Answers the oldest of `pending`. Throws `RefusedError` where there is none. */
  async answer(answer: HttpAnswer): Promise<void> {
    if (!this.#parts.outside.answer(answer)) throw new RefusedError('no request is open');
    await this.quiet();
  }

  /** A stream or a relay is connected to a server: time passes as on the wall. */
  get isConnected(): boolean {
    return this.#parts.sockets?.areOpen === true;
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
      const hasWorked = await this.#parts.outside.finished();
      if (seen === this.#activity && !hasWorked) continue;
      seen = this.#activity;
      turns = 0;
    }
    const [run] = await this.runs();
    const stored = run && (await this.stored(run.sid));
    if (stored) this.#moments.note(stored, this.clock.now());
  }

  async close(): Promise<void> {
    const { folder, storage, runtime, simulator, outside, sockets } = this.#parts;
    await simulator.close();
    outside.close();
    sockets?.close();
    await runtime.close();
    await storage.close();
    await rm(folder, { recursive: true });
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
    const { sockets } = this.#parts;
    const nowMs = this.clock.now();
    const nextMs = this.clock.nextTimerMs();
    if (sockets?.areOpen && nowMs < untilMs) {
      this.clock.advance(await sockets.pace(Math.min(nextMs ?? untilMs, untilMs) - nowMs));
    } else {
      if (nextMs === null || nextMs > untilMs) return false;
      this.clock.advance(Math.max(0, nextMs - nowMs));
    }
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

function granted<T>(done: Granted<T>): T {
  if (!done.ok) throw new RefusedError(done.refusal.message);
  return done.value;
}

/** `+15550001111` of `whatsapp:+15550001111`: a number is the same one on every channel. */
function withoutChannel(address: string): string {
  return address.replace(/^[a-z]+:/, '');
}
