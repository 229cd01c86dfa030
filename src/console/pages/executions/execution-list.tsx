import { Button } from '@mantine/core';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import type { ListedRun } from '../../api/executions.ts';
import type { Flow } from '../../api/flows.ts';
import { announce } from '../../app/announce.tsx';
import { download } from '../../app/download.ts';
import { Card, Page } from '../../app/page.tsx';
import { SearchField } from '../../app/search-field.tsx';
import { Empty, FailureBar, LoadingRows } from '../../app/state.tsx';
import { t } from '../../app/texts.ts';
import { showToast } from '../../app/toasts.tsx';
import { Icon } from '../../theme/icons.tsx';
import { EndDialog } from './end-dialog.tsx';
import classes from './executions-page.module.css';
import { runsAsCsv } from './export-runs.ts';
import { Filters } from './filters.tsx';
import { LiveSwitch } from './live-switch.tsx';
import { filterOf, isFiltered, type RunSearch } from './run-search.ts';
import { RunTable } from './run-table.tsx';
import { SavedFilters } from './saved-filters.tsx';
import { type Runs, useRuns } from './use-runs.ts';

interface Props {
  /** Absent: of all flows. */
  readonly flow?: Flow;
  readonly flows: readonly { readonly sid: string; readonly name: string }[];
  readonly search: RunSearch;
  /** What is said where there is nothing at all. */
  readonly empty: string;
  readonly show: (search: RunSearch) => void;
}

export function ExecutionList({ flow, flows, search, empty, show }: Props) {
  const [isPaused, setPaused] = useState(false);
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());
  const [ending, setEnding] = useState<readonly ListedRun[]>();
  const top = useRef<HTMLDivElement>(null);
  const isAtTop = useIsVisible(top);
  const key = JSON.stringify([flow?.sid ?? '', search]);
  const filter = () => filterOf(search, flow?.sid, Date.now());
  const runs = useRuns(filter, key, () => isAtTop.current && !isPaused);
  const rows = runs.rows ?? [];
  const chosen = rows.filter(({ sid, status }) => selection.has(sid) && status === 'active');
  const change = (next: RunSearch) => {
    setSelection(new Set());
    show(next);
  };
  return (
    <Page
      title={t.executions.title}
      isOfFlow={flow !== undefined}
      actions={
        <>
          <LiveSwitch isPaused={isPaused} onChange={setPaused} />
          <SearchField
            label={t.executions.searchLabel}
            placeholder={t.executions.search}
            value={search.q ?? ''}
            onChange={(q) => change({ ...search, q: q === '' ? undefined : q })}
          />
          <Button
            variant="default"
            leftSection={<Icon name="export" />}
            disabled={rows.length === 0}
            onClick={() => exportRows(rows, flow?.name)}
          >
            {t.executions.export}
          </Button>
          <Button
            variant="default"
            leftSection={<Icon name="stop" />}
            disabled={chosen.length === 0}
            onClick={() => setEnding(chosen)}
          >
            {t.executions.end.open(chosen.length)}
          </Button>
        </>
      }
    >
      <div className={classes.filters}>
        <SavedFilters flowSid={flow?.sid} search={search} show={change} />
        <Filters flow={flow} search={search} show={change} />
      </div>
      <div ref={top} />
      {runs.error !== null && <FailureBar error={runs.error} onRetry={runs.retry} />}
      {runs.rows === undefined && runs.error === null && <LoadingRows onRetry={runs.retry} />}
      {runs.fresh > 0 && (
        <Button className={classes.fresh} onClick={runs.showFresh}>
          {t.executions.fresh(runs.fresh)}
        </Button>
      )}
      {rows.length > 0 && (
        <RunTable rows={rows} flows={flow ? undefined : flows} selection={selection} onSelect={setSelection} />
      )}
      {runs.rows?.length === 0 && runs.isEnd && <Nothing search={search} empty={empty} onClear={() => change({})} />}
      <Foot runs={runs} />
      {ending && (
        <EndDialog
          runs={ending}
          onClose={() => {
            setEnding(undefined);
            setSelection(new Set());
            runs.retry();
          }}
        />
      )}
    </Page>
  );
}

interface NothingProps {
  readonly search: RunSearch;
  readonly empty: string;
  readonly onClear: () => void;
}

function Nothing({ search, empty, onClear }: NothingProps) {
  const isNarrow = isFiltered(search);
  return (
    <Card>
      <Empty {...(isNarrow ? {} : { icon: 'again' as const })} text={isNarrow ? t.executions.noMatch : empty}>
        {isNarrow && (
          <Button variant="default" onClick={onClear}>
            {t.executions.filters.clear}
          </Button>
        )}
      </Empty>
    </Card>
  );
}

/** Older ones, and what is said in the place of a gap. */
function Foot({ runs }: { readonly runs: Runs }): ReactNode {
  if (runs.rows === undefined || runs.isEnd) return null;
  return (
    <div className={classes.foot}>
      {runs.olderError !== null && <span role="alert">{t.executions.olderFailed}</span>}
      {runs.rows.length === 0 && <span className="muted">{t.executions.searched}</span>}
      <Button variant="default" loading={runs.isLoadingOlder} onClick={runs.loadOlder}>
        {runs.olderError === null ? t.executions.older : t.frame.loading.again}
      </Button>
    </div>
  );
}

function exportRows(rows: readonly ListedRun[], name: string | undefined): void {
  const title = [name, t.executions.title].filter((part) => part !== undefined).join(' ');
  const text = t.executions.exported(download(`${title}.csv`, runsAsCsv(rows), 'text/csv'));
  showToast({ text });
  announce(text);
}

/** Whether an element can be seen now. */
function useIsVisible(element: React.RefObject<HTMLElement | null>): { readonly current: boolean } {
  const isVisible = useRef(true);
  const watch = useCallback(() => {
    if (element.current === null) return undefined;
    const observer = new IntersectionObserver(([entry]) => {
      isVisible.current = entry?.isIntersecting ?? true;
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  useEffect(watch, [watch]);
  return isVisible;
}
