/** What goes into a play, and the records that come out of it. */
import type { CallRequest, HttpRequest, OutboundMessage, ProductRequest } from '../engine/effects.ts';
import type { ExecutionState, Step } from '../engine/execution.ts';
import type { JsonObject } from '../engine/json.ts';
import type { Limits } from '../engine/limits.ts';
import type { Problem } from '../engine/problems.ts';
import type { Settings } from '../engine/settings.ts';
import type { Widget } from '../engine/widget.ts';
import type { CallAnswers, HttpAnswers, MessageAnswers, ProductAnswers } from './answers.ts';
import type { Subflows } from './program.ts';
import type { Ends, Start } from './webhooks.ts';

export interface PlayOptions {
  readonly definition: JsonObject;
  readonly subflows?: Subflows;
  /** How the run begins: by a message `Hi` unless said; `null`: not yet, see `receive` and `request`. */
  readonly start?: Start | null;
  /** Addresses of the contact and of the flow, where the start does not say them. */
  readonly ends?: Ends;
  /** Answers to Make HTTP Request widgets. A request that nobody answers is an error. */
  readonly http?: HttpAnswers;
  /** Answers to Run Function widgets. */
  readonly functions?: HttpAnswers;
  /** What the carrier says to messages: accepted, without further reports, unless said. */
  readonly messages?: MessageAnswers;
  /** What tasks, conversations and documents say: done, unless said. */
  readonly products?: ProductAnswers;
  /** What the carrier says to a call that is made or recorded: done, unless said. */
  readonly calls?: CallAnswers;
  readonly settings?: Partial<Settings>;
  readonly limits?: Partial<Limits>;
  /** Time at the start, epoch milliseconds. */
  readonly nowMs?: number;
  readonly isTestUser?: boolean;
  /** When the run has ended, a message of the contact starts a new one, as in production; `false`: it is an error. */
  readonly startsNewRuns?: boolean;
  /** Kinds of widgets beside the built-in ones. */
  readonly widgets?: readonly Widget[];
}

/** A message that the flow handed to the carrier. */
export type SentMessage = OutboundMessage & {
  /** Name of the widget. */
  readonly state: string;
  readonly stepSid: string;
  /** Null while the carrier has not accepted it. */
  readonly sid: string | null;
};

/** A request that the flow made. */
export type MadeRequest = HttpRequest & { readonly type: 'http.request' | 'function.run'; readonly state: string };

/** What the flow asked of a product, or of the carrier about a call. */
export type AskedResource = (ProductRequest | CallRequest) & { readonly state: string };

/** One run of the flow. */
export interface PlayedRun {
  readonly sid: string;
  readonly execution: ExecutionState;
  readonly steps: readonly Step[];
  readonly problems: readonly Problem[];
}
