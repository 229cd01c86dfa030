/** What a webhook of the carrier may mean for conversations: a contact's message, or a report on one of ours. */
import type { WebhookParams } from '../../../engine/events.ts';

export type Inbound =
  | {
      readonly kind: 'message';
      readonly sid: string;
      readonly from: string;
      /** Addresses of ours that it may have been written to: the number, and the service that it stands behind. */
      readonly proxies: readonly string[];
      readonly body: string | null;
      readonly media: readonly { readonly url: string; readonly contentType: string | null }[];
    }
  | { readonly kind: 'report'; readonly sid: string; readonly status: string; readonly errorCode: number | null };

/** Calls, conversations' own webhooks and callbacks of steps are for the flow. */
const othersFields = ['CallSid', 'ConversationSid', 'ChannelSid', 'Step'];

/** Undefined: it is for the flow alone. */
export function inboundOf(params: WebhookParams): Inbound | undefined {
  if (othersFields.some((name) => textOf(params, name) !== '')) return undefined;
  const sid = textOf(params, 'MessageSid') || textOf(params, 'SmsSid');
  if (sid === '') return undefined;
  const event = textOf(params, 'FlowEvent');
  const status = textOf(params, 'MessageStatus');
  if (status !== '' && (event === '' || event === 'messageStatus')) {
    const code = textOf(params, 'ErrorCode');
    return { kind: 'report', sid, status, errorCode: /^\d+$/.test(code) ? Number(code) : null };
  }
  const from = textOf(params, 'From');
  const proxies = [textOf(params, 'To'), textOf(params, 'MessagingServiceSid')].filter((proxy) => proxy !== '');
  if (event !== '' || from === '' || proxies.length === 0) return undefined;
  const count = Number(textOf(params, 'NumMedia')) || 0;
  const media = Array.from({ length: Math.min(count, 10) }, (_, place) => ({
    url: textOf(params, `MediaUrl${place}`),
    contentType: textOf(params, `MediaContentType${place}`) || null,
  })).filter(({ url }) => url !== '');
  return { kind: 'message', sid, from, proxies, body: textOf(params, 'Body') || null, media };
}

function textOf(params: WebhookParams, name: string): string {
  const value = params[name];
  return typeof value === 'string' ? value : '';
}
