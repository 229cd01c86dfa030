import { defineVerb } from '../verb.ts';

export const leave = defineVerb({
  name: 'Leave',
  summary: 'Takes the call out of its queue; only in a document that is heard while waiting.',
  in: ['voice'],
  isLast: true,
  source: 'https://www.twilio.com/docs/voice/twiml/leave',
});
