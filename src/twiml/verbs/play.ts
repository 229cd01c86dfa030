import { tones } from '../shared-attributes.ts';
import { defineVerb } from '../verb.ts';

export const play = defineVerb({
  name: 'Play',
  summary: 'Plays the sound at the address in it, or sends tones.',
  in: ['voice'],
  attributes: {
    /** 0: a thousand times (known). */
    loop: { type: 'integer', minimum: 0, default: '1', invalidCode: 13410 },
    /** With them the address is not looked at. */
    digits: { ...tones, invalidCode: 13430 },
  },
  hasText: true,
  source: 'https://www.twilio.com/docs/voice/twiml/play',
});
