import { defineVerb } from '../verb.ts';

export const play = defineVerb({
  name: 'Play',
  summary: 'Plays the sound at the address in it, or sends tones.',
  in: ['voice'],
  attributes: {
    /** 0: a thousand times (known). */
    loop: { type: 'integer', minimum: 0, default: '1', invalidCode: 13410 },
    /** With it the address is not looked at; `w` waits half a second, `W` a whole one. */
    digits: {
      type: 'text',
      form: { pattern: /^[0-9A-D#*wW]+$/, says: 'keys of 0-9, A-D, # and *, with w and W to wait' },
      invalidCode: 13430,
    },
  },
  hasText: true,
  source: 'https://www.twilio.com/docs/voice/twiml/play',
});
