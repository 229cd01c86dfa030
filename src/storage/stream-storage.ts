import type { JsonObject } from '../engine/json.ts';

/** What happened, as the event streams tell it. */
export interface StreamEventRecord {
  /** Grows; never used again. */
  readonly id: number;
  /** A CloudEvents type, or `debugger`. */
  readonly type: string;
  readonly accountSid: string;
  readonly flowSid: string;
  readonly createdAtMs: number;
  readonly event: JsonObject;
}

/** The log behind the event streams, and how far each sink has come in it: a part of the port. */
export interface StreamStorage {
  /** Oldest first. */
  streamEvents(afterId: number, limit: number): Promise<readonly StreamEventRecord[]>;
  /** Id of the latest event that is kept; 0 when there is none. */
  lastStreamEventId(): Promise<number>;
  /** By the name of the sink: the last event it has taken. */
  streamCursors(): Promise<ReadonlyMap<string, number>>;
  saveStreamCursor(sink: string, afterId: number): Promise<void>;
  forgetStreamCursor(sink: string): Promise<void>;
  /** Removes the events up to and with this one. */
  purgeStreamEvents(upToId: number): Promise<void>;
}
