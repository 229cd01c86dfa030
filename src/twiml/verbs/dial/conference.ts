import { method, off, on, recordingCallback, sdkSource, silence, text, url } from '../../shared-attributes.ts';
import { defineVerb } from '../../verb.ts';

export const conference = defineVerb({
  name: 'Conference',
  summary: 'A conference to join, by the name in it.',
  attributes: {
    muted: { ...off, invalidCode: 13230 },
    beep: { type: 'choice', values: ['true', 'false', 'onEnter', 'onExit'], default: 'true', invalidCode: 13235 },
    startConferenceOnEnter: { ...on, invalidCode: 13232 },
    endConferenceOnExit: { ...off, invalidCode: 13231 },
    /** What is heard until it starts; the default music, and silence when it is empty. */
    waitUrl: url,
    waitMethod: { ...method, invalidCode: 13234 },
    maxParticipants: { type: 'integer', minimum: 1, maximum: 250, default: '250' },
    record: { type: 'choice', values: ['do-not-record', 'record-from-start'], default: 'do-not-record' },
    trim: { ...silence, invalidCode: 13239 },
    /** SID of the call of the one who is coached. */
    coach: { ...text, source: sdkSource },
    participantLabel: { ...text, source: sdkSource },
    jitterBufferSize: { type: 'choice', values: ['large', 'medium', 'small', 'off'], source: sdkSource },
    region: {
      type: 'choice',
      values: ['us1', 'us2', 'ie1', 'sg1', 'br1', 'au1', 'jp1', 'de1'],
      source: sdkSource,
    },
    statusCallback: url,
    statusCallbackMethod: method,
    statusCallbackEvent: {
      type: 'list',
      separator: ' ',
      values: ['start', 'end', 'join', 'leave', 'mute', 'hold', 'modify', 'speaker', 'announcement'],
    },
    ...recordingCallback,
    recordingConfigurationId: { ...text, source: sdkSource },
    /** The `statusCallback` of old documents. */
    eventCallbackUrl: { ...url, source: sdkSource },
  },
  hasText: true,
  source: 'https://www.twilio.com/docs/voice/twiml/conference',
});
