import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { buildTwiml, element, parseTwiml, type TwimlElement, verbs } from './index.ts';
import { asReadable, elementsOfVerb } from './verb-fixture.ts';

const head = '<?xml version="1.0" encoding="UTF-8"?>';

const documents: readonly { readonly xml: string; readonly verbs: readonly TwimlElement[] }[] = [
  { xml: '<Response/>', verbs: [] },
  { xml: `${head}\n<Response>\n  <!-- nothing -->\n</Response>\n`, verbs: [] },
  { xml: '<Response><Message>Hi</Message></Response>', verbs: [element('Message', {}, 'Hi')] },
  { xml: '<Response><Sms>old</Sms></Response>', verbs: [element('Message', {}, 'old')] },
  {
    xml: `${head}<Response><Message to="+1" action="/a?b=1&amp;c=2"><Body>A &lt; B</Body><Media>http://x/y</Media></Message></Response>`,
    verbs: [
      element(
        'Message',
        { to: '+1', action: '/a?b=1&c=2' },
        element('Body', {}, 'A < B'),
        element('Media', {}, 'http://x/y'),
      ),
    ],
  },
  {
    xml: '<Response><Redirect method="GET">http://x</Redirect></Response>',
    verbs: [element('Redirect', { method: 'GET' }, 'http://x')],
  },
  {
    xml: '<Response><Message><![CDATA[a & <b>&amp;]]></Message></Response>',
    verbs: [element('Message', {}, 'a & <b>&amp;')],
  },
  { xml: '<Response><Message>a<!-- c -->b<![CDATA[c]]></Message></Response>', verbs: [element('Message', {}, 'abc')] },
  {
    xml: '<Response><Message>&#71;r&#xFC;&#223;e &#128075;</Message></Response>',
    verbs: [element('Message', {}, 'Grüße 👋')],
  },
  { xml: '<Response><Message>1.0</Message></Response>', verbs: [element('Message', {}, '1.0')] },
  { xml: '<Response><Message> a\r\nb </Message></Response>', verbs: [element('Message', {}, ' a\nb ')] },
  { xml: '<Response><Message>&amp;lt;</Message></Response>', verbs: [element('Message', {}, '&lt;')] },
];
for (const { xml, verbs } of documents) {
  test(`reads ${xml}`, () => assert.deepEqual(parseTwiml(xml, 'message'), { ok: true, verbs, warnings: [] }));
}

const warned: readonly {
  readonly xml: string;
  readonly warnings: readonly (readonly [number, string])[];
  readonly left: number;
}[] = [
  { xml: '<Response><Say>Hi</Say><Message>Hi</Message></Response>', warnings: [[14110, 'Response/Say[1]']], left: 1 },
  { xml: '<Response><message>Hi</message></Response>', warnings: [[14110, 'Response/message[1]']], left: 0 },
  { xml: '<Response><Body>Hi</Body></Response>', warnings: [[14110, 'Response/Body[1]']], left: 0 },
  {
    xml: '<Response><Message colour="red">Hi</Message></Response>',
    warnings: [[12200, 'Response/Message[1]']],
    left: 1,
  },
  {
    xml: '<Response><Message><Play/></Message></Response>',
    warnings: [[12200, 'Response/Message[1]/Play[1]']],
    left: 1,
  },
  {
    xml: '<Response><Message method="PUT">Hi</Message></Response>',
    warnings: [[14104, 'Response/Message[1]']],
    left: 1,
  },
  {
    xml: '<Response version="2">Hi</Response>',
    warnings: [
      [12200, 'Response'],
      [12200, 'Response'],
    ],
    left: 0,
  },
];
for (const { xml, warnings, left } of warned) {
  test(`warns of ${xml}`, () => {
    const result = parseTwiml(xml, 'message');
    assert.ok(result.ok);
    assert.deepEqual(
      result.warnings.map(({ code, path }) => [code, path]),
      warnings,
    );
    assert.equal(result.verbs.length, left);
    for (const verb of result.verbs) assert.deepEqual(verb.attributes, {});
  });
}

const refused: readonly { readonly says: string; readonly xml: string; readonly code: number }[] = [
  { says: 'nothing', xml: '', code: 12100 },
  { says: 'plain text', xml: 'Hello', code: 12100 },
  { says: 'an open element', xml: '<Response><Message>Hi</Response>', code: 12100 },
  { says: 'two roots', xml: '<Response/><Response/>', code: 12100 },
  { says: 'white space before the declaration', xml: ` ${head}<Response/>`, code: 12100 },
  { says: 'a bare ampersand', xml: '<Response><Message>a & b</Message></Response>', code: 12100 },
  { says: 'an unknown entity', xml: '<Response><Message>&nbsp;</Message></Response>', code: 12100 },
  { says: 'an entity of an object', xml: '<Response><Message>&constructor;</Message></Response>', code: 12100 },
  { says: 'a character that is none', xml: '<Response><Message>&#0;</Message></Response>', code: 12100 },
  { says: 'a control character', xml: '<Response><Message>\u0001</Message></Response>', code: 12100 },
  { says: 'an attribute without a value', xml: '<Response><Message to>Hi</Message></Response>', code: 12100 },
  { says: 'another root', xml: '<response/>', code: 12102 },
  {
    says: 'an external entity',
    xml: '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]><Response><Message>&x;</Message></Response>',
    code: 12100,
  },
  {
    says: 'an internal entity',
    xml: '<!DOCTYPE r [<!ENTITY x "y">]><Response><Message>&x;</Message></Response>',
    code: 12100,
  },
  {
    says: 'a document nested too deeply',
    xml: `<Response>${'<a>'.repeat(10)}${'</a>'.repeat(10)}</Response>`,
    code: 12100,
  },
  { says: 'a document nested very deeply', xml: '<a>'.repeat(9_000) + '</a>'.repeat(9_000), code: 12100 },
  { says: 'a document over 64 kB', xml: `<Response><Message>${'ü'.repeat(32_760)}</Message></Response>`, code: 11750 },
];
for (const { says, xml, code } of refused) {
  test(`refuses ${says}`, () => {
    const result = parseTwiml(xml, 'message');
    assert.ok(!result.ok);
    assert.equal(result.code, code, result.message);
  });
}

test('writes a document', () => {
  const verbs = [
    element('Message', { to: '+1', from: undefined }, element('Body', {}, 'a "b" & <c>\n')),
    element('Redirect', {}, '/x?a=1&b=2'),
  ];
  assert.equal(
    buildTwiml(verbs),
    `${head}<Response><Message to="+1"><Body>a "b" &amp; &lt;c&gt;\n</Body></Message><Redirect>/x?a=1&amp;b=2</Redirect></Response>`,
  );
  assert.equal(buildTwiml([]), `${head}<Response/>`);
});

/** Codes of what is wrong with an element as a whole: chance writes such elements. */
const wholeElementCodes = [13000, 13330, 13335, 13520, 13521];

for (const [channel, what] of [
  ['message', 'message'],
  ['voice', 'call'],
] as const) {
  const anyVerb = fc.oneof(...verbs.filter((verb) => verb.in.includes(channel)).map((verb) => elementsOfVerb(verb)));
  test(`what is written for a ${what} reads as it was meant`, () => {
    fc.assert(
      fc.property(fc.array(anyVerb, { maxLength: 5 }), (written) => {
        const result = parseTwiml(buildTwiml(written), channel);
        assert.ok(result.ok);
        assert.deepEqual(result.verbs, written.map(asReadable));
        assert.deepEqual(
          result.warnings.filter(({ code }) => !wholeElementCodes.includes(code)),
          [],
        );
      }),
    );
  });
}

test('any text is read or refused, never thrown at', () => {
  const pieces = fc.constantFrom(
    '<Response>',
    '</Response>',
    '<Message',
    '>',
    '/>',
    ' to="',
    '"',
    '&',
    ';',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?xml',
    '?>',
    'x',
    ' ',
    '<!DOCTYPE',
    '#x41',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string()), { maxLength: 20 }), (parts) => {
      const result = parseTwiml(parts.join(''), 'message');
      assert.equal(typeof result.ok, 'boolean');
    }),
    { numRuns: 500 },
  );
});
