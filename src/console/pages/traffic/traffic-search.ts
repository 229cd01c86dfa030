/** What the address of the traffic of a flow remembers. */
import { given, oneOf, textOf } from '../../app/search-params.ts';

export const trafficRanges = ['24h', '7d', '30d'] as const;
type Range = (typeof trafficRanges)[number];

export interface TrafficSearch {
  /** A number; the published one unless said. */
  readonly revision?: string;
  readonly from?: string;
  readonly to?: string;
  /** Another revision beside it. */
  readonly than?: string;
  readonly view?: 'table';
  readonly test?: 'yes';
}

const days: { readonly [range in Range]: number } = { '24h': 1, '7d': 7, '30d': 30 };
const dayMs = 86_400_000;

export function readTrafficSearch(search: { readonly [name: string]: unknown }): TrafficSearch {
  const number = (value: unknown) => (/^\d{1,9}$/.test(textOf(value) ?? '') ? textOf(value) : undefined);
  const date = (value: unknown) => (Number.isNaN(Date.parse(textOf(value) ?? '')) ? undefined : textOf(value));
  return given({
    revision: number(search.revision),
    from: oneOf(trafficRanges, search.from) ?? date(search.from),
    to: date(search.to),
    than: number(search.than),
    view: oneOf(['table'] as const, search.view),
    test: oneOf(['yes'] as const, search.test),
  });
}

/** A range that goes with the clock as the date it begins at now. */
export function beginOf({ from }: TrafficSearch, nowMs: number): string | undefined {
  const range = oneOf(trafficRanges, from);
  return range === undefined ? from : new Date(nowMs - days[range] * dayMs).toISOString();
}
