import { method, text, url } from '../../shared-attributes.ts';
import { defineVerb } from '../../verb.ts';

export const queue = defineVerb({
  name: 'Queue',
  summary: 'A queue whose first caller is to be answered, by the name in it.',
  attributes: {
    /** Document that the one who waited hears before the two are connected. */
    url,
    method: { ...method, invalidCode: 14210 },
    reservationSid: text,
    postWorkActivitySid: text,
  },
  hasText: true,
  source: 'https://www.twilio.com/docs/voice/twiml/queue',
});
