import { defineVerb } from '../../verb.ts';

export const sim = defineVerb({
  name: 'Sim',
  summary: 'A SIM card to dial, by its SID. The product was retired.',
  hasText: true,
  source: 'https://www.twilio.com/docs/voice/twiml/sim',
});
