import { method, text, url } from '../shared-attributes.ts';
import { defineVerb } from '../verb.ts';
import { body } from './body.ts';
import { media } from './media.ts';

export const message = defineVerb({
  name: 'Message',
  summary: 'Sends a message in reply: text in it, or Body and Media.',
  // The synonym of old documents. Source: carrier page §A4.
  aliases: ['Sms'],
  in: ['message'],
  attributes: {
    /** Recipient; the sender of the message that is answered. */
    to: text,
    /** Sender; the address that was written to. */
    from: text,
    /** Told how the delivery goes, as by `statusCallback` (known). */
    action: url,
    method: { ...method, invalidCode: 14104 },
    statusCallback: url,
  },
  children: [body, media],
  hasText: true,
  source: 'https://www.twilio.com/docs/messaging/twiml/message',
});
