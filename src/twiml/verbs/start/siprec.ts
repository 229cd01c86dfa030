import { method, sdkSource, streamedTracks, text, url } from '../../shared-attributes.ts';
import { defineVerb } from '../../verb.ts';
import { parameter } from '../parameter.ts';

export const siprec = defineVerb({
  name: 'Siprec',
  summary: 'The sound of the call, sent to a recorder by SIPREC.',
  attributes: {
    connectorName: text,
    name: text,
    /** Both (known). */
    track: { type: 'choice', values: streamedTracks, default: 'both_tracks' },
    statusCallback: url,
    statusCallbackMethod: method,
  },
  children: [parameter],
  source: sdkSource,
});
