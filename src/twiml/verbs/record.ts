import { method, off, on, recordingCallback, sdkSource, silence, text, url } from '../shared-attributes.ts';
import { defineVerb } from '../verb.ts';

export const record = defineVerb({
  name: 'Record',
  summary: 'Records the caller, then asks its action how to go on.',
  in: ['voice'],
  attributes: {
    /** The present document. */
    action: url,
    method: { ...method, invalidCode: 13610 },
    /** Seconds of silence that end it; 0 never. */
    timeout: { type: 'integer', minimum: 0, default: '5', invalidCode: 13611 },
    finishOnKey: {
      type: 'text',
      form: { pattern: /^[0-9*#]*$/, says: 'keys of 0-9, # and *' },
      default: '1234567890*#',
      invalidCode: 13613,
    },
    /** Seconds; 120 when it is transcribed. */
    maxLength: { type: 'integer', minimum: 1, default: '3600', invalidCode: 13612 },
    playBeep: { ...on, invalidCode: 13616 },
    trim: { ...silence, default: 'trim-silence', invalidCode: 13699 },
    ...recordingCallback,
    transcribe: { ...off, invalidCode: 13614 },
    transcribeCallback: url,
    recordingConfigurationId: { ...text, source: sdkSource },
  },
  source: 'https://www.twilio.com/docs/voice/twiml/record',
});
