import { callProgress, machineDetection, method, sdkSource, text, tones, url } from '../../shared-attributes.ts';
import { defineVerb } from '../../verb.ts';

export const number = defineVerb({
  name: 'Number',
  summary: 'A telephone number to dial.',
  attributes: {
    /** Sent once it is answered. */
    sendDigits: { ...tones, invalidCode: 13222 },
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
