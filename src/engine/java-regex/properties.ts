/** The names inside `\p{…}`. Source: java.util.regex.Pattern, "Unicode support" and "POSIX character classes". */
import { findBlock } from './blocks.ts';
import {
  isAsciiDigit,
  isAsciiHexDigit,
  isAsciiLetter,
  isAsciiSpace,
  isUnicodeWord,
  not,
  predefinedSet,
} from './char-sets.ts';
import type { CharTest } from './syntax.ts';
import { unicodeSet } from './unicode-set.ts';

/** How the flags change what a name means. */
export interface PropertyRules {
  ignoreCase: boolean;
  unicodeClasses: boolean;
}

/** The set that `name` stands for, as written between the braces, if there is one. */
export function findProperty(name: string, rules: PropertyRules): CharTest | undefined {
  const equals = name.indexOf('=');
  if (equals >= 0) return findNamedValue(name.slice(0, equals).toLowerCase(), name.slice(equals + 1), rules);
  if (name.startsWith('In')) return findBlock(name.slice(2));
  if (name.startsWith('Is')) {
    const short = name.slice(2);
    return (
      findBinary(short, rules) ?? findUnicodePosix(short, rules) ?? findCategory(short, rules) ?? findScript(short)
    );
  }
  return (rules.unicodeClasses ? findUnicodePosix(name, rules) : undefined) ?? findCategory(name, rules);
}

function findNamedValue(key: string, value: string, rules: PropertyRules): CharTest | undefined {
  if (key === 'sc' || key === 'script') return findScript(value);
  if (key === 'blk' || key === 'block') return findBlock(value);
  if (key === 'gc' || key === 'general_category') return findCategory(value, rules);
  return undefined;
}

const categories = new Set(
  'Cn Lu Ll Lt Lm Lo Mn Me Mc Nd Nl No Zs Zl Zp Cc Cf Co Cs Pd Ps Pe Pc Po Sm Sc Sk So Pi Pf L M N Z C P S LC'.split(
    ' ',
  ),
);

/** Where letter case is ignored, asking for one case asks for all three. */
const cased = 'Lu Ll Lt Lower Upper javaLowerCase javaUpperCase javaTitleCase'.split(' ');

function findCategory(name: string, rules: PropertyRules): CharTest | undefined {
  if (rules.ignoreCase && cased.includes(name)) return anyCase[name] ?? unicodeSet('[\\p{Lu}\\p{Ll}\\p{Lt}]');
  if (categories.has(name)) return unicodeSet(`\\p{${name}}`);
  return ownEntry(posix, name) ?? ownEntry(others, name);
}

const anyCase: Record<string, CharTest> = {
  Lower: isAsciiLetter,
  Upper: isAsciiLetter,
  javaLowerCase: unicodeSet('[\\p{Lowercase}\\p{Uppercase}\\p{Lt}]'),
  javaUpperCase: unicodeSet('[\\p{Lowercase}\\p{Uppercase}\\p{Lt}]'),
  javaTitleCase: unicodeSet('[\\p{Lowercase}\\p{Uppercase}\\p{Lt}]'),
};

const isAsciiGraph: CharTest = (c) => c >= 0x21 && c <= 0x7e;
const isControl: CharTest = (c) => c <= 0x1f || (c >= 0x7f && c <= 0x9f);

const posix: Record<string, CharTest> = {
  ASCII: (c) => c <= 0x7f,
  Alnum: (c) => isAsciiLetter(c) || isAsciiDigit(c),
  Alpha: isAsciiLetter,
  Blank: (c) => c === 0x20 || c === 0x09,
  Cntrl: (c) => c <= 0x1f || c === 0x7f,
  Digit: isAsciiDigit,
  Graph: isAsciiGraph,
  Lower: (c) => c >= 0x61 && c <= 0x7a,
  Print: (c) => c === 0x20 || isAsciiGraph(c),
  Punct: (c) => isAsciiGraph(c) && !isAsciiLetter(c) && !isAsciiDigit(c),
  Space: isAsciiSpace,
  Upper: (c) => c >= 0x41 && c <= 0x5a,
  XDigit: isAsciiHexDigit,
};

const isIgnorable: CharTest = (c) => c <= 0x08 || (c >= 0x0e && c <= 0x1b) || (c >= 0x7f && c <= 0x9f) || isFormat(c);
const isFormat = unicodeSet('\\p{Cf}');
const isJavaStart = unicodeSet('[\\p{L}\\p{Nl}\\p{Sc}\\p{Pc}]');
const isJavaPart = unicodeSet('[\\p{L}\\p{Nl}\\p{Sc}\\p{Pc}\\p{Nd}\\p{Mn}\\p{Mc}]');
const isUnicodePart = unicodeSet('\\p{ID_Continue}');
const isSpaceChar = unicodeSet('\\p{Z}');

const others: Record<string, CharTest> = {
  LD: unicodeSet('[\\p{L}\\p{Nd}]'),
  L1: (c) => c <= 0xff,
  all: () => true,
  javaLowerCase: unicodeSet('\\p{Lowercase}'),
  javaUpperCase: unicodeSet('\\p{Uppercase}'),
  javaTitleCase: unicodeSet('\\p{Lt}'),
  javaAlphabetic: unicodeSet('\\p{Alphabetic}'),
  javaIdeographic: unicodeSet('\\p{Ideographic}'),
  javaDigit: unicodeSet('\\p{Nd}'),
  javaDefined: unicodeSet('\\P{Cn}'),
  javaLetter: unicodeSet('\\p{L}'),
  javaLetterOrDigit: unicodeSet('[\\p{L}\\p{Nd}]'),
  javaJavaIdentifierStart: isJavaStart,
  javaJavaIdentifierPart: (c) => isJavaPart(c) || isIgnorable(c),
  javaUnicodeIdentifierStart: unicodeSet('\\p{ID_Start}'),
  javaUnicodeIdentifierPart: (c) => isUnicodePart(c) || isIgnorable(c),
  javaIdentifierIgnorable: isIgnorable,
  javaSpaceChar: isSpaceChar,
  javaWhitespace: (c) =>
    (isSpaceChar(c) && c !== 0xa0 && c !== 0x2007 && c !== 0x202f) ||
    (c >= 0x09 && c <= 0x0d) ||
    (c >= 0x1c && c <= 0x1f),
  javaISOControl: isControl,
  javaMirrored: unicodeSet('\\p{Bidi_Mirrored}'),
};

/** The yes-or-no properties of Unicode, in any spelling of case, after `Is`. */
function findBinary(name: string, rules: PropertyRules): CharTest | undefined {
  const upper = name.toUpperCase();
  if (rules.ignoreCase && ['LOWERCASE', 'UPPERCASE', 'TITLECASE'].includes(upper)) return anyCase.javaLowerCase;
  return ownEntry(binaries, upper);
}

const isHexDigit: CharTest = unicodeSet('[\\p{Nd}\\p{Hex_Digit}]');
const isJoinControl: CharTest = (c) => c === 0x200c || c === 0x200d;
const isNonCharacter: CharTest = unicodeSet('\\p{Noncharacter_Code_Point}');
const isWhiteSpace: CharTest = unicodeSet('\\p{White_Space}');

const binaries: Record<string, CharTest> = {
  ALPHABETIC: unicodeSet('\\p{Alphabetic}'),
  ASSIGNED: unicodeSet('\\P{Cn}'),
  CONTROL: unicodeSet('\\p{Cc}'),
  HEXDIGIT: isHexDigit,
  HEX_DIGIT: isHexDigit,
  IDEOGRAPHIC: unicodeSet('\\p{Ideographic}'),
  JOINCONTROL: isJoinControl,
  JOIN_CONTROL: isJoinControl,
  LETTER: unicodeSet('\\p{L}'),
  LOWERCASE: unicodeSet('\\p{Lowercase}'),
  NONCHARACTERCODEPOINT: isNonCharacter,
  NONCHARACTER_CODE_POINT: isNonCharacter,
  TITLECASE: unicodeSet('\\p{Lt}'),
  PUNCTUATION: unicodeSet('\\p{P}'),
  UPPERCASE: unicodeSet('\\p{Uppercase}'),
  WHITESPACE: isWhiteSpace,
  WHITE_SPACE: isWhiteSpace,
  WORD: isUnicodeWord,
};

const isUnicodeBlank: CharTest = unicodeSet('[\\p{Zs}\\t]');
const isUnicodeControl: CharTest = unicodeSet('\\p{Cc}');
const isUnicodeGraph: CharTest = not(unicodeSet('[\\p{White_Space}\\p{Cc}\\p{Cs}\\p{Cn}]'));

const unicodePosix: Record<string, CharTest | undefined> = {
  ALPHA: binaries.ALPHABETIC,
  LOWER: binaries.LOWERCASE,
  UPPER: binaries.UPPERCASE,
  SPACE: isWhiteSpace,
  PUNCT: binaries.PUNCTUATION,
  XDIGIT: isHexDigit,
  ALNUM: unicodeSet('[\\p{Alphabetic}\\p{Nd}]'),
  CNTRL: isUnicodeControl,
  DIGIT: predefinedSet('d', true),
  BLANK: isUnicodeBlank,
  GRAPH: isUnicodeGraph,
  PRINT: (c) => (isUnicodeGraph(c) || isUnicodeBlank(c)) && !isUnicodeControl(c),
};

function findUnicodePosix(name: string, rules: PropertyRules): CharTest | undefined {
  const upper = name.toUpperCase();
  if (rules.ignoreCase && ['LOWER', 'UPPER'].includes(upper)) return anyCase.javaLowerCase;
  return ownEntry(unicodePosix, upper);
}

/** A script by its Unicode name or its four-letter code, in any spelling of case. */
function findScript(name: string): CharTest | undefined {
  const spelled = name.toLowerCase().replace(/(?:^|_)[a-z]/g, (start) => start.toUpperCase());
  if (!/^[A-Z][A-Za-z_]*$/.test(spelled)) return undefined;
  try {
    return unicodeSet(`\\p{Script=${spelled}}`);
  } catch {
    return undefined; // JavaScript says that a name is unknown by refusing the expression.
  }
}

function ownEntry<T>(table: Record<string, T>, name: string): T | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined;
}
