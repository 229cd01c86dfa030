/** The messages of the network: rows, events and threads. */
import type {
  Conversation,
  MediaFile,
  MessageContent,
  MessageDirection,
  MessageEvent,
  MessageFilter,
  NetworkMedia,
  NetworkMessage,
  NetworkPage,
  NetworkPageRequest,
} from '../network.ts';
import type { Database } from './database.ts';
import { queryPage } from './page.ts';

/** A message with what only the network itself needs. */
export interface StoredMessage extends Omit<NetworkMessage, 'from'> {
  readonly seq: number;
  readonly from: string;
  readonly contact: string;
  readonly number: string;
  readonly params: { readonly [name: string]: string };
  readonly statusCallback: string | null;
  readonly statusCallbackMethod: 'GET' | 'POST';
  /** Error code that it will end with, known since it was taken. */
  readonly fate: number | null;
  readonly nextAtMs: number | null;
  readonly change: number;
}

export type NewMessage = Omit<StoredMessage, 'seq' | 'change' | 'updatedAtMs'> & { readonly sendKey: string | null };

/** What a step of a message's life sets. */
export interface Progress {
  readonly status: string;
  readonly errorCode: number | null;
  readonly sentAtMs: number | null;
  readonly nextAtMs: number | null;
}

export type MessageStore = ReturnType<typeof messageStore>;

export function messageStore(database: Database) {
  const latest = database.prepare<{ change: number | null }>('SELECT max(change) AS change FROM messages').get();
  let change = latest?.change ?? 0;

  const insert = database.prepare(`
    INSERT INTO messages (sid, account_sid, send_key, direction, from_address, to_address, contact, number, body,
      num_segments, media, content, params, messaging_service_sid, status_callback, status_callback_method, status,
      error_code, created_at, updated_at, sent_at, fate, next_at, change)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const remember = database.prepare(`
    INSERT INTO conversations (account_sid, contact, number, last_seq, last_inbound_at) VALUES (?, ?, ?, ?, ?)
    ON CONFLICT DO UPDATE SET last_seq = excluded.last_seq,
      last_inbound_at = coalesce(excluded.last_inbound_at, last_inbound_at)`);
  const lastInbound = database.prepare<{ at: number | null }>(
    'SELECT last_inbound_at AS at FROM conversations WHERE account_sid = ? AND contact = ? AND number = ?',
  );
  const lastWithContent = database.prepare<MessageRow>(`
    SELECT * FROM messages WHERE account_sid = ? AND contact = ? AND number = ? AND content IS NOT NULL
    ORDER BY seq DESC LIMIT 1`);
  const settle = database.prepare('UPDATE messages SET fate = ?, media = ?, next_at = ? WHERE seq = ?');
  const insertFile = database.prepare('INSERT INTO media_files VALUES (?, ?, ?, ?)');
  const fileOf = database.prepare<{ content_type: string; bytes: Uint8Array }>(
    'SELECT content_type, bytes FROM media_files WHERE sid = ? AND message_seq = ?',
  );
  const move = database.prepare(`
    UPDATE messages SET status = ?, error_code = ?, sent_at = ?, next_at = ?, updated_at = ?, change = ? WHERE seq = ?`);
  const redact = database.prepare(
    'UPDATE messages SET body = ?, num_segments = ?, updated_at = ?, change = ? WHERE seq = ?',
  );
  const remove = database.prepare('DELETE FROM messages WHERE seq = ?');
  const forget = database.prepare(`
    DELETE FROM conversations WHERE account_sid = ? AND contact = ? AND number = ? AND last_seq = ?`);
  const bySid = database.prepare<MessageRow>('SELECT * FROM messages WHERE account_sid = ? AND sid = ?');
  const bySeq = database.prepare<MessageRow>('SELECT * FROM messages WHERE seq = ?');
  const byKey = database.prepare<MessageRow>('SELECT * FROM messages WHERE account_sid = ? AND send_key = ?');
  const due = database.prepare<MessageRow>('SELECT * FROM messages WHERE next_at <= ? ORDER BY next_at LIMIT ?');
  const nextDue = database.prepare<{ at: number | null }>(
    'SELECT min(next_at) AS at FROM messages WHERE next_at IS NOT NULL',
  );
  const changed = database.prepare<MessageRow>(
    'SELECT * FROM messages WHERE account_sid = ? AND change > ? ORDER BY change LIMIT ?',
  );
  const lastOfThread = database.prepare<{ seq: number | null }>(
    'SELECT max(seq) AS seq FROM messages WHERE account_sid = ? AND contact = ? AND number = ?',
  );
  const conversations = database.prepare<ConversationRow>(`
    SELECT c.contact AS talk_contact, c.number AS talk_number, m.*
    FROM conversations c JOIN messages m ON m.seq = c.last_seq
    WHERE c.account_sid = ?1 AND (?2 IS NULL OR c.contact = ?2)
    ORDER BY c.last_seq DESC LIMIT 1000`);
  const threadAfter = database.prepare<MessageRow>(`
    SELECT * FROM messages WHERE account_sid = ?1 AND contact = ?2 AND seq > ?3 AND (?4 IS NULL OR number = ?4)
    ORDER BY seq LIMIT ?5`);
  const threadEnd = database.prepare<MessageRow>(`
    SELECT * FROM (
      SELECT * FROM messages WHERE account_sid = ?1 AND contact = ?2 AND (?3 IS NULL OR number = ?3)
      ORDER BY seq DESC LIMIT ?4
    ) ORDER BY seq`);

  return {
    /** Id of the latest event of all. */
    latestChange: () => change,

    add(message: NewMessage): StoredMessage {
      const { accountSid, contact, number } = message;
      const seq = insert.insert(
        message.sid,
        accountSid,
        message.sendKey,
        message.direction,
        message.from,
        message.to,
        contact,
        number,
        message.body,
        message.numSegments,
        JSON.stringify(message.media),
        message.content && JSON.stringify(message.content),
        JSON.stringify(message.params),
        message.messagingServiceSid,
        message.statusCallback,
        message.statusCallbackMethod,
        message.status,
        message.errorCode,
        message.createdAtMs,
        message.createdAtMs,
        message.sentAtMs,
        message.fate,
        message.nextAtMs,
        ++change,
      );
      const isInbound = message.direction === 'inbound';
      remember.run(accountSid, contact, number, seq, isInbound ? message.createdAtMs : null);
      return { ...message, seq, change, updatedAtMs: message.createdAtMs };
    },

    move(message: StoredMessage, { status, errorCode, sentAtMs, nextAtMs }: Progress, nowMs: number): void {
      move.run(status, errorCode, sentAtMs, nextAtMs, nowMs, ++change, message.seq);
    },

    redact(message: StoredMessage, nowMs: number): void {
      redact.run('', message.numSegments, nowMs, ++change, message.seq);
    },

    remove({ seq, accountSid, contact, number }: StoredMessage): void {
      remove.run(seq);
      const { seq: last = null } = lastOfThread.get(accountSid, contact, number) ?? {};
      if (last === null) forget.run(accountSid, contact, number, seq);
      else remember.run(accountSid, contact, number, last, null);
    },

    /** What was found out about a message that waits: its media, what it will end with, when it moves on. */
    settle(
      { seq }: StoredMessage,
      { fate, media, nextAtMs }: Pick<StoredMessage, 'fate' | 'media' | 'nextAtMs'>,
    ): void {
      settle.run(fate, JSON.stringify(media), nextAtMs, seq);
    },

    addFile(message: StoredMessage, mediaSid: string, { contentType, bytes }: MediaFile): void {
      insertFile.run(mediaSid, message.seq, contentType, bytes);
    },
    findFile(message: StoredMessage, mediaSid: string): MediaFile | undefined {
      const row = fileOf.get(mediaSid, message.seq);
      return row && { contentType: row.content_type, bytes: row.bytes };
    },

    /** When the contact last wrote to the number; null: never. */
    lastInboundMs: (accountSid: string, contact: string, number: string): number | null =>
      lastInbound.get(accountSid, contact, number)?.at ?? null,
    /** The latest message made of a template between the two. */
    lastWithContent: (accountSid: string, contact: string, number: string) =>
      storedOrNone(lastWithContent.get(accountSid, contact, number)),

    find: (accountSid: string, sid: string) => storedOrNone(bySid.get(accountSid, sid)),
    findBySeq: (seq: number) => storedOrNone(bySeq.get(seq)),
    findByKey: (accountSid: string, key: string) => storedOrNone(byKey.get(accountSid, key)),

    /** Messages whose status moves on at or before `nowMs`. */
    due: (nowMs: number, limit: number) => due.all(nowMs, limit).map(stored),
    nextDueMs: () => nextDue.get()?.at ?? null,

    list(accountSid: string, filter: MessageFilter, page: NetworkPageRequest): NetworkPage<NetworkMessage> {
      const rows = queryPage<MessageRow>(database, 'messages', page, [
        ['account_sid = ?', accountSid],
        ['to_address = ?', filter.to],
        ['from_address = ?', filter.from],
        ['sent_at >= ?', filter.sentFromMs],
        ['sent_at < ?', filter.sentToMs],
      ]);
      return { ...rows, rows: rows.rows.map((row) => visible(stored(row))) };
    },

    conversations: (accountSid: string, contact: string | undefined): Conversation[] =>
      conversations.all(accountSid, contact ?? null).map((row) => ({
        contact: row.talk_contact,
        number: row.talk_number,
        last: visible(stored(row)),
      })),

    /** The messages of a contact after `afterSeq`, or the last ones. */
    thread(
      accountSid: string,
      contact: string,
      number: string | undefined,
      afterSeq: number | undefined,
      limit: number,
    ): NetworkMessage[] {
      const rows =
        afterSeq === undefined
          ? threadEnd.all(accountSid, contact, number ?? null, limit)
          : threadAfter.all(accountSid, contact, afterSeq, number ?? null, limit);
      return rows.map((row) => visible(stored(row)));
    },

    /** The number that this contact and the account last used. */
    lastNumberOf: (accountSid: string, contact: string): string | undefined =>
      conversations.get(accountSid, contact)?.talk_number,

    eventsAfter: (accountSid: string, id: number, limit: number): MessageEvent[] =>
      changed.all(accountSid, id, limit).map((row) => ({ id: row.change, message: visible(stored(row)) })),
  };
}

/** The message as its account sees it. */
export function visible(message: StoredMessage): NetworkMessage {
  const isUnaddressed =
    message.messagingServiceSid !== null &&
    message.direction !== 'inbound' &&
    (message.status === 'accepted' || message.status === 'scheduled');
  return {
    sid: message.sid,
    accountSid: message.accountSid,
    direction: message.direction,
    from: isUnaddressed ? null : message.from,
    to: message.to,
    body: message.body,
    status: message.status,
    errorCode: message.errorCode,
    messagingServiceSid: message.messagingServiceSid,
    numSegments: message.numSegments,
    media: message.media,
    content: message.content,
    createdAtMs: message.createdAtMs,
    updatedAtMs: message.updatedAtMs,
    sentAtMs: message.sentAtMs,
  };
}

interface MessageRow {
  readonly seq: number;
  readonly sid: string;
  readonly account_sid: string;
  readonly direction: MessageDirection;
  readonly from_address: string;
  readonly to_address: string;
  readonly contact: string;
  readonly number: string;
  readonly body: string;
  readonly num_segments: number;
  readonly media: string;
  readonly content: string | null;
  readonly params: string | null;
  readonly messaging_service_sid: string | null;
  readonly status_callback: string | null;
  readonly status_callback_method: string | null;
  readonly status: string;
  readonly error_code: number | null;
  readonly created_at: number;
  readonly updated_at: number;
  readonly sent_at: number | null;
  readonly fate: number | null;
  readonly next_at: number | null;
  readonly change: number;
}

interface ConversationRow extends MessageRow {
  readonly talk_contact: string;
  readonly talk_number: string;
}

/** Messages from before templates were rendered have their name only. */
const noContent: Omit<MessageContent, 'sid' | 'variables'> = { type: '', buttons: [], list: null, location: null };

function storedOrNone(row: MessageRow | undefined): StoredMessage | undefined {
  return row && stored(row);
}

function stored(row: MessageRow): StoredMessage {
  return {
    seq: row.seq,
    sid: row.sid,
    accountSid: row.account_sid,
    direction: row.direction,
    from: row.from_address,
    to: row.to_address,
    contact: row.contact,
    number: row.number,
    body: row.body,
    numSegments: row.num_segments,
    media: JSON.parse(row.media) as readonly NetworkMedia[],
    content: row.content === null ? null : { ...noContent, ...(JSON.parse(row.content) as MessageContent) },
    params: JSON.parse(row.params ?? '{}') as StoredMessage['params'],
    messagingServiceSid: row.messaging_service_sid,
    statusCallback: row.status_callback,
    statusCallbackMethod: row.status_callback_method === 'GET' ? 'GET' : 'POST',
    status: row.status,
    errorCode: row.error_code,
    createdAtMs: row.created_at,
    updatedAtMs: row.updated_at,
    sentAtMs: row.sent_at,
    fate: row.fate,
    nextAtMs: row.next_at,
    change: row.change,
  };
}
