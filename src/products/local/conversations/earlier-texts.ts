/** Texts that the version before the outbox sent itself: the outbox is told which of the carrier's messages they are. */
import type { OutboundMessage } from '../../../engine/effects.ts';
import type { ProductDatabase } from '../database.ts';
import type { ConversationTable } from './conversations.ts';
import type { MessageTable } from './messages.ts';
import { textFor, textKey } from './texts.ts';

const batch = 200;

/** A text that the carrier has. */
export interface EarlierText {
  readonly accountSid: string;
  readonly key: string;
  /** The carrier's. */
  readonly messageSid: string;
  readonly status: string;
  readonly errorCode: number | null;
  readonly createdAtMs: number;
  /** Null: its participant is gone. */
  readonly message: OutboundMessage | null;
}

interface EarlierRow {
  readonly message_sid: string;
  readonly participant_sid: string;
  readonly carrier_sid: string;
  readonly account_sid: string;
  readonly status: string;
  readonly error_code: number | null;
  readonly created_at_ms: number;
}

/** Hands them over, each until it has been taken once. */
export async function handOver(
  parts: {
    readonly database: ProductDatabase;
    readonly conversations: ConversationTable;
    readonly messages: MessageTable;
  },
  adopt: (texts: readonly EarlierText[]) => Promise<void>,
): Promise<void> {
  const { database } = parts;
  const find = database.prepare<EarlierRow>(
    `SELECT t.message_sid, t.participant_sid, t.carrier_sid, m.account_sid, m.created_at_ms, d.status, d.error_code
     FROM earlier_texts t JOIN conversation_messages m ON m.sid = t.message_sid
     JOIN conversation_deliveries d ON d.message_sid = t.message_sid AND d.participant_sid = t.participant_sid LIMIT ?`,
  );
  const remove = database.prepare('DELETE FROM earlier_texts WHERE message_sid = ? AND participant_sid = ?');
  for (let rows = find.all(batch); rows.length > 0; rows = find.all(batch)) {
    await adopt(rows.map((row) => earlierText(parts, row)));
    database.transaction(() => {
      for (const row of rows) remove.run(row.message_sid, row.participant_sid);
    });
  }
}

function earlierText(parts: Parameters<typeof textFor>[0], row: EarlierRow): EarlierText {
  const place = { messageSid: row.message_sid, participantSid: row.participant_sid };
  return {
    accountSid: row.account_sid,
    key: textKey(place),
    messageSid: row.carrier_sid,
    status: row.status,
    errorCode: row.error_code,
    createdAtMs: row.created_at_ms,
    message: textFor(parts, place) ?? null,
  };
}
