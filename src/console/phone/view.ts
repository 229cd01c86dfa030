/**
 * What the phone shows, and what can be done with it, whatever plays behind it: the draft on a line of its own, or the
 * published revision over the simulated carrier.
 */
import type { ContextPatch } from '../../engine/context.ts';
import type { JsonObject } from '../../engine/json.ts';

/** A line between a contact and a number, as it is now. */
export interface LineView {
  readonly nowMs: number;
  readonly contact: string;
  readonly number: string;
  /** Oldest first. */
  readonly messages: readonly Message[];
  /** Newest first. */
  readonly legs: readonly Leg[];
  /** Executions, oldest first. */
  readonly runs: readonly Run[];
  /** What the flow asks of the world, and waits for. */
  readonly asks: readonly Ask[];
  /** What becomes of the next message of the flow: `refused 21610`, `fails 30003`; empty: it arrives. */
  readonly nextFate: string;
  /** Steps that can be gone back to. */
  readonly moments: readonly string[];
}

export interface Message {
  readonly sid: string;
  readonly isFromContact: boolean;
  /** The step that sent it. */
  readonly stepSid: string | undefined;
  readonly body: string;
  readonly media: readonly { readonly url: string; readonly contentType: string }[];
  readonly buttons: readonly Press[];
  /** The text of the button that opens the list; its rows. */
  readonly list: { readonly button: string; readonly rows: readonly Press[] } | undefined;
  readonly status: string;
  readonly errorCode: number | undefined;
  readonly createdMs: number;
}

/** A button or a row. `leads`: where it leads instead of answering: an address, a number, a code. */
export interface Press {
  readonly id: string;
  readonly title: string;
  readonly description: string | undefined;
  readonly leads: string | undefined;
}

/** One end of a call, at the handset of a contact or of somebody who was dialled. */
export interface Leg {
  readonly sid: string;
  /** The call whose document dialled this one. */
  readonly parentSid: string | undefined;
  readonly isIncoming: boolean;
  readonly from: string;
  readonly to: string;
  readonly status: string;
  /** The verb under way: `Gather`, `Record`, `Pay`, … */
  readonly verb: string | undefined;
  readonly isListening: boolean;
  readonly createdMs: number;
  readonly answeredMs: number | undefined;
  readonly endedMs: number | undefined;
  readonly transcript: readonly LegEntry[];
}

export interface LegEntry {
  readonly id: number;
  readonly atMs: number;
  readonly kind: string;
  readonly facts: { readonly [name: string]: unknown };
}

export interface Run {
  readonly sid: string;
  readonly status: 'active' | 'ended';
  readonly endedReason: string | undefined;
  readonly isFailed: boolean;
  readonly createdMs: number;
  readonly updatedMs: number;
  /** The main flow first, then a subflow. */
  readonly waiting: readonly Waiting[];
  readonly steps: readonly RunStep[];
  readonly problems: readonly {
    readonly code: number;
    readonly message: string;
    readonly widget: string | undefined;
  }[];
  readonly context: JsonObject;
}

export interface Waiting {
  readonly widget: string;
  readonly stepSid: string;
  readonly enteredMs: number;
  readonly deadlineMs: number | undefined;
  readonly pendingEffects: number;
}

export interface RunStep {
  readonly sid: string;
  /** Set in a subflow. */
  readonly parentSid: string | undefined;
  readonly widget: string;
  readonly type: string;
  readonly event: string;
  /** Undefined: the branch ended. */
  readonly to: string | undefined;
  readonly enteredMs: number;
  readonly endedMs: number;
  readonly changes: ContextPatch;
}

export interface Ask {
  readonly id: number;
  readonly kind: string;
  readonly method: string;
  readonly url: string;
  readonly body: string | undefined;
}

export type AskAnswer =
  | { readonly how: 'really' | 'timeout' | 'network' }
  | {
      readonly how: 'reply';
      readonly status: number;
      readonly body: string;
      readonly contentType: string;
      readonly afterSeconds: number;
    };

/** What a person does. */
export type Deed =
  | { readonly do: 'say'; readonly body: string; readonly media?: readonly string[] }
  | { readonly do: 'press'; readonly press: Press; readonly isRow: boolean }
  | { readonly do: 'call' }
  | { readonly do: 'handset'; readonly call: string; readonly act: HandsetAct }
  | { readonly do: 'silence'; readonly call: string }
  | { readonly do: 'start'; readonly parameters: string }
  | { readonly do: 'elapse'; readonly seconds: number }
  | { readonly do: 'timeout' }
  | { readonly do: 'fate'; readonly fate: string }
  | { readonly do: 'answer'; readonly ask: number; readonly answer: AskAnswer; readonly isKept: boolean }
  | { readonly do: 'change'; readonly path: readonly string[]; readonly value: string };

/** Fields as the handsets of the server take them: `Digits`, `Speech`, `Answer`, `Status`, … */
export type HandsetAct = { readonly [field: string]: string };

/** What plays. Whatever is refused is thrown, with the sentence that says why. */
export interface PhoneLine {
  /** Time moves only when it is told to. */
  readonly isVirtual: boolean;
  /** `definition`: the flow as it is now. */
  act(deed: Deed, definition: string): Promise<LineView>;
  read(): Promise<LineView>;
  /** Called when there is something new to read. Returns a function that ends this. */
  watch(listener: () => void): () => void;
  close(): void;
}
