import { language, method, off, on, sdkSource, streamedTracks, text, url } from '../../shared-attributes.ts';
import { defineVerb } from '../../verb.ts';
import { config } from '../config.ts';
import { parameter } from '../parameter.ts';

export const transcription = defineVerb({
  name: 'Transcription',
  summary: 'What is said in the call, written down while it goes on.',
  attributes: {
    name: text,
    statusCallbackUrl: url,
    statusCallbackMethod: method,
    track: { type: 'choice', values: streamedTracks, default: 'both_tracks' },
    inboundTrackLabel: text,
    outboundTrackLabel: text,
    transcriptionEngine: { ...text, default: 'google' },
    speechModel: text,
    /** `multi`: whichever is spoken. */
    languageCode: { ...language, default: 'en-US' },
    partialResults: off,
    profanityFilter: on,
    enableAutomaticPunctuation: on,
    enableProviderData: off,
    hints: { type: 'list', separator: ',' },
    intelligenceService: { ...text, source: sdkSource },
  },
  children: [config, parameter],
  source: 'https://www.twilio.com/docs/voice/twiml/transcription',
});
