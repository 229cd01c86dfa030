import { method } from '../shared-attributes.ts';
import { defineVerb } from '../verb.ts';

export const redirect = defineVerb({
  name: 'Redirect',
  summary: 'Goes on with the document at the address in it; an empty one means the present document.',
  in: ['message', 'voice'],
  attributes: {
    method: { ...method, invalidCode: 13710 },
  },
  hasText: true,
  isLast: true,
  source: 'https://www.twilio.com/docs/messaging/twiml/redirect',
});
