import { callProgress, method, url } from '../../shared-attributes.ts';
import { defineVerb } from '../../verb.ts';
import { parameter } from '../parameter.ts';

export const identity = defineVerb({
  name: 'Identity',
  summary: 'The identity of a client that is also given parameters.',
  hasText: true,
  source: 'https://www.twilio.com/docs/voice/twiml/client',
});

export const client = defineVerb({
  name: 'Client',
  summary: 'A client of the voice SDK to dial, by the identity in it.',
  attributes: { url, method, ...callProgress },
  children: [identity, parameter],
  hasText: true,
  source: 'https://www.twilio.com/docs/voice/twiml/client',
});
