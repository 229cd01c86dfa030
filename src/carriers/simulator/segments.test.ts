import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { segmentsOf } from './segments.ts';
import { smartlyEncoded } from './smart-encoding.ts';

const cases: readonly (readonly [says: string, text: string, encoding: 'GSM-7' | 'UCS-2', count: number])[] = [
  ['nothing', '', 'GSM-7', 1],
  ['160 letters', 'a'.repeat(160), 'GSM-7', 1],
  ['161 letters', 'a'.repeat(161), 'GSM-7', 2],
  ['306 letters', 'a'.repeat(306), 'GSM-7', 2],
  ['307 letters', 'a'.repeat(307), 'GSM-7', 3],
  ['1,600 letters', 'a'.repeat(1600), 'GSM-7', 11],
  ['80 euro signs, two places each', '€'.repeat(80), 'GSM-7', 1],
  ['81 euro signs', '€'.repeat(81), 'GSM-7', 2],
  [
    'an escaped sign in the last place of a part goes into the next',
    `${'a'.repeat(152)}€${'a'.repeat(151)}`,
    'GSM-7',
    2,
  ],
  ['and takes that part with it', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 'GSM-7', 3],
  ['every sign of the extension', '\f^{}\\[~]|€'.repeat(8), 'GSM-7', 1],
  ['accents and Greek capitals of the basic table', 'èéùìòÇØøÅåΔΦΓΛΩΠΨΣΘΞÆæßÉÄÖÑÜäöñüà¤¡¿§£¥@$_\n\r', 'GSM-7', 1],
  ['a small c with cedilla is not of the table', 'ç', 'UCS-2', 1],
  ['a grave accent is not of the table', '`', 'UCS-2', 1],
  ['a tab is not of the table', '\t', 'UCS-2', 1],
  ['70 Cyrillic letters', 'я'.repeat(70), 'UCS-2', 1],
  ['71 Cyrillic letters', 'я'.repeat(71), 'UCS-2', 2],
  ['134 Cyrillic letters', 'я'.repeat(134), 'UCS-2', 2],
  ['135 Cyrillic letters', 'я'.repeat(135), 'UCS-2', 3],
  ['35 emoji, two places each', '😀'.repeat(35), 'UCS-2', 1],
  ['36 emoji', '😀'.repeat(36), 'UCS-2', 2],
  ['a pair is not cut: 33 emoji fill a part of 67', '😀'.repeat(66), 'UCS-2', 2],
  ['nor when one place is left', '😀'.repeat(67), 'UCS-2', 3],
  ['one foreign sign makes all of it UCS-2', `${'a'.repeat(70)}я`, 'UCS-2', 2],
  ['half a pair counts as one place', '\ud83d'.repeat(70), 'UCS-2', 1],
];
for (const [says, text, encoding, count] of cases) {
  test(`${says}: ${count} of ${encoding}`, () => assert.deepEqual(segmentsOf(text), { encoding, count }));
}

const gsm =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const escaped = '\f^{}\\[~]|€';

/** Writes the text place by place into parts: slow and plain. */
function partsByHand(text: string): number {
  const isGsm = [...text].every((each) => gsm.includes(each) || escaped.includes(each));
  const places = (each: string) => (isGsm ? (escaped.includes(each) ? 2 : 1) : each.length);
  const [single, part] = isGsm ? [160, 153] : [70, 67];
  if ([...text].map(places).reduce((sum, each) => sum + each, 0) <= single) return 1;
  const parts: string[][] = [[]];
  for (const each of text) {
    const open = parts.at(-1) ?? [];
    const used = open.reduce((sum, held) => sum + places(held), 0);
    if (used + places(each) > part) parts.push([each]);
    else open.push(each);
  }
  return parts.length;
}

test('any text has as many segments as when it is written out by hand', () => {
  assert.equal(gsm.length, 127, 'the basic table has 128 places, one of them the escape');
  const character = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(...gsm) },
    { weight: 3, arbitrary: fc.constantFrom(...escaped) },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }) },
  );
  const plain = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...gsm) }, fc.constantFrom(...escaped));
  const text = fc
    .oneof(fc.array(plain, { maxLength: 500 }), fc.array(character, { maxLength: 500 }))
    .map((each) => each.join(''));
  fc.assert(fc.property(text, (each) => segmentsOf(each).count === partsByHand(each)));
});

const smart: readonly (readonly [text: string, encoded: string])[] = [
  ['“It’s” – ‘fine’…', "\"It's\" - 'fine'..."],
  ['½ cup', '1/2 cup'],
  ['ＡＢＣ１２３！', 'ABC123!'],
  ['a\u00a0b\u200bc', 'a bc'],
  ['‼ • ‹x›', '!! - >x<'],
  ['`quoted`', "'quoted'"],
  ['line\nbreak\r\n', 'line\nbreak\r\n'],
  ['äöü ñ € я 😀', 'äöü ñ € я 😀'],
  ['ｆｕｌｌ', 'ｆｕｌｌ'],
];
for (const [text, encoded] of smart) {
  test(`smart encoding makes ${JSON.stringify(text)} ${JSON.stringify(encoded)}`, () => {
    assert.equal(smartlyEncoded(text), encoded);
  });
}

test('smart encoding leaves nothing to do the second time', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const encoded = smartlyEncoded(text);
      assert.equal(smartlyEncoded(encoded), encoded);
    }),
  );
});
