import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { element, fragment, type SpeechPart, speechParts, spokenText } from './index.ts';
import { elementsOfVerb } from './verb-fixture.ts';
import { say } from './verbs/say.ts';

const words = (text: string, rate = 1): SpeechPart => ({ text, rate });
const pause = (pauseSeconds: number): SpeechPart => ({ pauseSeconds });

const cases: readonly { readonly ssml: string; readonly said: string; readonly parts: readonly SpeechPart[] }[] = [
  { ssml: '', said: '', parts: [] },
  { ssml: '  Good\n   morning ', said: 'Good morning', parts: [words('Good morning')] },
  { ssml: 'a <emphasis>b</emphasis> c', said: 'a b c', parts: [words('a b c')] },
  { ssml: '<sub alias="aluminium">Al</sub> foil', said: 'aluminium foil', parts: [words('aluminium foil')] },
  { ssml: '<sub>Al</sub> foil', said: 'Al foil', parts: [words('Al foil')] },
  { ssml: 'a<break time="2s"/>b', said: 'a … b', parts: [words('a'), pause(2), words('b')] },
  { ssml: 'a<break time="250ms"/>b', said: 'a … b', parts: [words('a'), pause(0.25), words('b')] },
  { ssml: 'a<break time="60s"/>b', said: 'a … b', parts: [words('a'), pause(10), words('b')] },
  { ssml: 'a<break/>b', said: 'a … b', parts: [words('a'), pause(0.5), words('b')] },
  { ssml: 'a<break strength="x-strong"/>b', said: 'a … b', parts: [words('a'), pause(1), words('b')] },
  { ssml: 'a <break strength="none"/>b', said: 'a b', parts: [words('a b')] },
  {
    ssml: '<s>One.</s><s>Two.</s>',
    said: 'One. Two.',
    parts: [words('One.'), pause(0.75), words('Two.'), pause(0.75)],
  },
  { ssml: '<p>One.</p>Two.', said: 'One. Two.', parts: [words('One.'), pause(1), words('Two.')] },
  { ssml: 'a <prosody rate="fast">b</prosody>', said: 'a b', parts: [words('a'), words('b', 1.25)] },
  { ssml: '<prosody rate="50%">a</prosody>', said: 'a', parts: [words('a', 0.5)] },
  { ssml: '<prosody rate="1%">a</prosody>', said: 'a', parts: [words('a', 0.2)] },
  { ssml: '<prosody rate="quick">a</prosody>', said: 'a', parts: [words('a')] },
  {
    ssml: '<prosody rate="200%"><prosody rate="50%">a</prosody></prosody>',
    said: 'a',
    parts: [words('a')],
  },
  {
    ssml: '<say-as interpret-as="digits">123</say-as> <phoneme alphabet="ipa" ph="x">b</phoneme> <w role="r">c</w>',
    said: '123 b c',
    parts: [words('123 b c')],
  },
  { ssml: '<lang xml:lang="fr-FR">Bonjour</lang>', said: 'Bonjour', parts: [words('Bonjour')] },
];
for (const { ssml, said, parts } of cases) {
  test(`${JSON.stringify(ssml)} says ${JSON.stringify(said)}`, () => {
    const given = element('Say', {}, ...fragment(ssml));
    assert.equal(spokenText(given), said);
    assert.deepEqual(speechParts(given), parts);
  });
}

test('the parts of any Say are its words and its pauses', () => {
  fc.assert(
    fc.property(elementsOfVerb(say), (given) => {
      const parts = speechParts(given);
      const told = parts.map((part) => ('text' in part ? part.text : '')).join('');
      assert.equal(
        told.replaceAll(/\s/g, ''),
        spokenText(given)
          .replaceAll(/ … |\s/g, '')
          .replaceAll('…', ''),
      );
      for (const part of parts) assert.ok('text' in part ? part.rate >= 0.2 : part.pauseSeconds > 0);
    }),
  );
});
