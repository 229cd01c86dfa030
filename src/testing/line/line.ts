/**
 * A flow behind a number of the simulated telephone network: the real runtime, store and interpreter of TwiML in one
 * process and in virtual time. Nothing leaves it but what `fetch` and the answers let out.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silence } from '../../audio/tones.ts';
import { wavFile } from '../../audio/wav.ts';
import type { CarrierHttp, CarrierHttpResult } from '../../carriers/http.ts';
import type { HandsetAct, HandsetLeg } from '../../carriers/network-calls.ts';
import { openSimulator, type Simulator } from '../../carriers/simulator/index.ts';
import type { HttpRequest, HttpResult } from '../../engine/effects.ts';
import type { JsonObject } from '../../engine/json.ts';
import { type Limits, studioDefaults } from '../../engine/limits.ts';
import { type Settings, studioSettings } from '../../engine/settings.ts';
import { VirtualClock } from '../../runtime/clock.ts';
import { createRuntime } from '../../runtime/flow-runtime.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { openSqlite } from '../../storage/sqlite/index.ts';
import type { ExecutionRecord, ProblemRecord, StepSummary, Storage } from '../../storage/storage.ts';
import { widgetsByType } from '../../widgets/index.ts';
import { numberedSid, SidCounter } from '../sids.ts';
import { Loopback } from './loopback.ts';

/** Where the flow's webhook is said to be. */
const webhookBase = 'https://studio.example.com';
const accountSid = numberedSid('AC', 1);
/** Turns of the event loop without anything new, after which all waits for time or for a person. */
const quietTurns = 12;

type Fetched = Parameters<CarrierHttp['request']>[0];

export interface LineOptions {
  readonly definition: JsonObject;
  /** Definitions of subflows by flow SID. */
  readonly subflows?: { readonly [flowSid: string]: JsonObject };
  /** The contact's address, and the flow's number. */
  readonly contact?: string;
  readonly number?: string;
  /** Time at the start, epoch milliseconds. */
  readonly nowMs?: number;
  readonly settings?: Partial<Settings>;
  readonly limits?: Partial<Limits>;
  /** Answers a request or function call of the flow; whatever time it takes is the clock's. */
  readonly exchange?: (request: HttpRequest, kind: 'http' | 'function') => Promise<HttpResult>;
  /** Fetches sounds and documents from elsewhere; absent or undefined: a sound lasts a second, and nobody else answers. */
  readonly fetch?: (request: Fetched) => Promise<CarrierHttpResult> | undefined;
  /** Told of what the server would log. */
  readonly log?: (message: string) => void;
}

interface LineParts {
  readonly storage: Storage;
  readonly runtime: Runtime;
  readonly simulator: Simulator;
}

export class Line {
  readonly clock: VirtualClock;
  readonly contact: string;
  readonly number: string;
  readonly flowSid = numberedSid('FW', 1);
  readonly #folder: string;
  readonly #parts: LineParts;
  #activity = 0;

  private constructor(
    folder: string,
    clock: VirtualClock,
    parts: LineParts,
    ends: { contact: string; number: string },
  ) {
    this.#folder = folder;
    this.clock = clock;
    this.#parts = parts;
    this.contact = ends.contact;
    this.number = ends.number;
  }

  static async open(options: LineOptions): Promise<Line> {
    const { contact = '+15550002222', number = '+15550001111', nowMs = Date.UTC(2025, 0, 6, 20) } = options;
    const folder = await mkdtemp(join(tmpdir(), 'atelier-line-'));
    const clock = new VirtualClock(nowMs);
    const sids = new SidCounter();
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
      log,
    });
    const exchange = (kind: 'http' | 'function') => (_account: string, request: HttpRequest) =>
      busy(options.exchange?.(request, kind) ?? Promise.resolve(unreachable));
    const runtime = createRuntime({
      storage,
      carrier: simulator.carrier,
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
    const line = new Line(folder, clock, { storage, runtime, simulator }, { contact, number });
    await line.#publish(line.flowSid, options.definition);
    for (const [flowSid, definition] of Object.entries(options.subflows ?? {}))
      await line.#publish(flowSid, definition);
    const url = `${webhookBase}/v1/Accounts/${accountSid}/Flows/${line.flowSid}`;
    const settings = { smsUrl: url, voiceUrl: url, statusCallback: url };
    await simulator.network.createNumber(accountSid, { phoneNumber: number }, settings);
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

  /** The contact sends a text. */
  async text(body: string): Promise<void> {
    const { network } = this.#parts.simulator;
    await network.text(accountSid, { from: this.contact, to: this.number, body, mediaUrls: [], params: {} });
    await this.quiet();
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

  /** Debugger entries of a run, oldest first. */
  problems(executionSid: string): Promise<readonly ProblemRecord[]> {
    return this.#parts.storage.listProblems(executionSid);
  }

  /** Context of the run's main flow, and the widget that it waits in. */
  async state(executionSid: string): Promise<{ readonly context: JsonObject; readonly waitsIn: string | undefined }> {
    const stored = await this.#parts.storage.findStoredExecution(executionSid);
    const frames = stored?.state.frames ?? [];
    return { context: frames[0]?.context ?? {}, waitsIn: frames.at(-1)?.waiting?.state };
  }

  /** Resolves when everything waits: for time, a person, or an answer that is still open. */
  async quiet(): Promise<void> {
    for (let turns = 0, seen = this.#activity; turns < quietTurns; turns++) {
      await new Promise((resolve) => setImmediate(resolve));
      if (seen === this.#activity) continue;
      seen = this.#activity;
      turns = 0;
    }
  }

  async close(): Promise<void> {
    const { storage, runtime, simulator } = this.#parts;
    await simulator.close();
    await runtime.close();
    await storage.close();
    await rm(this.#folder, { recursive: true });
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

  async #publish(flowSid: string, definition: JsonObject): Promise<void> {
    await this.#parts.storage.createFlow(
      { sid: flowSid, accountSid },
      {
        flowSid,
        revision: 1,
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

const unreachable: HttpResult = { ok: false, reason: 'network', message: 'nobody answers' };
const nobody: CarrierHttpResult = { ok: false, reason: 'network', stage: 'connect', message: 'nobody answers' };

/** A sound of which nobody knows how long it is lasts so many seconds. Source: carrier page §A5. */
const unknownSoundSeconds = 1;

function usualAnswer({ url, headers }: Fetched): CarrierHttpResult {
  if (!headers?.accept?.startsWith('audio/')) return nobody;
  const bytes = wavFile(silence(unknownSoundSeconds));
  return { ok: true, status: 200, contentType: 'audio/wav', body: '', bytes, headers: {}, finalUrl: url };
}
