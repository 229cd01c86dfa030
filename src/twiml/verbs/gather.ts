import { boolean, language, method, off, on, sdkSource, url } from '../shared-attributes.ts';
import { defineVerb, type Finding, type TwimlElement } from '../verb.ts';
import { pause } from './pause.ts';
import { play } from './play.ts';
import { say } from './say.ts';

/** Hints for speech recognition: how many, and how long each may be. Source: carrier page §A2. */
const maxHints = 500;
const maxHintLength = 100;

export const gather = defineVerb({
  name: 'Gather',
  summary: 'Collects keys or speech, while the verbs in it are heard.',
  in: ['voice'],
  attributes: {
    /** The present document. */
    action: url,
    method: { ...method, invalidCode: 13312 },
    input: { type: 'list', separator: ' ', values: ['dtmf', 'speech'], default: 'dtmf', invalidCode: 13326 },
    /** Seconds. */
    timeout: { type: 'integer', minimum: 0, words: ['auto'], default: '5', invalidCode: 13313 },
    finishOnKey: {
      type: 'text',
      form: { pattern: /^[0-9*#]?$/, says: 'one key of 0-9, # and *, or none' },
      default: '#',
      invalidCode: 13310,
    },
    numDigits: { type: 'integer', minimum: 1, invalidCode: 13314 },
    /** Seconds; as `timeout`. */
    speechTimeout: { type: 'integer', minimum: 1, words: ['auto'], invalidCode: 13327 },
    speechModel: {
      type: 'text',
      form: {
        pattern:
          /^(default|numbers_and_commands|phone_call|experimental_(conversations|utterances)|googlev2_(long|short|telephony|telephony_short)|deepgram_[a-z0-9_-]+)$/,
        says: 'a speech model, such as phone_call, googlev2_telephony or deepgram_nova-2',
      },
      default: 'default',
      invalidCode: 13334,
    },
    language: { ...language, default: 'en-US', invalidCode: 13331 },
    hints: { type: 'list', separator: ',', invalidCode: 13330 },
    profanityFilter: { ...on, invalidCode: 13333 },
    enhanced: off,
    actionOnEmptyResult: { ...off, invalidCode: 13338 },
    partialResultCallback: url,
    partialResultCallbackMethod: { ...method, invalidCode: 13329 },
    bargeIn: { ...on, invalidCode: 13332, source: sdkSource },
    /** Seconds. */
    maxSpeechTime: { type: 'integer', minimum: 1, invalidCode: 13328, source: sdkSource },
    debug: { ...boolean, source: sdkSource },
  },
  children: [say, play, pause],
  nestingCode: 13320,
  check: findings,
  source: 'https://www.twilio.com/docs/voice/twiml/gather',
});

function findings({ attributes }: TwimlElement): Finding[] {
  const { speechTimeout, speechModel, hints = '' } = attributes;
  const found: Finding[] = [];
  if (speechTimeout === 'auto' && speechModel !== undefined) {
    found.push({ code: 13335, message: 'With speechModel, speechTimeout must be a number of seconds, not auto' });
  }
  const each = hints.split(',');
  if (each.length > maxHints || each.some((hint) => hint.trim().length > maxHintLength)) {
    found.push({ code: 13330, message: `There may be ${maxHints} hints of ${maxHintLength} characters each` });
  }
  return found;
}
