import { ActionIcon } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { listRuns } from '../../api/executions.ts';
import type { Traffic } from '../../api/traffic.ts';
import { t } from '../../app/texts.ts';
import { Time } from '../../app/time.tsx';
import { shortOutcome } from '../../outcome/short-outcome.ts';
import { percent } from '../../texts/format.ts';
import { Icon } from '../../theme/icons.tsx';
import type { TrafficRow } from '../../traffic/traffic-layer.ts';
import type { RunFlow } from '../execution/use-execution.ts';
import { ToneIcon } from '../executions/tone-icon.tsx';
import classes from './traffic-page.module.css';

interface Props {
  readonly flow: RunFlow;
  readonly counted: Traffic;
  readonly rows: readonly TrafficRow[];
  readonly picked: { readonly wire: string } | { readonly card: string };
  readonly onClose: () => void;
}

/** What was counted on a wire or a card, and who is there. */
export function CountPanel({ flow, counted, rows, picked, onClose }: Props) {
  const row = 'wire' in picked ? rows.find(({ wire }) => wire === picked.wire) : undefined;
  const card = 'card' in picked ? flow.view.states.find(({ id }) => id === picked.card)?.name : undefined;
  const widget = row?.target ?? card;
  if (widget === undefined) return null;
  const counts = counted.widgets.find((each) => each.widget === card);
  const texts = t.traffic;
  return (
    <section className={classes.panel} aria-label={texts.details}>
      <div className={classes.panelHead}>
        <h3>{row ? texts.wire(row.widget, row.label, widget) : widget}</h3>
        <ActionIcon aria-label={texts.close} onClick={onClose}>
          <Icon name="close" />
        </ActionIcon>
      </div>
      {row && <p>{texts.left(row.count, percent(row.share))}</p>}
      {counts && (
        <>
          <p>{texts.entered(counts.in)}</p>
          {counts.ended > 0 && <p>{texts.ended(counts.ended)}</p>}
          {counts.failed > 0 && <p>{texts.failed(counts.failed)}</p>}
        </>
      )}
      <Latest flowSid={flow.sid} revision={counted.revision} widget={widget} />
    </section>
  );
}

interface LatestProps {
  readonly flowSid: string;
  readonly revision: number;
  readonly widget: string;
}

/** The last three executions that are there, or ended there. */
function Latest({ flowSid, revision, widget }: LatestProps) {
  const { data } = useQuery({
    queryKey: ['latest-at', flowSid, revision, widget],
    queryFn: () => listRuns({ flow: flowSid, revision: String(revision), widget }, { limit: 3 }),
    staleTime: 5_000,
  });
  return (
    <>
      <h4>{t.traffic.latest(widget)}</h4>
      {data?.rows.length === 0 && <p className="muted">{t.traffic.noLatest}</p>}
      <ul className={classes.latest}>
        {data?.rows.map((run) => (
          <li key={run.sid}>
            <ToneIcon tone={shortOutcome(run, Date.now()).tone} />
            <Link to="/flows/$flowSid/executions/$executionSid" params={{ flowSid, executionSid: run.sid }}>
              {run.contact}
            </Link>
            <span className="muted">
              <Time timeMs={run.createdAtMs} />
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}
