import type { Carrier } from '../carriers/carrier.ts';
import type { HttpRequest, HttpResult, OutboundMessage } from '../engine/effects.ts';
import type { ExecutionState, Step } from '../engine/execution.ts';
import type { Limits } from '../engine/limits.ts';
import type { Problem } from '../engine/problems.ts';
import type { Settings } from '../engine/settings.ts';
import type { Widget } from '../engine/widget.ts';
import type { MessageFate, Products } from '../products/products.ts';
import type { ExecutionRecord, Storage, StreamEventRecord } from '../storage/storage.ts';
import type { Clock } from './clock.ts';

/** What a runtime is made of; `server/` and tests put it together. */
export interface RuntimeDeps {
  readonly storage: Storage;
  readonly carrier: Carrier;
  /** Makes one HTTP exchange for an account: signs, authenticates, guards. */
  readonly exchange: (accountSid: string, request: HttpRequest) => Promise<HttpResult>;
  /** Runs a function, wherever it lives; absent: by `exchange`. */
  readonly runFunction?: (accountSid: string, request: HttpRequest) => Promise<HttpResult>;
  /** Absent: every product is refused. */
  readonly products?: Products;
  /** How fast the sender of a message may send; absent or undefined: as fast as the carrier takes it. */
  readonly pace?: (accountSid: string, message: OutboundMessage) => SenderPace | undefined;
  /**
   * Tells whoever posted a message of no run what became of it, or of the one that was sent in its place (its key, and a
   * number behind a period): at least once, before the outbox has it so. Absent: nobody wants to know.
   */
  readonly tellPoster?: (key: string, fate: MessageFate) => Promise<void>;
  readonly clock: Clock;
  readonly sid: (prefix: string) => string;
  readonly limits: Limits;
  readonly settings: Settings;
  readonly widgets: ReadonlyMap<string, Widget>;
  /** Public base of the flow webhooks, without a slash at the end; known once the server listens. */
  webhookBase(): string;
  /** How long a webhook may wait for TwiML. `WEBHOOK_BUDGET_MS` (execution-model §4) */
  readonly webhookBudgetMs?: number;
  readonly log: RuntimeLog;
  /** Told of everything that happens to runs; absent: nobody is. */
  readonly listener?: RunListener;
}

/** Messages with the same key wait for each other. */
export interface SenderPace {
  readonly key: string;
  readonly perSecond: number;
}

/** One change to a run. */
export interface RunHappening {
  readonly execution: Omit<ExecutionRecord, 'status' | 'endedReason' | 'isFailed'>;
  readonly status: ExecutionState['status'];
  readonly endedReason: ExecutionState['endedReason'];
  readonly isNew: boolean;
  /** Steps that ended, oldest first. */
  readonly steps: readonly Step[];
  readonly problems: readonly Problem[];
  readonly nowMs: number;
}

export interface RunListener {
  /** What is to be recorded of it, in the same transaction. Synchronous, and it must not throw. */
  record(happening: RunHappening): readonly Omit<StreamEventRecord, 'id'>[];
  /** It is committed. Synchronous, and it must not throw. */
  committed(happening: RunHappening): void;
}

export interface RuntimeLog {
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}
