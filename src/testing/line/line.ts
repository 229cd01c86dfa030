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
import type { Granted } from '../../carriers/network.ts';
import type { HandsetAct, HandsetLeg } from '../../carriers/network-calls.ts';
import { openSimulator, type Simulator } from '../../carriers/simulator/index.ts';
import type { OpenSocket } from '../../carriers/socket.ts';
import type { HttpRequest } from '../../engine/effects.ts';
import type { JsonObject } from '../../engine/json.ts';
import { type Limits, studioDefaults } from '../../engine/limits.ts';
import { type Settings, studioSettings } from '../../engine/settings.ts';
import { validateDefinition } from '../../engine/validation/index.ts';
import { VirtualClock } from '../../runtime/clock.ts';
import { createRuntime } from '../../runtime/flow-runtime.ts';
import type { Runtime } from '../../runtime/runtime.ts';
import { openSqlite } from '../../storage/sqlite/index.ts';
import type { ExecutionRecord, ProblemRecord, StepSummary, Storage } from '../../storage/storage.ts';
import { buildTwiml, element } from '../../twiml/index.ts';
import { widgetsByType } from '../../widgets/index.ts';
import type { HttpAnswer } from '../answers.ts';
import { numberedSid, SidCounter } from '../sids.ts';
import { Loopback } from './loopback.ts';
import { type LineExchange, LineOutside, type LineRequestKind, type PendingRequest } from './outside.ts';
import { RefusedError } from './refused.ts';
import { LineSockets } from './sockets.ts';

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
  /** A definition that a server would refuse is run all the same; else `open` throws. */
  readonly isLenient?: boolean;
  /** Answers requests of the flow, and TwiML elsewhere; absent: nobody answers. What is real work takes no time of the clock. */
  readonly exchange?: LineExchange;
  /** Fetches sounds and documents from elsewhere; absent or undefined: a sound lasts a second, a document is asked of `exchange`. */
  readonly fetch?: (request: Fetched) => Promise<CarrierHttpResult> | undefined;
  /** Connects streams and relays: while they are, time passes as on the wall. Absent: streams go nowhere, and a relay ends by its outcome. */
  readonly openSocket?: OpenSocket;
  /** Told of what the server would log. */
  readonly log?: (message: string) => void;
}

interface LineParts {
  readonly storage: Storage;
  readonly runtime: Runtime;
  readonly simulator: Simulator;
  readonly outside: LineOutside;
  readonly sockets: LineSockets | undefined;
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

  /** Throws when a server would refuse a definition. */
  static async open(options: LineOptions): Promise<Line> {
    const { contact = '+15550002222', number = '+15550001111', nowMs = Date.UTC(2025, 0, 6, 20) } = options;
    const limits = { ...studioDefaults, ...options.limits };
    if (options.isLenient !== true) checkDefinitions(options, limits);
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
    const outside = new LineOutside({ clock, limits, exchange: options.exchange });
    const sockets = options.openSocket && new LineSockets(options.openSocket, () => line.#activity++);
    const fetched = (request: Fetched) => {
      const real = options.fetch?.(request);
      return real ? outside.during(real) : usualAnswer(request, outside);
    };
    const simulator = await openSimulator({
      folder,
      clock,
      http: new Loopback({
        webhookBase,
        receive: (request) => busy(runtime.receive(request)),
        readRecording: (account, sid) => simulator.network.calls.readRecording(account, sid),
        fetch: (request) => busy(fetched(request)),
      }),
      ...(sockets ? { openSocket: sockets.open } : {}),
      mediaBase: () => webhookBase,
      tokenOf: async () => 'token',
      ids: { sid: (prefix) => sids.next(prefix) },
      log,
    });
    const exchange = (kind: LineRequestKind) => (_account: string, request: HttpRequest) =>
      busy(outside.ask(request, kind));
    const runtime = createRuntime({
      storage,
      carrier: simulator.carrier,
      exchange: exchange('http'),
      runFunction: exchange('function'),
      clock,
      sid: (prefix) => sids.next(prefix),
      limits,
      settings: { ...studioSettings, ...options.settings },
      widgets: widgetsByType,
      webhookBase: () => webhookBase,
      log,
    });
    const line = new Line(folder, clock, { storage, runtime, simulator, outside, sockets }, { contact, number });
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
  async text(body: string): Promise<void> {
    const { network } = this.#parts.simulator;
    granted(await network.text(accountSid, { from: this.contact, to: this.number, body, mediaUrls: [], params: {} }));
    await this.quiet();
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
      const hasWorked = await this.#parts.outside.finished();
      if (seen === this.#activity && !hasWorked) continue;
      seen = this.#activity;
      turns = 0;
    }
  }

  async close(): Promise<void> {
    const { storage, runtime, simulator, outside, sockets } = this.#parts;
    await simulator.close();
    outside.close();
    sockets?.close();
    await runtime.close();
    await storage.close();
    await rm(this.#folder, { recursive: true });
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

/** Throws with everything that a server would refuse. */
function checkDefinitions({ definition, subflows = {} }: LineOptions, limits: Limits): void {
  for (const [name, each] of [['The flow', definition] as const, ...Object.entries(subflows)]) {
    const { errors } = validateDefinition(each, { widgets: widgetsByType, level: 'strict', limits });
    if (errors.length === 0) continue;
    const faults = errors.map(({ property_path, message }) => `  at ${property_path}: ${message}`);
    throw new Error(`${name} would be refused by a server (\`isLenient\` runs it all the same):\n${faults.join('\n')}`);
  }
}

function granted<T>(done: Granted<T>): T {
  if (!done.ok) throw new RefusedError(done.refusal.message);
  return done.value;
}

/** A sound of which nobody knows how long it is lasts so many seconds. Source: carrier page §A5. */
const unknownSoundSeconds = 1;
const unknownSound = wavFile(silence(unknownSoundSeconds));

async function usualAnswer({ method, url, headers, body }: Fetched, outside: LineOutside): Promise<CarrierHttpResult> {
  if (headers?.accept?.startsWith('audio/')) {
    return {
      ok: true,
      status: 200,
      contentType: 'audio/wav',
      body: '',
      bytes: unknownSound,
      headers: {},
      finalUrl: url,
    };
  }
  const answer = await outside.ask(
    {
      method: method === 'GET' ? 'GET' : 'POST',
      url,
      ...(body === undefined ? {} : { body }),
      sign: true,
      authenticate: false,
    },
    'document',
  );
  return answer.ok ? { ...answer, finalUrl: url } : { ...answer, stage: 'connect' };
}
