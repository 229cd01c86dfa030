/** The markup of speech that Say understands. Source: carrier page §A2; which may hold which is from the SDK. */
import { language, sdkSource, text } from '../shared-attributes.ts';
import { defineVerb, type VerbDefinition } from '../verb.ts';

// Filled below: they hold one another.
const inWord: VerbDefinition[] = [];
const inSentence: VerbDefinition[] = [];
const inParagraph: VerbDefinition[] = [];
const inText: VerbDefinition[] = [];

const spoken = { hasText: true, isSpoken: true, source: sdkSource } as const;

export const ssmlBreak = defineVerb({
  name: 'break',
  summary: 'A pause.',
  attributes: {
    strength: { type: 'choice', values: ['none', 'x-weak', 'weak', 'medium', 'strong', 'x-strong'] },
    time: {
      type: 'text',
      form: { pattern: /^\d{1,6}(\.\d{1,6})?(s|ms)$/, says: 'a time, such as 2s or 250ms' },
    },
  },
  source: sdkSource,
});

export const ssmlEmphasis = defineVerb({
  name: 'emphasis',
  summary: 'Words that are stressed, or said in passing.',
  attributes: { level: { type: 'choice', values: ['strong', 'moderate', 'reduced'] } },
  children: inSentence,
  ...spoken,
});

export const ssmlLang = defineVerb({
  name: 'lang',
  summary: 'Words in another language.',
  attributes: { 'xml:lang': language },
  children: inText,
  ...spoken,
});

export const ssmlP = defineVerb({ name: 'p', summary: 'A paragraph.', children: inParagraph, ...spoken });

export const ssmlPhoneme = defineVerb({
  name: 'phoneme',
  summary: 'Words whose sounds are spelt out.',
  attributes: {
    alphabet: {
      type: 'choice',
      values: ['ipa', 'x-sampa', 'x-amazon-jyutping', 'x-amazon-pinyin', 'x-amazon-pron-kana', 'x-amazon-yomigana'],
    },
    ph: text,
  },
  ...spoken,
});

export const ssmlProsody = defineVerb({
  name: 'prosody',
  summary: 'Words said higher, faster or louder, or less so.',
  attributes: {
    pitch: text,
    rate: text,
    volume: text,
  },
  children: inText,
  ...spoken,
});

export const ssmlS = defineVerb({ name: 's', summary: 'A sentence.', children: inSentence, ...spoken });

export const ssmlSayAs = defineVerb({
  name: 'say-as',
  summary: 'Words of which it is known what they are: a date, a telephone number, letters.',
  attributes: {
    'interpret-as': {
      type: 'choice',
      values: [
        'characters',
        'spell-out',
        'cardinal',
        'number',
        'ordinal',
        'digits',
        'fraction',
        'unit',
        'date',
        'time',
        'address',
        'expletive',
        'telephone',
      ],
    },
    format: {
      type: 'choice',
      values: ['mdy', 'dmy', 'ymd', 'md', 'dm', 'ym', 'my', 'd', 'm', 'y', 'yyyymmdd'],
    },
  },
  ...spoken,
});

export const ssmlSub = defineVerb({
  name: 'sub',
  summary: 'Words in whose place others are said.',
  attributes: { alias: text },
  ...spoken,
});

export const ssmlW = defineVerb({
  name: 'w',
  summary: 'A word that is said in its role, as a verb or a noun.',
  attributes: { role: text },
  children: inWord,
  ...spoken,
});

inWord.push(ssmlBreak, ssmlEmphasis, ssmlPhoneme, ssmlProsody, ssmlSayAs, ssmlSub);
inSentence.push(...inWord, ssmlLang, ssmlW);
inParagraph.push(...inSentence, ssmlS);
inText.push(...inParagraph, ssmlP);

/** What may stand directly in Say. */
export const ssmlOfSay: readonly VerbDefinition[] = inText;
