/**
 * The storage port: everything that survives a crash. Two rules hold for every adapter, and `conformance.ts` proves
 * them: a promise that resolved is on disk, and `change` is one serialised transaction per execution.
 */
import type { ContextPatch } from '../engine/context.ts';
import type { Effect, OutboundMessage } from '../engine/effects.ts';
import type { EndedReason, ExecutionKind, ExecutionState, Step } from '../engine/execution.ts';
import type { JsonObject } from '../engine/json.ts';
import type { Problem } from '../engine/problems.ts';
import type { AccountStorage } from './account-storage.ts';
import type { ConsoleStorage, RunEventRecord, TrafficCount } from './console-storage.ts';
import type { ReportStorage } from './report-storage.ts';
import type { StreamEventRecord, StreamStorage } from './stream-storage.ts';

export type { AccountRecord, AccountStorage, ApiKeyRecord } from './account-storage.ts';
export type {
  ConsoleStorage,
  EffectHealth,
  Exchange,
  RunCounts,
  RunEventRecord,
  RunPage,
  RunQuery,
  RunSummary,
  SessionRecord,
  Stop,
  StoreHealth,
  Traffic,
  TrafficCount,
  TrafficQuery,
  WorkingCopyRecord,
} from './console-storage.ts';
export type { ReportStorage, UnboundReport } from './report-storage.ts';
export type { StreamEventRecord, StreamStorage } from './stream-storage.ts';

export interface FlowRecord {
  readonly sid: string;
  readonly accountSid: string;
  readonly testUsers: readonly string[];
  readonly latestRevision: number;
  /** Highest published revision, if any. */
  readonly publishedRevision: number | null;
  readonly createdAtMs: number;
  /** When the latest revision was saved, if it is not the first. */
  readonly updatedAtMs: number | null;
}

/** One immutable save of a flow. */
export interface RevisionRecord {
  readonly flowSid: string;
  /** From 1. */
  readonly revision: number;
  readonly friendlyName: string;
  readonly status: 'draft' | 'published';
  /** The definition's exact JSON text, without blanks around it. */
  readonly definition: string;
  /** What was sent, where that is another text than `definition` and must come back to the byte. */
  readonly sentText?: string;
  readonly commitMessage: string | null;
  readonly authorSid: string | null;
  readonly isValid: boolean;
  readonly errors: readonly JsonObject[];
  readonly warnings: readonly JsonObject[];
  readonly createdAtMs: number;
}

/** A revision without its definition, as lists show it. */
export type RevisionSummary = Omit<RevisionRecord, 'definition' | 'sentText' | 'isValid' | 'errors' | 'warnings'>;

/** What every read of an execution gives; `state`, which is large, only where it is asked for. */
export interface ExecutionRecord {
  readonly sid: string;
  readonly accountSid: string;
  readonly flowSid: string;
  readonly revision: number;
  readonly status: 'active' | 'ended';
  readonly endedReason: EndedReason | null;
  /** Ended in a way that people look into: by a fault or a limit, or at a failure that leads nowhere. */
  readonly isFailed: boolean;
  readonly kind: ExecutionKind;
  /** What one active run per flow is unique by: see `runKey` in `runtime/`. */
  readonly key: string;
  readonly flowAddress: string;
  readonly contactAddress: string;
  /** `CA…`, `SM…`, `MM…`, `IM…` or the request SID `RQ…`. */
  readonly initiatedBy: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export interface StoredExecution extends ExecutionRecord {
  readonly state: ExecutionState;
  /** Revision of each subflow reference, resolved at the start: `subflowKey` → number; absent where there was none. */
  readonly pins: { readonly [subflowKey: string]: number };
  /** Earliest deadline of the run, or null. */
  readonly dueAtMs: number | null;
  /** Step that is now running (topmost flow), by which callbacks find the run. */
  readonly runningStepSid: string | null;
  /** Conversation that the run has joined: while it is active it is found under `conversationKey` too. */
  readonly conversationSid: string | null;
  /** Call that the run holds: while it is active it is found by it. */
  readonly callSid: string | null;
}

/** A message that is to leave. No step decided one of no run: a text of a conversation, a reply of TwiML. */
type MessageEffect = Omit<Extract<Effect, { type: 'message.send' }>, 'stepSid'> & { readonly stepSid: string | null };

/** An effect that has been decided and whose result is not in yet. */
export interface EffectRecord {
  readonly effect: Effect | MessageEffect;
  /** Null for a message of no run. */
  readonly executionSid: string | null;
  readonly accountSid: string;
  /**
   * When another attempt may begin: the safety net behind the node that committed it. In the queue of a sender: when
   * that may go on; null: at once.
   */
  readonly dueAtMs: number | null;
  /** Attempts begun so far. */
  readonly attempts: number;
  readonly createdAtMs: number;
  /** When the attempt that is under way began; null while none is. */
  readonly begunAtMs: number | null;
  /** When the latest attempt was cut off of which nobody knows whether it arrived; of a process that is gone: was found so. */
  readonly unknownSinceMs: number | null;
  /** Since when its attempts fail. */
  readonly failingSinceMs: number | null;
  /** Why the last of them failed. */
  readonly errorMessage: string | null;
  /** The queue it waits in, behind what was decided before it. */
  readonly sender: string | null;
  /** When its run was stopped while it was under way: what became of it is still found out, but it is not begun again. */
  readonly takenBackAtMs: number | null;
}

/** How an effect waits for its next attempt. */
export type EffectWait = Omit<
  EffectRecord,
  'effect' | 'executionSid' | 'accountSid' | 'createdAtMs' | 'begunAtMs' | 'takenBackAtMs'
>;

/** The answer that an inbound request got, kept so that a repeat gets the same. */
export interface InboundReply {
  readonly key: string;
  readonly executionSid: string | null;
  /** TwiML document; null while it is not known yet. */
  readonly twiml: string | null;
  readonly createdAtMs: number;
}

/** What became of a message of ours, kept apart from the run that sent it. */
export interface OutboundRecord {
  /** Key of its effect; null for a report that came before the answer to its send. */
  readonly key: string | null;
  /** Null when no carrier has taken it. */
  readonly messageSid: string | null;
  readonly accountSid: string;
  /** Null for a message of no run. */
  readonly executionSid: string | null;
  readonly stepSid: string | null;
  /** A status of the Messages resource; `queued` for one that is still to leave. */
  readonly status: string;
  readonly errorCode: number | null;
  readonly errorMessage: string | null;
  /** Attempts at sending it. */
  readonly attempts: number;
  /** When it was decided. */
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** An attempt with unknown outcome: the carrier had the message (`found`), or it was sent again. */
  readonly recovery: 'found' | 'sent-again' | null;
  /** Key of the message that was sent in its place. */
  readonly resentAs: string | null;
  /** What was asked for; null where an older version did not keep it. */
  readonly message: OutboundMessage | null;
}

/** Statuses of messages that have not arrived, or not left yet: what the outbox shows. */
export const outboxStatuses = ['queued', 'failed', 'undelivered', 'canceled'] as const;
export type OutboxStatus = (typeof outboxStatuses)[number];

/** What a carrier reports on a message. It counts when it is further along (`deliveryRank`). */
export interface DeliveryReport {
  readonly messageSid: string;
  readonly accountSid: string;
  readonly status: string;
  readonly errorCode: number | null;
  readonly errorMessage: string | null;
  readonly atMs: number;
  /** Set when a message of this run is under way: the report is kept although no such message is known yet. */
  readonly early?: { readonly executionSid: string; readonly stepSid: string };
}

export interface ProblemRecord extends Problem {
  readonly accountSid: string;
  readonly flowSid: string;
  readonly executionSid: string;
  readonly createdAtMs: number;
}

export interface StoredStep extends Step {
  readonly executionSid: string;
}

/** A step as lists show it, without its patch. */
export type StepSummary = Omit<StoredStep, 'patch'>;

/** Where a page begins: strictly after this row in the list's order. */
export interface Cursor {
  readonly createdAtMs: number;
  readonly sid: string;
}

export interface PageRequest {
  /** Rows wanted, 1 or more. */
  readonly limit: number;
  /** Rows after (older than) this one. */
  readonly after?: Cursor;
  /** Rows before (newer than) this one, nearest to it; still given newest first. */
  readonly before?: Cursor;
}

/** `hasMore`: rows exist beyond the page in the direction of travel. Rows are always newest first. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly hasMore: boolean;
}

export interface ExecutionFilter {
  readonly status?: 'active' | 'ended';
  /** Inclusive. */
  readonly createdFromMs?: number;
  /** Exclusive. */
  readonly createdToMs?: number;
}

/** An active run of a flow: what comes first here that leads to one counts. */
export interface RunTarget {
  readonly flowSid: string;
  /** The run in which the step is running. */
  readonly stepSid?: string;
  /** The first key that has a run. */
  readonly keys?: readonly string[];
  /** The run that holds the call. */
  readonly callSid?: string;
  /** The latest run of a call between these addresses. */
  readonly callBetween?: { readonly flowAddress: string; readonly contactAddress: string };
}

/** Which execution a change is about. */
export type ChangeTarget =
  | { readonly executionSid: string }
  | RunTarget
  /** The run of the flow that sent the message, or the message of no run; else the run in which the step is running. */
  | { readonly flowSid: string; readonly messageSid: string; readonly stepSid?: string }
  /** The message, be it still to leave, and the run that sent it. */
  | { readonly outboundKey: string };

/** What the transaction found before it decided. */
export interface Found {
  readonly execution: StoredExecution | undefined;
  /** The flow of the target or of the execution, if it (still) exists. */
  readonly flow: FlowRecord | undefined;
  /** Earlier answer under `inboundKey`. */
  readonly reply: InboundReply | undefined;
  /** The message of the target, where it names one that is known. */
  readonly outbound?: OutboundRecord;
}

/** Everything that one event writes, all or nothing. */
export interface Change {
  /** The execution to insert (`isNew`) or to overwrite whole. */
  readonly execution?: StoredExecution;
  readonly isNew?: boolean;
  readonly steps?: readonly StoredStep[];
  /** One whose key is known, waiting or settled, stays as it is. */
  readonly addEffects?: readonly EffectRecord[];
  /** Keys of effects that are settled. */
  readonly removeEffects?: readonly string[];
  /**
   * Take back the effects of this execution (it has ended by force). Those that surely have not left are dropped: no
   * attempt has begun, or only on paper (`unbegun`, keys). Their messages become `canceled`. The others are marked.
   */
  readonly takeBackEffectsOf?: {
    readonly executionSid: string;
    readonly atMs: number;
    readonly unbegun: readonly string[];
  };
  /** Inserted, or overwritten when the key is there. */
  readonly reply?: InboundReply;
  readonly problems?: readonly ProblemRecord[];
  /** Inserted or overwritten; a report that came before it and is further along counts. */
  readonly outbound?: readonly OutboundRecord[];
  readonly reports?: readonly DeliveryReport[];
  readonly traffic?: readonly TrafficCount[];
  /** What took the execution on. */
  readonly events?: readonly RunEventRecord[];
  /** Appended in this order. */
  readonly streamEvents?: readonly Omit<StreamEventRecord, 'id'>[];
}

export interface Storage extends AccountStorage, StreamStorage, ConsoleStorage, ReportStorage {
  // Flows
  /** Saves a flow with its first revision. */
  createFlow(flow: { readonly sid: string; readonly accountSid: string }, first: RevisionRecord): Promise<void>;
  /**
   * Adds the next revision: `build` gets the latest one inside the transaction and gives the new one, whose number
   * is latest + 1. Undefined when the flow does not exist. What `build` throws rejects the promise, nothing is saved.
   * With `endsWorkingCopy` the flow's working copy is gone with it.
   */
  addRevision(
    flowSid: string,
    build: (latest: RevisionRecord) => RevisionRecord,
    options?: { readonly endsWorkingCopy: boolean },
  ): Promise<RevisionRecord | undefined>;
  findFlow(sid: string): Promise<FlowRecord | undefined>;
  /** Newest first, each with its latest revision. */
  listFlows(
    accountSid: string,
    page: PageRequest,
  ): Promise<Page<{ readonly flow: FlowRecord; readonly latest: RevisionSummary }>>;
  findRevision(flowSid: string, revision: number): Promise<RevisionRecord | undefined>;
  /** Highest first. Cursor: `createdAtMs` is the revision number. */
  listRevisions(flowSid: string, page: PageRequest): Promise<Page<RevisionSummary>>;
  setTestUsers(flowSid: string, testUsers: readonly string[]): Promise<boolean>;
  /** Removes the flow and its revisions at once; its executions go in `purge`. False when there was none. */
  deleteFlow(sid: string): Promise<boolean>;

  // Executions
  /**
   * One event, one transaction: finds, lets `decide` (synchronous, pure) say what to write, writes it. Resolves when
   * the change is durable. What `decide` throws rejects the promise and writes nothing.
   */
  change<T>(
    target: ChangeTarget,
    inboundKey: string | undefined,
    decide: (found: Found) => { readonly change?: Change; readonly result: T },
  ): Promise<T>;
  findExecution(sid: string): Promise<ExecutionRecord | undefined>;
  /** With state, pins and deadline. */
  findStoredExecution(sid: string): Promise<StoredExecution | undefined>;
  listExecutions(flowSid: string, filter: ExecutionFilter, page: PageRequest): Promise<Page<ExecutionRecord>>;
  /** Removes the execution with all that belongs to it. */
  deleteExecution(sid: string): Promise<boolean>;

  // Steps. Cursor: `createdAtMs` is the sequence.
  listSteps(executionSid: string, page: PageRequest): Promise<Page<StepSummary>>;
  findStep(sid: string): Promise<StoredStep | undefined>;
  /** Patches of the steps of one flow frame (same `parentStepSid`) up to and with `sequence`, oldest first. */
  stepPatches(executionSid: string, parentStepSid: string | null, sequence: number): Promise<readonly ContextPatch[]>;
  listProblems(executionSid: string): Promise<readonly ProblemRecord[]>;

  // Outbound messages
  findOutbound(messageSid: string): Promise<OutboundRecord | undefined>;
  /** By key; one that is still to leave too. */
  findOutboundByKey(key: string): Promise<OutboundRecord | undefined>;
  /** What was reported on a message of this step whose send has no answer yet. */
  findEarlyReport(stepSid: string): Promise<OutboundRecord | undefined>;
  /** Newest first. Cursor: `sid` is the key. Without a status: all of `outboxStatuses`. */
  listOutbox(accountSid: string, status: OutboxStatus | undefined, page: PageRequest): Promise<Page<OutboundRecord>>;

  // Work that is due
  /** SIDs of active executions whose deadline is at or before `nowMs`, earliest first. */
  dueExecutions(nowMs: number, limit: number): Promise<readonly string[]>;
  /**
   * Takes effects that are due: each is given out once until `leaseMs` later, its attempts counted. An attempt that is
   * still under way by then counts as one with unknown outcome, cut off at this moment: it may have gone on until now.
   */
  takeDueEffects(nowMs: number, leaseMs: number, limit: number): Promise<readonly EffectRecord[]>;
  /** The same for what queues behind a sender, in the order in which it was decided. */
  takeQueuedEffects(sender: string, nowMs: number, leaseMs: number, limit: number): Promise<readonly EffectRecord[]>;
  /** Senders that effects queue behind, each with the due time of its first. */
  effectSenders(): Promise<readonly { readonly sender: string; readonly notBeforeMs: number | null }[]>;
  /**
   * Ends an attempt: says how the effect waits for the next one. One that was taken back and surely did not leave is
   * dropped, and its message `canceled`.
   */
  putOffEffect(key: string, wait: EffectWait): Promise<void>;
  /** Ends the leases of a process that is gone: for the only node of a store, when it starts. */
  releaseEffects(nowMs: number): Promise<number>;
  /** Earliest deadline of an execution or due time of an effect. */
  nextDueMs(): Promise<number | null>;
  /** Active executions that hold a call, or held one, and have not changed since `sinceMs`, in any order. */
  quietCallExecutions(sinceMs: number): Promise<readonly string[]>;
  /** Active executions created before `createdBeforeMs`, oldest first. */
  expiredExecutions(createdBeforeMs: number, limit: number): Promise<readonly string[]>;
  /**
   * Removes at most `limit` ended executions created before `createdBeforeMs` or of deleted flows (active ones too),
   * with all that belongs to them, and replies and settled messages of no run as old. Gives how many executions went.
   */
  purge(createdBeforeMs: number, limit: number): Promise<number>;

  /** True when a write and a read succeed: the readiness probe. */
  isReady(): Promise<boolean>;
  close(): Promise<void>;
}
