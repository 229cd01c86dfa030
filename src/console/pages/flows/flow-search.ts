/** Searching and sorting the list of flows. */
import type { FlowRow } from '../../api/flows.ts';
import { given, oneOf, textOf } from '../../app/search-params.ts';

export const flowStatuses = ['published', 'draft'] as const;
export const flowSorts = ['name', '-name', 'changed', '-changed'] as const;

export type FlowSort = (typeof flowSorts)[number];

/** What the address of the list remembers. */
export interface FlowSearch {
  readonly q?: string;
  /** Of the latest revision. */
  readonly status?: (typeof flowStatuses)[number];
  readonly sort?: FlowSort;
}

export function readFlowSearch({ q, status, sort }: { readonly [name: string]: unknown }): FlowSearch {
  return given({ q: textOf(q), status: oneOf(flowStatuses, status), sort: oneOf(flowSorts, sort) });
}

const names = new Intl.Collator('en', { sensitivity: 'base', numeric: true });

/** The newest change first unless said. The search takes parts of the name, and SIDs. */
export function searchFlows<F extends Pick<FlowRow, 'sid' | 'name' | 'latest' | 'changedAtMs'>>(
  flows: readonly F[],
  { q = '', status, sort = '-changed' }: FlowSearch,
): readonly F[] {
  const wanted = q.trim().toLowerCase();
  const found = flows.filter(
    ({ sid, name, latest }) =>
      (status === undefined || latest === status) &&
      (name.toLowerCase().includes(wanted) || sid.toLowerCase() === wanted),
  );
  const direction = sort.startsWith('-') ? -1 : 1;
  return found.toSorted((a, b) => {
    const byName = names.compare(a.name, b.name);
    return direction * (sort.endsWith('name') ? byName : a.changedAtMs - b.changedAtMs || direction * byName);
  });
}
