import { sdkSource, text } from '../../shared-attributes.ts';
import { defineVerb } from '../../verb.ts';

export const room = defineVerb({
  name: 'Room',
  summary: 'A video room, by the name in it.',
  attributes: { participantIdentity: text },
  hasText: true,
  source: sdkSource,
});
