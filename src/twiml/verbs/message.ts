import { defineVerb } from '../verb.ts';

/** Sends a message in reply: text in it, or `Body` and `Media`. */
export const message = defineVerb({
  name: 'Message',
  // The synonym of old documents. Source: carrier page §A4.
  aliases: ['Sms'],
  in: ['message'],
  attributes: {
    /** Recipient; the sender of the message that is answered. */
    to: {},
    /** Sender; the address that was written to. */
    from: {},
    /** Told how the delivery goes, as by `statusCallback` (known). */
    action: {},
    method: { default: 'POST', values: ['GET', 'POST'], invalidCode: 14104 },
    statusCallback: {},
  },
  children: ['Body', 'Media'],
  hasText: true,
  isLast: false,
  source: 'https://www.twilio.com/docs/messaging/twiml/message',
});
