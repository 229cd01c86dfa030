/** What conversations do by themselves: messages leave to participants' addresses, flows hear of what was written. */
import { type Carrier, CarrierUnreachable, type SendRequest } from '../../../carriers/carrier.ts';
import type { MessageResult, OutboundMessage } from '../../../engine/effects.ts';
import type { ConversationNotice } from '../../conversation-store.ts';
import type { ProductDatabase } from '../database.ts';
import type { ConversationTable } from './conversations.ts';
import type { EarlyReports } from './early-reports.ts';
import { type MessageTable, mediaOf } from './messages.ts';
import { noticeParams } from './notices.ts';

/** Whom it passes messages on to. */
export interface WorkPorts {
  readonly carrier: Pick<Carrier, 'send' | 'findSent' | 'actsLate' | 'route'>;
  /** How fast a sender may send; absent or undefined: as fast as the carrier takes it. */
  pace?(accountSid: string, message: OutboundMessage): { readonly key: string; readonly perSecond: number } | undefined;
  /** True when a message of the carrier is known to be a run's. */
  isClaimed(messageSid: string): Promise<boolean>;
  /** Hands a message to a flow that follows its conversation; resolves when the flow has it. */
  notify(notice: ConversationNotice): Promise<void>;
  readonly log: { error(facts: object, message: string): void };
}

export interface WorkParts {
  readonly database: ProductDatabase;
  readonly conversations: ConversationTable;
  readonly messages: MessageTable;
  readonly earlyReports: EarlyReports;
  readonly clock: { now(): number; at(atMs: number, run: () => void): () => void };
}

interface WorkRow {
  readonly number: number;
  readonly lane: string;
  readonly account_sid: string;
  readonly message_sid: string;
  readonly participant_sid: string | null;
  readonly webhook_sid: string | null;
  readonly flow_sid: string | null;
  readonly attempts: number;
  /** When the last attempt began that may have arrived. */
  readonly unknown_since_ms: number | null;
  readonly created_at_ms: number;
  readonly due_at_ms: number;
}

const maxUnderWay = 64;
const firstRetryMs = 1_000;
const longestRetryMs = 300_000;
/** A request that was cut off may be carried out a moment later: it is asked for after this. */
const settleMs = 10_000;
/** As long as Twilio keeps a message that cannot leave. Source: Messaging services, validity period. */
const patienceMs = 4 * 3_600_000;

/** Of one lane (a participant, a flow's webhook) one at a time, in order; what is not done stays on disk. */
export class ConversationWork {
  readonly #parts: WorkParts;
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #timers = new Map<string, () => void>();
  readonly #ready = new Set<string>();
  /** Lanes that got something more while they were under way. */
  readonly #again = new Set<string>();
  /** When a sender may send again. */
  readonly #freeAtMs = new Map<string, number>();
  /** Set while it works. */
  #ports: WorkPorts | undefined;

  constructor(parts: WorkParts) {
    this.#parts = parts;
  }

  /** Takes up what an earlier process left. */
  start(ports: WorkPorts): void {
    this.#ports = ports;
    const lanes = this.#parts.database.prepare<{ lane: string }>('SELECT DISTINCT lane FROM conversation_work').all();
    for (const { lane } of lanes) this.#wake(lane);
  }

  /** A message to a participant's address, part of the transaction that adds it. */
  addSend(accountSid: string, messageSid: string, participantSid: string): void {
    this.#add(participantSid, accountSid, messageSid, { participantSid });
  }

  /** The report of a message to a flow, part of the transaction that adds it. */
  addNotice(accountSid: string, messageSid: string, webhook: { sid: string; flow_sid: string }, lane: string): void {
    this.#add(lane, accountSid, messageSid, { webhookSid: webhook.sid, flowSid: webhook.flow_sid });
  }

  /** True while a text may have left whose SID is still to come. */
  isSending(): boolean {
    const sql = 'SELECT number FROM conversation_work WHERE unknown_since_ms IS NOT NULL LIMIT 1';
    return this.#parts.database.prepare<{ number: number }>(sql).get() !== undefined;
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.#ports && this.#underWay.size + this.#ready.size > 0) await Promise.all(this.#underWay.values());
  }

  /** Begins nothing more. Resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.#ports = undefined;
    for (const cancel of this.#timers.values()) cancel();
    await Promise.all(this.#underWay.values());
  }

  #wake(lane: string): void {
    if (!this.#ports) return;
    if (this.#underWay.has(lane)) {
      this.#again.add(lane);
      return;
    }
    this.#timers.get(lane)?.();
    this.#timers.delete(lane);
    this.#ready.add(lane);
    // Not before the transaction that this may be a part of has ended.
    queueMicrotask(() => this.#pump());
  }

  #pump(): void {
    for (const lane of this.#ready) {
      if (!this.#ports || this.#underWay.size >= maxUnderWay) return;
      this.#ready.delete(lane);
      this.#underWay.set(lane, this.#turn(lane, this.#ports));
    }
  }

  async #turn(lane: string, ports: WorkPorts): Promise<void> {
    const { clock } = this.#parts;
    const againAtMs = await Promise.resolve(lane)
      .then((it) => this.#doFirst(it, ports))
      .catch((error: unknown) => {
        ports.log.error({ err: error }, 'the messages of a conversation could not be read and are tried again');
        return clock.now() + longestRetryMs;
      });
    this.#underWay.delete(lane);
    const wakesAtMs = this.#again.delete(lane) ? clock.now() : againAtMs;
    if (wakesAtMs !== undefined && this.#ports) {
      const wake = () => this.#wake(lane);
      if (wakesAtMs <= clock.now()) wake();
      else this.#timers.set(lane, clock.at(wakesAtMs, wake));
    }
    this.#pump();
  }

  /** Does what is first in a lane. Gives when to look there again; undefined: there is nothing left. */
  async #doFirst(lane: string, ports: WorkPorts): Promise<number | undefined> {
    const { database, clock } = this.#parts;
    const row = database
      .prepare<WorkRow>('SELECT * FROM conversation_work WHERE lane = ? ORDER BY number LIMIT 1')
      .get(lane);
    if (!row) return undefined;
    const nowMs = clock.now();
    if (row.due_at_ms > nowMs) return row.due_at_ms;
    const freeAtMs = this.#paced(row, ports);
    if (freeAtMs > nowMs) return freeAtMs;
    database.prepare('UPDATE conversation_work SET attempts = attempts + 1 WHERE number = ?').run(row.number);
    try {
      await this.#attempt(row, ports);
    } catch (error) {
      this.#failed(row, error, ports);
    }
    return nowMs;
  }

  /** When the sender of a text is free; if that is now, it is taken. */
  #paced(row: WorkRow, { pace, isClaimed }: WorkPorts): number {
    const nowMs = this.#parts.clock.now();
    const request = row.participant_sid === null ? undefined : this.#requestOf(row, row.participant_sid, isClaimed);
    const given = request && pace?.(row.account_sid, request.message);
    if (!given) return nowMs;
    const freeAtMs = this.#freeAtMs.get(given.key) ?? nowMs;
    if (freeAtMs <= nowMs) this.#freeAtMs.set(given.key, nowMs + 1000 / given.perSecond);
    return freeAtMs;
  }

  #add(
    lane: string,
    accountSid: string,
    messageSid: string,
    to: { readonly participantSid?: string; readonly webhookSid?: string; readonly flowSid?: string },
  ): void {
    const nowMs = this.#parts.clock.now();
    this.#parts.database
      .prepare(
        `INSERT INTO conversation_work (lane, account_sid, message_sid, participant_sid, webhook_sid, flow_sid,
           created_at_ms, due_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        ...[lane, accountSid, messageSid, to.participantSid ?? null, to.webhookSid ?? null, to.flowSid ?? null],
        ...[nowMs, nowMs],
      );
    this.#wake(lane);
  }

  async #attempt(row: WorkRow, { carrier, isClaimed, notify }: WorkPorts): Promise<void> {
    if (row.participant_sid === null) {
      const notice = this.#noticeOf(row);
      if (notice) await notify(notice);
      this.#done(row);
      return;
    }
    const request = this.#requestOf(row, row.participant_sid, isClaimed);
    if (!request) {
      this.#done(row);
      return;
    }
    const sender = carrier.route?.(request.message) ?? carrier;
    if (row.unknown_since_ms !== null) {
      const found = await sender.findSent?.(request, row.created_at_ms);
      if (found) {
        this.#sent(row, row.participant_sid, found);
        return;
      }
      const settledAtMs = row.unknown_since_ms + (sender.findSent && sender.actsLate ? settleMs : 0);
      if (this.#parts.clock.now() < settledAtMs) {
        this.#putOff(row, settledAtMs);
        return;
      }
    }
    this.#sent(row, row.participant_sid, await this.#send(row, request, sender));
  }

  async #send(row: WorkRow, request: SendRequest, sender: Pick<Carrier, 'send'>): Promise<MessageResult> {
    // Noted before it begins: after a crash the carrier is asked first.
    this.#noteUnknown(row, this.#parts.clock.now());
    try {
      return await sender.send(request);
    } catch (error) {
      if (error instanceof CarrierUnreachable && error.isUnsent) this.#noteUnknown(row, null);
      throw error;
    }
  }

  #noteUnknown({ number }: WorkRow, sinceMs: number | null): void {
    const sql = 'UPDATE conversation_work SET unknown_since_ms = ? WHERE number = ?';
    this.#parts.database.prepare(sql).run(sinceMs, number);
  }

  /** It is too early to tell what became of the attempt before: that was none. */
  #putOff({ number, attempts }: WorkRow, dueAtMs: number): void {
    const sql = 'UPDATE conversation_work SET due_at_ms = ?, attempts = ? WHERE number = ?';
    this.#parts.database.prepare(sql).run(dueAtMs, attempts, number);
  }

  #noticeOf(row: WorkRow): ConversationNotice | undefined {
    const { conversations, messages } = this.#parts;
    const message = messages.find(row.message_sid);
    const conversation = message && conversations.find(row.account_sid, message.conversation_sid);
    if (!message || !conversation || row.webhook_sid === null || row.flow_sid === null) return undefined;
    // Its run has ended meanwhile and follows the conversation no more.
    if (!conversations.webhooks(conversation.sid).some(({ sid }) => sid === row.webhook_sid)) return undefined;
    const participant =
      message.participant_sid === null ? undefined : conversations.participant(message.participant_sid);
    const params = noticeParams({ message, conversation, participant, webhookSid: row.webhook_sid });
    return { accountSid: row.account_sid, flowSid: row.flow_sid, params: { ...params, RetryCount: `${row.attempts}` } };
  }

  #requestOf(row: WorkRow, participantSid: string, isClaimed: WorkPorts['isClaimed']): SendRequest | undefined {
    const { conversations, messages } = this.#parts;
    const message = messages.find(row.message_sid);
    const participant = conversations.participant(participantSid);
    if (!message || !participant?.address || !participant.proxy_address) return undefined;
    const { address, proxy_address: proxy } = participant;
    const [webhook] = conversations.webhooks(message.conversation_sid);
    const mediaUrls = mediaOf(message).map(({ url }) => url);
    return {
      accountSid: row.account_sid,
      key: `${row.message_sid}.${participantSid}`,
      isClaimed: async (sid) => messages.isOurs(sid) || isClaimed(sid),
      message: {
        to: address,
        ...(proxy.startsWith('MG') ? { messagingServiceSid: proxy } : { from: proxy }),
        ...(message.body === null ? {} : { body: message.body }),
        ...(mediaUrls.length === 0 ? {} : { mediaUrls }),
        ...(message.content_sid === null ? {} : { contentSid: message.content_sid }),
        ...(message.content_variables === null ? {} : { contentVariables: message.content_variables }),
        ...(webhook ? { statusCallback: `${webhook.url}?FlowEvent=messageStatus` } : {}),
      },
    };
  }

  #sent(row: WorkRow, participantSid: string, result: MessageResult): void {
    const { database, messages, earlyReports } = this.#parts;
    const sid = result.ok ? result.resource.sid : undefined;
    const status = result.ok ? result.resource.status : undefined;
    database.transaction(() => {
      this.#done(row);
      messages.setDelivery(row.message_sid, participantSid, {
        carrierSid: typeof sid === 'string' ? sid : null,
        status: result.ok ? (typeof status === 'string' ? status : 'sent') : 'failed',
        errorCode: result.ok ? null : result.code,
      });
      if (typeof sid !== 'string') return;
      for (const report of earlyReports.take(sid)) messages.report(report);
    });
  }

  #done({ number }: WorkRow): void {
    this.#parts.database.prepare('DELETE FROM conversation_work WHERE number = ?').run(number);
  }

  #failed(row: WorkRow, error: unknown, { log }: WorkPorts): void {
    const { clock, database } = this.#parts;
    const nowMs = clock.now();
    const facts = { err: error, message: row.message_sid };
    if (nowMs - row.created_at_ms >= patienceMs) {
      log.error(facts, 'a message of a conversation was given up');
      const message = error instanceof Error ? error.message : String(error);
      if (row.participant_sid === null) this.#done(row);
      else this.#sent(row, row.participant_sid, { ok: false, code: null, message });
      return;
    }
    const isUnreachable = error instanceof CarrierUnreachable;
    if (!isUnreachable) log.error(facts, 'a message of a conversation could not be passed on; it is tried again');
    const backoffMs = Math.min(firstRetryMs * 2 ** row.attempts, longestRetryMs);
    const leastMs = isUnreachable && !error.isUnsent ? settleMs : (isUnreachable && error.retryAfterMs) || 0;
    database
      .prepare('UPDATE conversation_work SET due_at_ms = ? WHERE number = ?')
      .run(nowMs + Math.max(backoffMs, leastMs), row.number);
  }
}
