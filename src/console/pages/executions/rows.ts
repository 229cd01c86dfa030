/** The rows of a list, as pages and news come in: newest first, none twice. */
import type { ListedRun, RunPage } from '../../api/executions.ts';

export interface Rows {
  readonly shown: readonly ListedRun[];
  /** New ones, newest first, until somebody wants to see them. */
  readonly hidden: readonly ListedRun[];
  /** Where older ones begin. */
  readonly next: string | undefined;
}

type Row = Pick<ListedRun, 'sid' | 'createdAtMs'>;

/** The newest page, read again: what is known changes in its place, what is new comes in on top, or is held back. */
export function joinRows(before: Rows | undefined, { rows, next }: RunPage, mayInsert: boolean): Rows {
  if (before === undefined) return { shown: rows, hidden: [], next };
  const read = new Map(rows.map((row) => [row.sid, row]));
  const shown = before.shown.map((row) => read.get(row.sid) ?? row);
  const known = new Set(shown.map(({ sid }) => sid));
  const newest = shown[0];
  const fresh = rows.filter((row) => !known.has(row.sid) && (newest === undefined || isNewer(row, newest)));
  const hidden = [...fresh, ...before.hidden.filter(({ sid }) => !read.has(sid))];
  const isEmpty = shown.length === 0;
  if (mayInsert || isEmpty) return { shown: [...hidden, ...shown], hidden: [], next: isEmpty ? next : before.next };
  return { shown, hidden, next: before.next };
}

function isNewer(a: Row, b: Row): boolean {
  return a.createdAtMs > b.createdAtMs || (a.createdAtMs === b.createdAtMs && a.sid > b.sid);
}
