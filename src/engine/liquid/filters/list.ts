/** Filters for lists. */
import { numberKey, sameValue } from '../equality.ts';
import { Failure } from '../error.ts';
import type { LiquidFilter } from '../filters.ts';
import { type Run, spend, spendText } from '../run.ts';
import { designers, engine } from '../sources.ts';
import {
  filterList,
  findNumber,
  isMap,
  isNil,
  isNumeric,
  javaText,
  looksInteger,
  toDouble,
  toInt,
  toList,
  toNumber,
  toText,
} from '../value.ts';
import { checkCount, made, notA, optionalText, required } from './parameters.ts';
import { dropEmptyEnd } from './text.ts';

export const listFilters: readonly LiquidFilter[] = [
  {
    name: 'split',
    summary:
      'Cuts a text at each separator; empty pieces at the end are dropped, the first character is never a separator.',
    source: designers,
    apply(input, given, run) {
      const text = toText(input);
      spendText(run, text.length);
      const pieces = split(text, toText(required(given, 0)));
      spend(run, pieces.length);
      return filterList(pieces);
    },
  },
  {
    name: 'join',
    summary: 'Makes a text of a list, with a separator (one space).',
    source: designers,
    apply(input, given, run) {
      if (isNil(input)) return '';
      const separator = optionalText(given, 0, ' ');
      const items = toList(input);
      spendText(run, Math.max(items.length - 1, 0) * separator.length);
      return made(run, items.map((item) => toText(item)).join(separator));
    },
  },
  {
    name: 'first',
    summary: 'The first element of a list; a text is its own first element.',
    source: designers,
    apply: (input) => toList(input)[0],
  },
  {
    name: 'last',
    summary: 'The last element of a list; a text is its own last element.',
    source: designers,
    apply: (input) => toList(input).at(-1),
  },
  {
    name: 'map',
    summary: 'The values of one key of each element; elements without it are left out.',
    source: designers,
    apply(input, given, run) {
      if (isNil(input)) return '';
      const items = toList(input);
      const key = toText(required(given, 0));
      spend(run, items.length);
      const found = items.map((item) => {
        if (!isMap(item)) throw notA('an object', item);
        return Object.hasOwn(item, key) ? item[key] : undefined;
      });
      return filterList(found.filter((item) => !isNil(item)));
    },
  },
  {
    name: 'sort',
    summary: 'Sorts a list of texts or of numbers, or of objects by a key.',
    source: designers,
    apply(input, given, run) {
      if (isNil(input)) return '';
      if (!Array.isArray(input)) throw notA('a list', input);
      spendSort(run, input.length);
      return filterList(sortBy(input, given.length === 0 ? undefined : toText(given[0])));
    },
  },
  {
    name: 'sort_natural',
    summary: 'Sorts a list by the texts of its elements, ignoring case.',
    source: engine,
    apply(input, _given, run) {
      if (!Array.isArray(input)) return input;
      spendSort(run, input.length);
      const keyed = input.map((item) => ({ item, key: foldCase(javaText(item)) }));
      return filterList(keyed.sort((a, b) => order(a.key, b.key)).map(({ item }) => item));
    },
  },
  {
    name: 'uniq',
    summary: 'Leaves out elements that came before.',
    source: designers,
    apply(input, _given, run) {
      if (!Array.isArray(input)) return input;
      return filterList(withoutRepeats(input, run));
    },
  },
  {
    name: 'reverse',
    summary: 'Turns a list around.',
    source: designers,
    apply(input, _given, run) {
      if (!Array.isArray(input)) return input;
      spend(run, input.length);
      return filterList(input.toReversed());
    },
  },
  {
    name: 'concat',
    summary: 'Adds the elements of another list.',
    source: engine,
    apply(input, given, run) {
      checkCount(given, 1);
      const more = given[0];
      if (!Array.isArray(more)) throw notA('a list', more);
      const all = Array.isArray(input) ? [...input, ...more] : more;
      spendText(run, all.length);
      return filterList(all);
    },
  },
  {
    name: 'compact',
    summary: 'Leaves out nils.',
    source: engine,
    apply(input, _given, run) {
      if (!Array.isArray(input)) return input;
      spend(run, input.length);
      return filterList(input.filter((item) => !isNil(item)));
    },
  },
  {
    name: 'size',
    summary: 'The number of elements of a list or of characters of a text; 8 for a number, 0 for anything else.',
    source: designers,
    apply(input) {
      if (Array.isArray(input) || typeof input === 'string') return input.length;
      return isNumeric(input) ? 8 : 0;
    },
  },
  {
    name: 'slice',
    summary: 'Part of a text or a list: from an offset (negative: from the end), one or more long.',
    source: designers,
    apply(input, given, run) {
      checkCount(given, 1, 2);
      const whole = Array.isArray(input) ? input : toText(input);
      const wanted = given.length > 1 ? integer(given[1]) : 1;
      let offset = integer(given[0]);
      if (offset < 0) offset += whole.length;
      // Java's 32-bit sum: a huge length overflows and fails below.
      const length = ((offset + wanted) | 0) > whole.length ? whole.length - offset : wanted;
      if (offset > whole.length || offset < 0) return '';
      const end = (offset + length) | 0;
      if (end < offset) throw new Failure(`a length of ${wanted} cannot be taken`);
      spend(run, 1);
      return typeof whole === 'string' ? whole.slice(offset, end) : filterList(whole.slice(offset, end));
    },
  },
];

function integer(value: unknown): number {
  if (!looksInteger(value)) throw notA('an integer', value);
  return toInt(toNumber(value));
}

/** A separator at the very beginning is part of the first piece. Source: liqp 0.7.9, Split. */
function split(text: string, separator: string): string[] {
  if (separator === '') return text === '' ? [''] : text.split('');
  const pieces: string[] = [];
  let from = 0;
  for (let at = text.indexOf(separator, 1); at !== -1; at = text.indexOf(separator, from)) {
    pieces.push(text.slice(from, at));
    from = at + separator.length;
  }
  pieces.push(text.slice(from));
  return dropEmptyEnd(pieces);
}

function spendSort(run: Run, length: number): void {
  spend(run, Math.ceil(length * Math.log2(length + 2)));
}

function order(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}

/** As Java compares ignoring case: each character made upper, then lower case. */
function foldCase(text: string): string {
  return Array.from(text, (character) => character.toUpperCase().toLowerCase()).join('');
}

function sortBy(items: readonly unknown[], key: string | undefined): unknown[] {
  const keyed = items.map((item) => {
    if (key === undefined) return { item, value: item };
    if (!isMap(item)) throw notA('an object', item);
    return { item, value: Object.hasOwn(item, key) ? item[key] : undefined };
  });
  if (key === undefined && items.some((item) => Array.isArray(item) || isMap(item))) {
    throw new Failure('lists and objects have no order');
  }
  return keyed.sort((a, b) => compare(a.value, b.value)).map(({ item }) => item);
}

function compare(left: unknown, right: unknown): number {
  if (typeof left === 'string' && typeof right === 'string') return order(left, right);
  if (typeof left === 'boolean' && typeof right === 'boolean') return Number(left) - Number(right);
  if (isNumeric(left) && isNumeric(right) && kind(left) === kind(right)) return toDouble(left) - toDouble(right);
  throw new Failure(`"${javaText(left)}" and "${javaText(right)}" cannot be compared`);
}

function kind(value: unknown): string | undefined {
  const number = findNumber(value);
  return number === undefined ? undefined : numberKey(number).split(' ')[0];
}

function withoutRepeats(items: readonly unknown[], run: Run): unknown[] {
  const seen = new Set<string>();
  const kept: unknown[] = [];
  for (const item of items) {
    spend(run, 1);
    if (typeof item === 'object' && item !== null && !isNumeric(item)) {
      spend(run, kept.length);
      if (kept.some((other) => sameValue(other, item))) continue;
    } else {
      const key = isNumeric(item) ? numberKey(item) : `${typeof item} ${javaText(item)}`;
      if (seen.has(key)) continue;
      seen.add(key);
    }
    kept.push(item);
  }
  return kept;
}
