import { Button, NativeSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Outlet, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { flowsQuery } from '../../api/queries.ts';
import { Card, Page } from '../../app/page.tsx';
import { SearchField } from '../../app/search-field.tsx';
import { oneOf } from '../../app/search-params.ts';
import { Empty, FailureBar, LoadingRows } from '../../app/state.tsx';
import { t } from '../../app/texts.ts';
import { Icon } from '../../theme/icons.tsx';
import { type FlowSearch, flowStatuses, searchFlows } from './flow-search.ts';
import { FlowTable } from './flow-table.tsx';
import classes from './flows-page.module.css';
import { type DroppedFile, ImportDialog } from './import-dialog.tsx';
import { TemplateLinks } from './template-cards.tsx';
import { useFileDrop } from './use-file-drop.ts';

const route = getRouteApi('/frame/flows');

export function FlowsPage() {
  const search: FlowSearch = route.useSearch();
  const navigate = useNavigate();
  const { data, error, refetch } = useQuery(flowsQuery);
  const [importing, setImporting] = useState<DroppedFile | 'nothing yet'>();
  const isDropping = useFileDrop(setImporting);
  const retry = () => void refetch();
  // Each letter typed is no place to come back to.
  const show = (change: FlowSearch) => void navigate({ to: '/flows', search: { ...search, ...change }, replace: true });
  const isEmpty = data?.length === 0;
  return (
    <Page
      title={t.flows.list.title}
      count={data && !isEmpty ? String(data.length) : undefined}
      actions={
        <>
          {!isEmpty && (
            <>
              <SearchField
                label={t.flows.list.searchLabel}
                placeholder={t.flows.list.search}
                value={search.q ?? ''}
                onChange={(q) => show({ q })}
              />
              <NativeSelect
                aria-label={t.flows.list.status}
                w={140}
                value={search.status ?? ''}
                onChange={({ currentTarget }) => {
                  const { status: _, ...others } = search;
                  const status = oneOf(flowStatuses, currentTarget.value);
                  void navigate({ to: '/flows', search: status ? { ...others, status } : others, replace: true });
                }}
                data={[
                  { value: '', label: t.flows.list.anyStatus },
                  { value: 'published', label: t.flows.list.published },
                  { value: 'draft', label: t.flows.list.draft },
                ]}
              />
            </>
          )}
          <Button variant="default" leftSection={<Icon name="import" />} onClick={() => setImporting('nothing yet')}>
            {t.flows.list.import}
          </Button>
          <Button component={Link} to="/flows/new" leftSection={<Icon name="plus" />}>
            {t.flows.list.create}
          </Button>
        </>
      }
    >
      {error !== null && <FailureBar error={error} onRetry={retry} />}
      {data === undefined && error === null && <LoadingRows onRetry={retry} />}
      {data && !isEmpty && <FlowList flows={searchFlows(data, search)} search={search} />}
      {isEmpty && (
        <>
          <Empty icon="flow" text={t.flows.list.empty} />
          <TemplateLinks />
        </>
      )}
      {data && !isEmpty && <p className={`muted ${classes.hint}`}>{t.flows.list.drop}</p>}
      {isDropping && <div className={classes.drop}>{t.flows.list.dropNow}</div>}
      {importing && (
        <ImportDialog
          {...(importing === 'nothing yet' ? {} : { file: importing })}
          onClose={() => setImporting(undefined)}
        />
      )}
      <Outlet />
    </Page>
  );
}

interface FlowListProps {
  readonly flows: Parameters<typeof FlowTable>[0]['flows'];
  readonly search: FlowSearch;
}

function FlowList({ flows, search }: FlowListProps) {
  const navigate = useNavigate();
  if (flows.length > 0) return <FlowTable flows={flows} search={search} />;
  return (
    <Card>
      <Empty text={search.q ? t.flows.list.noMatch(search.q) : t.flows.list.noneWithStatus}>
        <Button variant="default" onClick={() => void navigate({ to: '/flows' })}>
          {search.q ? t.frame.actions.clearSearch : t.flows.list.anyAgain}
        </Button>
      </Empty>
    </Card>
  );
}
