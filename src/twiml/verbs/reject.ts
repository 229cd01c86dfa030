import { defineVerb } from '../verb.ts';
import { parameter } from './parameter.ts';

export const reject = defineVerb({
  name: 'Reject',
  summary: 'Refuses an incoming call that nobody has answered yet.',
  in: ['voice'],
  attributes: {
    reason: { type: 'choice', values: ['rejected', 'busy'], default: 'rejected', invalidCode: 13810 },
  },
  // The SDK writes it; what it does is not documented.
  children: [parameter],
  isLast: true,
  source: 'https://www.twilio.com/docs/voice/twiml/reject',
});
