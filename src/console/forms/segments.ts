/** How long a text message is: segments of the alphabet that it needs. Source: 3GPP TS 23.038, GSM 7 bit. */

/** The default alphabet; a sign of the extension takes two places. */
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const extension = new Set('^{}\\[~]|€\f');

/** Places of a message that stands alone, and of each part of a longer one, which begins with a header. */
const places = { gsm: { alone: 160, part: 153 }, unicode: { alone: 70, part: 67 } } as const;

export interface MessageLength {
  /** As people count: an emoji is one. */
  readonly characters: number;
  readonly segments: number;
  readonly isGsm: boolean;
}

export function messageLength(text: string): MessageLength {
  const letters = [...text];
  const isGsm = letters.every((letter) => basic.has(letter) || extension.has(letter));
  const { alone, part } = isGsm ? places.gsm : places.unicode;
  const sizes = letters.map((letter) => (isGsm ? (extension.has(letter) ? 2 : 1) : letter.length));
  const size = sizes.reduce((sum, each) => sum + each, 0);
  return { characters: letters.length, segments: size <= alone ? Math.min(1, size) : parts(sizes, part), isGsm };
}

/** A sign of two places is never cut. */
function parts(sizes: readonly number[], room: number): number {
  let count = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > room) {
      count++;
      used = 0;
    }
    used += size;
  }
  return count;
}
