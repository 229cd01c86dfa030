import { defineVerb } from '../verb.ts';
import { parameter } from './parameter.ts';

export const hangup = defineVerb({
  name: 'Hangup',
  summary: 'Ends the call.',
  in: ['voice'],
  // The SDK writes it; what it does is not documented.
  children: [parameter],
  isLast: true,
  source: 'https://www.twilio.com/docs/voice/twiml/hangup',
});
