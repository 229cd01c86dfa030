/** What a webhook of the carrier may mean for conversations: a contact's message. */
import type { WebhookParams } from '../../../engine/events.ts';

export interface InboundMessage {
  readonly sid: string;
  readonly from: string;
  /** Addresses of ours that it may have been written to: the number, and the service that it stands behind. */
  readonly proxies: readonly string[];
  readonly body: string | null;
  readonly media: readonly { readonly url: string; readonly contentType: string | null }[];
}

/** Calls, conversations' own webhooks, callbacks and delivery reports. */
const othersFields = ['CallSid', 'ConversationSid', 'ChannelSid', 'Step', 'FlowEvent', 'MessageStatus'];

/** Undefined: it is for the flow alone. */
export function inboundMessageOf(params: WebhookParams): InboundMessage | undefined {
  const sid = textOf(params, 'MessageSid') || textOf(params, 'SmsSid');
  const isOthers = othersFields.some((name) => textOf(params, name) !== '');
  if (sid === '' || isOthers) return undefined;
  const from = textOf(params, 'From');
  const proxies = [textOf(params, 'To'), textOf(params, 'MessagingServiceSid')].filter((proxy) => proxy !== '');
  if (from === '' || proxies.length === 0) return undefined;
  const count = Number(textOf(params, 'NumMedia')) || 0;
  const media = Array.from({ length: Math.min(count, 10) }, (_, place) => ({
    url: textOf(params, `MediaUrl${place}`),
    contentType: textOf(params, `MediaContentType${place}`) || null,
  })).filter(({ url }) => url !== '');
  return { sid, from, proxies, body: textOf(params, 'Body') || null, media };
}

function textOf(params: WebhookParams, name: string): string {
  const value = params[name];
  return typeof value === 'string' ? value : '';
}
