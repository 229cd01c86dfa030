import { callProgress, method, sdkSource, url } from '../../shared-attributes.ts';
import { defineVerb } from '../../verb.ts';

export const whatsApp = defineVerb({
  name: 'WhatsApp',
  summary: 'A number of WhatsApp to dial.',
  attributes: { url, method, ...callProgress },
  hasText: true,
  source: sdkSource,
});
