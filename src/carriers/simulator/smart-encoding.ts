/**
 * Puts plain characters in the place of those that look like them and would make a text UCS-2. Source: Twilio, list of
 * characters replaced by Smart Encoding (twilio.com/docs/messaging/services/smart-encoding-char-list).
 */
export function smartlyEncoded(text: string): string {
  return text.replace(/[^\x20-\x5f\x61-\x7e\n\r]/gu, (character) => replacements.get(character) ?? character);
}

/** What stands in for each of the characters behind it. */
const table: readonly (readonly [plain: string, ...lookAlikes: string[]])[] = [
  ['"', '«»“”„‟ʺˮ❝❞〝〞'],
  ["'", '‘’‛‗ʹʻʼʽˈˊˋ´`❛❜\u0313\u0314︐︑'],
  ['/', '÷⁄∕⧸\u0337\u0338'],
  ['1/4', '¼'],
  ['1/2', '½'],
  ['3/4', '¾'],
  ['\\', '⧹⧵﹨\u20e5'],
  ['_', '\u0332'],
  ['|', '∣⎸⎹⏐⎜⎟\u20d2\u20d3'],
  ['-', '‐–—―⁃•⎼⎽﹣'],
  ['@', '﹫'],
  ['$', '﹩'],
  ['!', 'ǃ︕﹗'],
  ['!!', '‼'],
  ['#', '﹟'],
  ['%', '﹪'],
  ['&', '﹠'],
  [',', '‚、﹐﹑､\u0326'],
  ['(', '❨❪⟮⦅﹙'],
  [')', '❩❫⟯⦆﹚'],
  ['*', '⁎∗⊛✢✣✤✥✱✲✳✺✻✼✽❃❉❊❋⧆﹡'],
  ['+', '˖﹢'],
  ['.', '。﹒｡'],
  ['...', '…'],
  [':', 'ː˸⦂꞉︓'],
  [';', '⁏︔﹔'],
  // As the list has them: the one that points left becomes the sign that points right.
  ['>', '‹﹥'],
  ['<', '›﹤'],
  ['=', '꞊﹦\u0347'],
  ['?', '︖﹖'],
  ['^', 'ˆ\u0302\u1dcd'],
  ['{', '❴﹛'],
  ['}', '❵﹜'],
  ['~', '˜˷∼\u0303\u0330\u0334'],
  [' ', '\t\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000'],
  [' ', '\u0080\u008d\u0090\u009b\u009f'],
  ['', '\u0000\u0003\u0004\u0010\u0011\u0012\u0013\u0014\u0017\u0019\u200b\u2060\ufeff'],
];

/** Small capitals, from A on; no letter stands for Q and X. */
const smallCapitals = 'ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘ ʀꜱᴛᴜᴠᴡ ʏᴢ';

/** Full width forms: punctuation, digits, capitals and brackets; small letters and the accent are not in the list. */
function fullWidth(): [string, string][] {
  const codes = Array.from({ length: 94 }, (_, index) => 0x21 + index);
  return codes
    .filter((code) => code < 0x60 || code > 0x7a)
    .map((code) => [String.fromCharCode(code + 0xfee0), String.fromCharCode(code)]);
}

const replacements: ReadonlyMap<string, string> = new Map([
  ...fullWidth(),
  ...[...smallCapitals].flatMap((letter, index): [string, string][] =>
    letter === ' ' ? [] : [[letter, String.fromCharCode(0x41 + index)]],
  ),
  ...table.flatMap(([plain, lookAlikes = '']) => [...lookAlikes].map((each): [string, string] => [each, plain])),
]);
