/** What the network does by itself: moves statuses on and makes the requests that are due. */

import { deliverInbound } from '../messaging-twiml.ts';
import { requestWebhook } from '../webhook-request.ts';
import type { Changes } from './changes.ts';
import type { Database } from './database.ts';
import type { Delivery, DeliveryStore, StandingRequest } from './deliveries.ts';
import { inboundText } from './inbound.ts';
import { inboundTarget } from './inbound-target.ts';
import { type Delays, dueAt, progressOf } from './lifecycle.ts';
import { fetchMedia } from './media-fetch.ts';
import type { MessageStore, StoredMessage } from './messages.ts';
import type { NumberStore } from './numbers.ts';
import type { SimulatorOptions } from './ports.ts';
import { type SendingParts, takeMessage } from './sending.ts';
import type { ServiceStore } from './services.ts';
import { deliverStatus } from './status-callback.ts';
import type { TemplateStore } from './templates.ts';

/** Requests under way at once. */
const maxUnderWay = 64;
/** Messages moved on in one transaction. */
const maxMoves = 256;

const firstRetryMs = 1_000;
const longestRetryMs = 60_000;
/** A webhook that nobody answers is tried this long: the text was promised to its sender. */
const inboundPatienceMs = 24 * 3_600_000;
/** A status that nobody takes is let go: it can be asked for. */
const maxStatusAttempts = 5;

export interface WorkParts extends SendingParts {
  readonly database: Database;
  readonly messages: MessageStore;
  readonly numbers: NumberStore;
  readonly services: ServiceStore;
  readonly templates: TemplateStore;
  readonly deliveries: DeliveryStore;
  readonly changes: Changes;
  /** The same of calls, whose watchers are others. */
  readonly callChanges: Changes;
  readonly options: SimulatorOptions;
  readonly delays: Delays;
}

export class Work {
  readonly #parts: WorkParts;
  readonly #underWay = new Set<Promise<void>>();
  #state: 'waiting' | 'working' | 'closed' = 'waiting';
  #turning: Promise<void> | undefined;
  #isTurnWanted = false;
  #cancelTimer: () => void = () => {};
  #timerAtMs = Number.POSITIVE_INFINITY;

  constructor(parts: WorkParts) {
    this.#parts = parts;
  }

  start(): void {
    if (this.#state !== 'waiting') return;
    this.#state = 'working';
    void this.#turn();
  }

  /** Something falls due at `atMs`. */
  wake(atMs: number): void {
    if (this.#state !== 'working') return;
    if (atMs <= this.#parts.options.clock.now()) void this.#turn();
    else this.#setTimer(atMs);
  }

  /** Resolves when nothing is under way and nothing is due. */
  async settled(): Promise<void> {
    while (this.#state === 'working') {
      await this.#turn();
      if (this.#underWay.size > 0) await Promise.race(this.#underWay);
      else if (this.#nextDueMs() > this.#parts.options.clock.now()) return;
    }
  }

  /** Begins nothing more. What is under way stays on disk and is done again at the next start. */
  close(): void {
    this.#state = 'closed';
    this.#cancelTimer();
  }

  #turn(): Promise<void> {
    this.#isTurnWanted = true;
    this.#turning ??= this.#turns().finally(() => {
      this.#turning = undefined;
      // Asked for between the end of the last turn and this line.
      if (this.#isTurnWanted && this.#state === 'working') return this.#turn();
    });
    return this.#turning;
  }

  async #turns(): Promise<void> {
    const { options, database } = this.#parts;
    while (this.#isTurnWanted && this.#state === 'working') {
      this.#isTurnWanted = false;
      const nowMs = options.clock.now();
      try {
        const { taken, hasMore } = await database.submit(() => this.#moveOn(nowMs));
        for (const delivery of taken) this.#begin(delivery);
        this.#parts.changes.notify();
        this.#isTurnWanted ||= hasMore;
        this.#setTimer(this.#nextDueMs());
      } catch (error) {
        if (this.#isClosed()) return;
        options.log.error({ err: error }, 'the simulated network could not work on; it tries again');
        this.#setTimer(nowMs + firstRetryMs);
      }
    }
  }

  /** One transaction: statuses whose time has come, and the requests to be made now. */
  #moveOn(nowMs: number): { readonly taken: readonly Delivery[]; readonly hasMore: boolean } {
    const { messages, deliveries, delays } = this.#parts;
    const due = messages.due(nowMs, maxMoves);
    for (const message of due) {
      // At the time it was due, not at the time somebody looked.
      const atMs = message.nextAtMs ?? nowMs;
      const progress = progressOf(message, atMs, delays);
      messages.move(message, progress, atMs);
      if (message.statusCallback !== null) {
        const { status, errorCode } = progress;
        deliveries.add({ messageSeq: message.seq, kind: 'status', status, errorCode, createdAtMs: atMs });
      }
    }
    const taken = deliveries.take(nowMs, maxUnderWay - this.#underWay.size);
    return { taken, hasMore: due.length > 0 };
  }

  #nextDueMs(): number {
    if (this.#isClosed()) return Number.POSITIVE_INFINITY;
    const { messages, deliveries } = this.#parts;
    const isFull = this.#underWay.size >= maxUnderWay;
    const moveMs = messages.nextDueMs() ?? Number.POSITIVE_INFINITY;
    return Math.min(moveMs, isFull ? Number.POSITIVE_INFINITY : (deliveries.nextDueMs() ?? Number.POSITIVE_INFINITY));
  }

  /** Keeps the nearer of two times. */
  #setTimer(atMs: number): void {
    const { clock } = this.#parts.options;
    const isLater = this.#timerAtMs > clock.now() && this.#timerAtMs <= atMs;
    if (isLater || this.#isClosed() || atMs === Number.POSITIVE_INFINITY) return;
    this.#cancelTimer();
    this.#timerAtMs = atMs;
    this.#cancelTimer = clock.at(atMs, () => {
      this.#timerAtMs = Number.POSITIVE_INFINITY;
      if (!this.#isClosed()) void this.#turn();
    });
  }

  #begin(delivery: Delivery): void {
    const underWay: Promise<void> = this.#deliver(delivery)
      .catch((error: unknown) => {
        // The row stays as it is and is done again at the next start.
        if (!this.#isClosed())
          this.#parts.options.log.error({ err: error }, 'a delivery of the simulated network failed');
      })
      .finally(() => {
        this.#underWay.delete(underWay);
        if (!this.#isClosed()) void this.#turn();
      });
    this.#underWay.add(underWay);
  }

  async #deliver(delivery: Delivery): Promise<void> {
    const { messages, database, deliveries } = this.#parts;
    if (delivery.request) return this.#deliverRequest(delivery, delivery.request);
    const message = messages.findBySeq(delivery.messageSeq ?? -1);
    if (!message) await database.submit(() => deliveries.remove(delivery.id));
    else if (delivery.kind === 'status') await this.#deliverStatus(delivery, message);
    else if (delivery.kind === 'media') await this.#fetchMedia(delivery, message);
    else await this.#deliverInbound(delivery, message);
  }

  async #deliverStatus(delivery: Delivery, message: StoredMessage): Promise<void> {
    const { database, deliveries, options } = this.#parts;
    const token = await options.tokenOf(message.accountSid);
    const answer = await deliverStatus(options.http, token, message, delivery);
    if (!answer.ok && !answer.isAnswered && delivery.attempts < maxStatusAttempts) return this.#postpone(delivery);
    if (!answer.ok) {
      const facts = { messageSid: message.sid, status: delivery.status, code: 15003, what: answer.message };
      options.log.warn(facts, 'a status callback was not taken');
    }
    await database.submit(() => deliveries.remove(delivery.id));
  }

  /** What is told of calls. Its answer changes nothing. */
  async #deliverRequest(delivery: Delivery, { accountSid, ...request }: StandingRequest): Promise<void> {
    const { database, deliveries, options } = this.#parts;
    const answer = await requestWebhook(options.http, { ...request, token: await options.tokenOf(accountSid) });
    if (!answer.ok && !answer.isAnswered && delivery.attempts < maxStatusAttempts) return this.#postpone(delivery);
    if (!answer.ok) {
      const facts = { what: request.identity, code: 15003, reason: answer.message };
      options.log.warn(facts, 'a callback of a call was not taken');
    }
    await database.submit(() => deliveries.remove(delivery.id));
  }

  async #deliverInbound(delivery: Delivery, message: StoredMessage): Promise<void> {
    const { database, deliveries, messages, options } = this.#parts;
    const target = inboundTarget(this.#parts, message);
    if (!target) {
      await database.submit(() => deliveries.remove(delivery.id));
      return;
    }
    const token = await options.tokenOf(message.accountSid);
    const outcome = await deliverInbound({ http: options.http, token, log: options.log }, inboundText(message), target);
    const nowMs = options.clock.now();
    if (!outcome.isAnswered && nowMs - delivery.createdAtMs < inboundPatienceMs) {
      return this.#postpone(delivery, outcome.errorCode);
    }
    await database.submit(() => {
      deliveries.remove(delivery.id);
      this.#noteError(messages.findBySeq(message.seq), outcome.errorCode, nowMs);
      for (const { draft, statusCallbackMethod } of outcome.replies) {
        const send = { direction: 'outbound-reply', nowMs, statusCallbackMethod } as const;
        const taken = takeMessage(this.#parts, message.accountSid, draft, send);
        if (!taken.ok) options.log.warn({ messageSid: message.sid, code: taken.refusal.code }, 'a reply was refused');
      }
    });
  }

  /** A message whose media cannot be had fails; the others go on their way. */
  async #fetchMedia(delivery: Delivery, message: StoredMessage): Promise<void> {
    const { database, deliveries, messages, options, delays } = this.#parts;
    const found = await fetchMedia(options.http, message);
    const nowMs = options.clock.now();
    await database.submit(() => {
      deliveries.remove(delivery.id);
      messages.settle(message, {
        media: found.media,
        fate: found.fate ?? message.fate,
        nextAtMs: dueAt(nowMs, delays.queued),
      });
    });
  }

  /** Later and later, up to a minute. */
  async #postpone(delivery: Delivery, errorCode: number | null = null): Promise<void> {
    const { database, deliveries, messages, options } = this.#parts;
    const nowMs = options.clock.now();
    const waitMs = Math.min(longestRetryMs, firstRetryMs * 2 ** (delivery.attempts - 1));
    await database.submit(() => {
      deliveries.postpone(delivery.id, nowMs + waitMs);
      if (delivery.kind === 'inbound') this.#noteError(messages.findBySeq(delivery.messageSeq ?? -1), errorCode, nowMs);
    });
  }

  /** Shows at the message what is wrong with the webhook, and that it no longer is. */
  #noteError(message: StoredMessage | undefined, errorCode: number | null, nowMs: number): void {
    if (!message || message.errorCode === errorCode) return;
    const { status, sentAtMs, nextAtMs } = message;
    this.#parts.messages.move(message, { status, errorCode, sentAtMs, nextAtMs }, nowMs);
  }

  #isClosed(): boolean {
    return this.#state === 'closed';
  }
}
