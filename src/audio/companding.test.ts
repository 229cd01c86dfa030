import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeALaw, decodeMuLaw, encodeALaw, encodeMuLaw } from './companding.ts';

const laws = {
  'µ-law': { encode: encodeMuLaw, decode: decodeMuLaw, step: 132 },
  'A-law': { encode: encodeALaw, decode: decodeALaw, step: 256 },
};

/** ITU-T G.711, tables 1 and 2: the ends and the middles of the scale. */
const values: readonly { law: keyof typeof laws; sample: number; byte: number; heardAs: number }[] = [
  { law: 'µ-law', sample: 0, byte: 0xff, heardAs: 0 },
  { law: 'µ-law', sample: 32_767, byte: 0x80, heardAs: 32_124 },
  { law: 'µ-law', sample: -32_768, byte: 0x00, heardAs: -32_124 },
  { law: 'µ-law', sample: 1000, byte: 0xce, heardAs: 988 },
  { law: 'µ-law', sample: -1000, byte: 0x4e, heardAs: -988 },
  { law: 'A-law', sample: 0, byte: 0xd5, heardAs: 8 },
  { law: 'A-law', sample: -1, byte: 0x55, heardAs: -8 },
  { law: 'A-law', sample: 32_767, byte: 0xaa, heardAs: 32_256 },
  { law: 'A-law', sample: -32_768, byte: 0x2a, heardAs: -32_256 },
  { law: 'A-law', sample: 1000, byte: 0xfa, heardAs: 1008 },
];
for (const { law, sample, byte, heardAs } of values) {
  test(`${law}: ${sample} is sent as ${byte} and heard as ${heardAs}`, () => {
    const { encode, decode } = laws[law];
    assert.deepEqual([...encode(Int16Array.of(sample))], [byte]);
    assert.deepEqual([...decode(Uint8Array.of(byte))], [heardAs]);
  });
}

for (const [law, { encode, decode, step }] of Object.entries(laws)) {
  test(`${law}: what was sent once is sent the same again`, () => {
    const heard = decode(Uint8Array.from({ length: 256 }, (_, byte) => byte));
    assert.deepEqual(decode(encode(heard)), heard);
  });

  test(`${law}: each sample is heard within a sixteenth of its loudness`, () => {
    fc.assert(
      fc.property(fc.integer({ min: -32_768, max: 32_767 }), (sample) => {
        const [heard = 0] = decode(encode(Int16Array.of(sample)));
        return Math.abs(heard - sample) <= Math.max(step / 16, Math.abs(sample) / 16);
      }),
    );
  });
}
