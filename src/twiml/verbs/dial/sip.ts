import { callProgress, machineDetection, method, sdkSource, text, url } from '../../shared-attributes.ts';
import { defineVerb } from '../../verb.ts';

export const sipUri = defineVerb({
  name: 'Uri',
  summary: 'One of several SIP addresses, with its place in their order.',
  attributes: {
    username: text,
    password: text,
    priority: { type: 'integer', minimum: 0 },
    weight: { type: 'integer', minimum: 0 },
  },
  hasText: true,
  source: sdkSource,
});

export const sipHeader = defineVerb({
  name: 'Header',
  summary: 'A header of the SIP request.',
  attributes: { name: text, value: text },
  source: sdkSource,
});

export const sipHeaders = defineVerb({
  name: 'Headers',
  summary: 'Headers of the SIP request.',
  children: [sipHeader],
  source: sdkSource,
});

export const sip = defineVerb({
  name: 'Sip',
  summary: 'A SIP address to dial.',
  attributes: {
    username: text,
    password: text,
    /** Document that the called side hears before it is connected. */
    url,
    method: { ...method, invalidCode: 13241 },
    ...callProgress,
    ...machineDetection,
  },
  children: [sipUri, sipHeaders],
  hasText: true,
  source: 'https://www.twilio.com/docs/voice/twiml/sip',
});
