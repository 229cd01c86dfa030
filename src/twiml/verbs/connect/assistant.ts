import { text } from '../../shared-attributes.ts';
import { defineVerb } from '../../verb.ts';
import { parameter } from '../parameter.ts';
import { relayLanguage, sessionAttributes } from './conversation-relay.ts';

/** No longer in the SDK; its attributes beside `id` are those of a session (known). */
export const assistant = defineVerb({
  name: 'Assistant',
  summary: 'An AI assistant, by its id.',
  attributes: { id: text, ...sessionAttributes },
  children: [relayLanguage, parameter],
  source: 'https://www.twilio.com/docs/voice/twiml/connect',
});
