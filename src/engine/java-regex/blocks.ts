/**
 * Unicode blocks by name, for `\p{InGreek}`. JavaScript does not know blocks: these are the ones a message is likely to
 * be tested for. Source: Unicode Character Database, Blocks.txt (blocks never move).
 */
import type { CharTest } from './syntax.ts';

/** The block called `name`: letter case, blanks, `_` and `-` do not matter. */
export function findBlock(name: string): CharTest | undefined {
  const bounds = blocks.get(name.toUpperCase().replace(/[ _-]/g, ''));
  if (bounds === undefined) return undefined;
  const [first, last] = bounds;
  return (codePoint) => codePoint >= first && codePoint <= last;
}

const blocks: ReadonlyMap<string, readonly [number, number]> = new Map([
  ['BASICLATIN', [0x0000, 0x007f]],
  ['LATIN1SUPPLEMENT', [0x0080, 0x00ff]],
  ['LATINEXTENDEDA', [0x0100, 0x017f]],
  ['LATINEXTENDEDB', [0x0180, 0x024f]],
  ['IPAEXTENSIONS', [0x0250, 0x02af]],
  ['SPACINGMODIFIERLETTERS', [0x02b0, 0x02ff]],
  ['COMBININGDIACRITICALMARKS', [0x0300, 0x036f]],
  ['GREEK', [0x0370, 0x03ff]],
  ['GREEKANDCOPTIC', [0x0370, 0x03ff]],
  ['CYRILLIC', [0x0400, 0x04ff]],
  ['ARMENIAN', [0x0530, 0x058f]],
  ['HEBREW', [0x0590, 0x05ff]],
  ['ARABIC', [0x0600, 0x06ff]],
  ['DEVANAGARI', [0x0900, 0x097f]],
  ['BENGALI', [0x0980, 0x09ff]],
  ['GURMUKHI', [0x0a00, 0x0a7f]],
  ['GUJARATI', [0x0a80, 0x0aff]],
  ['TAMIL', [0x0b80, 0x0bff]],
  ['TELUGU', [0x0c00, 0x0c7f]],
  ['KANNADA', [0x0c80, 0x0cff]],
  ['MALAYALAM', [0x0d00, 0x0d7f]],
  ['SINHALA', [0x0d80, 0x0dff]],
  ['THAI', [0x0e00, 0x0e7f]],
  ['LAO', [0x0e80, 0x0eff]],
  ['TIBETAN', [0x0f00, 0x0fff]],
  ['MYANMAR', [0x1000, 0x109f]],
  ['GEORGIAN', [0x10a0, 0x10ff]],
  ['HANGULJAMO', [0x1100, 0x11ff]],
  ['ETHIOPIC', [0x1200, 0x137f]],
  ['KHMER', [0x1780, 0x17ff]],
  ['MONGOLIAN', [0x1800, 0x18af]],
  ['LATINEXTENDEDADDITIONAL', [0x1e00, 0x1eff]],
  ['GREEKEXTENDED', [0x1f00, 0x1fff]],
  ['GENERALPUNCTUATION', [0x2000, 0x206f]],
  ['SUPERSCRIPTSANDSUBSCRIPTS', [0x2070, 0x209f]],
  ['CURRENCYSYMBOLS', [0x20a0, 0x20cf]],
  ['LETTERLIKESYMBOLS', [0x2100, 0x214f]],
  ['NUMBERFORMS', [0x2150, 0x218f]],
  ['ARROWS', [0x2190, 0x21ff]],
  ['MATHEMATICALOPERATORS', [0x2200, 0x22ff]],
  ['BOXDRAWING', [0x2500, 0x257f]],
  ['GEOMETRICSHAPES', [0x25a0, 0x25ff]],
  ['MISCELLANEOUSSYMBOLS', [0x2600, 0x26ff]],
  ['DINGBATS', [0x2700, 0x27bf]],
  ['CJKSYMBOLSANDPUNCTUATION', [0x3000, 0x303f]],
  ['HIRAGANA', [0x3040, 0x309f]],
  ['KATAKANA', [0x30a0, 0x30ff]],
  ['BOPOMOFO', [0x3100, 0x312f]],
  ['CJKUNIFIEDIDEOGRAPHS', [0x4e00, 0x9fff]],
  ['HANGULSYLLABLES', [0xac00, 0xd7af]],
  ['PRIVATEUSEAREA', [0xe000, 0xf8ff]],
  ['HALFWIDTHANDFULLWIDTHFORMS', [0xff00, 0xffef]],
  ['MISCELLANEOUSSYMBOLSANDPICTOGRAPHS', [0x1f300, 0x1f5ff]],
  ['EMOTICONS', [0x1f600, 0x1f64f]],
  ['TRANSPORTANDMAPSYMBOLS', [0x1f680, 0x1f6ff]],
]);
