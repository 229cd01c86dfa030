/** Lines that the phone of the console plays a draft on: apart from all executions, each with a time of its own. */
import type { NetworkMessage, TextDraft } from '../../carriers/network.ts';
import type { HandsetAct, HandsetLeg } from '../../carriers/network-calls.ts';
import type { ContextPatch } from '../../engine/context.ts';
import type { JsonObject } from '../../engine/json.ts';
import type { OutboundRecord, ProblemRecord, StoredExecution, StoredStep } from '../../storage/storage.ts';

export interface PhoneLines {
  /** A new line; the account's oldest one is put away where it has too many. */
  open(accountSid: string, wish: LineWish): Promise<PhoneLine>;
  find(accountSid: string, sid: string): PhoneLine | undefined;
  close(line: PhoneLine): Promise<void>;
}

export interface LineWish {
  readonly definition: JsonObject;
  /** Addresses of one channel: `+1555…`, `whatsapp:+1555…`. */
  readonly contact: string;
  readonly number: string;
  /** Goes on from where the run of another line waited in this step. */
  readonly from?: { readonly line: PhoneLine; readonly stepSid: string };
}

/** A person did something, or time went by; a sentence says why not. Resolves when it is a person's turn. */
type Done = Promise<string | undefined>;

export interface PhoneLine {
  readonly sid: string;
  readonly accountSid: string;
  say(body: string, more: Partial<Omit<TextDraft, 'from' | 'to' | 'body'>>): Done;
  /** Calls the number. */
  call(): Done;
  /** At the handset of one leg. */
  act(callSid: string, act: HandsetAct): Done;
  /** Says nothing until the flow goes on. */
  beSilent(callSid: string): Done;
  /** The REST API starts a run. */
  start(parameters: JsonObject): Done;
  elapse(seconds: number): Done;
  /** Until the widget that waits gives up. */
  elapseToTimeout(): Done;
  answer(askId: number, answer: AskAnswer, isKept: boolean): Done;
  change(patch: ContextPatch): Done;
  /** What becomes of the next message. */
  setFate(fate: Fate | undefined): void;
  /** Plays this definition from now on. */
  follow(definition: JsonObject): Promise<void>;
  state(): Promise<LineState>;
}

/** What the flow asks of the world, and waits for. */
export interface Ask {
  readonly id: number;
  readonly kind: 'http' | 'function' | 'twiml';
  readonly method: string;
  readonly url: string;
  readonly body: string | undefined;
}

/** `really`: it is asked for real. */
export type AskAnswer =
  | 'really'
  | {
      readonly status: number;
      readonly body: string;
      readonly contentType: string | undefined;
      readonly afterSeconds: number;
    }
  | { readonly fails: 'timeout' | 'network' };

/** The carrier refuses a message with this code, or it ends with it. */
export interface Fate {
  readonly how: 'refused' | 'fails';
  readonly code: number;
}

export interface LineState {
  readonly nowMs: number;
  readonly contact: string;
  readonly number: string;
  readonly messages: readonly NetworkMessage[];
  /** Newest first. */
  readonly legs: readonly HandsetLeg[];
  /** Oldest first. */
  readonly runs: readonly LineRun[];
  readonly asks: readonly Ask[];
  readonly nextFate: Fate | undefined;
  /** Steps that the line can be taken up from. */
  readonly momentSids: readonly string[];
}

export interface LineRun {
  readonly execution: StoredExecution;
  readonly steps: readonly StoredStep[];
  readonly problems: readonly ProblemRecord[];
  /** Messages that it sent, each with its step. */
  readonly sent: readonly OutboundRecord[];
}
