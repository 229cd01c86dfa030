/** Texts by which messages of conversations reach participants' addresses. */
import type { OutboundMessage } from '../../../engine/effects.ts';
import type { ConversationTable } from './conversations.ts';
import { type MessageTable, mediaOf } from './messages.ts';

/** A message on its way to a participant. */
export interface TextPlace {
  readonly messageSid: string;
  readonly participantSid: string;
}

/** The text; undefined for a participant without an address. */
export function textFor(
  { conversations, messages }: { readonly conversations: ConversationTable; readonly messages: MessageTable },
  { messageSid, participantSid }: TextPlace,
): OutboundMessage | undefined {
  const message = messages.find(messageSid);
  const participant = conversations.participant(participantSid);
  if (!message || !participant?.address || !participant.proxy_address) return undefined;
  const { address, proxy_address: proxy } = participant;
  const mediaUrls = mediaOf(message).map(({ url }) => url);
  return {
    to: address,
    ...(proxy.startsWith('MG') ? { messagingServiceSid: proxy } : { from: proxy }),
    ...(message.body === null ? {} : { body: message.body }),
    ...(mediaUrls.length === 0 ? {} : { mediaUrls }),
    ...(message.content_sid === null ? {} : { contentSid: message.content_sid }),
    ...(message.content_variables === null ? {} : { contentVariables: message.content_variables }),
  };
}

/** What the outbox knows it by. */
export function textKey({ messageSid, participantSid }: TextPlace): string {
  return `${messageSid}.${participantSid}`;
}

/** The text that a key of the outbox stands for, and how often it was sent again by then; undefined: none of ours. */
export function readTextKey(key: string): (TextPlace & { readonly sentAgain: number }) | undefined {
  const [, messageSid, participantSid, sentAgain = '0'] = /^(IM\w+)\.(MB\w+)(?:\.(\d+))?$/.exec(key) ?? [];
  if (messageSid === undefined || participantSid === undefined) return undefined;
  return { messageSid, participantSid, sentAgain: Number(sentAgain) };
}
