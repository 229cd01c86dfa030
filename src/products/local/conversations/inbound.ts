/** What a webhook of the carrier may mean for conversations: a contact's message, or a report on one of ours. */
import type { WebhookParams } from '../../../engine/events.ts';

export interface InboundMessage {
  readonly sid: string;
  readonly from: string;
  /** Addresses of ours that it may have been written to: the number, and the service that it stands behind. */
  readonly proxies: readonly string[];
  readonly body: string | null;
  readonly media: readonly { readonly url: string; readonly contentType: string | null }[];
}

export interface Report {
  readonly carrierSid: string;
  readonly status: string;
  readonly errorCode: number | null;
}

/** Calls, conversations' own webhooks and callbacks of steps are for the flow. */
const othersFields = ['CallSid', 'ConversationSid', 'ChannelSid', 'Step'];

/** Undefined: it is for the flow alone. */
export function inboundMessageOf(params: WebhookParams): InboundMessage | undefined {
  const sid = sidOf(params);
  if (sid === '' || isReport(params)) return undefined;
  const from = textOf(params, 'From');
  const proxies = [textOf(params, 'To'), textOf(params, 'MessagingServiceSid')].filter((proxy) => proxy !== '');
  if (textOf(params, 'FlowEvent') !== '' || from === '' || proxies.length === 0) return undefined;
  const count = Number(textOf(params, 'NumMedia')) || 0;
  const media = Array.from({ length: Math.min(count, 10) }, (_, place) => ({
    url: textOf(params, `MediaUrl${place}`),
    contentType: textOf(params, `MediaContentType${place}`) || null,
  })).filter(({ url }) => url !== '');
  return { sid, from, proxies, body: textOf(params, 'Body') || null, media };
}

/** Undefined: it reports on no message. */
export function reportOf(params: WebhookParams): Report | undefined {
  const carrierSid = sidOf(params);
  if (carrierSid === '' || !isReport(params)) return undefined;
  const code = textOf(params, 'ErrorCode');
  const errorCode = /^\d+$/.test(code) ? Number(code) : null;
  return { carrierSid, status: textOf(params, 'MessageStatus'), errorCode };
}

/** Empty: it is about no message that could be of a conversation. */
function sidOf(params: WebhookParams): string {
  if (othersFields.some((name) => textOf(params, name) !== '')) return '';
  return textOf(params, 'MessageSid') || textOf(params, 'SmsSid');
}

function isReport(params: WebhookParams): boolean {
  return textOf(params, 'MessageStatus') !== '' && ['', 'messageStatus'].includes(textOf(params, 'FlowEvent'));
}

function textOf(params: WebhookParams, name: string): string {
  const value = params[name];
  return typeof value === 'string' ? value : '';
}
