import type { CallEntry, HandsetAct, HandsetLeg } from '../../carriers/network-calls.ts';
import { isJsonObject, type JsonObject } from '../../engine/index.ts';
import type { Line } from '../../testing/line/line.ts';
import { Printer, type PrinterOptions } from '../talk/printer.ts';
import type { Session } from '../talk/talk.ts';
import { type CallLine, callHelp, parseLine } from './commands.ts';
import { type Told, told } from './entries.ts';
import { CallOutside, type RealWorld } from './outside.ts';

export interface CallOptions extends PrinterOptions {
  readonly definition: JsonObject;
  /** What is wrong with the definition, a line for each. */
  readonly faults: readonly string[];
  /** What is typed is printed too: nobody saw it being typed. */
  readonly echoes: boolean;
  readonly real: RealWorld;
  open(outside: CallOutside): Promise<Line>;
}

/** The longest that is waited for a person's turn: no call lasts longer. */
const longestSeconds = 4 * 3_600;

/** A call with one flow: takes lines, prints what is heard. */
export class CallSession implements Session {
  readonly #options: CallOptions;
  readonly #outside: CallOutside;
  readonly #printer: Printer;
  #line!: Line;
  /** The call that is in hand. */
  #inHand: string | undefined;
  /** Entries of each leg that were printed. */
  #printed = new Map<string, number>();
  #printedTexts = 0;
  /** Requests that were made since it was told last. */
  #asks: { readonly kind: string; readonly request: string }[] = [];
  #printedProblems = new Map<string, number>();

  constructor(options: CallOptions) {
    this.#options = options;
    this.#printer = new Printer(options);
    this.#outside = new CallOutside({
      real: options.real,
      clock: () => this.#line.clock,
      show: (kind, request) => this.#asks.push({ kind, request }),
    });
  }

  async greet(): Promise<void> {
    const { definition, faults } = this.#options;
    await this.#start();
    this.#printer.greeting(definition, this.#line.contact, this.#line.number, faults);
    await this.#begin();
  }

  async take(line: string): Promise<'done' | 'failed' | 'quit'> {
    const command = parseLine(line);
    if (this.#options.echoes && command.do !== 'nothing' && line.trim().startsWith(':')) {
      this.#printer.line(line.trim());
    }
    const problem = command.do === 'fail' ? command.why : await this.#carryOut(command);
    if (problem !== undefined) {
      this.#printer.error(problem);
      return 'failed';
    }
    await this.#untilTurn();
    return command.do === 'quit' ? 'quit' : 'done';
  }

  async end(): Promise<void> {
    const [run] = await this.#line.runs();
    const { waitsIn } = run ? await this.#line.state(run.sid) : { waitsIn: undefined };
    if (this.#options.echoes && run?.status === 'active') this.#printer.note(`the flow waits in "${waitsIn}"`);
    await this.#line.close();
  }

  async #start(): Promise<void> {
    this.#line = await this.#options.open(this.#outside);
    this.#inHand = undefined;
    this.#printed = new Map();
    this.#printedTexts = 0;
    this.#printedProblems = new Map();
  }

  /** Calls the flow, if a call is what it waits for. */
  async #begin(): Promise<void> {
    if (!takesCalls(this.#options.definition)) {
      this.#printer.note(
        'the trigger leads nowhere on incomingCall; :request starts the flow by REST, :call calls it all the same',
      );
      return;
    }
    await this.#place();
    await this.#untilTurn();
  }

  async #place(): Promise<void> {
    this.#inHand = await this.#line.call();
  }

  /** Gives the sentence that says why not, if it could not be done. */
  async #carryOut(command: Exclude<CallLine, { do: 'fail' }>): Promise<string | undefined> {
    switch (command.do) {
      case 'nothing':
      case 'quit':
        return undefined;
      case 'act':
        return this.#act(command.act, command.number);
      case 'call':
        await this.#place();
        return undefined;
      case 'text':
        await this.#line.text(command.body);
        return undefined;
      case 'wait':
        await this.#line.elapse(command.seconds);
        return undefined;
      case 'answer':
        if (!this.#outside.answer(command.answer)) return 'no request is open';
        await this.#line.quiet();
        return undefined;
      case 'request': {
        const isStarted = await this.#line.request(command.parameters);
        return isStarted ? undefined : 'a run is active, as the REST API would say with 409; :restart forgets it';
      }
      case 'context':
        return this.#printer.context(await this.#context(), command.path);
      case 'steps':
        return this.#printer.steps(await this.#steps());
      case 'restart':
        await this.#line.close();
        await this.#start();
        this.#printer.note('everything is forgotten');
        await this.#begin();
        return undefined;
      case 'help':
        this.#printer.help(callHelp);
        return undefined;
      default:
        return command satisfies never;
    }
  }

  async #act(act: HandsetAct, number: string | undefined): Promise<string | undefined> {
    const legs = (await this.#line.legs()).filter(({ call }) => call.endedAtMs === null);
    const ringing = legs.findLast(isRinging);
    const at = (address: string) => legs.find(({ call }) => otherEnd(call) === address);
    const leg =
      number !== undefined
        ? at(number)
        : act.answer !== undefined
          ? ringing
          : legs.find(({ call }) => call.sid === this.#inHand);
    if (leg === undefined) {
      if (number !== undefined) return `no call is at ${number}`;
      return act.answer === undefined ? 'you are in no call; :call calls the flow' : 'nothing rings';
    }
    if (act.answer === 'true' && otherEnd(leg.call) === this.#line.contact) this.#inHand = leg.call.sid;
    return this.#line.act(leg.call.sid, act);
  }

  /** Time passes, and is told, until it is a person's turn or nothing goes on any more. */
  async #untilTurn(): Promise<void> {
    await this.#line.elapseUntil(() => this.#isTurn(), longestSeconds);
    await this.#report();
  }

  async #isTurn(): Promise<boolean> {
    if (this.#outside.isAsking) return true;
    const legs = (await this.#line.legs()).filter(({ call }) => call.endedAtMs === null);
    if (legs.some(isRinging)) return true;
    const inHand = legs.find(({ call }) => call.sid === this.#inHand);
    if (inHand) return inHand.call.status === 'in-progress' && isPersons(inHand);
    // A call that is on its way begins to ring in a moment.
    return !legs.some(({ call }) => call.status === 'queued');
  }

  async #report(): Promise<void> {
    const news: { readonly leg: HandsetLeg; readonly entry: CallEntry }[] = [];
    // Oldest first: what a call does goes before what it does to others.
    for (const leg of (await this.#line.legs()).toReversed()) {
      const { sid } = leg.call;
      const seen = this.#printed.get(sid) ?? 0;
      for (const entry of leg.transcript) if (entry.id > seen) news.push({ leg, entry });
      this.#printed.set(sid, leg.transcript.at(-1)?.id ?? seen);
    }
    news.sort((a, b) => a.entry.atMs - b.entry.atMs);
    for (const { leg, entry } of news) {
      const what = told(entry, leg);
      if (what) this.#tell(what, leg);
    }
    for (const { kind, request } of this.#asks.splice(0)) this.#printer.said(kind, request, this.#options.colours.cyan);
    await this.#reportTexts();
    await this.#reportProblems();
  }

  #tell({ by, text }: Told, { call }: HandsetLeg): void {
    const { colours, echoes } = this.#options;
    // What is typed in a terminal stands there already.
    if (by === 'you' && !echoes) return;
    const end = otherEnd(call);
    const where = end === this.#line.contact ? '' : `${end} `;
    if (by === 'note') this.#printer.note(`${where}${text}`);
    else if (by === 'problem') this.#printer.problem(`${where}${text}`);
    else this.#printer.said(`${where}${by}`, text, by === 'flow' ? colours.green : (plain) => plain);
  }

  async #reportTexts(): Promise<void> {
    const texts = await this.#line.texts();
    for (const { direction, body } of texts.slice(this.#printedTexts)) {
      if (direction.startsWith('outbound')) this.#printer.said('text', body, this.#options.colours.green);
    }
    this.#printedTexts = texts.length;
  }

  async #reportProblems(): Promise<void> {
    for (const { sid, status, endedReason } of (await this.#line.runs()).toReversed()) {
      const problems = await this.#line.problems(sid);
      const seen = this.#printedProblems.get(sid);
      for (const { code, message } of problems.slice(seen ?? 0)) {
        this.#printer.problem(`${code} ${message}`);
      }
      if (status === 'ended' && seen !== Number.POSITIVE_INFINITY)
        this.#printer.note(`the run has ended: ${endedReason}`);
      this.#printedProblems.set(sid, status === 'ended' ? Number.POSITIVE_INFINITY : problems.length);
    }
  }

  async #context(): Promise<JsonObject | undefined> {
    const [run] = await this.#line.runs();
    return run && (await this.#line.state(run.sid)).context;
  }

  async #steps() {
    const [run] = await this.#line.runs();
    return run && this.#line.steps(run.sid);
  }
}

function isRinging({ call }: HandsetLeg): boolean {
  return call.status === 'ringing' && call.direction !== 'inbound';
}

/** Who waits in a queue hears music, and may hang up at any time. */
function isPersons({ doing, isListening }: HandsetLeg): boolean {
  return isListening || doing?.verb === 'Enqueue';
}

/** The address at the handset's end of a leg. */
function otherEnd({ direction, from, to }: HandsetLeg['call']): string {
  return direction === 'inbound' ? from : to;
}

function takesCalls({ initial_state: initial, states }: JsonObject): boolean {
  const all = Array.isArray(states) ? states.filter(isJsonObject) : [];
  const trigger = all.find(({ name, type }) => name === initial || type === 'trigger');
  const transitions = Array.isArray(trigger?.transitions) ? trigger.transitions.filter(isJsonObject) : [];
  return transitions.some(({ event, next }) => event === 'incomingCall' && typeof next === 'string' && next !== '');
}
