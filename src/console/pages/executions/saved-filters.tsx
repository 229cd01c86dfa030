import { ActionIcon, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { countRuns, runStatuses } from '../../api/executions.ts';
import { onLive } from '../../api/live.ts';
import { FormDialog } from '../../app/form-dialog.tsx';
import { useStore } from '../../app/store.ts';
import { t } from '../../app/texts.ts';
import { Icon } from '../../theme/icons.tsx';
import classes from './executions-page.module.css';
import { forgetFilter, keepFilter, keptFilters } from './kept-filters.ts';
import { isFiltered, type RunSearch } from './run-search.ts';

interface Props {
  readonly flowSid: string | undefined;
  readonly search: RunSearch;
  readonly show: (search: RunSearch) => void;
}

/** At most one count for all that happens within this time. */
const countEveryMs = 2_000;

/** The four that everybody has, with their counts, and those that were saved in this browser. */
export function SavedFilters({ flowSid, search, show }: Props) {
  const { filters } = t.executions;
  const { data: counts } = useQuery({
    queryKey: ['execution-counts', flowSid],
    queryFn: () => countRuns(flowSid),
    staleTime: 0,
  });
  useLiveCounts();
  const own = useStore(keptFilters);
  const [isSaving, setSaving] = useState(false);
  return (
    <fieldset className={classes.chips} aria-label={filters.saved}>
      {runStatuses.map((status) => {
        const isOn = search.status === status;
        return (
          <button
            key={status}
            type="button"
            className={classes.saved}
            aria-pressed={isOn}
            onClick={() => show({ ...search, status: isOn ? undefined : status })}
          >
            {filters.names[status]}
            {counts && (
              <span className="muted tabular">{filters.count(counts[status].count, counts[status].isMore)}</span>
            )}
          </button>
        );
      })}
      {own.map((kept) => (
        <span key={kept.name} className={classes.chip}>
          <button type="button" className={classes.ownName} onClick={() => show(kept.search)}>
            {kept.name}
          </button>
          <ActionIcon size={24} aria-label={filters.forget(kept.name)} onClick={() => forgetFilter(kept.name)}>
            <Icon name="close" size={12} />
          </ActionIcon>
        </span>
      ))}
      {isFiltered(search) && (
        <button type="button" className={classes.clear} onClick={() => setSaving(true)}>
          {filters.save}
        </button>
      )}
      {isSaving && <SaveDialog search={search} onClose={() => setSaving(false)} />}
    </fieldset>
  );
}

function SaveDialog({ search, onClose }: { readonly search: RunSearch; readonly onClose: () => void }) {
  const { filters } = t.executions;
  const [name, setName] = useState('');
  return (
    <FormDialog
      title={filters.saveTitle}
      submit={t.frame.actions.save}
      isDisabled={name.trim() === ''}
      onClose={onClose}
      onSubmit={async () => {
        keepFilter(name.trim(), search);
        onClose();
      }}
    >
      <TextInput
        label={filters.saveName}
        description={filters.saveHelp}
        maxLength={40}
        value={name}
        onChange={({ currentTarget }) => setName(currentTarget.value)}
        data-autofocus
      />
    </FormDialog>
  );
}

function useLiveCounts(): void {
  const client = useQueryClient();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = onLive('execution', () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void client.invalidateQueries({ queryKey: ['execution-counts'] });
      }, countEveryMs);
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client]);
}
