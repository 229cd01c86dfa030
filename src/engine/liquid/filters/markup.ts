/** Filters for HTML and URLs. */
import type { LiquidFilter } from '../filters.ts';
import { spendText } from '../run.ts';
import { designers, engine } from '../sources.ts';
import { toText } from '../value.ts';
import { htmlText } from './html.ts';
import { made } from './parameters.ts';

export const markupFilters: readonly LiquidFilter[] = [
  {
    name: 'escape',
    summary: 'Writes & < > " as HTML entities.',
    source: designers,
    apply: (input, _given, run) => made(run, escapeBrackets(toText(input).replaceAll('&', '&amp;'))),
  },
  {
    name: 'h',
    summary: 'The same as `escape`.',
    source: engine,
    apply: (input, _given, run) => made(run, escapeBrackets(toText(input).replaceAll('&', '&amp;'))),
  },
  {
    name: 'escape_once',
    summary: 'Like `escape`, but leaves entities that are there already.',
    source: designers,
    apply(input, _given, run) {
      const text = toText(input).replace(/&(?!(?:[a-zA-Z]{1,32}|#[0-9]{1,32}|#x[0-9A-Fa-f]{1,32});)/g, '&amp;');
      return made(run, escapeBrackets(text));
    },
  },
  {
    name: 'newline_to_br',
    summary: 'Puts `<br />` before every line break.',
    source: designers,
    apply: (input, _given, run) => made(run, toText(input).replaceAll('\n', '<br />\n')),
  },
  {
    name: 'strip_html',
    summary: 'Keeps the text of HTML, without tags, scripts and comments, white space collapsed.',
    source: designers,
    apply(input, _given, run) {
      const html = toText(input);
      spendText(run, html.length);
      return htmlText(html);
    },
  },
  {
    name: 'url_encode',
    summary: 'Encodes a text for a URL or a form: a space is `+`, `+` is `%2B`.',
    source: designers,
    apply(input, _given, run) {
      const text = toText(input).replace(
        /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g,
        '?',
      );
      spendText(run, text.length);
      return made(run, encodeURIComponent(text).replace(/%20|[!'()~]/g, formCode));
    },
  },
  {
    name: 'url_decode',
    summary: 'Decodes what `url_encode` made; a text that cannot be decoded stays as it is.',
    source: engine,
    apply(input, _given, run) {
      const text = toText(input);
      spendText(run, text.length);
      return decodeForm(text) ?? input;
    },
  },
];

function escapeBrackets(text: string): string {
  return text.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function formCode(found: string): string {
  return found === '%20' ? '+' : `%${found.charCodeAt(0).toString(16).toUpperCase()}`;
}

function decodeForm(text: string): string | undefined {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return undefined;
  return text.replaceAll('+', ' ').replace(/(?:%[0-9A-Fa-f]{2})+/g, (codes) => {
    const bytes = codes
      .slice(1)
      .split('%')
      .map((code) => Number.parseInt(code, 16));
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
  });
}
