import type { JsonObject } from '../../../engine/json.ts';
import type { ProductDatabase } from '../database.ts';
import type { ConversationRow, ConversationTable, ParticipantRow, Refusal } from './conversations.ts';
import type { MessageTable, NewMessage } from './messages.ts';
import type { ConversationWork } from './work.ts';

export interface Parts {
  readonly database: ProductDatabase;
  readonly conversations: ConversationTable;
  readonly messages: MessageTable;
  readonly work: ConversationWork;
}

export const messageAdded = 'onMessageAdded';

/**
 * Adds a message and what is to be passed on: to the address of everybody but its author, and to the flows that follow
 * the conversation. `isFlows`: a flow wrote it, and flows do not hear of it.
 */
export function post(
  { database, conversations, messages, work }: Parts,
  conversation: ConversationRow,
  message: NewMessage,
  { isFlows }: { readonly isFlows: boolean },
): JsonObject {
  return database.transaction(() => {
    const row = messages.add(conversation, message);
    const { account_sid: accountSid, sid, service_sid: serviceSid } = conversation;
    for (const recipient of conversations.participants(sid)) {
      if (recipient.address === null || isAuthor(recipient, message)) continue;
      messages.addDelivery(row.sid, recipient.sid);
      work.addSend(accountSid, row.sid, recipient.sid);
    }
    const followers = isFlows ? [] : conversations.webhooks(sid).filter(({ filters }) => hearsOfMessages(filters));
    for (const webhook of followers) work.addNotice(accountSid, row.sid, webhook, `${sid} ${webhook.flow_sid}`);
    return messages.present(row, serviceSid);
  });
}

/** The participant that `author` is: by identity, or by address. */
export function participantOf(
  { conversations }: Parts,
  conversationSid: string,
  author: string,
): ParticipantRow | undefined {
  return conversations
    .participants(conversationSid)
    .find(({ identity, address }) => identity === author || address === author);
}

function isAuthor({ sid, address }: ParticipantRow, { participantSid, author }: NewMessage): boolean {
  return sid === participantSid || address === author;
}

function hearsOfMessages(filters: string): boolean {
  return (JSON.parse(filters) as readonly string[]).includes(messageAdded);
}

export function notFound(sid: string): Refusal {
  return { ok: false, status: 404, code: 20404, message: `The conversation ${sid} was not found` };
}

/** Source: error 50377. */
export const closed: Refusal = {
  ok: false,
  status: 400,
  code: 50377,
  message: "Can't update conversation as it's in final closed state",
};
