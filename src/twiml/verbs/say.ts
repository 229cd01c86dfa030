import { language } from '../shared-attributes.ts';
import { speechParts } from '../speech.ts';
import { defineVerb, type Finding, type TwimlElement } from '../verb.ts';
import { ssmlOfSay } from './ssml.ts';

/** Characters that may be said, without tags: by voices of Polly, and by others. Source: carrier page §A2, 13521. */
const maxLength = { polly: 3000, other: 4096 };

export const say = defineVerb({
  name: 'Say',
  summary: 'Speaks the text in it.',
  in: ['voice'],
  attributes: {
    /** That of the account, else `man`. */
    voice: {
      type: 'text',
      form: {
        pattern: /^(man|woman|alice|(Polly|Google|ElevenLabs).*)$/,
        says: 'man, woman, alice, or a voice of Polly, Google or ElevenLabs',
      },
      invalidCode: 13511,
    },
    language: { ...language, default: 'en-US' },
    /** 0: until the call ends, at most a thousand times. */
    loop: { type: 'integer', minimum: 0, default: '1', invalidCode: 13510 },
  },
  children: ssmlOfSay,
  hasText: true,
  isSpoken: true,
  check: findings,
  source: 'https://www.twilio.com/docs/voice/twiml/say',
});

function findings(element: TwimlElement): Finding[] {
  const parts = speechParts(element);
  if (parts.length === 0) return [{ code: 13520, message: 'There is nothing to say' }];
  const length = parts.reduce((sum, part) => sum + ('text' in part ? part.text.length : 0), 0);
  const limit = element.attributes.voice?.startsWith('Polly') ? maxLength.polly : maxLength.other;
  return length > limit ? [{ code: 13521, message: `${length} characters are more than the ${limit} of a Say` }] : [];
}
