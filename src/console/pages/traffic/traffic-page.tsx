/** How many went which way: a layer on a revision, or a table of the same numbers (console §9, Traffic). */
import { Button, Checkbox, NativeSelect, SegmentedControl } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { Flow } from '../../api/flows.ts';
import { publishedQuery } from '../../api/queries.ts';
import { getTraffic, type Traffic } from '../../api/traffic.ts';
import { announce } from '../../app/announce.tsx';
import { download } from '../../app/download.ts';
import { FlowPage } from '../../app/flow-page.tsx';
import { oneOf } from '../../app/search-params.ts';
import { Empty, FailureBar, LoadingRows } from '../../app/state.tsx';
import { t } from '../../app/texts.ts';
import { showToast } from '../../app/toasts.tsx';
import { useNow } from '../../app/use-now.ts';
import { LayerCanvas } from '../../canvas/layer-canvas.tsx';
import { csv } from '../../texts/csv.ts';
import { ago } from '../../texts/format.ts';
import { Icon } from '../../theme/icons.tsx';
import { type TrafficRow, trafficLayer } from '../../traffic/traffic-layer.ts';
import { type RunFlow, useRunFlow } from '../execution/use-execution.ts';
import { CountPanel } from './count-panel.tsx';
import classes from './traffic-page.module.css';
import { beginOf, type TrafficSearch, trafficRanges } from './traffic-search.ts';
import { TrafficTable } from './traffic-table.tsx';

const route = getRouteApi('/frame/flows/$flowSid/traffic');

/** The numbers are read again this often. */
const readEveryMs = 5_000;

export function TrafficPage() {
  const { flowSid } = route.useParams();
  return (
    <FlowPage flowSid={flowSid} title={t.frame.flowPages.traffic}>
      {(flow) => <FlowTraffic key={flowSid} flow={flow} />}
    </FlowPage>
  );
}

function FlowTraffic({ flow }: { readonly flow: Flow }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const show = (change: TrafficSearch) => void navigate({ search: change, replace: true });
  const { data: published } = useQuery(publishedQuery(flow));
  const revision = search.revision === undefined ? (published ?? undefined) : Number(search.revision);
  const than = search.than === undefined ? undefined : Number(search.than);
  const main = useTraffic(flow.sid, revision, search);
  const other = useTraffic(flow.sid, than, search, than !== undefined);
  const drawn = useRunFlow(flow.sid, main.data?.revision);
  const retry = () => void main.refetch();
  return (
    <div className={classes.page}>
      <Controls flow={flow} search={search} published={published ?? undefined} counted={main.data} show={show} />
      {main.error !== null && <FailureBar error={main.error} onRetry={retry} />}
      {main.data === undefined && main.error === null && <LoadingRows onRetry={retry} />}
      {main.data && drawn && (
        <Shown
          flow={drawn}
          counted={main.data}
          than={than === undefined ? undefined : other.data}
          search={search}
          show={show}
        />
      )}
    </div>
  );
}

function useTraffic(flowSid: string, revision: number | undefined, search: TrafficSearch, isEnabled = true) {
  const { from, to, test } = search;
  return useQuery({
    queryKey: ['traffic', flowSid, revision, from, to, test],
    queryFn: () =>
      getTraffic(flowSid, { revision, from: beginOf(search, Date.now()), to, withTestUsers: test === 'yes' }),
    refetchInterval: readEveryMs,
    placeholderData: keepPreviousData,
    staleTime: 0,
    enabled: isEnabled,
  });
}

interface ControlsProps {
  readonly flow: Flow;
  readonly search: TrafficSearch;
  readonly published: number | undefined;
  readonly counted: Traffic | undefined;
  readonly show: (search: TrafficSearch) => void;
}

function Controls({ flow, search, published, counted, show }: ControlsProps) {
  const texts = t.traffic;
  const { revision, than, from, to, view, test, ...rest } = search;
  const all = { revision, than, from, to, view, test, ...rest };
  const change = (changes: { readonly [key in keyof TrafficSearch]?: TrafficSearch[key] | undefined }) =>
    show(withoutUndefined({ ...all, ...changes }));
  const numbers = Array.from({ length: flow.revision }, (_, index) => flow.revision - index);
  const shown = counted?.revision ?? published;
  return (
    <div className={classes.controls}>
      <h2>{texts.title}</h2>
      <NativeSelect
        aria-label={texts.revision}
        value={String(shown ?? '')}
        onChange={({ currentTarget }) => change({ revision: currentTarget.value })}
        data={numbers.map((each) => ({
          value: String(each),
          label: each === published ? texts.publishedNamed(each) : texts.revisionNamed(each),
        }))}
      />
      <NativeSelect
        aria-label={texts.range}
        value={oneOf(trafficRanges, from) ?? '24h'}
        onChange={({ currentTarget }) => change({ from: currentTarget.value, to: undefined })}
        data={trafficRanges.map((value) => ({ value, label: texts.ranges[value] }))}
      />
      <NativeSelect
        aria-label={texts.than}
        value={than ?? ''}
        disabled={numbers.length < 2}
        onChange={({ currentTarget }) => change({ than: currentTarget.value || undefined })}
        data={[
          { value: '', label: texts.thanNone },
          ...numbers
            .filter((each) => each !== shown)
            .map((each) => ({ value: String(each), label: texts.thanNamed(each) })),
        ]}
      />
      <Checkbox
        label={texts.testUsers}
        checked={test === 'yes'}
        onChange={({ currentTarget }) => change({ test: currentTarget.checked ? 'yes' : undefined })}
      />
      <SegmentedControl
        className={classes.view}
        aria-label={texts.views}
        value={view ?? 'canvas'}
        onChange={(value) => change({ view: oneOf(['table'] as const, value) })}
        data={[
          { value: 'canvas', label: texts.canvas },
          { value: 'table', label: texts.table },
        ]}
      />
      {counted && <Counted counted={counted} />}
    </div>
  );
}

function Counted({ counted }: { readonly counted: Traffic }) {
  const nowMs = useNow(1_000);
  const seconds = Math.max(0, Math.round((nowMs - counted.countedAtMs) / 1_000));
  return (
    <p className={`muted ${classes.counted}`}>
      {t.traffic.updated(ago(counted.fromMs, Number.POSITIVE_INFINITY), seconds)}
    </p>
  );
}

interface ShownProps {
  readonly flow: RunFlow;
  readonly counted: Traffic;
  readonly than: Traffic | undefined;
  readonly search: TrafficSearch;
  readonly show: (search: TrafficSearch) => void;
}

function Shown({ flow, counted, than, search, show }: ShownProps) {
  const layer = useMemo(() => trafficLayer(flow.view, counted, than), [flow.view, counted, than]);
  const [picked, setPicked] = useState<{ readonly wire: string } | { readonly card: string }>();
  if (counted.widgets.length === 0 && counted.transitions.length === 0) {
    return (
      <Empty icon="flow" text={t.traffic.empty(counted.revision)}>
        {search.from !== '30d' && (
          <Button variant="default" onClick={() => show({ ...search, from: '30d' })}>
            {t.traffic.lastMonth}
          </Button>
        )}
      </Empty>
    );
  }
  const save = () => {
    const text = t.executions.exported(
      download(`${flow.name} r${counted.revision} traffic.csv`, rowsAsCsv(layer.rows), 'text/csv'),
    );
    showToast({ text });
    announce(text);
  };
  const csvButton = (
    <Button variant="default" leftSection={<Icon name="export" />} onClick={save}>
      {t.traffic.csv}
    </Button>
  );
  if (search.view === 'table') {
    return (
      <div className={classes.table}>
        {csvButton}
        <TrafficTable rows={layer.rows} than={than?.revision} />
      </div>
    );
  }
  return (
    <div className={classes.stage}>
      <LayerCanvas
        flowSid={flow.sid}
        flow={flow.view}
        name={flow.name}
        cards={layer.cards}
        wires={layer.wires}
        selected={picked && 'card' in picked ? picked.card : undefined}
        onSelect={(card) => setPicked({ card })}
        onWire={(wire) => setPicked({ wire })}
      >
        <div className={classes.corner}>{csvButton}</div>
        {picked && (
          <CountPanel
            flow={flow}
            counted={counted}
            rows={layer.rows}
            picked={picked}
            onClose={() => setPicked(undefined)}
          />
        )}
      </LayerCanvas>
    </div>
  );
}

function rowsAsCsv(rows: readonly TrafficRow[]): string {
  const shareOf = (share: number | undefined) => (share === undefined ? '' : share.toFixed(4));
  return csv([
    ['widget', 'event', 'target', 'count', 'share', 'share_before'],
    ...rows.map(({ widget, event, target, count, share, thanShare }) => [
      widget,
      event,
      target ?? '',
      count,
      shareOf(share),
      shareOf(thanShare),
    ]),
  ]);
}

function withoutUndefined(
  search: { readonly [key in keyof TrafficSearch]?: TrafficSearch[key] | undefined },
): TrafficSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}
