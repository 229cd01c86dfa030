import type { Cursor, Page, PageRequest } from '../storage.ts';

/** A part of a list, both ends excluded, as values for `(position, sid) < (?, ?) AND (position, sid) > (?, ?)`. */
export interface Range {
  readonly below: Cursor;
  readonly above: Cursor;
}

/** SQL of a page of rows in `range`, newest first or, on the way back, oldest first. */
export interface Directions<T> {
  readonly newest: (range: Range, limit: number) => readonly T[];
  readonly oldest: (range: Range, limit: number) => readonly T[];
}

const first: Cursor = { createdAtMs: Number.MIN_SAFE_INTEGER, sid: '' };
const last: Cursor = { createdAtMs: Number.MAX_SAFE_INTEGER, sid: '' };

/** Reads one row more than asked for, to tell whether there is more; gives them newest first either way. */
export function readPage<T>(page: PageRequest, read: Directions<T>, within: Partial<Range> = {}): Page<T> {
  const range = {
    below: lower(page.after ?? last, within.below ?? last),
    above: higher(page.before ?? first, within.above ?? first),
  };
  const isBackward = page.before !== undefined;
  const rows = (isBackward ? read.oldest : read.newest)(range, page.limit + 1);
  const wanted = rows.slice(0, page.limit);
  return { rows: isBackward ? wanted.toReversed() : wanted, hasMore: rows.length > page.limit };
}

/** The values of a range in the order of its placeholders. */
export function rangeValues({ below, above }: Range): [number, string, number, string] {
  return [below.createdAtMs, below.sid, above.createdAtMs, above.sid];
}

/** Sorts oldest first; SIDs are ASCII, so SQLite's order of bytes is the same. */
export function compareCursors(a: Cursor, b: Cursor): number {
  if (a.createdAtMs !== b.createdAtMs) return a.createdAtMs - b.createdAtMs;
  if (a.sid === b.sid) return 0;
  return a.sid < b.sid ? -1 : 1;
}

function lower(a: Cursor, b: Cursor): Cursor {
  return compareCursors(a, b) < 0 ? a : b;
}

function higher(a: Cursor, b: Cursor): Cursor {
  return compareCursors(a, b) > 0 ? a : b;
}
