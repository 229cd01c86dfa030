/** Calls of a telephone network whose other end can be played: the account's side, and the handset's. */
import type { Granted, NetworkPage, NetworkPageRequest } from './network.ts';

/** As the account sees it: `outbound-dial` is a leg that a document dialled. */
export type CallDirection = 'inbound' | 'outbound-api' | 'outbound-dial';

/** Source: carrier page §C3. */
export type CallStatus =
  | 'queued'
  | 'ringing'
  | 'in-progress'
  | 'completed'
  | 'busy'
  | 'no-answer'
  | 'failed'
  | 'canceled';

/** One leg of a call. */
export interface NetworkCall {
  /** `CA…`. */
  readonly sid: string;
  readonly accountSid: string;
  /** The leg whose document dialled this one. */
  readonly parentSid: string | null;
  readonly direction: CallDirection;
  readonly from: string;
  readonly to: string;
  readonly status: CallStatus;
  /** `human`, `machine_start`, … where somebody was asked to find out. */
  readonly answeredBy: string | null;
  readonly forwardedFrom: string | null;
  /** The own number that it came in at. */
  readonly phoneNumberSid: string | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** When it began to ring. */
  readonly startedAtMs: number | null;
  readonly answeredAtMs: number | null;
  readonly endedAtMs: number | null;
}

/** Where something is asked for, or told; methods are POST unless they say GET. */
export interface CallbackDraft {
  readonly url?: string | undefined;
  readonly method?: string | undefined;
  readonly events?: readonly string[];
}

export interface RecordingDraft {
  /** 1 or 2. */
  readonly channels: number;
  readonly track: string;
  readonly statusCallback: CallbackDraft;
}

/** A call as the account asks for it; checked by the network. Source: carrier page §C3. */
export interface CallDraft {
  readonly to?: string | undefined;
  readonly from?: string | undefined;
  readonly url?: string | undefined;
  readonly method?: string | undefined;
  /** Counts where there is no `url`. */
  readonly twiml?: string | undefined;
  readonly applicationSid?: string | undefined;
  readonly fallback?: CallbackDraft;
  readonly statusCallback?: CallbackDraft;
  readonly sendDigits?: string | undefined;
  readonly callerId?: string | undefined;
  readonly timeoutSeconds?: number | undefined;
  readonly timeLimitSeconds?: number | undefined;
  /** Recorded from the answer on. */
  readonly recording?: RecordingDraft | undefined;
  readonly machineDetection?: MachineDetection | undefined;
}

export interface MachineDetection {
  readonly mode: 'Enable' | 'DetectMessageEnd';
  readonly timeoutSeconds: number;
  /** The call goes on meanwhile, and `asyncCallback` is told the verdict. */
  readonly isAsync: boolean;
  readonly asyncCallback: CallbackDraft;
}

/** What changes about a call that goes on. `url` and `twiml` exclude each other. */
export interface CallChanges {
  readonly url?: string | undefined;
  readonly method?: string | undefined;
  readonly twiml?: string | undefined;
  readonly status?: 'completed' | 'canceled' | undefined;
  readonly fallback?: CallbackDraft;
  readonly statusCallback?: CallbackDraft;
  readonly timeLimitSeconds?: number | undefined;
}

export interface CallFilter {
  readonly to?: string | undefined;
  readonly from?: string | undefined;
  readonly parentSid?: string | undefined;
  readonly status?: string | undefined;
  readonly startedFromMs?: number | undefined;
  readonly startedToMs?: number | undefined;
  readonly endedFromMs?: number | undefined;
  readonly endedToMs?: number | undefined;
}

export interface NetworkRecording {
  /** `RE…`. */
  readonly sid: string;
  readonly accountSid: string;
  readonly callSid: string;
  readonly conferenceSid: string | null;
  /** `RecordVerb`, `DialVerb`, `OutboundAPI`, `StartCallRecordingAPI`, … */
  readonly source: string;
  readonly channels: number;
  readonly track: string;
  readonly status: 'in-progress' | 'paused' | 'stopped' | 'processing' | 'completed' | 'absent';
  /** Null while it is made. */
  readonly durationSeconds: number | null;
  readonly startedAtMs: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** The sound of a recording; `chunks` may be read once. */
export interface RecordedSound {
  readonly contentType: string;
  readonly byteLength: number;
  readonly chunks: Iterable<Uint8Array>;
}

export interface NetworkQueue {
  /** `QU…`. */
  readonly sid: string;
  readonly accountSid: string;
  readonly friendlyName: string;
  readonly maxSize: number;
  readonly currentSize: number;
  /** Seconds that those who wait have waited, on average. */
  readonly averageWaitSeconds: number;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export interface NetworkQueueMember {
  readonly callSid: string;
  readonly queueSid: string;
  readonly enqueuedAtMs: number;
  /** From 1. */
  readonly position: number;
  readonly waitSeconds: number;
}

export interface NetworkConference {
  /** `CF…`. */
  readonly sid: string;
  readonly accountSid: string;
  readonly friendlyName: string;
  /** `init` until it begins. */
  readonly status: 'init' | 'in-progress' | 'completed';
  /** Why it ended; null while it lasts. */
  readonly reasonEnded: string | null;
  /** The call whose going, or whose account, ended it. */
  readonly endedBy: string | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

export interface NetworkParticipant {
  readonly callSid: string;
  readonly conferenceSid: string;
  readonly accountSid: string;
  readonly label: string | null;
  readonly isMuted: boolean;
  readonly isOnHold: boolean;
  readonly startsConference: boolean;
  readonly endsConference: boolean;
  readonly status: 'connected';
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
}

/** What changes about a participant; what is absent stays. */
export interface ParticipantChanges {
  readonly isMuted?: boolean | undefined;
  readonly isOnHold?: boolean | undefined;
  readonly endsConference?: boolean | undefined;
}

/** A call as a handset places it: to one of the account's numbers. */
export interface HandsetCallDraft {
  readonly from: string;
  readonly to: string;
  /** More parameters of every webhook of the call, such as `FromCity` or `SipHeader_X-Id`. */
  readonly params: { readonly [name: string]: string };
}

export interface SpokenWords {
  readonly text: string;
  readonly confidence: number | undefined;
}

/** What the person at a handset does on a leg; several at once happen in this order. */
export interface HandsetAct {
  readonly answer?: HandsetAnswer | undefined;
  /** Who took the call, for those who want to know: `human`, `machine_start`, `machine_end_beep`, `fax`, … */
  readonly answeredBy?: string | undefined;
  /** Keys `0-9 * # A-D`. */
  readonly digits?: string | undefined;
  /** Words, or their sound for whoever listens. */
  readonly speech?: SpokenWords | { readonly audio: Uint8Array } | undefined;
  /** What the handset says to a recording, all at once. */
  readonly recording?: SuppliedRecording | undefined;
  /** The outcome of `Pay`, of a virtual agent, … : parameters of the verb's action. */
  readonly outcome?: { readonly [name: string]: string } | undefined;
  readonly hangsUp?: boolean | undefined;
}

/** Who a carrier finds at the other end, where it is asked to find out. Source: voice page §4. */
export const answeredByValues = [
  'human',
  'machine_start',
  'machine_end_beep',
  'machine_end_silence',
  'machine_end_other',
  'fax',
  'unknown',
] as const;

export type HandsetAnswer = 'true' | 'busy' | 'no-answer' | 'reject' | 'failed';

export interface SuppliedRecording {
  /** How long it is, where there is no audio. */
  readonly seconds?: number | undefined;
  readonly audio?: { readonly contentType: string; readonly bytes: Uint8Array } | undefined;
  readonly transcript?: string | undefined;
}

/** What a leg is at, as whoever holds the handset sees it. */
export interface HandsetLeg {
  readonly call: NetworkCall;
  /** The verb under way, with what it waits for; null between two. */
  readonly doing: { readonly verb: string; readonly [fact: string]: unknown } | null;
  /** Nothing is heard, and it is the turn of the person. */
  readonly isListening: boolean;
  readonly transcript: readonly CallEntry[];
}

/** Something that happened on a leg. Ids grow by one; the first ones may be gone. */
export interface CallEntry {
  readonly id: number;
  readonly atMs: number;
  /** `status`, `document`, `said`, `played`, `keys`, `speech`, `warning`, `error`, … */
  readonly kind: string;
  readonly [fact: string]: unknown;
}

/** Undefined: there is no such call in this account. */
export interface NetworkCalls {
  // The account's side
  create(accountSid: string, draft: CallDraft): Promise<Granted<NetworkCall>>;
  find(accountSid: string, sid: string): Promise<NetworkCall | undefined>;
  list(accountSid: string, filter: CallFilter, page: NetworkPageRequest): Promise<NetworkPage<NetworkCall>>;
  update(accountSid: string, sid: string, changes: CallChanges): Promise<Granted<NetworkCall> | undefined>;
  remove(accountSid: string, sid: string): Promise<Granted<NetworkCall> | undefined>;

  startRecording(
    accountSid: string,
    callSid: string,
    draft: RecordingDraft,
  ): Promise<Granted<NetworkRecording> | undefined>;
  /** `sid` may be `Twilio.CURRENT`. */
  updateRecording(
    accountSid: string,
    callSid: string,
    sid: string,
    change: { readonly status: 'stopped' | 'paused' | 'in-progress'; readonly skipsPause: boolean },
  ): Promise<Granted<NetworkRecording> | undefined>;
  findRecording(accountSid: string, sid: string): Promise<NetworkRecording | undefined>;
  listRecordings(
    accountSid: string,
    filter: { readonly callSid?: string | undefined },
    page: NetworkPageRequest,
  ): Promise<NetworkPage<NetworkRecording>>;
  removeRecording(accountSid: string, sid: string): Promise<boolean>;
  /** The sound; undefined while it is made. */
  readRecording(accountSid: string, sid: string): Promise<RecordedSound | undefined>;

  createQueue(
    accountSid: string,
    draft: { readonly friendlyName: string; readonly maxSize: number },
  ): Promise<Granted<NetworkQueue>>;
  findQueue(accountSid: string, sid: string): Promise<NetworkQueue | undefined>;
  listQueues(accountSid: string, page: NetworkPageRequest): Promise<NetworkPage<NetworkQueue>>;
  updateQueue(
    accountSid: string,
    sid: string,
    changes: { readonly friendlyName?: string | undefined; readonly maxSize?: number | undefined },
  ): Promise<Granted<NetworkQueue> | undefined>;
  /** Only an empty one. */
  removeQueue(accountSid: string, sid: string): Promise<Granted<NetworkQueue> | undefined>;
  /** First come, first. */
  listQueueMembers(accountSid: string, sid: string): Promise<readonly NetworkQueueMember[] | undefined>;
  /** Sends who waits (`Front`: the first) to another document. */
  dequeue(
    accountSid: string,
    sid: string,
    callSid: string,
    document: { readonly url: string; readonly method?: string | undefined },
  ): Promise<Granted<NetworkQueueMember> | undefined>;

  /** Those of late: all that go on, and the last ones that ended. They are gone with the process. */
  listConferences(accountSid: string): Promise<readonly NetworkConference[]>;
  findConference(accountSid: string, sid: string): Promise<NetworkConference | undefined>;
  /** Ends it for all. */
  endConference(accountSid: string, sid: string): Promise<NetworkConference | undefined>;
  listParticipants(accountSid: string, sid: string): Promise<readonly NetworkParticipant[] | undefined>;
  /** `label` may stand for the call's SID. */
  updateParticipant(
    accountSid: string,
    sid: string,
    callSid: string,
    changes: ParticipantChanges,
  ): Promise<NetworkParticipant | undefined>;
  /** Puts one out; what his document says next goes on. */
  removeParticipant(accountSid: string, sid: string, callSid: string): Promise<boolean>;

  // The handset's side
  place(accountSid: string, draft: HandsetCallDraft): Promise<Granted<HandsetLeg>>;
  act(accountSid: string, sid: string, act: HandsetAct): Promise<Granted<HandsetLeg> | undefined>;
  /** The legs of late, newest first, at most `limit`: those that go on, and the last ones that ended. */
  listLegs(accountSid: string, limit: number): Promise<readonly HandsetLeg[]>;
  /**
   * The leg with the entries of its transcript after `afterId`. With `signal`, waits until there is at least one, the call is
   * over or the signal fires.
   */
  readLeg(accountSid: string, sid: string, afterId?: number, signal?: AbortSignal): Promise<HandsetLeg | undefined>;
}
