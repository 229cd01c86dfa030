import type { createColors } from 'picocolors';
import { type Json, type JsonObject, valueAt } from '../../engine/index.ts';
import type { Help } from './commands.ts';

export interface PrinterOptions {
  readonly colours: ReturnType<typeof createColors>;
  print(line: string): void;
}

type Paint = (text: string) => string;

/** Writes a conversation, line by line. */
export class Printer {
  readonly #options: PrinterOptions;

  constructor(options: PrinterOptions) {
    this.#options = options;
  }

  /** As it stands. */
  line(text: string): void {
    this.#options.print(text);
  }

  /** What nobody says. */
  note(text: string): void {
    this.line(this.#options.colours.dim(`-- ${text}`));
  }

  problem(text: string): void {
    this.said('problem', text, this.#options.colours.yellow);
  }

  error(text: string): void {
    this.said('error', text, this.#options.colours.red);
  }

  said(who: string, text: string, paint: Paint = (plain) => plain): void {
    const [first = '', ...more] = text.split('\n');
    this.line(`${paint(`${who}:`)} ${first}`);
    for (const line of more) this.line(`${' '.repeat(who.length + 1)} ${line}`);
  }

  help(help: Help): void {
    const width = Math.max(...help.map(([usage]) => usage.length));
    for (const [usage, meaning] of help) this.line(`  ${usage.padEnd(width)} ${meaning}`);
  }

  greeting({ description }: JsonObject, contact: string, address: string, faults: readonly string[]): void {
    const about = typeof description === 'string' && description !== '' ? ` (${description})` : '';
    this.note(`you are ${contact}, the flow is ${address}${about}; :help lists the commands`);
    for (const fault of faults) this.problem(fault);
  }

  /** Gives the sentence that says that there is nothing at the path. */
  context(context: JsonObject | undefined, path: readonly string[]): string | undefined {
    if (!context) return notStarted;
    const value: Json | undefined = valueAt(context, path);
    if (value === undefined) return `the context has no ${path.join('.')}`;
    this.line(JSON.stringify(value, null, 2));
    return undefined;
  }

  /** Steps of a run, oldest first; undefined: there is none. */
  steps(steps: readonly PrintedStep[] | undefined): string | undefined {
    if (!steps) return notStarted;
    for (const { transitionedFrom, event, transitionedTo, parentStepSid } of steps) {
      this.line(`${parentStepSid === null ? '' : '  '}${transitionedFrom} -- ${event} --> ${transitionedTo}`);
    }
    return undefined;
  }
}

interface PrintedStep {
  readonly transitionedFrom: string;
  readonly event: string;
  readonly transitionedTo: string;
  /** Set in a subflow. */
  readonly parentStepSid: string | null;
}

const notStarted = 'nothing has started the flow yet';
