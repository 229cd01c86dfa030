/** Filters that make a text of a text. */

import { Failure } from '../error.ts';
import type { LiquidFilter } from '../filters.ts';
import { type Run, spendText } from '../run.ts';
import { designers, engine } from '../sources.ts';
import { isNil, toText, trim } from '../value.ts';
import { made, optionalInt, optionalText, pattern, required } from './parameters.ts';

export const textFilters: readonly LiquidFilter[] = [
  {
    name: 'append',
    summary: 'Adds a text at the end.',
    source: designers,
    apply: (input, given, run) => made(run, toText(input) + toText(required(given, 0))),
  },
  {
    name: 'prepend',
    summary: 'Adds a text at the beginning.',
    source: designers,
    apply: (input, given, run) => made(run, toText(required(given, 0)) + toText(input)),
  },
  {
    name: 'capitalize',
    summary: 'Makes the first letter upper case and leaves the rest.',
    source: engine,
    apply(input) {
      const text = toText(input);
      const first = text.charAt(0).toUpperCase();
      return first.length === 1 ? first + text.slice(1) : text;
    },
  },
  {
    name: 'upcase',
    summary: 'Makes all letters upper case.',
    source: designers,
    apply: (input, _given, run) => made(run, toText(input).toUpperCase()),
  },
  {
    name: 'downcase',
    summary: 'Makes all letters lower case.',
    source: designers,
    apply: (input, _given, run) => made(run, toText(input).toLowerCase()),
  },
  {
    name: 'strip',
    summary: 'Removes white space at both ends of a text.',
    source: designers,
    apply: (input) => (typeof input === 'string' ? trim(input) : input),
  },
  {
    name: 'lstrip',
    summary: 'Removes white space at the beginning of a text.',
    source: designers,
    apply: (input) => (typeof input === 'string' ? input.replace(/^[ \t\n\v\f\r]+/, '') : input),
  },
  {
    name: 'rstrip',
    summary: 'Removes white space at the end of a text.',
    source: designers,
    apply: (input) => (typeof input === 'string' ? trimEnd(input) : input),
  },
  {
    name: 'strip_newlines',
    summary: 'Removes line breaks.',
    source: designers,
    apply: (input, _given, run) => made(run, toText(input).replace(/[\r\n]+/g, '')),
  },
  {
    name: 'replace',
    summary: 'Replaces every occurrence of a text by another, or by nothing.',
    source: designers,
    apply(input, given, run) {
      return replaceAll(toText(input), pattern(given), replacement(given), run);
    },
  },
  {
    name: 'replace_first',
    summary: 'Replaces the first occurrence of a text by another, or by nothing.',
    source: designers,
    apply: (input, given, run) => replaceFirst(toText(input), pattern(given), replacement(given), run),
  },
  {
    name: 'remove',
    summary: 'Removes every occurrence of a text.',
    source: designers,
    apply: (input, given, run) => replaceAll(toText(input), pattern(given), '', run),
  },
  {
    name: 'remove_first',
    summary: 'Removes the first occurrence of a text.',
    source: designers,
    apply: (input, given, run) => replaceFirst(toText(input), pattern(given), '', run),
  },
  {
    name: 'truncate',
    summary: 'Shortens a text to a length (50), the ending ("...") included.',
    source: designers,
    apply(input, given) {
      if (isNil(input)) return '';
      const text = toText(input);
      const length = optionalInt(given, 0, 50);
      const ending = optionalText(given, 1, '...');
      if (length >= text.length) return text;
      return ending.length >= length ? ending : text.slice(0, length - ending.length) + ending;
    },
  },
  {
    name: 'truncatewords',
    summary: 'Shortens a text to a number of words (15) and adds an ending ("...").',
    source: designers,
    apply(input, given, run) {
      if (isNil(input)) return '';
      const text = toText(input);
      spendText(run, text.length);
      const words = dropEmptyEnd(text.split(/[ \t\n\v\f\r]+/));
      const length = optionalInt(given, 0, 15);
      const ending = optionalText(given, 1, '...');
      return length >= words.length ? text : trim(words.slice(0, Math.max(length, 0)).join(' ')) + ending;
    },
  },
];

function replacement(given: readonly unknown[]): string {
  if (given.length < 2) return '';
  if (isNil(given[1])) throw new Failure('the replacement is nil');
  return toText(given[1]);
}

function replaceAll(text: string, wanted: string, by: string, run: Run): string {
  spendText(run, text.length);
  let count = 0;
  if (wanted === '') count = text.length + 1;
  else for (let at = text.indexOf(wanted); at !== -1; at = text.indexOf(wanted, at + wanted.length)) count++;
  spendText(run, text.length + count * (by.length - wanted.length));
  return text.replaceAll(wanted, () => by);
}

function replaceFirst(text: string, wanted: string, by: string, run: Run): string {
  const at = text.indexOf(wanted);
  return at === -1 ? text : made(run, text.slice(0, at) + by + text.slice(at + wanted.length));
}

function trimEnd(text: string): string {
  let end = text.length;
  while (end > 0 && ' \t\n\v\f\r'.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
}

/** Empty pieces at the end are dropped, but a text without separator stays, even if it is empty. */
export function dropEmptyEnd(pieces: string[]): string[] {
  if (pieces.length === 1) return pieces;
  let end = pieces.length;
  while (end > 0 && pieces[end - 1] === '') end--;
  return pieces.slice(0, end);
}
