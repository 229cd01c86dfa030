import { text } from '../shared-attributes.ts';
import { defineVerb } from '../verb.ts';

/** To whom it is passed on depends on where it stands: the client, the stream, the payment connector, the agent, … */
export const parameter = defineVerb({
  name: 'Parameter',
  summary: 'A name and a value that are passed on to what it stands in.',
  attributes: { name: text, value: text },
  source: 'https://www.twilio.com/docs/voice/twiml/stream',
});
