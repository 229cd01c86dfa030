/** A leg of a call while it lasts: its state, what happens on it, and what was said. */
import type { CallStatus, HandsetLeg } from '../../network-calls.ts';
import { Changes } from '../changes.ts';
import type { SimulatorClock } from '../ports.ts';
import type { StatusCallback, StoredCall } from './call-store.ts';
import { DocumentPace } from './document-pace.ts';
import type { DocumentSource } from './documents.ts';
import type { BridgeEnd, LegEvent } from './events.ts';
import { Mailbox } from './mailbox.ts';
import type { Sound } from './sounds.ts';
import { type EntryFacts, Transcript } from './transcript.ts';
import { TypedKeys } from './typed-keys.ts';

/** How a status may move on. Source: carrier page §C3. */
const nextStatuses: { readonly [Status in CallStatus]: readonly CallStatus[] } = {
  queued: ['ringing', 'canceled', 'failed'],
  ringing: ['in-progress', 'completed', 'busy', 'no-answer', 'failed', 'canceled'],
  'in-progress': ['completed', 'failed'],
  completed: [],
  busy: [],
  'no-answer': [],
  failed: [],
  canceled: [],
};

export interface LegParts {
  readonly clock: SimulatorClock;
  readonly onIdle: (isIdle: boolean) => void;
  /** The leg looks another way than before. */
  readonly onChange: (leg: Leg) => void;
  /** It has talked for as long as it may. */
  readonly onLimit: (leg: Leg) => void;
}

/** Source: carrier page §A2, Dial; of calls that the API makes nothing was found (inferred). */
const usualLimitSeconds = 14_400;

/** What others may listen to beside the one who waits. */
export type Observed =
  | Extract<LegEvent, { kind: 'key' | 'speech' }>
  /** The leg hears it. */
  | {
      readonly kind: 'sound';
      readonly seconds: number;
      readonly text: string | undefined;
      /** Absent: it is only known how long it is. */
      readonly samples: Int16Array | undefined;
    };

export class Leg {
  readonly mailbox: Mailbox;
  /** Cookies of its webhooks by origin. */
  readonly cookies = new Map<string, Map<string, string>>();
  readonly transcript = new Transcript();
  readonly changes = new Changes();
  /** What was started beside the call, by noun and name, with what stops it. */
  readonly companions = new Map<string, () => void>();
  /** Documents fetched so far. */
  documents = 0;
  readonly documentPace = new DocumentPace();
  fallback: DocumentSource | undefined;
  /** What another leg has joined it to, or is about to. */
  bridge: BridgeEnd | undefined;
  readonly typed = new TypedKeys(this.transcript);
  #call: StoredCall;
  #doing: HandsetLeg['doing'] = null;
  readonly #parts: LegParts;
  readonly #observers = new Set<(event: Observed) => void>();
  #limitSeconds = usualLimitSeconds;
  #cancelLimit = () => {};

  constructor(call: StoredCall, parts: LegParts) {
    this.#call = call;
    this.#parts = parts;
    this.mailbox = new Mailbox(parts);
  }

  get call(): StoredCall {
    return this.#call;
  }

  get sid(): string {
    return this.#call.sid;
  }

  get isOver(): boolean {
    return this.#call.endedAtMs !== null;
  }

  get doing(): HandsetLeg['doing'] {
    return this.#doing;
  }

  nowMs(): number {
    return this.#parts.clock.now();
  }

  next(byMs?: number): Promise<LegEvent> {
    return this.mailbox.next(byMs);
  }

  post(event: LegEvent): void {
    const isOpen = event.kind === 'speech' || (event.kind === 'key' && !event.isHidden);
    if (isOpen) for (const observer of this.#observers) observer(event);
    this.mailbox.post(event);
  }

  /** The handset's keys. */
  press(keys: string): void {
    const pressed = this.typed.press(keys, this.nowMs());
    this.#changed();
    for (const key of pressed) this.post({ kind: 'key', ...key });
  }

  /** Listens along; gives what ends that. */
  observe(observer: (event: Observed) => void): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  /** Begins to be heard; `next` tells when it is over. */
  start(sound: Sound): void {
    const { seconds } = sound;
    const { text, samples, facts } = sound.kind === 'said' ? heard(sound) : { ...unheard, facts: sound };
    if (sound.kind !== 'silence') this.note({ ...facts, seconds: Math.round(seconds * 100) / 100 });
    if (sound.kind === 'said' || sound.kind === 'played') {
      for (const observer of this.#observers) observer({ kind: 'sound', seconds, text, samples });
    }
    this.mailbox.startSound(seconds);
  }

  stop(): void {
    this.mailbox.stopSound();
  }

  note(facts: EntryFacts): void {
    this.transcript.add(this.nowMs(), facts);
    this.#changed();
  }

  at(doing: HandsetLeg['doing']): void {
    this.#doing = doing;
    this.#changed();
  }

  /** The longest that it may talk. */
  limit(seconds: number): void {
    this.#limitSeconds = seconds;
    if (this.#call.status === 'in-progress') this.#startLimit();
  }

  /** False when the status cannot move there. */
  move(status: CallStatus): boolean {
    if (!nextStatuses[this.#call.status].includes(status)) return false;
    const nowMs = this.nowMs();
    const isEnd = nextStatuses[status].length === 0;
    this.#call = {
      ...this.#call,
      status,
      updatedAtMs: nowMs,
      ...(status === 'ringing' ? { startedAtMs: nowMs } : {}),
      ...(status === 'in-progress' ? { answeredAtMs: nowMs } : {}),
      ...(isEnd ? { endedAtMs: nowMs } : {}),
    };
    if (status === 'in-progress') this.#startLimit();
    if (isEnd) {
      this.#doing = null;
      this.#cancelLimit();
    }
    this.note({ kind: 'status', status });
    return true;
  }

  amend(
    changes: Partial<Pick<StoredCall, 'answeredBy' | 'told' | 'params'>> & {
      readonly statusCallback?: StatusCallback | null;
    },
  ): void {
    this.#call = { ...this.#call, ...changes, updatedAtMs: this.nowMs() };
  }

  /** Stops where it is: the process ends. */
  close(): void {
    this.mailbox.close();
    this.#cancelLimit();
  }

  view(afterId = 0): HandsetLeg {
    const { params: _params, statusCallback: _callback, told: _told, ...call } = this.#call;
    const { isListening } = this.mailbox;
    return { call, doing: this.#doing, isListening, transcript: this.transcript.after(afterId) };
  }

  #startLimit(): void {
    this.#cancelLimit();
    const atMs = (this.#call.answeredAtMs ?? this.nowMs()) + this.#limitSeconds * 1_000;
    this.#cancelLimit = this.#parts.clock.at(atMs, () => this.#parts.onLimit(this));
  }

  #changed(): void {
    this.changes.notify();
    this.#parts.onChange(this);
  }
}

const unheard = { text: undefined, samples: undefined };

/** What is said, apart from its sound. */
function heard({ samples, ...facts }: Extract<Sound, { kind: 'said' }>) {
  return { text: facts.text, samples, facts };
}
