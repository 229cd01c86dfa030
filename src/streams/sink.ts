import type { StreamEventRecord } from '../storage/storage.ts';
import type { StreamEventType } from './events.ts';

/** Where events go: a webhook, a broker. */
export interface Sink {
  /** Unique; what its place in the log is kept under. */
  readonly name: string;
  readonly kind: string;
  /** Events it wants; `flows`: only of these flows, `account`: only of this account. */
  readonly types: readonly StreamEventType[];
  readonly flows?: readonly string[];
  readonly account?: string;
  /** Events of one delivery. */
  readonly batchEvents: number;
  /** How long a batch may wait to grow. */
  readonly batchMs: number;
  /** Resolves when all were taken; throws `SinkFailed`, and is then asked again with the same events. */
  deliver(events: readonly StreamEventRecord[]): Promise<void>;
  close(): Promise<void>;
}

/** A delivery was not taken. The message is shown to the operator. */
export class SinkFailed extends Error {
  override readonly name = 'SinkFailed';
  /** How long the sink asks to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, options: { readonly retryAfterMs?: number; readonly cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** True for an event that the sink asked for. */
export function isWanted(sink: Sink, { type, flowSid, accountSid }: StreamEventRecord): boolean {
  return (
    (sink.types as readonly string[]).includes(type) &&
    (sink.flows === undefined || sink.flows.includes(flowSid)) &&
    (sink.account === undefined || sink.account === accountSid)
  );
}
