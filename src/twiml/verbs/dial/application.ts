import { callProgress, method, off, sdkSource, text, url } from '../../shared-attributes.ts';
import { defineVerb } from '../../verb.ts';
import { parameter } from '../parameter.ts';

export const applicationSid = defineVerb({
  name: 'ApplicationSid',
  summary: 'The SID of an application that is also given parameters.',
  hasText: true,
  source: sdkSource,
});

export const application = defineVerb({
  name: 'Application',
  summary: 'A TwiML application to dial, by the SID in it.',
  attributes: { url, method, ...callProgress, copyParentTo: off, customerId: text },
  children: [applicationSid, parameter],
  hasText: true,
  source: sdkSource,
});
