import type { CharTest } from './syntax.ts';

/**
 * A set of code points in JavaScript's own words, such as `\p{Lu}` or `[\p{L}\p{Nd}]`. One code point is tested at a
 * time, so that no text can make it slow.
 */
export function unicodeSet(source: string): CharTest {
  const expression = new RegExp(`^${source}$`, 'u');
  return (codePoint) => expression.test(String.fromCodePoint(codePoint));
}
