/** The text of an HTML fragment, as a browser-like parser would show it on one line. */

const blocks = new Set(
  (
    'html head body title base link meta style script noscript template frameset frame section nav aside hgroup header ' +
    'footer p h1 h2 h3 h4 h5 h6 ul ol pre div blockquote hr address figure figcaption form fieldset ins del dl dt dd ' +
    'li table caption thead tfoot tbody colgroup col tr th td video audio canvas details menu plaintext article main ' +
    'svg math center br'
  ).split(' '),
);
const hidden = new Set(['script', 'style']);
const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00A0',
  copy: '©',
  reg: '®',
  trade: '™',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  laquo: '«',
  raquo: '»',
  bull: '•',
  middot: '·',
  euro: '€',
  pound: '£',
  yen: '¥',
  cent: '¢',
  sect: '§',
  para: '¶',
  deg: '°',
  plusmn: '±',
  times: '×',
  divide: '÷',
  frac12: '½',
  frac14: '¼',
  iexcl: '¡',
  iquest: '¿',
  szlig: 'ß',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  aacute: 'á',
  eacute: 'é',
  iacute: 'í',
  oacute: 'ó',
  uacute: 'ú',
  ntilde: 'ñ',
  Ntilde: 'Ñ',
  ccedil: 'ç',
  agrave: 'à',
  egrave: 'è',
  ecirc: 'ê',
  atilde: 'ã',
  otilde: 'õ',
};

export function htmlText(html: string): string {
  const lower = html.toLowerCase();
  let text = '';
  let at = 0;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open === -1) {
      text += decode(html.slice(at));
      break;
    }
    text += decode(html.slice(at, open));
    if (!/[a-zA-Z/!?]/.test(html.charAt(open + 1))) {
      text += '<';
      at = open + 1;
      continue;
    }
    const end = tagEnd(html, open);
    const name = /^<\/?([a-zA-Z][^\s/>]*)/.exec(html.slice(open, open + 40))?.[1]?.toLowerCase() ?? '';
    if (blocks.has(name)) text += ' ';
    at = end;
    if (hidden.has(name) && html.charAt(open + 1) !== '/') {
      const close = lower.indexOf(`</${name}`, end);
      at = close === -1 ? html.length : close;
    }
  }
  return text.replace(/[ \t\n\f\r\u00A0]+/g, ' ').replace(/^ | $/g, '');
}

function tagEnd(html: string, open: number): number {
  if (html.startsWith('<!--', open)) {
    const close = html.indexOf('-->', open + 4);
    return close === -1 ? html.length : close + 3;
  }
  let quote = '';
  for (let at = open + 1; at < html.length; at++) {
    const character = html.charAt(at);
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '>') return at + 1;
    else if ((character === '"' || character === "'") && html.charAt(at - 1) === '=') quote = character;
  }
  return html.length;
}

function decode(text: string): string {
  return text.replace(
    /&(?:#([0-9]{1,7})|#[xX]([0-9a-fA-F]{1,6})|([a-zA-Z][a-zA-Z0-9]{0,31}));?/g,
    (all, decimal, hex, name) => {
      if (name !== undefined) return entities[name] ?? all;
      const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
      return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) || code === 0
        ? '\uFFFD'
        : String.fromCodePoint(code);
    },
  );
}
