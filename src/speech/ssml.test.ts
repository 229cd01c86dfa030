import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { TwimlElement } from '../twiml/index.ts';
import { parseXml } from '../twiml/xml.ts';
import { estimatedSeconds, silentSpeaker } from './silent-speaker.ts';
import type { SpeechPart } from './speech.ts';
import { speechParts, spokenText } from './ssml.ts';

const text = (words: string, rate = 1): SpeechPart => ({ type: 'text', text: words, rate });
const pause = (seconds: number): SpeechPart => ({ type: 'pause', seconds });

const childrenOf = (xml: string) => parseXml(`<Say>${xml}</Say>`).children;

const cases: { xml: string; parts: readonly SpeechPart[] }[] = [
  { xml: 'Hello   there\n', parts: [text('Hello there')] },
  { xml: '', parts: [] },
  { xml: ' <emphasis level="strong"> </emphasis> ', parts: [] },
  { xml: 'One <emphasis level="strong">two</emphasis> three', parts: [text('One two three')] },
  { xml: 'One<break time="2s"/>two', parts: [text('One'), pause(2), text('two')] },
  { xml: '<break time="250ms"/>', parts: [pause(0.25)] },
  { xml: '<break time="1.5s" strength="weak"/>', parts: [pause(1.5)] },
  { xml: '<break time="900s"/>', parts: [pause(10)] },
  { xml: '<break time="soon"/>', parts: [pause(0.25)] },
  { xml: '<break/>', parts: [pause(0.25)] },
  { xml: '<break strength="strong"/>', parts: [pause(0.5)] },
  { xml: '<break strength="x-strong"/>', parts: [pause(1)] },
  { xml: '<break strength="constructor"/>', parts: [pause(0.25)] },
  { xml: 'One<break strength="none"/> two', parts: [text('One two')] },
  { xml: '<p>One</p><s>Two</s>', parts: [text('One'), pause(1), text('Two'), pause(0.5)] },
  { xml: '<prosody rate="slow">One</prosody> two', parts: [text('One', 0.75), text('two')] },
  { xml: '<prosody rate="150%">One</prosody>', parts: [text('One', 1.5)] },
  { xml: '<prosody rate="900%">One</prosody>', parts: [text('One', 2)] },
  { xml: '<prosody rate="1%">One</prosody>', parts: [text('One', 0.2)] },
  { xml: '<prosody rate="wild" volume="loud">One</prosody>', parts: [text('One')] },
  { xml: '<prosody rate="50%"><prosody rate="50%">One</prosody></prosody>', parts: [text('One', 0.25)] },
  { xml: '<sub alias="World Wide Web">WWW</sub> now', parts: [text('World Wide Web now')] },
  { xml: 'Code <say-as interpret-as="digits">407</say-as>', parts: [text('Code 4 0 7')] },
  { xml: '<say-as interpret-as="date" format="mdy">1/2/2026</say-as>', parts: [text('1/2/2026')] },
  { xml: '<lang xml:lang="fr-FR">Bonjour</lang>, <w role="amazon:VB">read</w>', parts: [text('Bonjour, read')] },
];
for (const { xml, parts } of cases) {
  test(`${JSON.stringify(xml)} is ${parts.length} parts`, () => {
    assert.deepEqual(speechParts(childrenOf(xml), 'Polly.Joanna'), parts);
  });
}

for (const voice of [undefined, 'man', 'woman', 'alice', 'Alice']) {
  test(`the voice ${voice} speaks what stands between tags, and drops them`, () => {
    const children = childrenOf('One <break time="5s"/><prosody rate="slow">two <sub alias="x">three</sub></prosody>');
    assert.deepEqual(speechParts(children, voice), [text('One two three')]);
  });
}

test('the text alone is what a person reads', () => {
  const parts = speechParts(childrenOf('One<break time="2s"/><prosody rate="slow">two</prosody>'), 'Polly.Joanna');
  assert.equal(spokenText(parts), 'One two');
});

const estimates: { parts: readonly SpeechPart[]; seconds: number }[] = [
  { parts: [], seconds: 0 },
  { parts: [text('fifteen letters')], seconds: 1 },
  { parts: [text('fifteen letters', 0.5)], seconds: 2 },
  { parts: [text('fifteen letters'), pause(2.5), text('fifteen letters', 2)], seconds: 4 },
  // Characters, not units: each of these is one.
  { parts: [text('😀'.repeat(15))], seconds: 1 },
];
for (const { parts, seconds } of estimates) {
  test(`${JSON.stringify(spokenText(parts))} takes ${seconds} s, and nobody hears it`, async () => {
    assert.equal(estimatedSeconds(parts), seconds);
    assert.deepEqual(await silentSpeaker.say({ parts }), { seconds });
  });
}

test('whatever stands in Say, it takes a time that is finite, and no part is empty', () => {
  const attribute = fc.oneof(fc.string(), fc.constantFrom('1s', '300ms', 'x-strong', 'slow', '70%', 'digits'));
  const { node } = fc.letrec<{ node: TwimlElement | string }>((tie) => ({
    node: fc.oneof(
      { maxDepth: 4 },
      fc.string(),
      fc.record({
        name: fc.constantFrom('break', 'prosody', 'p', 's', 'sub', 'say-as', 'lang', 'unknown'),
        attributes: fc.dictionary(fc.constantFrom('time', 'strength', 'rate', 'alias', 'interpret-as'), attribute),
        children: fc.array(tie('node'), { maxLength: 3 }),
      }),
    ),
  }));
  fc.assert(
    fc.property(fc.array(node, { maxLength: 4 }), fc.constantFrom('man', 'Polly.Joanna'), (children, voice) => {
      const parts = speechParts(children, voice);
      assert.ok(Number.isFinite(estimatedSeconds(parts)) && estimatedSeconds(parts) >= 0);
      for (const part of parts) assert.ok(part.type === 'text' ? part.text !== '' : part.seconds > 0);
    }),
  );
});
