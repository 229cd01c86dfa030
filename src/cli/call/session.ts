import type { HandsetAct } from '../../carriers/network-calls.ts';
import { isJsonObject, type JsonObject } from '../../engine/index.ts';
import { type Line, type LineExchange, RefusedError } from '../../testing/index.ts';
import { Printer, type PrinterOptions } from '../talk/printer.ts';
import type { Session } from '../talk/talk.ts';
import { type CallLine, callHelp, parseLine } from './commands.ts';
import { LineNews, otherEnd } from './news.ts';
import { callExchange, type RealWorld } from './outside.ts';
import { awaited, ignoredInput, isRinging, isTurn, liveLegs } from './turns.ts';

export interface CallOptions extends PrinterOptions {
  readonly definition: JsonObject;
  /** What is wrong with the definition, a line for each. */
  readonly faults: readonly string[];
  /** What is typed is printed too: nobody saw it being typed. */
  readonly echoes: boolean;
  /** The flow is called at once. */
  readonly calls: boolean;
  readonly real: RealWorld;
  open(exchange: LineExchange): Promise<Line>;
}

/** The longest that is waited for a person's turn: no call lasts longer. */
const longestSeconds = 4 * 3_600;

/** A call with one flow: takes lines, prints what is heard. */
export class CallSession implements Session {
  readonly #options: CallOptions;
  readonly #printer: Printer;
  #line!: Line;
  #news!: LineNews;
  /** The call that is in hand. */
  #inHand: string | undefined;

  constructor(options: CallOptions) {
    this.#options = options;
    this.#printer = new Printer(options);
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
    const problem = command.do === 'fail' ? command.why : await this.#tried(command);
    if (problem !== undefined) {
      this.#printer.error(problem);
      return 'failed';
    }
    if (command.do === 'quit') return 'quit';
    await this.#untilTurn();
    return 'done';
  }

  async end(): Promise<void> {
    const [run] = await this.#line.runs();
    const { waitsIn } = run ? await this.#line.state(run.sid) : { waitsIn: undefined };
    if (this.#options.echoes && run?.status === 'active') {
      const isAsking = this.#line.pending.length > 0;
      this.#printer.note(
        isAsking ? `the flow is in "${waitsIn}", its request is open` : `the flow waits in "${waitsIn}"`,
      );
    }
    await this.#line.close();
  }

  async #start(): Promise<void> {
    const { open, real, echoes, colours } = this.#options;
    this.#line = await open(callExchange(real, (kind, request) => this.#news.requested(kind, request)));
    this.#news = new LineNews(this.#line, { printer: this.#printer, echoes, colours });
    this.#inHand = undefined;
  }

  /** Calls the flow, if a call is what it waits for. */
  async #begin(): Promise<void> {
    if (!this.#options.calls) return;
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
  async #tried(command: Exclude<CallLine, { do: 'fail' }>): Promise<string | undefined> {
    try {
      return await this.#carryOut(command);
    } catch (error) {
      if (error instanceof RefusedError) return error.message;
      throw error;
    }
  }

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
        await this.#line.answer(command.answer);
        return undefined;
      case 'agent':
        return this.#callAgent(command.number);
      case 'twiml':
        return this.#showTwiml();
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
    const legs = await liveLegs(this.#line);
    const held = legs.find(({ call }) => call.sid === this.#inHand);
    const leg =
      number !== undefined
        ? legs.find(({ call }) => otherEnd(call) === number)
        : act.answer !== undefined
          ? legs.findLast(isRinging)
          : held;
    if (leg === undefined) {
      if (number !== undefined) return `no call is at ${number}`;
      return act.answer === undefined ? 'you are in no call; :call calls the flow' : 'nothing rings';
    }
    const { call } = leg;
    if (act.answer === 'true' && (held === undefined || otherEnd(call) === this.#line.contact)) this.#inHand = call.sid;
    const given = act.digits !== undefined ? 'keys' : act.speech !== undefined ? 'words' : undefined;
    const ignored = given && ignoredInput(leg, given);
    await this.#line.act(call.sid, act);
    if (ignored !== undefined) {
      await this.#news.tell();
      this.#printer.note(ignored);
    }
    return undefined;
  }

  async #callAgent(number: string | undefined): Promise<string | undefined> {
    const doing = (await this.#held())?.doing;
    if (doing?.verb !== 'Enqueue') return 'you wait in no queue';
    await this.#line.takeFromQueue(String(doing.queue), number);
    return undefined;
  }

  async #showTwiml(): Promise<string | undefined> {
    const { transcript } = (await this.#held()) ?? { transcript: [] };
    const document = transcript.findLast(({ twiml }) => twiml !== undefined);
    if (!document) return 'you are in no call that has TwiML';
    this.#printer.line(String(document.twiml));
    return undefined;
  }

  async #held() {
    return (await liveLegs(this.#line)).find(({ call }) => call.sid === this.#inHand);
  }

  /** Time passes, and is told, until it is a person's turn or nothing goes on any more. */
  async #untilTurn(): Promise<void> {
    await this.#line.elapseUntil(() => isTurn(this.#line, this.#inHand), longestSeconds);
    await this.#news.tell();
    if (!this.#options.echoes) await this.#noteTurn();
  }

  /** Somebody at a terminal is told what is waited for. */
  async #noteTurn(): Promise<void> {
    const [request] = this.#line.pending;
    if (request) {
      const example = request.kind === 'document' ? '<Response><Hangup/></Response>' : '{"name":"Ann"}';
      return this.#printer.note(`type its answer, e.g. :http 200 ${example}`);
    }
    // Who rings is told already.
    if ((await liveLegs(this.#line)).some(isRinging)) return;
    const held = await this.#held();
    const what = held && awaited(held, this.#line.isConnected);
    if (what !== undefined) this.#printer.note(what);
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

function takesCalls({ initial_state: initial, states }: JsonObject): boolean {
  const all = Array.isArray(states) ? states.filter(isJsonObject) : [];
  const trigger = all.find(({ name, type }) => name === initial || type === 'trigger');
  const transitions = Array.isArray(trigger?.transitions) ? trigger.transitions.filter(isJsonObject) : [];
  return transitions.some(({ event, next }) => event === 'incomingCall' && typeof next === 'string' && next !== '');
}
