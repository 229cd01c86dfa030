import { method, url } from '../shared-attributes.ts';
import { defineVerb } from '../verb.ts';
import { recording } from './start/recording.ts';
import { siprec } from './start/siprec.ts';
import { stream } from './start/stream.ts';
import { transcription } from './start/transcription.ts';

/** What goes on beside a call. */
const companions = [stream, siprec, transcription, recording];

export const start = defineVerb({
  name: 'Start',
  summary: 'Starts what goes on beside the call, which goes on at once.',
  in: ['voice'],
  attributes: { action: url, method },
  children: companions,
  source: 'https://www.twilio.com/docs/voice/twiml/stream',
});

export const stop = defineVerb({
  name: 'Stop',
  summary: 'Stops what was started under the name of the noun in it.',
  in: ['voice'],
  children: companions,
  source: 'https://www.twilio.com/docs/voice/twiml/stream',
});
