import { defineVerb } from '../verb.ts';

export const pause = defineVerb({
  name: 'Pause',
  summary: 'Waits in silence; as the first verb it delays the answer.',
  in: ['voice'],
  attributes: {
    /** Seconds. */
    length: { type: 'integer', minimum: 1, default: '1', invalidCode: 13910 },
  },
  source: 'https://www.twilio.com/docs/voice/twiml/pause',
});
