/** A text as the account's server hears of it. Source: carrier page §B1. */
import type { InboundText } from '../messaging-twiml.ts';
import type { FormFields } from '../signature.ts';
import type { StoredMessage } from './messages.ts';

export function inboundText(message: StoredMessage): InboundText {
  const { sid, from, to } = message;
  return { sid, from, to, params: inboundParams(message) };
}

/** Parameters of the webhook of an inbound message. Source: carrier page §B1. */
export function inboundParams(message: StoredMessage): FormFields {
  const { sid, from, to } = message;
  const fixed: [string, string][] = [
    ['MessageSid', sid],
    ['SmsSid', sid],
    ['SmsMessageSid', sid],
    ['AccountSid', message.accountSid],
    ['From', from],
    ['To', to],
    ['Body', message.body],
    ['NumMedia', String(message.media.length)],
    ['NumSegments', String(message.numSegments)],
    ['SmsStatus', 'received'],
    ['ApiVersion', '2010-04-01'],
    ...(message.messagingServiceSid === null
      ? []
      : [['MessagingServiceSid', message.messagingServiceSid] as [string, string]]),
    ...message.media.flatMap(({ url, contentType }, index): [string, string][] => [
      [`MediaUrl${index}`, url],
      [`MediaContentType${index}`, contentType],
    ]),
  ];
  const own = new Set(fixed.map(([name]) => name));
  const extra = Object.entries(message.params).filter(([name]) => !own.has(name));
  return [...fixed, ...extra];
}
