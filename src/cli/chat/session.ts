import { channelFields } from '../../carriers/channel-fields.ts';
import type { ContentTemplate, RenderedContent } from '../../carriers/content.ts';
import { answerContent } from '../../carriers/content-answer.ts';
import {
  type HttpRequest,
  type HttpResult,
  type JsonObject,
  type OutboundMessage,
  studioDefaults,
} from '../../engine/index.ts';
import { type HttpAnswer, type MessageAnswer, type Play, playFlow, type Subflows } from '../../testing/index.ts';
import { answerOf } from '../talk/answers.ts';
import { durationText } from '../talk/duration.ts';
import { Printer, type PrinterOptions } from '../talk/printer.ts';
import { type ChatLine, chatHelp, parseLine } from './commands.ts';
import { mediaFields, shownMessage } from './messages.ts';

export interface ChatOptions extends PrinterOptions {
  readonly definition: JsonObject;
  readonly subflows: Subflows;
  /** By their SIDs. */
  readonly templates: ReadonlyMap<string, ContentTemplate>;
  /** What is wrong with the definition, a line for each. */
  readonly faults: readonly string[];
  readonly contact: string;
  readonly address: string;
  readonly nowMs: number;
  /** What is said is printed too: nobody saw it being typed. */
  readonly echoes: boolean;
  /** Makes requests for real; absent: their answers are typed. */
  exchange?(accountSid: string, request: HttpRequest): Promise<HttpResult>;
  /** Runs functions; absent: by `exchange`. */
  runFunction?(accountSid: string, request: HttpRequest): Promise<HttpResult>;
}

/** A conversation with one flow: takes lines, prints what happens. */
export class ChatSession {
  readonly #options: ChatOptions;
  readonly #printer: Printer;
  #play: Play;
  #printedProblems = 0;
  #printedRuns = 0;
  /** The last template that was shown. */
  #shown: RenderedContent | undefined;
  #media = 0;

  constructor(options: ChatOptions) {
    this.#options = options;
    this.#printer = new Printer(options);
    this.#play = this.#newPlay();
  }

  greet(): void {
    const { contact, address, definition } = this.#options;
    this.#printer.greeting(definition, contact, address, this.#options.faults);
  }

  /** Carries out one line. */
  async take(line: string): Promise<'done' | 'failed' | 'quit'> {
    const command = parseLine(line);
    if (this.#options.echoes) this.#echo(command, line);
    const problem = command.do === 'fail' ? command.why : this.#carryOut(command);
    if (problem !== undefined) {
      this.#printer.error(problem);
      return 'failed';
    }
    await this.#answerForReal();
    this.#report();
    return command.do === 'quit' ? 'quit' : 'done';
  }

  /** Says how things stand at the end of a script. */
  end(): void {
    const { waitsIn, pending } = this.#play;
    if (!this.#options.echoes || waitsIn === undefined) return;
    this.#printer.note(
      pending.length > 0 ? `the flow is in "${waitsIn}", its request is open` : `the flow waits in "${waitsIn}"`,
    );
  }

  #echo(command: ChatLine, line: string): void {
    if (command.do === 'say' && command.media === undefined) this.#printer.said('you', command.text);
    else if (command.do !== 'nothing') this.#printer.line(line.trim());
  }

  #newPlay(): Play {
    const { definition, subflows, contact, address, nowMs } = this.#options;
    this.#printedProblems = 0;
    this.#printedRuns = 0;
    this.#shown = undefined;
    const request = (kind: string) => (made: HttpRequest, asking: { readonly state: string }) => {
      this.#printer.said(
        kind,
        `${made.method} ${made.url} ("${asking.state}")${made.body ? `\n${made.body}` : ''}`,
        this.#options.colours.cyan,
      );
      return undefined;
    };
    return playFlow({
      definition,
      subflows,
      start: null,
      ends: { contact, address },
      nowMs,
      messages: (message) => this.#show(message),
      http: request('http'),
      functions: request('function'),
    });
  }

  /** Gives the sentence that says why not, if it could not be done. */
  #carryOut(command: Exclude<ChatLine, { do: 'fail' }>): string | undefined {
    const play = this.#play;
    switch (command.do) {
      case 'nothing':
      case 'quit':
        return undefined;
      case 'say':
        this.#say(command.text, mediaFields(command.media ?? [], ++this.#media));
        return undefined;
      case 'press': {
        const answer = answerContent(command.press, this.#shown);
        if (!answer.ok) return answer.message;
        this.#say(answer.body, answer.params);
        return undefined;
      }
      case 'wait':
        play.elapse(command.seconds);
        return undefined;
      case 'answer':
        if (play.pending.length === 0) return 'no request is open';
        this.#answer(command.answer);
        return undefined;
      case 'request':
        if (this.#isActive()) return 'a run is active, as the REST API would say with 409; :restart forgets it';
        play.request(command.parameters);
        this.#noteDeadEnd();
        return undefined;
      case 'event':
        if (play.runs.length === 0) return 'nothing has started the flow yet';
        play.flowEvent(command.name, command.params);
        return undefined;
      case 'context':
        return this.#printer.context(play.runs.length === 0 ? undefined : play.context, command.path);
      case 'steps':
        return this.#printer.steps(play.runs.length === 0 ? undefined : play.steps);
      case 'restart':
        this.#play = this.#newPlay();
        this.#printer.note('everything is forgotten');
        return undefined;
      case 'help':
        this.#printer.help(chatHelp);
        return undefined;
      default:
        return command satisfies never;
    }
  }

  #say(text: string, params: { readonly [name: string]: string }): void {
    const { contact } = this.#options;
    const isNew = !this.#isActive();
    this.#play.receive(text, { ...channelFields(contact, params.MediaContentType0), ...params });
    if (isNew) this.#noteDeadEnd();
  }

  /** A run that ends where it began has a reason that nobody sees. */
  #noteDeadEnd(): void {
    const [step, ...more] = this.#play.steps;
    if (this.#isActive() || more.length > 0 || step?.transitionedTo !== 'Ended') return;
    this.#printer.note(`the trigger leads nowhere on ${step.event}: connect it to a widget`);
  }

  /** Prints what the contact gets. */
  #show(message: OutboundMessage): MessageAnswer {
    const { contact, templates, colours } = this.#options;
    const shown = shownMessage(message, contact, templates);
    if ('refused' in shown) return shown;
    this.#shown = shown.content ?? this.#shown;
    this.#printer.said('flow', shown.text, colours.green);
    return {};
  }

  #isActive(): boolean {
    return this.#play.runs.at(-1)?.execution.status === 'active';
  }

  #answer(answer: HttpAnswer): void {
    this.#play.answer(answer);
    // The flow notices only when its time is up.
    if ('fails' in answer && answer.fails === 'timeout') this.#play.elapse(studioDefaults.httpSeconds);
  }

  async #answerForReal(): Promise<void> {
    const { exchange, runFunction = exchange } = this.#options;
    for (let [effect] = this.#play.pending; effect; [effect] = this.#play.pending) {
      if (effect.type !== 'http.request' && effect.type !== 'function.run') return;
      const make = effect.type === 'function.run' ? runFunction : exchange;
      if (!make) return;
      this.#answer(answerOf(await make(this.#play.execution.accountSid, effect.request)));
    }
  }

  /** Prints what the engine has to say about the run. */
  #report(): void {
    const play = this.#play;
    const { runs } = play;
    for (const [place, run] of runs.entries()) {
      if (place < this.#printedRuns) continue;
      for (const { code, message } of run.problems.slice(this.#printedProblems)) {
        this.#printer.problem(`${code} ${message}`);
      }
      this.#printedProblems = run.problems.length;
      if (run.execution.status === 'active') continue;
      this.#printer.note(`the run has ended (${run.execution.endedReason})`);
      this.#printedRuns = place + 1;
      this.#printedProblems = 0;
    }
    if (play.pending.length > 0) this.#printer.note('type its answer, e.g. :http 200 {"name":"Ann"}');
    else if (play.deadlineMs !== null && !this.#options.echoes) {
      this.#printer.note(`"${play.waitsIn}" waits, ${durationText((play.deadlineMs - play.nowMs) / 1000)} left`);
    }
  }
}
