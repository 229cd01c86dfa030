import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { buildTwiml, element, fragment, parseTwiml, type TwimlElement } from './index.ts';
import { asReadable, elementsOfVerb } from './verb-fixture.ts';
import { say } from './verbs/say.ts';

const pause = element('break', { time: '1s' });

const cases: readonly {
  readonly says: string;
  readonly text: string;
  readonly in: readonly (TwimlElement | string)[];
}[] = [
  { says: 'nothing', text: '', in: [] },
  { says: 'plain words', text: 'Hello', in: ['Hello'] },
  { says: 'speech markup', text: 'Wait <break time="1s"/>now', in: ['Wait ', pause, 'now'] },
  {
    says: 'markup in markup',
    text: '<p><s>A <emphasis level="strong">b</emphasis></s></p>',
    in: [element('p', {}, element('s', {}, 'A ', element('emphasis', { level: 'strong' }, 'b')))],
  },
  { says: 'entities', text: 'AT&amp;T &lt;3 &#x41;', in: ['AT&T <3 A'] },
  { says: 'a CDATA section', text: '<![CDATA[a < b]]>', in: ['a < b'] },
  { says: 'a comment', text: 'a<!-- quietly -->b', in: ['ab'] },
  { says: 'an attribute that is not known', text: '<p x:y="1" class="2">a</p>', in: [element('p', {}, 'a')] },
  ...[
    ['a bare ampersand', 'Salt & pepper'],
    ['a heart', 'I <3 you'],
    ['an open element', 'Wait <break time="1s">'],
    ['an element of something else', 'I <b>mean</b> it'],
    ['an element with a prefix', '<amazon:effect name="whispered">psst</amazon:effect>'],
    ['an address in angles', 'Write to <a@example.com>'],
    ['a verb', '<Redirect>https://evil.example</Redirect>'],
    ['an end of the Say', '</Say><Hangup/><Say>'],
    ['a document type', '<!DOCTYPE a [<!ENTITY b "c">]>&b;'],
    ['an entity of HTML', 'a&nbsp;b'],
    ['markup too deep for a document', '<p>'.repeat(7) + '</p>'.repeat(7)],
    ['a character that is none', 'a\u0001<break/>'],
  ].map(([says = '', text = '']) => ({ says, text, in: [text] })),
];
for (const { says, text, in: expected } of cases) {
  test(`a fragment with ${says}: ${JSON.stringify(text.slice(0, 60))}`, () => {
    assert.deepEqual(fragment(text), expected);
  });
}

test('a Say of any fragment is a document without a warning but for its length', () => {
  const pieces = fc.constantFrom(
    '<p>',
    '</p>',
    '<break/>',
    '<b>',
    '</b>',
    '&',
    '&amp;',
    '<s a:b="c">',
    '</s>',
    ']]>',
    'x ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' })), { maxLength: 12 }), (parts) => {
      const result = parseTwiml(buildTwiml([element('Say', {}, 'Hear: ', ...fragment(parts.join('')))]), 'voice');
      assert.ok(result.ok);
      // Speech in the wrong place is kept, and said.
      assert.deepEqual(
        result.warnings.filter(({ message }) => !/^(p|s) may not stand in/.test(message)),
        [],
      );
    }),
    { numRuns: 300 },
  );
});

test('the inside of any Say is a fragment that reads as it was', () => {
  fc.assert(
    fc.property(elementsOfVerb(say), (written) => {
      const inside = buildTwiml([written])
        .replace(/^.*?<Response><Say[^>]*?(\/>|>)/s, '')
        .replace(/(<\/Say>)?<\/Response>$/, '');
      assert.deepEqual(fragment(inside), asReadable(written).children);
    }),
  );
});
