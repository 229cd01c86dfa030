import { defineVerb } from '../verb.ts';

export const body = defineVerb({
  name: 'Body',
  summary: 'Text of a message.',
  hasText: true,
  source: 'https://www.twilio.com/docs/messaging/twiml/message',
});
