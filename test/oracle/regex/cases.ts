/** What Java is asked: every pattern of an entry with every text of it. */
interface Question {
  about: string;
  patterns: string[];
  texts: string[];
}

// biome-ignore format: one string a line would hide the table.
export const questions: Question[] = [
  {
    about: 'patterns of published flows',
    patterns: [
      '(.)*(a|ab)(.)*', '(sí|si)', 'sí|si', '(?i)(sí|si)', '^(?=.*blocked)(?=.*Access).*',
    ],
    texts: [
      '', 'a', 'XABX', 'sí', 'SÍ', 'Si', 'sí si', 'is blocked, no access', 'access',
    ],
  },
  {
    about: 'patterns that replies and callers are checked with',
    patterns: [
      '[1-5]', '[a-f0-9]{32}', '\\d{5}(-\\d{4})?', '\\+?[1-9]\\d{1,14}', '(yes|y|yeah|yep)[.!]?',
      '.*\\b(stop|quit|cancel)\\b.*', '[\\w.+-]+@[\\w-]+\\.[\\w.]+', '^\\s*$',
      '^(0?[1-9]|1[0-2]):[0-5]\\d ?([AP]M)?$',
    ],
    texts: [
      '', '3', '15', '0123456789abcdefABCDEF0123456789', '94107', '94107-1234', '+15551234567', 'Yeah!',
      'please STOP now', 'unstoppable', 'Ann.Lee+x@example.com', '9:30 pm', '13:00',
    ],
  },
  {
    about: 'greedy, reluctant and possessive repeats',
    patterns: [
      'a*', 'a*?b', 'a*+b', 'a*+a', 'a+', 'a+?', 'a++a', 'a?', 'a??a', 'a?+a', 'a{2}', 'a{2,}', 'a{1,2}', 'a{2,3}?a',
      'a{1,2}+a', 'a{0}', 'a{0,0}b?', '(ab)*', '(ab)*?ab', '(ab)*+ab', '(a|ab)*+b', '(a|ab){2}+', '(a*)*', '(a*)+',
      '(a*?)*?', '(a+)+b', '(?:a?){3}', '(a|b|ab)*c?', '(?:a{2}){2}', 'a{2}{3}', '{2}a', 'a{2}?', '(a?)*?b', '(){3}a',
    ],
    texts: [
      '', 'a', 'b', 'aa', 'ab', 'aab', 'aaa', 'aba', 'abab', 'aaaa', 'AAB', 'abc',
    ],
  },
  {
    about: 'repeats that Java refuses',
    patterns: [
      '*', '+a', '?', 'a**', 'a+++', 'a|*', '(*a)', 'a{', 'a{x}', 'a{,2}', 'a{2', 'a{2,1}', 'a{1,2,3}', 'a{2 }', '{',
      '^*', '$+', '\\b*a', 'a{2147483647}', 'a{2147483648}', 'a{0,99999999999}', '(?=a)*a', '(?i)*', 'a{1}{', '}',
      ']', 'a]}',
    ],
    texts: [
      'a', '',
    ],
  },
  {
    about: 'groups and references',
    patterns: [
      '(a)(b)?\\2', '(a)\\1', '(a|b)\\1', '(a)|b\\1', '(a\\1?)b', '\\1(a)', '(?<n>a)\\k<n>', '\\k<n>(?<n>a)',
      '(?<n>a)(?<n>b)', '(?<1>a)', '(?<n1>a)\\1', '(?<n_1>a)', '(?<n', '\\kn', '(a)\\11',
      '(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)\\10', '(a)\\2', '(?:a|b)+', '((a)|(b))+\\2', '(a*)b\\1', '(?:(a)|b)*\\1',
      '(?-i:(a))\\1', '(a)(?-i:\\1)', '()\\1', '(a', 'a)', '(?:', '(?', '(?y)', '(?<>a)', '(?\'n\'a)', '(?P<n>a)',
      '(?#a)', '((((((((((a))))))))))\\10',
    ],
    texts: [
      '', 'a', 'b', 'aa', 'aA', 'ab', 'ba', 'bb', 'aba', 'aba1', 'abb', 'aa1', 'abcdefghijj',
    ],
  },
  {
    about: 'atomic groups and look-around',
    patterns: [
      '(?>a|ab)c', '(?>ab|a)c', '(?>a*)a', '(?>(a))\\1', '(?=a)a', '(?=a)b', '(?=(a))a\\1', '(?!a)b', '(?!a)a',
      'a(?=b)b', '(?:(?=(a))b|a)\\1', '(?:(?!(a)b)|a)\\1?', 'a(?<=a)b', 'b(?<=a)', '(?<!a)b', 'a(?<!a)b', 'ab(?<=ab)',
      'ab(?<=(a)b)\\1?', 'ab(?<=a|ab|abc)', '.*(?<=b)', '.*(?<=^ab)', '.*(?<!b)', '(?<=a(?=b))b', 'a(?=b(?<=ab))b',
      '(?=.*a)(?=.*b).*', '(?!.*c).*', '(?=a', '(?<=a', '(?<=', '(?<!)', '(?=)', '(?!)', '(?>a)+', '(?=a)+a',
      '(?=a){2}a', '(?<=b)?a',
    ],
    texts: [
      '', 'a', 'b', 'aa', 'ab', 'ba', 'ac', 'abc', 'aab',
    ],
  },
  {
    about: 'the length of a look-behind',
    patterns: [
      '(?<=a*)b', 'b(?<=a+b)', 'b(?<=ab*)', 'b(?<=ab*?)', 'b(?<=ab*+)', 'b(?<=b{2,})', 'b(?<=ab{2,}?)',
      'b(?<=a{0,3}b)', 'b(?<=a?b)', 'b(?<=(a|b))', 'b(?<=(a|b){2})', 'b(?<=(a|b)?b)', 'b(?<=(a|b){0,1}b)',
      'b(?<=(ab)*)', 'b(?<=(abc)*)', 'b(?<=(?>a|b)*)', 'b(?<=(?:(?>a|b))*)', 'b(?<=(a?){2}b)', 'b(?<=(a{2}){2}b)',
      '(b)(?<=\\1)', 'b(?<=.*)', 'b(?<=\\R?b)', 'b(?<=\\R{2})',
    ],
    texts: [
      'b', 'ab', 'aab', '',
    ],
  },
  {
    about: 'classes',
    patterns: [
      '[abc]', '[^abc]', '[a-c]', '[^a-c]', '[A-C]', '[Z-a]', '[a-cx-z]', '[a-]', '[-a]', '[a-c-e]', '[]a]', '[^]a]',
      '[a^]', '[\\]]', '[\\^a]', '[[a]b]', '[a[bc]]', '[^[a]b]', '[a-z&&[abc]]', '[a-z&&[^abc]]', '[a-z&&abc]',
      '[a-z&&b-y&&c-x]', '[a-z&&[def]x]', '[a&b]', '[a&]', '[&&a]', '[a&&&a]', '[\\d]', '[^\\d]', '[\\D\\d]',
      '[\\w-z]', '[\\d-z]', '[\\p{L}]', '[^\\p{L}]', '[\\x61-\\x63]', '[\\Qa-c\\E]', '[é]', '[^é]', '[à-ü]', '[.]',
      '[$^]', '[(a)]', '[{}]', '[\\n]', '[ ]', '[k]', '[\u212a]', '[i]', '[ſ]', '[µ]', '[Å]', '[😀-😂]', '[\\x{1F600}]',
    ],
    texts: [
      '', 'a', 'B', 'c', 'd', 'x', 'Z', '-', '^', ']', '&', '5', '_', '.', '(', '{', '\n', ' ', 'É', 'k', 'S', 'Μ',
      'å', '😁',
    ],
  },
  {
    about: 'classes that Java refuses',
    patterns: [
      '[', '[a', '[]', '[^]', '[a-', '[c-a]', '[a-\\d]', '[\\b]', '[\\1]', '[\\k]', '[[a]', '[a&&', '[&&]', '[\\Qa',
      '[a-[b]]',
    ],
    texts: [
      'a', '-',
    ],
  },
  {
    about: 'predefined classes',
    patterns: [
      '\\d', '\\D', '\\s', '\\S', '\\w', '\\W', '\\h', '\\H', '\\v', '\\V', '\\R', '.', '(?U)\\d', '(?U)\\s',
      '(?U)\\w',
    ],
    texts: [
      '5', '٥', 'a', 'é', '_', '-', ' ', '\t', '\n', '\r', '\r\n', '\u000b', '\u0085', '\u00a0', '\u2028', '\u3000',
      '\u180e', '😀',
    ],
  },
  {
    about: 'escapes',
    patterns: [
      '\\t', '\\n', '\\r', '\\f', '\\a', '\\e', '\\cI', '\\ci', '\\c', '\\0', '\\011', '\\0377', '\\0400', '\\08',
      '\\x41', '\\x4', '\\x{41}', '\\x{}', '\\x{110000}', '\\x{1F600}', '\\u0041', '\\u004', '\\uD83D\\uDE00',
      '\\uD83D', '\\.', '\\é', '\\ ', '\\-', '\\/', '\\_', '\\q', '\\y', '\\E', '\\', 'a\\', '\\Q', '\\Qa.b\\E',
      '\\Qa.b', '\\Q\\E', 'a\\Q*\\E+', '\\Qab\\E+', '\\Q1\\E', '(a)\\1\\Q1\\E', '\\\\Q', '\\Q\\\\E',
    ],
    texts: [
      '', 'a', 'A', 'a.b', 'A.B', 'axb', 'a**', 'abb', '1', 'aa1', '\t', '\n', '\u0007', '\u001b', ' ', '\ufffd', 'é',
      '-', '/', '😀', '\\Q',
    ],
  },
  {
    about: 'letter case',
    patterns: [
      'straße', 'ÉTÉ', '(?-u)été', '(?-i)été', '(?-i)E', '(?i)E', 'k', 's', 'ς', 'σ', 'Σ', 'ı', 'İ', 'i', '[à-ç]',
      '[^À]', '(?-i:a)b', 'a(?-i)b', '(a(?-i)b)c', 'a(?-i)b|c', '(?-i:[a-c])', '(?-u)[é]', '(?-u)[à-ü]', 'ǆ', 'ᾳ',
      'ÿ', 'Ⅷ', 'ⓐ', '𐐀', 'я',
    ],
    texts: [
      'STRASSE', 'STRAßE', 'été', 'Été', 'e', 'E', '\u212a', 'ſ', 'σ', 'ς', 'Σ', 'i', 'I', 'İ', 'ı', 'Ç', 'À', 'AB',
      'aB', 'Ab', 'Abc', 'AbC', 'C', 'ǅ', 'ᾼ', 'Ÿ', 'ⅷ', 'Ⓐ', '𐐨', 'Я',
    ],
  },
  {
    about: 'anchors, boundaries and line ends',
    patterns: [
      '^a$', '\\Aa\\z', 'a\\Z', 'a$', 'a$\\n', 'a\\Z\\n', 'a$\\r\\n', '(?s)a.b', 'a.b', '(?m)^a$.^b$', '(?sm)^a$.^b$',
      '(?sm)a$.+^b', '(?dsm)a$.^b', '(?d)a.b', '(?d)a$.', '(?s)a$.', '\\ba\\b.*', 'a\\B.*', '\\Ga', 'a\\Gb', 'a\\R',
      'a\\Rb', 'a\\R\\n', 'a\\R+\\n', '(?sm).*^', '(?s).*$', 'a\\b.b', '\\be\u0301', 'e\\b\u0301', 'a\\b{1}', '\\bé',
    ],
    texts: [
      'a', 'ab', 'a\n', 'a\r\n', 'a\nb', 'a\rb', 'a\r\nb', 'a\u0085', 'a\u2028b', 'a b', '\na', 'e\u0301', 'é',
      'a\n\n',
    ],
  },
  {
    about: 'flags and comments',
    patterns: [
      '(?x) a b # c', '(?x)a\\ b', '(?x)[a b]', '(?x)a {2}', '(?x)a * ?', '(?x)( ?:a)b', '(?x:a b)c d', '(?x)a#b\nb',
      '(?x)\\Qa b\\E', '(?x)a(?-x) b', '(?ix)A B', '(?-ix)AB', '(?)a', '(?-)a', '(?i-i)a', '(?i--i)a', '(?s-m:a)',
      '(?sU)a', '(?U)(?-U)é', '(?z)', '(?i', '(?i:a', '(?-x:a b)',
    ],
    texts: [
      '', 'a', 'ab', 'AB', 'a b', 'aa', 'abc d', ' ', 'É',
    ],
  },
  {
    about: 'properties',
    patterns: [
      '\\p{Lower}', '\\p{Upper}', '(?-i)\\p{Lower}', '(?-i)\\p{Lu}', '\\p{ASCII}', '\\p{Alpha}', '\\p{Digit}',
      '\\p{Alnum}', '\\p{Punct}', '\\p{Graph}', '\\p{Print}', '\\p{Blank}', '\\p{Cntrl}', '\\p{XDigit}', '\\p{Space}',
      '\\p{L}', '\\pL', '\\PL', '\\P{L}', '\\p{Lu}', '\\p{IsL}', '\\p{N}', '\\p{Sc}', '\\p{IsAlphabetic}',
      '\\p{isAlphabetic}', '\\p{IsLatin}', '\\p{IsGreek}', '\\p{IsCyrillic}', '\\p{IsPunct}', '\\p{IsDigit}',
      '\\p{InGreek}', '\\p{InBasicLatin}', '\\p{script=Greek}', '\\p{sc=grek}', '\\p{gc=Lu}', '\\p{blk=Cyrillic}',
      '\\p{javaLowerCase}', '(?-i)\\p{javaLowerCase}', '\\p{javaLetter}', '\\p{javaWhitespace}', '\\p{javaMirrored}',
      '(?U)\\p{Alpha}', '(?U)\\p{punct}', '\\p{all}', '\\p{L1}', '\\p{LD}', '\\p{Foo}', '\\p{IsFoo}', '\\p{InFoo}',
      '\\p{}', '\\p{L', '\\p', '\\p{foo=L}', '\\p{alpha}',
    ],
    texts: [
      'a', 'A', 'é', 'É', '5', '٥', '$', '€', '.', '¿', ' ', '\u00a0', '\t', 'Ω', 'я', '中', '😀',
    ],
  },
  {
    about: 'alternation',
    patterns: [
      'a|b', 'a|ab', 'ab|a', '|a', 'a|', 'a||b', '(|a)b', '(a|)b', '(?:a|b|c)d?', 'a|b|', '^a|b$', 'a(b|c)|d',
      '(a|b)*(b|c)',
    ],
    texts: [
      '', 'a', 'b', 'ab', 'ac', 'd', 'cd', 'abc', 'ba',
    ],
  },
  {
    about: 'code points beyond 16 bits',
    patterns: [
      '.', '..', '😀', '😀+', '[😀]', '[^a]', '[^a]{2}', '\\x{1F600}', '(?<=😀)a?', '😀(?<=😀)a', '\\W', '.{2}', '\ud83d',
      '\ude00',
    ],
    texts: [
      '😀', '😀😀', '😀a', 'a😀', '\ud83d', '\ude00',
    ],
  },
  {
    about: 'what this matcher answers otherwise on purpose',
    patterns: [
      '\\X', '\\N{LATIN SMALL LETTER A}', '\\b{g}a', '(?c)a', '\\p{InRunic}', '\\p{IsSignWriting}', '[a-cx&&]',
      '[a-cx-z&&]', '[\\v-\\v]', '(?x)\\x 61', 'ß', '.(?<=^.)',
    ],
    texts: [
      'a', 'ẞ', '😀',
    ],
  },
];
