/** Filters that somebody saved in this browser. */
import { isRecord } from '../../api/client.ts';
import { createStore } from '../../app/store.ts';
import { type RunSearch, readRunSearch } from './run-search.ts';

export interface KeptFilter {
  readonly name: string;
  readonly search: RunSearch;
}

const storageKey = 'atelier.execution-filters';

export const keptFilters = createStore<readonly KeptFilter[]>(read());

export function keepFilter(name: string, search: RunSearch): void {
  write([...keptFilters.get().filter((kept) => kept.name !== name), { name, search }]);
}

export function forgetFilter(name: string): void {
  write(keptFilters.get().filter((kept) => kept.name !== name));
}

function write(filters: readonly KeptFilter[]): void {
  keptFilters.set(filters);
  localStorage.setItem(storageKey, JSON.stringify(filters));
}

/** What is not of this form, another version's or another hand's, is left out. */
function read(): readonly KeptFilter[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(kept) ? kept.flatMap(asFilter) : [];
  } catch {
    return [];
  }
}

function asFilter(kept: unknown): KeptFilter[] {
  if (!isRecord(kept) || typeof kept.name !== 'string' || !isRecord(kept.search)) return [];
  return [{ name: kept.name, search: readRunSearch(kept.search) }];
}
