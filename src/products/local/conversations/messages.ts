/** Messages of conversations, and what became of them on their way to participants. */
import type { JsonObject } from '../../../engine/json.ts';
import { type ConversationMedia, presentConversationMessage } from '../../conversation-shape.ts';
import type { NumberedPage } from '../../conversation-store.ts';
import type { MessageFate } from '../../products.ts';
import type { ProductDatabase } from '../database.ts';
import type { ConversationRow, ConversationTable, ConversationTimes } from './conversations.ts';

export interface MessageRow {
  readonly sid: string;
  readonly account_sid: string;
  readonly conversation_sid: string;
  readonly place: number;
  readonly author: string;
  readonly participant_sid: string | null;
  readonly source: string;
  readonly body: string | null;
  /** JSON list of `ConversationMedia`. */
  readonly media: string;
  readonly attributes: string;
  readonly content_sid: string | null;
  readonly content_variables: string | null;
  readonly created_at_ms: number;
}

export interface NewMessage {
  readonly author: string;
  readonly participantSid: string | null;
  readonly source: string;
  readonly body: string | null;
  readonly media: readonly { readonly url: string; readonly contentType: string | null }[];
  readonly attributes?: string | undefined;
  readonly contentSid?: string | undefined;
  readonly contentVariables?: string | undefined;
  readonly inboundSid?: string;
}

interface DeliveryRow {
  readonly status: string;
  readonly error_code: number | null;
}

/** How far a message has come; what is said late says nothing new, and what arrived has arrived. */
const ranks: { readonly [status: string]: number } = {
  accepted: 1,
  queued: 1,
  sending: 2,
  sent: 3,
  undelivered: 4,
  failed: 5,
  delivered: 6,
  read: 7,
};

const counted = ['sent', 'delivered', 'read', 'failed', 'undelivered'] as const;

export class MessageTable {
  readonly #database: ProductDatabase;
  readonly #times: ConversationTimes;
  readonly #conversations: ConversationTable;

  constructor(database: ProductDatabase, times: ConversationTimes, conversations: ConversationTable) {
    this.#database = database;
    this.#times = times;
    this.#conversations = conversations;
  }

  /** Adds a message at the end of a conversation that is not closed. */
  add(conversation: ConversationRow, message: NewMessage): MessageRow {
    const place = this.#conversations.touch(conversation);
    const { ids, clock } = this.#times;
    const sid = ids.sid('IM');
    const media: ConversationMedia[] = message.media.map((file) => ({ sid: ids.sid('ME'), ...file }));
    this.#database
      .prepare(
        `INSERT INTO conversation_messages (sid, account_sid, conversation_sid, place, author, participant_sid, source,
           body, media, attributes, content_sid, content_variables, inbound_sid, created_at_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        ...[sid, conversation.account_sid, conversation.sid, place, message.author, message.participantSid],
        ...[message.source, message.body, JSON.stringify(media), message.attributes ?? '{}'],
        ...[message.contentSid ?? null, message.contentVariables ?? null, message.inboundSid ?? null, clock.now()],
      );
    const row = this.find(sid);
    if (!row) throw new Error(`the message ${sid} was written and is not there`);
    return row;
  }

  find(sid: string): MessageRow | undefined {
    return this.#database.prepare<MessageRow>('SELECT * FROM conversation_messages WHERE sid = ?').get(sid);
  }

  hasInbound(accountSid: string, inboundSid: string): boolean {
    const sql = 'SELECT sid FROM conversation_messages WHERE account_sid = ? AND inbound_sid = ?';
    return this.#database.prepare<{ sid: string }>(sql).get(accountSid, inboundSid) !== undefined;
  }

  list(
    conversationSid: string,
    { limit, after, before }: NumberedPage,
  ): { readonly rows: readonly MessageRow[]; readonly hasMore: boolean } {
    const place = after ?? before;
    const sql = `SELECT * FROM conversation_messages WHERE conversation_sid = ?
      ${place === undefined ? '' : `AND place ${before === undefined ? '>' : '<'} ?`}
      ORDER BY place ${before === undefined ? '' : 'DESC'} LIMIT ?`;
    const values = [conversationSid, ...(place === undefined ? [] : [place]), limit + 1];
    const rows = this.#database.prepare<MessageRow>(sql).all(...values);
    const shown = rows.slice(0, limit);
    return { rows: before === undefined ? shown : shown.toReversed(), hasMore: rows.length > limit };
  }

  addDelivery(messageSid: string, participantSid: string): void {
    this.#database
      .prepare(`INSERT INTO conversation_deliveries (message_sid, participant_sid, status) VALUES (?, ?, 'queued')`)
      .run(messageSid, participantSid);
  }

  /** What has become of a message on its way to a participant, of the one that was sent in its place for the n-th time. */
  advance(messageSid: string, participantSid: string, sentAgain: number, { status, errorCode }: MessageFate): void {
    const known = this.#database
      .prepare<DeliveryRow & { readonly sent_again: number }>(
        'SELECT status, error_code, sent_again FROM conversation_deliveries WHERE message_sid = ? AND participant_sid = ?',
      )
      .get(messageSid, participantSid);
    if (!known || sentAgain < known.sent_again) return;
    if (sentAgain === known.sent_again && (ranks[status] ?? 0) <= (ranks[known.status] ?? 0)) return;
    this.#database
      .prepare(
        `UPDATE conversation_deliveries SET status = ?, error_code = ?, sent_again = ?
         WHERE message_sid = ? AND participant_sid = ?`,
      )
      .run(status, errorCode, sentAgain, messageSid, participantSid);
  }

  present(row: MessageRow, serviceSid: string): JsonObject {
    return presentConversationMessage({
      sid: row.sid,
      accountSid: row.account_sid,
      serviceSid,
      conversationSid: row.conversation_sid,
      index: row.place,
      author: row.author,
      participantSid: row.participant_sid,
      body: row.body,
      media: mediaOf(row),
      attributes: row.attributes,
      contentSid: row.content_sid,
      delivery: this.#deliverySummary(row.sid),
      createdAtMs: row.created_at_ms,
      url: `${this.#conversations.urlOf(row.conversation_sid)}/messages/${row.sid}`,
    });
  }

  /** `all`, `some` or `none` of its recipients. Source: Conversations API, message resource, `delivery`. */
  #deliverySummary(messageSid: string): JsonObject | null {
    const rows = this.#database
      .prepare<DeliveryRow>('SELECT status, error_code FROM conversation_deliveries WHERE message_sid = ?')
      .all(messageSid);
    if (rows.length === 0) return null;
    const shareOf = (isSo: (status: string) => boolean) => {
      const count = rows.filter(({ status }) => isSo(status)).length;
      return count === 0 ? 'none' : count === rows.length ? 'all' : 'some';
    };
    // Who has read it got it, and who got it was sent it.
    const hasCome = (wanted: string) => (status: string) =>
      wanted === 'failed' || wanted === 'undelivered'
        ? status === wanted
        : !['failed', 'undelivered'].includes(status) && (ranks[status] ?? 0) >= (ranks[wanted] ?? 0);
    return {
      total: rows.length,
      ...Object.fromEntries(counted.map((status) => [status, shareOf(hasCome(status))])),
    };
  }
}

export function mediaOf({ media }: MessageRow): readonly ConversationMedia[] {
  return JSON.parse(media) as readonly ConversationMedia[];
}
