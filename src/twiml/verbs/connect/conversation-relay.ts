import { boolean, language, off, sdkSource, text, url } from '../../shared-attributes.ts';
import { defineVerb } from '../../verb.ts';
import { parameter } from '../parameter.ts';

const source = 'https://www.twilio.com/docs/voice/twiml/connect/conversationrelay';

/** Which input of the caller does it. */
const input = {
  type: 'choice',
  values: ['none', 'dtmf', 'speech', 'any'],
  synonyms: { true: 'any', false: 'none' },
} as const;

/** How a session hears and speaks; `Assistant` has them as well. */
export const sessionAttributes = {
  welcomeGreeting: text,
  welcomeGreetingInterruptible: { ...input, default: 'any' },
  language: { ...language, default: 'en-US' },
  ttsLanguage: language,
  ttsProvider: text,
  voice: text,
  transcriptionLanguage: language,
  transcriptionProvider: text,
  speechModel: text,
  interruptible: { ...input, default: 'any' },
  dtmfDetection: off,
  /** `any` until May 2025. */
  reportInputDuringAgentSpeech: { ...input, default: 'none' },
  preemptible: off,
  partialPrompts: off,
  profanityFilter: boolean,
  hints: { type: 'list', separator: ',' },
  debug: { type: 'list', separator: ' ' },
  events: { type: 'list', separator: ' ' },
} as const;

export const relayLanguage = defineVerb({
  name: 'Language',
  summary: 'How the session hears and speaks in one language.',
  attributes: { code: language, ttsProvider: text, voice: text, transcriptionProvider: text, speechModel: text },
  source,
});

export const conversationRelay = defineVerb({
  name: 'ConversationRelay',
  summary: 'A WebSocket that is told what the caller says, and answers with text to speak.',
  attributes: {
    /** Of a WebSocket, wss. */
    url,
    ...sessionAttributes,
    interruptSensitivity: { type: 'choice', values: ['low', 'medium', 'high'], default: 'high' },
    intelligenceService: text,
    backgroundnoisereduction: { ...text, source: sdkSource },
    elevenlabsTextNormalization: { type: 'choice', values: ['on', 'auto', 'off'], default: 'off' },
    // The reference writes these in camel case, the SDK without.
    ignoreBackchannel: { ...off, aliases: ['ignorebackchannel'] },
    deepgramSmartFormat: { ...boolean, default: 'true', aliases: ['deepgramsmartformat'] },
    /** Milliseconds of silence. */
    speechTimeout: {
      type: 'integer',
      minimum: 600,
      maximum: 5000,
      words: ['auto'],
      default: 'auto',
      aliases: ['speechtimeout'],
    },
    /** How sure it must be that the caller has finished. */
    eotThreshold: { type: 'decimal', minimum: 0.5, maximum: 0.9 },
  },
  children: [relayLanguage, parameter],
  source,
});
