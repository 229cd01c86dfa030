/** What conversations do by themselves: messages leave to participants' addresses, flows hear of what was written. */
import type { OutboundMessage } from '../../../engine/effects.ts';
import type { ConversationNotice } from '../../conversation-store.ts';
import type { MessageFate } from '../../products.ts';
import type { ProductDatabase } from '../database.ts';
import type { ConversationTable } from './conversations.ts';
import { type EarlierText, handOver } from './earlier-texts.ts';
import type { MessageTable } from './messages.ts';
import { noticeParams } from './notices.ts';
import { readTextKey, textFor, textKey } from './texts.ts';

/** Whom it passes messages on to. */
export interface WorkPorts {
  /** Takes a text into the outbox, once for each key; resolves when it is on disk. What becomes of it: `hear`. */
  post(text: {
    readonly accountSid: string;
    readonly key: string;
    readonly message: OutboundMessage;
    readonly doubt?: { readonly createdAtMs: number };
  }): Promise<void>;
  /** Makes texts known to the outbox that left before there was one; resolves when that is on disk. */
  adopt(texts: readonly EarlierText[]): Promise<void>;
  /** Hands a message to a flow that follows its conversation; resolves when the flow has it. */
  notify(notice: ConversationNotice): Promise<void>;
  readonly log: { error(facts: object, message: string): void };
}

export interface WorkParts {
  readonly database: ProductDatabase;
  readonly conversations: ConversationTable;
  readonly messages: MessageTable;
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
  /** Those that failed. */
  readonly attempts: number;
  /** Of an earlier version, which sent texts itself: when the last attempt began that may have arrived. */
  readonly unknown_since_ms: number | null;
  readonly created_at_ms: number;
  readonly due_at_ms: number;
}

const maxUnderWay = 64;
/** Stands for what comes before all else: no lane has this name. */
const handOverLane = '';
const firstRetryMs = 1_000;
const longestRetryMs = 300_000;
/** A flow that cannot take a message for so long does not hear of it. */
const patienceMs = 4 * 3_600_000;

/** Of one lane (a participant, a flow's webhook) one at a time, in order; what is not done stays on disk. */
export class ConversationWork {
  readonly #parts: WorkParts;
  readonly #underWay = new Map<string, Promise<void>>();
  readonly #timers = new Map<string, () => void>();
  readonly #ready = new Set<string>();
  /** Lanes that got something more while they were under way. */
  readonly #again = new Set<string>();
  /** Texts that the outbox has, by the number of their row: their lanes wait for what becomes of them. */
  readonly #posted = new Set<number>();
  /** The outbox knows what left before there was one. */
  #isHandedOver = false;
  /** Set while it works. */
  #ports: WorkPorts | undefined;

  constructor(parts: WorkParts) {
    this.#parts = parts;
  }

  /** Takes up what an earlier process left: texts that the outbox has already it takes once. */
  start(ports: WorkPorts): void {
    this.#ports = ports;
    this.#wake(handOverLane);
  }

  /** A message to a participant's address, part of the transaction that adds it. */
  addSend(accountSid: string, messageSid: string, participantSid: string): void {
    this.#add(participantSid, accountSid, messageSid, { participantSid });
  }

  /** The report of a message to a flow, part of the transaction that adds it. */
  addNotice(accountSid: string, messageSid: string, webhook: { sid: string; flow_sid: string }, lane: string): void {
    this.#add(lane, accountSid, messageSid, { webhookSid: webhook.sid, flowSid: webhook.flow_sid });
  }

  /** Hears what became of a text, maybe for the second time: the next one to its participant may leave. */
  hear(key: string, fate: MessageFate): void {
    const text = readTextKey(key);
    if (!text) return;
    const { database, messages } = this.#parts;
    const { messageSid, participantSid: lane, sentAgain } = text;
    const sql = 'SELECT number FROM conversation_work WHERE lane = ? AND message_sid = ?';
    const row = database.prepare<Pick<WorkRow, 'number'>>(sql).get(lane, messageSid);
    database.transaction(() => {
      messages.advance(messageSid, lane, sentAgain, fate);
      if (row) this.#done(row);
    });
    if (row) this.#wake(lane);
  }

  /** Resolves when nothing is under way but texts that the outbox has. */
  async settled(): Promise<void> {
    while (this.#ports && this.#underWay.size + this.#ready.size > 0) await Promise.all(this.#underWay.values());
  }

  /** Begins nothing more. Resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.#ports = undefined;
    for (const cancel of this.#timers.values()) cancel();
    await Promise.all(this.#underWay.values());
  }

  #lanes(): readonly { readonly lane: string }[] {
    return this.#parts.database.prepare<{ lane: string }>('SELECT DISTINCT lane FROM conversation_work').all();
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

  /** Does what is first in a lane. Gives when to look there again; undefined: there is nothing to be done now. */
  async #doFirst(lane: string, ports: WorkPorts): Promise<number | undefined> {
    const { database, clock } = this.#parts;
    if (lane === handOverLane) {
      await handOver(this.#parts, ports.adopt);
      this.#isHandedOver = true;
      for (const { lane: waiting } of this.#lanes()) this.#wake(waiting);
      return undefined;
    }
    // Else one of those might be taken for what is sent now.
    if (!this.#isHandedOver) return undefined;
    const row = database
      .prepare<WorkRow>('SELECT * FROM conversation_work WHERE lane = ? ORDER BY number LIMIT 1')
      .get(lane);
    if (!row || this.#posted.has(row.number)) return undefined;
    const nowMs = clock.now();
    if (row.due_at_ms > nowMs) return row.due_at_ms;
    try {
      if (row.participant_sid === null) await this.#notify(row, ports);
      else await this.#post(row, row.participant_sid, ports);
    } catch (error) {
      this.#failed(row, error, ports);
    }
    return nowMs;
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

  async #post(row: WorkRow, participantSid: string, { post }: WorkPorts): Promise<void> {
    const place = { messageSid: row.message_sid, participantSid };
    const message = textFor(this.#parts, place);
    if (!message) {
      this.#done(row);
      return;
    }
    const { created_at_ms: createdAtMs, unknown_since_ms: unknownSinceMs } = row;
    const doubt = unknownSinceMs === null ? {} : { doubt: { createdAtMs } };
    // What becomes of it may be heard before this ends.
    this.#posted.add(row.number);
    try {
      await post({ accountSid: row.account_sid, key: textKey(place), message, ...doubt });
    } catch (error) {
      this.#posted.delete(row.number);
      throw error;
    }
  }

  async #notify(row: WorkRow, { notify }: WorkPorts): Promise<void> {
    const notice = this.#noticeOf(row);
    if (notice) await notify(notice);
    this.#done(row);
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

  #done({ number }: Pick<WorkRow, 'number'>): void {
    this.#parts.database.prepare('DELETE FROM conversation_work WHERE number = ?').run(number);
    this.#posted.delete(number);
  }

  /** A text is never given up here: that is for the outbox, which has not taken it. */
  #failed(row: WorkRow, error: unknown, { log }: WorkPorts): void {
    const { clock, database } = this.#parts;
    const nowMs = clock.now();
    const facts = { err: error, message: row.message_sid };
    if (row.participant_sid === null && nowMs - row.created_at_ms >= patienceMs) {
      log.error(facts, 'a flow was not told of a message of a conversation: given up');
      this.#done(row);
      return;
    }
    log.error(facts, 'a message of a conversation could not be passed on; it is tried again');
    const dueAtMs = nowMs + Math.min(firstRetryMs * 2 ** row.attempts, longestRetryMs);
    database
      .prepare('UPDATE conversation_work SET due_at_ms = ?, attempts = attempts + 1 WHERE number = ?')
      .run(dueAtMs, row.number);
  }
}
