import { defineVerb } from '../verb.ts';

export const media = defineVerb({
  name: 'Media',
  summary: 'Address of a picture or another file that goes with a message; up to ten.',
  hasText: true,
  source: 'https://www.twilio.com/docs/messaging/twiml/message',
});
