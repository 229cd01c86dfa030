/** All filters. A new one is an entry in a file under `filters/`. */
import { dateFilters } from './filters/date.ts';
import { listFilters } from './filters/list.ts';
import { markupFilters } from './filters/markup.ts';
import { numberFilters } from './filters/number.ts';
import { textFilters } from './filters/text.ts';
import { valueFilters } from './filters/value.ts';
import type { Run } from './run.ts';

export interface LiquidFilter {
  readonly name: string;
  readonly summary: string;
  /** Where the behaviour is described. */
  readonly source: string;
  /** `given` holds the parameters as written: there may be too few or too many. */
  apply(input: unknown, given: readonly unknown[], run: Run): unknown;
}

export const liquidFilters: readonly LiquidFilter[] = [
  ...valueFilters,
  ...textFilters,
  ...markupFilters,
  ...numberFilters,
  ...listFilters,
  ...dateFilters,
];

export const filters: ReadonlyMap<string, LiquidFilter> = new Map(liquidFilters.map((filter) => [filter.name, filter]));
