/** One revision as it was saved: its canvas, and what the chosen widget holds. */
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo } from 'react';
import { revisionQuery } from '../../api/queries.ts';
import { FlowPage } from '../../app/flow-page.tsx';
import { LinkButton } from '../../app/link-button.tsx';
import { Empty } from '../../app/state.tsx';
import { t } from '../../app/texts.ts';
import { Time } from '../../app/time.tsx';
import { flowView, jsonOfWidget, openDocument } from '../../document/index.ts';
import { MissingWidget } from './missing-widget.tsx';
import { RevisionActions } from './revision-actions.tsx';
import { RevisionCanvas } from './revision-canvas.tsx';
import classes from './revisions.module.css';
import { useAuthors } from './use-flow.ts';
import { versionName } from './version.ts';

const route = getRouteApi('/frame/flows/$flowSid/revisions/$revision');

export function RevisionPage() {
  const { flowSid, revision: word } = route.useParams();
  const revision = versionName(word);
  if (typeof revision !== 'number') return <Empty icon="alert" text={t.revisions.unknownRevision} />;
  return (
    <FlowPage flowSid={flowSid} title={t.revisions.page(revision)}>
      {() => (
        <div className={classes.work}>
          <Saved key={`${flowSid} ${revision}`} flowSid={flowSid} revision={revision} />
        </div>
      )}
    </FlowPage>
  );
}

function Saved({ flowSid, revision }: { readonly flowSid: string; readonly revision: number }) {
  const { widget } = route.useSearch();
  const navigate = route.useNavigate();
  const { data } = useQuery(revisionQuery(flowSid, revision));
  const authorOf = useAuthors();
  const document = useMemo(() => {
    const opened = data && openDocument(data.definition);
    return opened && !('refused' in opened) ? opened : undefined;
  }, [data]);
  const isThere = document !== undefined && widget !== undefined && flowView(document).find(widget) !== undefined;
  return (
    <>
      <section className={classes.preview} aria-label={t.revisions.page(revision)}>
        <div className={classes.title}>
          <h2>{t.revisions.page(revision)}</h2>
          {data && (
            <>
              <span className={classes.badge} data-status={data.status}>
                {t.revisions.statuses[data.status]}
              </span>
              <span className={classes.facts}>
                <span>{authorOf(data.authorSid)}</span>
                <Time timeMs={data.createdAtMs} />
              </span>
              <span className={`ellipsis ${classes.message}`} title={data.message}>
                {data.message}
              </span>
            </>
          )}
          <div className={classes.actions}>
            <LinkButton variant="default" to="/flows/$flowSid/revisions" params={{ flowSid }}>
              {t.revisions.allRevisions}
            </LinkButton>
            {data && <RevisionActions flowSid={flowSid} revision={revision} />}
          </div>
        </div>
        {document && widget !== undefined && !isThere && (
          <MissingWidget key={widget} flowSid={flowSid} revision={revision} widget={widget} />
        )}
        <RevisionCanvas
          flowSid={flowSid}
          revision={revision}
          selected={isThere ? widget : undefined}
          onSelect={(card) => void navigate({ search: card === undefined ? {} : { widget: card }, replace: true })}
        />
      </section>
      {document && (
        <aside className={classes.panel} aria-label={t.revisions.widgetPanel} data-region={t.revisions.widgetPanel}>
          {isThere ? (
            <>
              <h2>{widget}</h2>
              {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by key */}
              <pre className={`mono ${classes.json}`} tabIndex={0}>
                {jsonOfWidget(document, widget)}
              </pre>
            </>
          ) : (
            <p className="muted">{t.revisions.nothingChosen}</p>
          )}
        </aside>
      )}
    </>
  );
}
