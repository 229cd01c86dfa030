import { method, sdkSource, text, url } from '../shared-attributes.ts';
import { defineVerb } from '../verb.ts';

export const sms = defineVerb({
  name: 'Sms',
  summary: 'Sends a text message during a call.',
  in: ['voice'],
  attributes: {
    /** Recipient; the caller. */
    to: text,
    /** Sender; the number that was called. */
    from: text,
    action: url,
    method: { ...method, invalidCode: 14104 },
    statusCallback: url,
  },
  hasText: true,
  source: sdkSource,
});
