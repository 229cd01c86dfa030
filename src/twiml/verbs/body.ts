import { defineVerb } from '../verb.ts';

/** Text of a `Message`. */
export const body = defineVerb({
  name: 'Body',
  in: [],
  attributes: {},
  children: [],
  hasText: true,
  isLast: false,
  source: 'https://www.twilio.com/docs/messaging/twiml/message',
});
