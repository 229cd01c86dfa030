import type { HttpRequest } from '../engine/effects.ts';
import type { ExecutionEvent } from '../engine/events.ts';
import type { Cursor, ExecutionRecord, OutboundRecord } from './storage.ts';

/** What the console keeps, and what it asks of the store: a part of the port. */

/** Somebody who signed in to the console. */
export interface SessionRecord {
  /** Hex SHA-256 of the value that the browser keeps. */
  readonly tokenSha256: string;
  /** Account of the credentials that opened it. */
  readonly accountSid: string;
  /** The key that opened it; null with the account's own token. */
  readonly apiKeySid: string | null;
  /** Hex SHA-256 of the token or secret: with another one, the session is over. */
  readonly secretSha256: string;
  /** Signed in without credentials, on this machine. */
  readonly isAutomatic: boolean;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
}

/** What somebody is editing: no revision, replaced in place, valid or not. */
export interface WorkingCopyRecord {
  readonly flowSid: string;
  /** Grows with each save; never the same again. */
  readonly version: number;
  /** Revision that the edits began at. */
  readonly baseRevision: number;
  readonly authorSid: string | null;
  readonly savedAtMs: number;
  /** JSON text of the notes beside the flow. */
  readonly notes: string | null;
  /** Any text. */
  readonly definition: string;
}

/** Which runs a list shows. What is absent does not matter. */
export interface RunQuery {
  readonly accountSid: string;
  readonly flowSid?: string;
  /** `ended`: and not failed. `stuck`: active, and nothing seems to take it on, see `StuckReason`. */
  readonly status?: 'active' | 'ended' | 'failed' | 'stuck';
  /** The whole address. */
  readonly contact?: string;
  /** Widget of the main flow that the run is at, or ended at. */
  readonly widget?: string;
  readonly revision?: number;
  /** Inclusive. */
  readonly createdFromMs?: number;
  /** Exclusive. */
  readonly createdToMs?: number;
  /** A part of the contact's address. */
  readonly search?: string;
}

/** Its deadline is over a minute late; it has none and waits for over a day; or the call that it waits on is over. */
export type StuckReason = 'late' | 'no-deadline' | 'call-over';

export interface RunSummary extends ExecutionRecord {
  readonly widget: string | null;
  readonly isTestUser: boolean;
  readonly dueAtMs: number | null;
  readonly stuck: StuckReason | null;
}

export interface RunPage {
  /** Newest first. */
  readonly rows: readonly RunSummary[];
  /** Where the next page begins. A page may have few rows, or none, and yet a next one: the search goes on there. */
  readonly next: Cursor | null;
}

/** Each at most `max`. */
export interface RunCounts {
  readonly active: number;
  readonly ended: number;
  readonly failed: number;
  readonly stuck: number;
}

/** An event that took a run on, kept with the run: with them it can be run again, on any revision. */
export interface RunEventRecord {
  readonly executionSid: string;
  readonly atMs: number;
  readonly event: ExecutionEvent;
  /** Of the result of an HTTP request or function: what was asked, and how. */
  readonly exchange: Exchange | null;
  /** Of a run that somebody ended. */
  readonly stopped: Stop | null;
}

export interface Exchange {
  readonly request: HttpRequest;
  readonly attempts: number;
  /** When the last attempt began. */
  readonly begunAtMs: number | null;
}

/** Who ended a run, and why. */
export interface Stop {
  /** The key, or the account whose token was used. */
  readonly bySid: string;
  readonly through: 'api' | 'console';
  /** In the words of who did it. */
  readonly reason: string | null;
}

/** One thing that happened at a widget of a flow. */
export interface TrafficCount {
  readonly flowSid: string;
  readonly revision: number;
  readonly isTestUser: boolean;
  readonly atMs: number;
  readonly widget: string;
  /** It was left, or the run ended there. */
  readonly kind: 'transition' | 'ended' | 'failed';
  /** Of a transition, else empty. */
  readonly event: string;
  /** Where the transition led; empty: nowhere. */
  readonly target: string;
}

export interface TrafficQuery {
  readonly flowSid: string;
  readonly revision: number;
  /** Whole hours: the one it falls into is in. */
  readonly fromMs: number;
  /** Exclusive. */
  readonly toMs: number;
  readonly withTestUsers: boolean;
}

export interface Traffic extends Pick<TrafficCount, 'widget' | 'kind' | 'event' | 'target'> {
  readonly count: number;
}

/** How the store and what it waits for are doing. Counts stop at ten thousand. */
export interface StoreHealth {
  /** Of the latest commits, in milliseconds; null before the first. */
  readonly commits: { readonly measured: number; readonly p50Ms: number | null; readonly p99Ms: number | null };
  readonly deadlines: { readonly dueInAnHour: number; readonly late: number };
  readonly effects: readonly EffectHealth[];
}

/** Effects of one type that are not settled. */
export interface EffectHealth {
  readonly type: string;
  /** Of all of them: those whose attempt is under way. */
  readonly underWay: number;
  readonly waiting: number;
  /** Those whose last attempt failed, and since when the first of them does. */
  readonly failing: number;
  readonly failingSinceMs: number | null;
  /** Why the one that fails longest does. */
  readonly errorMessage: string | null;
}

export interface ConsoleStorage {
  /** Saves it, and removes those that had expired when it was made. */
  saveSession(session: SessionRecord): Promise<void>;
  /** Expired ones too. */
  findSession(tokenSha256: string): Promise<SessionRecord | undefined>;
  deleteSession(tokenSha256: string): Promise<boolean>;

  // Working copies: one for each flow, gone with it
  findWorkingCopy(flowSid: string): Promise<WorkingCopyRecord | undefined>;
  /**
   * Replaces it. With `expectedVersion` only where it is still that one (0: where there is none), else `stale`.
   * Undefined when the flow does not exist.
   */
  saveWorkingCopy(
    copy: Omit<WorkingCopyRecord, 'version'>,
    expectedVersion?: number,
  ): Promise<WorkingCopyRecord | 'stale' | undefined>;
  deleteWorkingCopy(flowSid: string): Promise<boolean>;

  // Runs, for people
  /** At most `limit` runs, from the first after `after` on; looks through a bounded number of them for each page. */
  listRuns(query: RunQuery, nowMs: number, page: { readonly limit: number; readonly after?: Cursor }): Promise<RunPage>;
  /** One run; undefined when there is none, or its flow is gone. */
  findRun(sid: string, nowMs: number): Promise<RunSummary | undefined>;
  countRuns(query: Pick<RunQuery, 'accountSid' | 'flowSid'>, nowMs: number, max: number): Promise<RunCounts>;
  /** Events of the run after its trigger, oldest first; none of what older versions ran. */
  runEvents(executionSid: string): Promise<readonly RunEventRecord[]>;
  /** Messages of the run that have left, or never will, oldest first. */
  messagesOfRun(executionSid: string): Promise<readonly OutboundRecord[]>;
  /** Of what the account waits for. */
  health(accountSid: string, nowMs: number): Promise<StoreHealth>;
  /** In no order. */
  traffic(query: TrafficQuery): Promise<readonly Traffic[]>;
}
