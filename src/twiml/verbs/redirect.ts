import { defineVerb } from '../verb.ts';

/** Goes on with the document at the URL in it; an empty one means the present document. */
export const redirect = defineVerb({
  name: 'Redirect',
  in: ['message', 'voice'],
  attributes: {
    method: { default: 'POST', values: ['GET', 'POST'], invalidCode: 13710 },
  },
  children: [],
  hasText: true,
  isLast: true,
  source: 'https://www.twilio.com/docs/messaging/twiml/redirect',
});
