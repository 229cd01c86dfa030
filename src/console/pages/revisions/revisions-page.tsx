/** Revision History: every save of a flow; one is shown on the canvas, two are compared (console §7.4). */
import { Checkbox } from '@mantine/core';
import { useQueries, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { revisionsQuery } from '../../api/queries.ts';
import type { RevisionRow } from '../../api/revisions.ts';
import { FlowPage } from '../../app/flow-page.tsx';
import { LinkButton } from '../../app/link-button.tsx';
import { Empty, FailureBar, LoadingRows } from '../../app/state.tsx';
import { t } from '../../app/texts.ts';
import { type HistoryItem, historyItems, runKey } from './history.ts';
import { RevisionActions } from './revision-actions.tsx';
import { RevisionCanvas } from './revision-canvas.tsx';
import { HistoryList } from './revision-list.tsx';
import classes from './revisions.module.css';
import { summaryQuery } from './summary.ts';
import { useLiveRevisions } from './use-flow.ts';

const route = getRouteApi('/frame/flows/$flowSid/revisions');

export function RevisionsPage() {
  const { flowSid } = route.useParams();
  const { data, error, refetch } = useQuery(revisionsQuery(flowSid));
  useLiveRevisions(flowSid);
  return (
    <FlowPage flowSid={flowSid} title={t.revisions.title}>
      {() => (
        <div className={classes.work}>
          {data !== undefined && <History key={flowSid} flowSid={flowSid} rows={data} />}
          {data === undefined && error === null && <LoadingRows onRetry={() => void refetch()} />}
          {error !== null && <FailureBar error={error} onRetry={() => void refetch()} />}
        </div>
      )}
    </FlowPage>
  );
}

function History({ flowSid, rows }: { readonly flowSid: string; readonly rows: readonly RevisionRow[] }) {
  const isPublishedOnly = route.useSearch().only !== undefined;
  const navigate = route.useNavigate();
  const [shown, setShown] = useState<number>();
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const { items, toggle } = useItems(flowSid, rows, isPublishedOnly);
  const visible = items.flatMap((item) => (item.kind === 'revision' ? [item.row] : []));
  const preview = rows.find(({ revision }) => revision === shown) ?? visible[0];
  const [older, newer] = [...chosen].sort((a, b) => a - b);
  return (
    <>
      <section className={classes.side} aria-label={t.revisions.list} data-region={t.revisions.list}>
        <div className={classes.head}>
          <h2>{t.revisions.title}</h2>
          <Checkbox
            label={t.revisions.publishedOnly}
            checked={isPublishedOnly}
            onChange={({ currentTarget }) =>
              void navigate({ search: currentTarget.checked ? { only: 'published' } : {}, replace: true })
            }
          />
          <p className={`muted ${classes.help}`}>{t.revisions.help}</p>
        </div>
        {items.length === 0 && <Empty text={t.revisions.nonePublished} />}
        <HistoryList
          flowSid={flowSid}
          items={items}
          shown={preview?.revision}
          chosen={chosen}
          onShow={setShown}
          // Two at the most: of three the first gives way.
          onChoose={(revision) =>
            setChosen(
              chosen.includes(revision) ? chosen.filter((each) => each !== revision) : [...chosen, revision].slice(-2),
            )
          }
          onToggle={toggle}
        />
        {older !== undefined && newer !== undefined && (
          <div className={classes.foot}>
            <LinkButton
              to="/flows/$flowSid/compare/$first/$second"
              params={{ flowSid, first: String(older), second: String(newer) }}
            >
              {t.revisions.compareTwo(t.revisions.name(older), t.revisions.name(newer))}
            </LinkButton>
          </div>
        )}
      </section>
      {preview && (
        <section className={classes.preview} aria-label={t.revisions.preview} data-region={t.revisions.preview}>
          <div className={classes.title}>
            <h2>{t.revisions.name(preview.revision)}</h2>
            <span className="muted">{t.revisions.statuses[preview.status]}</span>
            <div className={classes.actions}>
              <LinkButton
                variant="default"
                to="/flows/$flowSid/revisions/$revision"
                params={{ flowSid, revision: String(preview.revision) }}
              >
                {t.revisions.open}
              </LinkButton>
              <RevisionActions flowSid={flowSid} revision={preview.revision} />
            </div>
          </div>
          <RevisionCanvas key={preview.revision} flowSid={flowSid} revision={preview.revision} />
        </section>
      )}
    </>
  );
}

/** The list, and what folds it. Only of what is shown it is asked what was done in it. */
function useItems(flowSid: string, rows: readonly RevisionRow[], isPublishedOnly: boolean) {
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const listed = historyItems(rows, { isPublishedOnly, unfolded, isMove: () => false });
  const asked = listed.flatMap((item) => (item.kind === 'revision' ? [item.row.revision] : []));
  const summaries = useQueries({ queries: asked.map((revision) => summaryQuery(flowSid, revision)) });
  const moves = new Set(asked.filter((_, index) => summaries[index]?.data?.isMove));
  return {
    items: historyItems(rows, { isPublishedOnly, unfolded, isMove: (revision) => moves.has(revision) }),
    toggle(run: Extract<HistoryItem<RevisionRow>, { kind: 'run' }>) {
      const next = new Set(unfolded);
      if (!next.delete(runKey(run))) next.add(runKey(run));
      setUnfolded(next);
    },
  };
}
