/** Queues of senders: what may not leave yet waits in the store, in the order in which it was decided. */
import type { OutboundMessage } from '../engine/effects.ts';
import type { EffectRecord } from '../storage/storage.ts';
import type { Clock } from './clock.ts';
import type { SenderPace } from './deps.ts';

/** At most this fast does a sender without a pace of its own catch up after a pause: not all at once into the next 429. */
const catchUpPerSecond = 100;
/** A timer that comes late may let go of what it missed, up to this part of a second's messages. */
const burstPart = 10;

export interface SenderPorts {
  readonly clock: Clock;
  readonly pace: ((accountSid: string, message: OutboundMessage) => SenderPace | undefined) | undefined;
  /** Takes the first messages of a queue out of the store and sends them. */
  readonly release: (sender: string, limit: number) => Promise<readonly EffectRecord[]>;
  readonly fail: (error: unknown) => void;
}

interface Gate {
  readonly sender: string;
  /** Of the sender's own; undefined for one that the carrier told to pause. */
  pace: number | undefined;
  /** False for a queue of an earlier process, until its first message tells the pace. */
  isKnown: boolean;
  /** When the next message may leave. */
  freeAtMs: number;
  /** Messages may be waiting in the store. */
  isQueued: boolean;
  /** Grows with each message that joins the queue. */
  version: number;
  isReleasing: boolean;
  cancel: (() => void) | undefined;
}

export class Senders {
  readonly #ports: SenderPorts;
  readonly #gates = new Map<string, Gate>();
  readonly #releasing = new Set<Promise<void>>();
  #isRestored = false;
  #isClosed = false;

  constructor(ports: SenderPorts) {
    this.#ports = ports;
  }

  /**
   * Whether the message may leave now, which uses up its turn: null. Else the queue it has to join. Synchronous, for use
   * inside a transaction.
   */
  admit(accountSid: string, message: OutboundMessage): string | null {
    const pace = this.#ports.pace?.(accountSid, message);
    if (pace === undefined && this.#gates.size === 0) return null;
    const gate = this.#gateOf(pace?.key ?? senderOf(accountSid, message), pace?.perSecond);
    if (gate === undefined) return null;
    const nowMs = this.#ports.clock.now();
    const isFree = gate.freeAtMs <= nowMs && !gate.isQueued && (this.#isRestored || pace === undefined);
    if (isFree) {
      if (gate.pace === undefined) this.#gates.delete(gate.sender);
      else gate.freeAtMs = nowMs + 1000 / gate.pace;
      return null;
    }
    gate.isQueued = true;
    gate.version++;
    this.#schedule(gate);
    return gate.sender;
  }

  /** Lets nothing of this sender leave before `untilMs`; gives the queue. */
  hold(accountSid: string, message: OutboundMessage, untilMs: number): string {
    const pace = this.#ports.pace?.(accountSid, message);
    const gate = this.#openGate(pace?.key ?? senderOf(accountSid, message), pace?.perSecond);
    gate.freeAtMs = Math.max(gate.freeAtMs, untilMs);
    gate.cancel?.();
    gate.cancel = undefined;
    return gate.sender;
  }

  /** A message has joined the queue by another way than `admit`. */
  joined(sender: string): void {
    const gate = this.#openGate(sender, undefined);
    gate.isQueued = true;
    gate.version++;
    this.#schedule(gate);
  }

  /** Takes up the queues that an earlier process left, each with the time before which nothing may leave. */
  restore(queues: readonly { readonly sender: string; readonly notBeforeMs: number | null }[]): void {
    for (const { sender, notBeforeMs } of queues) {
      const gate = this.#openGate(sender, undefined);
      gate.isKnown = gate.pace !== undefined;
      gate.freeAtMs = Math.max(gate.freeAtMs, notBeforeMs ?? 0);
      gate.isQueued = true;
    }
    this.#isRestored = true;
    for (const gate of this.#gates.values()) if (gate.isQueued) this.#schedule(gate);
  }

  get isIdle(): boolean {
    return this.#releasing.size === 0;
  }

  /** Resolves when no queue is being read. */
  async idle(): Promise<void> {
    while (this.#releasing.size > 0) await Promise.all(this.#releasing);
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    for (const gate of this.#gates.values()) gate.cancel?.();
    await this.idle();
  }

  #gateOf(sender: string, pace: number | undefined): Gate | undefined {
    return pace === undefined ? this.#gates.get(sender) : this.#openGate(sender, pace);
  }

  #openGate(sender: string, pace: number | undefined): Gate {
    let gate = this.#gates.get(sender);
    if (gate === undefined) {
      gate = {
        sender,
        pace,
        isKnown: true,
        freeAtMs: 0,
        isQueued: false,
        version: 0,
        isReleasing: false,
        cancel: undefined,
      };
      this.#gates.set(sender, gate);
    }
    if (pace !== undefined) gate.pace = pace;
    return gate;
  }

  #schedule(gate: Gate): void {
    if (gate.cancel !== undefined || gate.isReleasing || !this.#isRestored || this.#isClosed) return;
    const { clock } = this.#ports;
    if (gate.freeAtMs <= clock.now()) this.#release(gate);
    else {
      gate.cancel = clock.at(gate.freeAtMs, () => {
        gate.cancel = undefined;
        this.#schedule(gate);
      });
    }
  }

  #release(gate: Gate): void {
    gate.isReleasing = true;
    const releasing = this.#let(gate)
      .catch((error: unknown) => {
        // The queue is in the store: it is read again in a moment.
        gate.freeAtMs = this.#ports.clock.now() + 1_000;
        this.#ports.fail(error);
      })
      .finally(() => {
        gate.isReleasing = false;
        this.#releasing.delete(releasing);
        if (gate.isQueued) this.#schedule(gate);
      });
    this.#releasing.add(releasing);
  }

  /** Lets as many go as are due. */
  async #let(gate: Gate): Promise<void> {
    const { clock, release, pace } = this.#ports;
    const perSecond = gate.pace ?? catchUpPerSecond;
    const everyMs = 1000 / perSecond;
    const due = 1 + Math.floor((clock.now() - gate.freeAtMs) / everyMs);
    const most = gate.isKnown ? Math.max(1, Math.floor(perSecond / burstPart)) : 1;
    const limit = Math.min(due, most);
    const { version } = gate;
    // Taken before the store is asked, so that a pause that is ordered meanwhile counts.
    const freeAtMs = due <= most ? gate.freeAtMs + limit * everyMs : clock.now() + everyMs;
    gate.freeAtMs = freeAtMs;
    const released = await release(gate.sender, limit);
    const [first] = released;
    const known = first?.effect.type === 'message.send' ? pace?.(first.accountSid, first.effect.message) : undefined;
    if (known?.key === gate.sender) {
      if (!gate.isKnown) gate.freeAtMs = Math.max(gate.freeAtMs, clock.now() + 1000 / known.perSecond);
      gate.pace = known.perSecond;
    }
    gate.isKnown = true;
    if (released.length === limit) return;
    // Turns that nobody took are still there for the next message.
    if (gate.freeAtMs === freeAtMs) gate.freeAtMs -= (limit - released.length) * everyMs;
    if (gate.version === version) gate.isQueued = false;
  }
}

/** Who sends, as far as the carrier counts: one that pauses does not hold up the others. */
function senderOf(accountSid: string, { from, messagingServiceSid, conversation }: OutboundMessage): string {
  return JSON.stringify([accountSid, conversation?.serviceSid ?? messagingServiceSid ?? from ?? '']);
}
