/** How a text is split for the air. Source: carrier page §C2, segments. */
export function segmentsOf(text: string): { readonly encoding: 'GSM-7' | 'UCS-2'; readonly count: number } {
  const characters = [...text];
  const isGsm = characters.every((character) => basic.has(character) || extension.has(character));
  if (isGsm) {
    const sizes = characters.map((character) => (extension.has(character) ? 2 : 1));
    return { encoding: 'GSM-7', count: count(sizes, 160, 153) };
  }
  return {
    encoding: 'UCS-2',
    count: count(
      characters.map((character) => character.length),
      70,
      67,
    ),
  };
}

/** An escaped character or a surrogate pair is never cut in two: it goes into the next part as a whole. */
function count(sizes: readonly number[], single: number, part: number): number {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total <= single) return 1;
  let parts = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > part) {
      parts++;
      used = 0;
    }
    used += size;
  }
  return parts;
}

// GSM 03.38: the basic table without the escape, and its extension.
const basic = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const extension = new Set('\f^{}\\[~]|€');
