import { ActionIcon, NativeSelect } from '@mantine/core';
import { useMemo } from 'react';
import { parseJson } from '../../../engine/json.ts';
import type { Flow } from '../../api/flows.ts';
import { oneOf } from '../../app/search-params.ts';
import { t } from '../../app/texts.ts';
import { readFlowView } from '../../graph/flow-view.ts';
import { ago } from '../../texts/format.ts';
import { Icon } from '../../theme/icons.tsx';
import classes from './executions-page.module.css';
import { isFiltered, type RunSearch, rangeOf, ranges } from './run-search.ts';

interface Props {
  readonly flow: Flow | undefined;
  readonly search: RunSearch;
  readonly show: (search: RunSearch) => void;
}

export function Filters({ flow, search, show }: Props) {
  const { filters } = t.executions;
  const range = rangeOf(search);
  const hasDates = (search.from !== undefined && range === undefined) || search.to !== undefined;
  return (
    <fieldset className={classes.chips} aria-label={filters.label}>
      {flow && <FlowFilters flow={flow} search={search} show={show} />}
      {!hasDates && (
        <NativeSelect
          aria-label={filters.range}
          value={range ?? ''}
          onChange={({ currentTarget }) => show({ ...search, from: oneOf(ranges, currentTarget.value), to: undefined })}
          data={[
            { value: '', label: filters.ranges.all },
            ...ranges.map((value) => ({ value, label: filters.ranges[value] })),
          ]}
        />
      )}
      {hasDates && <Chip name={datesOf(search)} onRemove={() => show({ ...search, from: undefined, to: undefined })} />}
      {search.contact !== undefined && (
        <Chip name={filters.contact(search.contact)} onRemove={() => show({ ...search, contact: undefined })} />
      )}
      {isFiltered(search) && (
        <button type="button" className={classes.clear} onClick={() => show({})}>
          {filters.clear}
        </button>
      )}
    </fieldset>
  );
}

function FlowFilters({ flow, search, show }: Props & { readonly flow: Flow }) {
  const { filters } = t.executions;
  const widgets = useMemo(() => {
    const names = readFlowView(parseJson(flow.definition) ?? null).states.map(({ name }) => name);
    return [...new Set(names)].filter((name) => name !== '');
  }, [flow.definition]);
  // What an older revision had may be in the address.
  const others = search.widget === undefined || widgets.includes(search.widget) ? [] : [search.widget];
  const revisions = Array.from({ length: flow.revision }, (_, index) => String(flow.revision - index));
  return (
    <>
      <NativeSelect
        aria-label={filters.widget}
        w={180}
        value={search.widget ?? ''}
        onChange={({ currentTarget }) => show({ ...search, widget: currentTarget.value || undefined })}
        data={[{ value: '', label: filters.anyWidget }, ...others, ...widgets]}
      />
      <NativeSelect
        aria-label={filters.revision}
        value={search.revision ?? ''}
        onChange={({ currentTarget }) => show({ ...search, revision: currentTarget.value || undefined })}
        data={[
          { value: '', label: filters.anyRevision },
          ...revisions.map((value) => ({ value, label: filters.revisionOf(value) })),
        ]}
      />
    </>
  );
}

function Chip({ name, onRemove }: { readonly name: string; readonly onRemove: () => void }) {
  return (
    <span className={classes.chip}>
      {name}
      <ActionIcon size={24} aria-label={t.executions.filters.remove(name)} onClick={onRemove}>
        <Icon name="close" size={12} />
      </ActionIcon>
    </span>
  );
}

function datesOf({ from, to }: RunSearch): string {
  const { filters } = t.executions;
  const written = (date: string) => ago(Date.parse(date), Number.POSITIVE_INFINITY);
  if (from !== undefined && to !== undefined) return filters.between(written(from), written(to));
  return from === undefined ? filters.until(written(to ?? '')) : filters.since(written(from));
}
