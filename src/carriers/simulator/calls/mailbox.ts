/**
 * What happens on a leg, in order, for the one who waits for it. One timer at most. What people do in any number is kept up
 * to a limit while nobody looks; what begins or ends something is never lost, and whoever posts it posts it once.
 */
import type { SimulatorClock } from '../ports.ts';
import type { Interruption, LegEvent } from './events.ts';

/** More than anybody presses while a leg is busy elsewhere. */
const maxWaiting = 1_000;
const ofAnyNumber: ReadonlySet<LegEvent['kind']> = new Set([
  'key',
  'speech',
  'far',
  'answer',
  'answered-by',
  'recording',
  'outcome',
]);

export interface MailboxOptions {
  readonly clock: SimulatorClock;
  /** Whoever waits has nothing to do, or has something to do again. */
  readonly onIdle: (isIdle: boolean) => void;
}

export class Mailbox {
  readonly #options: MailboxOptions;
  #events: LegEvent[] = [];
  #isHungUp = false;
  #pending: Exclude<Interruption, { kind: 'hangup' }> | undefined;
  #deliver: ((event: LegEvent) => void) | undefined;
  #soundEndsAtMs: number | undefined;
  #cancelTimer = () => {};
  #isClosed = false;

  constructor(options: MailboxOptions) {
    this.#options = options;
  }

  get isHungUp(): boolean {
    return this.#isHungUp;
  }

  /** Whoever waits hears nothing meanwhile. */
  get isListening(): boolean {
    return this.#deliver !== undefined && this.#soundEndsAtMs === undefined;
  }

  /** What has to be heeded before anything else. */
  get interruption(): Interruption | undefined {
    return this.#isHungUp ? { kind: 'hangup' } : this.#pending;
  }

  post(event: LegEvent): void {
    if (this.#isHungUp || this.#isClosed) return;
    this.#keep(event);
    const deliver = this.#deliver;
    const next = deliver && this.#take();
    if (deliver && next) deliver(next);
  }

  /** From now on `next` tells when the sound is over. */
  startSound(seconds: number): void {
    this.#soundEndsAtMs = this.#options.clock.now() + seconds * 1_000;
  }

  stopSound(): void {
    this.#soundEndsAtMs = undefined;
  }

  /** Something that waits to be taken. */
  find(isWanted: (event: LegEvent) => boolean): LegEvent | undefined {
    return this.#events.find(isWanted);
  }

  /** Forgets what came while nobody listened: keys that are pressed between two verbs are lost. */
  clear(): void {
    this.#events = [];
  }

  /** Whoever waited has left by another way: that it was released means nothing any more. */
  dropRelease(): void {
    if (this.#pending?.kind === 'released') this.#pending = undefined;
  }

  /** An interruption that was heeded. */
  settle(): void {
    this.#pending = undefined;
  }

  /** Nothing happens here any more: whoever waits, waits for ever. */
  close(): void {
    this.#isClosed = true;
    this.#deliver = undefined;
    this.#cancelTimer();
  }

  /** The next thing that happens, at the latest `time` at `byMs`. One waits at a time. */
  next(byMs = Number.POSITIVE_INFINITY): Promise<LegEvent> {
    if (this.#isClosed) return new Promise(() => {});
    const taken = this.#take();
    if (taken) return Promise.resolve(taken);
    const { clock, onIdle } = this.#options;
    const soundMs = this.#soundEndsAtMs ?? Number.POSITIVE_INFINITY;
    const isSound = soundMs <= byMs;
    // Sounds have any length; times are whole.
    const atMs = Math.ceil(Math.min(soundMs, byMs));
    if (atMs <= clock.now()) return Promise.resolve(this.#ended(isSound));
    return new Promise((resolve) => {
      this.#deliver = (event) => {
        this.#deliver = undefined;
        this.#cancelTimer();
        onIdle(false);
        resolve(event);
      };
      onIdle(true);
      if (atMs === Number.POSITIVE_INFINITY) return;
      this.#cancelTimer = clock.at(atMs, () => {
        this.#deliver?.(this.#ended(isSound));
      });
    });
  }

  #keep(event: LegEvent): void {
    switch (event.kind) {
      case 'hangup':
        this.#isHungUp = true;
        this.#events = this.#events.filter(({ kind }) => kind === 'key' || kind === 'speech');
        break;
      case 'redirect':
        this.#pending = event;
        break;
      case 'released':
        // Where the account sends the leg matters more than who lets go of it.
        if (this.#pending?.kind !== 'redirect') this.#pending = event;
        break;
      default:
        if (!ofAnyNumber.has(event.kind) || this.#events.length < maxWaiting) this.#events.push(event);
    }
  }

  #ended(isSound: boolean): LegEvent {
    if (!isSound) return { kind: 'time' };
    this.#soundEndsAtMs = undefined;
    return { kind: 'sound-ended' };
  }

  #take(): LegEvent | undefined {
    // What somebody did before he hung up was done.
    if (this.#isHungUp) return this.#events.shift() ?? { kind: 'hangup' };
    return this.#pending ?? this.#events.shift();
  }
}
