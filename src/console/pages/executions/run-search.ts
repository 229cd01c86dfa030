/** What the address of a list of executions remembers, and what the server is asked for it. */
import { type RunFilter, runStatuses } from '../../api/executions.ts';
import { given, oneOf, textOf } from '../../app/search-params.ts';

/** Times that go with the clock. */
export const ranges = ['1h', '24h', '7d', '30d'] as const;
type Range = (typeof ranges)[number];

const hourMs = 3_600_000;
const rangeMs: { readonly [range in Range]: number } = {
  '1h': hourMs,
  '24h': 24 * hourMs,
  '7d': 7 * 24 * hourMs,
  '30d': 30 * 24 * hourMs,
};

/** `from`: one of `ranges`, or a date as `to` is: ISO 8601. */
export type RunSearch = Omit<RunFilter, 'flow'>;

export function readRunSearch(search: { readonly [name: string]: unknown }): RunSearch {
  return given({
    status: oneOf(runStatuses, search.status),
    contact: textOf(search.contact),
    widget: textOf(search.widget),
    revision: /^\d{1,9}$/.test(textOf(search.revision) ?? '') ? textOf(search.revision) : undefined,
    from: oneOf(ranges, search.from) ?? dateOf(search.from),
    to: dateOf(search.to),
    q: textOf(search.q),
  });
}

export function rangeOf({ from }: RunSearch): Range | undefined {
  return oneOf(ranges, from);
}

/** With dates in the place of times that go with the clock. */
export function filterOf(search: RunSearch, flow: string | undefined, nowMs: number): RunFilter {
  const range = rangeOf(search);
  const from = range === undefined ? search.from : new Date(nowMs - rangeMs[range]).toISOString();
  return { ...search, from, flow };
}

/** True when anything but everything is asked for. */
export function isFiltered(search: RunSearch): boolean {
  return Object.values(search).some((value) => value !== undefined);
}

function dateOf(value: unknown): string | undefined {
  const text = textOf(value);
  return text !== undefined && !Number.isNaN(Date.parse(text)) ? text : undefined;
}
