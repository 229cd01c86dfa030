/** The two ways in which telephone networks put 16 bits into 8. Source: ITU-T G.711. */

/** µ-law, of North America and Japan, and of every media stream. */
export function encodeMuLaw(samples: Int16Array): Uint8Array {
  return Uint8Array.from(samples, muLawByte);
}

export function decodeMuLaw(bytes: Uint8Array): Int16Array {
  return Int16Array.from(bytes, (byte) => muLawSamples[byte] ?? 0);
}

/** A-law, of the rest of the world. */
export function encodeALaw(samples: Int16Array): Uint8Array {
  return Uint8Array.from(samples, aLawByte);
}

export function decodeALaw(bytes: Uint8Array): Int16Array {
  return Int16Array.from(bytes, (byte) => aLawSamples[byte] ?? 0);
}

/** Added before the exponent is taken, so that its steps meet. */
const bias = 0x84;
const loudest = 32_635;

function muLawByte(sample: number): number {
  const sign = sample < 0 ? 0x80 : 0;
  const biased = Math.min(Math.abs(sample), loudest) + bias;
  const exponent = 24 - Math.clz32(biased);
  const mantissa = (biased >> (exponent + 3)) & 0x0f;
  // All bits are sent inverted: silence has many ones, which keeps lines in step.
  return ~(sign | (exponent << 4) | mantissa) & 0xff;
}

function muLawSample(byte: number): number {
  const bits = ~byte & 0xff;
  const exponent = (bits >> 4) & 0x07;
  const magnitude = ((((bits & 0x0f) << 3) + bias) << exponent) - bias;
  return (bits & 0x80) === 0 ? magnitude : -magnitude;
}

function aLawByte(sample: number): number {
  const sign = sample < 0 ? 0 : 0x80;
  // 12 bits and the sign count; of the negative half, -1 is the nearest to zero.
  const magnitude = (sample < 0 ? ~sample : sample) >> 4;
  const exponent = Math.max(0, 28 - Math.clz32(magnitude));
  const mantissa = (magnitude >> Math.max(0, exponent - 1)) & 0x0f;
  return (sign | (exponent << 4) | mantissa) ^ evenBits;
}

function aLawSample(byte: number): number {
  const bits = byte ^ evenBits;
  const exponent = (bits >> 4) & 0x07;
  const step = ((bits & 0x0f) << 4) + 8;
  const magnitude = exponent === 0 ? step : (step + 0x100) << (exponent - 1);
  return (bits & 0x80) === 0 ? -magnitude : magnitude;
}

/** Every other bit is sent inverted. */
const evenBits = 0x55;

const everyByte = Uint8Array.from({ length: 256 }, (_, byte) => byte);
const muLawSamples = Int16Array.from(everyByte, muLawSample);
const aLawSamples = Int16Array.from(everyByte, aLawSample);
