/** One line of the phone: a flow on a telephone network of its own, played a person's turn at a time. */
import type { AskAnswer, Fate, LineState, PhoneLine } from '../../api/console/phone-port.ts';
import type { TextDraft } from '../../carriers/network.ts';
import type { HandsetAct, HandsetLeg } from '../../carriers/network-calls.ts';
import type { ContextPatch } from '../../engine/context.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { Line, LineSubflows } from '../../testing/line/line.ts';
import { RefusedError } from '../../testing/line/refused.ts';
import type { PhoneOutside } from './phone-outside.ts';

/** Longest that a flow plays by itself before somebody is asked again: in a call, and without one. */
const longestCallSeconds = 4 * 3_600;
const longestSeconds = 60;
/** Time in which a message is reported as delivered. */
const deliverySeconds = 2;
const finalStatuses = ['delivered', 'undelivered', 'failed', 'received', 'read', 'canceled'];

/** The subflows that a definition refers to. */
export type SubflowsOf = (definition: JsonObject) => Promise<LineSubflows>;

export class DraftLine implements PhoneLine {
  readonly sid: string;
  readonly accountSid: string;
  readonly line: Line;
  readonly #outside: PhoneOutside;
  readonly #subflowsOf: SubflowsOf;
  /** What is done is done in its order. */
  #last: Promise<unknown> = Promise.resolve();

  constructor(
    ids: { readonly sid: string; readonly accountSid: string },
    line: Line,
    outside: PhoneOutside,
    subflowsOf: SubflowsOf,
  ) {
    this.sid = ids.sid;
    this.accountSid = ids.accountSid;
    this.line = line;
    this.#outside = outside;
    this.#subflowsOf = subflowsOf;
  }

  say(body: string, more: Partial<Omit<TextDraft, 'from' | 'to' | 'body'>>) {
    return this.#do(async () => {
      await this.line.text(body, more);
      return undefined;
    });
  }

  call() {
    return this.#do(async () => {
      await this.line.call();
      return undefined;
    });
  }

  act(callSid: string, act: HandsetAct) {
    return this.#do(async () => {
      await this.line.act(callSid, act);
      return undefined;
    });
  }

  beSilent(callSid: string) {
    return this.#do(async () => {
      const place = async () => {
        const leg = (await this.line.legs()).find(({ call }) => call.sid === callSid);
        return leg && { id: leg.transcript.at(-1)?.id ?? 0, isOver: leg.call.endedAtMs !== null };
      };
      const before = await place();
      if (before === undefined || before.isOver) return 'the call is over';
      await this.#elapseUntil(async () => {
        const now = await place();
        return now === undefined || now.isOver || now.id !== before.id;
      }, longestCallSeconds);
      return undefined;
    });
  }

  start(parameters: JsonObject) {
    return this.#do(async () =>
      (await this.line.request(parameters)) ? undefined : 'An execution is active: the REST API would answer 409',
    );
  }

  elapse(seconds: number) {
    return this.#do(async () => {
      await this.#pass(seconds);
      return undefined;
    });
  }

  elapseToTimeout() {
    return this.#do(async () => {
      const dueAtMs = await this.#dueAtMs();
      if (dueAtMs === null) return 'nothing waits for a time';
      await this.#pass((dueAtMs - this.line.clock.now()) / 1_000);
      return undefined;
    });
  }

  answer(askId: number, answer: AskAnswer, isKept: boolean) {
    return this.#do(async () => {
      if (!this.#outside.answer(askId, answer, isKept)) return 'this was answered already';
      await this.line.quiet();
      return undefined;
    });
  }

  change(patch: ContextPatch) {
    return this.#do(async () => ((await this.line.change(patch)) ? undefined : 'the execution has ended'));
  }

  setFate(fate: Fate | undefined): void {
    this.line.nextFate = fate;
  }

  async follow(definition: JsonObject): Promise<void> {
    await this.#queued(async () => this.line.follow(definition, await this.#subflowsOf(definition)));
  }

  state(): Promise<LineState> {
    return this.#queued(() => this.#state());
  }

  async close(): Promise<void> {
    this.#outside.close();
    await this.#last.catch(() => undefined);
    await this.line.close();
  }

  async #state(): Promise<LineState> {
    const { line } = this;
    const records = (await line.runs()).toReversed();
    const runs = await Promise.all(
      records.map(async ({ sid }) => {
        const [execution, steps, problems, sent] = await Promise.all([
          line.stored(sid),
          line.stepsWithChanges(sid),
          line.problems(sid),
          line.sent(sid),
        ]);
        return execution && { execution, steps, problems, sent };
      }),
    );
    return {
      nowMs: line.clock.now(),
      contact: line.contact,
      number: line.number,
      messages: await line.texts(),
      legs: await line.legs(),
      runs: runs.filter((run) => run !== undefined),
      asks: this.#outside.asks,
      nextFate: line.nextFate,
      momentSids: line.momentSids,
    };
  }

  /** Gives the sentence that says why it could not be done. */
  #do(deed: () => Promise<string | undefined>): Promise<string | undefined> {
    return this.#queued(async () => {
      const refusal = await deed().catch(refusalOf);
      if (refusal === undefined) await this.#untilTurn();
      return refusal;
    });
  }

  #queued<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#last.then(work, work);
    this.#last = next.catch(() => undefined);
    return next;
  }

  async #untilTurn(): Promise<void> {
    const isInCall = (await this.#liveLegs()).length > 0;
    await this.#elapseUntil(() => this.#isTurn(), isInCall ? longestCallSeconds : longestSeconds);
    if (this.#outside.asks.length > 0 || (await this.#liveLegs()).length > 0) return;
    const isDelivered = async () => (await this.line.texts()).every(({ status }) => finalStatuses.includes(status));
    await this.#elapseUntil(isDelivered, deliverySeconds);
  }

  async #isTurn(): Promise<boolean> {
    if (this.#outside.asks.length > 0) return true;
    const legs = await this.#liveLegs();
    if (legs.some(({ call }) => call.status === 'ringing' && call.direction !== 'inbound')) return true;
    if (legs.length > 0) return legs.some(isPersons);
    const [run] = await this.line.runs();
    if (run?.status !== 'active') return true;
    const waiting = (await this.line.stored(run.sid))?.state.frames.at(-1)?.waiting;
    return waiting?.pendingEffects.length === 0;
  }

  async #liveLegs(): Promise<readonly HandsetLeg[]> {
    return (await this.line.legs()).filter(({ call }) => call.endedAtMs === null);
  }

  async #dueAtMs(): Promise<number | null> {
    const [run] = await this.line.runs();
    return run === undefined ? null : ((await this.line.stored(run.sid))?.dueAtMs ?? null);
  }

  /** All of the time, unless something is asked meanwhile. */
  async #pass(seconds: number): Promise<void> {
    const untilMs = this.line.clock.now() + seconds * 1_000;
    const asksBefore = this.#outside.asks.length;
    const isAsked = await this.#elapseUntil(async () => this.#outside.asks.length > asksBefore, seconds);
    if (!isAsked) await this.line.elapse(Math.max(0, untilMs - this.line.clock.now()) / 1_000);
  }

  /** No time goes by while the real world is asked. */
  #elapseUntil(isReached: () => Promise<boolean>, seconds: number): Promise<boolean> {
    return this.line.elapseUntil(async () => {
      while (await this.#outside.settled()) await this.line.quiet();
      return isReached();
    }, seconds);
  }
}

function refusalOf(error: unknown): string {
  if (error instanceof RefusedError) return error.message;
  throw error;
}

/** Who waits in a queue hears music, and may hang up at any time. */
function isPersons({ call, doing, isListening }: HandsetLeg): boolean {
  return call.status === 'in-progress' && (isListening || doing?.verb === 'Enqueue');
}
