import { recordedTrack, recordingCallback, sdkSource, silence, text } from '../../shared-attributes.ts';
import { defineVerb } from '../../verb.ts';

export const recording = defineVerb({
  name: 'Recording',
  summary: 'A recording of the call.',
  attributes: {
    channels: { type: 'choice', values: ['mono', 'dual'] },
    track: recordedTrack,
    trim: silence,
    ...recordingCallback,
    recordingConfigurationId: text,
  },
  source: sdkSource,
});
