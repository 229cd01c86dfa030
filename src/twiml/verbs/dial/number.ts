import { callProgress, machineDetection, method, sdkSource, text, url } from '../../shared-attributes.ts';
import { defineVerb } from '../../verb.ts';

export const number = defineVerb({
  name: 'Number',
  summary: 'A telephone number to dial.',
  attributes: {
    /** Tones once it is answered; `w` waits half a second, `W` a whole one. */
    sendDigits: {
      type: 'text',
      form: { pattern: /^[0-9A-D#*wW]+$/, says: 'keys of 0-9, A-D, # and *, with w and W to wait' },
      invalidCode: 13222,
    },
    /** Document that the called side hears before it is connected. */
    url,
    method: { ...method, invalidCode: 13221 },
    ...callProgress,
    byoc: { ...text, source: sdkSource },
    ...machineDetection,
  },
  hasText: true,
  source: 'https://www.twilio.com/docs/voice/twiml/number',
});
