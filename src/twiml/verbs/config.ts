import { sdkSource, text } from '../shared-attributes.ts';
import { defineVerb } from '../verb.ts';

export const config = defineVerb({
  name: 'Config',
  summary: 'A setting of the virtual agent or the transcription it stands in.',
  attributes: { name: text, value: text },
  source: sdkSource,
});
