import { defineVerb } from '../verb.ts';

/** URL of a picture or another file that goes with a `Message`; up to ten. */
export const media = defineVerb({
  name: 'Media',
  in: [],
  attributes: {},
  children: [],
  hasText: true,
  isLast: false,
  source: 'https://www.twilio.com/docs/messaging/twiml/message',
});
