import { method, sdkSource, url } from '../shared-attributes.ts';
import { defineVerb } from '../verb.ts';

/** Not that of Dial: here it is where the other side is sent, and has no attributes. */
export const referSip = defineVerb({
  name: 'Sip',
  summary: 'The SIP address that the caller is referred to.',
  hasText: true,
  source: sdkSource,
});

export const refer = defineVerb({
  name: 'Refer',
  summary: 'Hands a SIP call over to another SIP address.',
  in: ['voice'],
  attributes: { action: url, method },
  children: [referSip],
  source: 'https://www.twilio.com/docs/voice/twiml/refer',
});
